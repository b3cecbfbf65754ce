"""Tasks as annotation tools write them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from newsclf.io.annotations.tasks import Batch, Task

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ['河水"清"了', "第一行\n第二行\r\n第三行", "=1+1", "'=1", "a,b;c\td", "[1]", "\ufeff", "{", "-", "'"]
)
"""Of any sort but lone surrogates."""

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6).filter(lambda name: name != "other")
SOME_NAMES = NAMES | st.sampled_from(["生态", "志愿 服务", '["a"]', "=x", " b", "a#b", "True"])
LABELS = st.none() | st.lists(SOME_NAMES, max_size=3, unique=True).map(tuple)


def batches(texts: st.SearchStrategy[str] = TEXTS, labels: st.SearchStrategy[Any] = LABELS) -> st.SearchStrategy[Batch]:
    """Batches of tasks with ids, texts and labels."""
    ids = st.integers(1, 9999).map(str) | st.sampled_from(["甲-1", "a#1", "=1"])
    return st.lists(st.builds(Task, ids, texts, labels), min_size=1, max_size=6).map(Batch)


def essence(batch: Batch) -> list[tuple[Any, ...]]:
    """What must survive any conversion."""
    return [(task.id, task.text, task.labels) for task in batch.tasks]


def labelstudio_task(number: int, text: str, *answers: list[str] | None) -> dict[str, Any]:
    """A task as Label Studio exports it: an answer a reader, None for one who skipped."""
    annotations = [
        {
            "id": number * 10 + place,
            "completed_by": place,
            "was_cancelled": answer is None,
            "result": [
                {
                    "value": {"choices": answer},
                    "id": "x1",
                    "from_name": "theme",
                    "to_name": "text",
                    "type": "choices",
                    "origin": "manual",
                }
            ]
            if answer
            else [],
        }
        for place, answer in enumerate(answers)
    ]
    return {"id": number, "data": {"text": text, "栏目": "要闻"}, "annotations": annotations, "predictions": [], "meta": {}}
