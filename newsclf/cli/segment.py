"""``newsclf segment``: pages to segments."""

from __future__ import annotations

import click

from newsclf.cli.frame import (
    Command,
    encoding_option,
    format_option,
    inputs_argument,
    make_command,
    option,
    overwrite_option,
    refuse_targets,
    say,
    wants_table,
)
from newsclf.cli.terminal import line_range, print_table
from newsclf.io.chunks import plan
from newsclf.io.files import STDIN
from newsclf.io.names import FileName
from newsclf.io.outputs import refuse_existing, write_text
from newsclf.io.pages import through
from newsclf.io.records import json_line, segment_record
from newsclf.io.survey import Reading, documents
from newsclf.messages import message
from newsclf.reflow import segment
from newsclf.segments import Segment


def command() -> Command:
    """The parser."""
    out = option("--out -o", "help_out_segments", metavar="FILE", callback=_only_json_lines)
    return make_command("segment", _run, inputs_argument(), format_option(), out, overwrite_option(), encoding_option())


def _only_json_lines(context: click.Context, _: click.Parameter, value: str | None) -> str | None:
    """Segments are written in no other form: under another name they would be taken for what they are not."""
    if value and FileName.of(value).form not in ("jsonl", "text", None):
        raise click.UsageError(message("segments_are_lines", target=value), context)
    return value


def _run(inputs: tuple[str, ...], format: str | None, out: str | None, overwrite: bool, encoding: str | None) -> None:
    out = None if out == STDIN else out
    refuse_targets([out] if out else [], inputs)
    if out:
        refuse_existing(out, overwrite)
    pages = [(source, segment_file(source, encoding)) for source in inputs]
    lines = [
        json_line({"source": source, **segment_record(item)} if len(pages) > 1 else segment_record(item))
        for source, items in pages
        for item in items
    ]
    if out:
        write_text(out, "".join(lines), FileName.of(out).packing)
        say(message("segments_written", target=out, rows=len(lines)))
    elif wants_table(format):
        for _, items in pages:
            _print(items)
    else:
        click.echo("".join(lines), nl=False)


def segment_file(source: str, encoding: str | None = None) -> list[Segment]:
    """The segments of a page file; what is odd about it is said on stderr."""
    with documents([source], Reading("page", encoding=encoding)) as (document,):
        if document.encoding.cut:
            say(message("cut_file", source=source, cut=document.encoding.cut))
        items = through([page for chunk in plan(document) for page in chunk.pages()], segment)
    if not items:
        say(message("empty_page", source=source))
    return items


def _print(items: list[Segment]) -> None:
    head = [message(f"head_{name}") for name in ("lines", "kind", "article", "text")]
    rows = [(line_range(*item.lines), message(f"kind_{item.kind}"), item.article, item.text) for item in items]
    print_table(head, rows, numbers=(0, 2), flexible={3: 1})
