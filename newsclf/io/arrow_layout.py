"""Labelled rows as Parquet or Arrow: a table's own columns as they are, ours after (extra ``parquet``)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from newsclf.io.arrow import batch_of
from newsclf.io.arrow_values import arrow, plain
from newsclf.io.chunks import Chunk
from newsclf.io.documents import Document
from newsclf.io.records import SHARED_FIELDS, to_json
from newsclf.lazy import attribute

_GROUP: Final = 1 << 15
"""Rows of a row group, at least, but for the last."""

_TYPES: Final = {
    **dict.fromkeys(("id", "source", "kind", "text", "theme", "reason", "model"), "string"),
    **dict.fromkeys(("segment", "article"), "int64"),
    **dict.fromkeys(("abstain", "context"), "bool_"),
    "score": "float64",
}


def schema_of(documents: Sequence[Document]) -> Any:
    """The users' columns of all documents, with their types; text, where two inputs have types that nothing else can hold."""
    schemas = [document.schema if document.is_arrow else _text_schema(document) for document in documents]
    if len(schemas) == 1:
        return schemas[0]
    types: dict[str, list[Any]] = {}
    for field in (field for schema in schemas for field in schema):
        types.setdefault(field.name, []).append(field.type)
    for name in types.keys() & set(SHARED_FIELDS):
        if len(types[name]) < len(schemas):  # where an input lacks it ours stands, which is text
            types[name].append(arrow("string")())
    return arrow("schema")([(name, _common(kinds)) for name, kinds in types.items()])


def _common(kinds: list[Any]) -> Any:
    """A type that holds the values of all these, to the last digit: an integer of 64 bits has more of them than a float."""
    types = attribute("pyarrow", "types")
    kinds = [kind for kind in dict.fromkeys(kinds) if not types.is_null(kind)] or kinds[:1]
    alike = (types.is_signed_integer, types.is_unsigned_integer, types.is_floating, _is_text)
    if len(kinds) == 1 or any(all(map(is_alike, kinds)) for is_alike in alike):
        schemas = [arrow("schema")([("", kind)]) for kind in kinds]
        return arrow("unify_schemas")(schemas, promote_options="permissive").field(0).type
    return arrow("string")()


def _is_text(kind: Any) -> bool:
    return any(getattr(attribute("pyarrow", "types"), name)(kind) for name in ("is_string", "is_large_string"))


def _text_schema(document: Document) -> Any:
    """CSV has text only; JSON has whatever all values of a key have in common."""
    kinds = document.table.kinds or ("string",) * len(document.table.columns)
    return arrow("schema")([(_name(name), arrow(kind)()) for name, kind in zip(document.table.columns, kinds, strict=True)])


def _name(name: str) -> str:
    """A name of a column, as Arrow can hold it."""
    return str(_written_out(name))


def written(
    labelled: Sequence[tuple[Any, Mapping[str, Any]]], chunk: Chunk, schema: Any, names: Mapping[str, str], themes: Sequence[str]
) -> bytes:
    """Rows as a stream of Arrow, which is quick to write and to read.

    Parameters
    ----------
    labelled : sequence
        See `newsclf.io.layout`.
    chunk : Chunk
        Whose rows they are.
    schema : pyarrow.Schema
        See `schema_of`.
    names : mapping
        What our fields are called.
    themes : sequence of str
        All that a model knows.
    """
    columns = {field.name: _own(field, labelled, chunk) for field in schema}
    kept = dict(columns)
    for field, name in names.items():
        ours = [record[field] for _, record in labelled]
        if name not in kept:
            columns[name] = _array(ours, _type(field, themes))
        elif name in SHARED_FIELDS:
            columns[name] = _filled(kept[name], labelled, name, ours)
    whole = arrow("schema")([(name, column.type) for name, column in columns.items()], metadata=schema.metadata)
    table = arrow("Table").from_arrays(list(columns.values()), schema=whole)
    out = io.BytesIO()
    with arrow("new_stream", "pyarrow.ipc")(out, whole) as writer:
        writer.write_table(table)
    return out.getvalue()


def _own(field: Any, labelled: Sequence[tuple[Any, Mapping[str, Any]]], chunk: Chunk) -> Any:
    """A column of the user's."""
    if not labelled:
        return arrow("nulls")(0, field.type)
    document = chunk.document
    if not document.is_arrow:
        own = next((name for name in document.table.columns if _name(name) == field.name), None)
        return _array([_cell(row.cells.get(own) if row else None, field.type) for row, _ in labelled], field.type)
    if field.name not in document.table.columns:
        return arrow("nulls")(len(labelled), field.type)
    column = batch_of(document, chunk.start, chunk.end).column(field.name)
    if column.type == field.type:
        return column
    try:
        return column.cast(field.type)
    except arrow("ArrowException"):
        return _array([_cell(value, field.type) for value in plain(column)], field.type)


def _filled(column: Any, labelled: Sequence[tuple[Any, Mapping[str, Any]]], name: str, ours: list[Any]) -> Any:
    """A column that serves as ours, but not in inputs that lack it."""
    lacking = [row is None or name not in row.cells for row, _ in labelled]
    if not any(lacking):
        return column
    values = [mine if lacks else own for own, mine, lacks in zip(column.to_pylist(), ours, lacking, strict=True)]
    return _array([_cell(value, column.type) for value in values], column.type)


def _type(field: str, themes: Sequence[str]) -> Any:
    if field in _TYPES:
        return arrow(_TYPES[field])()
    if field == "scores":
        return arrow("struct")([(theme, arrow("float64")()) for theme in themes])
    return arrow("list_")(arrow({"lines": "int64", "themes": "string"}[field])())


def _cell(value: Any, kind: Any) -> Any:
    """A value for a column of text, where values of several kinds are told as JSON."""
    return value if value is None or isinstance(value, str) or not _is_text(kind) else to_json(value)


def _array(values: list[Any], kind: Any) -> Any:
    try:
        return arrow("array")(values, kind)
    except UnicodeEncodeError:  # a lone surrogate is no character
        return arrow("array")([_written_out(value) for value in values], kind)


def _written_out(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_written_out(item) for item in value]
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def join(parts: Iterable[Path], out: BinaryIO, form: str, empty: bytes) -> None:
    """Put written rows together as a file.

    Parameters
    ----------
    parts : iterable of Path
        Each what `written` gives.
    out : binary stream
    form : {"parquet", "arrow"}
    empty : bytes
        What `written` gives for no rows.
    """
    schema, tables = arrow("open_stream", "pyarrow.ipc")(empty).schema, _groups(parts)
    first = list(islice(tables, 1))  # nothing is written before the first rows are there
    if form == "parquet":
        writer = arrow("ParquetWriter", "pyarrow.parquet")(out, schema)
    else:
        options = arrow("IpcWriteOptions", "pyarrow.ipc")(emit_dictionary_deltas=True)
        writer = arrow("new_file", "pyarrow.ipc")(out, schema, options=options)
    pools: dict[str, Any] = {}
    with writer:
        for table in chain(first, tables):
            writer.write_table(table if form == "parquet" else _pooled(table, pools), table.num_rows)


def _pooled(table: Any, pools: dict[str, Any]) -> Any:
    """The same with dictionaries that go on from those of the tables before, since a file has but one for each column."""
    of, types = partial(attribute, "pyarrow.compute"), attribute("pyarrow", "types")
    for place, field in enumerate(table.schema):
        if types.is_dictionary(field.type):
            values = table.column(place).cast(field.type.value_type)
            pool = pools.get(field.name, arrow("array")([], field.type.value_type))
            new = of("drop_null")(of("unique")(values))
            pools[field.name] = pool = arrow("concat_arrays")([pool, new.filter(of("invert")(of("is_in")(new, pool)))])
            codes = of("index_in")(values, pool).combine_chunks().cast(field.type.index_type)
            column = arrow("DictionaryArray").from_arrays(codes, pool, ordered=field.type.ordered)
            table = table.set_column(place, field, column)
    return table


def _groups(parts: Iterable[Path]) -> Iterator[Any]:
    """Tables of as many rows as a row group shall have."""
    held: list[Any] = []
    for path in parts:
        held.append(arrow("open_stream", "pyarrow.ipc")(path.read_bytes()).read_all())
        if sum(table.num_rows for table in held) >= _GROUP:
            yield arrow("concat_tables")(held).combine_chunks()
            held = []
    if held:
        yield arrow("concat_tables")(held).combine_chunks()
