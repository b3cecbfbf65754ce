"""What the corpus holds, counted: the tables of its card. The card is in English, whatever the language asked for."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

from sklearn.metrics import cohen_kappa_score

from newsclf.card import table
from training.labelled import DOUBTED, OWN, PUBLIC_LABELS, SECOND_READINGS


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def agreement(_: str) -> str:
    """How often two readers of the same paragraph agree."""
    rows = _rows(SECOND_READINGS)
    ours = sum(row["chosen"] in ("active", "random") for row in _rows(PUBLIC_LABELS))
    firsts = [(row["first"].split(";")[0], row["second"].split(";")[0]) for row in rows]
    return table(
        ("read twice", "of all that were read for this project", "same primary", "kappa"),
        [
            (
                len(rows),
                f"{len(rows) / ours:.3f}",
                f"{sum(a == b for a, b in firsts) / len(rows):.3f}",
                f"{cohen_kappa_score(*zip(*firsts, strict=True)):.3f}",
            )
        ],
    )


def doubted(_: str) -> str:
    """What reading doubted labels again changed."""
    rows = _rows(DOUBTED)
    changed = sum(row["settled"].split(";")[0] != row["first"].split(";")[0] for row in rows)
    return table(
        ("read again", "read a third time", "primary changed"), [(len(rows), sum(bool(row["third"]) for row in rows), changed)]
    )


def chosen(_: str) -> str:
    """Public labels by how they were chosen."""
    counted = Counter((row["chosen"], row["theme"]) for row in _rows(PUBLIC_LABELS))
    themes = sorted({theme for _, theme in counted})
    kinds = ("given", "corrected", "active", "random")
    return table(("chosen", *themes), [(kind, *(counted[kind, theme] for theme in themes)) for kind in kinds])


def own(_: str) -> str:
    """Our own paragraphs by theme and kind."""
    rows = [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]
    kinds = ("body", "heading", "caption")
    counted = Counter((row["theme"], row["kind"]) for row in rows)
    themes = sorted({row["theme"] for row in rows})
    return table(("theme", *kinds), [(theme, *(counted[theme, kind] for kind in kinds)) for theme in themes])


def sorts(_: str) -> str:
    """Our own paragraphs by what else the card promises."""
    rows = [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]
    unpaid = sum("volunteering" in row["themes"] and "志愿" not in row["text"] for row in rows)
    two = sum(len(row["themes"]) > 1 for row in rows)
    facts = [("written", len(rows)), ("about volunteering without the word 志愿", unpaid), ("of two themes", two)]
    for name in ("period", "genre"):
        facts += sorted(Counter(row[name] for row in rows).items())
    return table(("what", "paragraphs"), facts)


def public(_: str) -> str:
    """Public labels by corpus."""
    counted = Counter((row["corpus"], row["theme"]) for row in _rows(PUBLIC_LABELS))
    corpora, themes = sorted({corpus for corpus, _ in counted}), sorted({theme for _, theme in counted})
    return table(("corpus", *themes), [(corpus, *(counted[corpus, theme] for theme in themes)) for corpus in corpora])
