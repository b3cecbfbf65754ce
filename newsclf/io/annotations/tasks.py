"""What all forms of annotations are read to, and written from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from newsclf.scoring import Model
from newsclf.themes import OTHER

Labels = tuple[str, ...]
"""The labels of a text that somebody has looked at; empty for no theme."""


@dataclass(frozen=True)
class Task:
    """A text to label, or one that has labels.

    Attributes
    ----------
    id : str
        Empty where the text has none.
    text : str
    labels : tuple of str or None
        None where nobody has looked at it, or its readers disagree.
    suggested : tuple of str or None
        What a model suggests.
    score : float or None
        How sure it is.
    votes : tuple of tuple of str
        What each reader said, where there were several.
    own : dict
        Further fields of the user's, as JSON values.
    """

    id: str
    text: str
    labels: Labels | None
    suggested: Labels | None = None
    score: float | None = None
    votes: tuple[Labels, ...] = ()
    own: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def voted(cls, id: str, text: str, votes: Sequence[Labels], own: dict[str, Any]) -> Task:
        """A task with what each of its readers said."""
        several = tuple(votes) if len(votes) > 1 else ()
        return cls(id, text, settled(votes), votes=several, own=own)

    @property
    def is_disputed(self) -> bool:
        """Whether its readers disagree so that it has no label."""
        return self.labels is None and len(self.votes) > 1


@dataclass(frozen=True)
class Aside:
    """What stands in the place of a task and cannot be read as one.

    Attributes
    ----------
    place : int
        Which one of the file it is, or on which line it stands, 1-based.
    reason : str
    raw : str
        What stands there, cut where it is long.
    """

    place: int
    reason: str
    raw: str


@dataclass
class Batch:
    """What was read.

    Attributes
    ----------
    tasks : list of Task
    aside : list of Aside
    skipped : int
        Tasks that a reader skipped and nobody labelled; they count as not looked at.
    """

    tasks: list[Task] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    skipped: int = 0

    @property
    def is_several(self) -> bool:
        """Whether any text has, or is to have, more than one label."""
        sets = (labels for task in self.tasks for labels in (task.labels, *task.votes))
        return any(len(labels or ()) > 1 for labels in sets)

    @property
    def themes(self) -> list[str]:
        """All labels that occur, the most frequent first."""
        counted = Counter(label for task in self.tasks for labels in (task.labels, *task.votes) for label in labels or ())
        return [label for label, _ in counted.most_common()]


def settled(votes: Sequence[Labels]) -> Labels | None:
    """What more than half of the readers said, whatever the order of labels; None when no answer has so many."""
    if not votes:
        return None
    answer, count = Counter(map(frozenset, votes)).most_common(1)[0]
    return next(labels for labels in votes if frozenset(labels) == answer) if 2 * count > len(votes) else None


def cleaned(labels: Sequence[Any]) -> Labels:
    """Labels without ``other``, which says that there is no theme, and without repeats."""
    return tuple(dict.fromkeys(str(label) for label in labels if str(label) != OTHER))


def suggested(batch: Batch, model: Model) -> Batch:
    """The same with what a model suggests for each text; nothing where it abstains."""
    labels = model.label_many([task.text for task in batch.tasks])
    tasks = [
        task if label.abstain else replace(task, suggested=cleaned(label.themes or [label.theme]), score=round(label.score, 4))
        for task, label in zip(batch.tasks, labels, strict=True)
    ]
    return replace(batch, tasks=tasks)
