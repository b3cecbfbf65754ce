"""The files of a model folder, and the parts of a model made of them, each checked for what scoring relies on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from newsclf.arrays import Floats, Places
from newsclf.characters import Alphabet
from newsclf.decisions import Rule
from newsclf.features import is_term
from newsclf.lanes import LANES
from newsclf.lexicon import Groups
from newsclf.model_arrays import read_array, refuse_outside
from newsclf.model_files import Data
from newsclf.scoring import Model
from newsclf.themes import OTHER
from newsclf.tokens import Dictionary
from newsclf.trie import FIRST, Trie
from newsclf.visible import is_visible
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

MOST_THEMES: Final = 1 << 14
MOST_GROUPS: Final = (1 << 15) - 1
MOST_OF_A_TERM: Final = 1 << 7
"""So many themes and groups a model may have, and so many groups a term with its beginnings: they bound memory at scoring."""

_LARGEST: Final = 1e12
"""No number of a model is larger; so no score can be infinite."""

_LONGEST_NAME: Final = 255
_HIGHEST_FREQUENCY: Final = 10**12


def build(files: Mapping[str, Data], manifest: dict[str, Any], fingerprint: str) -> Model:
    """Build the model of files that are those that its manifest lists.

    Raises
    ------
    Exception
        Of nearly any kind, when manifest or arrays are not what `newsclf.model_folder.write` writes.
    """
    themes, name, floor = manifest["themes"], manifest["name"], manifest["known_floor"]
    if type(themes) is not list or not 0 < len(themes) <= MOST_THEMES or len(set(themes)) != len(themes) or OTHER in themes:
        raise ValueError("themes")
    if not all(isinstance(text, str) and is_visible(text) for text in (*themes, name)) or len(name) > _LONGEST_NAME:
        raise ValueError("names")
    if type(floor) is not float or not 0 <= floor <= 1:
        raise ValueError("known_floor")
    if not isinstance(manifest.get("hierarchy", ""), str):
        raise ValueError("hierarchy")
    alphabet = Alphabet(_text(files[ALPHABET]))
    trie = _trie(files, alphabet.characters)
    weights = _weights(files, manifest, len(trie), len(themes))
    intercept, rule = _numbers(manifest["intercept"], len(themes)), _rule(manifest, tuple(themes))
    dictionary = _dictionary(files)
    return Model(f"{name}@{fingerprint[:12]}", alphabet, trie, weights, intercept, rule, floor, dictionary, manifest)


def _text(data: Data) -> str:
    return bytes(data).decode("utf-8")


def _dictionary(files: Mapping[str, Data]) -> Dictionary:
    if DICTIONARY not in files:
        return ()
    pairs = [line.rsplit(" ", 1) for line in _text(files[DICTIONARY]).splitlines()]
    dictionary = tuple((word, int(frequency)) for word, frequency in pairs)
    if not all(word and 0 <= frequency <= _HIGHEST_FREQUENCY for word, frequency in dictionary):
        raise ValueError("dictionary")
    return dictionary


def _trie(files: Mapping[str, Data], alphabet: str) -> Trie:
    base, check = read_array(files[BASE], np.int32, 1), read_array(files[CHECK], np.int32, 1)
    letters = FIRST + len(alphabet)
    refuse_outside(base, 0, len(check) - letters)
    refuse_outside(check, -1, len(check) - 1)
    if len(base) != len(check) or (check[:letters] >= 0).any() or not all(map(is_term, alphabet)):
        raise ValueError("trie")
    _refuse_wrong_steps(base, check, letters)
    return Trie(alphabet, base, check)


def _refuse_wrong_steps(base: Places, check: Places, letters: int) -> None:
    """Every state with a parent is where a character of the alphabet leads to from there."""
    states = np.flatnonzero(check >= 0)
    parents = check[states]
    codes = states - base[parents]
    if len(states) and (parents.min() < FIRST or codes.min() < FIRST or codes.max() >= letters):
        raise ValueError("trie")


def _weights(files: Mapping[str, Data], manifest: dict[str, Any], n_states: int, n_themes: int) -> Weights:
    given = manifest["scales"]
    if list(given) not in ([*BLOCKS[:1]], [*BLOCKS]):
        raise ValueError("scales")
    scales = np.array([_numbers(given[block], n_themes) for block in given])
    square_scale, longest = (_numbers([manifest[name]], 1) for name in ("square_scale", "longest"))
    rows, places = read_array(files[ROWS], np.uint16, 3), read_array(files[PLACES], np.int32, 1)
    lanes = len(scales) * block_width(n_themes) + MEASURES
    if rows.shape != (lanes // LANES, rows.shape[1], LANES):
        raise ValueError(f"rows of shape {rows.shape}")
    if len(places) != n_states or (scales <= 0).any() or (square_scale <= 0).any() or (longest < 1).any():
        raise ValueError("weights")
    refuse_outside(places, 0, rows.shape[1] - 1)
    groups = _groups(files, manifest["groups"], rows.shape[1], n_themes)
    return Weights(rows, places, scales, float(square_scale[0]), float(longest[0]), groups)


def _groups(files: Mapping[str, Data], given: Any, n_rows: int, n_themes: int) -> Groups | None:
    if type(given) is not dict:
        raise ValueError("groups")
    if not given:
        return None
    coef = np.array([_numbers(weights, n_themes) for weights in given.values()])
    of_row, lists = read_array(files[GROUP_ROWS], np.uint16, 1), read_array(files[GROUP_LISTS], np.int16, 2)
    refuse_outside(of_row, 0, len(lists) - 1)
    refuse_outside(lists, -1, len(coef) - 1)
    if len(of_row) != n_rows or len(coef) > MOST_GROUPS or lists.shape[1] > MOST_OF_A_TERM:
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
    if array.shape != (size,) or not (np.abs(array) <= _LARGEST).all():  # so NaN is refused, too
        raise ValueError(f"{len(values)} numbers, expected {size} of common size")
    return array
