"""Made headlines of 18 classes, each put together from pieces of our own paragraphs, a third of them from the class's own pieces.

There can be as many as wanted. They say nothing about accuracy.
"""

from __future__ import annotations

import numpy as np

from training.labelled import own_paragraphs

CLASSES = 18


def headlines(size: int) -> tuple[list[str], list[str]]:
    """So many made headlines with their classes."""
    random = np.random.default_rng(0)
    texts = [p.text for p in own_paragraphs()]
    pieces = sorted({text[i : i + n] for text in texts for n in (2, 3) for i in range(0, len(text) - n, 7)})
    shared = random.choice(len(pieces), 4000, replace=False)
    own = np.array([random.choice(len(pieces), 400, replace=False) for _ in range(CLASSES)])
    made, classes = [], random.integers(CLASSES, size=size)
    for label in classes.tolist():
        count = random.integers(6, 10)
        chosen = np.where(random.random(count) < 0.35, random.choice(own[label], count), random.choice(shared, count))
        made.append("".join(pieces[piece] for piece in chosen))
    return made, [f"class {label}" for label in classes.tolist()]
