"""Try many inputs: ``python -m tests.fuzzing``; figures go into ``training/results/fuzzing.json``, findings into tests/data."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from .engines import ENGINES, Limit, Trial
from .findings import minimised
from .targets import TARGETS

RESULTS = Path(__file__).parents[2] / "training" / "results" / "fuzzing.json"


def main() -> None:
    """Run what the command line says, and write down what came of it."""
    options = _options()
    limit = Limit(options.runs, options.minutes * 60 if options.minutes is not None else None)
    for target in options.target or TARGETS:
        trial = ENGINES[options.engine](target, limit, options.seed)
        print(f"{target}: {trial.inputs:,} inputs in {trial.seconds:.0f} s, {len(trial.findings)} findings", flush=True)
        for place, finding in trial.findings.items():
            print(f"  {place}: {minimised(finding).keep()}", flush=True)
        if not options.dry:
            _write(trial)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--target", action="append", choices=TARGETS, help="which; all without it; may be given again")
    parser.add_argument("--engine", choices=ENGINES, default="random")
    parser.add_argument("--runs", type=int, help="inputs per target")
    parser.add_argument("--minutes", type=float, help="minutes per target")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dry", action="store_true", help="leave the figures as they are")
    options = parser.parse_args()
    if options.runs is None and options.minutes is None:
        parser.error("--runs or --minutes")
    return options


def _write(trial: Trial) -> None:
    """Put a trial among the others; an earlier one of the same target and engine goes."""
    known: list[dict[str, Any]] = json.loads(RESULTS.read_text("utf-8"))["trials"] if RESULTS.is_file() else []
    others = [one for one in known if (one["target"], one["engine"]) != (trial.target, trial.engine)]
    new = {
        **{"target": trial.target, "engine": trial.engine, "seed": trial.seed, "inputs": trial.inputs},
        **{"seconds": round(trial.seconds, 1), "edges": trial.edges, "findings": sorted(trial.findings)},
    }
    order = list(TARGETS)
    trials = sorted([*others, new], key=lambda one: (order.index(one["target"]), one["engine"]))
    RESULTS.write_text(json.dumps({"trials": trials}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
