"""JSON as the standard has it, and no deeper than we write it: Python's own reader takes more."""

from __future__ import annotations

import json
from typing import Any, Final

_DEEPEST: Final = 50


def read_json(data: bytes) -> Any:
    """Read JSON in UTF-8.

    Raises
    ------
    ValueError, RecursionError
        When it is none; when it holds NaN or infinity, a key twice, or lists within lists without end.
    """
    value = json.loads(data.decode("utf-8"), object_pairs_hook=_without_doubles, parse_constant=_refuse)
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
    if level:
        raise ValueError("too deep")
    return value


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
