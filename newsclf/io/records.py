"""Label and segment records: the fields that users get."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from newsclf.segments import Label, Segment

if TYPE_CHECKING:
    from newsclf.io.documents import Document
    from newsclf.io.tables import Reject
    from newsclf.page import LabelledSegment

to_json: Final = json.JSONEncoder(ensure_ascii=False).encode
"""A value as JSON, made by one encoder: `json.dumps` would make one each time."""

LABEL_FIELDS = (
    *("id", "source", "segment", "kind", "article", "lines", "text", "theme", "score"),
    *("themes", "scores", "abstain", "reason", "context", "model"),
)
"""The fields of a label record, in order."""

SHARED_FIELDS: Final = ("id", "text")
"""Those for which a table's own columns of these names serve."""


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


def reject_record(reject: Reject, document: Document) -> dict[str, Any]:
    """The record of a row that cannot be read: where it stands, why, and its raw bytes (base64)."""
    raw = reject.written.encode(document.encoding.name, "replace")
    return {
        "source": document.source,
        "lines": list(reject.lines),
        "reason": reject.reason,
        "raw": b64encode(raw).decode("ascii"),
    }


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
    line = to_json(record)
    try:
        line.encode()
    except UnicodeEncodeError:  # a lone surrogate came in as an escape, and goes out as one
        line = json.dumps(record)
    return line + "\n"
