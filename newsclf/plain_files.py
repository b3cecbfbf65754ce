"""Opening files of a model that somebody else may have made: plain ones only, and none larger than a model's file may be."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from newsclf.errors import UnsafeModelError
from newsclf.messages import message

MOST_BYTES: Final = 2 << 30
"""So large an array may be, and all files of a zip together."""

_MOST_TEXT: Final = 64 << 20
_MOST: Final = {"manifest.json": 16 << 20, "manifest.sha256": 1 << 10}

# A pipe must not keep us waiting; a link may have been put there a moment ago.
_SAFELY: Final = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"))


def is_array(name: str) -> bool:
    """Whether a file of a model holds an array."""
    return name.endswith(".npy")


def refuse_size(folder: Path, name: str, size: int) -> None:
    """Refuse a file of a model that is larger than any is.

    Raises
    ------
    UnsafeModelError
    """
    if size > (MOST_BYTES if is_array(name) else _MOST.get(name, _MOST_TEXT)):
        raise UnsafeModelError(folder=str(folder), file=name, reason=message("unsafe_size"))


def open_plain(path: Path) -> BinaryIO:
    """Open a plain file for reading: no link, and nothing that could keep us waiting.

    Raises
    ------
    UnsafeModelError
        When it is something else.
    OSError, ValueError
        When it is not there or cannot be opened.
    """
    if path.is_symlink():
        raise UnsafeModelError(folder=str(path.parent), file=path.name, reason=message("unsafe_link"))
    number = os.open(path, os.O_RDONLY | _SAFELY)
    if stat.S_ISREG(os.fstat(number).st_mode):
        return os.fdopen(number, "rb")
    os.close(number)
    raise UnsafeModelError(folder=str(path.parent), file=path.name, reason=message("unsafe_kind"))
