from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf import ThemeClassifier, semisupervised
from newsclf.semisupervised import mix

KINDS = {"生态": ("湿地", "候鸟", "河水", "森林"), "春运": ("列车", "车票", "返乡", "铁路")}


def texts_of(kind: str, number: int, words: slice = slice(None)) -> list[str]:
    random = np.random.default_rng(number)
    return [
        "、".join(random.choice(KINDS[kind][words], 2, replace=False)) + f"{'甲乙丙丁戊己庚辛'[place % 8]}日报道"
        for place in range(number)
    ]


@pytest.fixture(scope="module")
def labelled():
    """Texts that hold but half of the words of their themes."""
    some = {kind: texts_of(kind, 4, slice(0, 2)) for kind in KINDS}
    return [text for texts in some.values() for text in texts], [kind for kind, texts in some.items() for _ in texts]


@pytest.fixture(scope="module")
def more():
    return [text for kind in KINDS for text in texts_of(kind, 300)]


def test_words_that_no_labelled_text_has_are_learned_from_unlabelled_ones(labelled, more):
    helped = ThemeClassifier(vectors=None).fit(*labelled, unlabelled=more)
    alone = ThemeClassifier(vectors=None).fit(*labelled)
    unseen = ["森林", "铁路"]
    assert helped.predict(unseen).tolist() == ["生态", "春运"]
    gaps = [np.ptp(one.decision_function(unseen), axis=0).min() for one in (helped, alone)]
    assert gaps[0] > gaps[1] + 0.1


def test_the_compiled_model_scores_alike(labelled, more):
    classifier = ThemeClassifier().fit(*labelled, unlabelled=more)
    compiled = classifier.to_model().label_many(more[::50])
    expected = classifier.predict_proba(more[::50])
    scores = [[label.scores[theme] for theme in classifier.classes_] for label in compiled]
    assert np.abs(np.array(scores) - expected).max() < 1e-6


def test_the_same_texts_in_any_order_give_the_same_model(labelled, more):
    one, other = (ThemeClassifier(vectors=None).fit(*labelled, unlabelled=some) for some in (more, iter(more[::-1])))
    assert one.training_["unlabelled"] == other.training_["unlabelled"]
    assert np.array_equal(one.coef_, other.coef_)


def test_labels_held_out_do_not_reach_their_scores(labelled, more):
    texts, labels = labelled
    wrong = [*labels[:3], "春运", *labels[4:]]
    right, misled = (
        ThemeClassifier(vectors=None, folds=4).fit(texts, some, unlabelled=[*more, *texts]) for some in (labels, wrong)
    )
    place = 3
    column = right.classes_.tolist().index("生态")
    assert right.out_of_fold_probabilities_[place, column] > 0.5
    assert misled.out_of_fold_probabilities_[place, column] > misled.out_of_fold_probabilities_[place, 1 - column]


def test_a_single_text_a_theme_is_helped_too(more):
    classifier = ThemeClassifier(vectors=None).fit(["湿地候鸟", "列车车票"], ["生态", "春运"], unlabelled=more)
    assert classifier.out_of_fold_["n"] == 0
    assert classifier.predict(["森林", "铁路"]).tolist() == ["生态", "春运"]


@pytest.mark.parametrize("unlabelled", [[], ["", " "]])
def test_unlabelled_texts_that_say_nothing_change_nothing(labelled, unlabelled):
    some, none = ThemeClassifier(vectors=None).fit(*labelled, unlabelled=unlabelled), ThemeClassifier(vectors=None).fit(*labelled)
    assert "unlabelled" not in some.training_
    assert np.array_equal(some.coef_, none.coef_)


def test_beside_many_labelled_texts_they_are_not_read(labelled, monkeypatch):
    monkeypatch.setattr("newsclf.fitting.FEW", 7)
    classifier = ThemeClassifier(vectors=None).fit(*labelled, unlabelled=(1 / 0 for _ in range(1)))
    assert "unlabelled" not in classifier.training_


def test_several_labels_and_other_are_helped_as_well(more):
    texts = ["湿地候鸟", "列车车票", "湿地列车", "会议召开", "候鸟", "车票", "会议"] * 2
    labels = [["生态"], ["春运"], ["生态", "春运"], [], ["生态"], ["春运"], []] * 2
    classifier = ThemeClassifier(vectors=None).fit(texts, labels, unlabelled=more)
    assert classifier.predict(["湿地候鸟森林"])[0] == ("生态",)
    assert np.isfinite(classifier.predict_proba(["", "。", *texts])).all()


def test_scores_that_say_nothing_count_for_little():
    random = np.random.default_rng(0)
    truth = random.random((200, 3)) < 0.3
    useful, noise = truth + random.normal(0, 0.5, truth.shape), random.normal(0, 1, truth.shape)
    shares = mix(np.stack([useful, noise]), truth)
    assert shares[0] > 10 * shares[1]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 12), st.integers(1, 5))
def test_no_share_is_below_zero_and_all_are_finite(seed, texts, themes):
    random = np.random.default_rng(seed)
    shares = mix(random.normal(0, 10, (2, texts, themes)), random.random((texts, themes)) < 0.4)
    assert np.isfinite(shares).all()
    assert (shares[:2] >= 0).all()
    assert len(shares) == 2 + themes


def test_the_manifest_tells_method_and_parameters(labelled, more):
    facts = ThemeClassifier(vectors=None).fit(*labelled, unlabelled=more).training_["unlabelled"]
    assert facts["given"] == len(more)
    assert semisupervised.METHOD.items() <= facts.items()
