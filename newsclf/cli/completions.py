"""What can stand at a place of the command line: files, models, columns, themes; looked up while somebody types."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from newsclf.cli.paths_meant import MANIFEST, is_model
from newsclf.encodings import decode
from newsclf.io.dialects import sniff
from newsclf.io.names import FileName
from newsclf.io.tables import csv_records, head_of, lines_of
from newsclf.messages import language
from newsclf.themes import NAMED
from newsclf.visible import is_visible

Items = list[CompletionItem[str]]

PATH: Final = "path"
"""The type of completions that are whole paths."""

_HEAD: Final = 1 << 16
"""So much of a table is read for the names of its columns, and of a manifest."""

_MOST: Final = 500
"""So many names are looked at, and offered."""

_ENCODINGS: Final = (
    "utf-8",
    "gb18030",
    "gbk",
    "big5",
    "big5hkscs",
    "hz",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "shift_jis",
    "euc-kr",
)


def files(context: click.Context, incomplete: str) -> Items:
    """Files and folders, which the shell knows best."""
    return [CompletionItem(incomplete, type="file")]


def folders(context: click.Context, incomplete: str) -> Items:
    """Folders."""
    return [CompletionItem(incomplete, type="dir")]


def models(context: click.Context, incomplete: str) -> Items:
    """Model folders and zips, and folders on the way to some."""
    before, _, begun = incomplete.rpartition("/")
    before += "/" if "/" in incomplete else ""
    found = [before + name for name in _names(os.path.expanduser(before) or ".") if name.startswith(begun)]
    known = [path for path in found if is_model(os.path.expanduser(path))]
    return [*(CompletionItem(path, type=PATH) for path in known), CompletionItem(incomplete, type="dir")]


def columns(context: click.Context, incomplete: str) -> Items:
    """The columns of the first table on the line, whose words are the context's object."""
    for word in context.obj:
        names = _columns(word)
        if names:
            return _beginning(incomplete, names)
    return []


def themes(context: click.Context, incomplete: str) -> Items:
    """The themes of the model on the line, else of the shipped one, and what they are called in the language in use."""
    package = Path(__file__).resolve().parent.parent
    shipped = [place / "models" / "themes-zh" for place in (package, package.parent)]
    chosen = [word for before, word in pairwise(context.obj) if before in ("--model", "-m")]
    for folder in map(Path, chosen or shipped):
        if (folder / MANIFEST).is_file():
            labels = json.loads((folder / MANIFEST).read_bytes()[: 16 * _HEAD])["themes"]
            names = [NAMED[label].name(language()) for label in labels if label in NAMED]
            return _beginning(incomplete, dict.fromkeys([*names, *labels]))
    return []


def encodings(context: click.Context, incomplete: str) -> Items:
    """Encodings of Chinese text, and some of its neighbours."""
    return _beginning(incomplete, _ENCODINGS)


def _beginning(incomplete: str, names: Iterable[str]) -> Items:
    fit = (name for name in names if name and is_visible(name) and name.startswith(incomplete))
    return [CompletionItem(name) for name in islice(fit, _MOST)]


def _names(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in islice(entries, _MOST) if not entry.name.startswith(".") and is_visible(entry.name))


def _columns(path: str) -> Sequence[str]:
    """The columns of a table of text that is a plain file; none of anything else."""
    form = FileName.of(path).form
    if form not in ("csv", "tsv", "jsonl") or not _is_file(path):
        return ()
    with open(path, "rb") as stream:
        data = stream.read(_HEAD)
    lines = lines_of(decode(data, path).text)
    if form == "jsonl":
        first: dict[str, Any] = json.loads(next(line for line in lines if line.strip()))
        return tuple(first)
    whole = lines if len(data) < _HEAD or len(lines) == 1 else lines[:-1]
    dialect = sniff("".join(whole), "\t" if form == "tsv" else None)
    return head_of(next(csv_records(whole, dialect)), path)


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False
