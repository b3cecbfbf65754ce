"""The card of a model: what it learned from and how good it is, in Markdown, written from the manifest's facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from newsclf.messages import LANGUAGES

_FEATURES: Final = {
    "terms": "TF-IDF of jieba words and of runs of one to three characters",
    "lexicon": "how densely groups of words are used",
    "vectors": "word vectors learned from unlabelled text, by density",
}

_SIZE: Final = (
    "Made to fit into {max_bytes} bytes: {terms} of {terms_of} terms were kept and learned anew, with weights of {bits} bits."
    " Macro-F1 on the same held-out texts was {macro_f1_before:.3f} before and is {macro_f1:.3f}; each fold chose its terms"
    " without having seen them."
)


_MEASURED: Final = {
    "out_of_fold": (
        "Out of fold",
        "each scored by weights that have not seen it. The vocabulary and the thresholds have: read these figures as an upper"
        " bound.",
    ),
    "dev": (
        "On the dev texts",
        "from which no weight was learned. The probabilities and thresholds were: read these figures as an upper bound.",
    ),
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
        ``training``, ``out_of_fold``, ``notes`` and, where they are there, ``theme_facts``, ``test`` and ``pruning`` of the
        manifest; each note becomes a section.
    """
    training, measured, notes = facts["training"], facts["out_of_fold"], facts["notes"]
    title, how = _MEASURED["dev" if "dev" in training else "out_of_fold"]
    parts = [
        f"# {name}",
        "A newsclf model: features of each text → one logistic regression per theme.",
        table(("features", "how many"), [(_FEATURES[block], count) for block, count in training["features"].items()]),
        *_themes(facts.get("theme_facts", {})),
        "## Learned from",
        table(
            ("theme", "texts"), [*training["labels"].items(), ("(none)", training["without_theme"]), ("all", training["texts"])]
        ),
        f"Fingerprint of texts and labels: `{training['fingerprint']}`.",
        *_updated(training),
        f"## {title}",
        *([_WEAK] if "weak_labels" in training else []),
        *(_measured_parts(measured, how) if measured["n"] else [_UNMEASURED]),
    ]
    if "unlabelled" in training:
        parts += ["## Unlabelled texts", _unlabelled(training["unlabelled"])]
    parts += _tested(facts["test"]) if "test" in facts else []
    if pruning := facts.get("pruning"):
        parts += ["## Size", _SIZE.format(**pruning)]
    for title, note in notes.items():
        parts += [f"## {title}", note]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _unlabelled(facts: Mapping[str, Any]) -> str:
    return (
        f"Learned from {facts['texts']} unlabelled texts, too, chosen from {facts['given']} (fingerprint"
        f" `{facts['fingerprint']}`): {facts['method']}. How much they count was settled on the held-out scores above."
    )


def _measured_parts(measured: Mapping[str, Any], how: str) -> list[str]:
    error = measured["calibration_error"]
    return [
        f"Macro-F1 {measured['macro_f1']:.3f}, accuracy {measured['accuracy']:.3f} on {measured['n']} texts, {how}",
        *map(_level, measured["levels"]),
        metrics_table(measured),
        f"Expected calibration error: {', '.join(f'{theme} {value:.3f}' for theme, value in error.items())}.",
    ]


def _level(level: Mapping[str, Any]) -> str:
    macro_f1, accuracy = (f"{level[name]:.3f}" for name in ("macro_f1", "accuracy"))
    return f"Labels cut to level {level['depth']} of their paths: macro-F1 {macro_f1}, accuracy {accuracy}."


def _themes(themes: Mapping[str, Any]) -> list[str]:
    """What somebody said of themes."""
    rows = [
        (label, *(said["names"].get(language, "") for language in LANGUAGES), _definitions(said), said["colour"])
        for label, said in themes.items()
    ]
    return ["## Themes", table(("theme", *LANGUAGES, "definition", "colour"), rows)] if rows else []


def _definitions(said: Mapping[str, Any]) -> str:
    return " / ".join(dict.fromkeys(said["definitions"].values()))


def _tested(test: Mapping[str, Any]) -> list[str]:
    """How good it is on texts that were only measured with."""
    parts = [
        "## On test texts",
        f"{_figures(test)} Fingerprint of these texts and labels: `{test['fingerprint']}`.",
        metrics_table(test),
    ]
    if "fresh" in test:
        copies, grouped, fresh = test["leaks"]["copies"], test["leaks"]["grouped"], test["fresh"]
        leaked = f"{copies} of these texts copy texts of other tables, {grouped} belong to groups with texts there."
        parts.insert(2, f"{leaked} Without them: {_figures(fresh) if fresh['n'] else 'no text is left.'}")
    return parts


def _figures(measured: Mapping[str, Any]) -> str:
    low, high = measured["macro_f1_interval"]
    interval = f"95 % interval {low:.3f} to {high:.3f}"
    return f"Macro-F1 {measured['macro_f1']:.3f} ({interval}), accuracy {measured['accuracy']:.3f} on {measured['n']} texts."


def _updated(training: Mapping[str, Any]) -> Iterable[str]:
    """What a model that was updated comes from."""
    if "updated_from" in training:
        old = training["updated_from"]
        other = "" if old["same_data"] else " (other data than it had learned from)"
        yield (
            f"An update of `{old['model']}`: learned anew, with its settings, from {old['old_texts']} texts of fingerprint"
            f" `{old['fingerprint']}`{other} and {old['new_texts']} new ones."
        )
