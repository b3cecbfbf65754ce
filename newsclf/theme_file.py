"""``themes.toml``: what people want to know of themes, as a user writes it down.

::

    [ecology]                       # the label; in quotes where it is not ASCII: ["生态"]
    zh = "生态"                     # names
    en = "Ecology"
    definition = "…"                # or definition.zh = "…" and definition.en = "…"
    colour = "#1b9e77"
    seed_words = ["湿地", "污水"]

Everything in a table may be left out. Themes are shown in the order of the file.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from newsclf.encodings import decode
from newsclf.errors import MissingFileError, ThemesError
from newsclf.messages import LANGUAGES, message, os_reason
from newsclf.themes import (
    LONGEST_DEFINITION,
    LONGEST_NAME,
    LONGEST_SEED_WORD,
    MOST_SEED_WORDS,
    NAMED,
    OTHER,
    Theme,
    are_seed_words,
    is_colour,
    is_definition,
    is_name,
)

_PLACE: Final = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")

Keys = tuple[str, ...]


def read_themes(path: str | os.PathLike[str]) -> dict[str, Theme]:
    r"""Read a ``themes.toml``, in UTF-8 or GB18030.

    Parameters
    ----------
    path : path

    Returns
    -------
    dict of str to Theme
        By label, in the order of the file.

    Raises
    ------
    MissingFileError, BinaryFileError, EncodingError
        When it cannot be read, or is no text.
    ThemesError
        When it says something else of themes than it can; it names the line.

    Examples
    --------
    >>> from newsclf.theme_file import parse_themes
    >>> parse_themes('["生态"]\nen = "Ecology"\ncolour = "#1B9E77"', "themes.toml")["生态"].colour
    '#1b9e77'
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise MissingFileError(source=str(path), reason=os_reason(error)) from error
    except ValueError as error:  # a path that no file can have
        raise MissingFileError(source=str(path), reason=str(error)) from error
    return parse_themes(decode(data, str(path)).text, str(path))


def parse_themes(text: str, source: str) -> dict[str, Theme]:
    """The same, of the text of a file that is called ``source``."""
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _broken(str(error), text, source) from error
    themes = {}
    for label, settings in tables.items():
        for place, reason in _wrong(label, settings):
            raise ThemesError(source=source, line=_line_of(text, place), reason=reason)
        themes[label] = _theme(label, settings)
    _refuse_same_names(themes, text, source)
    return themes


def _broken(told: str, text: str, source: str) -> ThemesError:
    """What the reader of TOML says of a file, its place apart."""
    place = _PLACE.search(told)
    line = int(place["line"]) if place and place["line"] else len(text.splitlines()) or 1
    return ThemesError(source=source, line=line, reason=message("themes_toml", reason=_PLACE.sub("", told)))


def _theme(label: str, settings: Mapping[str, Any]) -> Theme:
    definition = settings.get("definition", {})
    return Theme(
        label,
        {language: settings[language] for language in LANGUAGES if language in settings},
        dict(definition) if isinstance(definition, dict) else dict.fromkeys(LANGUAGES, definition),
        settings.get("colour", "").lower(),
        tuple(dict.fromkeys(settings.get("seed_words", ()))),
    )


def _wrong(label: str, settings: Any) -> Iterator[tuple[Keys, str]]:
    """What is wrong with a theme: where, and what should stand there."""
    if not isinstance(settings, dict):
        yield (label,), message("themes_no_table", label=label)
        return
    if not is_name(label):
        yield (label,), message("themes_label", most=LONGEST_NAME)
    for setting, value in settings.items():
        if setting not in _CHECKS:
            yield (label, setting), message("themes_unknown", setting=setting, known=", ".join(_CHECKS))
        elif not _CHECKS[setting](value):
            yield (label, setting), _expected(setting)


def _expected(setting: str) -> str:
    """What a setting should be."""
    if setting == "definition":
        return message("themes_definition", most=LONGEST_DEFINITION)
    if setting == "seed_words":
        return message("themes_seed_words", most=MOST_SEED_WORDS, longest=LONGEST_SEED_WORD)
    return message("themes_colour") if setting == "colour" else message("themes_name", setting=setting, most=LONGEST_NAME)


def _defines(value: Any) -> bool:
    """Whether this is a definition, or one for each of some languages."""
    if isinstance(value, dict):
        return set(value) <= set(LANGUAGES) and all(map(is_definition, value.values()))
    return is_definition(value)


_CHECKS: Final[dict[str, Callable[[Any], bool]]] = {
    "zh": is_name,
    "en": is_name,
    "definition": _defines,
    "colour": lambda value: isinstance(value, str) and is_colour(value.lower()),
    "seed_words": are_seed_words,
}


def _refuse_same_names(themes: Mapping[str, Theme], text: str, source: str) -> None:
    """Two themes of one name could not be told apart."""
    for language in LANGUAGES:
        taken = {} if OTHER in themes else {NAMED[OTHER].name(language): OTHER}
        for label, theme in themes.items():
            name = theme.name(language)
            if name in taken:
                line = _line_of(text, (label, language))
                raise ThemesError(source=source, line=line, reason=message("themes_same_name", name=name, label=taken[name]))
            taken[name] = label


def _line_of(text: str, place: Keys) -> int:
    """The line of a setting, else that of its theme, from 1 on. (The reader of TOML does not tell.)"""
    table: Keys = ()
    of_theme = 0
    for number, line in enumerate(text.split("\n"), start=1):
        path = _path_of(line)
        if line.lstrip().startswith("["):
            table = path or table
        found = path if line.lstrip().startswith("[") else table + path
        if path and found[: len(place)] == place:
            return number
        of_theme = of_theme or (number if path and found[:1] == place[:1] else 0)
    return of_theme or 1


def _path_of(line: str) -> Keys:
    """Which keys a line begins with: those of a table's head, or those before the equals sign; none for other lines."""
    for piece in (line, line.split("=")[0] + "= 0"):  # the second is for a value that goes on in the next line
        try:
            return _keys(tomllib.loads(piece))
        except (ValueError, RecursionError):
            continue
    return ()


def _keys(tables: Any) -> Keys:
    keys: Keys = ()
    while isinstance(tables, dict) and len(tables) == 1:
        ((key, tables),) = tables.items()
        keys = (*keys, key)
    return keys
