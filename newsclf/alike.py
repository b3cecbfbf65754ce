"""Names of labels that perhaps mean the same: slips of the keyboard, other widths, traditional characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from newsclf.text import is_han
from newsclf.traditional import converter, script

RARE_TEXTS: Final = 5
RARE_SHARE: Final = 0.02
"""A slip is rare: on fewer texts than these, or on a smaller share of those of the name that was meant."""

LEAST_HAN: Final = 2
LEAST_LETTERS: Final = 4
"""Shorter names differ by one character for good reasons."""

LONGEST: Final = 64
"""Longer names are compared as wholes only, which bounds the memory."""


@dataclass(frozen=True)
class Alike:
    """A name that perhaps means another, more frequent one; and how many texts have each."""

    name: str
    texts: int
    meant: str
    meant_texts: int


def alike_names(counts: Mapping[str, int]) -> list[Alike]:
    """Names that are perhaps slips of others, each with the most frequent name that it may mean.

    Two names are alike when they differ in width, case, outer spaces or script only; or when one is rare and they differ by
    one character, which is no digit: added, missing, another one, or two that changed places. Candidates are found by what
    is left of a name without one of its characters, so that not every pair of names is looked at. The likeliest come first:
    names with the same form, then the longest, of these the rarest.

    Parameters
    ----------
    counts : mapping of str to int
        How many texts each label has.
    """
    order = sorted(counts, key=lambda name: (-counts[name], name))
    forms = {name: _form(name) for name in order}
    by_form = {forms[name]: name for name in reversed(order)}  # the most frequent name of each
    neighbours = _neighbours(sorted(by_form, key=lambda form: (-counts[by_form[form]], by_form[form])))
    found = []
    for name in order:
        meant = by_form[forms[name]]
        if meant == name:
            candidates = [by_form[form] for form in _one_slip_from(forms[name], neighbours)]
            meant = max(candidates, key=lambda other: counts[other], default=name)
            if not _rare(counts[name], counts[meant]):
                continue
        if meant != name:
            found.append(Alike(name, counts[name], meant, counts[meant]))
    return sorted(found, key=lambda pair: (forms[pair.name] != forms[pair.meant], -len(pair.name), pair.texts / pair.meant_texts))


def _form(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold().strip()
    table = converter() if any(script(char) == "big5" for char in folded) else None
    return folded if table is None else folded.translate(table)


def _rare(texts: int, others: int) -> bool:
    return texts <= others and (texts < RARE_TEXTS or texts < RARE_SHARE * others)


def _neighbours(forms: Sequence[str]) -> dict[str, list[str]]:
    """What is left of forms without a character, and the forms that leave it, in their order."""
    found: dict[str, list[str]] = {}
    for form in forms:
        for rest in _rests(form):
            found.setdefault(rest, []).append(form)
    return found


def _rests(form: str) -> Iterator[str]:
    """A form, and all that it leaves without one character; nothing of forms too short or too long to be compared."""
    han = sum(map(is_han, form))
    if len(form) <= LONGEST and (han >= LEAST_HAN or sum(map(str.isalpha, form)) >= LEAST_LETTERS):
        yield from dict.fromkeys([form, *(form[:place] + form[place + 1 :] for place in range(len(form)))])


def _one_slip_from(form: str, neighbours: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """More frequent forms that differ by one slip; of those that leave the same rest, the most frequent."""
    for rest in _rests(form):
        for other in neighbours[rest]:
            if other == form:
                break  # those behind it are rarer
            if _one_slip(form, other):
                yield other
                break


def _one_slip(one: str, other: str) -> bool:
    """Whether two forms that leave the same rest differ by one edit, in which no digit changes."""
    if [char for char in one if char.isdigit()] != [char for char in other if char.isdigit()]:
        return False
    if len(one) != len(other):
        return True
    differing = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    first, last = differing[0], differing[-1]
    return first == last or (last == first + 1 and one[first] == other[last] and one[last] == other[first])
