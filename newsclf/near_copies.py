"""Texts that are nearly the same, found without comparing each with each: MinHash signatures, in bands.

Source: A. Broder, "On the resemblance and containment of documents" (1997), and for the bands P. Indyk and R. Motwani,
"Approximate nearest neighbors" (1998). A text is the set of its runs of `RUN` characters (white space and punctuation aside);
how alike two texts are is what share of the runs of both they have in common. Of each text only a signature is kept, 256 bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newsclf.duplicates import Indices, bare

RUN: Final = 3
"""Characters that are taken together."""

ALIKE: Final = 0.6
"""Texts that have so large a share of their runs in common are near-copies of each other."""

LONGEST: Final = 2_000
"""Of a long text, so many characters are looked at."""

_HASHES: Final = 64
_BANDS: Final = 16
"""Two texts are compared when a band of their signatures is the same: with four numbers a band, that is 9 in 10 of the pairs
that are alike by 0.6, and nearly all that are by 0.7."""

_MOST_OF_BAND: Final = 32
"""So many texts with the same band are compared: what thousands share, such as how all of them begin, tells nothing."""

_AT_ONCE: Final = 1_000
_NOTHING: Final = np.uint32(0xFFFFFFFF)

Signature = NDArray[np.uint32]
"""Of a text, shape (64,)."""

Signatures = NDArray[np.uint32]
"""Of texts, shape (n_texts, 64)."""


def signatures(texts: Iterable[str]) -> Signatures:
    """The signatures of texts; those without a letter or digit have one that is like no other's."""
    parts = list(_parts(iter(texts)))
    return np.concatenate(parts) if parts else np.empty((0, _HASHES), dtype=np.uint32)


class Shelves:
    """Texts to be found again by what is nearly the same.

    Parameters
    ----------
    known : ndarray of shape (n_known, 64), optional
        Signatures of texts to put there, whether or not they are alike.
    least : float
        The least share of runs in common of what is found.
    """

    def __init__(self, known: Signatures | None = None, least: float = ALIKE) -> None:
        self._least = least
        self._kept: list[Signature] = []
        self._shelves: list[dict[bytes, list[int]]] = [{} for _ in range(_BANDS)]
        for signature in () if known is None else known:
            self.put(signature)

    def put(self, signature: Signature) -> int:
        """Put a text there, and give its place: they are numbered from 0 on."""
        place = len(self._kept)
        self._kept.append(signature)
        if signature[0] != _NOTHING:
            for shelf, key in zip(self._shelves, _keys(signature), strict=True):
                there = shelf.setdefault(key, [])
                if len(there) < _MOST_OF_BAND:
                    there.append(place)
        return place

    def find(self, signature: Signature) -> int:
        """The place of the text that is most like this one; -1 when none is enough like it."""
        if signature[0] == _NOTHING:
            return -1
        near = {place for shelf, key in zip(self._shelves, _keys(signature), strict=True) for place in shelf.get(key, ())}
        if not near:
            return -1
        places = sorted(near)
        shares = np.mean([self._kept[place] == signature for place in places], axis=1)
        best = int(shares.argmax())
        return places[best] if shares[best] >= self._least else -1


def first_alike(found: Signatures, least: float = ALIKE) -> Indices:
    """For each text the earlier one of which it is a near-copy, shape (n_texts,); -1 where there is none.

    Only texts that are near-copies of nothing before them are compared with, so that a chain of small changes is no single text.
    """
    shelves = Shelves(least=least)
    kept: list[int] = []
    earlier = np.full(len(found), -1, dtype=np.intp)
    for place, signature in enumerate(found):
        known = shelves.find(signature)
        if known < 0:
            shelves.put(signature)
            kept.append(place)
        else:
            earlier[place] = kept[known]
    return earlier


def _keys(signature: Signature) -> list[bytes]:
    """The bands of a signature."""
    data, size = signature.tobytes(), signature.nbytes // _BANDS
    return [data[start : start + size] for start in range(0, len(data), size)]


def _parts(texts: Iterator[str]) -> Iterator[Signatures]:
    while some := list(islice(texts, _AT_ONCE)):
        yield _signatures([bare(text[:LONGEST]) for text in some])


def _signatures(forms: Sequence[str]) -> Signatures:
    """Of bare forms: of each hash, the least number that a run of the text has."""
    codes = np.frombuffer("".join(forms).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    lengths = np.fromiter(map(len, forms), dtype=np.intp, count=len(forms))
    result = np.full((len(forms), _HASHES), _NOTHING)
    there = np.flatnonzero(lengths)
    if not len(there):
        return result
    runs = _runs(codes, lengths)
    starts = (np.cumsum(lengths) - lengths)[there]
    for number, factor in enumerate(_FACTORS):
        mixed = (runs * factor) >> np.uint64(32)  # the upper bits of a product hang on all lower ones
        result[there, number] = np.minimum.reduceat(mixed, starts)
    return np.minimum(result, _NOTHING - 1, out=result, where=lengths[:, None] > 0)


def _runs(codes: NDArray[np.uint64], lengths: Indices) -> NDArray[np.uint64]:
    """A number for the run that begins at each character; at the end of a text runs are shorter."""
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))
    runs = np.zeros(len(codes), dtype=np.uint64)
    for step in range(RUN):
        following = np.zeros_like(codes)
        following[: len(codes) - step] = codes[step:]
        following[left <= step] = 0
        runs = (runs + following) * np.uint64(0x9E3779B97F4A7C15)
        runs ^= runs >> np.uint64(29)
    return runs


_FACTORS: Final = np.random.RandomState(0).randint(0, 1 << 63, _HASHES, dtype=np.int64).astype(np.uint64) | np.uint64(1)
