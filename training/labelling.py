"""What the labelling loop is worth: ``python -m training.labelling`` (about five minutes on one core).

It writes ``results/labelling.json``.

Protocol. **Rounds**: from a pool of labelled paragraphs whose labels are hidden, `START` are drawn by chance and "labelled"; a
model is learned from them (``effort="quick"``, without the word vectors that come with newsclf, which were learned from all
public paragraphs); then `ROUNDS` times, `STEP` more are chosen, "labelled", and a model is learned anew. Macro-F1 on primary
labels of paragraphs that are set apart, means over `DRAWS` seeds, which draw the pool and its first labels, the same for all
ways to choose:

- by chance;
- the texts nearest to the threshold of any theme, in one ranking;
- ``suggest``, without the preference for what is unlike, and with five times as much of it;
- ``suggest`` (`newsclf.suggestion.suggest`).

Public paragraphs: a pool of `POOL`, measured on paragraphs of other articles (`training.curves.parts`). Our own: a pool of
`OWN_POOL`, measured on the rest. The settings of ``suggest`` were chosen on such rounds with the public paragraphs and other
seeds.

**Audit**: of `AUDITED` paragraphs, one label in `ONE_IN` is replaced by another at random; how many of the first suspects are
such ones, and how many of the replaced labels are among the suspects. Labels that were wrong before count against it.

**Drift**: how often `newsclf.drift.drift` says that something moved: between two samples of one source, and of two sources.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final
from unittest.mock import patch

import numpy as np

import newsclf
from newsclf.audit import Suspect, audit
from newsclf.drift import drift
from newsclf.suggestion import suggest
from newsclf.usefulness import UNLIKE, distances
from training.curves import figures, parts
from training.labelled import RESULTS, Paragraph, news_articles, own_paragraphs, public_paragraphs

START, STEP, ROUNDS, DRAWS = 50, 50, 6, 8
POOL, OWN_POOL = 5_000, 2_800
AUDITED, ONE_IN, AUDITS = 3_000, 20, 3
DRIFTED, DRIFTS = 500, 40
RESULT: Final = RESULTS / "labelling.json"

Choose = Callable[[newsclf.Model, Sequence[str], Sequence[int], Sequence[int], np.random.Generator], list[int]]
"""From a model, all texts, the places of those that are left and of those that are labelled, those to label next."""


def main() -> None:
    """Measure and write."""
    public, own = public_paragraphs(), own_paragraphs()
    test, rest, _ = parts(public)
    found = {
        "protocol": {
            "start": START,
            "step": STEP,
            "draws": DRAWS,
            "pool": [POOL, OWN_POOL],
            "test": [len(test), len(own) - OWN_POOL],
        },
        "rounds": {
            "public": {name: mean_rounds(rest, test, POOL, choose) for name, choose in WAYS.items()},
            "own": {name: mean_rounds(own, None, OWN_POOL, choose) for name, choose in WAYS.items()},
        },
        "audit": {
            "public": audited([row for row in public if row.drawn]),
            "own": audited(own),
        },
        "drift": alarms(),
    }
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def rounds(
    pool: Sequence[Paragraph],
    test: Sequence[Paragraph],
    choose: Choose,
    *,
    start: int = START,
    step: int = STEP,
    number: int = ROUNDS,
    seed: int = 0,
) -> list[dict[str, float]]:
    """Label in rounds, as somebody would who knows the labels of the pool; how good the model is at first and after each round.

    Parameters
    ----------
    pool : sequence of Paragraph
        Its labels are looked at only when a text was chosen.
    test : sequence of Paragraph
    choose : callable
        One of `WAYS`.
    start, step, number : int
        How many labels there are at first, how many more in each round, and how many rounds.
    seed : int

    Returns
    -------
    list of dict
        ``labels``, ``macro_f1`` and ``accuracy``.
    """
    rng, texts = np.random.default_rng(seed), [row.text for row in pool]
    known = rng.permutation(len(pool))[:start].tolist()
    measured = []
    for turn in range(number + 1):
        classifier = newsclf.ThemeClassifier(effort="quick", vectors=None)
        model = classifier.fit([texts[place] for place in known], [pool[place].theme for place in known]).to_model()
        measured.append({"labels": len(known), **figures(test, model.predict([row.text for row in test]).tolist())})
        if turn < number:
            left = sorted(set(range(len(pool))) - set(known))
            known += choose(model, texts, left, known, rng)[:step]
    return measured


def small_rounds(choose: str = "suggest", seed: int = 0) -> list[dict[str, float]]:
    """A labelling round on our own paragraphs alone, in some seconds: for notebooks."""
    rows = own_paragraphs()
    order = np.random.default_rng(seed).permutation(len(rows))
    pool, test = ([rows[place] for place in some] for some in (order[:OWN_POOL], order[OWN_POOL:]))
    return rounds(pool, test, WAYS[choose], seed=seed)


def mean_rounds(rows: Sequence[Paragraph], test: Sequence[Paragraph] | None, size: int, choose: Choose) -> dict[str, Any]:
    """Macro-F1 by the number of labels, over several draws: the mean, and the standard error of the last."""
    curves = []
    for draw in range(100, 100 + DRAWS):
        order = np.random.default_rng(draw).permutation(len(rows))
        pool = [rows[place] for place in order[:size]]
        apart = test if test is not None else [rows[place] for place in order[size:]]
        curves.append([one["macro_f1"] for one in rounds(pool, apart, choose, seed=draw)])
    means = np.mean(curves, axis=0).round(4).tolist()
    labels = [START + STEP * turn for turn in range(ROUNDS + 1)]
    last = float(np.std([curve[-1] for curve in curves], ddof=1) / DRAWS**0.5)
    return {"macro_f1": dict(zip(map(str, labels), means, strict=True)), "error_of_last": round(last, 4)}


def by_chance(
    model: newsclf.Model, texts: Sequence[str], left: Sequence[int], known: Sequence[int], rng: np.random.Generator
) -> list[int]:
    """Any of them."""
    return [left[place] for place in rng.permutation(len(left))[:STEP]]


def nearest(
    model: newsclf.Model, texts: Sequence[str], left: Sequence[int], known: Sequence[int], rng: np.random.Generator
) -> list[int]:
    """Those nearest to the threshold of any theme."""
    far = distances(model.rule, model.predict_proba([texts[place] for place in left])).min(axis=1)
    return [left[place] for place in np.argsort(far, kind="stable")[:STEP]]


def suggested(
    model: newsclf.Model,
    texts: Sequence[str],
    left: Sequence[int],
    known: Sequence[int],
    rng: np.random.Generator,
    unlike: float | None = None,
) -> list[int]:
    """What `suggest` says, with its own preference for what is unlike or another."""
    labelled = [texts[place] for place in known]
    run = partial(suggest, model, left, STEP, labelled=labelled, text=lambda place: texts[place])
    if unlike is None:
        return [one.item for one in run().chosen]
    with patch("newsclf.usefulness.UNLIKE", unlike):
        return [one.item for one in run().chosen]


WAYS: Final[dict[str, Choose]] = {
    "chance": by_chance,
    "nearest": nearest,
    "suggest, not diverse": partial(suggested, unlike=0.0),
    "suggest, more diverse": partial(suggested, unlike=5 * UNLIKE),
    "suggest": suggested,
}


def audited(rows: Sequence[Paragraph]) -> dict[str, float]:
    """How many of the first suspects have a label that was replaced, and how many of these are found."""
    results: dict[str, list[float]] = {}
    for seed in range(AUDITS):
        rng = np.random.default_rng(seed)
        some = [rows[place] for place in rng.permutation(len(rows))[:AUDITED]]
        classes = sorted({row.theme for row in some})
        wrong = set(rng.choice(len(some), len(some) // ONE_IN, replace=False).tolist())
        labels = [
            str(rng.choice([name for name in classes if name != row.theme])) if place in wrong else row.theme
            for place, row in enumerate(some)
        ]
        suspects = audit([row.text for row in some], labels).suspects
        found = len(wrong & {one.place for one in suspects}) / len(wrong)
        for name, value in {**_precision(suspects, wrong, ""), "found": found, "suspects": float(len(suspects))}.items():
            results.setdefault(name, []).append(value)
        by_gap = sorted(suspects, key=lambda one: one.given_probability - one.proposed_probability)
        for name, value in _precision(by_gap, wrong, "by gap, ").items():
            results.setdefault(name, []).append(value)
    return {name: round(float(np.mean(values)), 4) for name, values in results.items()}


def _precision(suspects: Sequence[Suspect], wrong: set[int], prefix: str) -> dict[str, float]:
    """Among the first quarter, half and all of as many suspects as there are replaced labels."""
    sizes = {"quarter": len(wrong) // 4, "half": len(wrong) // 2, "all": len(wrong)}
    return {prefix + name: float(np.mean([one.place in wrong for one in suspects[:size]])) for name, size in sizes.items()}


def alarms() -> dict[str, dict[str, int]]:
    """How many of so many comparisons say that something moved."""
    model, rng = newsclf.load(), np.random.default_rng(0)
    texts = {source: [text for _, text in news_articles(source)] for source in ("xwlb", "chinanews")}
    counts: dict[str, dict[str, int]] = {}
    for name, (first, second) in {
        "xwlb, xwlb": ("xwlb", "xwlb"),
        "chinanews, chinanews": ("chinanews", "chinanews"),
        "xwlb, chinanews": ("xwlb", "chinanews"),
    }.items():
        said = 0
        for _ in range(DRIFTS):
            drawn = [rng.permutation(len(texts[source])) for source in (first, second)]
            if first == second:
                drawn[1] = drawn[0][::-1]
            both = [
                [texts[source][place] for place in some[:DRIFTED]] for source, some in zip((first, second), drawn, strict=True)
            ]
            said += bool(drift(model, *both).moved)
        counts[name] = {"compared": DRIFTS, "alarms": said}
    return counts


if __name__ == "__main__":
    main()
