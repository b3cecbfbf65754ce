"""The law of the model loader: a folder with any file changed is refused by an error of ours, or the model works."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from newsclf.cooccurrence import learn_vectors
from newsclf.estimator import ThemeClassifier
from newsclf.model_folder import MANIFEST, MANIFEST_SUM, read

CORPUS: Final = Path(__file__).parents[2] / "training" / "corpus" / "paragraphs.jsonl"
HOSTILE: Final[tuple[Any, ...]] = (
    *(None, True, 0, -1, 1, 0.0, -0.0, 1e308, -1e308, 5e-324, float("nan"), float("inf"), 10**400, 2**63),
    *("", "other", "../x", "a\0b", "\ud800", "x" * 5000, [], [[]], [1.0], {}, {"": 1}, ["a", "a"], [None], [1e308] * 4),
)
"""What a manifest should not say."""

SAMPLES: Final = ("志愿者清理河道垃圾，志愿服务队看望老人。", "abc 123", "春运首日加开列车" * 20)


@dataclass
class Folder:
    """A model folder in memory, with a place on disk where changed copies of it are made."""

    place: Path

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file as it was written."""
        return {path.name: path.read_bytes() for path in sorted(self.place.iterdir())}

    def put(self, file: str, data: bytes) -> None:
        """Replace a file; whoever has mapped the old one keeps it."""
        beside = self.place.with_suffix(".new")
        beside.write_bytes(data)
        os.replace(beside, self.place / file)

    def try_out(self, changed: dict[str, bytes]) -> None:
        """Open the folder with some files changed, and label with it when that works."""
        for file, data in changed.items():
            self.put(file, data)
        try:
            with np.errstate(all="ignore"):  # numbers beyond all measure are nobody's model
                _use(self.place)
        finally:
            for file in changed:
                self.put(file, self.files[file])


def _use(place: Path) -> None:
    opened = read(place)
    many = opened.label_many(SAMPLES)
    for text, found in zip(SAMPLES, many, strict=True):
        assert all(0.0 <= score <= 1.0 for score in found.scores.values()), "no probability"
        assert opened.label(text) == found, "one and many differ"


@lru_cache(maxsize=1)
def folder() -> Folder:
    """A small model with every kind of file, made once in a process."""
    room = tempfile.TemporaryDirectory(prefix="newsclf-fuzzing-")
    atexit.register(room.cleanup)
    rows = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()[:500:12]]
    texts = [row["text"][:40] for row in rows]
    lexicon = {"water": ["水", "河道"], "help": ["志愿者", "义务"]}
    vectors = learn_vectors(texts, dimensions=4, min_count=3)
    classifier = ThemeClassifier(lexicon=lexicon, vectors=vectors, effort="quick").fit(texts, [row["themes"] for row in rows])
    classifier.save(Path(room.name) / "model")
    return Folder(Path(room.name) / "model")


def model(data: bytes) -> None:
    """The first byte chooses the file, the second how it is changed, the rest says where and to what."""
    if len(data) < 3:
        return
    whole = folder()
    names = sorted(whole.files)
    file, how, rest = names[data[0] % len(names)], data[1], data[2:]
    old = whole.files[file]
    new = _manifest(old, rest) if file == MANIFEST and how & 2 else _spliced(old, rest, near=bool(how & 4))
    changed = {file: new}
    if how & 1:
        changed |= _sums(whole.files | changed, file)
    whole.try_out(changed)


def _spliced(old: bytes, rest: bytes, near: bool) -> bytes:
    """Some bytes of a file replaced: three bytes say where (``near`` its beginning), one how many, the others by what."""
    where = int.from_bytes(rest[:3], "big") % (min(len(old), 200) + 1 if near else len(old) + 1)
    drop = rest[3] if len(rest) > 3 else len(old)
    return old[:where] + rest[4:] + old[where + drop :]


def _manifest(old: bytes, rest: bytes) -> bytes:
    """The manifest with one value replaced, by a hostile one or by what the bytes say in JSON."""
    manifest = json.loads(old)
    at: Any = manifest
    key: Any = sorted(at)[rest[0] % len(at)]
    for byte in rest[1:4]:
        if byte % 2 and isinstance(at[key], (dict, list)) and at[key]:
            at = at[key]
            key = sorted(at)[byte // 2 % len(at)] if isinstance(at, dict) else byte // 2 % len(at)
    try:
        at[key] = json.loads(rest[4:])
    except (ValueError, RecursionError):
        at[key] = HOSTILE[sum(rest[4:]) % len(HOSTILE)]
    return json.dumps(manifest).encode()


def _sums(files: dict[str, bytes], file: str) -> dict[str, bytes]:
    """The manifest and its checksum as somebody who means harm would write them."""
    manifest = files[MANIFEST]
    if file not in (MANIFEST, MANIFEST_SUM):
        facts = json.loads(manifest)
        facts["files"][file] = hashlib.sha256(files[file]).hexdigest()
        manifest = json.dumps(facts).encode()
    return {MANIFEST: manifest, MANIFEST_SUM: f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()}
