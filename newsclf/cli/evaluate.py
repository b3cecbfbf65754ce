"""``newsclf evaluate``: a model against labelled tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from newsclf.cli.frame import Command, format_option, make_command, option, overwrite_option, say, wants_table
from newsclf.cli.report import print_report
from newsclf.cli.train import column_options, read_and_tell
from newsclf.errors import OutputError
from newsclf.evaluation import evaluate
from newsclf.io.labelled import Columns
from newsclf.io.outputs import refuse_existing, write_text
from newsclf.messages import message, os_reason
from newsclf.shipped import load


def command() -> Command:
    """The parser."""
    return make_command(
        "evaluate",
        _run,
        click.Argument(["model"], metavar="MODEL"),
        click.Argument(["inputs"], nargs=-1, required=True, metavar="DATA..."),
        option("--out -o", "help_out_metrics", metavar="DIR"),
        overwrite_option(),
        format_option(),
        *column_options(),
        option("--group-column", "help_group_column_evaluate", metavar="NAME"),
    )


def _run(
    model: str,
    inputs: tuple[str, ...],
    out: str | None,
    overwrite: bool,
    format: str | None,
    text_column: str | None,
    label_column: str | None,
    label_separator: str | None,
    encoding: str | None,
    group_column: str | None,
) -> None:
    target = str(Path(out) / "metrics.json") if out else None
    if target:
        refuse_existing(target, overwrite)
    opened = load(model)
    data = read_and_tell(inputs, Columns(text_column, label_column, label_separator, group_column), encoding)
    metrics = evaluate(opened, data.texts, data.labels, data.groups or None)
    if target:
        _write(target, metrics)
    if wants_table(format):
        print_report(metrics, several=any(not isinstance(label, str) for label in data.labels))
    else:
        click.echo(json.dumps(metrics, ensure_ascii=False))


def _write(target: str, metrics: dict[str, Any]) -> None:
    folder = Path(target).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(target=str(folder), reason=os_reason(error)) from error
    write_text(target, json.dumps(metrics, ensure_ascii=False, indent=1) + "\n")
    say(message("metrics_written", target=target))
