from __future__ import annotations

import json

import numpy as np
import pytest

import newsclf
from newsclf import design, pruning, sampling
from newsclf.errors import ModelSizeError
from newsclf.pruning import words_within
from newsclf.shipped import shipped_vectors

TEXTS = ["志愿者在高铁站为返乡旅客引路。" * 40, "春运首日加开列车。", "清理河道垃圾。", "雪", "", "hello"]


@pytest.fixture(scope="module")
def texts(corpus):
    return [row["text"] for row in corpus[:400:2]]


@pytest.fixture(scope="module")
def many(corpus):
    """Labels of fifteen themes or so."""
    return [f"{row['theme']}/{place % 4}" for place, row in enumerate(corpus[:400:2])]


@pytest.fixture(scope="module")
def few(corpus):
    return [row["theme"] for row in corpus[:400:2]]


def fitted(texts, labels, max_bytes, **parameters):
    return newsclf.ThemeClassifier(**{"vectors": None, "effort": "quick", "max_bytes": max_bytes, "folds": 2} | parameters).fit(
        texts, labels
    )


def bytes_of(folder):
    return sum(file.stat().st_size for file in folder.iterdir())


def smallest(texts, labels, **parameters):
    with pytest.raises(ModelSizeError) as caught:
        fitted(texts, labels, 1, **parameters)
    assert (caught.value.asked, str(caught.value.smallest) in str(caught.value)) == (1, True)
    return caught.value.smallest


@pytest.fixture(scope="module")
def whole(texts, many):
    return fitted(texts, many, None)


@pytest.fixture(scope="module")
def small(texts, many, tmp_path_factory):
    """A classifier of many themes made small, its folder, and how large that may be."""
    most = smallest(texts, many) + 60_000
    classifier, folder = fitted(texts, many, most), tmp_path_factory.mktemp("small") / "model"
    classifier.save(folder)
    return classifier, folder, most


def test_the_folder_is_no_larger_than_asked_and_nearly_as_large(small):
    _, folder, most = small
    assert 0.7 * most < bytes_of(folder) <= most


def test_even_the_smallest_is_as_small_as_was_said(texts, many, few, tmp_path):
    for name, labels in (("many", many), ("few", few)):
        least = smallest(texts, labels)
        fitted(texts, labels, least).save(tmp_path / name)
        assert bytes_of(tmp_path / name) <= least


def test_a_smaller_model_scores_the_same_compiled_saved_and_alone(small):
    classifier, folder, _ = small
    model, expected = newsclf.load(folder), classifier.predict_proba(TEXTS)
    assert model.predict_proba(TEXTS) == pytest.approx(expected, abs=1e-9)
    assert (classifier.to_model().predict_proba(TEXTS) == model.predict_proba(TEXTS)).all()
    assert model.label_many(TEXTS) == [model.label(text) for text in TEXTS]


def test_an_explanation_adds_up_to_the_score(small):
    model = newsclf.load(small[1])
    found = newsclf.explanation.explain(model, TEXTS[1])
    assert found.intercept + sum(share.share for share in found.shares) == pytest.approx(found.score)


def test_many_themes_take_eight_bits_and_few_take_sixteen(small, texts, few, tmp_path):
    manifest = json.loads((small[1] / "manifest.json").read_bytes())
    assert (manifest["format"], manifest["pruning"]["bits"]) == (4, 8)
    classifier = fitted(texts, few, smallest(texts, few) + 10_000)
    classifier.save(tmp_path / "m")
    assert (newsclf.load(tmp_path / "m").manifest["format"], classifier.pruning_["bits"]) == (3, 16)


def test_what_was_done_and_what_it_costs_is_told(small, whole):
    classifier, folder, most = small
    told = classifier.pruning_
    assert told == newsclf.load(folder).manifest["pruning"]
    assert told["max_bytes"] == most
    assert (told["terms"], told["terms_of"]) == (len(classifier.features_.weight_), len(whole.features_.weight_))
    assert told["terms"] < told["terms_of"]
    assert told["macro_f1_before"] == whole.out_of_fold_["macro_f1"]
    assert told["macro_f1"] == classifier.out_of_fold_["macro_f1"] != told["macro_f1_before"]
    assert f"{told['terms']} of {told['terms_of']} terms" in (folder / "CARD.md").read_text("utf-8")


def test_a_model_that_is_small_enough_is_what_it_was(whole, texts, many, tmp_path):
    for name, classifier in (("a", whole), ("b", fitted(texts, many, 10**9)), ("c", fitted(texts, many, "auto"))):
        assert classifier.pruning_ is None
        classifier.save(tmp_path / name / "model")
    first, *others = ({file.name: file.read_bytes() for file in (tmp_path / name / "model").iterdir()} for name in "abc")
    assert others == [first, first]
    assert b'"format": 3' in first["manifest.json"]
    assert b"pruning" not in first["manifest.json"]


def test_where_eight_bits_suffice_no_term_is_dropped(whole, texts, many, tmp_path):
    whole.save(tmp_path / "whole")
    classifier = fitted(texts, many, bytes_of(tmp_path / "whole") - 1)
    classifier.save(tmp_path / "narrow")
    assert classifier.pruning_["terms"] == classifier.pruning_["terms_of"]
    assert bytes_of(tmp_path / "narrow") < 0.8 * bytes_of(tmp_path / "whole")
    assert np.corrcoef(classifier.coef_.ravel(), whole.coef_.ravel())[0, 1] > 0.999


def test_the_same_data_and_bound_give_the_same_model(small, texts, many, tmp_path):
    fitted(texts, many, small[2]).save(tmp_path / "model")
    assert {file.name: file.read_bytes() for file in (tmp_path / "model").iterdir()} == {
        file.name: file.read_bytes() for file in small[1].iterdir()
    }


def test_single_characters_stay(small, whole):
    singles = [{term for term in of.features_.terms_ if len(term) == 1} for of in (small[0], whole)]
    assert singles[0] == singles[1]


def test_terms_that_decide_stay_sooner_than_others(small, whole):
    kept = np.isin(whole.features_.terms_, small[0].features_.terms_)
    largest = np.abs(whole.coef_).max(axis=0)
    several = np.array([len(term) > 1 for term in whole.features_.terms_])
    assert largest[kept & several].mean() > 1.3 * largest[~kept].mean()


def test_with_a_lexicon_and_vectors_their_words_stay(texts, few, lexicon, vectors, tmp_path):
    parameters = {"lexicon": lexicon, "vectors": vectors}
    most = smallest(texts, few, **parameters) + 20_000
    classifier = fitted(texts, few, most, **parameters)
    classifier.save(tmp_path / "m")
    assert bytes_of(tmp_path / "m") <= most
    assert set(classifier.features_.density_words) <= set(classifier.features_.terms_)
    assert newsclf.load(tmp_path / "m").predict_proba(TEXTS) == pytest.approx(classifier.predict_proba(TEXTS), abs=1e-6)


def test_of_many_texts_models_are_made_small_too(texts, many, monkeypatch, tmp_path):
    monkeypatch.setattr(design, "LARGE", 100)
    monkeypatch.setattr(sampling, "SAMPLE_TEXTS", 150)
    most = smallest(texts, many) + 60_000
    classifier = fitted(texts, many, most)
    classifier.save(tmp_path / "m")
    assert bytes_of(tmp_path / "m") <= most
    assert newsclf.load(tmp_path / "m").predict_proba(TEXTS) == pytest.approx(classifier.predict_proba(TEXTS), abs=1e-9)


def test_held_out_labels_do_not_reach_the_choice_of_terms(texts, many, monkeypatch):
    """The labels of a fold turned round change nothing of the scores that the smaller models give to its texts."""
    held_out = np.arange(len(texts)) % 5 == 0
    monkeypatch.setattr(design, "splits", lambda *_: [(np.flatnonzero(~held_out), np.flatnonzero(held_out))])
    most = smallest(texts, many) + 60_000
    names = sorted(set(many))
    turned = [names[place % 3] if held_out[place] else label for place, label in enumerate(many)]
    scores = []
    for labels in (many, turned):
        targets = newsclf.targets.read_targets(labels)
        with design.design(newsclf.columns.Recipe(), texts, targets, 5.0, 0) as matrix:
            chosen = pruning.needed_pruning(matrix.columns, targets, most)
            scores.append(matrix.held_out(None, 2, chosen).pruned)
    assert (scores[0] == scores[1]).all()


def test_without_a_word_models_are_bounded_as_far_as_they_can_be(texts, many, monkeypatch):
    monkeypatch.setattr(pruning, "DEFAULT", 1)
    classifier = fitted(texts, many, "auto")
    assert classifier.pruning_["max_bytes"] == smallest(texts, many)


def test_notes_that_make_it_larger_than_asked_are_refused(small, tmp_path):
    classifier, _, most = small
    with pytest.raises(ModelSizeError) as caught:
        classifier.save(tmp_path / "m", notes={"注": "长" * most})
    assert caught.value.asked == most < caught.value.smallest
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("most", [0, -1, 1.5, True, "8MB"])
def test_a_bound_that_is_no_number_of_bytes_is_refused(texts, few, most):
    with pytest.raises(ValueError, match="max_bytes"):
        fitted(texts, few, most)


@pytest.mark.parametrize(("themes", "bound", "least"), [(3, 300_000, 0), (3, 1_200_000, 10_000), (40, 3_000_000, 10_000)])
def test_a_small_model_knows_many_words_of_the_shipped_vectors_or_none(texts, themes, bound, least):
    labels = [f"类{place % themes}" for place in range(len(texts))]
    classifier = newsclf.ThemeClassifier(effort="quick", max_bytes=bound, folds=2).fit(texts, labels)
    known = len(classifier.features_.density_words)
    assert known == len(shipped_vectors().most_frequent(words_within(bound, themes)).words)
    assert 0.9 * least <= known <= 2 * least


def test_without_a_bound_all_words_are_known():
    assert words_within(None, 3) is None
    assert words_within("auto", 3) > 20_000
