"""``newsclf info``: what a model says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click

from newsclf.cli.frame import Command, format_option, make_command, option, wants_table
from newsclf.cli.terminal import in_their_order, print_table, tell, theme_name
from newsclf.errors import ForeignModelError
from newsclf.messages import language, message
from newsclf.model_folder import MANIFEST
from newsclf.scoring import Model
from newsclf.shipped import MODEL, load
from newsclf.themes import OTHER


def command() -> Command:
    """The parser."""
    argument = click.Argument(["model"], required=False, metavar="[MODEL]")
    return make_command(
        "info", _run, argument, option("--words", "help_words", type=click.IntRange(min=1), metavar="N"), format_option()
    )


def _run(model: str | None, words: int | None, format: str | None) -> None:
    opened = load(model)
    if wants_table(format):
        try:
            _print(opened)
            _print_words(opened, words or 0)
        except (LookupError, TypeError, ValueError, AttributeError) as error:  # what scoring can do without may be missing
            raise ForeignModelError(folder=model or MODEL, reason=f"{type(error).__name__}: {error}") from error
    else:
        top = {theme: [asdict(word) for word in opened.top_words(theme, words)] for theme in opened.themes} if words else None
        record = {"model": opened.name, **opened.manifest, **({"top_words": top} if top else {})}
        click.echo(json.dumps(record, ensure_ascii=False))


def _print_words(model: Model, most: int) -> None:
    for theme in in_their_order(model.themes, model.theme_facts) if most else ():
        words = message("list_separator").join(f"{word.word} {word.share:.2f}" for word in model.top_words(theme, most))
        tell(message("info_words", theme=theme_name(theme, model.theme_facts), words=words))


def _print(model: Model) -> None:
    try:
        sentences, rows = _sentences(model), _rows(model)
    except (KeyError, TypeError, ValueError, AttributeError) as error:  # no label needs these facts, so nobody has checked them
        raise ForeignModelError(folder=model.name, reason=MANIFEST) from error
    for sentence in sentences:
        tell(sentence)
    head = [message(f"head_{name}") for name in ("theme", "support", "threshold", "f1", "colour", "definition")]
    told = [place for place in range(len(head)) if place < _FIGURES or any(row[place] for row in rows)]
    numbers, flexible = range(1, _FIGURES), {len(told) - 1: 1} if len(head) - 1 in told else {}
    print_table([head[place] for place in told], [[row[place] for place in told] for row in rows], numbers, flexible)


_FIGURES = 4
"""The columns that every model has; colours and definitions are shown where there are any."""


def _sentences(model: Model) -> list[str]:
    manifest = model.manifest
    training, measured, test = manifest["training"], manifest["out_of_fold"], manifest.get("test")
    fingerprint, without = training["fingerprint"][:12], training["without_theme"]
    figures = {"macro_f1": measured["macro_f1"], "accuracy": measured["accuracy"]}
    said = [
        message("info_head", name=model.name, format=manifest["format"], segmenter=manifest["segmenter"]),
        message("info_training", texts=training["texts"], without=without, fingerprint=fingerprint),
        message("info_tuned", **figures) if "dev" in training else _measured(measured),
    ]
    if separator := manifest.get("hierarchy"):
        facts = {name: measured["levels"][0][name] for name in ("macro_f1", "accuracy")}
        said.append(message("info_hierarchy", separator=separator, **facts))
    if test:
        low, high = test["macro_f1_interval"]
        facts = {"texts": test["n"], "accuracy": test["accuracy"], "f1": test["macro_f1"], "low": low, "high": high}
        said.append(message("tested", **facts))
    return said


def _measured(measured: Mapping[str, Any]) -> str:
    if not measured["n"]:
        return message("info_unmeasured")
    return message("info_measured", macro_f1=measured["macro_f1"], accuracy=measured["accuracy"])


def _rows(model: Model) -> list[tuple[object, ...]]:
    training, per_theme = model.manifest["training"], model.manifest["out_of_fold"]["per_theme"]
    thresholds, themes = dict(zip(model.themes, model.rule.thresholds, strict=True)), model.theme_facts
    rows: list[tuple[object, ...]] = []
    for label, theme in themes.items():
        if label != OTHER or OTHER in per_theme:
            texts = training["without_theme"] if label == OTHER else training["labels"][label]
            threshold = f"{thresholds[label]:.3f}" if label in thresholds else ""
            f1 = per_theme.get(label, {"f1": 0.0})["f1"]
            told = theme.colour, theme.definition(language())
            rows.append((theme_name(label, themes), texts, threshold, f"{f1:.3f}", *told))
    return rows
