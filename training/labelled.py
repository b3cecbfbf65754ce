"""The labelled paragraphs: ours with their texts, public ones by id, joined to the texts of a corpora folder."""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
OWN = HERE / "corpus" / "paragraphs.jsonl"
PUBLIC_LABELS = HERE / "corpus" / "public-labels.csv"
SECOND_READINGS = HERE / "corpus" / "second-readings.csv"
DOUBTED = HERE / "corpus" / "doubted.csv"
RESULTS = HERE / "results"


@dataclass(frozen=True)
class Paragraph:
    """A labelled paragraph.

    Attributes
    ----------
    id : str
        First 16 hexadecimal digits of the SHA-256 of the text.
    source : str
        ``own``, or whose news it is: ``xwlb``, ``chinanews``, ``nankai``.
    article : str
        The article it comes from: never split. Ours are articles of their own.
    text, theme : str
    themes : tuple of str
        The set, the primary first; empty for ``other``.
    drawn : bool
        Chosen by keywords or at random, not for a model's doubt: nearer to what a reader meets.
    """

    id: str
    source: str
    article: str
    text: str
    theme: str
    themes: tuple[str, ...]
    drawn: bool = False


def corpora() -> Path | None:
    """The folder of public texts: NEWSCLF_CORPORA, else ../shared/data where it exists."""
    folder = Path(os.environ.get("NEWSCLF_CORPORA", HERE.parent.parent / "shared" / "data"))
    return folder if (folder / "labelled.jsonl.gz").is_file() else None


def own_paragraphs() -> list[Paragraph]:
    """The paragraphs written for this project."""
    rows = [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]
    return [Paragraph(row["id"], "own", row["id"], row["text"], row["theme"], tuple(row["themes"])) for row in rows]


def public_paragraphs() -> list[Paragraph]:
    """The public paragraphs whose labels we hold and whose texts the corpora folder holds; none without it.

    Says on stderr what was found.
    """
    folder = corpora()
    if folder is None:
        print("public texts: none (set NEWSCLF_CORPORA to their folder); going on without them", file=sys.stderr)
        return []
    with PUBLIC_LABELS.open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    wanted = {row["id"] for row in labels}
    texts = {row["id"]: row for row in _rows(folder) if row["id"] in wanted}
    found = [row for row in labels if row["id"] in texts]
    print(f"public texts: {len(found)} of {len(labels)} labels joined", file=sys.stderr)
    return [
        Paragraph(
            id=row["id"],
            source=_source(row["corpus"]),
            article=_article(texts[row["id"]]),
            text=texts[row["id"]]["text"],
            theme=row["theme"],
            themes=tuple(theme for theme in row["themes"].split(";") if theme),
            drawn="random" in (row["chosen"], *texts[row["id"]].get("chosen", "").split("+")),
        )
        for row in found
    ]


def news_texts() -> list[tuple[str, str]]:
    """Source and text of all public paragraphs of the corpora folder, labelled or not: what word vectors are learned from."""
    folder = corpora()
    return [(_source(row["corpus"]), row["text"]) for row in _rows(folder)] if folder else []


def news_articles(source: str) -> list[tuple[str, str]]:
    """Article and text of all public paragraphs of a source."""
    folder = corpora()
    return [(_article(row), row["text"]) for row in _rows(folder) if _source(row["corpus"]) == source] if folder else []


def _article(row: Mapping[str, str]) -> str:
    return "/".join((row["corpus"], row["date"], row["article"] or row["id"]))


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    for name in ("labelled.jsonl.gz", "unlabelled.jsonl.gz"):
        if (folder / name).is_file():
            with gzip.open(folder / name, "rt", encoding="utf-8") as file:
                for line in file:
                    yield json.loads(line)


def _source(corpus: str) -> str:
    """One news service's years and reprints are one source."""
    return "chinanews" if "chinanews" in corpus else "nankai" if "nankai" in corpus else corpus
