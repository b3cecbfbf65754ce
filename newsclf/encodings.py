"""Bytes to text: which encoding a file is in, found in one or two passes over its blocks.

Decoding is strict: UTF-8 first, then GB18030, else an error. On Chinese text of a line or more this does not fail;
statistical guessers do. (Two bytes of GBK alone can be valid UTF-8: nothing can tell.)
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Final

from newsclf.errors import BinaryFileError, EncodingError
from newsclf.messages import message

Blocks = Callable[[], Iterable[bytes]]
"""Gives the blocks of a file from the beginning, each time it is called; none of them is empty."""

_MAGIC: Final = {b"%PDF": "PDF", b"PK\x03\x04": "ZIP / Office", b"\x1f\x8b": "gzip", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}
_RARE: Final = 1000
"""One zero byte among so many is a slip in a text; more are another kind of file, or UTF-16 without a byte order mark."""

_UTF8_MARK: Final = b"\xef\xbb\xbf"
_BYTE_ORDER_MARKS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_PLAIN: Final = ("utf-8", "gb18030")
_SAME: Final = {"utf-8-sig": "utf-8", "gbk": "gb18030", "gb2312": "gb18030", "utf-16": "utf-16-le"}
"""Encodings that a user may name, and those that contain them (a byte order mark is seen to apart)."""

_WIDE: Final = re.compile("[\u3000-\U0010ffff]")
"""Han characters and their punctuation: in UTF-8 three bytes and more."""


@dataclass(frozen=True)
class Encoding:
    """How a file is encoded.

    Attributes
    ----------
    name : str
        ``utf-8``, ``gb18030``, ``utf-16-le``, ``utf-16-be``; or another one of Python's, where the user named it.
    mark : int
        How many bytes of a byte order mark stand at its beginning.
    cut : int
        How many bytes of half a character stand at its end (0 for a whole file).
    """

    name: str
    mark: int = 0
    cut: int = 0

    @property
    def is_recoded(self) -> bool:
        """Whether it may have line breaks within characters, so that it must be recoded before it is cut into lines."""
        return self.name not in _PLAIN

    def text(self, data: bytes) -> str:
        """The text of the last bytes of the file; half a character at the very end stands as U+FFFD."""
        whole = data[: len(data) - self.cut].decode(self.name)
        return whole + "\ufffd" if self.cut else whole


@dataclass(frozen=True)
class Decoded:
    """A decoded file.

    Attributes
    ----------
    text : str
        The text, without byte order mark. Half a character at the very end stands as U+FFFD.
    encoding : str
        See `Encoding`.
    cut : int
        See `Encoding`.
    """

    text: str
    encoding: str
    cut: int = 0


@dataclass(frozen=True)
class _Fault:
    """The first place that does not fit an encoding: byte (0-based) and line, what stood before, and how far the end is."""

    byte: int
    line: int
    after_han: bool
    at_end: bool
    half: int


def decode(data: bytes, source: str, wanted: str | None = None) -> Decoded:
    """Decode the bytes of a whole file; see `detect`."""
    encoding = detect(lambda: [data] if data else [], source, wanted)
    return Decoded(encoding.text(data[encoding.mark :]), encoding.name, encoding.cut)


def is_encoding(name: str) -> bool:
    """Whether Python knows an encoding of text by this name."""
    try:  # (b"".decode() does not even look for the encoding)
        return isinstance(codecs.getincrementaldecoder(name)().decode(b"", True), str)
    except (LookupError, ValueError, TypeError):  # no such encoding, one that decodes nothing, or one from text to text
        return False


def detect(blocks: Blocks, source: str, wanted: str | None = None) -> Encoding:
    """Find out how a file is encoded: UTF-8, else GB18030, else an error.

    Parameters
    ----------
    blocks : callable
        See `Blocks`. A byte order mark of UTF-8 or UTF-16 in the first block is honoured.
    source : str
        What to call the file in an error.
    wanted : str, optional
        The encoding, where the user knows it (`is_encoding`).

    Raises
    ------
    BinaryFileError
        When it is no text: a known signature, or zero bytes.
    EncodingError
        When neither encoding fits; it names the byte and the line.
    """
    head = next(iter(blocks()), b"")
    wanted = wanted and codecs.lookup(wanted).name
    wanted = _SAME.get(wanted or "", wanted)
    for mark, name in _BYTE_ORDER_MARKS.items():
        if head.startswith(mark) and wanted in (None, "utf-16-le", name):
            return _settled(_fault(blocks, name, len(mark)), name, len(mark), source)
    skipped = len(_UTF8_MARK) if head.startswith(_UTF8_MARK) else 0
    if wanted:
        mark_length = skipped if wanted == "utf-8" else 0
        return _settled(_fault(blocks, wanted, mark_length), wanted, mark_length, source)
    _refuse_binary(blocks, head, source)
    fault = _fault(blocks, "utf-8", skipped)
    if skipped or fault is None or (fault.at_end and fault.after_han):
        # Valid Chinese in UTF-8 up to the last bytes is a file cut in mid-character, not GB18030.
        return _settled(fault, "utf-8", skipped, source)
    other = _fault(blocks, "gb18030")
    if other and not other.at_end and not fault.at_end and other.byte < fault.byte:
        other = fault  # neither fits: the one that went further tells where the trouble is
    return _settled(other, "gb18030", 0, source)


def _settled(fault: _Fault | None, name: str, mark: int, source: str) -> Encoding:
    if fault is None:
        return Encoding(name, mark)
    if fault.at_end and fault.byte > mark:
        return Encoding(name, mark, fault.half)
    expected = "UTF-8 / GB18030" if name == "gb18030" else name.upper()
    raise EncodingError(source=source, line=fault.line, byte=fault.byte + 1, expected=expected)


def _fault(blocks: Blocks, name: str, skipped: int = 0) -> _Fault | None:
    """The first place that does not fit."""
    decoder = codecs.getincrementaldecoder(name)()
    before, line, after_han = 0, 1, False
    for block in chain(blocks(), [b""]):
        data = block[skipped:] if before == 0 else block
        held = len(decoder.getstate()[0])
        try:
            text = decoder.decode(data, not block)
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(name, "ignore")
            byte = before + skipped * (before == 0) - held + error.start
            after_han = after_han or _WIDE.search(good) is not None
            return _Fault(byte, line + good.count("\n"), after_han, not block, len(error.object) - error.start)
        # The text is looked at, not the bytes: those of half a character at their end say nothing yet, and those of
        # characters in UTF-16 look like line breaks.
        before, line = before + len(block), line + text.count("\n")
        after_han = after_han or _WIDE.search(text) is not None
    return None


def _refuse_binary(blocks: Blocks, head: bytes, source: str) -> None:
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            raise BinaryFileError(source=source, kind=kind, advice=message("advice_export"))
    size = zeros = 0
    for block in blocks():
        size, zeros = size + len(block), zeros + block.count(0)
    if zeros * _RARE > size:
        kind = message("zero_bytes", zeros=zeros, size=size)
        raise BinaryFileError(source=source, kind=kind, advice=message("advice_encoding"))
