"""A batch of texts as one array of codes, ready for `newsclf.trie`: `newsclf.text.normalise` for all of them at once.

Each character is looked up in a table of normal forms; white space beside Han characters and repeated digits are then cut
out of the array. The few texts that this cannot do (traditional characters, one that folds to several such as ℃, one beyond
U+FFFF) go through `normalise` one by one. Tables are filled as characters turn up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Places
from newsclf.decisions import han_characters
from newsclf.lanes import HIGHEST, LANES, sums
from newsclf.lazy import pattern
from newsclf.text import LETTER, MAX_CHARACTERS, SPACE_FOLLOWS, SPACE_PRECEDES, fold, is_han, normalise
from newsclf.traditional import mostly_traditional, script
from newsclf.trie import FIRST

DIGIT: Final = "0"
"""Stands for every number; the first character of every alphabet."""

MAX_ASTRAL: Final = 1024
"""So many characters beyond U+FFFF an alphabet may have."""

UNKNOWN: Final = 1
"""The code of a letter or Han character that is not in the alphabet."""

_SPACE, _ODD, _UNSEEN = HIGHEST - 2, HIGHEST - 1, HIGHEST
"""The codes of white space, of what `normalise` must see, and of what was not met before."""

_SURROGATE: Final = 0xD800
_UNKNOWN_ASTRAL: Final = "\udfff"
_END: Final = "\0"
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_WORD: Final = re.compile(r"\w")
_DIGIT: Final = re.compile("[0-9]")
_TELLING: Final = pattern(rf"[\w\s{SPACE_FOLLOWS}{SPACE_PRECEDES}]")

Units = NDArray[np.uint16]
_START: Final = np.zeros(1, dtype=np.intp)


@dataclass(frozen=True, eq=False)
class Codes:
    """Texts as codes.

    Attributes
    ----------
    codes : ndarray of intp
        All texts, one after the other, each with a 0 behind it.
    starts : ndarray of intp, shape (n_texts,)
        Where each begins.
    """

    codes: Places
    starts: Places

    @property
    def lengths(self) -> Places:
        """How many codes each text has, the 0 behind it included."""
        lengths = np.empty_like(self.starts)
        lengths[:-1] = self.starts[1:] - self.starts[:-1]
        lengths[-1:] = len(self.codes) - self.starts[-1:]
        return lengths


class Alphabet:
    """The characters that a model knows, and texts written in their codes.

    The first has the code `newsclf.trie.FIRST`; other letters have `UNKNOWN`, and all that is no letter has 0.

    Parameters
    ----------
    characters : str
        The digit 0, then letters and Han characters.

    Raises
    ------
    ValueError
        When the first is not 0, one occurs twice or is U+0000, or too many lie beyond U+FFFF.
    """

    def __init__(self, characters: str) -> None:
        astral = [char for char in characters if char > "\uffff"]
        double, border = len(set(characters)) < len(characters), _END in characters  # texts would run into each other
        if not characters.startswith(DIGIT) or double or border or len(astral) > MAX_ASTRAL:
            raise ValueError("alphabet")
        self.characters = characters
        self._code = {char: FIRST + place for place, char in enumerate(characters)}
        self._stand_ins = {char: chr(_SURROGATE + place) for place, char in enumerate(astral)}
        self._raw, self._folded = _Table(self._raw_code), _Table(self._folded_code)

    def write(self, texts: Sequence[str]) -> tuple[Codes, NDArray[np.int64]]:
        """Raw texts, in the codes of their normal forms; of each, the first `MAX_CHARACTERS` characters.

        Returns
        -------
        Codes
        ndarray of shape (n_texts, 2)
            How many Han characters, and how many letters (Han characters among them), each raw text has.
        """
        texts = [text if len(text) <= MAX_CHARACTERS else text[:MAX_CHARACTERS] for text in texts]
        units, starts = _units(texts, lambda match: chr(_SURROGATE))
        codes, special = self._raw.look_up(units)
        counts = sums(_SCRIPTS.look_up(units)[0][None], starts)
        odd = mostly_traditional(counts[:, 2], counts[:, 3])
        if special:
            odd[np.searchsorted(starts, np.flatnonzero(codes == _ODD), side="right") - 1] = True
        written, letters = _cut(codes, special, units, starts), counts[:, :2]
        if odd.any():
            singly = [texts[place] for place in np.flatnonzero(odd)]
            # What lies beyond U+FFFF was not looked at.
            letters[odd] = [(han_characters(text), len(LETTER.findall(text))) for text in singly]
            written = _replaced(written, odd, self.write_folded([normalise(text) for text in singly]))
        return written, letters

    def write_one(self, text: str) -> tuple[Places, int, int] | None:
        """One raw text, as `write` has it: its codes, and how many Han characters and how many letters it has.

        None for a text that is very long or that `normalise` must see.
        """
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass") + b"\0\0", dtype="<u2")
        if len(text) != len(units) - 1 or len(text) > HIGHEST:
            return None
        codes, special = self._raw.look_up(units)
        counts = int(np.add.reduce(_SCRIPTS.look_up(units)[0]))  # no lane can overflow
        han, letters, traditional, simple = (counts >> 16 * lane & HIGHEST for lane in range(LANES))
        if mostly_traditional(traditional, simple) or (special and (codes == _ODD).any()):
            return None
        return _cut(codes, special, units, _START).codes, han, letters

    def write_folded(self, texts: Sequence[str]) -> Codes:
        """Texts in their normal forms, as codes."""
        units, starts = _units(texts, self._stand_in)
        return Codes(self._folded.look_up(units)[0].astype(np.intp), starts)

    def _stand_in(self, match: re.Match[str]) -> str:
        char = match[0]
        return self._stand_ins.get(char) or (_UNKNOWN_ASTRAL if _WORD.match(char) else _END)

    def _folded_code(self, char: str) -> int:
        if char >= chr(_SURROGATE) and char <= _UNKNOWN_ASTRAL:
            known = {stand_in: self._code[astral] for astral, stand_in in self._stand_ins.items()}
            return known.get(char, UNKNOWN)
        return self._code.get(char, UNKNOWN if _WORD.match(char) else 0)

    def _raw_code(self, char: str) -> int:
        folded = fold(char)
        if chr(_SURROGATE) <= char <= _UNKNOWN_ASTRAL:
            return _ODD
        if len(folded) > 1:
            return _ODD if _TELLING().search(folded) else 0
        if folded.isspace():
            return _SPACE
        return self._folded_code(DIGIT if _DIGIT.match(folded) else folded)


class _Table:
    """A number for each character up to U+FFFF, worked out when the character first turns up."""

    def __init__(self, number: Callable[[str], int], dtype: type[np.unsignedinteger[Any]] = np.uint16) -> None:
        self._number = number
        self._unseen = np.iinfo(dtype).max
        self._numbers = np.full(1 << 16, self._unseen, dtype=dtype)

    def look_up(self, units: Units) -> tuple[NDArray[Any], bool]:
        """The numbers of characters, and whether any is one of the highest three."""
        numbers = self._numbers.take(units, mode="clip")
        special = bool(np.count_nonzero(numbers > self._unseen - 3))
        if special and numbers.max() == self._unseen:
            for unit in set(units[numbers == self._unseen].tolist()):
                self._numbers[unit] = self._number(chr(unit))
            return self.look_up(units)
        return numbers, special


def _script_lanes(char: str) -> int:
    """One in the lane of each: Han characters, letters, characters only in traditional texts, and only in simplified ones."""
    traits = (is_han(char), LETTER.match(char), script(char) == "big5", script(char) == "gb2312")
    return sum(1 << 16 * lane for lane, trait in enumerate(traits) if trait)


_SCRIPTS = _Table(_script_lanes, np.uint64)
_BEFORE_SPACE = _Table(lambda char: bool(re.match(f"[{SPACE_FOLLOWS}]", fold(char))))
_AFTER_SPACE = _Table(lambda char: bool(re.match(f"[{SPACE_PRECEDES}]", fold(char))))


def _units(texts: Sequence[str], stand_in: Callable[[re.Match[str]], str]) -> tuple[Units, Places]:
    """Texts in UTF-16, one unit a character, a zero behind each; and where they start."""
    joined = _END.join([*texts, ""])
    units = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(units) > len(joined):
        joined = _ASTRAL.sub(stand_in, joined)
        units = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts)) + 1
    return units, np.cumsum(lengths) - lengths


def _cut(codes: Units, special: bool, units: Units, starts: Places) -> Codes:
    """Codes less the digits that follow digits and the white space that does not count."""
    digit = codes == FIRST
    drop = digit.copy()
    drop[1:] &= digit[:-1]
    drop[:1] = False
    if special:
        spaces = (codes == _SPACE).nonzero()[0]
        drop[spaces[_beside_han(spaces, units)]] = True
        codes = np.where(codes >= _SPACE, 0, codes)
    dropped = drop.nonzero()[0]
    if len(dropped):
        codes = codes[~drop]
        if len(starts) > 1:  # the first is 0, whatever goes
            starts = starts - np.searchsorted(dropped, starts)
    return Codes(codes.astype(np.intp), starts)


def _beside_han(spaces: Places, units: Units) -> NDArray[np.bool_]:
    """Which white space goes: runs beside Han characters, and of other runs all but the first."""
    heads = np.flatnonzero(np.diff(spaces, prepend=-2) > 1)
    tails = np.append(heads[1:], len(spaces))[: len(heads)] - 1
    before, after = units[spaces[heads] - 1], units[spaces[tails] + 1]
    gone = (_BEFORE_SPACE.look_up(before)[0] | _AFTER_SPACE.look_up(after)[0]).astype(bool)
    result = np.repeat(gone, tails - heads + 1)
    first = np.zeros(len(spaces), dtype=bool)
    first[heads] = True
    return np.asarray(result | ~first)


def _replaced(written: Codes, which: NDArray[np.bool_], others: Codes) -> Codes:
    """Codes in which those of some texts are replaced by others."""
    old = np.repeat(which, written.lengths)
    lengths = written.lengths
    lengths[which] = others.lengths
    new = np.repeat(which, lengths)
    codes = np.empty(len(new), dtype=np.intp)
    codes[~new], codes[new] = written.codes[~old], others.codes
    return Codes(codes, np.cumsum(lengths) - lengths)
