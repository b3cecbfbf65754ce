"""The same text in other clothes: how much does each way of writing cost?"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import opencc

_HAN = re.compile("[\u4e00-\u9fff]")


_TO_TRADITIONAL = opencc.OpenCC("s2t")


def _traditional(text: str) -> str:
    return str(_TO_TRADITIONAL.convert(text))


def _full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _half_width(text: str) -> str:
    return text.translate(str.maketrans("，。！？：；（）％“”", ',.!?:;()%""'))


def _no_spaces(text: str) -> str:
    return text.replace(" ", "")


def _spaced(text: str) -> str:
    return " ".join(text)


def _wrapped(text: str) -> str:
    return "\n".join(text[place : place + 14] for place in range(0, len(text), 14))


def _misread(text: str) -> str:
    """Every fiftieth Han character, by chance, is another one, near it in Unicode as look-alikes often are."""
    chance = random.Random(text)

    def one(match: re.Match[str]) -> str:
        return chr(ord(match[0]) + chance.choice((-2, -1, 1, 2))) if chance.random() < 0.02 else match[0]

    return _HAN.sub(one, text)


CHANGES: dict[str, Callable[[str], str]] = {
    "traditional characters": _traditional,
    "full-width forms": _full_width,
    "half-width punctuation": _half_width,
    "no spaces": _no_spaces,
    "a space after every character": _spaced,
    "hard wraps": _wrapped,
    "2 % wrong characters": _misread,
}
"""Name of a change to what makes it."""
