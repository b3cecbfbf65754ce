"""What the pictures of all notebooks share: a Chinese font where there is one, the themes' colours and names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from matplotlib import font_manager, rcParams
from matplotlib.figure import Figure

from newsclf.palette import colours_of
from newsclf.themes import NAMED, OTHER, SHIPPED

FONTS: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Noto Sans CJK JP",  # older matplotlibs see only the first face of a collection
)
"""Fonts with simplified characters, the best to read first."""

THEMES: Final = (*(theme.key for theme in SHIPPED), OTHER)

COLOURS: Final = {theme: colours_of({theme.key: theme for theme in SHIPPED})[theme] for theme in THEMES}
"""The colour of each shipped theme, and of ``other``, which stands last."""

PAPER: Final = "#fbf8f1"
"""What pictures are drawn on."""

_FILES: Final = re.compile("CJK|SourceHan|PingFang|Hiragino|msyh|wqy|simhei", re.IGNORECASE)


def chinese_font() -> str | None:
    """The name of an installed font that has Chinese characters, ready to use; None without one.

    matplotlib keeps a list of fonts that may be older than the fonts: the files are looked for, too.
    """
    listed = {font.fname for font in font_manager.fontManager.ttflist}
    for path in sorted(font_manager.findSystemFonts()):
        if path not in listed and _FILES.search(Path(path).name):
            font_manager.fontManager.addfont(path)
    names = {font.name for font in font_manager.fontManager.ttflist}
    return next((font for font in FONTS if font in names), None)


def prepare() -> bool:
    """Set what all pictures look like, and say whether Chinese can be written in them; where it cannot, codes stand."""
    font = chinese_font()
    rcParams.update(
        {
            "font.family": [font, "DejaVu Sans"] if font else ["DejaVu Sans"],
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
    if not font:
        print("no Chinese font is installed (such as fonts-noto-cjk): pictures show codes · 没有安装中文字体，图中只写代码")
    return font is not None


def name_of(theme: str, chinese: bool = True) -> str:
    """What a theme is called in a picture: its Chinese name and its code, or the code alone."""
    return f"{NAMED[theme].name('zh')} {theme}" if chinese and theme in NAMED else theme


def headline(figure: Figure, chinese: str, english: str) -> None:
    """Write above a picture what it says: in Chinese where that can be written, and in English."""
    font = rcParams["font.family"][0] != "DejaVu Sans"
    width, height = figure.get_size_inches()
    figure.text(0.22 / width, 1 - 0.2 / height, chinese if font else english, va="top", size=15, weight="bold")
    if font:
        figure.text(0.22 / width, 1 - 0.55 / height, english, va="top", size=9, color="#5a5a5a")
