"""Label Studio: tasks as JSON, its exports JSON and JSON-MIN, and the labelling config.

The forms are those of Label Studio 1.x (https://labelstud.io/guide/export, /guide/task_format, /tags/choices); tasks of versions
before 1.0 have ``completions`` where later ones have ``annotations``, and are read, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from newsclf.io.annotations.tasks import Aside, Batch, Labels, Task, cleaned
from newsclf.io.records import json_line
from newsclf.messages import message
from newsclf.themes import OTHER, Theme
from newsclf.visible import visible

NAME: Final = "theme"
"""What the field with the labels is called in what we write."""

_TEXTS: Final = ("text", "正文", "content")
_LABELS: Final = (NAME, "themes", "label", "标签", "choice")
_TOOLS: Final = ("id", "annotation_id", "annotator", "created_at", "updated_at", "lead_time", "agreement", "annotators")
_LONGEST: Final = 500


def read(rows: Sequence[Any], text_field: str | None = None, label_field: str | None = None) -> Batch:
    """Tasks of an export; what is none is set aside.

    Parameters
    ----------
    rows : sequence
        The JSON value of the file.
    text_field : str, optional
        Which field holds the text.
    label_field : str, optional
        What the choices are called (``name`` in the labelling config); by default any.
    """
    batch = Batch()
    places: dict[tuple[Any, str], int] = {}
    for place, row in enumerate(rows, start=1):
        try:
            is_full = isinstance(row.get("data"), dict)
            task, skipped = _full(row, text_field, label_field) if is_full else (_minimal(row, text_field, label_field), 0)
        except (AttributeError, TypeError, ValueError) as error:
            reason = str(error) if isinstance(error, ValueError) else message("no_task")
            batch.aside.append(Aside(place, reason, json.dumps(row, ensure_ascii=False)[:_LONGEST]))
            continue
        batch.skipped += skipped
        key = (row.get("id"), task.text)
        if "data" not in row and row.get("id") is not None and key in places:  # JSON-MIN has a row for each annotator
            earlier = batch.tasks[places[key]]
            votes = [*(earlier.votes or _votes(earlier)), *_votes(task)]
            batch.tasks[places[key]] = Task.voted(earlier.id, earlier.text, votes, earlier.own)
            continue
        places[key] = len(batch.tasks)
        batch.tasks.append(task)
    return batch


def _votes(task: Task) -> tuple[Labels, ...]:
    return () if task.labels is None else (task.labels,)


def _text(data: Mapping[str, Any], text_field: str | None) -> tuple[str, str]:
    """The field with the text, and the text.

    Raises
    ------
    ValueError
        When there is none.
    """
    for name in (text_field,) if text_field else _TEXTS:
        if isinstance(data.get(name), str):
            return str(name), data[str(name)]
    raise ValueError(message("no_task_text", field=text_field or " / ".join(_TEXTS)))


def _full(row: Mapping[str, Any], text_field: str | None, label_field: str | None) -> tuple[Task, int]:
    """A task, and whether a reader skipped it that nobody labelled."""
    data = row["data"]
    name, text = _text(data, text_field)
    given = row.get("annotations", row.get("completions")) or []
    votes = [
        _choices(one.get("result") or [], label_field) for one in given if not (one.get("was_cancelled") or one.get("skipped"))
    ]
    own = {key: value for key, value in data.items() if key not in (name, "id", "source_id")}
    number = data.get("source_id", data.get("id", row.get("id")))
    task = Task.voted("" if number is None else str(number), text, votes, own)
    return task, int(bool(given) and not votes)


def _choices(results: Iterable[Mapping[str, Any]], label_field: str | None) -> Labels:
    asked = (one for one in results if label_field is None or one.get("from_name") == label_field)
    return cleaned(
        [choice for one in asked if one.get("type", "choices") == "choices" for choice in one["value"].get("choices", ())]
    )


def _minimal(row: Mapping[str, Any], text_field: str | None, label_field: str | None) -> Task:
    name, text = _text(row, text_field)
    labels: Labels | None = None
    field = next((key for key in ([label_field] if label_field else _LABELS) if key in row), None)
    if field is not None:
        value = row[field]
        value = value.get("choices", []) if isinstance(value, dict) else value
        labels = None if value is None else cleaned(value if isinstance(value, list) else [value])
    elif "annotation_id" in row:  # submitted without a choice
        labels = ()
    own = {key: value for key, value in row.items() if key not in (name, field, *_TOOLS, "source_id")}
    number = row.get("source_id", row.get("id"))
    return Task("" if number is None else str(number), text, labels, own=own)


def written(batch: Batch) -> str:
    """Tasks to import: texts with their ids, the labels they have as annotations, those suggested as predictions."""
    lines = (json_line(_record(task)).rstrip("\n") for task in batch.tasks)
    return "[" + ",\n".join(lines) + "]\n"


def _record(task: Task) -> dict[str, Any]:
    own = {key: value for key, value in task.own.items() if key not in ("id", "source_id", "text")}
    votes = task.votes or (() if task.labels is None else (task.labels,))
    record: dict[str, Any] = {"data": {"source_id": task.id, "text": task.text, **own}}
    record["annotations"] = [{"result": [_result(labels or (OTHER,))], "was_cancelled": False} for labels in votes]
    if task.suggested is not None:
        result = [_result(task.suggested or (OTHER,))]
        record["predictions"] = [{"model_version": "newsclf", "score": task.score, "result": result}]
    return record


def _result(labels: Labels) -> dict[str, Any]:
    return {"from_name": NAME, "to_name": "text", "type": "choices", "value": {"choices": list(labels)}}


def config(labels: Sequence[str], several: bool, themes: Mapping[str, Theme], language: str) -> str:
    """The labelling config: a text, and a choice for each label and for no theme.

    Parameters
    ----------
    labels : sequence of str
    several : bool
        Whether a text may have several.
    themes : mapping of str to Theme
        Names and definitions, shown as hints.
    language : str
    """
    choices = "".join(f"    {_choice(label, themes, language)}\n" for label in [*(x for x in labels if x != OTHER), OTHER])
    kind = "multiple" if several else "single-radio"
    head = f'<Choices name="{NAME}" toName="text" choice="{kind}" showInline="true" required="true">'
    return f'<View>\n  <Text name="text" value="$text"/>\n  {head}\n{choices}  </Choices>\n</View>\n'


def _choice(label: str, themes: Mapping[str, Theme], language: str) -> str:
    theme = themes.get(label)
    hint = "" if theme is None else f"{theme.name(language)} {theme.definition(language)}".strip()
    return f"<Choice value={quoteattr(visible(label))}{f' hint={quoteattr(visible(hint))}' if hint and hint != label else ''}/>"
