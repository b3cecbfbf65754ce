"""Inputs as users name them: files, folders, patterns and standard input; each becomes the files it stands for."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from newsclf.errors import MissingFileError
from newsclf.io.files import STDIN
from newsclf.io.names import FileName
from newsclf.messages import message

REJECTS: Final = ".rejects.jsonl"
"""What the file of rows that cannot be read is called behind its output."""


@dataclass(frozen=True)
class Source:
    """A file to read.

    Attributes
    ----------
    path : str
        As the user named it; a file of a folder has the folder's name before its own.
    name : str
        What its output is called in a folder of outputs: the same place within, for a file of a folder.
    """

    path: str
    name: str


def expand(inputs: Sequence[str], out: str | None = None) -> tuple[list[Source], list[str]]:
    """Find the files that inputs stand for.

    Parameters
    ----------
    inputs : sequence of str
        Files, folders (all files within whose extension we know, by name), patterns (for shells that do not know them),
        or ``-`` for standard input.
    out : str, optional
        A folder of outputs, which may lie within an input and is none.

    Returns
    -------
    sources : list of Source
    left_out : list of str
        Files of folders whose extension says nothing to us.

    Raises
    ------
    MissingFileError
        When a pattern fits nothing, or a folder has no file to read.
    """
    sources: list[Source] = []
    left_out: list[str] = []
    own = os.path.realpath(out) if out else None
    for given in inputs:
        before = len(sources)
        for path in _paths(given):
            if path == STDIN or not os.path.isdir(path):
                sources.append(Source(path, "stdin" if path == STDIN else os.path.basename(path)))
                continue
            for file in _files(path, own):
                name = os.path.relpath(file, path)
                is_read = _is_readable(name) and os.path.exists(file)  # else a link that leads nowhere
                sources.append(Source(file, name)) if is_read else left_out.append(file)
        if len(sources) == before:
            raise MissingFileError(source=given, reason=message("nothing_there"))
    return sources, left_out


def _paths(given: str) -> list[str]:
    if given == STDIN or os.path.lexists(given) or not glob.has_magic(given):
        return [given]
    return sorted(glob.glob(given, recursive=True))


def _files(folder: str, own: str | None) -> Iterator[str]:
    """All files of a folder and its folders, by name; hidden ones, and a folder of outputs, are not looked at."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if _is_visible(os.path.join(here, name), own))
        yield from (os.path.join(here, name) for name in sorted(files) if not name.startswith("."))


def _is_visible(folder: str, own: str | None) -> bool:
    is_job = Path(folder).suffix == ".work" and os.path.exists(os.path.join(folder, "journal.jsonl"))
    return not (os.path.basename(folder).startswith(".") or os.path.realpath(folder) == own or is_job)


def _is_readable(name: str) -> bool:
    return FileName.of(name).form is not None and not name.endswith(REJECTS)
