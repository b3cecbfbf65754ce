"""``newsclf info``: what a model says of itself."""

from __future__ import annotations

import json

import click

from newsclf.cli.frame import Command, format_option, make_command, wants_table
from newsclf.cli.terminal import print_table, theme_name
from newsclf.errors import ForeignModelError
from newsclf.messages import message
from newsclf.scoring import Model
from newsclf.shipped import MODEL, load
from newsclf.themes import OTHER


def command() -> Command:
    """The parser."""
    argument = click.Argument(["model"], required=False, metavar="[MODEL]")
    return make_command("info", _run, argument, format_option())


def _run(model: str | None, format: str | None) -> None:
    opened = load(model)
    if wants_table(format):
        try:
            _print(opened)
        except (LookupError, TypeError, ValueError, AttributeError) as error:  # what scoring can do without may be missing
            raise ForeignModelError(folder=model or MODEL, reason=f"{type(error).__name__}: {error}") from error
    else:
        click.echo(json.dumps({"model": opened.name, **opened.manifest}, ensure_ascii=False))


def _print(model: Model) -> None:
    manifest = model.manifest
    click.echo(message("info_head", name=model.name, format=manifest["format"], segmenter=manifest["segmenter"]))
    training, measured = manifest["training"], manifest["out_of_fold"]
    fingerprint, without = training["fingerprint"][:12], training["without_theme"]
    click.echo(message("info_training", texts=training["texts"], without=without, fingerprint=fingerprint))
    click.echo(message("info_measured", macro_f1=measured["macro_f1"], accuracy=measured["accuracy"]))
    rows = [
        (
            theme_name(theme),
            training["labels"][theme],
            f"{threshold:.3f}",
            f"{measured['per_theme'].get(theme, {'f1': 0.0})['f1']:.3f}",
        )
        for theme, threshold in zip(model.themes, model.rule.thresholds, strict=True)
    ]
    if OTHER in measured["per_theme"]:
        rows.append((theme_name(OTHER), training["without_theme"], "", f"{measured['per_theme'][OTHER]['f1']:.3f}"))
    print_table([message(f"head_{name}") for name in ("theme", "support", "threshold", "f1")], rows, numbers=(1, 2, 3))
