"""``newsclf info``: what a model says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from newsclf.cli.frame import Command, format_option, make_command, wants_table
from newsclf.cli.terminal import print_table, tell, theme_name
from newsclf.errors import ForeignModelError
from newsclf.messages import message
from newsclf.model_folder import MANIFEST
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
    try:
        sentences, rows = _sentences(model), _rows(model)
    except (KeyError, TypeError, ValueError, AttributeError) as error:  # no label needs these facts, so nobody has checked them
        raise ForeignModelError(folder=model.name, reason=MANIFEST) from error
    for sentence in sentences:
        tell(sentence)
    print_table([message(f"head_{name}") for name in ("theme", "support", "threshold", "f1")], rows, numbers=(1, 2, 3))


def _sentences(model: Model) -> list[str]:
    manifest = model.manifest
    training, measured = manifest["training"], manifest["out_of_fold"]
    fingerprint, without = training["fingerprint"][:12], training["without_theme"]
    said = [
        message("info_head", name=model.name, format=manifest["format"], segmenter=manifest["segmenter"]),
        message("info_training", texts=training["texts"], without=without, fingerprint=fingerprint),
        _measured(measured),
    ]
    if separator := manifest.get("hierarchy"):
        facts = {name: measured["levels"][0][name] for name in ("macro_f1", "accuracy")}
        said.append(message("info_hierarchy", separator=separator, **facts))
    return said


def _measured(measured: Mapping[str, Any]) -> str:
    if not measured["n"]:
        return message("info_unmeasured")
    return message("info_measured", macro_f1=measured["macro_f1"], accuracy=measured["accuracy"])


def _rows(model: Model) -> list[tuple[object, ...]]:
    training, per_theme = model.manifest["training"], model.manifest["out_of_fold"]["per_theme"]
    rows: list[tuple[object, ...]] = [
        (theme_name(theme), training["labels"][theme], f"{threshold:.3f}", f"{per_theme.get(theme, {'f1': 0.0})['f1']:.3f}")
        for theme, threshold in zip(model.themes, model.rule.thresholds, strict=True)
    ]
    if OTHER in per_theme:
        rows.append((theme_name(OTHER), training["without_theme"], "", f"{per_theme[OTHER]['f1']:.3f}"))
    return rows
