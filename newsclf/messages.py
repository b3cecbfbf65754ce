"""The one catalogue of what newsclf says to people: ``messages.toml``, English and Chinese."""

from __future__ import annotations

import errno
import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = ("en", "zh")

_language: ContextVar[str] = ContextVar("newsclf_language", default="en")


def use_language(code: str) -> None:
    """Say everything in this language from now on (in this context): one of `LANGUAGES`."""
    if code not in LANGUAGES:
        raise ValueError(f"language {code!r} is not one of {', '.join(LANGUAGES)}")
    _language.set(code)


def language() -> str:
    """The language in use."""
    return _language.get()


def locale_language(environ: Mapping[str, str]) -> str:
    """The language of a process's environment, by the first of LC_ALL, LC_MESSAGES and LANG that is set."""
    chosen = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh" if chosen.lower().startswith("zh") else "en"


def message(key: str, **facts: Any) -> str:
    """A message of the catalogue, its gaps filled with facts.

    Raises
    ------
    KeyError
        When the catalogue has no such message.
    """
    return catalogue()[key][language()].format_map(facts)


def os_reason(error: OSError) -> str:
    """Why the operating system refused, in the language in use where the catalogue has it."""
    name = errno.errorcode.get(error.errno or 0, "")
    return message(f"errno_{name}") if f"errno_{name}" in catalogue() else error.strerror or str(error)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All messages: key → language → template."""
    return tomllib.loads(Path(__file__).with_name("messages.toml").read_text("utf-8"))
