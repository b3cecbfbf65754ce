"""``newsclf drift``: how new texts differ from old ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import tee
from typing import Any, Final

import click

from newsclf.cli.frame import (
    Command,
    encoding_option,
    format_option,
    make_command,
    model_option,
    option,
    overwrite_option,
    say,
    wants_table,
)
from newsclf.cli.terminal import print_table, tell, theme_name
from newsclf.cli.worksheets import Unread, refuse_target
from newsclf.dates import read_date
from newsclf.drift import RULE, Drift, Word, compared
from newsclf.drift_counts import ABSTAIN, Side
from newsclf.errors import EmptyTableError
from newsclf.io.candidates import Candidate, read_candidates
from newsclf.io.outputs import write_text
from newsclf.io.tables import missing_column
from newsclf.messages import message
from newsclf.shipped import load
from newsclf.themes import Theme

_LEAST_P: Final = 0.001


def command() -> Command:
    """The parser."""
    return make_command(
        "drift",
        _run,
        click.Argument(["old"], metavar="OLD"),
        click.Argument(["new"], metavar="NEW"),
        option("--out -o", "help_out_drift", metavar="FILE"),
        overwrite_option(),
        format_option(),
        model_option(),
        option("--date-column", "help_date_column", metavar="NAME"),
        option("--text-column", "help_text_column", metavar="NAME"),
        option("--as", "help_as_suggest", type=click.Choice(["lines", "page", "table"])),
        encoding_option(),
    )


def _run(old: str, new: str, out: str | None, overwrite: bool, format: str | None, model: str | None, **settings: Any) -> None:
    refuse_target(out, [old, new], overwrite)
    opened, unread = load(model), Unread()
    vocabulary: dict[str, int] = {}
    before, after = Side(opened, vocabulary), Side(opened, vocabulary)
    for source, side in ((old, before), (new, after)):
        _read(source, side, unread, settings)
    found = compared(before, after)
    if out:
        write_text(out, json.dumps(asdict(found) | {"rule": dict(RULE)}, ensure_ascii=False, indent=1) + "\n")
        say(message("metrics_written", target=out))
    elif wants_table(format):
        _print(found, opened.theme_facts)
    else:
        click.echo(json.dumps(asdict(found) | {"rule": dict(RULE)}, ensure_ascii=False))
    _tell(found, opened.theme_facts)
    unread.tell()


def _read(source: str, side: Side, unread: Unread, settings: dict[str, Any]) -> None:
    """Count the texts of an input."""
    column = settings["date_column"]
    rows = unread.out_of(read_candidates([source], settings["text_column"], settings["encoding"], settings["as"]))
    first, second = tee(_with_date(rows, column, source) if column else rows)
    dates = (read_date(one.own.get(column)) for one in second) if column else None
    side.add((one.text for one in first), dates)
    if not side.texts:
        raise EmptyTableError(source=source)


def _with_date(rows: Iterator[Candidate], column: str, source: str) -> Iterator[Candidate]:
    """The same rows; but where none has the column, that is an error."""
    there = False
    names: list[str] = []
    for one in rows:
        there = there or column in one.own
        names = names or list(one.own)
        yield one
    if not there:
        raise missing_column(names, [column], source, "--date-column")


def _print(found: Drift, themes: Mapping[str, Theme]) -> None:
    tell(message("drift_texts", old=found.texts[0], new=found.texts[1], model=found.model))
    head = [message(f"head_{name}") for name in ("theme", "old_share", "new_share", "points", "p")]
    rows = [
        (
            _named(one.name, themes),
            *(message("share_with_ends", share=side.share, low=side.low, high=side.high) for side in (one.old, one.new)),
            message("points_with_ends", points=100 * one.difference, low=100 * one.low, high=100 * one.high),
            f"{one.p:.3f}" if one.p >= _LEAST_P else f"<{_LEAST_P}",
        )
        for one in found.shares
    ]
    print_table(head, rows, numbers=(4,))
    for key, words in (("risen", found.risen), ("fallen", found.fallen)):
        _print_words(key, words)
    if found.months:
        _print_months(found, themes)
    unknown = {"old": found.unknown[0], "new": found.unknown[1]}
    tell(message("drift_unknown", unseen=found.unseen, **unknown))
    sure = found.confidence
    tell(message("drift_confidence", old=sure.old, new=sure.new, psi=sure.psi, ks=sure.ks, p=sure.p))


def _print_words(key: str, words: list[Word]) -> None:
    head = [message(f"head_{name}") for name in (key, "old_share", "new_share", "z")]
    rows = [(one.word, f"{one.old:.1%}", f"{one.new:.1%}", f"{one.z:+.1f}") for one in words]
    if rows:
        print_table(head, rows, numbers=(1, 2, 3))


def _print_months(found: Drift, themes: Mapping[str, Theme]) -> None:
    names = [one.name for one in found.shares]
    head = [message("head_month"), message("head_support"), *(_named(name, themes) for name in names), message("head_score")]
    rows = [
        (one.month, one.texts, *(f"{one.shares.get(name, 0):.1%}" for name in names), f"{one.score:.2f}") for one in found.months
    ]
    print_table(head, rows, numbers=range(1, len(head)))


def _tell(found: Drift, themes: Mapping[str, Theme]) -> None:
    """What moved, with the rule; and dates that could not be read."""
    if any(found.undated):
        say(message("undated", old=found.undated[0], new=found.undated[1]))
    rule = message(
        "drift_rule",
        chance=RULE["chance"],
        points=100 * RULE["points"],
        least=100 * RULE["least_points"],
        psi=RULE["psi"],
        texts=100 * RULE["texts_with_risen_words"],
    )
    if not found.moved:
        say(message("nothing_moved", rule=rule))
        return
    what = message("list_separator").join(_named(name, themes) for name in found.moved)
    say(message("moved", what=what, rule=rule))


def _named(name: str, themes: Mapping[str, Theme]) -> str:
    if name in (ABSTAIN, "words", "confidence"):
        return message(f"drift_name_{name}")
    return theme_name(name, themes)
