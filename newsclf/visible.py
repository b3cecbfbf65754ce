"""Text from anywhere, fit to be shown: a file, a table or a model must not be able to drive a terminal."""

from __future__ import annotations

import unicodedata
from typing import Final

_PICTURES: Final = 0x2400
"""Where Unicode has a picture for each control character of ASCII."""

_DELETE: Final = 0x7F


def is_visible(text: str) -> bool:
    """Whether all characters of a text can be seen or are spaces: no control characters, none that turn the line around."""
    return all(char.isprintable() or unicodedata.category(char) == "Zs" for char in text)


def visible(text: str) -> str:
    r"""A text in which whatever could drive a terminal stands in a form that can be seen.

    Control characters of ASCII become their pictures (escape: ␛), all others that cannot be seen their numbers (``\x9b``,
    ``\u202e``).
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(char: str) -> str:
    if is_visible(char):
        return char
    code = ord(char)
    if code < ord(" "):
        return chr(_PICTURES + code)
    return "\u2421" if code == _DELETE else char.encode("unicode_escape").decode("ascii")
