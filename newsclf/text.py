"""Text in the form in which it is scored."""

from __future__ import annotations

import re
import sys
import unicodedata

from newsclf.lazy import pattern
from newsclf.traditional import simplified

MAX_CHARACTERS = 100_000
"""Scoring reads at most so many characters of one segment: far beyond any paragraph, and it bounds time and memory."""

_HAN_RANGES = (
    ("\u4e00", "\u9fff"),
    ("\u3007", "\u3007"),
    ("\u3400", "\u4dbf"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003134f"),
)

HAN = "".join(f"{first}-{last}" for first, last in _HAN_RANGES)
"""Han characters, as the inside of a regular expression's character class."""

LETTER = re.compile(r"[^\W\d_]")
"""One letter of any script; Han characters are letters."""

SPACE_FOLLOWS = HAN + "。、》”’"
SPACE_PRECEDES = HAN + "。、《“‘"
"""Behind the first and before the second, as insides of character classes, white space means nothing."""


def as_text(value: object) -> str:
    """A cell or item as text: what tables hold for "nothing" is empty; numbers and the like are written out.

    Raises
    ------
    TypeError
        When it is bytes, or a collection: then somebody took it for a text by mistake.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bytes | bytearray | list | tuple | set | dict):
        raise TypeError(f"expected a text, not {type(value).__name__}")
    return "" if is_missing(value) else str(value)


def is_missing(value: object) -> bool:
    """Whether an item is what tables hold for "nothing": None, NaN, NaT, or pandas' NA, which refuses to be compared."""
    return value is None or type(value).__name__ == "NAType" or bool(value != value)


class _Folding(dict[int, str]):
    """Character by character: NFKC, lower case; look-alikes mended; what no encoder can write replaced."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(code)
        return folded


def _folded(code: int) -> str:
    surrogate = 0xD800 <= code <= 0xDFFF  # alone, no segmenter can read it
    return _LOOK_ALIKES.get(code) or ("\ufffd" if surrogate else unicodedata.normalize("NFKC", chr(code)).lower())


# Look-alike letters that page fonts put for Roman numerals: water quality is graded Ⅰ to Ⅴ, so they matter.
_LOOK_ALIKES = {ord("Ш"): "iii", ord("П"): "ii"}
_FOLDING = _Folding()

SPACE_BESIDE_HAN = rf"(?<=[{SPACE_FOLLOWS}])\s+|\s+(?=[{SPACE_PRECEDES}])|(?<=\s)\s+"
"""White space that means nothing, as a regular expression for folded text."""

DIGITS = "[0-9]+"
"""What becomes one ``0``, as a regular expression for folded text."""

_SPACE_BESIDE_HAN = pattern(SPACE_BESIDE_HAN)
_DIGITS = re.compile(DIGITS)


def is_han(char: str) -> bool:
    """Whether one character is a Han character."""
    return any(first <= char <= last for first, last in _HAN_RANGES)


def fold(char: str) -> str:
    """The normal form of one character: most often one character, too."""
    return _FOLDING[ord(char)]


def folding_table() -> dict[int, str]:
    """The normal forms of all characters that have another than themselves, as a table for `str.translate`."""
    others = (code for code in range(sys.maxunicode + 1) if not _is_folded(chr(code)))
    return {code: folded for code in others if (folded := _folded(code)) != chr(code)}


def _is_folded(char: str) -> bool:
    """Whether a character is surely its own normal form: so are most."""
    return char.lower() == char and unicodedata.is_normalized("NFKC", char) and not "\ud800" <= char <= "\udfff"


def normalise(text: str) -> str:
    """The form in which text is scored; what a user sees is never changed.

    Traditional characters become simplified ones, full-width and half-width forms one, letters small; spaces beside Han
    characters go (PDF pages have them around digits and between letter-spaced characters), every run of digits becomes
    ``0``.
    """
    folded = simplified(text[:MAX_CHARACTERS]).translate(_FOLDING)
    return _DIGITS.sub("0", _SPACE_BESIDE_HAN().sub("", folded))


def normalise_aligned(text: str) -> tuple[str, list[int]]:
    """`normalise`, with the way back.

    Returns
    -------
    normalised : str
        The same string as `normalise` gives.
    origins : list of int, length len(normalised) + 1
        Character ``i`` came from ``text[origins[i]:origins[i + 1]]``, dropped spaces included.
    """
    text = simplified(text[:MAX_CHARACTERS])  # character by character: every place stays
    folded = [(piece, place) for place, char in enumerate(text) for piece in char.translate(_FOLDING)]
    for dropped, kept in ((_SPACE_BESIDE_HAN(), 0), (_DIGITS, 1)):
        whole = "".join(piece for piece, _ in folded)
        result, last = [], 0
        for match in dropped.finditer(whole):
            result += folded[last : match.start()]
            result += [("0", place) for _, place in folded[match.start() : match.start() + kept]]
            last = match.end()
        folded = result + folded[last:]
    return "".join(piece for piece, _ in folded), [place for _, place in folded] + [len(text)]
