from __future__ import annotations

import numpy as np
import pytest
from exporting import TEXTS

from newsclf.exports.terms import terms_of
from newsclf.lexicon import ROOT_SCALE
from newsclf.text import normalise


@pytest.fixture(scope="module")
def terms(model):
    return terms_of(model)


def occurrences(term: str, text: str) -> int:
    return sum(text.startswith(term, place) for place in range(len(text)))


@pytest.mark.parametrize("text", TEXTS)
def test_the_terms_found_by_hand_add_up_to_the_score(model, terms, text):
    folded = normalise(text)
    counts = np.array([occurrences(term, folded) for term in terms.terms])
    squares, characters = counts @ terms.squares, max(1, sum(char.isalnum() or char == "_" for char in folded))
    length = np.sqrt(max(squares, squares**2 / model.weights.longest)) or 1.0
    roots = ROOT_SCALE * np.sqrt(counts @ terms.member / characters) @ model.weights.groups.coef
    scores = model.intercept + counts @ terms.unit / length + counts @ terms.density / characters + roots
    assert scores == pytest.approx(model.decision_function([text])[0], abs=1e-9)


def test_every_term_stands_once_the_short_ones_first_and_weighs_something(terms):
    assert len(set(terms.terms)) == len(terms.terms)
    assert terms.terms == sorted(terms.terms, key=lambda term: (len(term), term))
    assert ((terms.squares > 0) | terms.density.any(axis=1) | terms.member.any(axis=1)).all()


def test_words_of_a_lexicon_are_in_their_groups(terms, lexicon):
    for column, words in enumerate(lexicon.values()):
        assert {terms.terms[row] for row in np.flatnonzero(terms.member[:, column])} == set(words)


def test_a_plain_model_has_neither_density_nor_groups(plain):
    terms = terms_of(plain)
    assert terms.density.shape == terms.member.shape == (len(terms.terms), 0)
