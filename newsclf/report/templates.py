"""HTML from templates: whatever comes from users is escaped, and characters that cannot be seen are made visible.

A page is one file: its style and its script stand in it, and its Content-Security-Policy allows these, by their digests, pictures
that stand in it too, and nothing else. So even what might slip through the escaping cannot run.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from newsclf.lazy import attribute
from newsclf.messages import language, message
from newsclf.visible import visible

FOLDER: Final = Path(__file__).with_name("templates")

BASE_STYLE: Final = "base.css"
"""The style that every page begins with."""

_TAGS: Final = {"en": "en", "zh": "zh-CN"}
"""Languages as HTML names them."""

_GAPS: Final = {"en": " ", "zh": ""}
"""What stands between two sentences."""

_SPACES: Final = str.maketrans("\t\v\f\u2028\u2029", "    \n")


def page(template: str, styles: Sequence[str] = (), script: str = "", extra_style: str = "", **facts: Any) -> str:
    """A whole page.

    Parameters
    ----------
    template : str
        A template that extends ``base.html``; it prints messages by ``say(key, …)``.
    styles : sequence of str
        Files of style beside the templates, which come behind `BASE_STYLE`.
    script : str
        A file of script beside the templates; empty for none.
    extra_style : str
        Style made for this page. It must hold nothing of users but colours that `newsclf.themes.is_colour` allows.
    **facts
        What the template shows; ``base.html`` wants ``title``, and shows ``model`` and ``version`` in the foot.

    Returns
    -------
    str
        In the language in use. What stands between two sentences in it is ``gap``.
    """
    style = "\n".join([*(_file(name) for name in (BASE_STYLE, *styles)), extra_style])
    code = _file(script) if script else ""
    inlined = {"style": _markup(style), "script": _markup(code), "policy": policy(style, code)}
    made: str = environment().get_template(template).render(lang=_TAGS[language()], gap=_GAPS[language()], **inlined, **facts)
    return made


def policy(style: str, script: str = "") -> str:
    """The Content-Security-Policy of a page that has this style and this script in it."""
    scripts = f"script-src '{_digest(script)}'; " if script else ""
    return f"default-src 'none'; style-src '{_digest(style)}'; {scripts}img-src data:; base-uri 'none'; form-action 'none'"


@cache
def environment() -> Any:
    """The environment of all templates (`jinja2.Environment`): a name that nobody gave is an error."""
    found = attribute("jinja2", "Environment")(
        loader=attribute("jinja2", "FileSystemLoader")(FOLDER),
        undefined=attribute("jinja2", "StrictUndefined"),
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.filters.update(number=number, probability=probability, percent=percent)
    found.globals.update(say=message)
    return found


def shown(text: str) -> str:
    """A text as a page shows it: its line breaks stay, every other character that cannot be seen becomes one that can.

    See `newsclf.visible.visible`; escaping comes after this.
    """
    return "\n".join(map(visible, text.replace("\r\n", "\n").translate(_SPACES).split("\n")))


def number(value: float) -> str:
    """A count with a comma for each thousand."""
    return f"{value:,}"


def probability(value: float) -> str:
    """A probability with two places."""
    return f"{value:.2f}"


def percent(value: float) -> str:
    """A share in percent."""
    return f"{value:.0%}"


def _finalize(value: Any) -> Any:
    """What the environment does to each value before it escapes it; what is markup already was made by templates."""
    return shown(value) if type(value) is str else value


def _markup(text: str) -> Any:
    return attribute("markupsafe", "Markup")(text)


def _digest(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


@cache
def _file(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")
