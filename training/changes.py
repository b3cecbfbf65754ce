"""Changes to the files of a model, drawn at random: accidents, and what somebody would do who means harm."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from newsclf.model_folder import MANIFEST, MANIFEST_SUM


class Trap:
    """Whoever unpickles it makes a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (self.folder,)


def _with_pickle(trap: Path) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, rows=np.array([Trap(trap)], dtype=object))
    return stream.getvalue()


def _put(data: bytes, place: int, piece: bytes) -> bytes:
    return data[:place] + piece + data[place + len(piece) :]


def _flipped(data: bytes, chance: random.Random, place: int) -> bytes:
    return _put(data, place, bytes([data[place] ^ 1 << chance.randrange(8)]))


CHANGES: Final[dict[str, Callable[[bytes, random.Random, int], bytes]]] = {
    "bit flipped": _flipped,
    "bytes overwritten": lambda data, chance, place: _put(data, place, chance.randbytes(chance.randint(1, 16)))[: len(data)],
    "block of zeros": lambda data, chance, place: _put(data, place, bytes(chance.randint(1, 4096)))[: len(data)],
    "bytes put in": lambda data, chance, place: data[:place] + chance.randbytes(chance.randint(1, 64)) + data[place:],
    "cut short": lambda data, chance, place: data[:place],
    "longer": lambda data, chance, place: data + chance.randbytes(chance.randint(1, 4096)),
    "emptied": lambda data, chance, place: b"",
}
"""Changes to bytes that are not empty, at a place drawn before."""

WHOLE: Final = ("deleted", "another file", "pickle", "npz with a pickle")
"""Changes to a file as a whole."""

AIMED: Final = ("extreme value", "extreme number")
"""Changes by somebody who knows the format: to the manifest, and to an array."""

EXTREMES: Final = [
    *(float("nan"), float("inf"), 1e308, -1e308, 5e-324, 0, -1, 10**30),
    *(True, None, "", "\x1b[2J\u202e", [], {}, [[]]),
]


def corrupted(files: dict[str, bytes], name: str, change: str, chance: random.Random, trap: Path) -> bytes | None:
    """What a change makes of a file of some; None when it is deleted."""
    if change == "deleted":
        return None
    if change == "another file":
        others = sorted(other for other in files if files[other] != files[name])
        return files[chance.choice(others)] if others else b"another"
    if change in AIMED:
        return (_extreme_value if change == AIMED[0] else _extreme_number)(files[name], chance)
    if change in WHOLE:
        return pickle.dumps(Trap(trap)) if change == "pickle" else _with_pickle(trap)
    data = files[name]
    while data == files[name]:
        data = CHANGES[change](files[name], chance, chance.randrange(len(files[name])))
    return data


def _extreme_value(data: bytes, chance: random.Random) -> bytes:
    """A manifest with one of its values, however deep inside, another."""
    manifest = node = json.loads(data)
    while True:
        key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if not isinstance(node[key], dict | list) or not node[key] or chance.random() < 0.3:
            node[key] = chance.choice(EXTREMES)
            return json.dumps(manifest).encode()
        node = node[key]


def _extreme_number(data: bytes, chance: random.Random) -> bytes:
    """An array with one of its numbers another."""
    array = np.load(io.BytesIO(data))
    limits = np.iinfo(array.dtype)
    array.flat[chance.randrange(array.size)] = chance.choice([limits.min, limits.max, limits.max // 2, 0, 1])
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def signed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same files with checksums that fit, as far as the manifest can be read."""
    try:
        manifest = json.loads(files[MANIFEST])
        manifest["files"] = {name: hashlib.sha256(files[name]).hexdigest() for name in manifest["files"] if name in files}
        files = files | {MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")}
    except (KeyError, TypeError, ValueError):
        pass
    return files | {MANIFEST_SUM: f"{hashlib.sha256(files.get(MANIFEST, b'')).hexdigest()}  {MANIFEST}\n".encode()}


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of files, compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"model/{name}", data)
    return stream.getvalue()
