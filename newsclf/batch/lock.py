"""A lock that only one process can hold, and that no dead process holds: the system frees it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from newsclf.errors import OutputError, OutputInUseError
from newsclf.lazy import attribute
from newsclf.messages import os_reason

LOCK: Final = "lock"


@contextmanager
def locked(folder: Path, target: str) -> Iterator[None]:
    """Make a folder, private to its user, and hold its lock.

    Parameters
    ----------
    folder : Path
    target : str
        What it is for, in an error.

    Raises
    ------
    OutputInUseError
        When another process holds the lock.
    OutputError
        When the folder cannot be made, or is not the user's own.
    """
    handle = -1
    try:
        while handle < 0:
            handle = _try(folder, target)
    except OSError as error:
        raise OutputError(target=target, reason=os_reason(error)) from error
    try:
        yield
    finally:
        os.close(handle)


def _try(folder: Path, target: str) -> int:
    """Open and lock; -1 when the file that was opened is there no more, since its owner was just done."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    _refuse_strangers(folder, target)
    path = folder / LOCK
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except FileNotFoundError:
        return -1
    try:
        _lock(handle)
    except (BlockingIOError, PermissionError) as error:
        holder = path.read_bytes()[:20].decode("ascii", "replace")
        os.close(handle)
        raise OutputInUseError(target=target, process=holder or "?") from error
    with suppress(OSError):
        if os.stat(path).st_ino == os.fstat(handle).st_ino:
            os.truncate(path, 0)
            os.write(handle, str(os.getpid()).encode())
            return handle
    os.close(handle)
    return -1


def _refuse_strangers(folder: Path, target: str) -> None:
    """In a folder that others can write to, somebody may have put something of this name."""
    with suppress(FileNotFoundError):
        facts = folder.lstat()
        if not folder.is_dir() or folder.is_symlink() or (hasattr(os, "geteuid") and facts.st_uid != os.geteuid()):
            raise OutputError(target=target, reason=f"{folder}: {os_reason(FileExistsError(errno.EEXIST, str(folder)))}")


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, 1 << 20, os.SEEK_SET)  # a locked byte cannot be read there
        attribute("msvcrt", "locking")(handle, attribute("msvcrt", "LK_NBLCK"), 1)
    else:
        attribute("fcntl", "flock")(handle, attribute("fcntl", "LOCK_EX") | attribute("fcntl", "LOCK_NB"))
