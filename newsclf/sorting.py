"""Lines in order, however many."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from typing import IO, Final

from newsclf.errors import OutputError
from newsclf.messages import os_reason

RUN_CHARACTERS: Final = 1 << 24
"""Lines of so many characters are sorted in memory."""


def in_order(lines: Iterable[str]) -> Iterator[str]:
    """Sort lines of ASCII characters, without their ends; of many, only a part is in memory at a time.

    Parts are sorted, put aside in temporary files and merged (D. E. Knuth, The Art of Computer Programming 3, 5.4).

    Raises
    ------
    OutputError
        When a temporary file cannot be written.
    """
    with ExitStack() as open_files:
        aside: list[IO[str]] = []
        run: list[str] = []
        characters = 0
        for line in lines:
            if characters > RUN_CHARACTERS:
                aside.append(open_files.enter_context(_put_aside(sorted(run))))
                run, characters = [], 0
            run.append(line)
            characters += len(line)
        yield from merge(*(map(_without_end, file) for file in aside), sorted(run))


def _put_aside(lines: Iterable[str]) -> IO[str]:
    try:
        file = tempfile.TemporaryFile("w+", encoding="ascii", newline="\n", prefix="newsclf-")  # noqa: SIM115  (the caller's)
        file.writelines(f"{line}\n" for line in lines)
        file.seek(0)
    except OSError as error:
        raise OutputError(target=tempfile.gettempdir(), reason=os_reason(error)) from error
    return file


def _without_end(line: str) -> str:
    return line[:-1]
