"""Bytes out of other bytes, by changes that know what text and tables are made of."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Final

from .seeds import pieces

LONGEST: Final = 1 << 16
"""No input is longer."""

PIECES: Final = pieces()

Change = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def mutated(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """A seed after one to six changes."""
    data = chance.choice(seeds)
    for _ in range(chance.randint(1, 6)):
        data = chance.choices(_CHANGES, _WEIGHTS)[0](chance, data, seeds)
    return data[:LONGEST]


def _span(chance: random.Random, data: bytes) -> tuple[int, int]:
    """A place, and another one not far behind it."""
    first = chance.randint(0, len(data))
    return first, min(len(data), first + int(chance.expovariate(0.1)))


def _insert(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    first, last = _span(chance, data)
    return data[:first] + chance.choice(PIECES) + data[chance.choice((first, last)) :]


def _drop(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    first, last = _span(chance, data)
    return data[:first] + data[last:]


def _repeat(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    first, last = _span(chance, data)
    times = int(chance.paretovariate(0.8)) if chance.random() < 0.98 else 5000
    return data[:first] + data[first:last] * min(times, LONGEST // (last - first + 1)) + data[last:]


def _byte(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    place = chance.randint(0, len(data))
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def _cross(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    other = chance.choice(seeds)
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _head(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """The first bytes, which choose what a target does."""
    place = chance.randrange(2)
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def _cut(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    return data[: chance.randint(0, len(data))]


def _recode(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    text = data[2:].decode("utf-8", "ignore")
    return data[:2] + text.encode(chance.choice(("utf-8-sig", "gb18030", "utf-16")))


_CHANGES: Final[Sequence[Change]] = (_insert, _drop, _repeat, _byte, _cross, _head, _cut, _recode)
_WEIGHTS: Final = (8, 3, 3, 3, 3, 2, 1, 0.5)
