"""How good labels are where a text may have several or none: pure functions on 0/1 matrices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclf.rates import macro, rates

Sets = NDArray[np.bool_]


def set_metrics(themes: Sequence[str], truth: Sets, guess: Sets) -> dict[str, Any]:
    """Compare the sets of themes that texts have with those that were answered.

    Parameters
    ----------
    themes : sequence of str, length n_themes
    truth, guess : ndarrays of bool, shape (n_texts, n_themes)

    Returns
    -------
    dict of str to value
        ``exact``, the share of texts whose set is right (subset accuracy); ``hamming_loss``, the share of wrong ones among all
        decisions of a theme on a text; ``cardinality``, the mean size of the sets in ``truth`` and ``answer``. ``micro``,
        ``macro`` and ``samples``, each with ``precision``, ``recall`` and ``f1``: of all decisions together, the mean over the
        themes that some text has (`newsclf.rates.macro`), and the mean over texts. ``macro_f1`` is that of ``macro``;
        ``per_theme`` has the figures of each theme.

    Notes
    -----
    Empty sets are sets: a text without a theme that is answered none is right, and its precision, recall and F1 are 1. An answer
    where there should be none, and none where there should be one, has 0 of each. (scikit-learn's ``average="samples"`` gives
    the first 0, too, unless ``zero_division=1``.)
    """
    hits, answered, support = ((truth & guess).sum(axis=0), guess.sum(axis=0), truth.sum(axis=0))
    counts = zip(themes, hits.tolist(), answered.tolist(), support.tolist(), strict=True)
    per_theme = {theme: rates(*of_theme) for theme, *of_theme in counts}
    mean, together = macro(per_theme.values()), rates(int(hits.sum()), int(answered.sum()), int(support.sum()))
    return {
        "macro_f1": mean["f1"],
        "exact": _mean((truth == guess).all(axis=1)),
        "hamming_loss": _mean((truth != guess).mean(axis=1)) if len(themes) else 0.0,
        "cardinality": {"truth": _mean(truth.sum(axis=1)), "answer": _mean(guess.sum(axis=1))},
        "micro": {"precision": together.precision, "recall": together.recall, "f1": together.f1},
        "macro": mean,
        "samples": _samples(truth, guess),
        "per_theme": per_theme,
    }


def _samples(truth: Sets, guess: Sets) -> dict[str, float]:
    """The mean precision, recall and F1 of texts."""
    hits, answered, had = (sets.sum(axis=1) for sets in (truth & guess, guess, truth))
    right = (answered == 0) & (had == 0)
    return {
        "precision": _mean(np.where(right, 1.0, hits / np.maximum(answered, 1))),
        "recall": _mean(np.where(right, 1.0, hits / np.maximum(had, 1))),
        "f1": _mean(np.where(right, 1.0, 2 * hits / np.maximum(answered + had, 1))),
    }


def _mean(values: NDArray[Any]) -> float:
    return float(values.mean()) if len(values) else 0.0
