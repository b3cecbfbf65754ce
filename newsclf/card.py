"""The card of a model: what it learned from and how good it is, in Markdown, written from the manifest's facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

_FEATURES: Final = {
    "terms": "TF-IDF of jieba words and of runs of one to three characters",
    "lexicon": "how densely groups of words are used",
    "vectors": "word vectors learned from unlabelled text, by density",
}


_UNMEASURED: Final = (
    "Nothing was measured: each theme has a single text, so that none could be held out. The probabilities are a guess."
)

_WEAK: Final = (
    "**The labels are weak: they are what seed words say, not what a reader says.** The figures below compare the model with"
    " those words, and tell nothing of how right it is."
)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    lines = [list(head), *([" ".join(str(cell).replace("|", "\\|").split()) for cell in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def metrics_table(metrics: Mapping[str, Any]) -> str:
    """Per-theme figures of a report (`newsclf.metrics.Report.as_dict`) as a Markdown table."""
    rows = [
        (theme, f"{m['precision']:.3f}", f"{m['recall']:.3f}", f"{m['f1']:.3f}", m["support"])
        for theme, m in metrics["per_theme"].items()
    ]
    return table(("theme", "precision", "recall", "F1", "texts"), rows)


def model_card(name: str, facts: Mapping[str, Any]) -> str:
    """The text of ``CARD.md``.

    Parameters
    ----------
    name : str
        The model's name.
    facts : mapping
        ``training``, ``out_of_fold`` and ``notes`` of the manifest; each note becomes a section.
    """
    training, measured, notes = facts["training"], facts["out_of_fold"], facts["notes"]
    parts = [
        f"# {name}",
        "A newsclf model: features of each text → one logistic regression per theme.",
        table(("features", "how many"), [(_FEATURES[block], count) for block, count in training["features"].items()]),
        "## Learned from",
        table(
            ("theme", "texts"), [*training["labels"].items(), ("(none)", training["without_theme"]), ("all", training["texts"])]
        ),
        f"Fingerprint of texts and labels: `{training['fingerprint']}`.",
        "## Out of fold",
        *([_WEAK] if "weak_labels" in training else []),
        *(_figures(measured) if measured["n"] else [_UNMEASURED]),
    ]
    if "unlabelled" in training:
        parts += ["## Unlabelled texts", _unlabelled(training["unlabelled"])]
    for title, note in notes.items():
        parts += [f"## {title}", note]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _unlabelled(facts: Mapping[str, Any]) -> str:
    return (
        f"Learned from {facts['texts']} unlabelled texts, too, chosen from {facts['given']} (fingerprint"
        f" `{facts['fingerprint']}`): {facts['method']}. How much they count was settled on the held-out scores above."
    )


def _figures(measured: Mapping[str, Any]) -> list[str]:
    error = measured["calibration_error"]
    return [
        f"Macro-F1 {measured['macro_f1']:.3f}, accuracy {measured['accuracy']:.3f} on {measured['n']} texts, each scored by"
        " weights that have not seen it. The vocabulary and the thresholds have: read these figures as an upper bound.",
        *map(_level, measured["levels"]),
        metrics_table(measured),
        f"Expected calibration error: {', '.join(f'{theme} {value:.3f}' for theme, value in error.items())}.",
    ]


def _level(level: Mapping[str, Any]) -> str:
    macro_f1, accuracy = (f"{level[name]:.3f}" for name in ("macro_f1", "accuracy"))
    return f"Labels cut to level {level['depth']} of their paths: macro-F1 {macro_f1}, accuracy {accuracy}."
