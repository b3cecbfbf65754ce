"""``newsclf evaluate``: a model against labelled tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np

from newsclf.cli.frame import Command, format_option, make_command, option, say, wants_table
from newsclf.cli.terminal import in_their_order, print_table, tell, theme_name
from newsclf.cli.train import column_options, read_and_tell
from newsclf.errors import OutputError
from newsclf.io.labelled import Columns, Labelled
from newsclf.io.outputs import write_text
from newsclf.messages import message, os_reason
from newsclf.metrics import Report, report
from newsclf.scoring import Model
from newsclf.shipped import load
from newsclf.themes import OTHER, Theme


def command() -> Command:
    """The parser."""
    return make_command(
        "evaluate",
        _run,
        click.Argument(["model"], metavar="MODEL"),
        click.Argument(["inputs"], nargs=-1, required=True, metavar="DATA..."),
        option("--out -o", "help_out_metrics", metavar="DIR"),
        format_option(),
        *column_options(),
    )


def _run(
    model: str,
    inputs: tuple[str, ...],
    out: str | None,
    format: str | None,
    text_column: str | None,
    label_column: str | None,
    label_separator: str | None,
    encoding: str | None,
) -> None:
    opened = load(model)
    result = evaluate(opened, read_and_tell(inputs, Columns(text_column, label_column, label_separator), encoding))
    metrics = {"model": opened.name, **result.as_dict()}
    if out:
        _write(Path(out), metrics)
    if wants_table(format):
        _print(metrics, opened.theme_facts)
    else:
        click.echo(json.dumps(metrics, ensure_ascii=False))


def evaluate(model: Model, data: Labelled) -> Report:
    """Compare a model's labels with the data's; the first of several labels is the primary one."""
    sets = [[label] if isinstance(label, str) else label for label in data.labels]
    truth = [labels[0] if labels else OTHER for labels in sets]
    has = np.array([[theme in labels for theme in model.themes] for labels in sets], dtype=bool)
    labels = model.label_many(data.texts)
    probabilities = np.array([[label.scores[theme] for theme in model.themes] for label in labels])
    named = np.array([[theme in label.themes for theme in model.themes] for label in labels], dtype=bool)
    return report(truth, [label.theme for label in labels], model.themes, has, named, probabilities)


def _write(folder: Path, metrics: dict[str, Any]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(target=str(folder), reason=os_reason(error)) from error
    target = str(folder / "metrics.json")
    write_text(target, json.dumps(metrics, ensure_ascii=False, indent=1) + "\n")
    say(message("metrics_written", target=target))


def _print(metrics: dict[str, Any], themes: Mapping[str, Theme]) -> None:
    tell(message("evaluated", **metrics))
    ece = metrics["calibration_error"]
    rows = [
        (
            theme_name(theme, themes),
            *(f"{m[name]:.3f}" for name in ("precision", "recall", "f1")),
            m["support"],
            f"{ece[theme]:.3f}" if theme in ece else "",
        )
        for theme in in_their_order(metrics["per_theme"], themes)
        for m in [metrics["per_theme"][theme]]
    ]
    head = [message(f"head_{name}") for name in ("theme", "precision", "recall", "f1", "support", "ece")]
    print_table(head, rows, numbers=range(1, 6))
    _print_sets(metrics["sets"], themes)
    _print_confusion(metrics["confusion"], themes)


def _print_confusion(confusion: dict[str, Any], themes: Mapping[str, Theme]) -> None:
    labels = in_their_order(confusion["labels"], themes)
    places, names = [confusion["labels"].index(label) for label in labels], [theme_name(label, themes) for label in labels]
    rows = [(name, *(confusion["matrix"][row][column] for column in places)) for name, row in zip(names, places, strict=True)]
    print_table([message("head_truth"), *names], rows, numbers=range(1, len(labels) + 1))


def _print_sets(sets: dict[str, Any], themes: Mapping[str, Theme]) -> None:
    """Figures for texts of several themes."""
    tell(message("evaluated_sets", macro_f1=sets["macro_f1"], exact=sets["exact"]))
    rows = [
        (theme_name(theme, themes), *(f"{m[name]:.3f}" for name in ("precision", "recall", "f1")), m["support"])
        for theme in in_their_order(sets["per_theme"], themes)
        for m in [sets["per_theme"][theme]]
    ]
    head = [message(f"head_{name}") for name in ("theme", "precision", "recall", "f1", "support")]
    print_table(head, rows, numbers=range(1, 5))
