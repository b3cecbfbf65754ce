from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.characters import Alphabet
from newsclf.text import MAX_CHARACTERS

NEWS = st.sampled_from(
    ["志愿者", "春运首日", "清理河道", "12.5%", "F-16", "Ⅲ类", "。", " ", "\n", "ＡＢＣ", "⑴", "English words", "\ud800"]
)
TEXTS = st.one_of(st.lists(NEWS).map("".join), st.text(st.characters(exclude_categories=()), max_size=80))
ODD = [
    "",
    " ",
    "。",
    "abc",
    "12345",
    "Hello, world!",
    "\ud800",
    "\0",
    "😀",
    "ﷺ",
    "志愿者",
    "a" * 5000,
    "春运" * 3000,
    "\ufeff春运",
    "一\n二\r\n三",
]


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_scores_are_those_of_the_scikit_learn_pipeline(texts, classifier, model):
    expected = classifier.decision_function(texts)
    assert model.decision_function(texts) == pytest.approx(expected, abs=1e-6, rel=0)
    assert model.predict_proba(texts) == pytest.approx(classifier.predict_proba(texts), abs=1e-6, rel=0)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_score_as_in_the_pipeline(text, classifier, model):
    assert model.decision_function([text]) == pytest.approx(classifier.decision_function([text]), abs=1e-6, rel=0)


def test_of_a_text_beyond_all_measure_only_the_beginning_is_read(classifier, model):
    text = "春运加开列车。" * (MAX_CHARACTERS // 7 + 1000)
    scores = model.decision_function([text])
    assert scores == pytest.approx(classifier.decision_function([text]), abs=1e-6, rel=0)
    assert (scores == model.decision_function([text[:MAX_CHARACTERS]])).all()


def test_labels_are_those_of_the_pipeline(classifier, model, corpus):
    texts = [row["text"] for row in corpus]
    labels = model.label_many(texts)
    judged = [place for place, label in enumerate(labels) if not label.abstain]
    assert len(judged) > 400
    predicted = classifier.predict(texts)
    assert [labels[place].themes for place in judged] == [predicted[place] for place in judged]


@settings(deadline=None, max_examples=60)
@given(text=TEXTS)
def test_every_label_keeps_the_contract(text, model):
    label = model.label(text)
    assert tuple(label.scores) == model.themes
    assert all(0 <= score <= 1 for score in label.scores.values())
    assert label.abstain == (label.reason is not None)
    assert label.theme == (label.themes[0] if label.themes else "other")
    assert label.score == (label.scores[label.theme] if label.themes else 1 - max(label.scores.values()))
    assert not (label.abstain and label.themes)


def test_the_compiled_model_labels_as_the_saved_one(classifier, model, corpus):
    texts = [row["text"] for row in corpus[:50]]
    assert classifier.to_model().label_many(texts) == model.label_many(texts)


@pytest.mark.parametrize("copies", [1, 3])
def test_many_labels_are_each_text_labelled_alone_in_order(model, corpus, copies):
    texts = ([row["text"] for row in corpus[:200]] + ODD) * copies  # beyond one batch
    alone = {text: model.label(text) for text in texts}
    assert model.label_many(texts) == [alone[text] for text in texts]


@pytest.mark.parametrize("kind", [list, tuple, iter, np.array, lambda texts: (text for text in texts)])
def test_texts_come_in_any_iterable(model, kind):
    texts = ["志愿者清理河道。", "春运首日加开列车。"]
    assert model.label_many(kind(texts)) == [model.label(text) for text in texts]
    assert model.decision_function(kind(texts)).shape == (2, 4)


def test_no_texts_have_no_labels(model):
    assert model.label_many([]) == []
    assert model.decision_function([]).shape == (0, 4)
    assert model.predict_proba(iter([])).shape == (0, 4)


def test_none_is_an_empty_text(model):
    assert model.label_many([None, "", "春运首日加开列车。"]) == [model.label(text) for text in ("", "", "春运首日加开列车。")]


@pytest.mark.parametrize("method", ["label_many", "decision_function", "predict_proba"])
@pytest.mark.parametrize("text", ["", "春运首日加开列车。"])
def test_one_string_is_refused(model, method, text):
    with pytest.raises(TypeError, match="one text"):
        getattr(model, method)(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "too short"),
        ("春运", "too short"),
        ("。。。！", "too short"),
        ("Volunteers clean the river.", "not Chinese"),
        ("ボランティアはきれい", "not Chinese"),
        ("龘靐齉爩鱻麤灪", "unknown words"),
        ("𠀀𠀁𠀂𠀃𠀄", "unknown words"),
        ("志愿者在高铁站为返乡旅客引路。", None),
    ],
)
def test_a_model_abstains_where_it_has_too_little_to_go_on(model, text, reason):
    label = model.label(text)
    assert label.reason == reason
    assert label.abstain == (reason is not None)


@pytest.mark.parametrize("text", ["", "Volunteers clean the river.", "龘靐齉爩鱻麤灪"])
def test_abstaining_gives_other_no_themes_and_one_minus_the_largest(model, text):
    label = model.label(text)
    assert (label.theme, label.themes) == ("other", ())
    assert label.score == 1 - max(label.scores.values())
    assert list(label.scores.values()) == pytest.approx(model.predict_proba([text])[0].tolist())


def test_below_the_floor_of_known_pairs_a_model_abstains(model):
    text = "志愿者在高铁站为返乡旅客引路。"
    written, _ = model.alphabet.write([text])
    measured = model.weights.measure(model.trie, written)
    share = float(measured.pairs[0] / measured.characters[0])
    assert 0 < share < 1
    assert replace(model, known_floor=share).label(text).reason is None
    assert replace(model, known_floor=share + 0.01).label(text).reason == "unknown words"


def test_predict_gives_the_themes_of_label_many(model, corpus):
    texts = [row["text"] for row in corpus[:600]] + ODD
    assert model.predict(texts).tolist() == [label.theme for label in model.label_many(texts)]
    assert model.predict([]).tolist() == []


def test_threads_share_one_model(model, corpus):
    texts = [row["text"] for row in corpus[:300]] + ODD
    fresh = replace(model, alphabet=Alphabet(model.alphabet.characters))  # its tables are still empty
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(fresh.label_many, [texts] * 8))
    assert found == [model.label_many(texts)] * 8


def test_what_a_table_holds_for_nothing_is_an_empty_text(model):
    assert model.label_many([None, float("nan")]) == model.label_many(["", ""])
    assert model.label_many([2024]) == model.label_many(["2024"])


def test_models_can_be_compared_and_be_keys(model):
    assert model == model
    assert {model: 1}[model] == 1
