"""Labels as users write them, to one column of yes and no per theme."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.containers import column, matrix
from newsclf.errors import TrainingError
from newsclf.sorting import in_order
from newsclf.text import as_text, is_missing
from newsclf.themes import OTHER
from newsclf.visible import is_visible, visible

MIN_TEXTS = 1
"""A theme needs so many texts. With a single one, it is learned and never checked (`newsclf.folds.always_learned`)."""


@dataclass(frozen=True)
class Targets:
    """What to learn.

    Attributes
    ----------
    classes : ndarray of shape (n_themes,)
        The themes, sorted, or as the columns of a matrix stand; never ``other``.
    indicator : ndarray of bool, shape (n_texts, n_themes)
    primary : ndarray of shape (n_texts,)
        The column of the first label given (of a matrix, the first that is set); -1 for none.
    kind : {"single", "several", "indicator"}
        One label per text; a collection of labels per text; a 0/1 matrix.
    answers_other : bool
        Whether a text may have no theme.
    """

    classes: NDArray[Any]
    indicator: NDArray[np.bool_]
    primary: NDArray[np.intp]
    kind: str
    answers_other: bool

    def of(self, rows: NDArray[np.intp]) -> Targets:
        """The same of some texts."""
        return replace(self, indicator=self.indicator[rows], primary=self.primary[rows])

    def with_more(self, others: Targets) -> Targets:
        """The same with those of further texts behind them, of the same classes."""
        indicator = np.concatenate([self.indicator, others.indicator])
        return replace(self, indicator=indicator, primary=np.concatenate([self.primary, others.primary]))

    def names(self) -> Iterator[list[str]]:
        """The themes of each text."""
        for row in self.indicator:
            yield [str(theme) for theme in self.classes[row]]


def read_texts(X: Any) -> list[str]:
    """Read the ``X`` of `fit`; what tables hold for "nothing" is an empty text.

    Raises
    ------
    ValueError
        When it is one string, or has several columns.
    """
    return [as_text(text) for text in column(X, "texts")]


def read_groups(groups: Any) -> list[Any] | None:
    """Read the ``groups`` of `fit`.

    Raises
    ------
    ValueError
        When a text has none.
    """
    values = None if groups is None else column(groups, "groups")
    missing = [place for place, value in enumerate(values or ()) if is_missing(value)]
    if missing:
        raise ValueError(f"groups has nothing for {len(missing)} texts, the first at place {missing[0]}: give every text a group")
    return values


def refuse_other_lengths(texts: int, labels: int, groups: Sequence[Any] | None) -> None:
    """Refuse texts with more or fewer labels or groups."""
    if texts != labels:
        raise ValueError(f"X has {texts} texts, y has {labels} labels")
    if groups is not None and len(groups) != texts:
        raise ValueError(f"X has {texts} texts, groups has {len(groups)}")


def read_targets(y: Any) -> Targets:
    """Read the ``y`` of `fit`: labels, collections of labels, or a 0/1 matrix or frame with a column per theme.

    Raises
    ------
    TrainingError
        When there is nothing to tell apart, or a theme has too few texts or a name that cannot be seen, or when a matrix holds
        something else than 0 and 1.
    ValueError
        When y is a frame of several columns of labels, or its labels cannot be brought into an order.
    """
    targets = _matrix_targets(y) or _from_sets(*_label_sets(y))
    _refuse_invisible(targets)
    _refuse_too_little(targets)
    return targets


def read_more_targets(y: Any, learned: Targets) -> Targets:
    """Read the labels of further texts, for themes that were learned already.

    Raises
    ------
    TrainingError
        When there are none, or some are missing.
    ValueError
        When there are others, or labels of another form.
    """
    found = _matrix_targets(y)
    sets, kind = ([], "indicator") if found else _label_sets(y)
    if not (len(found.indicator) if found else sets):
        raise TrainingError(reason="empty_dev")
    classes = learned.classes.tolist()
    names = found.classes.tolist() if found else {label for labels in sets for label in labels}
    unknown = [str(name) for name in names if name not in classes]
    unknown += [OTHER] if not (learned.answers_other or found or all(sets)) else []
    if unknown or kind != learned.kind or (found and names != classes):
        raise ValueError(f"dev has other labels than y, or in another form: {', '.join(unknown) or kind}; leave these texts out")
    more = found or _from_sets(sets, kind, classes)
    return replace(more, classes=learned.classes, answers_other=learned.answers_other)


def read_dev(texts: Any, y: Any, learned: Targets) -> tuple[list[str], Targets]:
    """Read the ``dev`` of `fit`: texts and labels to tune with.

    Raises
    ------
    TrainingError, ValueError
        See `read_more_targets`; and when texts and labels differ in length.
    """
    read, targets = read_texts(texts), read_more_targets(y, learned)
    if len(read) != len(targets.indicator):
        raise ValueError(f"dev has {len(read)} texts and {len(targets.indicator)} labels")
    return read, targets


def _matrix_targets(y: Any) -> Targets | None:
    """Those of a 0/1 matrix; None when it is none."""
    found = matrix(y)
    if found is None:
        return None
    names, yes = found
    if OTHER in names.tolist():
        raise ValueError(f"y has a column {OTHER}: leave it out, a text without any theme is one of {OTHER}")
    return Targets(names, yes, np.where(yes.any(axis=1), yes.argmax(axis=1), -1), "indicator", True)


def _label_sets(y: Any) -> tuple[list[list[Any]], str]:
    """The labels of each text but ``other``, and the form in which they were given."""
    if isinstance(y, np.ndarray) and y.ndim == 2 and y.shape[1] > 1:
        y = y.tolist()  # collections that are equally long
    values = [value.tolist() if isinstance(value, np.ndarray) else value for value in column(y, "labels")]
    several = [isinstance(value, _COLLECTIONS) for value in values]
    missing = sum(any(map(is_missing, value if many else [value])) for value, many in zip(values, several, strict=True))
    if missing:
        raise TrainingError(reason="missing_label", rows=missing)
    sets = [_without_other(value if many else [value]) for value, many in zip(values, several, strict=True)]
    return sets, "several" if any(several) else "single"


_COLLECTIONS: Final = (list, tuple, set, frozenset)


def _plain(label: Any) -> Any:
    """A label, an enumeration's string as a mere one."""
    return str.__str__(label) if isinstance(label, str) else label


def _without_other(labels: Iterable[Any]) -> list[Any]:
    chosen = sorted(labels) if isinstance(labels, set | frozenset) else list(labels)
    return [_plain(label) for label in chosen if label != OTHER]


def _from_sets(sets: Sequence[Sequence[Any]], kind: str, known: Iterable[Any] = ()) -> Targets:
    classes = np.array(_in_order({*known, *chain.from_iterable(sets)}))
    place = {label: column for column, label in enumerate(classes.tolist())}
    indicator = np.zeros((len(sets), len(classes)), dtype=bool)
    for row, labels in enumerate(sets):
        indicator[row, [place[label] for label in labels]] = True
    primary = np.array([place[labels[0]] if labels else -1 for labels in sets], dtype=np.intp)
    return Targets(classes, indicator, primary, kind, kind == "several" or not all(sets))


def _in_order(labels: set[Any]) -> list[Any]:
    try:
        return sorted(labels)
    except TypeError as error:
        kinds = ", ".join(sorted({type(label).__name__ for label in labels}))
        raise ValueError(f"y has labels that cannot be brought into an order ({kinds}): make them all strings") from error


def facts_of(texts: Sequence[str], targets: Targets) -> dict[str, Any]:
    """Which data a model learned from, for its manifest."""
    counts = targets.indicator.sum(axis=0)
    return {
        "fingerprint": fingerprint_of(texts, targets.names()),
        "texts": len(texts),
        "labels": {str(theme): int(count) for theme, count in zip(targets.classes, counts, strict=True)},
        "without_theme": int((~targets.indicator.any(axis=1)).sum()),
        "targets": targets.kind,
    }


def fingerprint_of(texts: Iterable[str], labels: Iterable[Iterable[str]]) -> str:
    """SHA-256 of texts and labels whatever their order: which data a model learned from."""
    rows = (json.dumps([text, sorted(chosen)], ensure_ascii=True) for text, chosen in zip(texts, labels, strict=True))
    digest, separator = hashlib.sha256(), b""
    for row in in_order(rows):
        digest.update(separator + row.encode("ascii"))
        separator = b"\n"
    return digest.hexdigest()


def learned_from(training: Mapping[str, Any], texts: Sequence[str], labels: Sequence[str | Sequence[str]]) -> bool:
    """Whether a model learned from just these labelled texts, by the fingerprint of its data; of a part of them nobody can tell.

    Parameters
    ----------
    training : mapping
        What its manifest says of its training; empty for a model in memory.
    texts : sequence of str
    labels : sequence of str or of sequence of str
    """
    if "fingerprint" not in training or training.get("texts") != len(texts):
        return False
    sets = ({label} if isinstance(label, str) else set(label) for label in labels)
    return bool(fingerprint_of(texts, (chosen - {OTHER} for chosen in sets)) == training["fingerprint"])


def _refuse_invisible(targets: Targets) -> None:
    """Themes with characters that nobody sees are slips, and could drive the terminal of whoever uses the model."""
    for theme in map(str, targets.classes):
        if not is_visible(theme):
            raise TrainingError(reason="invisible_theme", theme=visible(theme))


def _refuse_too_little(targets: Targets) -> None:
    counts = targets.indicator.sum(axis=0)
    others = int((~targets.indicator.any(axis=1)).sum())
    if len(counts) == 0 or (len(counts) == 1 and others == 0):
        only = targets.classes.tolist()[0] if len(counts) else OTHER
        raise TrainingError(reason="one_class", theme=only, rows=len(targets.indicator))
    rare = [(str(theme), int(count)) for theme, count in zip(targets.classes, counts, strict=True) if count < MIN_TEXTS]
    if rare:
        raise TrainingError(reason="rare_theme", theme=rare[0][0], rows=rare[0][1], needed=MIN_TEXTS)
    everywhere = [str(theme) for theme, count in zip(targets.classes, counts, strict=True) if count == len(targets.indicator)]
    if everywhere:
        raise TrainingError(reason="theme_everywhere", theme=everywhere[0])
