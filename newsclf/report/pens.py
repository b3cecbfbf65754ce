"""What pictures are drawn with: names that their fonts can write, colours, strokes, and files that are the same each time."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import east_asian_width

from newsclf.lazy import attribute
from newsclf.messages import message, use_language
from newsclf.palette import COLOURS
from newsclf.report.fonts import Fonts
from newsclf.report.looks import Look, edge
from newsclf.visible import visible

STROKES: Final = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)), (0, (3, 1, 1, 1)))
MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X", "*")
"""Lines differ by these, too, so that they are told apart in grey."""

WIDEST_NAME: Final = 22
"""So many columns of a terminal a name may take in a picture; a Chinese character takes two."""

_STYLE: Final = {
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": False,
    "figure.constrained_layout.h_pad": 0.06,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.w_pad": 0.1,
    "font.size": 9.0,
    "grid.alpha": 0.35,
    "legend.fontsize": 8.0,
    "legend.framealpha": 0.9,
    "savefig.dpi": 200,
    "svg.fonttype": "path",
    "svg.hashsalt": "newsclf",
    "text.parse_math": False,
}
"""Text in SVG is drawn as paths, so that it is legible where the font is not; labels are no formulas."""


@dataclass(frozen=True)
class Picture:
    """A drawn picture.

    Attributes
    ----------
    name : str
        What its files are called, without ending.
    png, svg : bytes
    """

    name: str
    png: bytes
    svg: bytes


@dataclass(frozen=True)
class Pen:
    """How labels are called and coloured in pictures.

    Attributes
    ----------
    looks : mapping of str to Look
        Of every label.
    fonts : Fonts
    """

    looks: Mapping[str, Look]
    fonts: Fonts

    def code(self, label: str) -> str:
        """A short name of a label in plain letters: ``T1`` for the first."""
        return f"T{1 + list(self.looks).index(label)}"

    def is_coded(self, label: str) -> bool:
        """Whether a label's name cannot be written."""
        return not self.fonts.can_write(_bare(self.looks[label].name))

    def name(self, label: str) -> str:
        """What a picture calls a label: its name, or its code."""
        return self.code(label) if self.is_coded(label) else _shortened(_bare(self.looks[label].name))

    def colours(self, labels: Sequence[str]) -> dict[str, str]:
        """The colours of labels' lines, strong enough for white paper: their own, or others where two have the same."""
        own = [self.looks[label].colour for label in labels]
        chosen = own if len(set(own)) == len(own) else [COLOURS[place % len(COLOURS)] for place in range(len(own))]
        return {label: edge(colour, "light") for label, colour in zip(labels, chosen, strict=True)}

    def say(self, key: str, **facts: Any) -> str:
        """A message, in English where the fonts cannot write Chinese."""
        said = message(key, **facts)
        return said if self.fonts.can_write(said) else copy_context().run(_in_english, key, facts)

    def writable(self, text: str) -> str:
        """A text from anywhere, short, and with a question mark for each character that the fonts do not have."""
        bare = _shortened(_bare(text))
        return "".join(char if self.fonts.can_write(char) else "?" for char in bare)

    def picture(self, name: str, draw: Callable[[Any], None], size: tuple[float, float]) -> Picture:
        """Draw a picture and keep it as files, byte for byte the same each time.

        Parameters
        ----------
        name : str
        draw : function
            It is given an empty figure (`matplotlib.figure.Figure`).
        size : tuple of float
            In inches.
        """
        with attribute("matplotlib", "rc_context")():
            attribute("matplotlib", "rcdefaults")()  # not the user's: pictures are the same everywhere
            attribute("matplotlib", "rcParams").update({**_STYLE, "font.family": list(self.fonts.families)})
            figure = attribute("matplotlib.figure", "Figure")(figsize=size)
            draw(figure)
            kept = {"png": io.BytesIO(), "svg": io.BytesIO()}
            figure.savefig(kept["png"], format="png", metadata={"Software": None})
            figure.savefig(kept["svg"], format="svg", metadata={"Date": None, "Creator": None})
        return Picture(name, kept["png"].getvalue(), kept["svg"].getvalue())


def _bare(text: str) -> str:
    """A text in one line, in which everything can be seen."""
    return visible(" ".join(text.split()))


def _in_english(key: str, facts: Mapping[str, Any]) -> str:
    use_language("en")
    return message(key, **facts)


def width_of(text: str) -> int:
    """How many columns a text takes, where a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _shortened(text: str) -> str:
    """A text that takes no more columns than `WIDEST_NAME`; where it is cut it ends in three dots."""
    if width_of(text) <= WIDEST_NAME:
        return text
    return next(text[:end] for end in range(len(text), -1, -1) if width_of(text[:end]) < WIDEST_NAME) + "…"
