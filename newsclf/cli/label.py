"""``newsclf label``: pages, lines or tables to label records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from newsclf.cli.frame import (
    Command,
    format_option,
    inputs_argument,
    make_command,
    model_option,
    option,
    read_input,
    refuse_target,
    say,
    wants_table,
)
from newsclf.io.files import STDIN
from newsclf.io.records import LABEL_FIELDS, csv_text, json_line, page_record, row_record, text_record, write_text
from newsclf.io.tables import EXTENSIONS, TEXT_COLUMNS, Row, column_of, is_table, read_rows, text_of
from newsclf.lazy import attribute
from newsclf.messages import message
from newsclf.scoring import Model
from newsclf.shipped import load

Labelled = list[tuple[Row, dict[str, Any]]]
"""Rows as they came (without cells where the input is no table), each with its label record."""

_NO_CELLS = Row({}, (0, 0))


def command() -> Command:
    """The parser."""
    return make_command(
        "label",
        _run,
        inputs_argument(),
        option("--out -o", "help_out_file", metavar="FILE"),
        format_option(),
        model_option(),
        option("--as", "help_as", type=click.Choice(["page", "lines", "table"])),
        option("--text-column", "help_text_column", metavar="NAME"),
        option("--article-column", "help_article_column", metavar="NAME"),
        option("--no-context", "help_no_context", is_flag=True),
    )


@dataclass(frozen=True)
class Reading:
    """How to read an input: as what, and where a table has its texts and their articles; None goes by the usual names."""

    what: str | None = None
    text_column: str | None = None
    article_column: str | None = None
    context: bool = True


def _run(inputs: tuple[str, ...], out: str | None, format: str | None, model: str | None, **settings: Any) -> None:
    out = None if out == STDIN else out
    refuse_target(out, inputs)
    opened = load(model)
    reading = Reading(settings["as"], settings["text_column"], settings["article_column"], not settings["no_context"])
    labelled = [pair for source in inputs for pair in label_file(opened, source, reading)]
    columns = dict.fromkeys(name for row, _ in labelled for name in row.cells)
    records = [row_record(row, record, columns) for row, record in labelled]
    if out:
        separator = EXTENSIONS.get(Path(out).suffix.lower())
        first = columns if records else LABEL_FIELDS
        write_text(out, csv_text(records, separator, first) if separator else "".join(map(json_line, records)))
        say(message("written", target=out, rows=len(records)))
    elif wants_table(format):
        attribute("newsclf.cli.label_table", "print_labels")(opened, [record for _, record in labelled])
    else:
        for record in records:
            click.echo(json_line(record), nl=False)


def label_file(model: Model, source: str, reading: Reading) -> Labelled:
    """The label records of a file, each with the row it belongs to.

    Parameters
    ----------
    model : Model
    source : str
        A path, or ``-`` for standard input.
    reading : Reading
        What it is; without a word of that it goes by its extension.
    """
    text = read_input(source)
    what = reading.what or ("table" if is_table(source) else "page")
    if what == "table":
        return _label_table(model, text, source, reading)
    if not text.strip():
        say(message("empty_page", source=source))
    if what == "lines":
        return _label_lines(model, text, source)
    page = attribute("newsclf.page", "label_page")(text, model, context=reading.context)
    return [(_NO_CELLS, page_record(item, source, model.name)) for item in page]


def _label_lines(model: Model, text: str, source: str) -> Labelled:
    lines = re.split(r"\r\n|\r|\n", text)
    if not lines[-1]:
        lines.pop()  # what stands after the last line break is no line
    labels = model.label_many(lines)
    numbered = enumerate(zip(lines, labels, strict=True), start=1)
    return [
        (_NO_CELLS, text_record(number, line, label, source, model.name, (number, number))) for number, (line, label) in numbered
    ]


def _label_table(model: Model, text: str, source: str, reading: Reading) -> Labelled:
    rows = read_rows(text, source)
    column = column_of(rows, reading.text_column, TEXT_COLUMNS, source, "--text-column")
    texts = [text_of(row, column) for row in rows]
    labels = model.label_many(texts, _articles(rows, source, reading))
    numbered = enumerate(zip(rows, texts, labels, strict=True), start=1)
    return [(row, text_record(number, text, label, source, model.name, row.lines)) for number, (row, text, label) in numbered]


def _articles(rows: list[Row], source: str, reading: Reading) -> list[str | None] | None:
    """Which article each row belongs to: an empty cell is none."""
    if reading.article_column is None:
        return None
    column = column_of(rows, reading.article_column, (), source, "--article-column")
    return [text_of(row, column) or None for row in rows] if reading.context else None
