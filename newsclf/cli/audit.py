"""``newsclf audit``: labels that are perhaps wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import click

from newsclf.audit import Audit, Suspect, audit
from newsclf.cli.frame import Command, format_option, inputs_argument, make_command, option, overwrite_option, say, wants_table
from newsclf.cli.learning import Learning
from newsclf.cli.terminal import print_table, theme_name
from newsclf.cli.train import column_options, read_and_tell
from newsclf.cli.worksheets import known_form, refuse_target, write
from newsclf.estimator import ThemeClassifier
from newsclf.io.labelled import Columns, Labelled
from newsclf.messages import message
from newsclf.themes import OTHER

COLUMNS: Final = ("id", "source", "line", "text", "given", "proposed", "given_probability", "proposed_probability", "why")

_SHOWN: Final = 30
"""So many are shown in a terminal, unless more are asked for."""


def command() -> Command:
    """The parser."""
    return make_command(
        "audit",
        _run,
        inputs_argument(),
        option("--out -o", "help_out_audit", metavar="FILE", callback=known_form),
        overwrite_option(),
        format_option(),
        option("--number -n", "help_number_audit", type=click.IntRange(min=1), metavar="N"),
        *column_options(),
        option("--group-column", "help_group_column", metavar="NAME"),
        option("--seed", "help_seed_audit", type=click.IntRange(min=0), default=0, metavar="N"),
    )


def _run(
    inputs: tuple[str, ...],
    out: str | None,
    overwrite: bool,
    format: str | None,
    number: int | None,
    encoding: str | None,
    seed: int,
    **columns: Any,
) -> None:
    refuse_target(out, inputs, overwrite)
    names = {name: columns[f"{name}_column"] for name in ("text", "label", "group")}
    data = read_and_tell(inputs, Columns(**names, separator=columns["label_separator"], spots=True), encoding)
    with Learning() as progress:
        classifier = ThemeClassifier(effort="quick", random_state=seed)
        found = audit(data.texts, data.labels, data.groups or None, classifier=classifier, progress=progress)
    rows = [_record(one, data) for one in found.suspects[:number]]
    if out:
        write(out, COLUMNS, rows)
    elif wants_table(format):
        _print(rows[: number or _SHOWN])
    else:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    _tell(found)


def _record(one: Suspect, data: Labelled) -> dict[str, Any]:
    spot = data.spots[one.place]
    several = data.is_several
    return {
        "id": spot.id,
        "source": spot.source,
        "line": spot.line,
        "text": data.texts[one.place],
        "given": list(one.given) if several else (one.given or (OTHER,))[0],
        "proposed": list(one.proposed) if several else (one.proposed or (OTHER,))[0],
        "given_probability": round(one.given_probability, 4),
        "proposed_probability": round(one.proposed_probability, 4),
        "why": _why(one, data),
    }


def _why(one: Suspect, data: Labelled) -> str:
    sentences = [] if one.doubt == "copy" else [message(f"doubt_{one.doubt}", theme=theme_name(one.theme))]
    if one.copy >= 0:
        label, spot = data.labels[one.copy], data.spots[one.copy]
        named = " + ".join(map(theme_name, [label] if isinstance(label, str) else label)) or theme_name(OTHER)
        sentences.append(message("doubt_copy", source=spot.source, line=spot.line, labels=named))
    return message("list_separator").join(sentences)


def _print(rows: Sequence[dict[str, Any]]) -> None:
    names = ("source", "lines", "given", "given_probability", "proposed", "proposed_probability", "why", "text")
    print_table([message(f"head_{name}") for name in names], map(_cells, rows), numbers=(1, 3, 5), flexible={0: 1, 6: 3, 7: 3})


def _cells(row: dict[str, Any]) -> tuple[object, ...]:
    given, proposed = f"{row['given_probability']:.2f}", f"{row['proposed_probability']:.2f}"
    return row["source"], row["line"], _named(row["given"]), given, _named(row["proposed"]), proposed, row["why"], row["text"]


def _named(labels: str | list[str]) -> str:
    return " + ".join(map(theme_name, [labels] if isinstance(labels, str) else labels or [OTHER]))


def _tell(found: Audit) -> None:
    """How many there are."""
    facts = {"texts": found.texts, "suspects": len(found.suspects), "contradictory": found.contradictory}
    say(message("audited", **facts))
    if found.judged < found.texts:
        say(message("audit_unjudged", texts=found.texts - found.judged))
