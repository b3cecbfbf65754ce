"""``newsclf train``: labelled tables to a model folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from newsclf.cli.frame import Command, inputs_argument, make_command, option, read_input, say
from newsclf.cli.terminal import theme_name
from newsclf.dictionary import read_dictionary
from newsclf.io.tables import LABEL_COLUMNS, TEXT_COLUMNS, column_of, columns_of, labels_of, read_rows, text_of
from newsclf.lazy import attribute
from newsclf.messages import message
from newsclf.themes import OTHER

Labels = str | list[str]


@dataclass(frozen=True)
class Columns:
    """Where a labelled table has what; None leaves it to the usual names."""

    text: str | None = None
    label: str | None = None
    separator: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class Labelled:
    """Texts with their labels, and the article of each where a column names it."""

    texts: list[str]
    labels: list[Labels]
    groups: list[str]


def column_options() -> tuple[click.Option, ...]:
    """Options that `train` and `evaluate` share."""
    return (
        option("--text-column", "help_text_column", metavar="NAME"),
        option("--label-column", "help_label_column", metavar="NAME"),
        option("--label-separator", "help_label_separator", metavar="CHAR", callback=no_empty_separator),
    )


def no_empty_separator(context: click.Context, _: click.Parameter, value: str | None) -> str | None:
    """An empty separator separates nothing."""
    if value == "":
        raise click.UsageError(message("empty_separator"), context)
    return value


def command() -> Command:
    """The parser."""
    return make_command(
        "train",
        _run,
        inputs_argument(),
        option("--out -o", "help_out_folder", metavar="DIR", required=True),
        *column_options(),
        option("--group-column", "help_group_column", metavar="NAME"),
        option("--user-dict", "help_user_dict", metavar="FILE"),
    )


def _run(
    inputs: tuple[str, ...],
    out: str,
    text_column: str | None,
    label_column: str | None,
    label_separator: str | None,
    group_column: str | None,
    user_dict: str | None,
) -> None:
    dictionary = read_dictionary(read_input(user_dict), user_dict) if user_dict else None
    train(inputs, out, Columns(text_column, label_column, label_separator, group_column), dictionary)


def train(
    sources: Sequence[str], folder: str, columns: Columns, dictionary: Sequence[tuple[str, int | None]] | None = None
) -> None:
    """Learn from labelled tables and write the model folder."""
    data = read_labelled(sources, columns)
    classifier = attribute("newsclf.estimator", "ThemeClassifier")(dictionary=dictionary)
    classifier.fit(data.texts, data.labels, groups=data.groups or None)
    classifier.save(folder)
    themes = ", ".join(theme_name(str(theme)) for theme in classifier.classes_)
    say(message("trained", folder=folder, texts=len(data.texts), themes=themes, f1=classifier.out_of_fold_["macro_f1"]))


def read_labelled(sources: Sequence[str], columns: Columns) -> Labelled:
    """Read labelled tables; rows without a label are left out and counted on stderr."""
    data = Labelled([], [], [])
    for source in sources:
        _read_one(source, columns, data)
    several = any(isinstance(label, list) for label in data.labels)
    labels = [label if isinstance(label, list) or not several else [label] for label in data.labels]
    return Labelled(data.texts, [[x for x in label if x] if isinstance(label, list) else label for label in labels], data.groups)


def _read_one(source: str, columns: Columns, data: Labelled) -> None:
    rows = read_rows(read_input(source), source)
    names = columns_of(rows)
    text_column = column_of(names, columns.text, TEXT_COLUMNS, source, "--text-column")
    label_column = column_of(names, columns.label, LABEL_COLUMNS, source, "--label-column")
    if columns.group:
        column_of(names, columns.group, (), source, "--group-column")
    unlabelled = 0
    for row in rows:
        labels = labels_of(row, label_column, columns.separator)
        if labels is None:
            unlabelled += 1
            continue
        data.texts.append(text_of(row, text_column))
        data.labels.append(labels if labels != "" else OTHER)
        if columns.group:
            data.groups.append(str(row.cells.get(columns.group)))
    if unlabelled:
        say(message("no_label", source=source, rows=unlabelled))
