"""``newsclf explain``: the words that decided, with their exact shares of the score."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

import click

from newsclf.cli.frame import Command, format_option, make_command, model_option, option, read_input, wants_table
from newsclf.cli.terminal import print_table, reason_name, tell, theme_name
from newsclf.explanation import Explanation, explain
from newsclf.io.files import STDIN
from newsclf.messages import message
from newsclf.segments import Label
from newsclf.shipped import load
from newsclf.themes import Theme


def command() -> Command:
    """The parser."""
    return make_command(
        "explain",
        _run,
        click.Argument(["text"], metavar="TEXT"),
        model_option(),
        option("--theme", "help_theme", metavar="THEME"),
        format_option(),
    )


def _run(text: str, model: str | None, theme: str | None, format: str | None) -> None:
    opened = load(model)
    shown = {theme_name(label, opened.theme_facts): label for label in opened.themes}
    theme = shown.get(theme, theme) if theme and theme not in opened.themes else theme or None
    if theme is not None and theme not in opened.themes:
        themes = ", ".join(opened.themes)
        raise click.UsageError(message("no_theme", theme=theme, themes=themes), click.get_current_context())
    text = read_input(STDIN) if text == STDIN else text
    explanation, label = explain(opened, text, theme), opened.label(text)
    if wants_table(format):
        _print(explanation, label, opened.theme_facts)
    else:
        record = {
            "label": label.theme,
            "abstain": label.abstain,
            "reason": label.reason,
            **asdict(explanation),
            "model": opened.name,
        }
        click.echo(json.dumps(record, ensure_ascii=False))


def _print(explanation: Explanation, label: Label, themes: Mapping[str, Theme]) -> None:
    if label.reason:
        tell(message("explained_abstain", reason=reason_name(label.reason)))
    else:
        tell(message("explained_label", theme=theme_name(label.theme, themes)))
    named = theme_name(explanation.theme, themes)
    tell(message("explained", theme=named, probability=explanation.probability, threshold=explanation.threshold))
    rows = [(share.word, f"{share.share:+.4f}") for share in explanation.shares]
    rows += [(message("row_intercept"), f"{explanation.intercept:+.4f}"), (message("row_sum"), f"{explanation.score:+.4f}")]
    print_table([message("head_word"), message("head_share")], rows, numbers=(1,))
