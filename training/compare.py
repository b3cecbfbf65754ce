"""Everything on the same splits: ``python -m training.compare`` → ``results/comparison.json``.

Protocol: the splits of `training.evaluate` (five folds grouped by article; each news source left out), the same labels,
macro-F1 of the primary theme on public paragraphs with 95 % intervals (bootstrap over articles). "drawn" counts only
paragraphs chosen by keywords or at random. FastText: 25 epochs, learning rate and n-grams chosen on 6,000 paragraphs of the
training side. "newsclf without lexicon and word vectors" is what ``newsclf train`` does, learned from the same labels. CPU
seconds (training and prediction; word vectors are learned once, before) are of one machine; the size is that of the files of
one fitted model. Ours come from ``results/evaluation.json``, which `training.evaluate` must have written from the same data.
The learning curve is ours: so many paragraphs of the sources not left out and of our own, drawn at random.
``python -m training.compare newsclf`` measures only methods whose names begin so, and the curve; the others stay as they were
measured before on the same data.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Collection
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from sklearn.metrics import f1_score

from newsclf.targets import fingerprint_of
from training.baselines import METHODS
from training.evaluate import interval, primary
from training.labelled import RESULTS, own_paragraphs, public_paragraphs
from training.recipe import fit, shipped, vectors
from training.splits import HOME, SOURCES, Split, splits

SIZES = (500, 1000, 2000, 4000, 8000, 16000)


def main() -> None:
    """Measure, and write the results."""
    rows = public_paragraphs() + own_paragraphs()
    data = fingerprint_of([p.text for p in rows], [p.themes for p in rows])
    parts = splits(rows)
    arguments = argparse.ArgumentParser(description="Compare methods on the same splits.")
    arguments.add_argument("beginning", nargs="?", default="", help="measure only methods whose names begin so")
    anew = [name for name in METHODS if name.startswith(arguments.parse_args().beginning)]
    result: dict[str, Any] = {"data": data, "methods": kept(data, set(METHODS) - set(anew))}
    with Parallel(n_jobs=2) as parallel:
        for name in anew:
            ran = parallel(delayed(run)(name, split) for split in parts)
            result["methods"][name] = summary(ran, parts)
            write(result)  # so that an interrupted run leaves what it measured
        curve = parallel(delayed(learn)(split, size) for split in parts if split.left_out for size in SIZES)
    result["learning_curve"] = {
        source: {str(part["size"]): part["macro_f1"] for part in curve if part["source"] == source} for source in SOURCES
    }
    write(result)


def kept(data: str, names: Collection[str]) -> dict[str, Any]:
    """What was measured of some methods before, in their order; refused if it was on other data."""
    if not names:
        return {}
    before = json.loads((RESULTS / "comparison.json").read_text("utf-8"))
    if before["data"] != data:
        sys.exit("comparison.json is of other data: measure all methods anew")
    return {name: before["methods"][name] for name in METHODS if name in names}


def write(result: dict[str, Any]) -> None:
    """Write what has been measured so far."""
    path = RESULTS / "comparison.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(path, file=sys.stderr)


def run(name: str, split: Split) -> dict[str, Any]:
    """One method on one split."""
    vectors(without=split.left_out)  # learned once and kept, so that they are on nobody's clock
    start = time.process_time()
    guess, size = METHODS[name](split)
    seconds = time.process_time() - start
    print(f"{name}, {split.name}: {seconds:.0f} s", file=sys.stderr, flush=True)
    return {"method": name, "split": split.name, "guess": guess, "bytes": size, "seconds": seconds}


def summary(ran: list[dict[str, Any]], parts: list[Split]) -> dict[str, Any]:
    """Macro-F1 at home and on each source, seconds and bytes at home."""
    result: dict[str, Any] = {}
    for where in (HOME, *SOURCES):
        pairs = [
            (p, guess)
            for part, split in zip(ran, parts, strict=True)
            if split.name == where
            for p, guess in zip(split.test, part["guess"], strict=True)
            if p.source != "own"
        ]
        result[where] = {"public": scores(pairs), "drawn": scores([pair for pair in pairs if pair[0].drawn])}
    home = [part for part in ran if part["split"] == HOME]
    result["seconds"] = float(np.mean([part["seconds"] for part in home]))
    result["bytes"] = int(np.mean([part["bytes"] for part in home]))
    return result


def scores(pairs: list[tuple[Any, str]]) -> dict[str, Any]:
    """Macro-F1 with its interval."""
    truth, guess = [p.theme for p, _ in pairs], [guess for _, guess in pairs]
    macro = float(f1_score(truth, guess, average="macro", zero_division=0.0))
    return {"macro_f1": macro, "macro_f1_interval": interval(truth, guess, [p.article for p, _ in pairs])}


def learn(split: Split, size: int) -> dict[str, Any]:
    """Macro-F1 on a source left out after so many labels."""
    chosen = np.random.default_rng(size).permutation(len(split.train))[:size]
    classifier = fit([split.train[i] for i in chosen], shipped(vectors(without=split.left_out)))
    found = classifier.predict_proba([p.text for p in split.test])
    guess = primary(found, np.tile(classifier.thresholds_, (len(found), 1)))
    return {
        "source": split.name,
        "size": size,
        "macro_f1": float(f1_score([p.theme for p in split.test], guess, average="macro", zero_division=0.0)),
    }


if __name__ == "__main__":
    main()
