"""doccano: JSON lines and CSV of its text classification projects.

The forms are those that doccano 1.x imports and exports (https://doccano.github.io/doccano/): ``text`` (in some versions
``data``) and a list ``label``; in CSV, several labels stand in one cell, joined by ``#``. In doccano a text without a label may
be one that nobody has looked at or one without a theme: so a text without a theme is written with the label ``other``, and an
empty list is taken for "not looked at", unless somebody approved it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from newsclf.io.annotations.tasks import Batch, Labels, Task, cleaned
from newsclf.io.records import json_line
from newsclf.messages import message
from newsclf.themes import OTHER

TEXTS: Final = ("text", "data")
APPROVED: Final = ("annotation_approver", "is_confirmed")
BETWEEN: Final = "#"
"""What stands between labels in a cell of CSV."""

_OURS: Final = ("id", "source_id", "label", "labels", "Comments", *APPROVED, *TEXTS)


def is_row(row: Mapping[str, Any]) -> bool:
    """Whether a row is one of doccano's JSON lines."""
    return any(name in row for name in TEXTS) and isinstance(row.get("label", row.get("labels")), list)


def read_row(row: Mapping[str, Any], text_field: str | None = None, joined: bool = False) -> Task:
    """A task.

    Parameters
    ----------
    row : mapping
    text_field : str, optional
    joined : bool
        Whether several labels stand in one string.

    Raises
    ------
    ValueError
        When it holds no text, or its labels are none.
    """
    names = (text_field,) if text_field else TEXTS
    text = next((row[name] for name in names if isinstance(row.get(str(name)), str)), None)
    if text is None:
        raise ValueError(message("no_task_text", field=" / ".join(map(str, names))))
    given = row.get("label", row.get("labels"))
    if joined and isinstance(given, str):
        given = [label for label in given.split(BETWEEN) if label]
    given = [given] if isinstance(given, str) and given else given or []
    if not isinstance(given, list) or any(isinstance(label, list | dict) for label in given):
        raise ValueError(message("no_task_labels"))
    reviewed = bool(given) or any(row.get(name) not in (None, False, "", "False", "None") for name in APPROVED)
    number = row.get("source_id") or row.get("id")
    own = {key: value for key, value in row.items() if key not in (*_OURS, text_field)}
    return Task("" if number is None else str(number), text, cleaned(given) if reviewed else None, own=own)


def written(batch: Batch) -> str:
    """JSON lines to import; what we know of a row besides comes back as its metadata."""
    return "".join(json_line(_record(task)) for task in batch.tasks)


def rows(batch: Batch) -> Iterable[dict[str, Any]]:
    """The same as rows of CSV."""
    for task in batch.tasks:
        record = _record(task)
        yield record | {"label": BETWEEN.join(record["label"])}


def _record(task: Task) -> dict[str, Any]:
    own = {key: value for key, value in task.own.items() if key not in _OURS}
    labels: Labels = () if task.labels is None else task.labels or (OTHER,)
    if task.suggested is not None:
        own |= {"suggested": list(task.suggested) or [OTHER], "score": task.score}
    return {"text": task.text, "label": list(labels), "source_id": task.id, **own}
