"""``newsclf suggest``: which texts to label next, as a table to fill in."""

from __future__ import annotations

import json
from typing import Any, Final

import click

from newsclf.cli.frame import (
    Command,
    encoding_option,
    format_option,
    inputs_argument,
    make_command,
    model_option,
    option,
    overwrite_option,
    say,
    wants_table,
)
from newsclf.cli.terminal import print_table, reason_name, theme_name
from newsclf.cli.train import read_and_tell
from newsclf.cli.worksheets import Unread, known_form, refuse_target, write
from newsclf.io.candidates import Candidate, read_candidates
from newsclf.io.labelled import Columns
from newsclf.io.tables import LABEL_COLUMNS
from newsclf.io.worksheets import SUGGESTED, column_names
from newsclf.messages import message
from newsclf.scoring import Model
from newsclf.shipped import load
from newsclf.suggestion import Suggestion, Suggestions, suggest

COLUMNS: Final = ("id", "source", "line", "text", "theme", SUGGESTED, "score", "why")
"""Those of a worksheet, before the user's own; ``theme`` is to be filled in."""

_NUMBER: Final = 50


def command() -> Command:
    """The parser."""
    return make_command(
        "suggest",
        _run,
        inputs_argument(),
        option("--number -n", "help_number", type=click.IntRange(min=1), default=_NUMBER, metavar="N"),
        option("--out -o", "help_out_suggest", metavar="FILE", callback=known_form),
        overwrite_option(),
        format_option(),
        model_option(),
        option("--labelled", "help_labelled", metavar="FILE", multiple=True),
        option("--as", "help_as_suggest", type=click.Choice(["lines", "page", "table"])),
        option("--text-column", "help_text_column", metavar="NAME"),
        encoding_option(),
        option("--seed", "help_seed", type=click.IntRange(min=0), default=0, metavar="N"),
    )


def _run(inputs: tuple[str, ...], number: int, out: str | None, overwrite: bool, model: str | None, **settings: Any) -> None:
    refuse_target(out, [*inputs, *settings["labelled"]], overwrite)
    opened, unread = load(model), Unread()
    known = read_and_tell(settings["labelled"], Columns(), None).texts if settings["labelled"] else []
    candidates = unread.out_of(read_candidates(inputs, settings["text_column"], settings["encoding"], settings["as"]))
    found = suggest(opened, candidates, number, labelled=known, text=lambda one: one.text, seed=settings["seed"])
    rows, columns = worksheet(found, opened)
    if out:
        write(out, columns, rows)
    elif wants_table(settings["format"]):
        _print(found, opened)
    else:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    _tell(found, number)
    unread.tell()


def worksheet(found: Suggestions[Candidate], model: Model) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of a worksheet, the most useful first, and all their columns."""
    own = dict.fromkeys(name for one in found.chosen for name in one.item.own)
    names = column_names(own, [*COLUMNS, *LABEL_COLUMNS])
    rows = []
    for one in found.chosen:
        mine = {names[name]: value for name, value in one.item.own.items()}
        rows.append({**_record(one, model), **mine})
    return rows, [*COLUMNS, *names.values()]


def _record(one: Suggestion[Candidate], model: Model) -> dict[str, Any]:
    item, label = one.item, one.label
    place = {"id": item.id, "source": item.source, "line": item.line, "text": item.text}
    suggested = " + ".join(label.themes) or label.theme
    return {**place, "theme": None, SUGGESTED: suggested, "score": round(label.score, 4), "why": _why(one, model)}


def _why(one: Suggestion[Candidate], model: Model) -> str:
    if one.label.reason:
        return message("why_unknown", reason=reason_name(one.label.reason))
    name = theme_name(one.theme, model.theme_facts)
    if not model.rule.answers_other:
        return message("why_between", theme=name, probability=one.probability)
    return message("why_unsure", theme=name, probability=one.probability, threshold=one.threshold)


def _print(found: Suggestions[Candidate], model: Model) -> None:
    head = [message(f"head_{name}") for name in ("source", "lines", "theme", "score", "why", "text")]
    print_table(head, [_row(one, model) for one in found.chosen], numbers=(1, 3), flexible={0: 1, 4: 3, 5: 3})


def _row(one: Suggestion[Candidate], model: Model) -> tuple[object, ...]:
    named = theme_name(one.label.theme, model.theme_facts)
    return one.item.source, one.item.line, named, f"{one.label.score:.2f}", _why(one, model), one.text


def _tell(found: Suggestions[Candidate], number: int) -> None:
    """What became of the texts."""
    facts = {"labelled": found.labelled, "copies": found.copies, "near": found.near_copies}
    say(message("suggested", chosen=len(found.chosen), texts=found.texts, **facts))
    for reason, texts in found.left_out.items():
        say(message("suggest_left_out", texts=texts, reason=reason_name(reason)))
    if len(found.chosen) < number:
        say(message("fewer_suggested", chosen=len(found.chosen), number=number))
