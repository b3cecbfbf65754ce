"""``newsclf label``: pages, lines or tables to label records."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsclf import __version__
from newsclf.batch.backends import Crew
from newsclf.batch.files import Saving, label_to_files
from newsclf.batch.job import Hear, Tally
from newsclf.batch.outputs import Output
from newsclf.batch.streams import label_to_stream, label_to_summary
from newsclf.batch.work import Work, label_or_reject, opened
from newsclf.cli.frame import Command, format_option, inputs_argument, make_command, model_option, option
from newsclf.cli.label_html import Sheet, html_option
from newsclf.cli.label_options import Destination, crew, crew_options, reading, reading_options, saving_options
from newsclf.cli.progress import Progress
from newsclf.cli.talk import Talk, talk_options
from newsclf.errors import RejectedRowsError
from newsclf.io.chunks import plan
from newsclf.io.documents import Document
from newsclf.io.inputs import expand
from newsclf.io.outputs import make_folder, writing
from newsclf.io.survey import documents
from newsclf.io.tables import listed
from newsclf.lazy import attribute
from newsclf.messages import language
from newsclf.scoring import Model


def command() -> Command:
    """The parser."""
    return make_command(
        "label",
        _run,
        inputs_argument(),
        *saving_options(),
        html_option(),
        format_option(),
        model_option(),
        *reading_options(),
        option("--no-context", "help_no_context", is_flag=True),
        *crew_options(),
        *talk_options(),
    )


def _run(inputs: tuple[str, ...], out: str | None, format: str | None, model: str | None, **settings: Any) -> None:
    start, talk = time.monotonic(), Talk(settings["quiet"], settings["verbose"], settings["log_json"])
    destination = Destination.of(out, format, settings["to"], settings["excel"], settings["html"])
    workers = crew(inputs, destination, settings)
    sources, left_out = expand(inputs, destination.target if destination.is_folder else None)
    folder = None if model is None else os.path.abspath(model)
    labeller = opened(folder)
    with documents([source.path for source in sources], reading(settings)) as known:
        outputs = destination.outputs(sources, known, labeller.themes)
        sheet = Sheet.of(settings["html"], labeller, known, outputs, settings["overwrite"])
        _tell_inputs(talk, known, left_out)
        strict = settings["strict"] or (len(known) == 1 and known[0].is_pdf)  # of a single one there is no rest
        work = Work(folder, labeller.name, not settings["no_context"], strict=strict, language=language(), summary=bool(sheet))
        if destination.for_people:
            tally = _show(talk, known, labeller, work, sheet)
        else:
            alone = bool(destination.target) or destination.is_nowhere or not sys.stdout.isatty()
            with Progress(talk, sum(document.size for document in known), alone) as progress:
                hear = sheet.hearing(progress) if sheet else progress
                tally = _label(destination, outputs, work, workers, hear, talk, settings, sheet)
    _tell_end(talk, tally, destination, time.monotonic() - start)
    if sheet:
        talk.tell("html_written", **sheet.facts)
    if tally.rejected:
        raise RejectedRowsError(rows=tally.rejected, target=destination.rejects)


def _label(
    destination: Destination,
    outputs: Sequence[Output],
    work: Work,
    workers: Crew,
    hear: Hear,
    talk: Talk,
    settings: dict[str, Any],
    sheet: Sheet | None,
) -> Tally:
    """Label into a stream, a device, a file or a folder, and write the page that is wanted beside."""
    finish = sheet.write if sheet else _nothing
    if not destination.target or destination.is_device:
        tally = _label_to_stream(destination, outputs[0], work, workers, hear, talk)
        finish()
        return tally
    if destination.is_folder:
        for folder in {Path(output.target).parent for output in outputs}:
            make_folder(folder)
    facts = _facts(outputs, work, settings)
    saving = Saving(destination.target, facts, settings["restart"], settings["overwrite"])
    return label_to_files(outputs, work, workers, saving, hear, finish)


def _label_to_stream(destination: Destination, output: Output, work: Work, workers: Crew, hear: Hear, talk: Talk) -> Tally:
    """Label into a stream or a device, or for a page in HTML alone."""

    def aside(lines: bytes) -> None:
        _tell_rejects(talk, lines)

    if destination.is_nowhere:
        return label_to_summary(output, work, workers, aside, hear)
    if destination.target:
        with writing(destination.target) as stream:
            return label_to_stream(output, work, workers, stream, aside, hear)
    return label_to_stream(output, work, workers, sys.stdout.buffer, aside, hear)


def _nothing() -> None:
    """Nothing more is to be done."""


_MATTER = ("to", "excel", "as", "text_column", "article_column", "encoding", "separator", "quote", "no_context")
"""The options that the output depends on, beside its path."""


def _facts(outputs: Sequence[Output], work: Work, settings: dict[str, Any]) -> dict[str, Any]:
    """What the job is, for its journal."""
    options = [["--" + name.replace("_", "-"), settings[name]] for name in _MATTER]
    options += [["--html", True]] * work.summary  # whose chunks then have summaries
    return {
        "newsclf": __version__,
        "model": work.name,
        "option": options,
        "language": work.language,
        "input": [[document.source, document.sha256] for output in outputs for document in output.documents],
    }


def _show(talk: Talk, known: Sequence[Document], model: Model, work: Work, sheet: Sheet | None) -> Tally:
    """Print a table for people, and write the page that is wanted beside."""
    tally, records = Tally(), []
    for document in known:
        tally.rows[document.source] = 0
        for chunk in plan(document):
            labelled, rejects = label_or_reject(model, chunk, work)
            for reject in rejects:
                _tell_reject(talk, document.source, reject.lines[0], reject.reason, bool(reject.written))
            records += [record for _, record in labelled]
            if sheet:
                sheet.summary.gather(document, labelled, rejects)
            tally.rows[document.source] += len(labelled) + len(rejects)
            tally.rejected += len(rejects)
    attribute("newsclf.cli.label_table", "print_labels")(model, records)
    if sheet:
        sheet.write()
    return tally


def _tell_inputs(talk: Talk, known: Sequence[Document], left_out: Sequence[str]) -> None:
    """Say what is odd about inputs; and what was found out about them, to those who asked."""
    if left_out:
        talk.tell("left_out", files=len(left_out), first=left_out[0])
    for document in known:
        dialect, columns = document.table.dialect, listed(document.table.columns)
        facts = {"encoding": document.encoding.name, "size": document.size, "separator": dialect and dialect.separator}
        talk.detail("input", source=document.source, what=document.form or document.what, columns=columns or "–", **facts)
        if document.encoding.cut:
            talk.warn("cut_file", source=document.source, cut=document.encoding.cut)


def _tell_rejects(talk: Talk, lines: bytes) -> None:
    """Say which rows cannot be read."""
    for line in lines.splitlines():
        reject = json.loads(line)
        _tell_reject(talk, reject["source"], reject["lines"][0], reject["reason"], bool(reject["raw"]))


def _tell_reject(talk: Talk, source: str, line: int, reason: str, is_row: bool) -> None:
    talk.warn("bad_row" if is_row else "bad_file", source=source, line=line, reason=reason)


def _tell_end(talk: Talk, tally: Tally, destination: Destination, seconds: float) -> None:
    """Account for every row in one line, and say which inputs had nothing to label."""
    if destination.target:
        rows = tally.rows.total()
        facts = {"labelled": tally.labelled, "abstained": tally.abstained, "rejected": tally.rejected, "seconds": seconds}
        rate = (rows - tally.earlier) / max(seconds, 1e-9)
        talk.tell("written", target=destination.target, rows=rows, rate=rate, **facts)
    for source, count in tally.rows.items():
        if not count:
            talk.tell("empty_page", source=source)
