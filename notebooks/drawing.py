"""What the pictures of all notebooks share: a Chinese font where there is one, the themes' colours and names."""

from __future__ import annotations

from typing import Final

from matplotlib import rcParams
from matplotlib.figure import Figure

from newsclf.palette import colours_of
from newsclf.report.fonts import fonts
from newsclf.themes import NAMED, OTHER, SHIPPED

THEMES: Final = (*(theme.key for theme in SHIPPED), OTHER)

COLOURS: Final = {theme: colours_of({theme.key: theme for theme in SHIPPED})[theme] for theme in THEMES}
"""The colour of each shipped theme, and of ``other``, which stands last."""

PAPER: Final = "#fbf8f1"
"""What pictures are drawn on."""


def prepare() -> bool:
    """Set what all pictures look like, and say whether Chinese can be written in them; where it cannot, codes stand."""
    chinese = fonts().is_chinese
    rcParams.update(
        {
            "font.family": list(reversed(fonts().families)),
            "figure.dpi": 120,
            "figure.facecolor": PAPER,
            "axes.facecolor": PAPER,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlelocation": "left",
            "axes.titleweight": "bold",
            "axes.unicode_minus": False,
            "legend.frameon": False,
        }
    )
    if not chinese:
        print("no Chinese font is installed (such as fonts-noto-cjk): pictures show codes · 没有安装中文字体，图中只写代码")
    return chinese


def name_of(theme: str, chinese: bool = True) -> str:
    """What a theme is called in a picture: its Chinese name and its code, or the code alone."""
    return f"{NAMED[theme].name('zh')} {theme}" if chinese and theme in NAMED else theme


def headline(figure: Figure, chinese: str, english: str) -> None:
    """Write above a picture what it says: in Chinese where that can be written, and in English."""
    chosen = chinese if fonts().is_chinese else english
    width, height = figure.get_size_inches()
    figure.text(0.22 / width, 1 - 0.2 / height, chosen, va="top", size=15 if chosen is chinese else 11, weight="bold")
    if chosen is chinese:
        figure.text(0.22 / width, 1 - 0.55 / height, english, va="top", size=9, color="#5a5a5a")
