"""The files of a model folder, and the parts of a model made of them, each checked for what scoring relies on."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from newsclf.arrays import Floats
from newsclf.characters import Alphabet
from newsclf.decisions import Rule
from newsclf.lanes import LANES
from newsclf.lexicon import Groups
from newsclf.scoring import Model
from newsclf.themes import OTHER
from newsclf.tokens import Dictionary
from newsclf.trie import FIRST, Trie
from newsclf.weights import BLOCKS, MEASURES, Weights, block_width

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

FILES: Final = (ALPHABET, BASE, CHECK, PLACES, ROWS)
GROUP_FILES: Final = (GROUP_ROWS, GROUP_LISTS)


def build(path: Path, manifest: dict[str, Any], fingerprint: str) -> Model:
    """Build the model of a folder whose files are those that its manifest lists.

    Raises
    ------
    Exception
        Of nearly any kind, when manifest or arrays are not what `newsclf.model_folder.write` writes.
    """
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


def _numbers(values: list[float], size: int) -> Floats:
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
