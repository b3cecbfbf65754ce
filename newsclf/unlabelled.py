"""Unlabelled texts beside labelled ones: which of many are learned from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from heapq import heappush, heapreplace
from itertools import accumulate
from typing import Any, Final

from newsclf.targets import fingerprint_of
from newsclf.text import as_text

MOST_TEXTS: Final = 20_000
MOST_CHARACTERS: Final = 1 << 21
"""So many unlabelled texts are learned from, or texts of so many characters together, whichever are fewer."""

LONGEST: Final = 1_000
"""Of each, so many characters."""


@dataclass(frozen=True)
class Unlabelled:
    """Unlabelled texts to learn from.

    Attributes
    ----------
    texts : tuple of str
    given : int
        How many there were to choose from, copies and empty ones too.
    """

    texts: tuple[str, ...]
    given: int

    @classmethod
    def of(cls, texts: Iterable[Any]) -> Unlabelled:
        """Choose from texts in one pass, with no more than are chosen in memory.

        Those are chosen whose digests are smallest: a random sample that knows copies, and is the same whatever the order.

        Raises
        ------
        ValueError
            When ``texts`` is one string.
        """
        if isinstance(texts, str):
            raise ValueError("expected a list of unlabelled texts, not one text")
        chosen: list[tuple[int, str]] = []
        known: set[int] = set()
        given = 0
        for given, raw in enumerate(texts, start=1):  # noqa: B007  (it is the count)
            text = as_text(raw)[:LONGEST].strip()
            rank = -int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
            if not text or rank in known or (len(chosen) == MOST_TEXTS and rank < chosen[0][0]):
                continue
            known.add(rank)
            if len(chosen) < MOST_TEXTS:
                heappush(chosen, (rank, text))
            else:
                known.discard(heapreplace(chosen, (rank, text))[0])
        in_order = [text for _, text in sorted(chosen, reverse=True)]
        fitting = sum(characters <= MOST_CHARACTERS for characters in accumulate(map(len, in_order)))
        return cls(tuple(in_order[:fitting]), given)

    def facts(self) -> dict[str, Any]:
        """What of them stands in the manifest."""
        return {
            "given": self.given,
            "texts": len(self.texts),
            "fingerprint": fingerprint_of(self.texts, ((),) * len(self.texts)),
        }
