"""Which texts to label next: those that tell a model most about what it does not know.

Useful is what a model is unsure of, theme by theme. For each theme, texts are ranked by how near their log-odds lie to where the
theme is accepted, and themes take turns: a rare theme, of which nearly all texts are far from being accepted, has as many
turns as a frequent one. Uncertainty sampling goes back to D. Lewis and W. Gale, "A sequential algorithm for training text
classifiers" (1994); with one ranking over all themes it did worse on our news than choosing by chance (`training.labelling`).
Of the most useful texts one after the other is taken, each by how useful it is and how unlike all that were taken before, as in
J. Carbonell and J. Goldstein, "The use of MMR" (1998): so that no topic is asked for again and again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import Any, Final, Generic, TypeVar

import numpy as np

from newsclf.arrays import Floats
from newsclf.decisions import Rule
from newsclf.duplicates import digests
from newsclf.near_copies import Shelves, Signatures, signatures
from newsclf.scoring import Model
from newsclf.segments import Label
from newsclf.text import MAX_CHARACTERS
from newsclf.usefulness import distances, diverse, ranks

CHOICE: Final = 10
"""Texts are chosen among so many times as many, the most useful ones."""

LARGEST_POOL: Final = 20_000
"""Texts are chosen among no more than so many, unless more are wanted."""

LEFT_OUT: Final = ("too short", "not Chinese")
"""Why texts are left out on which the model abstains; of those with unknown words it has most to learn."""

_AT_ONCE: Final = 2_048
_PLACES: Final = 9
"""Decimal places of distances that count: further ones hang on which texts were scored together."""

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Suggestion(Generic[T]):
    """A text to label.

    Attributes
    ----------
    item : object
        What it was given as.
    text : str
    label : Label
        What the model says of it.
    theme : str
        The theme that it was chosen for: the model is unsure whether the text has it.
    probability, threshold : float
        Of this theme, and from which probability on it is accepted.
    """

    item: T
    text: str
    label: Label
    theme: str
    probability: float
    threshold: float


@dataclass(frozen=True, eq=False)
class Suggestions(Generic[T]):
    """The texts to label next, the most useful first, and what became of the others.

    Attributes
    ----------
    chosen : list of Suggestion
    texts : int
        How many there were.
    labelled : int
        Of these, how many are labelled already, or are near-copies of such.
    copies : int
        How many repeat an earlier one.
    near_copies : int
        How many of the most useful ones are near-copies of more useful ones.
    left_out : dict of str to int
        How many the model cannot judge, by the reason (`LEFT_OUT`).
    """

    chosen: list[Suggestion[T]]
    texts: int
    labelled: int
    copies: int
    near_copies: int
    left_out: dict[str, int]


def suggest(
    model: Model,
    items: Iterable[T],
    number: int,
    *,
    labelled: Iterable[str] = (),
    text: Callable[[T], str] = str,
    seed: int = 0,
) -> Suggestions[T]:
    """Choose the texts that are most useful to label next.

    Texts are looked at one by one. Only the most useful are kept in memory, besides eight bytes of each, and so many are chosen
    among whatever their number (`CHOICE`).

    Parameters
    ----------
    model : Model
        The one that is to be made better, or whose themes are wanted.
    items : iterable
        Texts, or anything that holds one.
    number : int
        How many texts to choose.
    labelled : iterable of str
        Texts that need no label any more.
    text : callable
        Gives the text of an item.
    seed : int
        Decides between texts that are equally useful.

    Returns
    -------
    Suggestions
        Of fewer texts than asked for when there are not so many.

    Raises
    ------
    ValueError
        When ``number`` is less than one.
    """
    if number < 1:
        raise ValueError(f"number must be 1 or more, got {number}")
    size = min(CHOICE * number, max(LARGEST_POOL, 2 * number))
    pool = _Pool[T](model.rule, size, seed)
    sieve = _Sieve(labelled)
    for batch in _batches(items):
        some = sieve.kept([(item, text(item)[:MAX_CHARACTERS]) for item in batch])
        judged = model.label_many([given for _, given, _ in some])
        places = [place for place, label in enumerate(judged) if not label.reason or label.reason not in LEFT_OUT]
        sieve.left_out.update(label.reason for label in judged if label.reason in LEFT_OUT)
        pool.add([_Candidate(*some[place], judged[place]) for place in places])
    pool.cut(size)
    order = diverse([candidate.text for candidate in pool.candidates], number)
    chosen = [pool.suggestion(place) for place in order]
    return Suggestions(chosen, sieve.texts, sieve.labelled, sieve.copies, pool.near_copies, dict(sieve.left_out))


@dataclass(frozen=True, eq=False)
class _Candidate(Generic[T]):
    item: T
    text: str
    signature: Signatures
    label: Label


@dataclass
class _Sieve:
    """What lets through only texts that are not labelled yet and are no copies; the rest is counted."""

    known: Iterable[str]
    texts: int = 0
    labelled: int = 0
    copies: int = 0
    left_out: Counter[Any] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._shelves = Shelves(signatures(self.known))
        self._seen: set[int] = set()

    def kept(self, some: Sequence[tuple[T, str]]) -> list[tuple[T, str, Signatures]]:
        texts = [text for _, text in some]
        self.texts += len(texts)
        kept = []
        for (item, text), digest, signature in zip(some, digests(texts).tolist(), signatures(texts), strict=True):
            if digest and digest in self._seen:
                self.copies += 1
            elif self._shelves.find(signature) >= 0:
                self.labelled += 1
            else:
                self._seen.add(digest)
                kept.append((item, text, signature))
        return kept


class _Pool(Generic[T]):
    """The most useful candidates so far, no two of them near-copies."""

    def __init__(self, rule: Rule, size: int, seed: int) -> None:
        self._rule, self._size, self._seed = rule, size, seed
        self.candidates: list[_Candidate[T]] = []
        self.themes = np.empty(0, dtype=np.intp)
        self.near_copies = 0

    def add(self, some: Sequence[_Candidate[T]]) -> None:
        self.candidates += some
        if len(self.candidates) > 4 * self._size + _AT_ONCE:
            self.cut(2 * self._size)  # who is in between may be among the first when others are gone

    def cut(self, most: int) -> None:
        """Keep so many, the most useful, in their order; the least useful of near-copies go first."""
        if not self.candidates:
            return
        far = distances(self._rule, self._probabilities()).round(_PLACES)
        order, themes = ranks(far, [self._tie(one.text) for one in self.candidates])
        shelves = Shelves()
        kept: list[int] = []
        for place in order.tolist():
            if len(kept) == most:
                break
            if shelves.find(self.candidates[place].signature) >= 0:
                self.near_copies += 1
                continue
            shelves.put(self.candidates[place].signature)
            kept.append(place)
        self.candidates, self.themes = [self.candidates[place] for place in kept], themes[kept]

    def suggestion(self, place: int) -> Suggestion[T]:
        one, column = self.candidates[place], int(self.themes[place])
        theme, threshold = self._rule.themes[column], float(self._rule.thresholds[column])
        return Suggestion(one.item, one.text, one.label, theme, one.label.scores[theme], threshold)

    def _probabilities(self) -> Floats:
        return np.array([list(one.label.scores.values()) for one in self.candidates])

    def _tie(self, text: str) -> bytes:
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, salt=self._seed.to_bytes(8, "big")).digest()


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch
