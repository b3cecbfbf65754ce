"""``newsclf segment``: pages to segments."""

from __future__ import annotations

import click

from newsclf.cli.frame import (
    Command,
    format_option,
    inputs_argument,
    make_command,
    option,
    read_input,
    refuse_target,
    say,
    wants_table,
)
from newsclf.cli.terminal import line_range, print_table
from newsclf.io.files import STDIN
from newsclf.io.outputs import write_text
from newsclf.io.records import json_line, segment_record
from newsclf.messages import message
from newsclf.reflow import segment
from newsclf.segments import Segment


def command() -> Command:
    """The parser."""
    out = option("--out -o", "help_out_file", metavar="FILE")
    return make_command("segment", _run, inputs_argument(), format_option(), out)


def _run(inputs: tuple[str, ...], format: str | None, out: str | None) -> None:
    out = None if out == STDIN else out
    refuse_target(out, inputs)
    pages = [(source, segment_file(source)) for source in inputs]
    lines = [
        json_line({"source": source, **segment_record(item)} if len(pages) > 1 else segment_record(item))
        for source, items in pages
        for item in items
    ]
    if out:
        write_text(out, "".join(lines))
        say(message("segments_written", target=out, rows=len(lines)))
    elif wants_table(format):
        for _, items in pages:
            _print(items)
    else:
        click.echo("".join(lines), nl=False)


def segment_file(source: str) -> list[Segment]:
    """The segments of a page file; what is odd about it is said on stderr."""
    items = segment(read_input(source))
    if not items:
        say(message("empty_page", source=source))
    return items


def _print(items: list[Segment]) -> None:
    head = [message(f"head_{name}") for name in ("lines", "kind", "article", "text")]
    rows = [(line_range(*item.lines), message(f"kind_{item.kind}"), item.article, item.text) for item in items]
    print_table(head, rows, numbers=(0, 2), flexible={3: 1})
