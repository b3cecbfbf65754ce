"""Sizes of files as people write them: 8MB."""

from __future__ import annotations

import re
from typing import Final

import click

from newsclf.messages import message

_UNITS: Final = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9}
_SIZE: Final = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,9})?)\s*([kmg]?b)?", re.ASCII)


def size_in_bytes(text: str) -> int | None:
    """A size in bytes, as file managers count (a KB has 1000); None when it is none, or less than a byte."""
    found = _SIZE.fullmatch(text.strip().lower())
    return int(float(found[1]) * _UNITS[found[2] or ""]) or None if found else None


def read_size(context: click.Context, _: click.Parameter, value: str | None) -> int | None:
    """The value of an option that is a size."""
    if value is None:
        return None
    size = size_in_bytes(value)
    if size is None:
        raise click.UsageError(message("bad_size", value=value), context)
    return size
