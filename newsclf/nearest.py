"""Which known names somebody may have meant: commands, options, columns, themes and files, in Latin or Chinese characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final

from newsclf.lazy import attribute
from newsclf.messages import message

_MOST_NAMES: Final = 2000
_LONGEST: Final = 80
"""So many names, so long, are looked at: a table or a folder can be made to have any number."""

_COMPARED: Final = 40
"""So many of them, those that share the most characters, are compared character by character."""

_ALIKE: Final = 0.6
_ALIKE_HAN: Final = 0.5
"""From which likeness on a name is suggested. Of a name of two Chinese characters a single one that is right says much."""

_PLAIN: Final = frozenset("_-.,/:=+@%")


def suggestion(wrong: str, names: Iterable[str], shown: Callable[[str], str] = str) -> str:
    """A question whether one of the nearest names was meant, to stand behind a sentence; empty when none is near.

    Parameters
    ----------
    wrong : str
        What was written.
    names : iterable of str
        What there is.
    shown : callable, optional
        From a name to what shall be typed instead.
    """
    return asked(list(map(shown, nearest(wrong, names))))


def asked(names: Sequence[str]) -> str:
    """The question whether one of these was meant; empty without any."""
    return message("did_you_mean", names=" / ".join(names)) if names else ""


def nearest(wrong: str, names: Iterable[str], most: int = 3) -> list[str]:
    """The names nearest to one that is not among them, the nearest first.

    Case, width, spaces, hyphens and underscores do not count. Names are near by edits (two neighbours that changed places are
    one, after Damerau, 1964), by characters in another order where they are Chinese, or where one is a part of the other.

    Parameters
    ----------
    wrong : str
    names : iterable of str
        Such that are empty, equal to ``wrong`` or very long are never suggested.
    most : int
        So many at most.

    Returns
    -------
    list of str
    """
    bare = _bare(wrong) if len(wrong) <= _LONGEST else ""
    if not bare:
        return []
    known = {name: _bare(name) for name in islice(names, _MOST_NAMES) if name != wrong and len(name) <= _LONGEST}
    counts = Counter(bare)
    shared = {name: (counts & Counter(other)).total() for name, other in known.items() if other}
    likely = sorted(shared, key=lambda name: -shared[name] / max(len(bare), len(known[name])))[:_COMPARED]
    likely += [name for name, other in known.items() if other and _is_part(bare, other)][:_COMPARED]
    near = {name: _likeness(bare, known[name]) for name in dict.fromkeys(likely)}
    enough = _ALIKE_HAN if _is_han(bare) else _ALIKE
    found = [name for name in known if near.get(name, 0.0) >= enough]  # in their own order where they are equally near
    return sorted(found, key=lambda name: -near[name])[:most]


def typed(name: str) -> str:
    """A name as it is typed in a shell: with quotation marks around it where it needs some."""
    quoted: str = attribute("shlex", "quote")(name)
    return name if name and all(char.isalnum() or char in _PLAIN for char in name) else quoted


def _bare(name: str) -> str:
    """A name without what people get wrong without seeing it."""
    folded: str = attribute("unicodedata", "normalize")("NFKC", name)
    kept = "".join(char for char in folded.casefold() if not (char.isspace() or char in "-_"))
    return kept or name.strip()


def _likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1."""
    likeness = 1 - _edits(one, other) / max(len(one), len(other))
    if _is_han(one) and _is_han(other):
        likeness = max(likeness, 0.9 * 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other)))
    if _is_part(one, other) or (_is_part(other, one) and 2 * len(other) >= len(one)):
        likeness = max(likeness, 0.7 + 0.3 * min(len(one), len(other)) / max(len(one), len(other)))
    return likeness


def _is_part(one: str, other: str) -> bool:
    """Whether one name is the beginning of another, or enough of its inside to say something."""
    return other.startswith(one) or (len(one) >= (2 if _is_han(one) else 4) and one in other)


def _is_han(name: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in name)


def _edits(one: str, other: str) -> int:
    """How many characters to put in, leave out, replace, or change with their neighbour, to make one name the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, there in enumerate(other, start=1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != there))
            if i > 1 and j > 1 and char == other[j - 2] and there == one[i - 2]:
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
    return row[-1]
