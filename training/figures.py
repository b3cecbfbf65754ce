"""Write every figure of the READMEs: ``python -m training.figures`` (``--check`` only compares, for the tests).

Each table stands between ``<!-- figures: NAME -->`` and ``<!-- end -->`` and comes from ``results/*.json``.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping
from typing import Any

from newsclf.card import table
from newsclf.context import SHARE
from training import counts
from training.labelled import HERE, RESULTS
from training.recipe import folder_bytes
from training.splits import SOURCES

FILES = (
    *("README.md", "README.zh-CN.md", "models/README.md", "training/corpus/CARD.md"),
    *("docs/many-machines.md", "docs/many-machines.zh-CN.md"),
)
_CORES = (1, 2, 32, 512)
_MARKED = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

_WORDS = {
    "en": {
        "head": ("measured on", "texts", "macro-F1 (95 %)", "accuracy", "largest calibration error"),
        "public": "public news, five folds grouped by article",
        "drawn": "of these, drawn by keywords or at random",
        "own": "our own paragraphs, the same folds",
        "left_out": "{}, fitted without it",
        "left_out_drawn": "of these, drawn by keywords or at random",
        "robust_head": ("the same text with", "loss of macro-F1"),
        "context_head": ("source left out", "short first sentences", "leaned", "macro-F1 alone", "macro-F1 with context"),
        "compared_head": ("method", "home", "xwlb", "chinanews", "nankai", "CPU seconds", "MB"),
        "ours": "**newsclf**",
        "page_head": ("page", "segments", "segment F1", "bodies right", "kinds right", "articles right (pairs)"),
        "real_page": "the real page",
        "example_page": "the example page",
        "made_head": ("made pages", "pages", "segments recovered", "pages without an error"),
        "speed_head": (
            *("method", "texts per second", "times naive", "times fastText on words", "times fastText on characters"),
            "µs for one text alone",
        ),
        "startup_head": ("process", "seconds", "times faster than naive", "peak MB"),
        "million_head": (
            *("short texts", "CPU seconds of fit", "MB of texts and program", "peak MB beside them"),
            *("newsclf train, seconds", "its peak MB", "peak MB of reading the table alone"),
        ),
        "fitting_head": ("made headlines, 18 classes", "newsclf, CPU seconds", "fastText, CPU seconds", "newsclf / fastText"),
        "batch_head": ("rows", "jobs", "seconds", "rows per second", "peak MB"),
        "billion_head": ("cores", "hours", "core hours", "TB read", "TB written"),
        "parity_head": ("real paragraphs", "largest difference of scores", "labels that differ"),
        "label_head": ("page", "segments judged", "theme accepted", "primary theme", "accepted without context"),
    },
    "zh": {
        "head": ("测试数据", "文本数", "macro-F1（95 %）", "准确率", "最大校准误差"),
        "public": "公开新闻，按文章分组的五折交叉验证",
        "drawn": "其中按关键词或随机抽取的",
        "own": "自写段落，同样五折",
        "left_out": "{}（训练时不含该来源）",
        "left_out_drawn": "其中按关键词或随机抽取的",
        "robust_head": ("同一文本的变化", "macro-F1 下降"),
        "context_head": ("留出的来源", "短首句数", "参考文章的", "单独判断 macro-F1", "参考文章 macro-F1"),
        "compared_head": ("方法", "同源", "xwlb", "chinanews", "nankai", "CPU 秒", "MB"),
        "ours": "**newsclf**",
        "page_head": ("版面", "段落数", "段落 F1", "正文正确", "类型正确", "文章归属正确（成对）"),
        "real_page": "真实版面",
        "example_page": "示例版面",
        "made_head": ("合成版面", "版面数", "段落还原率", "全对的版面"),
        "speed_head": ("方法", "每秒文本数", "朴素流程的倍数", "fastText（词）的倍数", "fastText（字）的倍数", "单条文本微秒数"),
        "startup_head": ("进程", "秒", "比朴素流程快的倍数", "内存峰值 MB"),
        "million_head": (
            *("短文本数", "fit 的 CPU 秒", "文本与程序 MB", "此外的峰值 MB"),
            *("newsclf train 秒", "内存峰值 MB", "其中仅读表的峰值 MB"),
        ),
        "fitting_head": ("合成标题数，18 类", "newsclf CPU 秒", "fastText CPU 秒", "newsclf / fastText"),
        "batch_head": ("行数", "进程数", "秒", "每秒行数", "内存峰值 MB"),
        "billion_head": ("核数", "小时", "核时", "读 TB", "写 TB"),
        "parity_head": ("真实段落数", "得分最大差", "标签不同的"),
        "label_head": ("版面", "评判的段落数", "主题可接受", "主题为首选", "不看文章时可接受"),
    },
}


def main() -> None:
    """Write the figures, or say that they are stale."""
    parser = argparse.ArgumentParser(prog="python -m training.figures", description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a file is stale")
    check = parser.parse_args().check
    stale = []
    for name in FILES:
        path = HERE.parent / name
        text = path.read_text("utf-8")
        fresh = _MARKED.sub(lambda match: match[1] + _TABLES[match[2]](_language(match.string)) + match[3], text)
        if fresh != text:
            stale.append(name)
            if not check:
                path.write_text(fresh, encoding="utf-8")
    print("\n".join(stale) or "all figures are fresh")
    sys.exit(1 if check and stale else 0)


def _language(text: str) -> str:
    return "zh" if "<!-- language: zh -->" in text else "en"


def _result(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))
    return loaded


def measured_table(measured: Mapping[str, Any], language: str = "en") -> str:
    """Accuracy and calibration, at home and on sources left out."""
    words = _WORDS[language]
    folds = measured["grouped_cross_validation"]
    results = [(words[name], folds[name]) for name in ("public", "drawn", "own") if name in folds]
    for name, parts in measured.get("leave_one_source_out", {}).items():
        results += [(words["left_out"].format(name), parts["public"]), (words["left_out_drawn"], parts["drawn"])]
    return table(words["head"], [_row(str(name), result) for name, result in results])


def _row(name: str, result: Mapping[str, Any]) -> tuple[object, ...]:
    low, high = result["macro_f1_interval"]
    worst = max(result["calibration_error"].values())
    return name, result["n"], f"{result['macro_f1']:.3f} ({low:.3f}–{high:.3f})", f"{result['accuracy']:.3f}", f"{worst:.3f}"


def _accuracy(language: str) -> str:
    return measured_table(_result("evaluation"), language)


def _themes(language: str) -> str:
    folds = _result("evaluation")["grouped_cross_validation"]["public"]
    rows = [
        (theme, f"{m['precision']:.3f}", f"{m['recall']:.3f}", f"{m['f1']:.3f}", m["support"])
        for theme, m in folds["per_theme"].items()
    ]
    head = ("theme", "precision", "recall", "F1", "texts") if language == "en" else ("主题", "精确率", "召回率", "F1", "文本数")
    return table(head, rows)


def _page(language: str) -> str:
    words, page = _WORDS[language], _result("evaluation")["real_page"]
    shares = [f"{page[name]:.3f}" for name in ("accepted", "primary", "accepted_without_context")]
    return table(words["label_head"], [(words["real_page"], page["segments"], *shares)])


def _robust(language: str) -> str:
    return table(
        _WORDS[language]["robust_head"], [(name, f"{loss:.4f}") for name, loss in _result("evaluation")["robustness"].items()]
    )


def _context(language: str) -> str:
    rows = [
        (source, found["sentences"], found["leaned"], f"{found['alone']:.3f}", f"{found['with_context'][str(SHARE)]:.3f}")
        for source, found in _result("evaluation")["context"].items()
    ]
    return table(_WORDS[language]["context_head"], rows)


def _compared(language: str) -> str:
    words, evaluation = _WORDS[language], _result("evaluation")
    methods = _result("comparison")["methods"]
    rows = [
        (
            name,
            *(_with_interval(found[where]["public"]) for where in ("home", *SOURCES)),
            f"{found['seconds']:.0f}",
            f"{found['bytes'] / 1e6:.1f}",
        )
        for name, found in methods.items()
    ]
    parts = [evaluation["grouped_cross_validation"], *(evaluation["leave_one_source_out"][source] for source in SOURCES)]
    size = folder_bytes(HERE.parent / "models" / "themes-zh") / 1e6
    ours = (_with_interval(part["public"]) for part in parts)
    rows.append((words["ours"], *ours, f"{evaluation['seconds']:.0f}", f"{size:.1f}"))
    return table(words["compared_head"], rows)


def _with_interval(found: Mapping[str, Any]) -> str:
    low, high = found["macro_f1_interval"]
    return f"{found['macro_f1']:.3f} ({low:.3f}–{high:.3f})"


def _segmentation(language: str) -> str:
    words, result = _WORDS[language], _result("segmentation")
    figures = ("f1", "bodies", "kinds", "article_pairs")
    pages = [(name, result[name]) for name in ("real_page", "example_page") if name in result]
    rows = [(words[name], page["segments"], *(f"{page[figure]:.3f}" for figure in figures)) for name, page in pages]
    made = [
        (name, page["pages"], f"{page['recovered']:.4f}", f"{page['whole_pages']:.4f}")
        for name, page in result["made_pages"].items()
    ]
    return table(words["page_head"], rows) + "\n" + table(words["made_head"], made)


def _speed(language: str) -> str:
    methods = _result("benchmarks")["speed"]["methods"]
    characters = next(found["times_naive"] for name, found in methods.items() if "characters" in name)
    words = next(found["times_naive"] for name, found in methods.items() if "fastText on jieba" in name)
    rows = [
        (
            name,
            f"{found['texts_per_second']:,.0f}",
            *(f"{found['times_naive'] / of:.1f}" for of in (1.0, words, characters)),
            f"{found['microseconds_for_one']:.0f}",
        )
        for name, found in methods.items()
    ]
    return table(_WORDS[language]["speed_head"], rows)


def _startup(language: str) -> str:
    rows = [
        (name, f"{found['seconds']:.2f}", f"{found['naive_times']:.1f}", f"{found['megabytes']:.0f}")
        for name, found in _result("benchmarks")["startup"].items()
    ]
    return table(_WORDS[language]["startup_head"], rows)


def _parity(language: str) -> str:
    found = _result("benchmarks")["parity"]
    row = (f"{found['texts']:,}", f"{found['largest_difference']:.0e}", found["labels_that_differ"])
    return table(_WORDS[language]["parity_head"], [row])


def _fitting(language: str) -> str:
    rows = [
        (f"{int(size):,}", *(_or_dash(found, name, places) for name, places in (("newsclf", 1), ("fastText", 1), ("ratio", 2))))
        for size, found in _result("benchmarks")["fitting"].items()
    ]
    return table(_WORDS[language]["fitting_head"], rows)


def _batch(language: str) -> str:
    found = _result("benchmarks")["batch"]
    by_rows = [(int(rows), 1, run["seconds"], f"{run['megabytes']:.1f}") for rows, run in found["rows"].items()]
    largest = by_rows[-1][0]
    by_jobs = [(largest, int(jobs), seconds, "–") for jobs, seconds in found["jobs"].items()]
    rows = [(f"{n:,}", jobs, f"{seconds:.1f}", f"{n / seconds:,.0f}", peak) for n, jobs, seconds, peak in [*by_rows, *by_jobs]]
    return table(_WORDS[language]["batch_head"], rows)


def _billion(language: str) -> str:
    """What a billion rows take, by the run of the most rows and what a second core added."""
    found = _result("benchmarks")["batch"]
    size, run = list(found["rows"].items())[-1]
    times = 1e9 / int(size)
    hours, added = run["seconds"] * times / 3600, found["speed_up"] - 1
    rows = []
    for cores in _CORES:
        taken = hours / (1 + added * (cores - 1))
        sizes = (f"{run[name] * times / 1e6:.2f}" for name in ("read_megabytes", "written_megabytes"))
        rows.append((cores, f"{taken:.2f}", f"{taken * cores:.1f}", *sizes))
    return table(_WORDS[language]["billion_head"], rows)


def _or_dash(found: dict[str, float], name: str, places: int) -> str:
    """A figure, or a dash where it was not measured."""
    return f"{found[name]:.{places}f}" if name in found else "–"


def _million(language: str) -> str:
    rows = [
        (
            f"{int(size):,}",
            *(f"{found[name]:.0f}" for name in ("fit_cpu_seconds", "texts_and_program_megabytes", "beside_the_texts_megabytes")),
            *(f"{found[name]:.0f}" for name in ("command_seconds", "command_megabytes", "reading_megabytes")),
        )
        for size, found in _result("benchmarks")["million"].items()
    ]
    return table(_WORDS[language]["million_head"], rows)


def _models(language: str) -> str:
    rows = []
    for path in sorted((HERE.parent / "models").glob("*/manifest.json")):
        manifest = json.loads(path.read_text("utf-8"))
        measured, training = manifest["out_of_fold"], manifest["training"]
        size = folder_bytes(path.parent) / 1e6
        themes = ", ".join(manifest["themes"])
        rows.append((manifest["name"], themes, training["texts"], f"{measured['macro_f1']:.3f}", f"{size:.1f} MB"))
    return table(("model", "themes", "texts", "macro-F1 out of fold", "size"), rows)


_TABLES = {
    "own": counts.own,
    "public": counts.public,
    "accuracy": _accuracy,
    "themes": _themes,
    "page": _page,
    "segmentation": _segmentation,
    "models": _models,
    "speed": _speed,
    "startup": _startup,
    "parity": _parity,
    "fitting": _fitting,
    "million": _million,
    "batch": _batch,
    "billion": _billion,
    "robust": _robust,
    "context": _context,
    "compared": _compared,
    "agreement": counts.agreement,
    "chosen": counts.chosen,
    "doubted": counts.doubted,
    "sorts": counts.sorts,
}


if __name__ == "__main__":
    main()
