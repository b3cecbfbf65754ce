"""What is done of a job, on the disk: a job that was stopped, by whatever, goes on from there.

A folder beside the output holds the finished chunks, a manifest of what the job is, and a journal: a line for each chunk that
is safely on the disk. A line that was cut off counts for nothing, and a chunk counts only while its bytes are those that the
journal names; so nothing that a crash leaves behind can be taken for a result.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from newsclf.batch.lock import LOCK, locked
from newsclf.batch.work import LABELS, REJECTS, SUMMARY, Done, part
from newsclf.errors import ChangedFileError, ForeignFolderError, OtherJobError, OutputError
from newsclf.io.outputs import ASIDE, settle, write_text
from newsclf.messages import message, os_reason

FORMAT: Final = 1
"""Rises when a folder of an earlier version would be misread."""

MANIFEST: Final = "manifest.json"
JOURNAL: Final = "journal.jsonl"
PARTS: Final = "parts-"
"""What is in the folder of a job, beside its lock; the finished chunks are in a folder whose name begins so."""


@dataclass
class Journal:
    """What is done of a job.

    Attributes
    ----------
    folder : Path
    parts : Path
        The folder of the finished chunks. Each new beginning has another one: a process left over from before cannot
        put anything into it.
    facts : dict
        What the job is, everything that the output depends on: ``newsclf`` and ``model`` (names), ``option`` and ``input``
        (lists of pairs, name and value); and ``language``, which may be another one in a later run.
    done : dict of int to Done
        The finished chunks.
    closed : dict of int to int
        The finished outputs; for each, the number of the first chunk behind it.
    closing : dict of int to dict
        Outputs that may be finished: under ``files`` the sha256 of each of their files, and ``end`` as above.
    """

    folder: Path
    parts: Path
    facts: dict[str, Any]
    done: dict[int, Done] = field(default_factory=dict)
    closed: dict[int, int] = field(default_factory=dict)
    closing: dict[int, dict[str, Any]] = field(default_factory=dict)

    def add(self, done: Done) -> None:
        """A chunk is finished."""
        done = replace(done, text=b"", rejects=b"", summary=b"")
        self._write({"chunk": asdict(done, dict_factory=_without_bytes)})
        self.done[done.number] = done

    def with_summary(self, done: Done) -> Done:
        """A finished chunk of an earlier run with its summary, if it has one.

        Raises
        ------
        ChangedFileError
            When it is not as it was written.
        """
        path = part(self.parts, done.number, SUMMARY)
        if sha256_of(path) != done.summary_sha256:
            raise ChangedFileError(source=str(path))
        return replace(done, summary=path.read_bytes()) if done.summary_sha256 else done

    def close_soon(self, output: int, end: int, files: dict[str, str]) -> None:
        """An output is complete; its files, whose sha256 are given, are about to be moved to their places."""
        event = {"closing": output, "end": end, "files": files}
        self._write(event)
        self.closing[output] = event

    def close(self, output: int, end: int) -> None:
        """An output is in its place; its chunks are needed no more."""
        self._write({"closed": output, "end": end})
        self.closed[output] = end

    def remove(self) -> None:
        """The whole job is done, or shall not go on. The lock goes last, so that nobody enters a folder half removed."""
        _clear(self.folder)
        (self.folder / LOCK).unlink()
        self.folder.rmdir()

    def _write(self, event: dict[str, Any]) -> None:
        try:
            with (self.folder / JOURNAL).open("ab") as stream:
                stream.write(json.dumps(event).encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise OutputError(target=str(self.folder), reason=os_reason(error)) from error


@contextmanager
def kept(folder: Path, target: str, facts: dict[str, Any], restart: bool = False) -> Iterator[Journal]:
    """The journal of a job: a new one, or that of the same job, which was stopped. Nobody else can have it meanwhile.

    Parameters
    ----------
    folder : Path
    target : str
        What to call the output in an error.
    facts : dict
        See `Journal`; it must survive JSON.
    restart : bool
        Whether to forget what is done.

    Raises
    ------
    OutputInUseError
        When another process works on it.
    ForeignFolderError
        When the folder holds something of the user's.
    OtherJobError
        When another job, or the same with other inputs, was stopped here; it says what differs.
    OutputError
        When the folder cannot be written.
    """
    refuse_foreign(folder)
    with locked(folder, target):
        try:
            found = None if restart else _read(folder)
            if found is None:
                found = _begin(folder, facts)
        except OSError as error:
            raise OutputError(target=str(folder), reason=os_reason(error)) from error
        changes = _changes(found.facts, facts)
        if changes:
            few = changes[:3] + ["…"] * (len(changes) > 3)
            raise OtherJobError(folder=str(folder), changes=message("list_separator").join(few))
        yield found


def _clear(folder: Path) -> None:
    """Remove what is ours, but for the lock."""
    for path in folder.iterdir():
        if path.name.startswith(PARTS):
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != LOCK:
            path.unlink()


def refuse_foreign(folder: Path) -> None:
    """Refuse a folder that holds anything but a job of ours: nothing of the user's is ever removed.

    Raises
    ------
    ForeignFolderError
    """
    if not folder.is_dir() or folder.is_symlink():
        return
    for path in folder.iterdir():
        is_ours = path.name in (LOCK, MANIFEST, JOURNAL) or path.name.startswith((PARTS, ASIDE))
        if not is_ours or path.is_symlink() or path.is_dir() != path.name.startswith(PARTS):
            raise ForeignFolderError(target=str(folder), found=path.name)


def _begin(folder: Path, facts: dict[str, Any]) -> Journal:
    _clear(folder)
    parts = folder / f"{PARTS}{os.urandom(6).hex()}"
    parts.mkdir(mode=0o700)
    write_text(folder / JOURNAL, "")
    write_text(folder / MANIFEST, json.dumps({"format": FORMAT, "parts": parts.name, **facts}, ensure_ascii=False, indent=1))
    settle(folder)
    settle(folder.parent)
    return Journal(folder, parts, facts)


def _read(folder: Path) -> Journal | None:
    """The journal of a job that was begun; None when there is none, or its beginning was cut short."""
    try:
        facts = json.loads((folder / MANIFEST).read_bytes())
        if facts.pop("format") != FORMAT:
            return None
        journal = Journal(folder, folder / Path(facts.pop("parts")).name, facts)
        for event in _events(folder / JOURNAL):
            _replay(journal, event)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    journal.done = {number: done for number, done in journal.done.items() if _is_there(journal, done)}
    return journal


def _events(path: Path) -> list[dict[str, Any]]:
    """What a journal tells, up to the first line that a crash spoiled: from there on it is cut away."""
    events, end = [], 0
    for line in path.read_bytes().splitlines(keepends=True):
        try:
            events.append(json.loads(line))
        except ValueError:
            break
        if not line.endswith(b"\n"):
            events.pop()
            break
        end += len(line)
    os.truncate(path, end)
    return events


def _replay(journal: Journal, event: dict[str, Any]) -> None:
    if "chunk" in event:
        journal.done[event["chunk"]["number"]] = Done(**event["chunk"])
    elif "closing" in event:
        journal.closing[event["closing"]] = event
    else:
        journal.closed[event["closed"]] = event["end"]


def _is_there(journal: Journal, done: Done) -> bool:
    """Whether a chunk's bytes are those that the journal names, or needed no more."""
    if done.output in journal.closed:
        return True
    kinds = {LABELS: done.text_sha256, REJECTS: done.rejects_sha256, SUMMARY: done.summary_sha256}
    return all(sha256_of(part(journal.parts, done.number, kind)) == digest for kind, digest in kinds.items() if digest)


def sha256_of(path: Path) -> str:
    """A file's sha256; empty when it is not there."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _without_bytes(items: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in items if not isinstance(value, bytes)}


def _changes(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What differs between two jobs, in words."""
    changes = [_change("option", kind, then.get(kind), now[kind]) for kind in ("newsclf", "model") if then.get(kind) != now[kind]]
    for kind in ("option", "input"):
        old, new = dict(then.get(kind, ())), dict(now[kind])
        differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        changes += [_change(kind, name, old.get(name), new.get(name)) for name in differing]
    return changes or ([] if then.get("input") == now["input"] else [message("change_order")])


_WORDS: Final = {None: "–", False: "–", True: "+"}
"""How the state of an option is told."""


def _change(kind: str, name: str, then: object, now: object) -> str:
    if kind == "input" and None in (then, now):
        kind = "new" if then is None else "lost"
    old, new = (_WORDS.get(value, value) if isinstance(value, bool | None) else value for value in (then, now))
    return message(f"change_{kind}", name=name, then=old, now=new)
