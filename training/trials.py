"""Tables of what was tried to break newsclf, and what came of it."""

from __future__ import annotations

import json
from typing import Any, Final

from newsclf.card import table
from training.labelled import RESULTS

_KILLS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "rows",
        "runs killed",
        "by what",
        "runs to the end",
        "differing bytes in",
        "rows lost or doubled",
        "files left behind",
    ),
    "zh": ("行数", "被终止的运行", "方式", "到底的运行", "字节不同的输出", "丢失或重复的行", "遗留的文件"),
}
_CORRUPTIONS: Final[dict[str, Any]] = {
    "en": {
        "head": ("what is changed", "changes", "refused", "opened", "crashed, hung, or gave no finite probability"),
        "folder": "a file of the folder",
        "signed": "a file, and the checksums fit",
        "zip": "a zip of the folder",
    },
    "zh": {
        "head": ("改动对象", "改动次数", "拒绝", "打开", "崩溃、停滞或概率不是有限数"),
        "folder": "文件夹中的一个文件",
        "signed": "一个文件，校验和随之改好",
        "zip": "文件夹的 zip",
    },
}

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


def kills(language: str) -> str:
    """What `training.kills` did, and found."""
    found = json.loads((RESULTS / "kills.json").read_text("utf-8"))
    ways = ", ".join(f"{way}: {count}" for way, count in found["ways"].items())
    ends = (found[name] for name in ("finished", "differing", "lost", "left behind"))
    return table(_KILLS[language], [(f"{found['rows']:,}", found["kills"], ways, *ends)])


def corruptions(language: str) -> str:
    """What `training.corruptions` did, and found."""
    words, found = _CORRUPTIONS[language], json.loads((RESULTS / "corruptions.json").read_text("utf-8"))
    rows = []
    for kind in ("folder", "signed", "zip"):
        outcomes = found[kind]["outcomes"]
        refused = sum(count for outcome, count in outcomes.items() if outcome.startswith("refused"))
        opened, changes = outcomes.get("another model", 0), sum(outcomes.values())
        rows.append((words[kind], changes, refused, opened, changes - refused - opened))
    return table(words["head"], rows)
