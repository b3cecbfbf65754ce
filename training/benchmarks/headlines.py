"""Made headlines of some classes, put together from pieces of our own paragraphs, a third of them from the class's own pieces.

There can be as many as wanted. They say nothing about accuracy.
"""

from __future__ import annotations

import numpy as np

from training.labelled import own_paragraphs

CLASSES = 18


def headlines(
    size: int,
    classes: int = CLASSES,
    pieces: tuple[int, int] = (6, 10),
    own: float = 0.35,
    owned: int = 400,
    wrong: float = 0.0,
) -> tuple[list[str], list[str]]:
    """So many made texts with their classes, the same each time.

    Parameters
    ----------
    size : int
    classes : int
    pieces : (int, int)
        Of how many pieces a text is made: at least, and below.
    own : float
        The share of pieces that are its class's own; the others are anybody's.
    owned : int
        How many pieces a class has of its own.
    wrong : float
        The share of texts that are said to be of a class drawn by chance.
    """
    random = np.random.default_rng(0)
    texts = [p.text for p in own_paragraphs()]
    found = sorted({text[i : i + n] for text in texts for n in (2, 3) for i in range(0, len(text) - n, 7)})
    shared = random.choice(len(found), 4000, replace=False)
    own_pieces = np.array([random.choice(len(found), owned, replace=False) for _ in range(classes)])
    made, labels = [], random.integers(classes, size=size)
    for label in labels.tolist():
        count = random.integers(*pieces)
        chosen = np.where(random.random(count) < own, random.choice(own_pieces[label], count), random.choice(shared, count))
        made.append("".join(found[piece] for piece in chosen))
    if wrong:
        labels = np.where(random.random(size) < wrong, random.integers(classes, size=size), labels)
    return made, [f"class {label}" for label in labels.tolist()]
