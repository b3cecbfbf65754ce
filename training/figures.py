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
from training import counts, speeds, trials
from training.benchmarks.sets import tables
from training.headings import WORDS
from training.labelled import HERE, RESULTS
from training.recipe import folder_bytes
from training.splits import SOURCES

FILES = (
    *("README.md", "README.zh-CN.md", "models/README.md", "training/corpus/CARD.md"),
    *sorted(path.relative_to(HERE.parent).as_posix() for path in (HERE.parent / "docs").glob("*.md")),
)
_MARKED = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


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
    words = WORDS[language]
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
    words, page = WORDS[language], _result("evaluation")["real_page"]
    shares = [f"{page[name]:.3f}" for name in ("accepted", "primary", "accepted_without_context")]
    return table(words["label_head"], [(words["real_page"], page["segments"], *shares)])


def _robust(language: str) -> str:
    return table(
        WORDS[language]["robust_head"], [(name, f"{loss:.4f}") for name, loss in _result("evaluation")["robustness"].items()]
    )


def _context(language: str) -> str:
    rows = [
        (source, found["sentences"], found["leaned"], f"{found['alone']:.3f}", f"{found['with_context'][str(SHARE)]:.3f}")
        for source, found in _result("evaluation")["context"].items()
    ]
    return table(WORDS[language]["context_head"], rows)


def _compared(language: str) -> str:
    words, evaluation = WORDS[language], _result("evaluation")
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
    words, result = WORDS[language], _result("segmentation")
    figures = ("f1", "bodies", "kinds", "article_pairs")
    pages = [(name, result[name]) for name in ("real_page", "example_page") if name in result]
    rows = [(words[name], page["segments"], *(f"{page[figure]:.3f}" for figure in figures)) for name, page in pages]
    made = [
        (name, page["pages"], f"{page['recovered']:.4f}", f"{page['whole_pages']:.4f}")
        for name, page in result["made_pages"].items()
    ]
    return table(words["page_head"], rows) + "\n" + table(words["made_head"], made)


def _models(language: str) -> str:
    rows = []
    for path in sorted((HERE.parent / "models").glob("*/manifest.json")):
        manifest = json.loads(path.read_text("utf-8"))
        measured, training = manifest["out_of_fold"], manifest["training"]
        size = folder_bytes(path.parent) / 1e6
        themes = ", ".join(manifest["themes"])
        rows.append((manifest["name"], themes, training["texts"], f"{measured['macro_f1']:.3f}", f"{size:.1f} MB"))
    return table(("model", "themes", "texts", "macro-F1 out of fold", "size"), rows)


def _exports(language: str) -> str:
    words, result = WORDS[language], _result("exports")
    rows = []
    for model, forms in result["forms"].items():
        for form, found in forms.items():
            name, rate = f"{words[model]}, {form}", f"{result['texts'] / found['seconds']:.0f}"
            if "bytes" in found:
                shares = [f"{found[share]:.2%}" for share in ("same", "as_answered")]
                rows.append((name, f"{found['bytes'] / 1e6:.1f}", f"{found['difference']:.2g}", *shares, rate))
            else:
                rows.append((name, "", "", "", "", rate))
    return table(words["exports_head"], rows)


def _exports_changed(language: str) -> str:
    changed = _result("exports")["changed"]
    rows = [(name, *(f"{changed[form][name]:.2g}" for form in changed)) for name in next(iter(changed.values()))]
    return table((WORDS[language]["robust_head"][0], *changed), rows)


def _curves(language: str) -> str:
    curves = _result("curves")["curves"]
    sizes = next(iter(curves.values()))
    rows = [(size, *(f"{curve[size]['macro_f1']:.3f}" for curve in curves.values())) for size in sizes]
    return table(WORDS[language]["curves_head"], rows)


def _seeds(language: str) -> str:
    found, names = _result("curves")["seed_words"], WORDS[language]["seeds_names"]
    rows = [
        (names[name], f"{one['accuracy']:.3f}", f"{one['macro_f1']:.3f}", f"{one.get('claimed_macro_f1', one['macro_f1']):.3f}")
        for name, one in found.items()
    ]
    return table(WORDS[language]["seeds_head"], [(*row[:3], row[3] if row[0] != names["words alone"] else "") for row in rows])


def _labelling(language: str) -> str:
    words, rounds = WORDS[language], _result("labelling")["rounds"]
    rows = [
        (words["labelling_corpora"][corpus], labels, *(f"{way['macro_f1'][labels]:.3f}" for way in ways.values()))
        for corpus, ways in rounds.items()
        for labels in ways["suggest"]["macro_f1"]
    ]
    return table(words["labelling_head"], rows)


def _labelling_audit(language: str) -> str:
    words, found = WORDS[language], _result("labelling")["audit"]
    figures = ("quarter", "half", "all", "found")
    rows = [(words["labelling_corpora"][corpus], *(f"{one[figure]:.2f}" for figure in figures)) for corpus, one in found.items()]
    return table(words["labelling_audit_head"], rows)


def _labelling_drift(language: str) -> str:
    words, found = WORDS[language], _result("labelling")["drift"]
    return table(words["labelling_drift_head"], [(pair, one["compared"], one["alarms"]) for pair, one in found.items()])


_TABLES = {
    "labelling": _labelling,
    "labelling_audit": _labelling_audit,
    "labelling_drift": _labelling_drift,
    "curves": _curves,
    "seeds": _seeds,
    "own": counts.own,
    "public": counts.public,
    "accuracy": _accuracy,
    "themes": _themes,
    "page": _page,
    "segmentation": _segmentation,
    "models": _models,
    "speed": speeds.speed,
    "startup": speeds.startup,
    "parity": speeds.parity,
    "fitting": speeds.fitting,
    "million": speeds.million,
    "classes": speeds.classes,
    "sizes": speeds.sizes,
    "batch": speeds.batch,
    "billion": speeds.billion,
    "forms": speeds.forms,
    "robust": _robust,
    "context": _context,
    "compared": _compared,
    "agreement": counts.agreement,
    "chosen": counts.chosen,
    "doubted": counts.doubted,
    "sorts": counts.sorts,
    "fuzzing": trials.fuzzing,
    "kills": trials.kills,
    "corruptions": trials.corruptions,
    "exports": _exports,
    "exports_changed": _exports_changed,
    "sets_short": tables.short,
    "sets_long": tables.long,
}


if __name__ == "__main__":
    main()
