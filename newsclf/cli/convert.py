"""``newsclf convert``: labels from and for Label Studio, doccano and tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from newsclf.cli.frame import Command, encoding_option, make_command, option, overwrite_option, refuse_targets, say
from newsclf.cli.train import no_empty_separator
from newsclf.errors import RejectedRowsError, UnknownFormError
from newsclf.io.annotations import labelstudio
from newsclf.io.annotations.forms import FORMS, Fields, form_of, read_tasks, write_tasks
from newsclf.io.annotations.tasks import Batch, suggested
from newsclf.io.inputs import REJECTS
from newsclf.io.outputs import refuse_existing, write_text
from newsclf.io.records import json_line
from newsclf.messages import language, message
from newsclf.shipped import load
from newsclf.theme_file import read_themes
from newsclf.themes import NAMED, Theme


def command() -> Command:
    """The parser."""
    return make_command(
        "convert",
        _run,
        click.Argument(["source"], metavar="IN"),
        option("--out -o", "help_out_convert", metavar="FILE", required=True),
        option("--from", "help_from", type=click.Choice(FORMS)),
        option("--to", "help_to_convert", type=click.Choice(FORMS)),
        overwrite_option(),
        option("--predict", "help_predict", is_flag=True),
        option("--model -m", "help_model_convert", metavar="DIR"),
        option("--config", "help_config", metavar="FILE"),
        option("--themes", "help_themes_convert", metavar="FILE"),
        option("--multiple", "help_multiple", is_flag=True),
        option("--text-column", "help_text_column", metavar="NAME"),
        option("--label-column", "help_label_column", metavar="NAME"),
        option("--label-separator", "help_label_separator", metavar="CHAR", callback=no_empty_separator),
        encoding_option(),
    )


def _run(source: str, out: str, to: str | None, overwrite: bool, config: str | None, **settings: Any) -> None:
    try:
        to = form_of(out, to)
    except UnknownFormError as error:
        raise click.UsageError(str(error), click.get_current_context()) from error
    targets = [out, *([config] if config else [])]
    refuse_targets(targets, [source])
    for target in targets:
        refuse_existing(target, overwrite)
    model = load(settings["model"]) if settings["model"] or settings["predict"] else None
    themes = read_themes(settings["themes"]) if settings["themes"] else {}
    fields = Fields(*(settings[name] for name in ("text_column", "label_column", "label_separator")))
    form, batch = read_tasks(source, settings["from"], fields, settings["encoding"])
    if model:
        batch = suggested(batch, model)
    write_tasks(out, batch, to)
    if config:
        _write_config(config, batch, themes or (model.theme_facts if model else {}), settings["multiple"])
    _tell(source, out, form, to, batch)
    if batch.aside:
        rejects = out + REJECTS
        lines = (json_line({"source": source, "line": one.place, "reason": one.reason, "raw": one.raw}) for one in batch.aside)
        write_text(rejects, "".join(lines))
        raise RejectedRowsError(rows=len(batch.aside), target=rejects)


def _write_config(target: str, batch: Batch, themes: Mapping[str, Theme], multiple: bool) -> None:
    """The labelling config: the themes in their order, then other labels of the data."""
    labels = list(dict.fromkeys([*themes, *batch.themes]))
    if not labels:
        raise click.UsageError(message("no_themes_for_config"), click.get_current_context())
    write_text(target, labelstudio.config(labels, multiple or batch.is_several, {**NAMED, **themes}, language()))
    say(message("config_written", target=target, labels=len(labels)))


def _tell(source: str, out: str, form: str, to: str, batch: Batch) -> None:
    labelled = sum(bool(task.labels) for task in batch.tasks)
    without = sum(task.labels == () for task in batch.tasks)
    open_ = sum(task.labels is None for task in batch.tasks)
    facts = {"tasks": len(batch.tasks), "labelled": labelled, "without": without, "open": open_}
    say(message("converted", source=source, out=out, form=form, to=to, **facts))
    if batch.skipped:
        say(message("skipped_tasks", tasks=batch.skipped))
    several = sum(bool(task.votes) for task in batch.tasks)
    if several:
        say(message("voted_tasks", tasks=several, disputed=sum(task.is_disputed for task in batch.tasks)))
