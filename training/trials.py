"""Tables of what was tried to break newsclf, and what came of it."""

from __future__ import annotations

import json
from typing import Any, Final

from newsclf.card import table
from training.labelled import RESULTS

_FUZZING: Final[dict[str, Any]] = {
    "en": {
        "head": ("target", "engine", "inputs", "minutes", "code edges reached", "tracebacks and broken laws", "too slow"),
        "all": "all",
    },
    "zh": {
        "head": ("对象", "引擎", "输入数", "分钟", "到达的代码边数", "异常或违反规律", "过慢"),
        "all": "合计",
    },
}


def fuzzing(language: str) -> str:
    """What `tests.fuzzing` tried, and found."""
    words, trials = _FUZZING[language], json.loads((RESULTS / "fuzzing.json").read_text("utf-8"))["trials"]
    rows = [(trial["target"], trial["engine"], *_figures([trial]), trial["edges"] or "–", *_found([trial])) for trial in trials]
    sums = [(words["all"], engine, *_figures(those), "–", *_found(those)) for engine, those in _by_engine(trials).items()]
    return table(words["head"], [*rows, *sums])


def _by_engine(trials: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    engines = dict.fromkeys(trial["engine"] for trial in trials)
    parts = {engine: [trial for trial in trials if trial["engine"] == engine] for engine in engines}
    return {**parts, " + ".join(engines): trials} if len(parts) > 1 else parts


def _figures(trials: list[dict[str, Any]]) -> tuple[str, str]:
    return f"{sum(trial['inputs'] for trial in trials):,}", f"{sum(trial['seconds'] for trial in trials) / 60:.1f}"


def _found(trials: list[dict[str, Any]]) -> tuple[int, int]:
    slow = sum(place in ("slow", "timeout") for trial in trials for place in trial["findings"])
    return sum(len(trial["findings"]) for trial in trials) - slow, slow
