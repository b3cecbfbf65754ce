"""Which files become which pages of the site, and how they are made ready for Sphinx.

Sources are pairs ``NAME.md`` and ``NAME.zh-CN.md`` that are readable on a code host, too. In each language's site a page is
``NAME``: links are led there, ``<!-- include: FILE -->`` becomes the file, ``<!-- commands -->`` the reference that the commands
themselves give. A pair that `CHAPTERS` does not name is a guide, so that a new one needs no entry anywhere.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from docs.command_pages import reference

HERE: Final = Path(__file__).parent.resolve()
ROOT: Final = HERE.parent
LANGUAGES: Final = {"zh": "zh_CN", "en": "en"}
"""The languages of the site, and what Sphinx calls them."""

_SUFFIXES: Final = {"zh": ".zh-CN.md", "en": ".md"}
_OTHER: Final = {"zh": ("en", "English"), "en": ("zh", "中文")}

CHAPTERS: Final = (
    ("开始", "Start", ("start", "ideas", "how-to")),
    ("操作指南", "Guides", ()),  # all others
    ("参考", "Reference", ("commands", "formats", "api")),
    ("模型与评测", "Model and measure", ("model-card", "data-card", "protocol", "benchmarks", "peers", "limits")),
    ("项目", "Project", ("reliability", "security", "changelog", "contributing")),
)
"""The parts of the navigation: title in Chinese, in English, pages."""

OUTSIDE: Final = {"SECURITY.md": "security", "CHANGELOG.md": "changelog", "CONTRIBUTING.md": "contributing"}
"""Files of the project that are pages as they stand, in English in both sites."""

_HOMES: Final = {
    "models/themes-zh/CARD.md": "model-card",
    "training/corpus/CARD.md": "data-card",
    **OUTSIDE,
}
"""Where links to files beside the guides lead."""

_ENGLISH_ONLY: Final = "（本页只有英文。）\n\n"
_FENCE: Final = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)
_LINK: Final = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s#]+)(#[^)\s]*)?\)")
_INCLUDE: Final = re.compile(r"<!-- include: (\S+) -->")
_FULL = "\u2014\u2026\u201c\u201d\u3000-\u9fff\uff00-\uffef"
_CHINESE_BREAK: Final = re.compile(rf"(?<=[{_FULL}])\n(?=\[?[{_FULL}])|(?<=[，。；：、！？）》”])\n(?=[A-Za-z`\[])")
"""A line break that would show as a space between Chinese characters, or behind a full-width mark."""

_LANGUAGE: Final = re.compile(r"<!-- language: \w+ -->\n")


def names() -> list[str]:
    """All pairs, by name."""
    return sorted(path.name.removesuffix(".md") for path in HERE.glob("*.md") if not path.name.endswith(_SUFFIXES["zh"]))


def chapters() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The parts of the navigation with all guides in their place."""
    placed = {name for _, _, pages in CHAPTERS for name in pages}
    guides = tuple(name for name in names() if name not in placed and name != "index")
    for chinese, english, pages in CHAPTERS:
        yield chinese, english, pages or guides


def write_pages(code: str, folder: Path) -> None:
    """Make all pages of a language ready in a folder."""
    folder.mkdir(parents=True)
    shutil.copytree(HERE / "pictures", folder / "pictures")
    for name in names():
        text = _ready((HERE / f"{name}{_SUFFIXES[code]}").read_text("utf-8"), name, code, HERE)
        text = text.replace("<!-- commands -->", reference(code)) + (_navigation(code) if name == "index" else "")
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    for file, name in OUTSIDE.items():
        title, _, rest = _ready((ROOT / file).read_text("utf-8"), name, code, ROOT).partition("\n\n")
        note = _ENGLISH_ONLY if code == "zh" else ""
        (folder / f"{name}.md").write_text(f"{title}\n\n{_twin(name, code)}\n\n{note}{rest}", encoding="utf-8")


def _ready(text: str, page: str, code: str, home: Path) -> str:
    """A source for Sphinx: files included, links led to pages; ``home`` is the folder that links start from."""
    text = _INCLUDE.sub(lambda match: _below((home / match[1]).read_text("utf-8")), _LANGUAGE.sub("", text))
    pieces = _FENCE.split(text)  # every second one is code, in which nothing is a link
    pieces[::2] = [_LINK.sub(lambda match: _led(match, page, code, home), piece) for piece in pieces[::2]]
    pieces[::2] = [_CHINESE_BREAK.sub("", piece) for piece in pieces[::2]]
    return "".join(pieces)


def _below(card: str) -> str:
    """A whole document as part of another: its headings stand one level lower."""
    return re.sub("^#", "##", card, flags=re.MULTILINE)


def _led(match: re.Match[str], page: str, code: str, home: Path) -> str:
    """A link, led to where its file is on the site; the words alone where it is not."""
    image, words, target, anchor = match[1], match[2], match[3], match[4] or ""
    if image or "://" in target:
        return match[0]
    path = (home / target).resolve().relative_to(ROOT).as_posix()
    name = path.removeprefix("docs/").removesuffix(".md").removesuffix(".zh-CN") if path.startswith("docs/") else _HOMES.get(path)
    if name == page and path.startswith("docs/"):
        return _twin(page, code)
    if name is None or name == page:
        return words
    return f"[{words}]({name}.md{anchor})"


def _twin(page: str, code: str) -> str:
    """A link to the same page in the other language. (It is no page of this site, so that Sphinx would not know it.)"""
    other, words = _OTHER[code]
    return f'<a class="twin" href="../{other}/{page}.html" hreflang="{other}" lang="{other}">{words}</a>'


def _navigation(code: str) -> str:
    """The tables of contents that the navigation is made of."""
    parts = [(zh if code == "zh" else en, pages) for zh, en, pages in chapters()]
    return "".join(f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n" + "\n".join(pages) + "\n```\n" for title, pages in parts)
