"""Small batches for tests: a few inputs in many chunks, and what labels them."""

from __future__ import annotations

from pathlib import Path

import newsclf
from newsclf.batch.outputs import Output
from newsclf.batch.work import Done, Work
from newsclf.io.documents import Document, Place
from newsclf.io.layout import Layout
from newsclf.io.survey import Reading, survey

CHUNK = 120
"""Bytes of a chunk in these tests."""


def make_inputs(folder: Path) -> list[Document]:
    """Thirty rows of CSV, an empty page, twenty rows of JSON lines."""
    (folder / "a.csv").write_text("n,text\n" + "".join(f"{n},志愿者第{n}天清理河道\n" for n in range(30)), encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "b.jsonl").write_text("".join(f'{{"text": "第{n}"}}\n' for n in range(20)), encoding="utf-8")
    return [look(folder / name) for name in ("a.csv", "empty.txt", "b.jsonl")]


def make_broken(folder: Path) -> Document:
    """A hundred and two rows, two of which cannot be read."""
    text = "text\n" + "志愿者\n" * 50 + "a,b\n" + "春运\n" * 50 + '"x\n'
    (folder / "bad.csv").write_text(text, encoding="utf-8")
    return look(folder / "bad.csv")


def look(path: Path) -> Document:
    """Look through a file, called by its name alone."""
    return survey(Place(path.name, str(path)), Reading())


def make_output(target: Path | str, *documents: Document, form: str = "jsonl") -> Output:
    """One output for some documents."""
    columns = dict.fromkeys(name for document in documents for name in document.table.columns)
    return Output(str(target), documents, Layout(form, tuple(columns)))


def make_work(**changes: object) -> Work:
    """The shipped model's work."""
    return Work(**{"model": None, "name": newsclf.load().name, **changes})


class Ear:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[Done] = []
        self.earlier: list[Done] = []

    def __call__(self, done: Done, earlier: bool = False) -> None:
        (self.earlier if earlier else self.heard).append(done)
