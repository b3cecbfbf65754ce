"""Label and segment records: to dictionaries, JSON lines and CSV."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsclf.errors import OutputError
from newsclf.io.tables import Row
from newsclf.messages import os_reason
from newsclf.segments import Label, Segment

if TYPE_CHECKING:
    from newsclf.page import LabelledSegment

LABEL_FIELDS = (
    *("id", "source", "segment", "kind", "article", "lines", "text", "theme", "score"),
    *("themes", "scores", "abstain", "reason", "context", "model"),
)
"""The fields of a label record, in order."""

_PREFIX = "newsclf_"
_SHARED = ("id", "text")
"""Columns of an input that serve as ours."""


def segment_record(segment: Segment) -> dict[str, Any]:
    """The record of ``newsclf segment``."""
    return {
        "segment": segment.segment,
        "kind": segment.kind,
        "article": segment.article,
        "lines": list(segment.lines),
        "start": segment.start,
        "end": segment.end,
        "text": segment.text,
    }


def page_record(item: LabelledSegment, source: str, model: str) -> dict[str, Any]:
    """The label record of a page's segment."""
    place = {"kind": item.kind, "article": item.article, "lines": list(item.lines)}
    return _record(source, item.segment, item.text, item.label, model, place)


def text_record(number: int, text: str, label: Label, source: str, model: str, lines: tuple[int, int]) -> dict[str, Any]:
    """The label record of a text that is no part of a page: a line, a row, a string."""
    return _record(source, number, text, label, model, {"kind": "body", "article": None, "lines": list(lines)})


def row_record(row: Row, record: Mapping[str, Any], taken: Collection[str] = ()) -> dict[str, Any]:
    """A table's row with its label: its own columns first and unchanged, ours after.

    Ours takes the prefix ``newsclf_`` where a name is taken, by this row or (``taken``) by another of the same output; an
    input's ``id`` and ``text`` serve as ours.
    """
    merged = dict(row.cells)
    for name, value in record.items():
        if name in _SHARED and name in row.cells:
            continue
        while name in merged or (name in taken and name not in _SHARED):
            name = _PREFIX + name
        merged[name] = value
    return merged


def _record(source: str, number: int, text: str, label: Label, model: str, place: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"{source}#{number}",
        "source": source,
        "segment": number,
        **place,
        "text": text,
        "theme": label.theme,
        "score": label.score,
        "themes": list(label.themes),
        "scores": label.scores,
        "abstain": label.abstain,
        "reason": label.reason,
        "context": label.context,
        "model": model,
    }


def json_line(record: Mapping[str, Any]) -> str:
    """A record as a line of JSON, in UTF-8 characters where they can be written."""
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # a lone surrogate came in as an escape, and goes out as one
        line = json.dumps(record)
    return line + "\n"


def csv_text(records: Iterable[Mapping[str, Any]], separator: str = ",", first: Iterable[str] = ()) -> str:
    """Records as a CSV table: columns ``first``, then as they come; lists and dictionaries as JSON, None as an empty cell."""
    rows = list(records)
    columns = list(dict.fromkeys([*first, *(name for row in rows for name in row)]))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")  # so that a lone \r is quoted, too
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return out.getvalue()


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict | bool) else value


def write_text(target: str, text: str) -> None:
    """Write a whole file, under its own name only when complete.

    A link is followed, the mode of an old file kept; a device or pipe is written to.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    try:
        path = Path(target)
        old = path.exists()
        if old and not path.is_file():
            path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
            return
        path = path.resolve()
        aside = path.with_name(f".newsclf-{os.getpid()}.part")
        try:
            aside.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
            if old:
                shutil.copymode(path, aside)
            aside.replace(path)
        finally:
            with contextlib.suppress(OSError):
                aside.unlink()
    except OSError as error:
        raise OutputError(target=target, reason=os_reason(error)) from error
    except ValueError as error:  # a path that no file can have
        raise OutputError(target=target, reason=str(error)) from error
