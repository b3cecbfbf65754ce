from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer

from newsclf.errors import TrainingError
from newsclf.extraction import WORD_WEIGHT, TermFeatures
from newsclf.features import word_terms
from newsclf.lexicon import ROOT_SCALE
from newsclf.text import normalise
from newsclf.trie import MAX_LENGTH

TEXTS = ["志愿者清理河道，河道变清。", "春运首日，列车加开。", "志愿者在春运列车上。", "", "2024年春运"] * 2
GROUPS = {"water": ["河道"], "road": ["春运", "列车", "高铁"]}


def substrings(text: str) -> list[str]:
    """All that can be a term, wherever it stands: an analyzer for scikit-learn, by the letter of the definition."""
    runs = re.findall(r"\w+", normalise(text))
    return [run[i:j] for run in runs for i in range(len(run)) for j in range(i + 1, min(len(run), i + MAX_LENGTH) + 1)]


@pytest.fixture(scope="module")
def features() -> TermFeatures:
    return TermFeatures(density_words=["列车", "春运", "河道", "高铁"], groups=GROUPS).fit(TEXTS)


def test_terms_are_runs_of_up_to_three_characters_and_longer_words(features):
    unit = features.terms_[: len(features.weight_)]
    runs = {term for text in TEXTS for term in substrings(text) if len(term) <= 3}
    words = {word for text in TEXTS for word in word_terms(text) if len(word) > 1}
    assert set(unit) == runs | words
    assert features.terms_[len(unit) :] == ["高铁"]


def test_without_words_terms_are_only_runs():
    texts = ["社会主义核心价值观", "社会主义"]
    assert {len(term) for term in TermFeatures().fit(texts).terms_} == {1, 2, 3, 4}
    assert {len(term) for term in TermFeatures(words=False).fit(texts).terms_} == {1, 2, 3}


@pytest.mark.parametrize("min_df", [1, 2, 4, 6])
def test_a_term_must_occur_in_so_many_texts(min_df):
    counts = CountVectorizer(analyzer=lambda text: [term for term in substrings(text) if len(term) <= 3]).fit(TEXTS)
    frequent = np.asarray((counts.transform(TEXTS) > 0).sum(axis=0)).ravel() >= min_df
    features = TermFeatures(min_df=min_df).fit(TEXTS)
    assert {term for term in features.terms_ if len(term) <= 3} == set(counts.get_feature_names_out()[frequent])


def test_weights_are_inverse_document_frequencies_and_words_count_twice(features):
    weight = dict(zip(features.terms_, features.weight_, strict=False))
    assert weight["道"] == pytest.approx(np.log(11 / 3) + 1, rel=1e-3)
    assert weight["河道"] == pytest.approx((np.log(11 / 3) + 1) * WORD_WEIGHT**0.5, rel=1e-3)


@settings(deadline=None)
@given(texts=st.lists(st.text("志愿者清理河道的春运列车高铁ab1 ，。雪𠀀", max_size=30), min_size=1, max_size=4))
def test_features_are_those_that_scikit_learn_counts(features, texts):
    counts = CountVectorizer(analyzer=substrings, vocabulary=features.terms_).transform(texts).toarray()
    unit = counts[:, : len(features.weight_)]
    squares = (unit * features.weight_**2).sum(axis=1, keepdims=True)
    characters = np.array([[max(1, len(re.findall(r"\w", normalise(text))))] for text in texts])
    density = counts[:, features.density_] / characters
    column = [list(features.density_words).index(word) for word in ("河道", "春运", "列车", "高铁")]
    roots = ROOT_SCALE * np.sqrt(np.stack([density[:, column[0]], density[:, column[1:]].sum(axis=1)], axis=1))
    length = np.where(squares > features.longest_, squares / features.longest_**0.5, np.sqrt(squares))
    expected = np.hstack([unit * features.weight_ / np.where(length > 0, length, 1), density, roots])
    assert features.transform(texts).toarray() == pytest.approx(expected)


def test_unit_features_have_length_1_when_no_term_is_repeated():
    features = TermFeatures().fit(["春运首日", "河道"])
    assert np.linalg.norm(features.transform(["春运首日"]).toarray()) == pytest.approx(1.0)


def test_no_texts_have_no_rows(features):
    assert features.transform([]).shape == (0, len(features.weight_) + 4 + 2)


def test_texts_without_terms_are_refused():
    with pytest.raises(TrainingError) as caught:
        TermFeatures().fit(["。", ""])
    assert caught.value.evidence["rows"] == 2


def test_known_shares_leave_out_pairs_that_only_the_text_itself_has():
    features = TermFeatures()
    counted = features.fit_counts(["春运首日", "春运列车", "。"])
    assert features.known_shares(counted).tolist() == [0.25, 0.25, 0.0]


def test_the_transformer_can_be_cloned():
    assert clone(TermFeatures(min_df=3, groups=GROUPS)).get_params() == TermFeatures(min_df=3, groups=GROUPS).get_params()


def test_compiled_weights_give_back_the_coefficients_as_rounded(features):
    random = np.random.default_rng(0)
    shapes = [(len(features.weight_), 5), (4, 5), (2, 5)]
    given_coef = [random.normal(size=shape) for shape in shapes]
    weights, coef = features.compiled(*given_coef)
    assert coef == pytest.approx(np.concatenate(given_coef), abs=1e-3)
    written, _ = features.alphabet_.write(TEXTS)
    assert weights.measure(features.trie_, written).scores == pytest.approx(features.transform(TEXTS) @ coef, abs=1e-12)


def test_astral_characters_beyond_what_an_alphabet_holds_are_left_out():
    texts = ["".join(map(chr, range(0x20000 + first, 0x20000 + first + 300))) for first in range(0, 1500, 300)] * 2
    features = TermFeatures().fit(texts)
    assert 0 < sum(term > "\uffff" and len(term) == 1 for term in features.terms_) <= 1024
    assert all(a != b for a, b in pairwise(features.terms_))


def test_with_fewer_terms_the_lengths_of_typical_texts_stay_the_same_on_the_whole(features):
    unit = features.terms_[: len(features.weight_)]
    few = features.reduced(np.array([len(term) < 3 for term in unit]))
    kept = few.terms_[: len(few.weight_)]
    assert kept == [term for term in unit if len(term) < 3]
    assert dict(zip(kept, few.weight_, strict=True)).items() <= dict(zip(unit, features.weight_, strict=True)).items()
    before, after = ((some.count(TEXTS).terms[:, : len(some.square_)] @ some.square_).sum() for some in (features, few))
    assert after == pytest.approx(before, rel=1e-3)
    assert (few.square_ >= few.weight_**2 - 1e-2).all()
    assert (few.square_ > few.weight_**2 + 1e-2).any()
    assert few.transform(TEXTS).shape == (len(TEXTS), len(kept) + len(features.density_) + len(GROUPS))


def test_with_all_terms_features_are_what_they_were(features):
    same = features.reduced(np.ones(len(features.weight_), dtype=bool))
    assert same.transform(TEXTS).toarray() == pytest.approx(features.transform(TEXTS).toarray(), rel=1e-3)
