"""What an exported model says of itself, in the file: where it comes from, how it decides, and what it can no longer do."""

from __future__ import annotations

from typing import Any, Final

import newsclf
from newsclf.scoring import Model

LOST: Final = (
    "It never abstains: texts that are too short, not Chinese, or of unknown words get a theme, too.",
    "Texts in traditional characters are not converted to simplified ones.",
    "Short segments do not lean on their article.",
    "It cannot explain itself by words.",
)
"""What no form of export can do; `docs/export.md` says more."""

NOTE: Final = "newsclf"
"""Under this name the note is found: an attribute of a pipeline, an entry of the metadata of a graph."""


def note_of(model: Model) -> dict[str, Any]:
    """The note of an exported model, of what JSON knows."""
    return {
        "model": model.name,
        "newsclf": newsclf.__version__,
        "themes": list(model.themes),
        "thresholds": model.rule.thresholds.tolist(),
        "answers_other": model.rule.answers_other,
        "lost": list(LOST),
    }
