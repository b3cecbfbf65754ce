"""Texts in traditional characters, turned into simplified ones before they are scored: models are trained on simplified text.

Which texts these are, two codecs tell: traditional is what Big5 can encode and GB2312 cannot, simplified the other way round.
Character by character, so that every offset stays; OpenCC converts, where it is installed (the extra ``traditional``).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any

from newsclf.lazy import attribute
from newsclf.messages import message

LEAST_TRADITIONAL = 2
"""So many traditional characters are needed: one alone is, in short simplified texts, the rare character of a name."""

CONFIGURATION = "hk2s"
"""OpenCC's ``t2s`` and seven more characters, among them Hong Kong's 衞 of 衞生, which ``t2s`` leaves as it is."""

_UNWARNED = Lock()  # taken by the first warning and never given back: once, whichever thread comes first


class TraditionalTextWarning(UserWarning):
    """A text in traditional characters was scored as it is, since OpenCC is not installed."""


class _Scripts(dict[str, str]):
    """Character → the one codec of the two that can encode it; empty for characters that tell nothing."""

    def __missing__(self, char: str) -> str:
        # Both codecs have all their Han characters in this block; dashes and dots, too, are in only one of them.
        han = "\u4e00" <= char <= "\u9fff"
        codecs = [codec for codec in ("big5", "gb2312") if han and char.encode(codec, "ignore")]
        self[char] = codecs[0] if len(codecs) == 1 else ""
        return self[char]


class _Simplification(dict[int, str]):
    """A table for `str.translate` that asks OpenCC about each character once."""

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if not 0xD800 <= code <= 0xDFFF:  # OpenCC cannot read half a surrogate pair
            # Twice, so that what is simplified stays as it is ever after: 薴 → 苧 → 苎.
            converted = self._convert(self._convert(char))
            char = converted if len(converted) == 1 else char
        self[code] = char
        return char


_SCRIPTS = _Scripts()


def looks_traditional(text: str) -> bool:
    """Whether more characters of a text are traditional than simplified, and at least `LEAST_TRADITIONAL`.

    A comparison needs no share to be tuned, and a list of rare names, or a quotation, does not make a text traditional.
    """
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        scripts = list(map(script, text))
        return bool(mostly_traditional(scripts.count("big5"), scripts.count("gb2312")))
    return False  # the fast way out, for 19 of 20 simplified paragraphs


def script(char: str) -> str:
    """The one codec of the two, ``big5`` and ``gb2312``, that can encode a character; empty for most."""
    return _SCRIPTS[char]


def mostly_traditional(traditional: Any, simple: Any) -> Any:
    """Whether so many characters of only one script make a traditional text; counts, or arrays of them."""
    return (traditional >= LEAST_TRADITIONAL) & (traditional > simple)


@cache
def converter() -> dict[int, str] | None:
    """OpenCC as a table for `str.translate`; None where it is not installed."""
    try:
        return _Simplification(attribute("opencc", "OpenCC")(CONFIGURATION).convert)
    except (ImportError, AttributeError):  # without the attribute it is something else, such as a folder of that name
        return None


def simplified(text: str) -> str:
    """A text in simplified characters: itself, unless it `looks_traditional`. Its length never changes.

    Warns
    -----
    TraditionalTextWarning
        Once in a process, when a text would have to be converted and OpenCC is not installed; the text stays as it is.
    """
    if not looks_traditional(text):
        return text
    table = converter()
    if table is not None:
        return text.translate(table)
    if _UNWARNED.acquire(blocking=False):
        warnings.warn(message("traditional_text"), TraditionalTextWarning, stacklevel=2)
    return text
