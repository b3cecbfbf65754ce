"""Made stand-ins for the public sets: ``python -m training.benchmarks.sets.stand_ins DIR [--scale 1]``.

They have the layouts, classes and sizes of the published files, so that loaders and comparison can be tried without them; their
texts are put together from pieces of our own paragraphs (`training.benchmarks.headlines`), some with a wrong class. What is
measured on them says nothing about the sets that they stand for.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsclf.io.labelled import Labelled
from newsclf.tokens import cut
from training.benchmarks.headlines import headlines
from training.benchmarks.sets.layouts import DRAWS
from training.benchmarks.sets.public import known_sets
from training.benchmarks.sets.tasks import draw_few, of

Rows = Sequence[tuple[str, str]]
"""Texts, each with its class."""


@dataclass(frozen=True)
class Shape:
    """How a set looks: classes, rows to learn from (or of each class, where they are few), to measure on, and without labels.

    A text is made of so many ``pieces``, of which the share ``own`` are among the ``owned`` ones of its class.
    """

    classes: int
    pieces: tuple[int, int]
    own: float
    owned: int
    train: int
    test: int
    per_class: int = 0
    unlabelled: int = 0


SHAPES = {
    "thucnews": Shape(10, (6, 10), 0.25, 300, 180_000, 10_000),
    "nlpcc2017": Shape(18, (6, 10), 0.25, 300, 156_000, 36_000),
    "csldcp": Shape(67, (60, 110), 0.11, 60, 0, 1_784, 8, 18_000),
    "iflytek": Shape(119, (80, 150), 0.09, 60, 0, 1_749, 8, 7_500),
    "tnews": Shape(15, (6, 12), 0.3, 60, 0, 2_010, 16, 20_000),
}
WRONG = 0.05
"""So many texts have the wrong class."""


def write(folder: Path, scale: float = 1.0, names: Collection[str] = tuple(SHAPES)) -> None:
    """Write stand-ins into a folder, where the loaders look for the sets.

    Parameters
    ----------
    folder : path
    scale : float
        The rows, those of the small training files excepted, are so many times those of the published files.
    names : collection of str
        Which sets.
    """
    for name in names:
        about = known_sets()[name]
        here = folder / about["folders"][0]
        here.mkdir(parents=True, exist_ok=True)
        _WRITERS[about["layout"]](here, SHAPES[name], scale, about.get("text", ""))


def _made(shape: Shape, size: int) -> Labelled:
    texts, labels = headlines(size, shape.classes, shape.pieces, shape.own, shape.owned, WRONG)
    return Labelled(texts, list(labels))


def _parts(shape: Shape, scale: float) -> dict[str, Rows]:
    """Rows to learn from, to choose with and to measure on."""
    sizes = [max(4 * shape.classes, int(rows * scale)) for rows in (shape.train, shape.test, shape.test)]
    made = _made(shape, sum(sizes))
    rows = iter(zip(made.texts, map(str, made.labels), strict=True))
    return {name: [next(rows) for _ in range(size)] for name, size in zip(("train", "dev", "test"), sizes, strict=True)}


def _numbered(folder: Path, shape: Shape, scale: float, _: str) -> None:
    numbers = {f"class {number}": number for number in range(shape.classes)}
    _lines(folder / "class.txt", numbers)
    for part, rows in _parts(shape, scale).items():
        _lines(folder / f"{part}.txt", [f"{text}\t{numbers[label]}" for text, label in rows])


def _segmented(folder: Path, shape: Shape, scale: float, _: str) -> None:
    for part, rows in _parts(shape, scale).items():
        _lines(folder / f"{part}.txt", [f"{label}\t{' '.join(cut(text))}" for text, label in rows])


def _few(folder: Path, shape: Shape, scale: float, text_field: str) -> None:
    """Five small files of as many rows of each class, out of many; some rows to measure on; the rest without classes."""
    test, unlabelled = (max(4 * shape.classes, int(rows * scale)) for rows in (shape.test, shape.unlabelled))
    made = _made(shape, test + unlabelled + 4 * DRAWS * shape.classes * shape.per_class)
    measured, rest = of(made, range(test)), of(made, range(test, len(made.texts)))
    for number in range(DRAWS):
        few, others = draw_few(rest, shape.per_class, number)
        _objects(folder / f"train_{number}.json", of(rest, few), text_field, True)
        rest = of(rest, others)
    _objects(folder / "test_public.json", measured, text_field, True)
    _objects(folder / "unlabeled.json", of(rest, range(unlabelled)), text_field, False)


def _objects(path: Path, rows: Labelled, text_field: str, labels: bool) -> None:
    pairs = zip(rows.texts, map(str, rows.labels), strict=True)
    given = ({text_field: text} | ({"label": label} if labels else {}) for text, label in pairs)
    _lines(path, [json.dumps(row, ensure_ascii=False) for row in given])


def _lines(path: Path, lines: Collection[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


_WRITERS = {"numbered": _numbered, "segmented": _segmented, "few": _few}


def main() -> None:
    """Write allof them."""
    parser = argparse.ArgumentParser(prog="python -m training.benchmarks.sets.stand_ins", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where to; a folder that is new, or holds no sets")
    parser.add_argument("--scale", type=float, default=1.0, help="so many times the published rows")
    arguments = parser.parse_args()
    write(arguments.folder, arguments.scale)


if __name__ == "__main__":
    main()
