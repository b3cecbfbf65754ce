"""What ``newsclf train`` does where labels are few or none: unlabelled texts beside them, and weak labels by seed words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from newsclf.cli.findings import listed, sized
from newsclf.cli.frame import option, say
from newsclf.errors import EmptyTableError
from newsclf.io.labelled import Columns, Labelled
from newsclf.io.unlabelled import read_some_labels
from newsclf.lazy import attribute
from newsclf.messages import message

if TYPE_CHECKING:
    from newsclf.seeds import SeedWords


def few_options() -> tuple[click.Option, ...]:
    """``--unlabelled`` and ``--seed-words``."""
    return (
        option("--unlabelled", "help_unlabelled", metavar="FILE", multiple=True),
        option("--seed-words", "help_seed_words", metavar="FILE"),
    )


@dataclass(frozen=True)
class Weak:
    """Texts with weak labels.

    Attributes
    ----------
    data : Labelled
        With the labels of those who had some.
    rest : list of str
        The texts of which the words do not say.
    facts : dict
        For the manifest.
    """

    data: Labelled
    rest: list[str]
    facts: dict[str, Any]


def weakly_labelled(inputs: Sequence[str], columns: Columns, encoding: str | None, path: str) -> Weak:
    """Read texts and label them by seed words, those apart that have a label of their own; what came of it is said."""
    seeds: SeedWords = attribute("newsclf.seeds", "read_seed_words")(path)
    rows = list(read_some_labels(inputs, columns, encoding))
    if not rows:
        raise EmptyTableError(source=inputs[0])
    texts, own = [text for text, _ in rows], [label for _, label in rows]
    weak = attribute("newsclf.seeds", "weak_labels")(texts, seeds)
    said = [None if given else label for given, label in zip(own, weak, strict=True)]
    said = attribute("newsclf.seeds", "fewer_others")(texts, said)
    labels = [given or label for given, label in zip(own, said, strict=True)]
    data = Labelled([text for text, label in zip(texts, labels, strict=True) if label], [label for label in labels if label])
    rest = [text for text, label in zip(texts, labels, strict=True) if not label]
    counts = Counter(label for label in said if label)
    facts = {
        "seed_words": {theme: list(words) for theme, words in seeds.items()},
        "texts": dict(counts),
        "own": len(data.texts) - counts.total(),
    }
    _tell(facts, len(texts), len(rest))
    return Weak(data, rest, facts)


def _tell(facts: dict[str, Any], texts: int, rest: int) -> None:
    counts: dict[str, int] = facts["texts"]
    names = listed((sized(name, count) for name, count in sorted(counts.items())), len(counts))
    if counts:
        say(message("weakly_labelled", texts=texts, labelled=sum(counts.values()), names=names, own=facts["own"], rest=rest))
    lacking = [theme for theme in facts["seed_words"] if theme not in counts]
    if lacking:
        say(message("seeds_not_found", names=listed(iter(lacking), len(lacking))))


def few_told(training: dict[str, Any], asked: bool) -> Iterator[str]:
    """What came of unlabelled texts, and what figures by weak labels are worth."""
    if "unlabelled" in training:
        yield message("unlabelled_used", **training["unlabelled"])
    elif asked:
        yield message("unlabelled_unused", most=attribute("newsclf.semisupervised", "FEW"))
    if "weak_labels" in training:
        yield message("weak_figures")
