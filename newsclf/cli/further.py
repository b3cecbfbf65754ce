"""What ``newsclf train`` does with further labelled texts: those of --dev tune the model, those of --test measure it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from newsclf.calibration import measured, measured_interval
from newsclf.cli.findings import unknown_labels
from newsclf.duplicates import Indices, kept_together, sets_of_copies
from newsclf.errors import TrainingError
from newsclf.estimator import ThemeClassifier
from newsclf.evaluation import evaluate
from newsclf.io.labelled import Labelled, Labels
from newsclf.leaks import Leaks, find_leaks
from newsclf.messages import message
from newsclf.scoring import Model
from newsclf.targets import fingerprint_of, read_more_targets, read_targets
from newsclf.themes import OTHER

Figures = dict[str, Any]

_NO_GROUP: Final = ("", "None")
"""The groups of rows that name none."""


@dataclass(frozen=True, eq=False)
class Further:
    """Further labelled texts.

    Attributes
    ----------
    data : Labelled
    leaks : Leaks
        Which of them are known from other tables.
    """

    data: Labelled
    leaks: Leaks

    @property
    def labels(self) -> list[list[str]]:
        """The labels of each text, without ``other``."""
        return [[label for label in _listed(labels) if label != OTHER] for labels in self.data.labels]


def further(which: str, data: Labelled, others: Sequence[Labelled]) -> tuple[Further, list[str]]:
    """Look at further labelled texts.

    Parameters
    ----------
    which : str
        "dev" or "test".
    data : Labelled
    others : sequence of Labelled
        The other tables, those to learn from first.

    Returns
    -------
    Further
        Of --dev, in the form of the texts to learn from and without labels that these lack.
    list of str
        What somebody should look at.

    Raises
    ------
    TrainingError
        When no text is left.
    """
    several = any(isinstance(labels, list) for labels in others[0].labels)
    known = {label for labels in others[0].labels for label in _listed(labels)} | ({OTHER} if several else set())
    unknown = Counter(label for labels in data.labels for label in _listed(labels) if label not in known)
    if which == "dev":
        data = _as_learned(data, known, several)
    if not data.texts:
        raise TrainingError(reason="no_text_left", option=f"--{which}")
    texts = [text for other in others for text in other.texts]
    groups = {group for other in others for group in other.groups if group not in _NO_GROUP}
    found = Further(data, find_leaks(data.texts, data.groups, texts, groups))
    return found, list(_warnings(which, unknown, found.leaks))


def _warnings(which: str, unknown: Counter[str], leaks: Leaks) -> Iterator[str]:
    option = f"--{which}"
    if unknown:
        yield unknown_labels(which, option, unknown)
    if leaks.copies.any():
        yield message("leaked_copies", option=option, texts=int(leaks.copies.sum()))
    if leaks.grouped.any():
        yield message("leaked_groups", option=option, texts=int(leaks.grouped.sum()))


def _as_learned(data: Labelled, known: set[str], several: bool) -> Labelled:
    """The texts of known labels, their labels in the form of the texts to learn from (of several, the first counts)."""
    kept = Labelled()
    for place, labels in enumerate(data.labels):
        there = [label for label in _listed(labels) if label in known]
        if there or (not labels and OTHER in known):
            kept.texts.append(data.texts[place])
            kept.labels.append([label for label in there if label != OTHER] if several else (there or [OTHER])[0])
            kept.groups.extend(data.groups[place : place + 1])
    return kept


def _listed(labels: Labels) -> list[str]:
    return [labels] if isinstance(labels, str) else labels


def tuned(classifier: ThemeClassifier, dev: Further, labels: Sequence[Labels], folder: str) -> list[str]:
    """How well a model decides the texts of --dev that it was tuned with, in sentences.

    Parameters
    ----------
    classifier : ThemeClassifier
        Fitted with these texts as ``dev``.
    dev : Further
    labels : sequence of labels
        Those that were learned from.
    folder : str
        Where the model is.
    """
    shown, rule = read_more_targets(dev.data.labels, read_targets(labels)), classifier.rule_
    probabilities, units = classifier.out_of_fold_probabilities_, _units(dev.data)

    def figures(rows: Indices) -> Figures:
        some = None if units is None else [units[row] for row in rows.tolist()]
        interval = measured_interval(rule, probabilities[rows], shown.primary[rows], some)
        return measured(rule, probabilities[rows], shown.of(rows)) | {"macro_f1_interval": list(interval)}

    facts = _facts(figures(np.arange(len(probabilities))))
    told = message("tuned", folder=folder, f1=facts["f1"], low=facts["low"], high=facts["high"])
    return [told, *_tell_fresh(dev, figures)[0]]


def tested(model: Model, test: Further) -> tuple[Figures, list[str]]:
    """Measure a model on the texts of --test: figures for its manifest, and what to say of them."""
    figures = _figures(model, test.data)
    told = message("tested", **_facts(figures))
    figures = {"fingerprint": fingerprint_of(test.data.texts, test.labels), **figures}
    said, fresh = _tell_fresh(test, lambda rows: _figures(model, _some(test.data, rows)))
    if said:
        figures["leaks"] = {"copies": int(test.leaks.copies.sum()), "grouped": int(test.leaks.grouped.sum())}
        figures["fresh"] = {name: fresh[name] for name in _OF_FRESH if name in fresh}
    return figures, [told, *said]


_OF_FRESH: Final = ("n", "accuracy", "macro_f1", "macro_f1_interval")


def _tell_fresh(part: Further, measure: Callable[[Indices], Figures]) -> tuple[list[str], Figures]:
    """A sentence on the texts that are not known from other tables, where some are, and the figures on them."""
    fresh = np.flatnonzero(part.leaks.fresh)
    if len(fresh) == len(part.data.texts):
        return [], {}
    if not len(fresh):
        return [message("none_fresh")], {"n": 0}
    figures = measure(fresh)
    return [message("fresh", **_facts(figures))], figures


def _facts(figures: Figures) -> dict[str, Any]:
    """What a sentence says of figures."""
    low, high = figures["macro_f1_interval"]
    return {"texts": figures["n"], "accuracy": figures["accuracy"], "f1": figures["macro_f1"], "low": low, "high": high}


def _figures(model: Model, data: Labelled) -> Figures:
    """Those of ``newsclf evaluate``, and the interval of the macro-F1."""
    measured = evaluate(model, data.texts, data.labels, _units(data))
    return measured | {"macro_f1_interval": list(measured["interval"]["macro_f1"])}


def _units(data: Labelled) -> Sequence[Any] | None:
    """Which texts hang together: those of a group, and copies."""
    return kept_together(sets_of_copies(data.texts)[0], data.groups or None)


def _some(data: Labelled, rows: Indices) -> Labelled:
    chosen = rows.tolist()
    groups = [data.groups[row] for row in chosen] if data.groups else []
    return Labelled([data.texts[row] for row in chosen], [data.labels[row] for row in chosen], groups)
