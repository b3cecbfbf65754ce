"""The one place where something is done only when it is needed: importing public names and commands, compiling some patterns."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from typing import Any


def attribute(module: str, name: str) -> Any:
    """What a module calls ``name``, imported now."""
    return getattr(import_module(module), name)


def pattern(expression: str) -> Callable[[], re.Pattern[str]]:
    """A regular expression, compiled when it is first asked for: a class of all Han characters takes long to compile."""
    return cache(partial(re.compile, expression))
