"""Which file or folder was perhaps meant by a path that leads nowhere; imported only when one does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from typing import Final

from newsclf.errors import MissingFileError, MissingModelError, NewsclfError
from newsclf.messages import message
from newsclf.nearest import asked, nearest, typed

MANIFEST: Final = "manifest.json"
"""As `newsclf.model_folder` has it, which needs NumPy."""

_MOST_NAMES: Final = 2000
"""So many names of a folder are looked at."""

_LEAST_TEXT: Final = 6
"""What has so many characters, Chinese ones among them, and is no path, is perhaps a text and not the name of one."""


def path_meant(error: NewsclfError) -> str:
    """A question to stand behind an error's sentence: whether another path was meant, or a text; empty when nothing is near."""
    if isinstance(error, MissingModelError):
        return asked(_near(str(error.folder), models=True))
    if not isinstance(error, MissingFileError) or os.path.lexists(source := str(error.source)):
        return ""
    return asked(_near(source)) or (message("is_it_a_text") if _is_text(source) else "")


def _near(path: str, models: bool = False) -> list[str]:
    """The nearest paths that exist: the first part that leads nowhere is replaced by names of the folder before it."""
    parts = path.rstrip("/" + os.sep).replace(os.sep, "/").split("/")
    for place, part in enumerate(parts):
        before, rest = "/".join(parts[:place]), "/".join(parts[place + 1 :])
        before += "/" if place else ""
        if part and not os.path.lexists(before + part):
            names = [name for name in _names(before or ".") if not models or rest or is_model(before + name)]
            found = [before + name for name in nearest(part, names)]
            whole = [f"{name}/{rest}" for name in found if rest and os.path.exists(f"{name}/{rest}")]
            return [typed(name) for name in whole or found]
    return []


def _names(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from sorted(entry.name for entry in islice(entries, _MOST_NAMES))
    except OSError:
        return


def is_model(path: str) -> bool:
    """Whether there is a model at a path, as far as one sees without opening it."""
    return os.path.isfile(path if path.endswith(".zip") else os.path.join(path, MANIFEST))


def _is_text(source: str) -> bool:
    chinese = sum("\u3400" <= char <= "\u9fff" for char in source)
    return len(source) >= _LEAST_TEXT and 2 * chinese > len(source) and "/" not in source and "." not in source
