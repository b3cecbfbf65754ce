"""What ``newsclf train`` says of the data and of the model: a sentence for each finding, none where there is nothing to find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from newsclf.cli.terminal import printable, theme_name
from newsclf.messages import message
from newsclf.themes import OTHER, Theme

if TYPE_CHECKING:
    from newsclf.alike import Alike
    from newsclf.inspection import Inspection
    from newsclf.search import Found

MOST_NAMES: Final = 10
MOST_PAIRS: Final = 5
LONGEST_QUOTE: Final = 30
IMBALANCE: Final = 50
"""From so many times as many texts on, the largest class is told beside the smallest."""


def seen(data: Inspection) -> str:
    """What was read, in one sentence."""
    facts = {"texts": data.texts, "median": data.median_length, "long": data.long_length}
    largest_first = sorted(data.classes, key=lambda name: -data.classes[name])
    names = listed(map(_name, largest_first), len(largest_first))
    return message(f"seen_{data.kind}", classes=len(data.classes), names=names, **facts)


def warnings(data: Inspection) -> Iterator[str]:
    """What somebody should look at."""
    if data.empty:
        yield message("empty_texts", texts=data.empty)
    if data.copies:
        yield message("copied_texts", texts=data.copies, copied=data.copied)
    if data.torn:
        yield message("torn_copies", texts=data.torn)
    if data.contradictory:
        first = data.contradictions[0]
        facts = {"text": _quote(first.text), "labels": _labels(first.labels), "others": _labels(first.others)}
        yield message("contradictory_texts", texts=data.contradictory, **facts)
    if data.tiny:
        tiny = sorted(data.tiny.items(), key=lambda item: item[1])
        names = listed((sized(name, count) for name, count in tiny), len(tiny))
        yield message("tiny_classes", least=data.few, names=names)
    single = [name for name, count in data.classes.items() if count == 1]
    if single:
        yield message("single_texts", names=listed(map(_name, single), len(single)))
    if data.alike:
        yield alike(data.alike)
    if data.imbalance > IMBALANCE:
        yield _imbalanced(data.classes)


def undescribed(source: str, themes: Mapping[str, Theme], labels: Iterable[str]) -> Iterator[str]:
    """Which labels of the data a themes.toml leaves out, and of which of its themes the data have no text."""
    there = [label for label in labels if label != OTHER]
    lacking = [label for label in there if label not in themes]
    unused = [label for label in themes if label not in {*there, OTHER}]
    if lacking:
        yield message("themes_lack", source=source, names=listed(map(_name, lacking), len(lacking)))
    if unused:
        yield message("themes_unused", source=source, names=listed(map(_name, unused), len(unused)))


def unknown_labels(key: str, option: str, labels: Mapping[str, int]) -> str:
    """Which labels of --dev or --test the data to learn from lack."""
    names = listed((sized(label, texts) for label, texts in labels.items()), len(labels))
    return message(f"unknown_labels_{key}", option=option, names=names)


def alike(pairs: Sequence[Alike]) -> str:
    """Which labels are perhaps the same."""
    said = (message("alike_pair", rare=sized(pair.name, pair.texts), meant=sized(pair.meant, pair.meant_texts)) for pair in pairs)
    return message("alike_labels", pairs=listed(said, len(pairs), MOST_PAIRS))


def themes_told(key: str, names: Sequence[str]) -> str:
    """A sentence of the catalogue about some themes."""
    return message(key, names=listed(map(_name, names), len(names)))


def weakest(per_theme: Mapping[str, Mapping[str, Any]], most: int = 3) -> str:
    """The classes with the lowest F1."""
    there = [(facts["f1"], name, facts["support"]) for name, facts in per_theme.items() if facts["support"]]
    said = [message("weak_class", name=_name(name), f1=f1, texts=texts) for f1, name, texts in sorted(there)[:most]]
    return message("weakest_classes", classes=message("list_separator").join(said))


def chosen(found: Found, effort: str) -> str:
    """Which settings were chosen, and why."""
    settings = message("list_separator").join(f"{name}={value}" for name, value in found.settings.items())
    said = message("settings", settings=settings)
    taken = [trial for trial in found.trials if trial.taken]
    if not found.trials:
        return said + message("settings_by_rule" if effort == "quick" else "settings_of_few")
    facts = {"trials": len(found.trials), "texts": found.texts, "folds": found.folds}
    if not taken:
        return said + message("settings_kept", **facts)
    gains = (message("setting_taken", name=t.setting, value=t.value, gain=t.gain, error=t.error) for t in taken)
    return said + message("settings_taken", gains=message("list_separator").join(gains), **facts)


def _imbalanced(classes: Mapping[str, int]) -> str:
    order = sorted(classes, key=lambda name: classes[name])
    facts = {"smallest": _name(order[0]), "few": classes[order[0]], "largest": _name(order[-1]), "many": classes[order[-1]]}
    return message("imbalance", **facts)


def listed(names: Iterable[str], number: int, most: int = MOST_NAMES) -> str:
    """So many names in a row, of many the first."""
    shown = [name for name, _ in zip(names, range(most), strict=False)]
    more = message("and_more", more=number - most) if number > most else ""
    return message("list_separator").join(shown) + more


def _labels(labels: Sequence[str]) -> str:
    return " + ".join(map(_name, labels)) or theme_name("other")


def sized(name: str, texts: int) -> str:
    """A class and how many texts it has."""
    return message("class_size", name=_name(name), texts=texts)


def _name(name: str) -> str:
    return _quote(theme_name(name))


def _quote(text: str) -> str:
    return printable(text, LONGEST_QUOTE) + ("…" if len(text) > LONGEST_QUOTE else "")
