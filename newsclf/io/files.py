"""Files and standard input to text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from newsclf.errors import MissingFileError
from newsclf.messages import os_reason
from newsclf.text import Decoded, decode

STDIN: Final = "-"


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
