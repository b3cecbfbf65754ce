"""``newsclf train``: labelled tables to a model folder."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsclf.cli.few import Weak, few_options, few_told, weakly_labelled
from newsclf.cli.findings import chosen, seen, undescribed, warnings, weakest
from newsclf.cli.frame import Command, encoding_option, inputs_argument, make_command, option, read_input, say
from newsclf.cli.learning import Learning
from newsclf.cli.report import levels, sets_sentence
from newsclf.cli.sizes import read_size
from newsclf.dictionary import read_dictionary
from newsclf.errors import TrainingError
from newsclf.io.labelled import Columns, Labelled, read_labelled
from newsclf.io.unlabelled import read_unlabelled
from newsclf.lazy import attribute
from newsclf.messages import message
from newsclf.model_folder import refuse_taken
from newsclf.paths import refuse_no_paths
from newsclf.theme_file import read_themes
from newsclf.themes import OTHER, Theme

if TYPE_CHECKING:
    from newsclf.cli.further import Further
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
        option("--themes", "help_themes", metavar="FILE"),
        option("--dev", "help_dev", metavar="FILE", multiple=True),
        option("--test", "help_test", metavar="FILE", multiple=True),
        option("--overwrite", "help_overwrite", is_flag=True),
        option("--max-size", "help_max_size", metavar="SIZE", callback=read_size),
    )


def _run(
    inputs: tuple[str, ...],
    out: str,
    overwrite: bool,
    themes: str | None,
    dev: tuple[str, ...],
    test: tuple[str, ...],
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
    max_size: int | None,
) -> None:
    if quick and tune:
        raise click.UsageError(message("quick_or_tune"), click.get_current_context())
    refuse_taken(out, overwrite)
    effort = "quick" if quick else "thorough" if tune else "standard"
    dictionary = read_dictionary(read_input(user_dict), user_dict) if user_dict else None
    described = read_themes(path) if (path := themes or seed_words) else {}
    columns = Columns(text_column, label_column, label_separator, group_column)
    weak = weakly_labelled(inputs, columns, encoding, seed_words) if seed_words else None
    data = weak.data if weak else read_and_tell(inputs, columns, encoding)
    texts = read_unlabelled(unlabelled, text_column, encoding) if unlabelled else None
    more = {which: read_and_tell(files, columns, encoding) for which, files in (("dev", dev), ("test", test)) if files}
    if themes:
        for sentence in undescribed(themes, described, dict.fromkeys(_every_label(data))):
            say(sentence)
    parameters = {"dictionary": dictionary, "hierarchy": hierarchy, "effort": effort, "max_bytes": max_size or "auto"}
    train(data, out, parameters, themes=described, dev=more.get("dev"), test=more.get("test"), unlabelled=texts, weak=weak)


def train(data: Labelled, folder: str, parameters: Mapping[str, Any], **more: Any) -> None:
    """Learn with a classifier of such parameters; see `learn`."""
    if hierarchy := parameters.get("hierarchy"):
        refuse_no_paths(set(_every_label(data)) - {OTHER}, hierarchy)
    learn(attribute("newsclf.estimator", "ThemeClassifier")(**parameters), data, folder, **more)


def learn(
    classifier: Any,
    data: Labelled,
    folder: str,
    *,
    themes: Mapping[str, Theme] | None = None,
    dev: Labelled | None = None,
    test: Labelled | None = None,
    origin: Mapping[str, Any] | None = None,
    unlabelled: Iterable[str] | None = None,
    weak: Weak | None = None,
) -> None:
    """Look at labelled texts, learn from them and write the model folder; what was found is said on stderr.

    With ``dev``, these texts and not held-out ones settle probabilities and thresholds; ``test`` only measures the model. What a
    model comes from is noted in the manifest. Labels may be weak ones; then unlabelled texts are also those that have none.
    """
    inspection, primary = look(data)
    to_tune = _look_further("dev", dev, [data]) if dev else None
    to_test = _look_further("test", test, [data, dev] if dev else [data]) if test else None
    if inspection.copies and inspection.units is not None:  # copies are kept together, if need be by fewer folds
        classifier.folds = max(2, min(classifier.folds, len(set(inspection.units))))
    pairs = (to_tune.data.texts, to_tune.data.labels) if to_tune else None
    with Learning() as progress:
        rest = chain(weak.rest if weak else (), unlabelled or ())
        classifier.fit(data.texts, data.labels, inspection.units, pairs, unlabelled=rest, progress=progress)
    if weak and weak.facts["texts"]:
        classifier.training_["weak_labels"] = weak.facts
    classifier.training_ |= origin or {}
    figures, said = attribute("newsclf.cli.further", "tested")(classifier.to_model(), to_test) if to_test else (None, [])
    classifier.save(folder, themes=themes, test=figures)
    if to_tune:
        said = [*attribute("newsclf.cli.further", "tuned")(classifier, to_tune, data.labels, folder), *said]
    elif not len(classifier.held_out_):
        said = [message("trained_unmeasured", folder=folder), *said]
    else:
        low, high = _interval(classifier, primary, inspection.units)
        said = [message("trained", folder=folder, f1=classifier.out_of_fold_["macro_f1"], low=low, high=high), *said]
    if classifier.pruning_:
        said.append(message("pruned", bytes=sum(file.stat().st_size for file in Path(folder).iterdir()), **classifier.pruning_))
    few = few_told(classifier.training_, unlabelled is not None)
    for sentence in [chosen(classifier.search_, classifier.effort), *said, *_figures(classifier), *few]:
        say(sentence)


def _figures(classifier: Any) -> Iterator[str]:
    """What else is to be told of how good a classifier is."""
    measured = classifier.out_of_fold_
    if not measured["n"]:
        return
    if classifier.kind_ == "several":
        yield sets_sentence(measured["sets"])
    yield from levels(measured)
    if not classifier.hierarchy:
        yield weakest(measured["per_theme"])


def _look_further(which: str, data: Labelled, others: Sequence[Labelled]) -> Further:
    """Look at the texts of --dev or --test, and say what somebody should look at, too."""
    found, warned = attribute("newsclf.cli.further", "further")(which, data, others)
    for sentence in warned:
        say(sentence)
    looked_at: Further = found
    return looked_at


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


def _every_label(data: Labelled) -> Iterator[str]:
    return chain.from_iterable([label] if isinstance(label, str) else label for label in data.labels)


def read_and_tell(sources: Sequence[str], columns: Columns, encoding: str | None) -> Labelled:
    """Read labelled tables; what is left out is said on stderr."""
    data = read_labelled(sources, columns, encoding)
    for source, cut in data.cut.items():
        say(message("cut_file", source=source, cut=cut))
    for source, rows in data.unlabelled.items():
        say(message("no_label", source=source, rows=rows))
    return data
