"""Values of Arrow as Python's, and the way to pyarrow (extra ``parquet``)."""

from __future__ import annotations

from typing import Any, cast

from newsclf.errors import MissingExtraError
from newsclf.lazy import attribute


def arrow(name: str, module: str = "pyarrow") -> Any:
    """Something of pyarrow.

    Raises
    ------
    MissingExtraError
        When it is not installed.
    """
    try:
        return attribute(module, name)
    except ImportError as error:
        raise MissingExtraError(what="Parquet / Arrow", extra="parquet") from error


def plain(column: Any) -> list[Any]:
    """The values of a column, as JSON and CSV can hold them."""
    kind, types = column.type, attribute("pyarrow", "types")
    if types.is_dictionary(kind):
        return plain(column.cast(kind.value_type))
    if types.is_temporal(kind) or types.is_decimal(kind):
        try:
            return cast(list[Any], column.cast(arrow("string")()).to_pylist())
        except arrow("ArrowException"):
            return [None if value is None else str(value) for value in column.to_pylist()]
    try:
        values: list[Any] = column.to_pylist()
    except ValueError:  # bytes that are no UTF-8; nanoseconds within lists, for which Python has no type unless pandas is there
        values = [_told(value) for value in column]
    is_simple = types.is_string(kind) or types.is_large_string(kind) or types.is_integer(kind) or types.is_boolean(kind)
    return values if is_simple else [_plain_value(value) for value in values]


def _told(value: Any) -> Any:
    """One value of a column, in Python's types where these can hold it, else in text."""
    if not value.is_valid:
        return None
    if isinstance(value, arrow("StructScalar")):
        return {key: _told(item) for key, item in value.items()}
    if isinstance(value, arrow("MapScalar")):  # as Python has them: pairs
        return [[_told(item[0]), _told(item[1])] for item in value.values]
    if isinstance(value, (arrow("ListScalar"), arrow("LargeListScalar"))):
        return [_told(item) for item in value.values]
    try:
        return value.as_py()
    except UnicodeDecodeError:
        return value.as_buffer().to_pybytes().decode("utf-8", "backslashreplace")
    except ValueError:
        return str(value.cast(arrow("string")()).as_py())


def _plain_value(value: Any) -> Any:
    if isinstance(value, float):  # JSON has no other numbers
        return value if abs(value) < float("inf") else None if value != value else str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, dict):
        return {str(key): _plain_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain_value(item) for item in value]
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)
