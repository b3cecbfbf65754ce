"""How good labels are, for people: sentences and tables of what `newsclf.metrics.Report` holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from newsclf.cli.findings import weakest
from newsclf.cli.terminal import print_table, tell, theme_name
from newsclf.messages import message

MOST_LABELS: Final = 12
"""Of more labels, no table has a row for each, and none a row and a column."""

MOST_ROWS: Final = 10
"""Then so many are shown of those that most need it."""

_RATES: Final = ("precision", "recall", "f1")


def print_report(metrics: Mapping[str, Any], several: bool) -> None:
    """Print the figures of `newsclf.evaluation.evaluate` on stdout.

    Parameters
    ----------
    metrics : mapping
    several : bool
        Whether texts have sets of labels, so that those have figures, too.
    """
    tell(message("evaluated", n=metrics["n"], **_with_ends(metrics, ("macro_f1", "accuracy"))))
    for sentence in levels(metrics):
        tell(sentence)
    _print_themes(metrics["per_theme"], metrics["calibration_error"])
    if several:
        _print_sets(metrics["sets"], metrics["interval"]["sets_macro_f1"])
    _print_confusion(metrics["confusion"])


def levels(metrics: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each level of labels that are paths; none where they are plain names."""
    every = [*metrics["levels"], metrics] if metrics["levels"] else []
    for depth, level in enumerate(every, 1):
        labels = sum(theme["support"] > 0 for theme in level["per_theme"].values())
        facts = {name: level[name] for name in ("macro_f1", "accuracy")}
        yield message("level_figures", depth=depth, labels=labels, weakest=weakest(level["per_theme"]), **facts)


def sets_sentence(sets: Mapping[str, Any]) -> str:
    """How good sets of labels are, in one sentence."""
    f1 = {name: sets[name]["f1"] for name in ("micro", "macro", "samples")}
    return message("evaluated_sets", exact=sets["exact"], loss=sets["hamming_loss"], **f1, **sets["cardinality"])


def _with_ends(metrics: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    """Figures with the ends of their intervals."""
    ends = {name: metrics["interval"][name] for name in names}
    return {name: message("figure_with_interval", figure=metrics[name], low=low, high=high) for name, (low, high) in ends.items()}


def _shown(per_theme: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """All labels in their order, or of many the weakest of those that texts have."""
    if len(per_theme) <= MOST_LABELS:
        return list(per_theme)
    there = [name for name, facts in per_theme.items() if facts["support"]]
    order = sorted(there, key=lambda name: (per_theme[name]["f1"], name))
    tell(message("only_weakest", shown=len(order[:MOST_ROWS]), labels=len(per_theme)))
    return order[:MOST_ROWS]


def _print_themes(per_theme: Mapping[str, Mapping[str, Any]], errors: Mapping[str, float]) -> None:
    """A row for each label: its figures, and the error of its probability where there is one."""
    last = ["ece"] if errors else []
    rows = [
        (
            theme_name(theme),
            *(f"{per_theme[theme][name]:.3f}" for name in _RATES),
            per_theme[theme]["support"],
            *([f"{errors[theme]:.3f}" if theme in errors else ""] if errors else []),
        )
        for theme in _shown(per_theme)
    ]
    head = [message(f"head_{name}") for name in ("theme", *_RATES, "support", *last)]
    print_table(head, rows, numbers=range(1, len(head)))


def _print_sets(sets: Mapping[str, Any], ends: Sequence[float]) -> None:
    """Figures for texts of several themes."""
    tell(sets_sentence(sets))
    tell(message("sets_interval", low=ends[0], high=ends[1]))
    means = ("micro", "macro", "samples")
    rows = [(message(f"mean_{mean}"), *(f"{sets[mean][name]:.3f}" for name in _RATES)) for mean in means]
    print_table([message("head_mean"), *(message(f"head_{name}") for name in _RATES)], rows, numbers=range(1, 4))
    _print_themes(sets["per_theme"], {})


def _print_confusion(confusion: Mapping[str, Any]) -> None:
    """The matrix, or of many labels the pairs that are confused most often."""
    labels, matrix = [theme_name(label) for label in confusion["labels"]], confusion["matrix"]
    if len(labels) <= MOST_LABELS:
        rows = [(label, *counts) for label, counts in zip(labels, matrix, strict=True)]
        print_table([message("head_truth"), *labels], rows, numbers=range(1, len(labels) + 1))
        return
    cells = ((count, row, column) for row, counts in enumerate(matrix) for column, count in enumerate(counts))
    wrong = sorted((-count, row, column) for count, row, column in cells if count and row != column)[:MOST_ROWS]
    if wrong:
        tell(message("only_pairs", pairs=len(wrong)))
        head = [message(f"head_{name}") for name in ("true_label", "answer", "support")]
        print_table(head, [(labels[row], labels[column], -count) for count, row, column in wrong], numbers=(2,))
