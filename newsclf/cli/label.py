"""``newsclf label``: pages, lines or tables to label records."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from newsclf.batch.backends import BACKENDS, Crew
from newsclf.batch.job import Tally, label_to_file, label_to_stream, rejects_of
from newsclf.batch.work import Work, label_chunk, opened
from newsclf.cli.frame import (
    Command,
    format_option,
    inputs_argument,
    make_command,
    model_option,
    option,
    refuse_target,
    say,
    wants_table,
)
from newsclf.errors import RejectedRowsError, RowError
from newsclf.io.chunks import plan
from newsclf.io.documents import Document
from newsclf.io.files import STDIN
from newsclf.io.layout import Layout
from newsclf.io.survey import Reading, documents
from newsclf.io.tables import EXTENSIONS, only_rows
from newsclf.lazy import attribute
from newsclf.messages import language, message
from newsclf.scoring import Model


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
        option("--strict", "help_strict", is_flag=True),
        option("--jobs -j", "help_jobs", type=click.IntRange(min=1), default=1, metavar="N"),
        option("--backend", "help_backend", type=click.Choice(BACKENDS), default=BACKENDS[0]),
        option("--scheduler", "help_scheduler", metavar="ADDRESS"),
    )


def _run(inputs: tuple[str, ...], out: str | None, format: str | None, model: str | None, **settings: Any) -> None:
    out = None if out == STDIN else out
    refuse_target(out, inputs)
    refuse_target(rejects_of(out) if out else None, inputs)  # it may be removed
    crew = _crew(inputs, out, settings)
    start, folder = time.monotonic(), None if model is None else os.path.abspath(model)
    labeller = opened(folder)
    reading = Reading(settings["as"], settings["text_column"], settings["article_column"])
    with documents(inputs, reading) as known:
        _tell_cut(known)
        work = Work(
            model=folder,
            name=labeller.name,
            layout=_layout(known, out),
            context=not settings["no_context"],
            strict=settings["strict"],
            language=language(),
        )
        if out is None and wants_table(format):
            tally = _show(known, labeller, work)
        elif out is None:
            tally = label_to_stream(known, work, crew, sys.stdout.buffer, _tell_rejects)
        else:
            tally = label_to_file(known, work, crew, out)
            _tell_end(tally, out, time.monotonic() - start)
    _tell_empty(tally)
    if tally.rejected:
        raise RejectedRowsError(rows=tally.rejected, target=rejects_of(out) if out else message("standard_error"))


def _crew(inputs: Sequence[str], out: str | None, settings: dict[str, Any]) -> Crew:
    """Who works.

    Raises
    ------
    click.UsageError
        When a cluster is not named, or would have to read or write something else than files.
    """
    on_cluster = settings["backend"] == "dask"
    if on_cluster != bool(settings["scheduler"]):
        raise click.UsageError(message("needs_scheduler"), click.get_current_context())
    if on_cluster and settings["jobs"] > 1:
        raise click.UsageError(message("cluster_jobs"), click.get_current_context())
    if on_cluster and (STDIN in inputs or out is None):
        raise click.UsageError(message("needs_files"), click.get_current_context())
    return Crew(settings["jobs"], settings["backend"], settings["scheduler"] or "")


def _layout(known: Sequence[Document], out: str | None) -> Layout:
    """The form of the output, by its extension."""
    columns = dict.fromkeys(name for document in known for name in document.table.columns)
    return Layout(EXTENSIONS.get(Path(out).suffix.lower()) if out else None, tuple(columns))


def _show(known: Sequence[Document], model: Model, work: Work) -> Tally:
    """Print a table for people."""
    tally, records = Tally.of(known), []
    for document in known:
        for chunk in plan(document):
            labelled, rejects = label_chunk(model, chunk, work.context)
            if work.strict:
                list(only_rows(rejects, document.source))
            for reject in rejects:
                say(str(reject.error(document.source)))
            records += [record for _, record in labelled]
            tally.rows[document.source] += len(labelled) + len(rejects)
            tally.rejected += len(rejects)
    attribute("newsclf.cli.label_table", "print_labels")(model, records)
    return tally


def _tell_rejects(lines: bytes) -> None:
    """Say which rows cannot be read."""
    for line in lines.splitlines():
        reject = json.loads(line)
        say(str(RowError(source=reject["source"], line=reject["lines"][0], reason=reject["reason"])))


def _tell_end(tally: Tally, out: str, seconds: float) -> None:
    """Account for every row in one line."""
    rows = tally.rows.total()
    facts = {"labelled": tally.labelled, "abstained": tally.abstained, "rejected": tally.rejected}
    say(message("written", target=out, rows=rows, seconds=seconds, rate=rows / max(seconds, 1e-9), **facts))


def _tell_cut(known: Sequence[Document]) -> None:
    """Say which inputs end in mid-character."""
    for document in known:
        if document.encoding.cut:
            say(message("cut_file", source=document.source, cut=document.encoding.cut))


def _tell_empty(tally: Tally) -> None:
    """Say which inputs had nothing to label."""
    for source, count in tally.rows.items():
        if not count:
            say(message("empty_page", source=source))
