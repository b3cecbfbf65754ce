"""The laws of readers and writers: bytes as tables, lines and pages, read in chunks of any size, labelled, and read back."""

from __future__ import annotations

import base64
import csv
import io
import json
from functools import cache
from typing import Any, Final

import pyarrow

import newsclf
from newsclf.batch.targets import layout_for
from newsclf.batch.work import label_chunk
from newsclf.io.chunks import plan
from newsclf.io.dialects import Dialect
from newsclf.io.documents import Document, Place
from newsclf.io.formulas import disarmed
from newsclf.io.layout import Labelled, Layout
from newsclf.io.names import Form
from newsclf.io.records import json_line, reject_record
from newsclf.io.survey import Reading, look_through, survey
from newsclf.io.tables import Item, Reject, Row, labels_of, lines_of

NAMES: Final = ("a.csv", "a.tsv", "a.jsonl", "-")
"""The first byte of an input chooses among these; the second chooses how it is read; the rest is the file."""

FORMS: Final[tuple[Form, ...]] = ("jsonl", "csv", "tsv", "parquet")
"""The second byte chooses what to write, where an input is labelled."""

_WHOLE: Final = 1 << 24
_MOST: Final = 500
"""So many rows of an output are looked at, so that looking takes no longer than the work."""


def tables(data: bytes) -> None:
    """Rows and rejects are the same in chunks of any size, and every line is one of theirs or blank."""
    if len(data) < 2:
        return
    name, how, content = NAMES[data[0] % len(NAMES)], data[1], data[2:]
    document = _table(name, content, article=bool(how & 128))
    if document.is_pdf:
        return
    whole = _items(document, _WHOLE)
    assert _items(document, 1 + how % 128) == whole, "other rows in small chunks"
    if not document.is_arrow:
        _account(document, whole)
    if document.table.dialect:
        _agree(document, whole)
    for row in (item for item in whole if isinstance(item, Row)):
        labels_of(row, next(reversed(row.cells), ""), ";")


def _table(name: str, content: bytes, article: bool) -> Document:
    """Bytes as a table of which we know only that it may be one: its first column has the texts, its last the articles."""
    place = Place(name, "", content)
    columns = look_through(place, Reading("table")).table.columns
    ends = (columns[0] or None, columns[-1] or None) if columns else (None, None)
    return survey(place, Reading("table", ends[0], ends[1] if article else None))


def _items(document: Document, size: int) -> list[Item]:
    found: list[Item] = []
    for chunk in plan(document, size):
        items = list(chunk.items())
        assert (chunk.row, chunk.rows) == (len(found) + 1, len(items)), "rows are counted wrongly"
        found += items
    return found


def _lines(document: Document) -> list[str]:
    with document.open(document.start) as stream:
        data = stream.read()
    return lines_of(document.bytes_encoding.text(data)) if data else []


def _agree(document: Document, items: list[Item]) -> None:
    """Where the csv module can read all of a table, we read the same."""
    try:
        dialect = document.table.dialect or Dialect()
        records = [cells for cells in csv.reader(_lines(document), strict=True, **dialect.settings) if cells]
    except csv.Error:
        return
    assert len(items) == len(records), "another number of rows"
    for item, cells in zip(items, records, strict=True):
        wide = len(document.table.columns)
        own = cells + [""] * (wide - len(cells)) if len(cells) <= wide else None
        assert (list(item.cells.values()) if isinstance(item, Row) else None) == own, "other cells"


def _account(document: Document, items: list[Item]) -> None:
    """Every line behind the head belongs to one item, or is blank."""
    lines = _lines(document)
    done, behind = document.line, document.line + len(lines)
    for item in [*items, None]:
        first, last = item.lines if item else (behind, behind)
        between = lines[done - document.line : first - document.line]
        assert done <= first <= last, "lines out of order"
        assert not "".join(between).strip(), "lines that nobody reads"
        done = last + 1
    assert done == behind + 1, "lines beyond the end"


WAYS: Final = [(name, what) for name in NAMES for what in ("table", "lines", "page")]


def label(data: bytes) -> None:
    """Every row gives one row of output, and its cells read back."""
    if len(data) < 2:
        return
    name, what = WAYS[data[0] % len(WAYS)]
    content = data[2:]
    document = _table(name, content, bool(data[1] & 128)) if what == "table" else _plain(name, what, content)
    layout = Layout(FORMS[data[1] % len(FORMS)], document.table.columns)
    if layout.form == "parquet":
        layout = layout_for([document], shipped().themes, "parquet")
    for chunk in plan(document, _WHOLE):
        labelled, rejects = label_chunk(shipped(), chunk)
        assert what == "page" or len(labelled) + len(rejects) == chunk.rows, "rows are lost"
        for reject in rejects:
            _read_reject(reject, document)
        written = layout.head + layout.data(labelled, chunk)
        found = _READ[layout.form](written, layout)
        assert len(found) == len(labelled), "not a row for each row"
        for cells, given in zip(found[:_MOST], labelled[:_MOST], strict=True):
            if layout.form != "parquet":
                _compare(cells, given, layout)


def _read_reject(reject: Reject, document: Document) -> None:
    """What cannot be read is written down so that its bytes can be had again."""
    record = json.loads(json_line(reject_record(reject, document)))
    assert base64.b64decode(record["raw"]).decode(document.encoding.name) == reject.written, "other bytes"


def _plain(name: str, what: Any, content: bytes) -> Document:
    return look_through(Place(name, "", content), Reading(what))


@cache
def shipped() -> newsclf.Model:
    """The shipped model, opened once."""
    return newsclf.load()


def _read_json(written: bytes, layout: Layout) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.decode().split("\n")[:-1]]


def _read_csv(written: bytes, layout: Layout) -> list[dict[str, Any]]:
    head, *rows = csv.reader(io.StringIO(written.decode(), newline=""), strict=True, **layout.dialect.settings)
    names = list(dict.fromkeys([*layout.columns, *layout.names.values()]))
    assert head == [_writable(name) for name in names], "other columns"
    return [dict(zip(names, row, strict=True)) for row in rows]


def _read_arrow(written: bytes, layout: Layout) -> list[dict[str, Any]]:
    """Its rows only: what a damaged file holds in place of text is kept as it is, and need not decode."""
    return [{}] * pyarrow.ipc.open_stream(written).read_all().num_rows


_READ: Final = {"jsonl": _read_json, "csv": _read_csv, "tsv": _read_csv, "parquet": _read_arrow}


def _writable(text: str) -> str:
    """A text as CSV has it: a lone surrogate as its escape."""
    return text.encode("utf-8", "backslashreplace").decode()


def _compare(cells: dict[str, Any], given: Labelled, layout: Layout) -> None:
    """What was written holds the input's own cells, and our fields."""
    row, record = given
    own = row.cells if isinstance(row, Row) else {}
    is_csv = layout.form != "jsonl"
    for name, value in own.items():
        assert _same(cells[name], value, is_csv), f"another {name!r}"
    for field, value in record.items():
        if field not in ("id", "text") or field not in own:
            ours = disarmed(value) if is_csv else value
            assert _same(cells[layout.names[field]], ours, is_csv), f"another {field}"


def _same(found: Any, value: Any, is_csv: bool) -> bool:
    """Whether a cell is what it was; CSV has no types, and no lone surrogates."""
    if not is_csv:
        return repr(found) == repr(json.loads(json.dumps(value)))
    if isinstance(value, (list, dict, bool)):
        return repr(json.loads(found)) == repr(json.loads(_writable(json.dumps(value, ensure_ascii=False))))
    return bool(found == _writable("" if value is None else str(value)))
