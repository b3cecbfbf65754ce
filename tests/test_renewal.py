from __future__ import annotations

import json
import shutil

import pytest

import newsclf
from models import resign
from newsclf import ThemeClassifier
from newsclf.errors import OtherDataError, UnknownSettingsError
from newsclf.renewal import classifier_of, origin_of


@pytest.fixture(scope="module")
def rows(corpus):
    return [(row["text"], row["theme"]) for row in corpus[:400:4]]


@pytest.fixture(scope="module")
def folder(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("renewal") / "mine"
    classifier = ThemeClassifier(C=2.0, min_df=2, dictionary=[("河长制", 7), "长护险"], folds=3, random_state=5)
    classifier.fit(*zip(*rows, strict=True)).save(folder)
    return folder


@pytest.fixture
def changed(folder, tmp_path):
    """Open a copy of the model whose manifest notes something else of its training."""

    def change(**changes):
        copy = shutil.copytree(folder, tmp_path / "copy")
        training = json.loads((copy / "manifest.json").read_bytes())["training"] | changes
        resign(copy, training={name: value for name, value in training.items() if value is not None})
        return newsclf.load(copy)

    return change


def test_a_classifier_has_the_models_settings_and_learns_the_same_model_of_the_same_data(folder, rows, tmp_path):
    classifier = classifier_of(newsclf.load(folder))
    settings = classifier.get_params()
    assert settings["effort"] == "quick"
    assert (settings["C"], settings["min_df"], settings["folds"], settings["random_state"]) == (2.0, 2, 3, 5)
    classifier.fit(*zip(*rows, strict=True)).save(tmp_path / "mine")
    again, before = newsclf.load(tmp_path / "mine").manifest, newsclf.load(folder).manifest
    assert again["files"] == before["files"]
    assert again["training"]["parameters"] == before["training"]["parameters"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"parameters": None}, "does not say the settings"),
        ({"parameters": ["C"]}, "does not say the settings"),
        ({"features": None}, "does not say the settings"),
        ({"features": {"terms": 5, "vectors": 200, "lexicon": 4}, "vectors": "others@0123"}, "not hold .lexicon, vectors."),
        ({"parameters": {"C": 5.0, "depth": 3, "attention": True}}, r"newer newsclf.*attention, depth"),
    ],
)
def test_settings_that_are_not_known_are_refused_in_a_sentence(changed, changes, told):
    with pytest.raises(UnknownSettingsError, match=told):
        classifier_of(changed(**changes))


def test_a_model_in_memory_says_no_settings(plain):
    with pytest.raises(UnknownSettingsError, match="does not say the settings"):
        classifier_of(plain)


def test_the_data_are_known_by_their_fingerprint_whatever_their_order(folder, rows):
    model = newsclf.load(folder)
    texts, labels = zip(*reversed(rows), strict=True)
    noted = origin_of(model, texts, labels, 30, any_data=False)
    fingerprint = model.manifest["training"]["fingerprint"]
    assert noted == {
        "updated_from": {
            "model": model.name,
            "fingerprint": fingerprint,
            "same_data": True,
            "old_texts": len(rows),
            "new_texts": 30,
        }
    }


def test_labels_in_lists_are_the_same_data(folder, rows):
    model = newsclf.load(folder)
    noted = origin_of(model, [text for text, _ in rows], [[label] for _, label in rows], 1, any_data=False)
    assert noted["updated_from"]["same_data"]


@pytest.mark.parametrize("change", [lambda rows: rows[1:], lambda rows: [(rows[0][0] + "！", rows[0][1]), *rows[1:]]])
def test_other_data_are_refused_with_both_counts_unless_any_may_be_given(folder, rows, change):
    model, others = newsclf.load(folder), change(rows)
    texts, labels = zip(*others, strict=True)
    with pytest.raises(OtherDataError, match=f"from {len(rows)} texts.*{len(others)} texts") as caught:
        origin_of(model, texts, labels, 1, any_data=False)
    assert (caught.value.learned, caught.value.given) == (len(rows), len(others))
    assert not origin_of(model, texts, labels, 1, any_data=True)["updated_from"]["same_data"]


def test_other_data_may_have_one_theme_only(folder):
    noted = origin_of(newsclf.load(folder), ["水", "河"], ["ecology", "ecology"], 1, any_data=True)
    assert noted["updated_from"]["old_texts"] == 2
