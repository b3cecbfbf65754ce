"""The model folder: manifest, checksums, alphabet, arrays. No pickle; nothing in it can run.

Reading is parse → check → build: the manifest is parsed, every file is checked against it, then the model is built.

``FORMAT`` rises when a folder written by this version could be misread by an older one, or the other way round: when a
file changes its meaning, when `newsclf.text.normalise` or `newsclf.characters` give other codes for the same text. (Formats
1 and 2 counted words as jieba cuts them at scoring; this version cannot score so, and refuses them.)
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
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from newsclf.characters import Alphabet
from newsclf.decisions import Rule
from newsclf.errors import (
    DamagedModelError,
    FolderInUseError,
    ForeignModelError,
    MissingModelError,
    NewerModelError,
    OlderModelError,
    OutputError,
)
from newsclf.lanes import LANES
from newsclf.lexicon import Groups
from newsclf.messages import os_reason
from newsclf.scoring import Model
from newsclf.themes import OTHER
from newsclf.tokens import SEGMENTER, Dictionary
from newsclf.trie import FIRST, Trie
from newsclf.weights import BLOCKS, MEASURES, Weights, block_width

FORMAT: Final = 3
MANIFEST: Final = "manifest.json"
MANIFEST_SUM: Final = "manifest.sha256"
CARD: Final = "CARD.md"

ALPHABET: Final = "alphabet.txt"
"""The characters that the model knows, in the order of their codes; UTF-8."""

BASE: Final = "trie.base.npy"
CHECK: Final = "trie.check.npy"
PLACES: Final = "weights.places.npy"
"""`Trie.base`, `Trie.check` and `Weights.places`: int32, shape (n_states,)."""

ROWS: Final = "weights.rows.npy"
"""`Weights.rows`: uint16, shape (n_fours, n_rows, 4)."""

GROUP_ROWS: Final = "groups.rows.npy"
GROUP_LISTS: Final = "groups.lists.npy"
"""`Groups.of_row` and `Groups.lists`, for a model with a lexicon: uint16, shape (n_rows,), and int16, shape (n_lists, most)."""

DICTIONARY: Final = "dictionary.txt"
"""Words added to jieba's dictionary, where there are any: a word and its frequency a line, as jieba reads it; UTF-8."""

_FILES: Final = (ALPHABET, BASE, CHECK, PLACES, ROWS)
_GROUP_FILES: Final = (GROUP_ROWS, GROUP_LISTS)


def write(folder: str | os.PathLike[str], model: Model, facts: dict[str, Any], card: str) -> None:
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

    Raises
    ------
    FolderInUseError
        When the folder holds something else.
    OutputError
        When it cannot be written.
    """
    target = Path(folder)
    try:
        if target.exists() and not _is_ours(target):
            raise FolderInUseError(target=str(target))
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.absolute().parent))
        try:
            _write_files(aside, target.name, model, facts, card)
            aside.chmod(0o755)
            if target.exists():
                shutil.rmtree(target)
            aside.replace(target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise OutputError(target=str(target), reason=os_reason(error)) from error


def _is_ours(target: Path) -> bool:
    """Whether a folder may be replaced: an empty one, or a model and nothing else."""
    if not target.is_dir():
        return False
    names = {path.name for path in target.iterdir()}
    if not names:
        return True
    try:
        listed = set(json.loads((target / MANIFEST).read_bytes())["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
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
        ROWS: model.weights.rows,
    }
    groups = model.weights.groups
    if groups:
        arrays |= {GROUP_ROWS: groups.of_row, GROUP_LISTS: groups.lists}
    if model.dictionary:
        (folder / DICTIONARY).write_bytes("".join(f"{word} {frequency}\n" for word, frequency in model.dictionary).encode())
    for file, array in arrays.items():
        np.save(folder / file, array, allow_pickle=False)
    (folder / CARD).write_bytes(card.encode("utf-8", "backslashreplace"))
    manifest = {
        "format": FORMAT,
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
    """Open a model folder.

    Raises
    ------
    MissingModelError, ForeignModelError, DamagedModelError, NewerModelError, OlderModelError
        When it is refused; each says why.
    """
    path = Path(folder)
    manifest, fingerprint = _parse(path)
    _check(path, manifest)
    try:
        return _build(path, manifest, fingerprint)
    except Exception as error:  # a hostile manifest or array can raise nearly anything
        raise ForeignModelError(folder=str(path), reason=f"{type(error).__name__}: {error}") from error


def _parse(path: Path) -> tuple[dict[str, Any], str]:
    if not path.is_dir():
        raise MissingModelError(folder=str(path))
    try:
        data = (path / MANIFEST).read_bytes()
    except OSError as error:
        raise ForeignModelError(folder=str(path), reason=MANIFEST) from error
    try:
        manifest = json.loads(data)
        number = manifest["format"]
        files = manifest["files"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if (path / MANIFEST_SUM).is_file():
            raise DamagedModelError(folder=str(path), file=MANIFEST) from error
        raise ForeignModelError(folder=str(path), reason=MANIFEST) from error
    if type(number) is not int or number < 1 or not isinstance(files, dict):
        raise ForeignModelError(folder=str(path), reason=MANIFEST)
    if number != FORMAT:
        raise (NewerModelError if number > FORMAT else OlderModelError)(folder=str(path), format=number, supported=FORMAT)
    try:
        written = (path / MANIFEST_SUM).read_bytes()
    except OSError as error:
        raise DamagedModelError(folder=str(path), file=MANIFEST_SUM) from error
    if written != _sum_line(data):
        raise DamagedModelError(folder=str(path), file=MANIFEST)
    return manifest, _sha256(data)


def _check(path: Path, manifest: dict[str, Any]) -> None:
    """Every file that the manifest lists is there and unchanged, and it lists every file that we shall read."""
    needed = {*_FILES, *(_GROUP_FILES if manifest.get("groups") else ())}
    for file in sorted(needed | set(manifest["files"])):
        if Path(file).name != file or file not in manifest["files"]:
            raise ForeignModelError(folder=str(path), reason=file)
        try:
            digest = _sha256((path / file).read_bytes())
        except (OSError, ValueError) as error:
            raise DamagedModelError(folder=str(path), file=file) from error
        if digest != manifest["files"][file]:
            raise DamagedModelError(folder=str(path), file=file)
    if manifest.get("segmenter") != SEGMENTER:
        raise ForeignModelError(folder=str(path), reason=f"segmenter: {manifest.get('segmenter')}")


def _build(path: Path, manifest: dict[str, Any], fingerprint: str) -> Model:
    themes, name, floor = manifest["themes"], manifest["name"], manifest["known_floor"]
    if type(themes) is not list or not themes or len(set(themes)) != len(themes) or OTHER in themes:
        raise ValueError("themes")
    if not all(isinstance(text, str) for text in (*themes, name)) or not name.isprintable():
        raise ValueError("names")
    if type(floor) is not float or not 0 <= floor <= 1:
        raise ValueError("known_floor")
    alphabet = Alphabet((path / ALPHABET).read_bytes().decode())
    trie = _trie(path, alphabet.characters)
    weights = _weights(path, manifest, len(trie), len(themes))
    intercept, rule = _numbers(manifest["intercept"], len(themes)), _rule(manifest, tuple(themes))
    dictionary = _dictionary(path, manifest)
    return Model(f"{name}@{fingerprint[:12]}", alphabet, trie, weights, intercept, rule, floor, dictionary, manifest)


def _dictionary(path: Path, manifest: dict[str, Any]) -> Dictionary:
    if DICTIONARY not in manifest["files"]:
        return ()
    lines = [line.split(" ") for line in (path / DICTIONARY).read_bytes().decode().splitlines()]
    return tuple((word, int(frequency)) for word, frequency in lines)


def _trie(path: Path, alphabet: str) -> Trie:
    base, check = _array(path / BASE, np.int32, 1), _array(path / CHECK, np.int32, 1)
    letters = FIRST + len(alphabet)
    _within(base, 0, len(check) - letters)
    _within(check, -1, len(check) - 1)
    if len(base) != len(check) or (check[:letters] >= 0).any():
        raise ValueError("trie")
    return Trie(alphabet, base, check)


def _weights(path: Path, manifest: dict[str, Any], n_states: int, n_themes: int) -> Weights:
    given = manifest["scales"]
    if list(given) not in ([*BLOCKS[:1]], [*BLOCKS]):
        raise ValueError("scales")
    scales = np.array([_numbers(given[block], n_themes) for block in given])
    square_scale, longest = (_numbers([manifest[name]], 1) for name in ("square_scale", "longest"))
    rows, places = _array(path / ROWS, np.uint16, 3), _array(path / PLACES, np.int32, 1)
    lanes = len(scales) * block_width(n_themes) + MEASURES
    if rows.shape != (lanes // LANES, rows.shape[1], LANES) or not rows.flags.c_contiguous:
        raise ValueError(f"rows of shape {rows.shape}")
    if len(places) != n_states or (scales <= 0).any() or (square_scale <= 0).any() or (longest < 1).any():
        raise ValueError("weights")
    _within(places, 0, rows.shape[1] - 1)
    groups = _groups(path, manifest["groups"], rows.shape[1], n_themes)
    return Weights(rows, places, scales, float(square_scale[0]), float(longest[0]), groups)


def _groups(path: Path, given: Any, n_rows: int, n_themes: int) -> Groups | None:
    if type(given) is not dict:
        raise ValueError("groups")
    if not given:
        return None
    coef = np.array([_numbers(weights, n_themes) for weights in given.values()])
    of_row, lists = _array(path / GROUP_ROWS, np.uint16, 1), _array(path / GROUP_LISTS, np.int16, 2)
    _within(of_row, 0, len(lists) - 1)
    _within(lists, -1, len(coef) - 1)
    if len(of_row) != n_rows:
        raise ValueError("groups")
    return Groups(tuple(given), of_row, lists, coef)


def _rule(manifest: dict[str, Any], themes: tuple[str, ...]) -> Rule:
    slope, offset = (_numbers(manifest["calibration"][name], len(themes)) for name in ("slope", "offset"))
    thresholds = _numbers(manifest["thresholds"], len(themes))
    if (slope <= 0).any() or (thresholds <= 0).any() or (thresholds > 1).any():
        raise ValueError("calibration")
    if type(manifest["answers_other"]) is not bool:
        raise ValueError("answers_other")
    return Rule(themes, slope, offset, thresholds, manifest["answers_other"])


def _numbers(values: list[float], size: int) -> NDArray[np.float64]:
    if type(values) is not list or any(type(value) not in (float, int) for value in values):
        raise ValueError("numbers")
    array = np.array(values, dtype=np.float64)
    if array.shape != (size,) or not np.isfinite(array).all():
        raise ValueError(f"{len(values)} numbers, expected {size} finite ones")
    return array


def _array(file: Path, dtype: type[np.generic], dimensions: int) -> NDArray[Any]:
    """An array of a given type, mapped into memory: processes on one machine share it."""
    array = open_memmap(file, mode="r")
    if array.dtype != dtype or array.ndim != dimensions or not array.size:
        raise ValueError(f"{array.dtype} of shape {array.shape}")
    return np.asarray(array)


def _within(array: NDArray[Any], low: int, high: int) -> None:
    if int(array.min()) < low or int(array.max()) > high:
        raise ValueError(f"numbers outside {low} to {high}")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
