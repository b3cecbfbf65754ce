"""Colours of themes, told apart by people who see colours differently, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from newsclf.themes import OTHER, Theme

GREY: Final = "#5a5a5a"
"""The colour of ``other``."""

COLOURS: Final = ("#009e73", "#e69f00", "#d55e00", "#0072b2", "#cc79a7", "#56b4e9", "#f0e442", "#882255", "#999933", "#44aa99")
"""For themes for which nobody chose one, the first for the first. Source: M. Okabe and K. Ito, "Color Universal Design" (2008),
whose seven come first, and P. Tol, "Colour schemes" (2021), technical note SRON/EPS/TN/09-002, the muted scheme."""


def colours_of(themes: Mapping[str, Theme], labels: Iterable[str] = ()) -> dict[str, str]:
    """A colour for every theme: its own, else one that no other theme has, as long as there are any.

    Colours alone do not tell more than ten themes apart, and should never stand without the theme's name.

    Parameters
    ----------
    themes : mapping of str to Theme
        In the order in which they are shown (`newsclf.scoring.Model.theme_facts`).
    labels : iterable of str
        More labels that need a colour, such as those that only the data have.
    """
    chosen = {key: theme.colour for key, theme in themes.items() if theme.colour}
    free = [colour for colour in COLOURS if colour not in chosen.values()] or list(COLOURS)
    without = [key for key in dict.fromkeys([*themes, *labels]) if key != OTHER and key not in chosen]
    given = {key: free[place % len(free)] for place, key in enumerate(without)}
    return {OTHER: GREY} | given | chosen


def ink_on(colour: str) -> str:
    """Black or white, whichever stands out more on a colour such as "#1b9e77".

    Source: the contrast ratio of W3C, "Web Content Accessibility Guidelines 2.2" (2023), 1.4.3.
    """
    light = luminance(colour)
    return "#000000" if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else "#ffffff"


def luminance(colour: str) -> float:
    """How light a colour is, from 0 for black to 1 for white (relative luminance, as the same guidelines have it)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
