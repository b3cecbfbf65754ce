"""PDF pages as text with its columns in reading order: the only file that knows pypdfium2 (extra ``pdf``)."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import closing
from threading import Lock
from typing import Any, Final

from newsclf.errors import DamagedPdfError, LockedPdfError, MissingExtraError, TextlessPdfError
from newsclf.io.pdf_glyphs import Piece, upright
from newsclf.io.pdf_lines import page_text
from newsclf.lazy import attribute

_ONE_AT_A_TIME: Final = Lock()  # PDFium is not made for threads

_HYPHENS: Final = {"\x02": "-", "\ufffe": "-"}
"""What PDFium says for a hyphen at a line's end."""

_FARTHEST: Final = 1e5
"""No glyph stands so far from the origin: a page is at most 14,400 points wide."""

_FAINTEST: Final = 0.1
"""Type so small, in points, is not to be seen."""

_DESCENT, _ASCENT = 0.1, 0.8
"""How far a Han glyph reaches below and above its baseline, in ems; what fonts say of themselves differs widely."""


def require() -> tuple[Any, Any]:
    """What opens a PDF, and the error it raises.

    Raises
    ------
    MissingExtraError
        When pypdfium2 is not installed.
    """
    try:
        return attribute("pypdfium2", "PdfDocument"), attribute("pypdfium2", "PdfiumError")
    except ImportError as error:
        raise MissingExtraError(what="PDF", extra="pdf") from error


def pdf_pages(data: bytes, source: str) -> list[str]:
    """The text of each page of a PDF, its columns one after another in reading order.

    Parameters
    ----------
    data : bytes
        The file.
    source : str
        Its name, for messages.

    Returns
    -------
    list of str
        A page each: its lines as printed, blank lines between blocks, indents as two full-width spaces. A page without
        text, in a PDF that has some, is empty.

    Raises
    ------
    DamagedPdfError
        When it cannot be opened.
    LockedPdfError
        When it needs a password.
    TextlessPdfError
        When no page holds text: scanned pages.
    MissingExtraError
        When pypdfium2 is not installed.

    Notes
    -----
    Columns are found by recursive cuts along white space (`newsclf.io.pdf_regions`). A page set mainly in vertical lines is
    read from right to left.
    """
    document_of, refused = require()
    with _ONE_AT_A_TIME:
        try:
            with closing(document_of(data)) as document:
                pages = [page_text(upright(glyphs)) for glyphs in _pages(document)]
        except refused as error:
            raise _refusal(error, source) from error
    if not any(pages):
        raise TextlessPdfError(source=source)
    return pages


def _refusal(error: Exception, source: str) -> DamagedPdfError | LockedPdfError:
    """Why PDFium would not read it; older pypdfium2 tell it in words only."""
    reason = str(error).lower()
    locked = "password" in reason or "security" in reason
    return LockedPdfError(source=source) if locked else DamagedPdfError(source=source)


def _pages(document: Any) -> Iterator[list[Piece]]:
    """The glyphs of each page."""
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            yield _glyphs(text, page.get_bbox())


def _glyphs(text: Any, page: tuple[float, float, float, float]) -> list[Piece]:
    """What is visible of a page, in the order of the file."""
    call = _Pdfium(text)
    glyphs: dict[tuple[object, ...], Piece] = {}
    for place in range(text.count_chars()):
        glyph = call.glyph(place)
        if glyph and page[0] <= glyph.middle <= page[2] and page[1] <= (glyph.bottom + glyph.top) / 2 <= page[3]:
            grid = 0.1 * glyph.size  # bold type may be printed twice at one place
            glyphs.setdefault((glyph.text, round(glyph.left / grid), round(glyph.bottom / grid)), glyph)
    return list(glyphs.values())


class _Pdfium:
    """PDFium's functions, and where it writes what they find: made once, for all glyphs of a page."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._pdfium = attribute("pypdfium2", "raw")
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix, self._box = self._pdfium.FS_MATRIX(), self._pdfium.FS_RECTF()

    def glyph(self, place: int) -> Piece | None:
        """The glyph at a place; None for what is not printed."""
        pdfium, text = self._pdfium, self._text
        sign = _sign(pdfium.FPDFText_GetUnicode(text, place))
        if not sign or pdfium.FPDFText_IsGenerated(text, place) == 1:
            return None  # PDFium guesses spaces and line ends; we look at the places
        found = (
            pdfium.FPDFText_GetCharOrigin(text, place, self._x, self._y)
            and pdfium.FPDFText_GetMatrix(text, place, self._matrix)
            and pdfium.FPDFText_GetLooseCharBox(text, place, self._box)
        )
        return self._boxed(sign, pdfium.FPDFText_GetFontSize(text, place)) if found else None

    def _boxed(self, sign: str, size: float) -> Piece | None:
        """A glyph in its box: as wide as it says, as high as Han glyphs are."""
        matrix, box, x, y = self._matrix, self._box, self._x.value, self._y.value
        em = math.hypot(matrix.c, matrix.d) * size
        finite = all(abs(value) < _FARTHEST for value in (x, y, box.left, box.right, box.bottom, box.top))
        if not (finite and _FAINTEST < em < _FARTHEST):
            return None
        turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        if turn % 2:
            left, right = _height(x, matrix.c, em)
            bottom, top = _width(sign, y, 2 - turn, em, box.bottom, box.top)
            return Piece(sign, left, bottom, right, top, em, turn)
        bottom, top = _height(y, matrix.d, em)
        left, right = _width(sign, x, 1 - turn, em, box.left, box.right)
        return Piece(sign, left, bottom, right, top, em, turn)


def _height(origin: float, up: float, em: float) -> tuple[float, float]:
    """From where to where a glyph reaches across its line."""
    low, high = sorted((origin - math.copysign(_DESCENT * em, up), origin + math.copysign(_ASCENT * em, up)))
    return low, high


def _width(sign: str, origin: float, forward: int, em: float, low: float, high: float) -> tuple[float, float]:
    """From where to where a glyph reaches along its line: a Han character over an em, whatever its font says."""
    if "\u2e7f" < sign < "\uff61":
        low, high = sorted((origin, origin + forward * em))
    return low, max(high, low)


def _sign(code: int) -> str:
    """A character that can stand in a text, or nothing."""
    if (code < 0x20 and code != 2) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    return _HYPHENS.get(chr(code), chr(code))
