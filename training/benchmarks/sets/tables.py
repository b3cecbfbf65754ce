"""Tables of what `training.benchmarks.sets` measured, for ``docs/benchmarks.md`` and its Chinese twin."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from newsclf.card import table
from training.labelled import RESULTS

_OURS, _RIVAL = "newsclf", "fastText, tuned"
_WAYS: Final = (f"{_OURS}, no word vectors", f"{_OURS}, unlabelled texts")
KINDS: Final = ("public", "own", "proxy", "made")
_WORDS: Final[dict[str, dict[str, Any]]] = {
    "en": {
        "public": "public sets",
        "own": "other tables",
        "proxy": "proxies on real news (they say nothing about the public sets)",
        "made": "made stand-ins (they say nothing about accuracy)",
        "short": (
            *(
                "task",
                "classes",
                "learned from",
                "newsclf",
                "no word vectors",
                "and unlabelled",
                "fastText, tuned",
                "ahead by (95 %)",
            ),
            *("best of the others", "fit, CPU s: newsclf", "fit, CPU s: fastText, tuned"),
        ),
        "long": (
            *("method", "accuracy (95 %)", "macro-F1", "ahead of tuned fastText (95 %)"),
            *("fit, CPU s", "all, CPU s", "texts per second", "MB"),
        ),
        "about": "{classes} classes, {train:,} texts to learn from{draws}, measured on {test:,} of {characters} characters.",
        "draws": ", {draws} drawings of them (standard deviation of ours over them {spread:.3f})",
    },
    "zh": {
        "public": "公开数据集",
        "own": "其他表格",
        "proxy": "真实新闻上的替代任务（与公开数据集的结果无关）",
        "made": "合成的替身（不说明准确率）",
        "short": (
            *("任务", "类别数", "训练文本数", "newsclf", "不用词向量", "加未标注文本", "调参后的 fastText", "领先（95 %）"),
            *("其他方法中最好的", "fit 的 CPU 秒：newsclf", "fit 的 CPU 秒：调参后的 fastText"),
        ),
        "long": (
            *("方法", "准确率（95 %）", "macro-F1", "比调参后的 fastText 领先（95 %）"),
            *("fit 的 CPU 秒", "全部 CPU 秒", "每秒文本数", "MB"),
        ),
        "about": "{classes} 类；训练文本 {train:,} 条{draws}；测试文本 {test:,} 条，平均 {characters} 字。",
        "draws": "，抽取 {draws} 次（我们的准确率标准差 {spread:.3f}）",
    },
}


def short(language: str) -> str:
    """A row for each task, a table for each kind."""
    return _by_kind(
        language, lambda tasks: table(_WORDS[language]["short"], [_row(*t) for t in tasks if _OURS in t[1]["methods"]])
    )


def long(language: str) -> str:
    """A table for each task, a row for each method."""
    return _by_kind(language, lambda tasks: "\n".join(_task(name, task, language) for name, task in tasks))


def _by_kind(language: str, written: Any) -> str:
    tasks = json.loads((RESULTS / "sets.json").read_text("utf-8"))["tasks"]
    parts = []
    for kind in KINDS:
        if chosen := [(name, task) for name, task in tasks.items() if task["kind"] == kind]:
            parts.append(f"\n### {_WORDS[language][kind][:1].upper()}{_WORDS[language][kind][1:]}\n\n{written(chosen)}")
    return "".join(parts) + "\n"


def _row(name: str, task: Mapping[str, Any]) -> Sequence[object]:
    methods = task["methods"]
    ours, rival = methods[_OURS], methods.get(_RIVAL)
    others = {other: found["accuracy"] for other, found in methods.items() if not other.startswith((_OURS, _RIVAL))}
    best = max(others, key=others.__getitem__, default=None)
    return (
        *(name, task["classes"], f"{task['train']:,}", f"{ours['accuracy']:.3f}"),
        *(f"{methods[way]['accuracy']:.3f}" if way in methods else "–" for way in _WAYS),
        f"{rival['accuracy']:.3f}" if rival else "–",
        _ahead(ours),
        f"{others[best]:.3f} ({best})" if best else "–",
        f"{ours['fit_cpu_seconds']:.1f}",
        f"{rival['fit_cpu_seconds']:.1f}" if rival else "–",
    )


def _task(name: str, task: Mapping[str, Any], language: str) -> str:
    words, ours = _WORDS[language], task["methods"].get(_OURS, {})
    draws = words["draws"].format(draws=task["draws"], spread=ours["spread"]) if "spread" in ours else ""
    rows = [
        (
            f"**{method}**" if method == _OURS else method,
            f"{found['accuracy']:.3f} ({found['interval'][0]:.3f}–{found['interval'][1]:.3f})",
            f"{found['macro_f1']:.3f}",
            _ahead(found),
            *(f"{found[figure]:.1f}" for figure in ("fit_cpu_seconds", "cpu_seconds")),
            f"{found['texts_per_second']:,.0f}",
            f"{found['bytes'] / 1e6:.1f}",
        )
        for method, found in task["methods"].items()
    ]
    about = words["about"].format(**{**task, "draws": draws})
    return f"**{name}**: {about}\n\n{table(words['long'], rows)}"


def _ahead(found: Mapping[str, Any]) -> str:
    """How far a method is ahead of tuned fastText."""
    if "ahead" not in found:
        return "–"
    low, high = found["ahead_interval"]
    return f"{found['ahead']:+.3f} ({low:+.3f} to {high:+.3f})"
