"""Fetch the texts of public labels: ``python -m training.fetch FOLDER -o OUT`` → ``OUT/labelled.jsonl.gz``.

The repository holds ids and labels of public paragraphs, no texts. FOLDER is a checkout of the public archive of the
evening television news (github.com/DuckBurnIncense/xin-wen-lian-bo), or its ``news`` folder. Afterwards
``NEWSCLF_CORPORA=OUT python -m training.build`` builds with what was found.

The texts belong to their publishers: what stands in OUT must never be committed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import html
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from newsclf.encodings import decode
from newsclf.errors import NewsclfError
from training.labelled import PUBLIC_LABELS

CORPUS = "xwlb"
# The labels end here; later files are not even opened, so that newer news stays fit to measure on.
LAST_DATE = "20250630"
# How the labelled texts were cleaned is not documented to the last detail, so every way is tried, the likeliest first;
# an id that is in our labels proves a way right. Source tag kept?, entities kept?, for a mark-up tag, for white space.
_CLEANINGS = tuple(product((False, True), (False, True), ("", " "), (" ", "")))
_SOURCE_TAG = re.compile(r"^(?:央视网消息)? ?[（(] ?新闻联播 ?[）)] ?[：:]? ?|^央视网消息 ?[：:] ?")
# A mark-up tag begins with a letter: the news itself writes "Ct值<35" and "<章程>".
_MARKUP = re.compile(r"</?[a-z][^<>]*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
# A paragraph that nobody closed ends before the next one or the next headline, so that it swallows neither.
_PIECE = re.compile(
    r"^ {0,3}#{1,6}[^\S\n]+(?P<markdown>[^\n]+)"
    r"|<h(?P<level>[1-6])\b[^>]*>(?P<html>.*?)</h(?P=level)>"
    r"|<p\b[^>]*>(?P<text>.*?)(?=</p>|<p\b|<h[1-6]\b|^ {0,3}#{1,6}[^\S\n]|\Z)",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)


@dataclass
class Found:
    """What an archive holds: counts, names of undecodable files, and by id every (date, headline, text)."""

    read: int = 0
    late: int = 0
    paragraphs: int = 0
    undecodable: list[str] = field(default_factory=list)
    places: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fetch, and say what was found."""
    parser = argparse.ArgumentParser(prog="python -m training.fetch", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a checkout of the archive, or its news folder")
    parser.add_argument("-o", "--out", type=Path, required=True, help="the folder to write to; never commit it")
    parser.add_argument("--overwrite", action="store_true", help="replace the texts that are there")
    given = parser.parse_args(arguments)
    try:
        print(fetch(given.folder, given.out, overwrite=given.overwrite))
    except OSError as error:
        sys.exit(str(error))


def fetch(folder: Path, out: Path, labels: Path = PUBLIC_LABELS, overwrite: bool = False) -> Path:
    """Join the texts of an archive to our labels; write them, and say on stderr what was found.

    Raises
    ------
    OSError
        When no file has a date for its name, or when the output is there already and may not be replaced.
    """
    path = out / "labelled.jsonl.gz"
    if path.exists() and not overwrite:
        raise FileExistsError(f"{path} is there already; --overwrite replaces it.")
    files = dated_files(folder)
    if not files:
        raise FileNotFoundError(f"{folder} holds no file named YYYYMMDD.md, nor does a news folder in it.")
    with labels.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ours = {row["id"]: row for row in rows if row["corpus"] == CORPUS}
    found = search(files, ours)
    print(*report(found, len(ours), len(rows) - len(ours)), sep="\n", file=sys.stderr)
    write(path, [joined(ours[id_], places) for id_, places in found.places.items()])
    return path


def dated_files(folder: Path) -> list[Path]:
    """The files named by a date, in the order of dates."""
    root = folder / "news" if (folder / "news").is_dir() else folder
    return sorted(path for path in root.glob("*.md") if re.fullmatch("[0-9]{8}", path.stem) and path.is_file())


def search(files: Iterable[Path], wanted: Mapping[str, object]) -> Found:
    """Read the files up to `LAST_DATE`, and keep the paragraphs whose ids are wanted."""
    found = Found()
    for path in files:
        if path.stem > LAST_DATE:
            found.late += 1
            continue
        try:
            page = decode(path.read_bytes(), str(path)).text
        except NewsclfError:
            found.undecodable.append(path.name)
            continue
        found.read += 1
        for headline, markup in paragraphs(page):
            found.paragraphs += 1
            text = next((text for text in readings(markup) if id_of(text) in wanted), None)
            if text is not None:
                found.places.setdefault(id_of(text), []).append((path.stem, headline, text))
    return found


def paragraphs(page: str) -> Iterator[tuple[str, str]]:
    """Every ``<p>`` of a page as it stands there, with the headline above it."""
    headline = ""
    for piece in _PIECE.finditer(page):
        if piece["text"] is None:
            headline = html.unescape(_MARKUP.sub("", piece["markdown"] or piece["html"])).strip()
        else:
            yield headline, piece["text"]


def readings(markup: str) -> Iterator[str]:
    """What the text of a paragraph may be, the likeliest first."""
    for tag_kept, entities_kept, for_markup, for_space in _CLEANINGS:
        text = _MARKUP.sub(for_markup, markup)
        text = " ".join((text if entities_kept else html.unescape(text)).split()).replace(" ", for_space)
        yield text if tag_kept else _SOURCE_TAG.sub("", text)


def id_of(text: str) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def joined(label: Mapping[str, str], places: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """A label with its text. Of a paragraph sent on several days, the headline is that of the label's day."""
    _, headline, text = min(places, key=lambda place: place[0] != label["date"])
    themes = [theme for theme in label["themes"].split(";") if theme]
    return {**label, "article": headline, "text": text, "themes": themes}


def report(found: Found, ours: int, others: int) -> Iterator[str]:
    """The lines that say what was found."""
    names = f" ({', '.join(found.undecodable)})" if found.undecodable else ""
    yield f"files read: {found.read}"
    yield f"files ignored, later than {LAST_DATE}: {found.late}"
    yield f"files that could not be decoded: {len(found.undecodable)}{names}"
    yield f"paragraphs: {found.paragraphs}"
    yield f"labels of {CORPUS} joined: {len(found.places)} of {ours}"
    yield f"labels of other corpora, whose texts this archive cannot have: {others}"


def write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Gzipped JSON lines, by date and id; the same rows give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ordered = sorted(rows, key=lambda row: (row["date"], row["id"]))
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        file.writelines((json.dumps(row, ensure_ascii=False) + "\n").encode() for row in ordered)


if __name__ == "__main__":
    main()
