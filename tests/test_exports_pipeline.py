from __future__ import annotations

import numpy as np
import pytest
from exporting import TEXTS, labels_by_rule, texts_of_any_kind
from hypothesis import given
from sklearn.pipeline import Pipeline

from newsclf.exports.pipeline import pipeline_of


@pytest.fixture(scope="module")
def pipeline(model):
    return pipeline_of(model)


@pytest.fixture(scope="module")
def plain_pipeline(plain):
    return pipeline_of(plain)


@pytest.fixture(scope="module")
def one_pipeline(one_theme):
    return pipeline_of(one_theme)


def test_labels_and_probabilities_are_the_models(model, pipeline):
    assert pipeline[:-1].transform(TEXTS) == pytest.approx(model.predict_proba(TEXTS), abs=1e-12)
    assert pipeline.predict(TEXTS).tolist() == labels_by_rule(model, TEXTS)
    assert pipeline.classes_.tolist() == [*model.themes, "other"]


def test_what_is_above_its_threshold_is_accepted(model, pipeline):
    accepted = pipeline.decision_function(TEXTS) >= 0
    assert accepted[:, :-1].tolist() == model.rule.accepted(model.predict_proba(TEXTS)).tolist()
    assert not accepted[:, -1].any()


def test_a_model_that_always_names_a_theme_has_independent_probabilities(plain, plain_pipeline):
    assert plain_pipeline.predict_proba(TEXTS) == pytest.approx(plain.predict_proba(TEXTS), abs=1e-12)
    assert plain_pipeline.predict(TEXTS).tolist() == labels_by_rule(plain, TEXTS)
    assert plain_pipeline.classes_.tolist() == list(plain.themes)


def test_a_model_of_one_theme_answers_it_or_other(one_theme, one_pipeline):
    found = one_pipeline.predict(TEXTS).tolist()
    assert found == labels_by_rule(one_theme, TEXTS)
    assert set(found) == {"生态", "other"}
    assert one_pipeline[:-1].transform(TEXTS) == pytest.approx(one_theme.predict_proba(TEXTS), abs=1e-12)


@given(text=texts_of_any_kind)
def test_any_text_has_the_models_scores(model, pipeline, text):
    assert pipeline[:-1].transform([text]) == pytest.approx(model.predict_proba([text]), abs=1e-9)


@given(text=texts_of_any_kind)
def test_any_text_has_the_scores_of_a_plain_model(plain, plain_pipeline, text):
    assert plain_pipeline.predict_proba([text]) == pytest.approx(plain.predict_proba([text]), abs=1e-9)


def test_a_very_long_text_is_judged_by_the_mean_of_its_terms(plain, plain_pipeline):
    text = "清理河道污水。" * 2000
    assert plain_pipeline.predict_proba([text]) == pytest.approx(plain.predict_proba([text]), abs=1e-9)


def test_arrays_and_pandas_columns_are_texts_too(plain_pipeline):
    pandas = pytest.importorskip("pandas")
    texts = [text for text in TEXTS if text.isprintable()]  # pandas takes no half surrogate pairs
    expected = plain_pipeline.predict(texts).tolist()
    assert plain_pipeline.predict(np.array(texts, dtype=object)).tolist() == expected
    assert plain_pipeline.predict(pandas.Series(texts)).tolist() == expected


def test_all_parts_are_scikit_learns_and_pythons_own(pipeline):
    def parts(step):
        yield step
        for _, inner in getattr(step, "steps", getattr(step, "transformer_list", [])):
            yield from parts(inner)
        for _, inner, *_ in getattr(step, "transformers", []):
            yield from parts(inner)

    assert isinstance(pipeline, Pipeline)
    modules = {type(part).__module__.split(".")[0] for part in parts(pipeline)}
    assert modules == {"sklearn", "builtins"}  # "passthrough" is a string
