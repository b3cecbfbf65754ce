"""The model folder: manifest, checksums, alphabet, arrays. No pickle; nothing in it can run.

Reading is parse → check → build: the manifest is parsed, every file is checked against it, then the model is built, of the
very bytes that were checked. Checksums find accidents only: whoever makes a folder makes them, too. So `newsclf.model_parts`
trusts nothing in it. Files that the manifest does not list are never read.

The number of the format rises when a folder written by this version could be misread by an older one, or the other way
round: when a file changes its meaning, when `newsclf.text.normalise` or `newsclf.characters` give other codes for the same
text. Which formats are read, and what becomes of others, stands in `newsclf.model_formats`. Format 4, `NARROW`, is format 3
with weights in eight bits, and only a model that has such is written in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.errors import (
    DamagedModelError,
    FolderInUseError,
    ForeignModelError,
    ModelSizeError,
    OutputError,
    OutputExistsError,
    UnsafeModelError,
)
from newsclf.messages import message, os_reason
from newsclf.model_files import Data, Files, Folder, open_files
from newsclf.model_formats import refuse_other_formats
from newsclf.model_parts import (
    ALPHABET,
    BASE,
    CHECK,
    DICTIONARY,
    FILES,
    GROUP_FILES,
    GROUP_LISTS,
    GROUP_ROWS,
    MEASURED,
    NARROW,
    OWN,
    PLACES,
    PLAIN,
    ROWS,
    build,
)
from newsclf.narrow import own_levels
from newsclf.scoring import Model
from newsclf.strict_json import read_json
from newsclf.tokens import SEGMENTER
from newsclf.visible import is_visible, visible
from newsclf.weights import BLOCKS

MANIFEST: Final = "manifest.json"
MANIFEST_SUM: Final = "manifest.sha256"
CARD: Final = "CARD.md"
_LONGEST_REASON: Final = 200


def write(folder: str | os.PathLike[str], model: Model, facts: dict[str, Any], card: str, max_bytes: int | None = None) -> None:
    """Write a model folder: beside its place first, then moved there whole.

    Parameters
    ----------
    folder : path
        A new folder, an empty one, or a newsclf model to replace.
    model : Model
    facts : dict
        What else the manifest says: training fingerprint, metrics, parameters.
    card : str
        The text of ``CARD.md``.
    max_bytes : int, optional
        So many bytes the files may have together.

    Raises
    ------
    ModelSizeError
        When they have more.
    FolderInUseError
        When the folder holds something else.
    OutputError
        When it cannot be written.
    """
    target = Path(folder)
    if not is_visible(target.name):
        raise OutputError(target=visible(str(target)), reason=message("invisible_name"))
    refuse_taken(target, overwrite=True)
    try:
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.absolute().parent))
        try:
            _write_files(aside, target.name, model, facts, card)
            found = sum(path.stat().st_size for path in aside.iterdir())
            if max_bytes is not None and found > max_bytes:
                raise ModelSizeError(asked=max_bytes, smallest=found)
            aside.chmod(0o755)
            _put(aside, target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise OutputError(target=str(target), reason=os_reason(error)) from error


def refuse_taken(folder: str | os.PathLike[str], overwrite: bool) -> None:
    """Refuse to write a model where something else is, or a model that shall not be replaced.

    Raises
    ------
    FolderInUseError
        When the folder holds something else, or is none.
    OutputExistsError
        When it holds a model, and ``overwrite`` is false.
    OutputError
        When it cannot be looked into.
    """
    target = Path(folder)
    try:
        if target.exists() and not _is_ours(target):
            raise FolderInUseError(target=str(target))
        if not overwrite and target.exists() and any(target.iterdir()):
            raise OutputExistsError(target=str(target))
    except OSError as error:
        raise OutputError(target=str(target), reason=os_reason(error)) from error


def _put(aside: Path, target: Path) -> None:
    """Move a folder to its place; what was there goes only when the new one is there."""
    if not target.exists():
        aside.replace(target)
        return
    old = aside.with_name(f"{aside.name}-old")
    target.replace(old)
    try:
        aside.replace(target)
    except OSError:
        old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _is_ours(target: Path) -> bool:
    """Whether a folder may be replaced: an empty one, or a model and nothing else."""
    if not target.is_dir():
        return False
    names = {path.name for path in target.iterdir()}
    if not names:
        return True
    try:
        listed = set(read_json(bytes(Folder(target).read(MANIFEST)))["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError, UnsafeModelError):
        return False
    return MANIFEST_SUM in names and names <= listed | {MANIFEST, MANIFEST_SUM}


def _plain(value: Any) -> Any:
    """NumPy's numbers, which a parameter search sets, as JSON's."""
    return value.item()


def _write_files(folder: Path, name: str, model: Model, facts: dict[str, Any], card: str) -> None:
    (folder / ALPHABET).write_bytes(model.alphabet.characters.encode())
    arrays: dict[str, NDArray[Any]] = {
        BASE: model.trie.base,
        CHECK: model.trie.check,
        PLACES: model.weights.places,
    }
    if model.weights.narrow:
        arrays |= {OWN: own_levels(model.trie, model.weights), MEASURED: model.weights.rows[-1]}
    else:
        arrays |= {ROWS: model.weights.rows}
    groups = model.weights.groups
    if groups:
        arrays |= {GROUP_ROWS: groups.of_row, GROUP_LISTS: groups.lists}
    if model.dictionary:
        (folder / DICTIONARY).write_bytes("".join(f"{word} {frequency}\n" for word, frequency in model.dictionary).encode())
    for file, array in arrays.items():
        np.save(folder / file, array, allow_pickle=False)
    (folder / CARD).write_bytes(card.encode("utf-8", "backslashreplace"))
    manifest = {
        "format": NARROW if model.weights.narrow else PLAIN,
        "name": name,
        "themes": list(model.themes),
        "thresholds": model.rule.thresholds.tolist(),
        "calibration": {"slope": model.rule.slope.tolist(), "offset": model.rule.offset.tolist()},
        "intercept": model.intercept.tolist(),
        "answers_other": model.rule.answers_other,
        "known_floor": model.known_floor,
        "segmenter": SEGMENTER,
        "scales": dict(zip(BLOCKS, model.weights.scales.tolist(), strict=False)),
        "square_scale": model.weights.square_scale,
        "longest": model.weights.longest,
        "groups": dict(zip(groups.names, groups.coef.tolist(), strict=True)) if groups else {},
        **facts,
        "files": {path.name: _sha256(path.read_bytes()) for path in sorted(folder.iterdir())},
    }
    data = (json.dumps(manifest, ensure_ascii=False, indent=1, default=_plain) + "\n").encode("utf-8", "backslashreplace")
    (folder / MANIFEST).write_bytes(data)
    (folder / MANIFEST_SUM).write_bytes(_sum_line(data))


def _sum_line(manifest: bytes) -> bytes:
    """What stands in ``manifest.sha256``, as sha256sum writes it."""
    return f"{_sha256(manifest)}  {MANIFEST}\n".encode("ascii")


def read(folder: str | os.PathLike[str]) -> Model:
    """Open a model folder, or a zip of one.

    Raises
    ------
    MissingModelError, ForeignModelError, DamagedModelError, UnsafeModelError, NewerModelError, OlderModelError
        When it is refused; each says why.
    """
    path = Path(folder)
    with open_files(path) as files:
        manifest, fingerprint = _parse(path, files)
        checked = _checked(path, files, manifest)
    try:
        return build(checked, manifest, fingerprint)
    except Exception as error:  # a hostile manifest or array can raise nearly anything
        raise ForeignModelError(folder=str(path), reason=f"{type(error).__name__}: {error}"[:_LONGEST_REASON]) from error


def _parse(path: Path, files: Files) -> tuple[dict[str, Any], str]:
    try:
        data = bytes(files.read(MANIFEST))
    except (OSError, ValueError) as error:
        raise ForeignModelError(folder=str(path), reason=MANIFEST) from error
    written = _written_sum(files)
    manifest = _manifest(path, data, damaged=written not in (None, _sum_line(data)))
    if written != _sum_line(data):
        raise DamagedModelError(folder=str(path), file=MANIFEST_SUM if written is None else MANIFEST)
    return manifest, _sha256(data)


def _manifest(path: Path, data: bytes, damaged: bool) -> dict[str, Any]:
    try:
        manifest = read_json(data)
        number, listed = manifest["format"], manifest["files"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if damaged:
            raise DamagedModelError(folder=str(path), file=MANIFEST) from error
        raise ForeignModelError(folder=str(path), reason=MANIFEST) from error
    if type(number) is not int or number < 1 or not isinstance(listed, dict):
        raise ForeignModelError(folder=str(path), reason=MANIFEST)
    refuse_other_formats(path, number, manifest)
    return dict(manifest)


def _written_sum(files: Files) -> bytes | None:
    """What ``manifest.sha256`` says; None when it is not there."""
    try:
        return bytes(files.read(MANIFEST_SUM))
    except (OSError, ValueError):
        return None


def _checked(path: Path, files: Files, manifest: dict[str, Any]) -> dict[str, Data]:
    """Every file that the manifest lists, found there and unchanged; and it lists every file that we shall read."""
    needed, found = {*FILES[manifest["format"]], *(GROUP_FILES if manifest.get("groups") else ())}, {}
    for file in sorted(needed | set(manifest["files"])):
        if Path(file).name != file or file not in manifest["files"]:
            raise ForeignModelError(folder=str(path), reason=file[:_LONGEST_REASON])
        try:
            found[file] = files.read(file)
        except (OSError, ValueError) as error:
            raise DamagedModelError(folder=str(path), file=file) from error
        if _sha256(found[file]) != manifest["files"][file]:
            raise DamagedModelError(folder=str(path), file=file)
    if manifest.get("segmenter") != SEGMENTER:
        raise ForeignModelError(folder=str(path), reason=f"segmenter: {manifest.get('segmenter')}"[:_LONGEST_REASON])
    return found


def _sha256(data: Data) -> str:
    return hashlib.sha256(data).hexdigest()
