"""Files and standard input as bytes, whole or block by block."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from newsclf.encodings import Decoded, decode
from newsclf.errors import MissingFileError
from newsclf.lazy import attribute
from newsclf.messages import os_reason

STDIN: Final = "-"

BLOCK: Final = 1 << 20
"""Files are read in blocks of so many bytes."""


def read_file(source: str) -> Decoded:
    """Read and decode a file, or standard input for ``-``.

    Raises
    ------
    MissingFileError
        When it cannot be read.
    BinaryFileError, EncodingError
        When it is no text.
    """
    try:
        data = sys.stdin.buffer.read() if source == STDIN else Path(source).read_bytes()
    except OSError as error:
        raise MissingFileError(source=source, reason=os_reason(error)) from error
    except ValueError as error:  # a path that no file can have
        raise MissingFileError(source=source, reason=str(error)) from error
    return decode(data, source)


def spool(stream: BinaryIO) -> tuple[bytes, str]:
    """What can be read but once: its bytes when they are few, else the path of a new private file that holds them.

    Returns
    -------
    data : bytes
    path : str
        Empty when all is in ``data``. Who calls this removes the file.
    """
    data = stream.read(BLOCK)
    if len(data) < BLOCK:
        return data, ""
    handle, path = attribute("tempfile", "mkstemp")(prefix="newsclf-input-")
    with os.fdopen(handle, "wb") as file:
        while data:
            file.write(data)
            data = stream.read(BLOCK)
    return b"", path


def blocks_of(stream: BinaryIO, size: int = BLOCK) -> Iterator[bytes]:
    """The blocks of a stream, none of them empty."""
    while block := stream.read(size):
        yield block


class Recoded(io.RawIOBase):
    """A stream of text in some encoding, as UTF-8.

    Parameters
    ----------
    raw : binary stream
        Behind its byte order mark. Half a character at its end becomes U+FFFD.
    encoding : str
    """

    def __init__(self, raw: BinaryIO, encoding: str) -> None:
        self._raw, self._block, self._place = raw, b"", 0
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, target: bytearray) -> int:  # type: ignore[override]  # the abstract class asks for any buffer
        """Fill a buffer as far as the next block of the stream goes."""
        while self._place == len(self._block):
            raw = self._raw.read(BLOCK)
            self._block, self._place = self._decoder.decode(raw, not raw).encode(), 0
            if not raw:
                break
        part = self._block[self._place : self._place + len(target)]
        target[: len(part)] = part
        self._place += len(part)
        return len(part)

    def close(self) -> None:
        """Close the stream below, too."""
        self._raw.close()
        super().close()
