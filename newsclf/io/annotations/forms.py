"""Files of annotations: in which form one is, read and written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from newsclf.errors import EmptyTableError, RowError, UnknownFormError
from newsclf.io.annotations import doccano, labelstudio, plain
from newsclf.io.annotations.tasks import Aside, Batch
from newsclf.io.chunks import plan
from newsclf.io.documents import Document, Place
from newsclf.io.names import FileName
from newsclf.io.outputs import writing
from newsclf.io.packing import packed
from newsclf.io.survey import Reading, look_through, places
from newsclf.io.tables import Item, Reject, Row
from newsclf.io.worksheets import armed, write_rows
from newsclf.messages import message

FORMS: Final = ("labelstudio", "doccano", "csv", "jsonl")

_BY_EXTENSION: Final = {".json": "labelstudio", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv"}
_EXTENSIONS: Final = {
    "labelstudio": (".json",),
    "doccano": (".jsonl", ".csv", ".tsv"),
    "csv": (".csv", ".tsv"),
    "jsonl": (".jsonl", ".ndjson"),
}
_LOOKED_AT: Final = 50


@dataclass(frozen=True)
class Fields:
    """Where texts and labels stand; None leaves it to the usual names."""

    text: str | None = None
    label: str | None = None
    separator: str | None = None


def read_tasks(source: str, form: str | None = None, fields: Fields = Fields(), encoding: str | None = None) -> tuple[str, Batch]:
    """Read a file of annotations.

    Parameters
    ----------
    source : str
        A path, or ``-`` for standard input.
    form : str, optional
        One of `FORMS`; by default found out by what is in it.
    fields : Fields
    encoding : str, optional

    Returns
    -------
    form : str
    batch : Batch

    Raises
    ------
    InputError
        When it cannot be read, is in no such form, or has nothing in it.
    """
    with places([source]) as (place,):
        text = _text(place, encoding) if form in (None, "labelstudio") and not _is_csv(source) else ""
        if form == "labelstudio" or (form is None and text.lstrip().startswith("[")):
            batch = labelstudio.read(_array(text, source), fields.text, fields.label)
            form = "labelstudio"
        else:
            form, batch = _table(look_through(place, Reading("table", encoding=encoding)), form, fields)
    if not batch.tasks and not batch.aside:
        raise EmptyTableError(source=source)
    return form, batch


def _is_csv(source: str) -> bool:
    return FileName.of(source).form in ("csv", "tsv", "parquet", "arrow")


def _text(place: Place, encoding: str | None) -> str:
    document = look_through(place, Reading("lines", encoding=encoding))
    return "" if document.is_arrow or document.is_pdf else "".join(chunk.text() for chunk in plan(document))


def _array(text: str, source: str) -> list[Any]:
    """The tasks of a JSON file.

    Raises
    ------
    RowError
        When it is no JSON, or holds no tasks.
    """
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RowError(source=source, line=getattr(error, "lineno", 1), reason=f"JSON: {error}") from error
    if not isinstance(rows, list) or (rows and not any(isinstance(row, dict) for row in rows)):
        raise RowError(source=source, line=1, reason=message("no_tasks"))
    return rows


def _table(document: Document, form: str | None, fields: Fields) -> tuple[str, Batch]:
    is_csv = document.table.dialect is not None
    if form is None:
        form = "doccano" if _looks_like_doccano(document, is_csv) else "csv" if is_csv else "jsonl"
    reader = None
    if form != "doccano":
        reader = plain.Rows(document.table.columns, document.source, fields.text, fields.label, fields.separator, is_csv)
    batch = Batch()
    for item in _items(document):
        if isinstance(item, Reject):
            batch.aside.append(Aside(item.lines[0], item.reason, item.written))
            continue
        try:
            batch.tasks.append(
                reader.task(item) if reader else doccano.read_row(_armed(item, is_csv), fields.text, joined=is_csv)
            )
        except (ValueError, TypeError) as error:
            batch.aside.append(Aside(item.lines[0], str(error), item.written or json.dumps(item.cells, ensure_ascii=False)))
    return form, batch


def _armed(row: Row, is_csv: bool) -> dict[str, Any]:
    """The cells of a row, in CSV as they were before they were disarmed."""
    return {name: armed(cell) if isinstance(cell, str) else cell for name, cell in row.cells.items()} if is_csv else row.cells


def _items(document: Document) -> Iterable[Item]:
    return (item for chunk in plan(document) for item in chunk.items())


def _looks_like_doccano(document: Document, is_csv: bool) -> bool:
    """Whether a table is doccano's: by columns that only it has, or by lists of labels under its name for them."""
    names = set(document.table.columns)
    if is_csv:
        return {"data", "label"} <= names or ("label" in names and bool(names & {"Comments", "source_id", *doccano.APPROVED}))
    rows = [item.cells for item, _ in zip(_items(document), range(_LOOKED_AT), strict=False) if isinstance(item, Row)]
    return bool(rows) and all(map(doccano.is_row, rows))


def form_of(target: str, form: str | None) -> str:
    """The form of an output: as asked for, else by its extension.

    Raises
    ------
    UnknownFormError
        When the extension says none, or another one.
    """
    suffix = _suffix(target)
    if form is None and suffix in _BY_EXTENSION:
        return _BY_EXTENSION[suffix]
    if form is None or suffix not in _EXTENSIONS[form]:
        raise UnknownFormError(target=target, forms=", ".join(_BY_EXTENSION if form is None else _EXTENSIONS[form]))
    return form


def _suffix(target: str) -> str:
    name = FileName.of(target)
    bare = target[: -len(name.packing) - 1] if name.packing else target
    return "." + bare.rsplit(".", 1)[-1].lower() if "." in bare else ""


def write_tasks(target: str, batch: Batch, form: str | None = None) -> None:
    """Write a file of annotations.

    Parameters
    ----------
    target : str
    batch : Batch
    form : str, optional
        See `form_of`.

    Raises
    ------
    UnknownFormError, OutputError
    """
    form = form_of(target, form)
    if form == "labelstudio":
        _write(target, labelstudio.written(batch))
    elif form == "doccano" and _suffix(target) == ".jsonl":
        _write(target, doccano.written(batch))
    elif form == "doccano":
        found = list(doccano.rows(batch))
        write_rows(target, list(dict.fromkeys(name for row in found for name in row)), found)
    else:
        table, columns = plain.rows(batch)
        write_rows(target, columns, table)


def _write(target: str, text: str) -> None:
    with writing(target) as stream:
        stream.write(packed(text.encode(), FileName.of(target).packing, even_nothing=True))
