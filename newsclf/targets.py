"""Labels as users write them, to one column of yes and no per theme."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.errors import TrainingError
from newsclf.sorting import in_order
from newsclf.text import as_text
from newsclf.themes import OTHER
from newsclf.visible import is_visible, visible

MIN_TEXTS = 1
"""A theme needs so many texts. With a single one, it is learned and never checked (`newsclf.folds.always_learned`)."""


_COLLECTIONS: Final = (list, tuple, set, frozenset)


@dataclass(frozen=True)
class Targets:
    """What to learn.

    Attributes
    ----------
    classes : ndarray of shape (n_themes,)
        The themes, sorted; never ``other``.
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

    def names(self) -> Iterator[list[str]]:
        """The themes of each text."""
        for row in self.indicator:
            yield [str(theme) for theme in self.classes[row]]


def read_texts(X: Any) -> list[str]:
    """Read the ``X`` of `fit`.

    Raises
    ------
    ValueError
        When it is one string.
    """
    if isinstance(X, str):
        raise ValueError("expected a list of texts, not one text")
    return [as_text(text) for text in X]


def refuse_other_lengths(texts: int, labels: int, groups: Sequence[Any] | None) -> None:
    """Refuse texts with more or fewer labels or groups."""
    if texts != labels:
        raise ValueError(f"X has {texts} texts, y has {labels} labels")
    if groups is not None and len(groups) != texts:
        raise ValueError(f"X has {texts} texts, groups has {len(groups)}")


def read_targets(y: Any) -> Targets:
    """Read the ``y`` of `fit`: labels, collections of labels, or a 0/1 matrix with a column per theme.

    Arrays, columns of pandas or polars, sparse matrices and frames of 0 and 1 are read as lists are. Where some texts have
    collections and others a label, that label is a collection of one.

    Raises
    ------
    TrainingError
        When there is nothing to tell apart, or a theme has too few texts or a name that cannot be seen, or when a matrix holds
        something else than 0 and 1.
    """
    values = _rows(y)
    targets = _from_matrix(values) if isinstance(values, np.ndarray) else _from_rows(values)
    _refuse_invisible(targets)
    _refuse_too_little(targets)
    return targets


def _rows(y: Any) -> list[Any] | NDArray[Any]:
    """A list with a label or a collection for each text; or a matrix."""
    if hasattr(y, "toarray"):
        y = y.toarray()
    elif hasattr(y, "columns"):  # a frame
        y = y.to_numpy()
    if isinstance(y, np.ndarray) and y.ndim == 2:
        matrix = np.asarray(y)
        if matrix.dtype.kind in "biuf":
            return matrix
        y = matrix[:, 0] if matrix.shape[1] == 1 else matrix  # one column of labels, or collections that are equally long
    values = list(y.to_list() if hasattr(y, "to_list") else y)
    values = [value.tolist() if isinstance(value, np.ndarray) and value.ndim == 1 else value for value in values]
    return np.array(values) if _is_matrix(values) else values


def _is_matrix(values: list[Any]) -> bool:
    """Whether lists are the rows of a 0/1 matrix, as scikit-learn takes them, too."""
    widths = {len(value) if isinstance(value, list | tuple) else 0 for value in values}
    return (
        len(widths) == 1
        and min(widths) > 1
        and all(type(cell) in (int, bool) and cell in (0, 1) for row in values for cell in row)
    )


def _from_matrix(matrix: NDArray[Any]) -> Targets:
    yes = matrix == 1
    if not (yes | (matrix == 0)).all():
        raise TrainingError(reason="not_yes_or_no", found=str(matrix[~(yes | (matrix == 0))][0]))
    primary = np.where(yes.any(axis=1), yes.argmax(axis=1), -1)
    return Targets(np.arange(yes.shape[1]), yes, primary, "indicator", True)


def _from_rows(values: list[Any]) -> Targets:
    several = [isinstance(value, _COLLECTIONS) for value in values]
    missing = sum(any(map(_is_missing, value if many else [value])) for value, many in zip(values, several, strict=True))
    if missing:
        raise TrainingError(reason="missing_label", rows=missing)
    sets = [_without_other(value if many else [value]) for value, many in zip(values, several, strict=True)]
    return _from_sets(sets, "several" if any(several) else "single")


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value)


def _without_other(labels: Iterable[Any]) -> list[Any]:
    chosen = sorted(labels) if isinstance(labels, set | frozenset) else list(labels)
    return [label for label in chosen if label != OTHER]


def _from_sets(sets: Sequence[Sequence[Any]], kind: str) -> Targets:
    classes = np.array(sorted({label for labels in sets for label in labels}))
    place = {label: column for column, label in enumerate(classes.tolist())}
    indicator = np.zeros((len(sets), len(classes)), dtype=bool)
    for row, labels in enumerate(sets):
        indicator[row, [place[label] for label in labels]] = True
    primary = np.array([place[labels[0]] if labels else -1 for labels in sets], dtype=np.intp)
    return Targets(classes, indicator, primary, kind, kind == "several" or not all(sets))


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
