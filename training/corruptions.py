"""A thousand random corruptions of the shipped model, and as many of a zip of it: is each of them refused?

Protocol. A round makes one change, drawn with its own seed, and tries to open the model. There are three kinds of rounds:

- ``folder``: one file of the folder is changed (any of them, the manifest and its checksum too), and nothing else. All must be
  refused.
- ``signed``: the same, then all checksums are made anew, as somebody who means harm would do. That may be a model (one weight
  is another): then it must label texts, long and odd ones among them, and explain one, without error or warning and with
  finite probabilities.
- ``zip``: one change to a zip of the folder. It must be refused, unless it holds the same files to the last byte (a date was
  changed).

The changes: a bit flipped, bytes overwritten, a block of zeros, bytes put in, cut short, made longer, emptied, deleted, put in
the place of another file, a pickle instead, an .npz with a pickle inside instead; of ``signed`` rounds also an extreme value in
the manifest and an extreme number in an array. The pickles make a folder when they are
opened; none may. Rounds run in a process of their own: one that it does not survive counts as ``crashed``, one of more than
a minute as ``hung``. Outcomes are counted by kind of round and of change in ``results/corruptions.json``.

    python -m training.corruptions [--rounds 1000] [--seed 0]
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np

import newsclf
from newsclf.errors import NewsclfError
from newsclf.explanation import explain
from newsclf.model_folder import MANIFEST
from newsclf.shipped import shipped_folder
from newsclf.traditional import TraditionalTextWarning
from training.changes import AIMED, CHANGES, WHOLE, corrupted, signed, zipped

RESULTS: Final = Path(__file__).parent / "results" / "corruptions.json"
KINDS: Final = ("folder", "signed", "zip")
SECONDS: Final = 60
TEXTS: Final = [
    *("志愿者在高铁站为返乡旅客引路。", "清理河道垃圾，" * 300, "", "hello", "春運首日加開列車。"),
    "𠀀\udfffⅢ℃\0\x9b 春 运 2024",
]


def one_round(source: Path, kind: str, seed: int) -> tuple[str, str]:
    """Make one change to a model and try to open it: the change, and what came of it."""
    chance = random.Random(f"{kind} {seed}")
    with tempfile.TemporaryDirectory() as place:
        trap = Path(place, "trapped")
        change, target = _corrupt(source, kind, chance, Path(place), trap)
        found = _outcome(target, newsclf.load(source))
        return change, "a pickle ran" if trap.exists() else found


def _corrupt(source: Path, kind: str, chance: random.Random, place: Path, trap: Path) -> tuple[str, Path]:
    files = {path.name: path.read_bytes() for path in sorted(source.iterdir())}
    change = chance.choice([*CHANGES, *WHOLE, *(AIMED if kind == "signed" else ())])
    arrays = sorted(name for name in files if name.endswith(".npy"))
    name = chance.choice(arrays if change == AIMED[1] else [MANIFEST] if change == AIMED[0] else sorted(files))
    if kind == "zip":
        files, name = {"model.zip": zipped(files)}, "model.zip"
    data = corrupted(files, name, change, chance, trap)
    changed = {other: old for other, old in files.items() if other != name} | ({} if data is None else {name: data})
    if kind == "signed":
        changed = signed(changed)
    target = place / ("model.zip" if kind == "zip" else "model")
    folder = place if kind == "zip" else target
    folder.mkdir(exist_ok=True)
    for other, new in changed.items():
        (folder / other).write_bytes(new)
    return change if kind == "zip" else f"{change}: {name}", target


def _outcome(target: Path, before: newsclf.Model) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", TraditionalTextWarning)
        try:
            model = newsclf.load(target)
        except NewsclfError as error:
            str(error)
            return f"refused: {type(error).__name__}"
        except BaseException as error:
            return f"crashed: {type(error).__name__}"
        if model.name == before.name:
            return "the same model"
        try:
            return "another model" if _works(model) else "no finite probabilities"
        except BaseException as error:
            return f"crashed at scoring: {type(error).__name__}"


def _works(model: newsclf.Model) -> bool:
    labels = [*model.label_many(TEXTS), *map(model.label, TEXTS), *model.label_many(TEXTS, ["a"] * len(TEXTS))]
    explain(model, TEXTS[0])
    given = [score for label in labels for score in (label.score, *label.scores.values())]
    return bool(np.isfinite(model.decision_function(TEXTS)).all()) and all(0 <= score <= 1 for score in given)


def measure(source: Path, kind: str, seeds: range) -> dict[str, object]:
    """Run rounds of a kind, each in a process that may die of it; count outcomes, and outcomes by change."""
    outcomes: Counter[str] = Counter()
    by_change: dict[str, Counter[str]] = {}
    pool = _pool()
    for seed in seeds:
        change = "?"
        try:
            change, found = pool.submit(one_round, source, kind, seed).result(SECONDS)
        except (BrokenProcessPool, TimeoutError) as error:
            found = "hung" if isinstance(error, TimeoutError) else "crashed"
            for process in pool._processes.values():
                process.kill()
            pool = _pool()
        outcomes[found] += 1
        by_change.setdefault(change.split(":")[0], Counter())[found] += 1
        if not found.startswith(("refused", "another", "the same")):
            print(kind, seed, change, found)
    pool.shutdown()
    return {
        "outcomes": dict(sorted(outcomes.items())),
        "by change": {name: dict(sorted(by_change[name].items())) for name in sorted(by_change)},
    }


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def main() -> None:
    """Run all rounds and write the counts."""
    parser = argparse.ArgumentParser(description="Corrupt the shipped model at random and try to open it.")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    seeds = range(options.seed * options.rounds, (options.seed + 1) * options.rounds)
    source = shipped_folder()
    results = {"model": newsclf.load(source).name, "rounds of each kind": options.rounds, "seed": options.seed}
    results |= {kind: measure(source, kind, seeds) for kind in KINDS}
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(json.dumps({kind: results[kind]["outcomes"] for kind in KINDS}, indent=1))


if __name__ == "__main__":
    main()
