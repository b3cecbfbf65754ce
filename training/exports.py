"""How far exported models differ from the models themselves: ``python -m training.exports``.

Two models: the shipped one, and a plain one, learned from those of our paragraphs that have a theme. Both are exported in each
form, opened as others would, and asked about all our paragraphs; seconds are those of this process for one pass, the file
opened before. Then every tenth paragraph is written otherwise (`training.robustness`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any, Final, get_args

import numpy as np

import newsclf
from newsclf.exports.files import Form, exported, opened
from newsclf.scoring import Model
from newsclf.themes import OTHER
from training.labelled import HERE, RESULTS
from training.robustness import CHANGES

EVERY: Final = 10


def main() -> None:
    """Measure, and write ``results/exports.json``."""
    rows = [json.loads(line) for line in (HERE / "corpus" / "paragraphs.jsonl").read_text("utf-8").splitlines()]
    texts, some = [row["text"] for row in rows], [row["text"] for row in rows[::EVERY]]
    themed = [row for row in rows if row["theme"] != OTHER]
    classifier = newsclf.ThemeClassifier(C=5.0, vectors=None, effort="quick")
    plain = classifier.fit([row["text"] for row in themed], [row["theme"] for row in themed]).to_model()
    shipped = newsclf.load()
    result = {
        "texts": len(texts),
        "forms": {name: _forms(model, texts) for name, model in (("shipped", shipped), ("plain", plain))},
        "changed": {form: _changed(shipped, form, some) for form in get_args(Form)},
    }
    (RESULTS / "exports.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _forms(model: Model, texts: Sequence[str]) -> dict[str, dict[str, float]]:
    found = {"newsclf": {"seconds": _seconds(model.label_many, texts)}}
    own, names = model.predict_proba(texts), np.array([*model.themes, OTHER])
    by_rule, answered = names[model.rule.primary(own)], np.array([label.theme for label in model.label_many(texts)])
    for form in get_args(Form):
        data = exported(model, form)
        answers = opened(data, form)
        labels, probabilities = answers(texts)
        found[form] = {
            "bytes": len(data),
            "difference": float(np.abs(own - probabilities).max()),
            "same": float((labels == by_rule).mean()),
            "as_answered": float((labels == answered).mean()),
            "seconds": _seconds(answers, texts),
        }
    return found


def _seconds(work: Callable[[Sequence[str]], Any], texts: Sequence[str]) -> float:
    start = time.process_time()
    work(texts)
    return time.process_time() - start


def _changed(model: Model, form: Form, texts: Sequence[str]) -> dict[str, float]:
    answers = opened(exported(model, form), form)
    changed = {name: [change(text) for text in texts] for name, change in CHANGES.items()}
    return {name: float(np.abs(model.predict_proba(some) - answers(some)[1]).max()) for name, some in changed.items()}


if __name__ == "__main__":
    main()
