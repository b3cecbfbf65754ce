"""Labelled tables: texts with their labels, to learn from or to measure with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from newsclf.errors import EmptyTableError
from newsclf.io.chunks import plan
from newsclf.io.documents import Document
from newsclf.io.survey import Reading, look_through, places
from newsclf.io.tables import LABEL_COLUMNS, TEXT_COLUMNS, Row, column_of, labels_of, only_rows, text_of
from newsclf.io.worksheets import SUGGESTED
from newsclf.themes import OTHER

Labels = str | list[str]


@dataclass(frozen=True)
class Columns:
    """Where a labelled table has what; None leaves it to the usual names.

    Attributes
    ----------
    text, label, separator, group : str or None
    by : tuple of str
        Columns that are kept as they stand.
    spots : bool
        Whether to keep where each text stands.
    """

    text: str | None = None
    label: str | None = None
    separator: str | None = None
    group: str | None = None
    by: tuple[str, ...] = ()
    spots: bool = False


@dataclass(frozen=True)
class Spot:
    """Where a labelled text stands: its input, its first line there (1-based), and the id of its row, empty without one."""

    source: str
    line: int
    id: str


@dataclass(frozen=True)
class Labelled:
    """Texts with their labels.

    Attributes
    ----------
    texts : list of str
    labels : list of str or of list of str
    groups : list of str
        The article of each text, where a column names it; else empty.
    unlabelled : dict of str to int
        How many rows of each input were left out for lack of a label.
    cut : dict of str to int
        How many bytes of half a character stand at the end of an input, where there are any.
    by : dict of str to list of str
        What each column that was asked for says of each text.
    spots : list of Spot
        Where each text stands, where that was asked for; else empty.
    """

    texts: list[str] = field(default_factory=list)
    labels: list[Labels] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    unlabelled: dict[str, int] = field(default_factory=dict)
    cut: dict[str, int] = field(default_factory=dict)
    by: dict[str, list[str]] = field(default_factory=dict)
    spots: list[Spot] = field(default_factory=list)

    @property
    def is_several(self) -> bool:
        """Whether any row has a list of labels; then all have."""
        return any(isinstance(label, list) for label in self.labels)

    def joined(self, more: Labelled) -> Labelled:
        """These texts and more behind them, as though all had been read at once."""
        data = Labelled(self.texts + more.texts, self.labels + more.labels, self.groups + more.groups)
        _make_alike(data)
        return data


def read_labelled(sources: Sequence[str], columns: Columns, encoding: str | None = None) -> Labelled:
    """Read labelled tables, of which only texts, labels and groups are kept.

    An empty label is none of the themes; but in a worksheet (`newsclf.io.worksheets`), that nobody has looked at the text.

    Parameters
    ----------
    sources : sequence of str
        Paths, or ``-`` for standard input.
    columns : Columns
    encoding : str, optional
        That of all of them, where it is known.

    Raises
    ------
    InputError
        When one cannot be read, or lacks a column.
    """
    data = Labelled(by={name: [] for name in columns.by})
    with places(sources) as found:
        for place in found:
            _read_one(look_through(place, Reading("table", encoding=encoding)), columns, data)
    _make_alike(data)
    return data


def _make_alike(data: Labelled) -> None:
    """Lists of labels everywhere, where there are any."""
    if data.is_several:
        listed = [label if isinstance(label, list) else [label] for label in data.labels]
        data.labels[:] = [[label for label in labels if label] for labels in listed]


def _read_one(document: Document, columns: Columns, data: Labelled) -> None:
    names, source = document.table.columns, document.source
    if not any(chunk.rows for chunk in plan(document)):
        raise EmptyTableError(source=source)
    text_column = column_of(names, columns.text, TEXT_COLUMNS, source, "--text-column")
    label_column = column_of(names, columns.label, LABEL_COLUMNS, source, "--label-column")
    group_column = column_of(names, columns.group, (), source, "--group-column") if columns.group else None
    kept = {name: column_of(names, name, (), source, "--by") for name in columns.by}
    if document.encoding.cut:
        data.cut[source] = document.encoding.cut
    once: dict[str, str] = {}  # one string for each label and value, however many rows have it
    for row in only_rows((item for chunk in plan(document) for item in chunk.items()), source):
        labels = labels_of(row, label_column, columns.separator)
        if labels is None or (SUGGESTED in names and _is_blank(row, label_column)):
            data.unlabelled[source] = data.unlabelled.get(source, 0) + 1
            continue
        data.texts.append(text_of(row, text_column))
        data.labels.append(labels if isinstance(labels, list) else once.setdefault(labels or OTHER, labels or OTHER))
        if columns.spots:
            data.spots.append(Spot(source, row.lines[0], str(row.cells.get("id") or "")))
        if group_column:
            data.groups.append(str(row.cells.get(group_column)))
        for name, column in kept.items():
            value = text_of(row, column)
            data.by[name].append(once.setdefault(value, value))


def _is_blank(row: Row, column: str) -> bool:
    value = row.cells[column]
    return isinstance(value, str) and not value.strip()
