"""Model folders as somebody might make them who means harm: whatever is in them, the checksums fit."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from pathlib import Path

import numpy as np


class Trap:
    """Whoever unpickles it makes a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def resign(folder: Path, **changes: object) -> None:
    """Write a manifest that fits the folder's files as they are now, with changes of its own."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"] = {name: sha256(folder / name) for name in manifest["files"]}
    write_manifest(folder, json.dumps(manifest | changes).encode())


def write_manifest(folder: Path, data: bytes) -> None:
    """Write a manifest and a checksum that fits it."""
    (folder / "manifest.json").write_bytes(data)
    (folder / "manifest.sha256").write_text(f"{sha256(folder / 'manifest.json')}  manifest.json\n")


def put(folder: Path, name: str, data: bytes | np.ndarray) -> None:
    """Put a file or an array in the place of one of the model's, checksums and all."""
    if isinstance(data, np.ndarray):
        stream = io.BytesIO()
        np.save(stream, data)
        data = stream.getvalue()
    (folder / name).write_bytes(data)
    resign(folder)


def zip_of(folder: Path, target: Path, inside: str = "", packing: int = zipfile.ZIP_DEFLATED) -> Path:
    """Make a zip of a folder's files, as ``zip -r`` does."""
    with zipfile.ZipFile(target, "w", packing) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, inside + path.name)
    return target
