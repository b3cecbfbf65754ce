"""Memory and time of labelling files of every kind, when the rows are ten times as many.

Rows are our own paragraphs in turn, each with a number; every file is labelled into one of its own form. Every row that goes in
must come out: the ids of the output are counted.
"""

from __future__ import annotations

import csv
import gzip
import json
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import zstandard

from training.benchmarks.batch import NEWSCLF
from training.benchmarks.machine import run
from training.labelled import own_paragraphs

ROWS = (100_000, 1_000_000)
FORMS = ("csv.gz", "jsonl.zst", "parquet", "arrow")
_AT_ONCE = 50_000


def measure() -> dict[str, Any]:
    """Seconds, megabytes and rows by form and number of rows."""
    found: dict[str, Any] = {}
    for form in FORMS:
        for rows in ROWS:
            with tempfile.TemporaryDirectory() as folder:
                path, out = Path(folder, f"in.{form}"), Path(folder, f"out.{form}")
                _WRITERS[form](path, rows)
                seconds, megabytes = run([NEWSCLF, "label", str(path), "-o", str(out)])
                written = _COUNTERS[form](out)
            found.setdefault(form, {})[str(rows)] = {"seconds": seconds, "megabytes": megabytes, "rows_out": written}
    return found


def _texts(rows: int) -> Iterator[tuple[int, str]]:
    return enumerate(islice(cycle([paragraph.text for paragraph in own_paragraphs()]), rows))


def _write_csv(path: Path, rows: int) -> None:
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=1) as file:
        csv.writer(file).writerows([("number", "text"), *_texts(rows)])


def _write_jsonl(path: Path, rows: int) -> None:
    with path.open("wb") as raw, zstandard.ZstdCompressor().stream_writer(raw) as file:
        for number, text in _texts(rows):
            file.write(json.dumps({"number": number, "text": text}, ensure_ascii=False).encode() + b"\n")


def _tables(rows: int) -> Iterator[pyarrow.Table]:
    texts = _texts(rows)
    while batch := list(islice(texts, _AT_ONCE)):
        yield pyarrow.table({"number": [number for number, _ in batch], "text": [text for _, text in batch]})


_SCHEMA = pyarrow.schema([("number", "int64"), ("text", "string")])


def _write_parquet(path: Path, rows: int) -> None:
    with pyarrow.parquet.ParquetWriter(path, _SCHEMA) as writer:
        for table in _tables(rows):
            writer.write_table(table)


def _write_arrow(path: Path, rows: int) -> None:
    with pyarrow.ipc.new_file(path, _SCHEMA) as writer:
        for table in _tables(rows):
            writer.write_table(table)


def _count_csv(path: Path) -> int:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def _count_jsonl(path: Path) -> int:
    with path.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True) as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _count_parquet(path: Path) -> int:
    return int(pyarrow.parquet.ParquetFile(path).metadata.num_rows)


def _count_arrow(path: Path) -> int:
    with pyarrow.ipc.open_file(path) as reader:
        return sum(reader.get_batch(place).num_rows for place in range(reader.num_record_batches))


_WRITERS = dict(zip(FORMS, (_write_csv, _write_jsonl, _write_parquet, _write_arrow), strict=True))
_COUNTERS = dict(zip(FORMS, (_count_csv, _count_jsonl, _count_parquet, _count_arrow), strict=True))
