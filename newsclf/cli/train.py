"""``newsclf train``: labelled tables to a model folder."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from newsclf.cli.few import Weak, few_options, few_told, weakly_labelled
from newsclf.cli.findings import chosen, seen, warnings, weakest
from newsclf.cli.frame import Command, encoding_option, inputs_argument, make_command, option, read_input, say
from newsclf.cli.learning import Learning
from newsclf.cli.report import levels, sets_sentence
from newsclf.dictionary import read_dictionary
from newsclf.errors import TrainingError
from newsclf.io.labelled import Columns, Labelled, read_labelled
from newsclf.io.unlabelled import read_unlabelled
from newsclf.lazy import attribute
from newsclf.messages import message
from newsclf.paths import refuse_no_paths
from newsclf.themes import OTHER

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


def no_empty_separator(context: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """An empty separator separates nothing."""
    if value == "":
        raise click.UsageError(message("empty_separator", name=param.opts[0]), context)
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
        option("--hierarchy", "help_hierarchy", metavar="CHAR", callback=no_empty_separator),
        option("--user-dict", "help_user_dict", metavar="FILE"),
        *few_options(),
        option("--quick", "help_quick", is_flag=True),
        option("--tune", "help_tune", is_flag=True),
    )


def _run(
    inputs: tuple[str, ...],
    out: str,
    text_column: str | None,
    label_column: str | None,
    label_separator: str | None,
    encoding: str | None,
    group_column: str | None,
    hierarchy: str | None,
    user_dict: str | None,
    unlabelled: tuple[str, ...],
    seed_words: str | None,
    quick: bool,
    tune: bool,
) -> None:
    if quick and tune:
        raise click.UsageError(message("quick_or_tune"), click.get_current_context())
    effort = "quick" if quick else "thorough" if tune else "standard"
    dictionary = read_dictionary(read_input(user_dict), user_dict) if user_dict else None
    columns = Columns(text_column, label_column, label_separator, group_column)
    weak = weakly_labelled(inputs, columns, encoding, seed_words) if seed_words else None
    data = weak.data if weak else read_and_tell(inputs, columns, encoding)
    texts = read_unlabelled(unlabelled, text_column, encoding) if unlabelled else None
    train(data, out, texts, weak, dictionary=dictionary, hierarchy=hierarchy, effort=effort)


def train(
    data: Labelled,
    folder: str,
    unlabelled: Iterable[str] | None = None,
    weak: Weak | None = None,
    *,
    hierarchy: str | None = None,
    **parameters: Any,
) -> None:
    """Look at labelled texts, learn from them and write the model folder; what was found is said on stderr.

    Labels may be weak ones; then unlabelled texts are also those that have none.
    """
    if hierarchy:
        refuse_no_paths(set(_labels(data)) - {OTHER}, hierarchy)
    inspection, primary = look(data)
    classifier = attribute("newsclf.estimator", "ThemeClassifier")(hierarchy=hierarchy, **parameters)
    if inspection.copies and inspection.units is not None:  # copies are kept together, if need be by fewer folds
        classifier.folds = max(2, min(classifier.folds, len(set(inspection.units))))
    with Learning() as progress:
        more = chain(weak.rest if weak else (), unlabelled or ())
        classifier.fit(data.texts, data.labels, groups=inspection.units, unlabelled=more, progress=progress)
    if weak and weak.facts["texts"]:
        classifier.training_["weak_labels"] = weak.facts
    classifier.save(folder)
    say(chosen(classifier.search_, classifier.effort))
    _say_results(classifier, folder, primary, inspection.units)
    for sentence in few_told(classifier.training_, unlabelled is not None):
        say(sentence)


def _say_results(classifier: Any, folder: str, primary: Indices, units: Sequence[Hashable] | None) -> None:
    if not len(classifier.held_out_):
        say(message("trained_unmeasured", folder=folder))
        return
    low, high = _interval(classifier, primary, units)
    say(message("trained", folder=folder, f1=classifier.out_of_fold_["macro_f1"], low=low, high=high))
    if classifier.kind_ == "several":
        say(sets_sentence(classifier.out_of_fold_["sets"]))
    for sentence in levels(classifier.out_of_fold_):
        say(sentence)
    if not classifier.hierarchy:
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


def _labels(data: Labelled) -> Iterable[str]:
    return chain.from_iterable([label] if isinstance(label, str) else label for label in data.labels)


def read_and_tell(sources: Sequence[str], columns: Columns, encoding: str | None) -> Labelled:
    """Read labelled tables; what is left out is said on stderr."""
    data = read_labelled(sources, columns, encoding)
    for source, cut in data.cut.items():
        say(message("cut_file", source=source, cut=cut))
    for source, rows in data.unlabelled.items():
        say(message("no_label", source=source, rows=rows))
    return data
