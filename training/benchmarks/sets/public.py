"""The sets of a folder, each told apart by its own folder; checksums of their files beside those on record."""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.benchmarks.sets.layouts import LAYOUTS
from training.benchmarks.sets.tasks import Kind, SetError, Task

HERE = Path(__file__).parent
RECORD = HERE / "checksums.json"


def known_sets() -> dict[str, dict[str, Any]]:
    """What ``sets.toml`` says of each public set."""
    return tomllib.loads((HERE / "sets.toml").read_text("utf-8"))


def find(data: Path) -> dict[str, tuple[Path, dict[str, Any], Kind]]:
    """The sets that are in a folder: name → its folder, what is known of it, its kind.

    Raises
    ------
    SetError
        When there is no such folder, or no set in it.
    """
    if not data.is_dir():
        raise SetError(f"{data} is not a folder; --data names the one that holds the sets (docs/benchmarks.md says how)")
    found: dict[str, tuple[Path, dict[str, Any], Kind]] = {}
    for name, about in known_sets().items():
        there = [data / folder for folder in about["folders"] if (data / folder).is_dir()]
        if there:
            found[name] = there[0], about, "public"
        else:
            print(f"{name}: not in {data}; its home is {about['home']}", file=sys.stderr)
    for folder in (data, *sorted(path for path in data.iterdir() if path.is_dir())):
        if (folder / "train.csv").is_file() and (folder / "test.csv").is_file():
            found.setdefault(folder.name, (folder, {"layout": "tables"}, "own"))
    if not found:
        raise SetError(f"{data} holds no set that we know, and no folder with train.csv and test.csv")
    return found


def read(name: str, folder: Path, about: dict[str, Any], kind: Kind) -> Task:
    """A set as a task, with the checksums of its files."""
    trains, test, unlabelled, files = LAYOUTS[about["layout"]](folder, about)
    sums = {path.name: checksum(path) for path in files}
    return Task(name, kind, trains, test, unlabelled, sums)


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def compare_sums(task: Task, record: Path = RECORD) -> None:
    """Print each file's checksum and whether it is the one on record.

    Raises
    ------
    SetError
        When another one is on record.
    """
    noted = json.loads(record.read_text("utf-8")).get(task.name, {})
    for name, found in task.checksums.items():
        if name not in noted:
            print(f"{task.name}/{name} {found}: no checksum on record; --note-sums writes it", file=sys.stderr)
        elif noted[name] == found:
            print(f"{task.name}/{name} {found}: as on record", file=sys.stderr)
        else:
            raise SetError(
                f"{task.name}/{name}: its SHA-256 is {found}, on record is {noted[name]}; get the published file,"
                " or write what you have with --note-sums"
            )


def note_sums(tasks: Iterable[Task], record: Path = RECORD) -> None:
    """Write the checksums of files into the record, which keeps those of other sets."""
    noted = json.loads(record.read_text("utf-8"))
    noted |= {task.name: task.checksums for task in tasks}
    record.write_text(json.dumps(noted, indent=1, sort_keys=True) + "\n", encoding="utf-8")
