"""What people want to know of themes: names, definitions, colours. The shipped themes; users' own models bring theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from newsclf.messages import LANGUAGES
from newsclf.visible import is_visible

OTHER: Final = "other"
"""The primary theme of a text that has none."""

LONGEST_NAME: Final = 100
LONGEST_DEFINITION: Final = 2000
LONGEST_SEED_WORD: Final = 50
MOST_SEED_WORDS: Final = 1000
"""Bounds, in characters and in words of a theme: a model of unknown origin brings these facts, too."""

_COLOUR: Final = re.compile("#[0-9a-f]{6}")
_FACTS: Final = ("names", "definitions", "colour", "seed_words")


@dataclass(frozen=True)
class Theme:
    """What people want to know of a theme.

    Attributes
    ----------
    key : str
        The label in data and records.
    names : mapping of str to str
        What it is called, by language ("zh", "en").
    definitions : mapping of str to str
        What belongs to it, by language.
    colour : str
        Such as "#1b9e77", in lower case; empty when nobody chose one.
    seed_words : tuple of str
        Words that tell of it.

    Raises
    ------
    ValueError
        When one of these is of another kind or longer than the bounds of this module.
    """

    key: str
    names: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    colour: str = ""
    seed_words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        right = {
            "names": _by_language(self.names) and all(map(is_name, self.names.values())),
            "definitions": _by_language(self.definitions) and all(map(is_definition, self.definitions.values())),
            "colour": self.colour == "" or is_colour(self.colour),
            "seed_words": type(self.seed_words) is tuple and are_seed_words(self.seed_words),
        }
        wrong = [fact for fact in _FACTS if not right[fact]]
        if wrong:
            raise ValueError(f"theme {self.key!r}: wrong {wrong[0]}")

    def name(self, language: str) -> str:
        """What it is called in a language; the key where nobody gave it a name."""
        return self.names.get(language, self.key)

    def definition(self, language: str) -> str:
        """What belongs to it, in a language where that is there, else in another; empty where nobody defined it."""
        return self.definitions.get(language) or next(iter(self.definitions.values()), "")


def is_name(value: Any) -> bool:
    """Whether this can be a theme's name: a short text that can be seen."""
    return isinstance(value, str) and 0 < len(value.strip()) <= len(value) <= LONGEST_NAME and is_visible(value)


def is_definition(value: Any) -> bool:
    """Whether this can be a theme's definition: a text, perhaps of several lines."""
    return isinstance(value, str) and len(value) <= LONGEST_DEFINITION and is_visible("".join(value.split()))


def is_colour(value: Any) -> bool:
    """Whether this is a colour such as "#1b9e77", in lower case."""
    return isinstance(value, str) and _COLOUR.fullmatch(value) is not None


def are_seed_words(value: Any) -> bool:
    """Whether these are words of a theme: a list of short texts that can be seen."""
    return (
        isinstance(value, list | tuple)
        and len(value) <= MOST_SEED_WORDS
        and all(is_name(word) and len(word) <= LONGEST_SEED_WORD for word in value)
    )


def _by_language(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) <= set(LANGUAGES)


SHIPPED: Final = (
    Theme(
        "ecology",
        {"en": "ecology", "zh": "生态"},
        {
            "en": "protecting or restoring nature; pollution and its control; wildlife, forests, wetlands",
            "zh": "保护和修复自然；污染及其治理；野生动植物、森林、湿地",
        },
    ),
    Theme(
        "livelihood",
        {"en": "livelihood", "zh": "民生"},
        {
            "en": "the everyday welfare of ordinary people: jobs, wages, relief, schools, care, housing",
            "zh": "普通人的日常福祉：就业、工资、救助、上学、照护、住房",
        },
    ),
    Theme(
        "spring_travel",
        {"en": "spring_travel", "zh": "春运"},
        {
            "en": "the travel rush around Spring Festival, and what makes it safe and bearable",
            "zh": "春节前后的返乡返程客流，以及让出行平安顺畅的各种工作",
        },
    ),
    Theme(
        "volunteering",
        {"en": "volunteering", "zh": "志愿服务"},
        {"en": "volunteers, their teams, and what they do", "zh": "志愿者、志愿服务队，以及他们所做的事"},
    ),
)
"""The shipped themes, sorted by key."""

NAMED: Final = {theme.key: Theme(theme.key, theme.names) for theme in (*SHIPPED, Theme(OTHER, {"en": OTHER, "zh": "其他"}))}
"""What labels are called that are those of the shipped model, in any model that does not say otherwise."""


def facts_for(keys: Iterable[str], given: Mapping[str, Theme]) -> dict[str, Theme]:
    """The facts of a model's themes, and of ``other``, in the order in which to show them.

    Parameters
    ----------
    keys : iterable of str
        The model's themes.
    given : mapping of str to Theme
        What somebody said of themes, in the order in which to show them. What is said of others is left out; themes of which
        nothing is said come behind, ``other`` last.
    """
    keys = [*keys, OTHER]
    known = set(keys)
    first = {key: theme for key, theme in given.items() if key in known}
    return first | {key: NAMED.get(key) or Theme(key) for key in keys if key not in first}


def as_json(themes: Mapping[str, Theme]) -> dict[str, Any]:
    """Facts of themes as JSON values; see `from_json`."""
    return {
        key: {
            "names": dict(theme.names),
            "definitions": dict(theme.definitions),
            "colour": theme.colour,
            "seed_words": list(theme.seed_words),
        }
        for key, theme in themes.items()
    }


def from_json(value: Any) -> dict[str, Theme]:
    """Facts of themes out of JSON values from anywhere.

    Raises
    ------
    ValueError, TypeError
        When they are none that `as_json` gives.
    """
    if type(value) is not dict or any(type(facts) is not dict or sorted(facts) != sorted(_FACTS) for facts in value.values()):
        raise ValueError("theme_facts")
    return {key: _theme(key, **facts) for key, facts in value.items()}


def _theme(key: str, names: Any, definitions: Any, colour: Any, seed_words: Any) -> Theme:
    if type(seed_words) is not list:
        raise ValueError("seed_words")
    return Theme(key, names, definitions, colour, tuple(seed_words))
