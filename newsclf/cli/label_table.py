"""What ``newsclf label`` shows in a terminal: a table of segments, themes and deciding words; imported only then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newsclf.cli.terminal import line_range, print_table, reason_name, theme_name
from newsclf.explanation import explain
from newsclf.messages import message
from newsclf.scoring import Model


def print_labels(model: Model, records: Sequence[Mapping[str, Any]]) -> None:
    """Print label records on stdout."""
    head = [message(f"head_{name}") for name in ("lines", "kind", "theme", "score", "words", "text")]
    print_table(head, [_row(model, record) for record in records], numbers=(0, 3), flexible={4: 2, 5: 3})


def _row(model: Model, record: Mapping[str, Any]) -> tuple[object, ...]:
    lines, kind, text = line_range(*record["lines"]), message(f"kind_{record['kind']}"), record["text"]
    if record["abstain"]:
        return lines, kind, "—", "", f"({reason_name(record['reason'])})", text
    words = explain(model, text).deciding() if record["themes"] else ()
    return lines, kind, theme_name(record["theme"], model.theme_facts), f"{record['score']:.2f}", " ".join(words), text
