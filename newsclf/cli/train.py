"""``newsclf train``: labelled tables to a model folder."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import click

from newsclf.cli.findings import seen, warnings, weakest
from newsclf.cli.frame import Command, encoding_option, inputs_argument, make_command, option, read_input, say
from newsclf.dictionary import read_dictionary
from newsclf.errors import TrainingError
from newsclf.io.labelled import Columns, Labelled, read_labelled
from newsclf.lazy import attribute
from newsclf.messages import message

if TYPE_CHECKING:
    from newsclf.duplicates import Indices
    from newsclf.inspection import Inspection


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
    """Look at labelled texts, learn from them and write the model folder; what was found is said on stderr."""
    inspection, primary = look(data)
    classifier = attribute("newsclf.estimator", "ThemeClassifier")(dictionary=dictionary)
    if inspection.copies and inspection.units is not None:  # copies are kept together, if need be by fewer folds
        classifier.folds = max(2, min(classifier.folds, len(set(inspection.units))))
    classifier.fit(data.texts, data.labels, groups=inspection.units)
    classifier.save(folder)
    if not len(classifier.held_out_):
        say(message("trained_unmeasured", folder=folder))
        return
    low, high = _interval(classifier, primary, inspection.units)
    say(message("trained", folder=folder, f1=classifier.out_of_fold_["macro_f1"], low=low, high=high))
    say(weakest(classifier.out_of_fold_["per_theme"]))


def _interval(classifier: Any, primary: Indices, units: Sequence[Hashable] | None) -> tuple[float, float]:
    """Between what the macro-F1 out of fold lies."""
    held_out = classifier.held_out_
    shown = None if units is None else [units[place] for place in held_out.tolist()]
    measure = attribute("newsclf.calibration", "measured_interval")
    low, high = measure(classifier.rule_, classifier.out_of_fold_probabilities_, primary[held_out], shown)
    return low, high


def look(data: Labelled) -> tuple[Inspection, Indices]:
    """Say what labelled texts look like, and give that with the primary label of each as a number."""
    targets = attribute("newsclf.targets", "read_targets")(data.labels)
    inspection = attribute("newsclf.inspection", "inspect")(data.texts, targets, data.groups or None)
    if inspection.empty == inspection.texts:
        raise TrainingError(reason="no_words", rows=inspection.texts)
    say(seen(inspection))
    for sentence in warnings(inspection):
        say(sentence)
    return inspection, targets.primary


def read_and_tell(sources: Sequence[str], columns: Columns, encoding: str | None) -> Labelled:
    """Read labelled tables; what is left out is said on stderr."""
    data = read_labelled(sources, columns, encoding)
    for source, cut in data.cut.items():
        say(message("cut_file", source=source, cut=cut))
    for source, rows in data.unlabelled.items():
        say(message("no_label", source=source, rows=rows))
    return data
