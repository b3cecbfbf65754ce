"""Output files: under their own name only when complete."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from newsclf.errors import OutputError, OutputExistsError
from newsclf.io.packing import packed
from newsclf.messages import os_reason

ASIDE: Final = ".newsclf-"
"""How files that are being written are called in the beginning."""


@contextmanager
def writing(target: str | Path, folder: Path | None = None) -> Iterator[BinaryIO]:
    """Write a file aside, and move it to its place when all is written and on the disk.

    A link is followed, the mode of an old file kept; a device or pipe is written to.

    Parameters
    ----------
    target : path
    folder : Path, optional
        Where to write it first, on the same disk; by default beside its place.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    try:
        path = resolved(target)
        if is_device(path):
            with path.open("wb") as stream:
                yield stream
            return
        # A name that nobody can guess, and a file that was not there: in a folder that others can write to, a link in its
        # place would lead astray.
        aside = (folder or path.parent) / f"{ASIDE}{os.urandom(6).hex()}.part"
        try:
            with aside.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if path.exists():
                shutil.copymode(path, aside)
            aside.replace(path)
            settle(path.parent)
        finally:
            with contextlib.suppress(OSError):
                aside.unlink()
    except OSError as error:
        raise OutputError(target=str(target), reason=os_reason(error)) from error


def settle(folder: Path) -> None:
    """Have the names in a folder outlive a power cut, where the system can."""
    with contextlib.suppress(OSError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_folder(folder: str | Path) -> None:
    """Make a folder, and those that it is in, where they are not there yet.

    Raises
    ------
    OutputError
        When it cannot be made.
    """
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(target=str(folder), reason=os_reason(error)) from error


def is_device(path: Path) -> bool:
    """Whether what is there is no file: nothing can be put beside it, or in its place."""
    return path.exists() and not path.is_file()


def refuse_existing(target: str | Path, overwrite: bool) -> None:
    """Refuse to replace a file, before any work, unless that is what is wanted.

    Raises
    ------
    OutputExistsError
        When it is there.
    """
    path = resolved(target)
    if not overwrite and path.exists() and not is_device(path):
        raise OutputExistsError(target=str(target))


def resolved(target: str | Path) -> Path:
    """Where a path leads.

    Raises
    ------
    OutputError
        When no file can have it.
    """
    try:
        found = Path(target).resolve()
        # A pipe behind /dev/stdout resolves to a name by which nothing can be opened.
        return Path(target) if Path(target).exists() and not found.exists() else found
    except (ValueError, OSError) as error:  # OSError: links in a circle
        raise OutputError(target=str(target), reason=str(error)) from error


def write_text(target: str | Path, text: str, packing: str = "") -> None:
    """Write a whole text file in UTF-8, packed or not; see `writing` and `newsclf.io.packing`."""
    data = packed(text.encode("utf-8", "backslashreplace"), packing, even_nothing=True)
    with writing(target) as stream:
        stream.write(data)
