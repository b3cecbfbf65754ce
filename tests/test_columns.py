from __future__ import annotations

import numpy as np
import pytest

from newsclf.columns import Recipe


@pytest.fixture(scope="module")
def texts(corpus):
    return [row["text"] for row in corpus[:200:2]]


@pytest.fixture(scope="module")
def recipe(lexicon, vectors):
    return Recipe(lexicon=lexicon, vectors=vectors)


def test_the_rows_of_raw_texts_are_those_that_were_learned_from(recipe, texts):
    columns, matrix = recipe.learn(texts)
    assert columns.matrix(texts).toarray() == pytest.approx(matrix.toarray())
    assert matrix.shape == (len(texts), sum(recipe.widths(columns).values()))


def test_compiled_weights_score_as_the_columns_do(recipe, texts):
    columns, matrix = recipe.learn(texts)
    coef = np.random.default_rng(0).normal(size=(3, matrix.shape[1]))
    weights, _ = columns.compiled(coef)
    written, _ = columns.features.alphabet_.write(texts)
    scores = weights.measure(columns.features.trie_, written).scores
    assert np.corrcoef(scores.ravel(), (matrix @ coef.T).ravel())[0, 1] > 0.999999


@pytest.mark.parametrize(
    ("given", "texts", "everywhere", "needed"),
    [
        ("auto", 499, 0, 1),
        ("auto", 49_999, 0, 2),
        ("auto", 50_000, 0, 8),
        ("auto", 50_000, 50_001, 8),
        ("auto", 50_000, 100_000, 4),
        ("auto", 50_000, 1_000_000, 4),
        (20, 50_000, 0, 20),
        (20, 50_000, 100_000, 10),
        (1, 50_000, 100_000, 1),
        (3, 50_000, 1_000_000, 1),
        ("foo", 50_000, 100_000, "foo"),
        (-1, 50_000, 100_000, -1),
    ],
)
def test_of_a_sample_a_term_must_occur_in_fewer(given, texts, everywhere, needed):
    of_twenty = "河" * 20
    assert Recipe(min_df=given).needed([of_twenty] * texts, [of_twenty] * everywhere) == needed


def test_words_of_the_dictionary_may_stand_outside_the_sample(texts):
    dictionary = ["河长制办公室", "世上没有的词"]
    columns, _ = Recipe(min_df=2, dictionary=dictionary).learn(texts, [*texts, "河长制办公室挂牌"])
    assert "河长制办公室" in columns.features.terms_
    assert "世上没有的词" not in columns.features.terms_
