"""The files of a model as bytes: out of its folder, or out of a zip of it.

What is handed out is what was read or mapped: so what is checked is what is used, whatever becomes of the file's name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO, Protocol

from newsclf.errors import ForeignModelError, MissingModelError, UnsafeModelError
from newsclf.lazy import attribute
from newsclf.messages import message
from newsclf.plain_files import is_array, open_plain, refuse_size

Data = bytes | mmap
"""What a file holds: arrays out of a folder are mapped into memory, so that processes on one machine share them."""


class Files(Protocol):
    """The files of a model."""

    def read(self, name: str) -> Data:
        """What a file holds.

        Raises
        ------
        UnsafeModelError
            When it is no plain file, or larger than any file of a model.
        OSError, ValueError
            When it is not there or cannot be read.
        """


@dataclass(frozen=True)
class Folder:
    """The files of a folder; see `Files`."""

    path: Path

    def read(self, name: str) -> Data:
        """See `Files`."""
        with open_plain(self.path / name) as stream:
            size = os.fstat(stream.fileno()).st_size
            refuse_size(self.path, name, size)
            return mmap(stream.fileno(), size, access=ACCESS_READ) if size and is_array(name) else stream.read(size)


@contextmanager
def open_files(path: Path) -> Iterator[Files]:
    """The files of a model folder, or of a zip of one.

    Raises
    ------
    MissingModelError, ForeignModelError, UnsafeModelError
        When it is neither, or a zip that no program makes of a model folder.
    """
    if path.is_dir():
        yield Folder(path)
    elif path.suffix.lower() == ".zip" and path.is_file():
        with open_plain(path.resolve()) as stream:
            yield _zip(path, stream)
    else:
        raise MissingModelError(folder=str(path))


def _zip(path: Path, stream: BinaryIO) -> Files:
    try:
        files: Files = attribute("newsclf.model_zip", "Zip")(path, stream)  # most models are folders: who opens one need not wait
        return files
    except UnsafeModelError:
        raise
    except Exception as error:  # what is no zip can raise nearly anything
        raise ForeignModelError(folder=str(path), reason=message("not_a_zip")) from error
