"""Tables with a text, a label and what else there is: as `newsclf train` reads them, and as people fill them in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newsclf.io.annotations.tasks import Batch, Labels, Task, cleaned
from newsclf.io.tables import LABEL_COLUMNS, TEXT_COLUMNS, Row, column_of, labels_of, text_of
from newsclf.io.worksheets import SUGGESTED, armed, column_names
from newsclf.themes import OTHER

COLUMNS = ("id", "text", "theme", SUGGESTED, "score", "votes")
"""Those that we write, before the user's own; ``votes`` only where texts had several readers."""


class Rows:
    """Reads the rows of a table.

    Parameters
    ----------
    names : sequence of str
        Its columns.
    source : str
    text_column, label_column, separator : str or None
        As for `newsclf train`; a table may have no column of labels.
    is_csv : bool
        Whether cells may have an apostrophe that disarms them.

    Raises
    ------
    ColumnError
        When a column is not there.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        source: str,
        text_column: str | None,
        label_column: str | None,
        separator: str | None,
        is_csv: bool,
    ) -> None:
        self._text = column_of(names, text_column, TEXT_COLUMNS, source, "--text-column")
        named = label_column or next((name for name in LABEL_COLUMNS if name in names), None)
        self._label = column_of(names, named, (), source, "--label-column") if named else None
        self._separator, self._sheet = separator, SUGGESTED in names
        self._cell = armed if is_csv and self._sheet else str

    def task(self, row: Row) -> Task:
        """A row as a task."""
        own = {
            name: value for name, value in row.cells.items() if name not in ("id", "score", SUGGESTED, self._text, self._label)
        }
        if not self._sheet and "score" in row.cells:
            own["score"] = row.cells["score"]
        number = row.cells.get("id")
        id_ = "" if number is None else self._cell(str(number))
        return Task(
            id_, self._cell(text_of(row, self._text)), self._labels(row), own={k: v for k, v in own.items() if v is not None}
        )

    def _labels(self, row: Row) -> Labels | None:
        if self._label is None:
            return None
        found = labels_of(row, self._label, self._separator)
        blank = isinstance(row.cells.get(self._label), str) and not row.cells[self._label].strip()
        if found is None or (blank and self._sheet):
            return None
        return cleaned(found if isinstance(found, list) else [self._cell(found)] if found else [])


def rows(batch: Batch) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows to write, and all their columns."""
    listed = batch.is_several or not all(map(_is_plain, (task.labels for task in batch.tasks)))
    voted = any(task.votes for task in batch.tasks)
    columns = [name for name in COLUMNS if name != "votes" or voted]
    names = column_names(dict.fromkeys(name for task in batch.tasks for name in task.own), [*columns, *LABEL_COLUMNS])
    return [_row(task, listed, voted, names) for task in batch.tasks], [*columns, *names.values()]


def _row(task: Task, listed: bool, voted: bool, names: dict[str, str]) -> dict[str, Any]:
    label = None if task.labels is None else list(task.labels) if listed else (task.labels or (OTHER,))[0]
    suggested = None if task.suggested is None else " + ".join(task.suggested) or OTHER
    row = {"id": task.id, "text": task.text, "theme": label, SUGGESTED: suggested, "score": task.score}
    votes = {"votes": [list(labels) for labels in task.votes] or None} if voted else {}
    return row | votes | {names[name]: value for name, value in task.own.items()}


def _is_plain(labels: Iterable[str] | None) -> bool:
    """Whether labels can stand in a cell as they are, and mean the same when they are read."""
    return all(label.strip() == label and label and not label.startswith("[") for label in labels or ())
