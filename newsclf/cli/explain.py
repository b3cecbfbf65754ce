"""``newsclf explain``: the words that decided, with their exact shares of the score."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import click

from newsclf.cli.bars import bars
from newsclf.cli.frame import Command, format_option, make_command, model_option, option, read_input, wants_table
from newsclf.cli.terminal import print_styled, print_table, reason_name, tell, theme_name
from newsclf.contrast import Contrast, Contrasted, contrast
from newsclf.explanation import Explanation, Share, explain
from newsclf.io.files import STDIN
from newsclf.messages import message
from newsclf.nearest import suggestion
from newsclf.scoring import Model
from newsclf.segments import Label
from newsclf.shipped import load
from newsclf.themes import OTHER, Theme

MOST_FOR: Final = 12
MOST_AGAINST: Final = 6
"""So many words are drawn of those that speak for a theme and against it; the rest are added up, unless all are asked for."""

_STYLES: Final = (("bold green underline", 0.5), ("bold green", 0.2), ("green", 0.05))
_AGAINST_STYLES: Final = (("bold red underline", 0.5), ("bold red", 0.2), ("red", 0.05))


def command() -> Command:
    """The parser."""
    return make_command(
        "explain",
        _run,
        click.Argument(["text"], metavar="TEXT"),
        model_option(),
        option("--theme", "help_theme", metavar="THEME"),
        option("--against", "help_against", metavar="THEME"),
        option("--all", "help_all_words", is_flag=True),
        format_option(),
    )


def _run(text: str, model: str | None, theme: str | None, against: str | None, all: bool, format: str | None) -> None:
    opened = load(model)
    text = read_input(STDIN) if text == STDIN else text
    label = opened.label(text)
    one = _known(opened, theme) if theme else None
    if against is not None:
        rival, one = _known(opened, against), one or label.theme
        if rival == one:
            raise click.UsageError(message("same_theme", theme=against), click.get_current_context())
        _tell_contrast(opened, label, contrast(opened, text, one, rival), wants_table(format), all)
    else:
        _tell_explanation(opened, label, text, explain(opened, text, one), wants_table(format), all)


def _known(model: Model, theme: str) -> str:
    """The label that is meant: itself, or what it is called in the language in use.

    Raises
    ------
    click.UsageError
        When the model has none.
    """
    shown = {theme_name(label, model.theme_facts): label for label in model.themes}
    label = theme if theme in model.themes else shown.get(theme)
    if label is None:
        sentence = message("no_theme", theme=theme, themes=", ".join(model.themes)) + suggestion(theme, [*shown, *model.themes])
        raise click.UsageError(sentence, click.get_current_context())
    return label


def _tell_explanation(model: Model, label: Label, text: str, account: Explanation, for_people: bool, every: bool) -> None:
    if not for_people:
        _print_json(model, label, asdict(account))
        return
    _tell_label(label, model.theme_facts)
    named = theme_name(account.theme, model.theme_facts)
    tell(message("explained", theme=named, probability=account.probability, threshold=account.threshold))
    if sys.stdout.isatty():
        print_styled(_styled(text, account.spans))
    shown, rest = _drawn(account.shares, [share.share for share in account.shares], every)
    rows = [(share.word, share.share) for share in shown]
    if rest:
        rows.append((message("row_rest", words=len(rest)), sum(share.share for share in rest)))
    rows.append((message("row_intercept"), account.intercept))
    drawn = bars([value for _, value in rows])
    cells = [(word, f"{value:+.4f}", bar) for (word, value), bar in zip(rows, drawn, strict=True)]
    cells.append((message("row_sum"), f"{account.score:+.4f}", ""))
    print_table([message("head_word"), message("head_share"), ""], cells, numbers=(1,))


def _tell_contrast(model: Model, label: Label, found: Contrast, for_people: bool, every: bool) -> None:
    if not for_people:
        _print_json(model, label, asdict(found))
        return
    themes = model.theme_facts
    one, rival = theme_name(found.theme, themes), theme_name(found.against, themes)
    _tell_label(label, themes)
    key = "contrast_named" if found.is_named else "contrast_not_named"
    tell(message(key, theme=rival, probability=found.against_probability, threshold=found.against_threshold))
    shown, rest = _drawn(found.words, [word.difference for word in found.words], every)
    if found.theme == OTHER:
        tell(message("contrast_missing", theme=rival, difference=found.difference))
        _draw_missing(found, rival, shown, rest)
    else:
        tell(message("contrast_difference", theme=one, against=rival, difference=found.difference))
        _draw_difference(found, (one, rival), shown, rest)


def _draw_missing(found: Contrast, rival: str, shown: Sequence[Contrasted], rest: Sequence[Contrasted]) -> None:
    """What speaks for the theme that was not reached, and against it; the threshold is in what every text gets."""
    rows = [(word.word, word.against) for word in reversed(shown)]
    if rest:
        rows.append((message("row_rest", words=len(rest)), sum(word.against for word in rest)))
    rows.append((message("row_less_threshold"), -found.start))
    drawn = bars([value for _, value in rows])
    cells = [(word, f"{value:+.4f}", bar) for (word, value), bar in zip(rows, drawn, strict=True)]
    cells.append((message("row_above_threshold"), f"{-found.difference:+.4f}", ""))
    print_table([message("head_word"), rival, ""], cells, numbers=(1,))


def _draw_difference(found: Contrast, names: tuple[str, str], shown: Sequence[Contrasted], rest: Sequence[Contrasted]) -> None:
    """What speaks for each of two themes, and how much more for the one."""
    rows = [(word.word, word.theme, word.against) for word in shown]
    if rest:
        rows.append((message("row_rest", words=len(rest)), sum(word.theme for word in rest), sum(word.against for word in rest)))
    drawn = bars([*(own - other for _, own, other in rows), found.start])
    cells = [
        (word, f"{own:+.4f}", f"{other:+.4f}", f"{own - other:+.4f}", bar)
        for (word, own, other), bar in zip(rows, drawn[:-1], strict=True)
    ]
    cells.append((message("row_intercept"), "", "", f"{found.start:+.4f}", drawn[-1]))
    cells.append((message("row_log_odds"), "", "", f"{found.difference:+.4f}", ""))
    print_table([message("head_word"), *names, message("head_difference"), ""], cells, numbers=(1, 2, 3))


def _print_json(model: Model, label: Label, account: dict[str, Any]) -> None:
    record = {"label": label.theme, "abstain": label.abstain, "reason": label.reason, **account, "model": model.name}
    click.echo(json.dumps(record, ensure_ascii=False))


def _tell_label(label: Label, themes: Mapping[str, Theme]) -> None:
    if label.reason:
        tell(message("explained_abstain", reason=reason_name(label.reason)))
        return
    names = [theme_name(theme, themes) for theme in label.themes or (label.theme,)]
    tell(message("explained_label", theme=message("list_separator").join(names)))


def _drawn(words: Sequence[Share] | Sequence[Contrasted], values: Sequence[float], every: bool) -> tuple[list[Any], list[Any]]:
    """The words to draw, the strongest for first and the strongest against last, and the rest."""
    if every or len(words) <= MOST_FOR + MOST_AGAINST:
        return list(words), []
    last = [place for place, value in enumerate(values) if value < 0][-MOST_AGAINST:]
    kept = {*range(MOST_FOR), *last}
    return [word for place, word in enumerate(words) if place in kept], [
        word for place, word in enumerate(words) if place not in kept
    ]


def _styled(text: str, spans: Sequence[Share]) -> Iterator[tuple[str, str]]:
    """The text in pieces, each word in the colour of what it says of the theme, stronger where it says more."""
    largest, end = max((abs(span.share) for span in spans), default=0.0), 0
    for span in spans:
        yield text[end : span.start], ""
        yield text[span.start : span.end], _style(span.share, largest)
        end = span.end
    yield text[end:], ""


def _style(share: float, largest: float) -> str:
    styles = _STYLES if share > 0 else _AGAINST_STYLES
    return next((style for style, least in styles if abs(share) > least * largest), "")
