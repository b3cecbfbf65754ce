"""Pages of labels for tests, made in this process."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import copy_context
from typing import Any

from newsclf import Model
from newsclf.batch.work import Work, label_or_reject
from newsclf.io.chunks import plan
from newsclf.io.files import BLOCK
from newsclf.io.survey import Reading, documents
from newsclf.messages import use_language
from newsclf.report.labels import labels_page
from newsclf.report.summary import Summary


def summarise(model: Model, sources: Sequence[object], size: int = BLOCK) -> Summary:
    """The summary of inputs, gathered chunk by chunk and merged from the last to the first."""
    with documents([str(source) for source in sources], Reading()) as known:
        whole = Summary.of([document.source for document in known])
        parts = []
        for document in known:
            for chunk in plan(document, size):
                part = Summary.of([document.source])
                part.gather(document, *label_or_reject(model, chunk, Work(None, model.name)))
                parts.append(part.written())
        for part in reversed(parts):
            whole.merge(Summary.read(part, whole.order))
    return whole


def sheet(model: Model, *sources: object, language: str = "zh") -> str:
    """The page of inputs in a language."""

    def made() -> str:
        use_language(language)
        return labels_page(model, summarise(model, sources))

    return copy_context().run(made)


def record(number: int = 1, text: str = "志愿者清理河道", **changes: Any) -> dict[str, Any]:
    """A label record."""
    usual = {
        **{"id": f"a#{number}", "source": "a", "segment": number, "kind": "body", "article": None, "lines": [number, number]},
        **{"text": text, "theme": "ecology", "score": 0.8, "themes": ["ecology"], "scores": {"ecology": 0.8}},
        **{"abstain": False, "reason": None, "context": False, "model": "m"},
    }
    return {**usual, **changes}
