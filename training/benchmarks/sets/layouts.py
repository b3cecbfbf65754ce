"""The layouts in which sets are published: files of a folder → a task.

numbered
    ``train.txt``, ``dev.txt``, ``test.txt``: a text, a tab, the number of its class; ``class.txt``: the classes, a line each.
segmented
    The same three files: a class, a tab, a text whose words are separated by blanks, which are taken out.
few
    JSON lines: ``train_0.json`` … ``train_4.json``, ``test_public.json``, and ``unlabeled.json`` where it is there.
tables
    ``train.csv`` and ``test.csv`` with the columns ``text`` and ``label``, or others that ``newsclf train`` reads.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from newsclf.io.labelled import Columns, Labelled, read_labelled
from training.benchmarks.sets.tasks import SetError, draw

UNLABELLED = 20_000
"""So many texts without labels, at most."""
DRAWS = 5
SEED = 0

Parts = tuple[list[Labelled], Labelled, list[str], list[Path]]
"""What is learned from, what is measured on, texts without labels, and the files that were read."""


def numbered(folder: Path, about: dict[str, Any]) -> Parts:
    """A text, a tab, the number of its class."""
    names = {str(number): line for number, (_, line) in enumerate(_lines(folder / "class.txt"))}

    def row(line: str) -> tuple[str, str]:
        text, number = line.rsplit("\t", 1)
        return text, names[number.strip()]

    expected = f"a text, a tab and a number below {len(names)}"
    train, test = (_rows(folder / f"{part}.txt", row, expected) for part in ("train", "test"))
    return [draw(train, about["train"], SEED)], test, [], [folder / f"{name}.txt" for name in ("class", "train", "test")]


def segmented(folder: Path, about: dict[str, Any]) -> Parts:
    """A class, a tab, words with blanks between."""

    def row(line: str) -> tuple[str, str]:
        name, text = line.split("\t", 1)
        return text.replace(" ", ""), name

    train, test = (_rows(folder / f"{part}.txt", row, "a class, a tab and a text") for part in ("train", "test"))
    return [draw(train, about["train"], SEED)], test, [], [folder / f"{name}.txt" for name in ("train", "test")]


def few(folder: Path, about: dict[str, Any]) -> Parts:
    """JSON lines, five small files to learn from, each by itself."""
    trains = [folder / f"train_{number}.json" for number in range(DRAWS)]
    test, more = folder / "test_public.json", folder / "unlabeled.json"
    unlabelled = [text for text, _ in _objects(more, about["text"], None)][:UNLABELLED] if more.is_file() else []
    labelled = [_labelled(_objects(path, about["text"], "label"), path) for path in (*trains, test)]
    return labelled[:-1], labelled[-1], unlabelled, [*trains, test, *([more] if unlabelled else [])]


def tables(folder: Path, _: dict[str, Any]) -> Parts:
    """Two labelled tables, read as ``newsclf train`` reads them."""
    files = [folder / f"{name}.csv" for name in ("train", "test")]
    train, test = (read_labelled([str(path)], Columns()) for path in files)
    if any(isinstance(label, list) for label in (*train.labels, *test.labels)):
        raise SetError(f"{folder}: texts have several labels here, and these comparisons are of one label for each")
    return [train], test, [], files


LAYOUTS = {"numbered": numbered, "segmented": segmented, "few": few, "tables": tables}


def _rows(path: Path, row: Callable[[str], tuple[str, str]], expected: str) -> Labelled:
    """The rows of a file of lines with a tab."""
    pairs = []
    for number, line in _lines(path):
        try:
            pairs.append(row(line))
        except (ValueError, KeyError):
            raise SetError(f"{path}, line {number}: expected {expected}; is this the file that its project publishes?") from None
    return _labelled(pairs, path)


def _objects(path: Path, text: str, label: str | None) -> Iterator[tuple[str, str]]:
    for number, line in _lines(path):
        try:
            found = json.loads(line)
            yield str(found[text]), str(found[label]) if label else ""
        except (ValueError, KeyError, TypeError):
            wanted = " and ".join(f'"{name}"' for name in (text, label) if name)
            raise SetError(f"{path}, line {number}: expected a JSON object with {wanted}") from None


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file that are not blank, with their numbers."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except FileNotFoundError:
        raise SetError(f"{path} is not there; the set needs it") from None
    except UnicodeDecodeError as error:
        raise SetError(f"{path}: not UTF-8 at byte {error.start}") from None
    return ((number, line.rstrip("\r")) for number, line in enumerate(lines, 1) if line.strip())


def _labelled(rows: Iterable[tuple[str, str]], path: Path) -> Labelled:
    pairs = list(rows)
    if not pairs:
        raise SetError(f"{path} has no rows")
    return Labelled([text for text, _ in pairs], [label for _, label in pairs])
