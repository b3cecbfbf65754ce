"""``newsclf update``: a model learned anew from what it learned from and from new rows, with its own settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import click

from newsclf.cli.findings import themes_told
from newsclf.cli.frame import Command, make_command, option, say
from newsclf.cli.train import column_options, learn, read_and_tell
from newsclf.errors import ForeignModelError, NewsclfError, UnknownSettingsError
from newsclf.io.labelled import Columns, Labelled
from newsclf.io.unlabelled import read_unlabelled
from newsclf.lazy import attribute
from newsclf.messages import message
from newsclf.model_folder import MANIFEST, refuse_taken
from newsclf.scoring import Model
from newsclf.shipped import load
from newsclf.themes import OTHER

_LONGEST_REASON: Final = 200


def command() -> Command:
    """The parser."""
    return make_command(
        "update",
        _run,
        click.Argument(["model"], metavar="MODEL"),
        click.Argument(["inputs"], nargs=-1, required=True, metavar="NEW..."),
        option("--data", "help_old_data", metavar="OLD", multiple=True, required=True),
        option("--out -o", "help_out_folder", metavar="DIR", required=True),
        *column_options(),
        option("--group-column", "help_group_column", metavar="NAME"),
        option("--unlabelled", "help_unlabelled", metavar="FILE", multiple=True),
        option("--any-data", "help_any_data", is_flag=True),
        option("--overwrite", "help_overwrite", is_flag=True),
    )


def _run(
    model: str,
    inputs: tuple[str, ...],
    data: tuple[str, ...],
    out: str,
    text_column: str | None,
    label_column: str | None,
    label_separator: str | None,
    encoding: str | None,
    group_column: str | None,
    unlabelled: tuple[str, ...],
    any_data: bool,
    overwrite: bool,
) -> None:
    refuse_taken(out, overwrite)
    opened = load(model)
    columns = Columns(text_column, label_column, label_separator, group_column)
    old, new = (read_and_tell(sources, columns, encoding) for sources in (data, inputs))
    texts = read_unlabelled(unlabelled, text_column, encoding) if unlabelled else None
    update(opened, old, new, out, any_data, texts)


def update(
    model: Model,
    old: Labelled,
    new: Labelled,
    folder: str,
    any_data: bool = False,
    unlabelled: Iterable[str] | None = None,
) -> None:
    """Learn a model anew from what it learned from and from new texts, and write the model folder; talk goes to stderr."""
    classifier = attribute("newsclf.renewal", "classifier_of")(model)
    if "unlabelled" in model.manifest["training"] and unlabelled is None:
        raise UnknownSettingsError(model=model.name, reason=message("settings_unlabelled"))
    origin = attribute("newsclf.renewal", "origin_of")(model, old.texts, old.labels, len(new.texts), any_data)
    data = old.joined(new)
    described = model.theme_facts if model.manifest.get("theme_facts") else None
    _tell_changes(model, old, data)
    try:
        learn(classifier, data, folder, themes=described, origin=origin, unlabelled=unlabelled)
    except NewsclfError:
        raise
    except (TypeError, ValueError) as error:  # the data were looked at: it must be a setting that the manifest has wrong
        raise ForeignModelError(folder=model.name, reason=f"{MANIFEST}: {error}"[:_LONGEST_REASON]) from error
    measured = model.manifest.get("out_of_fold")
    if isinstance(measured, dict) and type(measured.get("macro_f1")) is float:
        say(message("before_update", name=model.name, f1=measured["macro_f1"], texts=len(old.texts)))


def _tell_changes(model: Model, old: Labelled, data: Labelled) -> None:
    """Say what the updated model will do that the old one did not."""
    now = {theme for labels in data.labels for theme in ([labels] if isinstance(labels, str) else labels)} - {OTHER}
    added, gone = sorted(now.difference(model.themes)), sorted(set(model.themes) - now)
    if added:
        say(themes_told("new_themes", added))
    if gone:
        say(themes_told("gone_themes", gone))
    if data.is_several and not old.is_several:
        say(message("now_several"))
