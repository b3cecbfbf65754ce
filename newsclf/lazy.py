"""The one place where something is imported only when it is used: public names and commands."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def attribute(module: str, name: str) -> Any:
    """What a module calls ``name``, imported now."""
    return getattr(import_module(module), name)
