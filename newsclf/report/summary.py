"""What a page in HTML shows of labels, gathered chunk by chunk: counts of all, and the records of some.

Memory does not grow with the inputs but for a count of each: of pages the first segments are kept, of lines and tables a
sample. Summaries of chunks can be merged in any order.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import accumulate
from typing import Any, Final

from newsclf.io.documents import Document
from newsclf.io.layout import Labelled
from newsclf.io.tables import Reject
from newsclf.report.sample import Sample, Stratum, stratum_of

MOST_SEGMENTS: Final = 1000
"""So many segments of pages are shown."""

MOST_ROWS: Final = 200
"""So many lines and rows of tables are shown."""

MOST_REJECTS: Final = 20
"""So many rows are shown that could not be read."""


@dataclass
class Count:
    """What there is of an input.

    Attributes
    ----------
    segments, rejected : int
        How many segments (lines, rows) have a label, and how many rows could not be read.
    """

    segments: int = 0
    rejected: int = 0


@dataclass
class Summary:
    """Counts of all labels, and the records to show.

    Attributes
    ----------
    order : dict of str to int
        The place of each input among all, by its name.
    inputs : dict of str to Count
        Those that had labels or rejected rows.
    characters : Counter of Stratum
        How many characters all texts of a stratum have.
    segments : Counter of Stratum
        How many texts these are.
    also : Counter of str
        How many texts each theme is named for that is not their primary one.
    leaned : int
        How many texts leaned on their article.
    pages : dict of str to list
        The records of the first segments of pages, by input.
    sample : Sample
        Of lines and rows.
    rejects : list of tuple
        Input, line and reason of the first rows that could not be read.
    """

    order: dict[str, int]
    inputs: dict[str, Count] = field(default_factory=dict)
    characters: Counter[Stratum] = field(default_factory=Counter)
    segments: Counter[Stratum] = field(default_factory=Counter)
    also: Counter[str] = field(default_factory=Counter)
    leaned: int = 0
    pages: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    sample: Sample = field(default_factory=lambda: Sample(MOST_ROWS))
    rejects: list[tuple[str, int, str]] = field(default_factory=list)

    @classmethod
    def of(cls, sources: Iterable[str]) -> Summary:
        """Nothing gathered yet of these inputs."""
        return cls({source: place for place, source in enumerate(sources)})

    @property
    def total(self) -> int:
        """How many texts have a label."""
        return self.segments.total()

    @property
    def rejected(self) -> int:
        """How many rows could not be read."""
        return sum(count.rejected for count in self.inputs.values())

    @property
    def has_cut_pages(self) -> bool:
        """Whether there are more segments of pages than are shown."""
        return self.total - sum(self.sample.counts.values()) > sum(map(len, self.pages.values()))

    def gather(self, document: Document, labelled: Sequence[Labelled], rejects: Sequence[Reject]) -> None:
        """Take the label records of a chunk into account, and the rows that could not be read."""
        source = document.source
        count = self.inputs.setdefault(source, Count())
        count.segments += len(labelled)
        count.rejected += len(rejects)
        self.rejects += [(source, reject.lines[0], reject.reason) for reject in rejects]
        for row, record in labelled:
            own = row.cells.get("id") if row else None
            self._add(record if own is None else {**record, "id": str(own)}, document.what == "page")
        self._prune()

    def _add(self, record: Mapping[str, Any], is_page: bool) -> None:
        stratum = stratum_of(record)
        self.segments[stratum] += 1
        self.characters[stratum] += len(record["text"])
        self.also.update(theme for theme in record["themes"] if theme != record["theme"])
        self.leaned += record["context"]
        if is_page:
            self.pages.setdefault(record["source"], []).append(record)
        else:
            self.sample.add(record)

    def merge(self, other: Summary) -> None:
        """Take all that another summary took into account."""
        for source, count in other.inputs.items():
            mine = self.inputs.setdefault(source, Count())
            mine.segments += count.segments
            mine.rejected += count.rejected
        for name in ("characters", "segments", "also"):
            getattr(self, name).update(getattr(other, name))
        self.leaned += other.leaned
        for source, records in other.pages.items():
            self.pages[source] = sorted([*self.pages.get(source, ()), *records], key=_number)
        self.sample.merge(other.sample)
        self.rejects += other.rejects
        self._prune()

    def _prune(self) -> None:
        """Drop what will not be shown, whatever is still to come."""
        self.sample.prune()
        self.rejects = sorted(self.rejects, key=lambda reject: (self.order.get(reject[0], 0), reject[1]))[:MOST_REJECTS]
        sources = sorted(self.pages, key=lambda source: self.order.get(source, 0))
        before = accumulate((len(self.pages[source]) for source in sources), initial=0)
        self.pages = {
            source: self.pages[source][: MOST_SEGMENTS - first]
            for source, first in zip(sources, before, strict=False)
            if first < MOST_SEGMENTS
        }

    def shown(self) -> dict[str, list[Mapping[str, Any]]]:
        """The records to show, by input, in order."""
        found = {source: list(records) for source, records in self.pages.items()}
        for record in self.sample.drawn():
            found.setdefault(record["source"], []).append(record)
        # An input that was given twice is shown once.
        unique = {source: {_number(record): record for record in records}.values() for source, records in found.items()}
        return {source: sorted(unique[source], key=_number) for source in self.order if source in unique}

    def written(self) -> bytes:
        """As JSON, for `read`."""
        facts = {
            "inputs": {source: asdict(count) for source, count in self.inputs.items()},
            "characters": list(self.characters.items()),
            "segments": list(self.segments.items()),
            "also": self.also,
            "leaned": self.leaned,
            "pages": self.pages,
            "sample": [[stratum, self.sample.counts[stratum], kept] for stratum, kept in self.sample.kept.items()],
            "rejects": self.rejects,
        }
        return json.dumps(facts).encode()

    @classmethod
    def read(cls, data: bytes, order: dict[str, int]) -> Summary:
        """What `written` wrote."""
        facts = json.loads(data)
        sample = Sample(MOST_ROWS)
        for stratum, count, kept in facts["sample"]:
            sample.counts[tuple(stratum)] = count
            sample.kept[tuple(stratum)] = [(digest, record) for digest, record in kept]
        return cls(
            order,
            {source: Count(**count) for source, count in facts["inputs"].items()},
            Counter({tuple(stratum): count for stratum, count in facts["characters"]}),
            Counter({tuple(stratum): count for stratum, count in facts["segments"]}),
            Counter(facts["also"]),
            facts["leaned"],
            facts["pages"],
            sample,
            [(source, line, reason) for source, line, reason in facts["rejects"]],
        )


def _number(record: Mapping[str, Any]) -> int:
    number: int = record["segment"]
    return number
