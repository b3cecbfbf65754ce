"""Labels that are paths, such as 畜牧学/兽医学: a topic below a theme, parted by a separator."""

from __future__ import annotations

from collections.abc import Iterable

from newsclf.errors import TrainingError


def upper(label: str, separator: str, depth: int) -> str:
    """The label of the level at a depth, counted from 1: what stands before the separator of that number.

    A label that is not so deep stays as it is.

    Examples
    --------
    >>> upper("农学/畜牧学/兽医学", "/", 1), upper("农学/畜牧学/兽医学", "/", 2), upper("农学", "/", 2)
    ('农学', '农学/畜牧学', '农学')
    """
    return separator.join(label.split(separator, depth)[:depth])


def depth_of(labels: Iterable[str], separator: str) -> int:
    """How many levels labels have; 0 without labels."""
    return max((label.count(separator) + 1 for label in labels), default=0)


def refuse_no_paths(labels: Iterable[str], separator: str) -> None:
    """Refuse labels that are no paths, or broken ones.

    Raises
    ------
    TrainingError
        When a label has an empty part, or none has the separator.
    """
    known = sorted(set(labels))
    for label in known:
        if not all(part.strip() for part in label.split(separator)):
            raise TrainingError(reason="empty_part", theme=label, separator=separator)
    if depth_of(known, separator) < 2:
        raise TrainingError(reason="no_path", separator=separator)
