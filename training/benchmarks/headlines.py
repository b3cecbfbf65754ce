"""Made headlines of some classes, put together from pieces of our own paragraphs, a third of them from the class's own pieces.

There can be as many as wanted. They say nothing about accuracy.
"""

from __future__ import annotations

import numpy as np

from training.labelled import own_paragraphs

CLASSES = 18


def headlines(size: int, number: int = CLASSES, length: tuple[int, int] = (6, 10)) -> tuple[list[str], list[str]]:
    """So many made headlines with their classes, of which there are so many, each of fewer pieces than the second length."""
    random = np.random.default_rng(0)
    texts = [p.text for p in own_paragraphs()]
    pieces = sorted({text[i : i + n] for text in texts for n in (2, 3) for i in range(0, len(text) - n, 7)})
    shared = random.choice(len(pieces), 4000, replace=False)
    own = np.array([random.choice(len(pieces), 400, replace=False) for _ in range(number)])
    made, classes = [], random.integers(number, size=size)
    for label in classes.tolist():
        count = random.integers(*length)
        chosen = np.where(random.random(count) < 0.35, random.choice(own[label], count), random.choice(shared, count))
        made.append("".join(pieces[piece] for piece in chosen))
    return made, [f"class {label}" for label in classes.tolist()]
