"""Fonts for pictures: one with Chinese characters, where the machine has any, and what can be written with those there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from newsclf.lazy import attribute

LATIN: Final = "DejaVu Sans"
"""The font that comes with matplotlib."""

CHINESE: Final = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "Hiragino Sans GB"),
    *("Microsoft YaHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Heiti SC", "STHeiti", "Droid Sans Fallback"),
    *("Noto Sans CJK JP", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC", "Arial Unicode MS"),
)
"""Fonts with Chinese characters, those first that are easiest to read when small."""

_FILES: Final = (
    *("cjk", "sourcehan", "pingfang", "hiragino", "msyh", "wqy", "simhei", "simsun", "stheiti", "songti"),
    "droidsansfallback",
)
"""What the names of their files hold; matplotlib's list of fonts can be older than the fonts."""

_SAMPLE: Final = "的生态民运服务"


@dataclass(frozen=True)
class Fonts:
    """The fonts of pictures.

    Attributes
    ----------
    families : tuple of str
        What a character is looked for in, the first first.
    characters : frozenset of int
        The code points that they have.
    """

    families: tuple[str, ...]
    characters: frozenset[int]

    @property
    def is_chinese(self) -> bool:
        """Whether they have Chinese characters."""
        return self.can_write(_SAMPLE)

    def can_write(self, text: str) -> bool:
        """Whether they have every character of a text that can be seen."""
        return all(ord(char) in self.characters or char == " " for char in text)


@cache
def fonts() -> Fonts:
    """Those of this machine. A font that matplotlib's list lacks is put on it, in this process."""
    manager = attribute("matplotlib.font_manager", "fontManager")
    chinese = _chinese(manager.ttflist)
    if chinese is None:
        known = {entry.fname for entry in manager.ttflist}
        for path in _files():
            if path not in known:
                manager.addfont(path)
        chinese = _chinese(manager.ttflist)
    found = [(LATIN, str(manager.findfont(LATIN))), *([chinese] if chinese else [])]
    return Fonts(tuple(name for name, _ in found), frozenset().union(*(_characters(path) for _, path in found)))


def without_chinese() -> Fonts:
    """Those that every machine with matplotlib has."""
    path = str(attribute("matplotlib.font_manager", "fontManager").findfont(LATIN))
    return Fonts((LATIN,), _characters(path))


def _chinese(entries: Iterable[Any]) -> tuple[str, str] | None:
    """Name and file of the best font that has what it should."""
    there = {entry.name: entry.fname for entry in reversed(list(entries)) if entry.name in CHINESE}
    named = ((name, there[name]) for name in CHINESE if name in there)
    return next((font for font in named if set(map(ord, _SAMPLE)) <= _characters(font[1])), None)


def _files() -> list[str]:
    """Files of the system's fonts that probably have Chinese characters."""
    every = attribute("matplotlib.font_manager", "findSystemFonts")()
    return sorted(path for path in every if any(part in Path(path).name.lower() for part in _FILES))


def _characters(path: str) -> frozenset[int]:
    try:
        return frozenset(attribute("matplotlib.ft2font", "FT2Font")(path).get_charmap())
    except (OSError, RuntimeError):  # it is on the list, and gone or broken
        return frozenset()
