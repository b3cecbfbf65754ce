"""``newsclf evaluate``: a model against labelled tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from newsclf.cli.frame import Command, format_option, make_command, option, overwrite_option, say, wants_table
from newsclf.cli.report import print_report
from newsclf.cli.train import column_options, read_and_tell
from newsclf.errors import MissingExtraError
from newsclf.evaluation import Judged, judged
from newsclf.io.labelled import Columns, Labelled
from newsclf.io.outputs import make_folder, refuse_existing, write_text, writing
from newsclf.lazy import attribute
from newsclf.messages import message
from newsclf.report.evaluation import Data, evaluation_report
from newsclf.report.pictures import NAMES as PICTURES
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
        option("--by", "help_by", metavar="COLUMN", multiple=True),
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
    by: tuple[str, ...],
) -> None:
    by = tuple(dict.fromkeys(by))
    for target in _targets(out, len(by)) if out else ():
        refuse_existing(target, overwrite)
    opened = load(model)
    columns = Columns(text_column, label_column, label_separator, group_column, by, spots=out is not None)
    data = read_and_tell(inputs, columns, encoding)
    learned = attribute("newsclf.targets", "learned_from")(opened.manifest.get("training", {}), data.texts, data.labels)
    if learned:
        say(message("report_learned"))
    found = judged(opened, data.texts, data.labels)
    metrics = found.metrics(data.groups or None, data.by)
    several = any(not isinstance(label, str) for label in data.labels)
    if out:
        _write(out, metrics, found, data, several=several, learned=learned)
    if wants_table(format):
        print_report(metrics, opened.theme_facts, several=several)
    else:
        click.echo(json.dumps(metrics, ensure_ascii=False))


def _targets(out: str, columns: int) -> Iterator[str]:
    """Every file that may be written."""
    pictures = [*PICTURES, *(f"by-{number}" for number in range(1, columns + 1))]
    names = ("metrics.json", "report.html", *(f"{name}.{ending}" for name in pictures for ending in ("png", "svg")))
    return (str(Path(out) / name) for name in names)


def _write(out: str, metrics: dict[str, Any], found: Judged, data: Labelled, *, several: bool, learned: bool) -> None:
    """The figures, and the report where there is what draws."""
    make_folder(out)
    target = str(Path(out) / "metrics.json")
    write_text(target, json.dumps(metrics, ensure_ascii=False, indent=1) + "\n")
    say(message("metrics_written", target=target))
    sources = tuple(dict.fromkeys(spot.source for spot in data.spots))
    told = Data(data.texts, sources, [(spot.source, spot.line) for spot in data.spots], several, bool(data.groups), learned)
    try:
        report = evaluation_report(found, metrics, told)
    except MissingExtraError as error:
        say(str(error))
        return
    for picture in report.pictures:
        for ending, content in (("png", picture.png), ("svg", picture.svg)):
            with writing(Path(out) / f"{picture.name}.{ending}") as stream:
                stream.write(content)
    target = str(Path(out) / "report.html")
    write_text(target, report.html)
    say(message("report_written", target=target, pictures=len(report.pictures)))
