"""Bytes to text, and text to the form in which it is scored.

Decoding is strict: UTF-8 first, then GB18030, else an error. On Chinese text of a line or more this does not fail;
statistical guessers do. (Two bytes of GBK alone can be valid UTF-8: nothing can tell.)
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from newsclf.errors import BinaryFileError, EncodingError
from newsclf.traditional import simplified

MAX_CHARACTERS = 100_000
"""Scoring reads at most so many characters of one segment: far beyond any paragraph, and it bounds time and memory."""

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""Han characters, as the inside of a regular expression's character class."""

LETTER = re.compile(r"[^\W\d_]")
"""One letter of any script; Han characters are letters."""

SPACE_FOLLOWS = HAN + "。、》”’"
SPACE_PRECEDES = HAN + "。、《“‘"
"""Behind the first and before the second, as insides of character classes, white space means nothing."""

_MAGIC = {b"%PDF": "PDF", b"PK\x03\x04": "ZIP / Office", b"\x1f\x8b": "gzip", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}
_UTF8_MARK = b"\xef\xbb\xbf"
_HAN_LEAD = 0xE3  # the first byte of a Han character in UTF-8 is no smaller
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True)
class Decoded:
    """A decoded file.

    Attributes
    ----------
    text : str
        The text, without byte order mark. Half a character at the very end stands as U+FFFD.
    encoding : str
        ``utf-8``, ``gb18030``, ``utf-16-le`` or ``utf-16-be``.
    cut : int
        How many bytes of half a character stood at the end (0 for a whole file).
    """

    text: str
    encoding: str
    cut: int = 0


def as_text(value: object) -> str:
    """A cell or item as text: None and NaN, which tables hold for "nothing", are empty; other values are written out."""
    if isinstance(value, str):
        return value
    return "" if value is None or value != value else str(value)


def decode(data: bytes, source: str) -> Decoded:
    """Decode the bytes of a file: UTF-8, else GB18030, else an error.

    Parameters
    ----------
    data : bytes
        The whole file. A byte order mark of UTF-8 or UTF-16 is honoured and removed.
    source : str
        What to call the file in an error.

    Raises
    ------
    BinaryFileError
        When it is no text: a known signature, or a zero byte.
    EncodingError
        When neither encoding fits; it names the byte and the line.
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding, source, len(mark))
    _refuse_binary(data, source)
    if data.startswith(_UTF8_MARK):
        return _decode_as(data[len(_UTF8_MARK) :], "utf-8", source, len(_UTF8_MARK))
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if _only_end_is_cut(error, data) and any(byte >= _HAN_LEAD for byte in data[: error.start]):
            # Valid Chinese in UTF-8 up to the last bytes: a file cut in mid-character, not GB18030.
            return Decoded(data[: error.start].decode("utf-8") + "\ufffd", "utf-8", len(data) - error.start)
    return _decode_as(data, "gb18030", source)


def _decode_as(data: bytes, encoding: str, source: str, skipped: int = 0) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if error.start and _only_end_is_cut(error, data):
            return Decoded(data[: error.start].decode(encoding) + "\ufffd", encoding, len(data) - error.start)
        line = data.count(b"\n", 0, error.start) + 1
        expected = "UTF-8 / GB18030" if encoding == "gb18030" else encoding.upper()
        raise EncodingError(source=source, line=line, byte=skipped + error.start + 1, expected=expected) from error


def _only_end_is_cut(error: UnicodeDecodeError, data: bytes) -> bool:
    return error.end >= len(data) and any(word in error.reason for word in ("unexpected end", "incomplete", "truncated"))


def _refuse_binary(data: bytes, source: str) -> None:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise BinaryFileError(source=source, kind=kind)
    if b"\0" in data:
        raise BinaryFileError(source=source, kind=f"0x00 @ {data.index(0)}")


class _Folding(dict[int, str]):
    """Character by character: NFKC, lower case; look-alikes mended; what no encoder can write replaced."""

    def __missing__(self, code: int) -> str:
        surrogate = 0xD800 <= code <= 0xDFFF  # alone, no segmenter can read it
        folded = "\ufffd" if surrogate else unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = folded
        return folded


# Look-alike letters that page fonts put for Roman numerals: water quality is graded Ⅰ to Ⅴ, so they matter.
_FOLDING = _Folding({ord("Ш"): "iii", ord("П"): "ii"})
_SPACE_BESIDE_HAN = re.compile(rf"(?<=[{SPACE_FOLLOWS}])\s+|\s+(?=[{SPACE_PRECEDES}])|(?<=\s)\s+")
_DIGITS = re.compile(r"[0-9]+")


def fold(char: str) -> str:
    """The normal form of one character: most often one character, too."""
    return _FOLDING[ord(char)]


def normalise(text: str) -> str:
    """The form in which text is scored; what a user sees is never changed.

    Traditional characters become simplified ones, full-width and half-width forms one, letters small; spaces beside Han
    characters go (PDF pages have them around digits and between letter-spaced characters), every run of digits becomes
    ``0``.
    """
    folded = simplified(text[:MAX_CHARACTERS]).translate(_FOLDING)
    return _DIGITS.sub("0", _SPACE_BESIDE_HAN.sub("", folded))


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
    for pattern, kept in ((_SPACE_BESIDE_HAN, 0), (_DIGITS, 1)):
        whole = "".join(piece for piece, _ in folded)
        result, last = [], 0
        for match in pattern.finditer(whole):
            result += folded[last : match.start()]
            result += [("0", place) for _, place in folded[match.start() : match.start() + kept]]
            last = match.end()
        folded = result + folded[last:]
    return "".join(piece for piece, _ in folded), [place for _, place in folded] + [len(text)]
