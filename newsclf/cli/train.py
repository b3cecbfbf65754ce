"""``newsclf train``: labelled tables to a model folder."""

from __future__ import annotations

from collections.abc import Sequence

import click

from newsclf.cli.frame import Command, encoding_option, inputs_argument, make_command, option, read_input, say
from newsclf.cli.terminal import theme_name
from newsclf.dictionary import read_dictionary
from newsclf.io.labelled import Columns, Labelled, read_labelled
from newsclf.lazy import attribute
from newsclf.messages import message


def column_options() -> tuple[click.Option, ...]:
    """Options that `train` and `evaluate` share."""
    return (
        option("--text-column", "help_text_column", metavar="NAME"),
        option("--label-column", "help_label_column", metavar="NAME"),
        option("--label-separator", "help_label_separator", metavar="CHAR", callback=no_empty_separator),
        encoding_option(),
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
    encoding: str | None,
    group_column: str | None,
    user_dict: str | None,
) -> None:
    dictionary = read_dictionary(read_input(user_dict), user_dict) if user_dict else None
    data = read_and_tell(inputs, Columns(text_column, label_column, label_separator, group_column), encoding)
    train(data, out, dictionary)


def train(data: Labelled, folder: str, dictionary: Sequence[tuple[str, int | None]] | None = None) -> None:
    """Learn from labelled texts and write the model folder."""
    classifier = attribute("newsclf.estimator", "ThemeClassifier")(dictionary=dictionary)
    classifier.fit(data.texts, data.labels, groups=data.groups or None)
    classifier.save(folder)
    themes = ", ".join(theme_name(str(theme)) for theme in classifier.classes_)
    say(message("trained", folder=folder, texts=len(data.texts), themes=themes, f1=classifier.out_of_fold_["macro_f1"]))


def read_and_tell(sources: Sequence[str], columns: Columns, encoding: str | None) -> Labelled:
    """Read labelled tables; what is left out is said on stderr."""
    data = read_labelled(sources, columns, encoding)
    for source, cut in data.cut.items():
        say(message("cut_file", source=source, cut=cut))
    for source, rows in data.unlabelled.items():
        say(message("no_label", source=source, rows=rows))
    return data
