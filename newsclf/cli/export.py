"""``newsclf export``: a model in a form that others load."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from newsclf.cli.frame import Command, encoding_option, make_command, option, say
from newsclf.errors import EmptyTableError, OutputExistsError
from newsclf.io.chunks import plan
from newsclf.io.outputs import is_device, writing
from newsclf.io.survey import Reading, documents
from newsclf.io.tables import only_rows, text_of
from newsclf.lazy import attribute
from newsclf.messages import message
from newsclf.scoring import Model
from newsclf.shipped import load
from newsclf.themes import OTHER

if TYPE_CHECKING:
    from newsclf.exports.files import Form


def command() -> Command:
    """The parser."""
    return make_command(
        "export",
        _run,
        click.Argument(["model"], required=False, metavar="[MODEL]"),
        option("--to", "help_export_to", type=click.Choice(["joblib", "onnx", "skops"]), required=True),
        option("--out -o", "help_out_export", metavar="FILE", required=True),
        option("--check", "help_check", metavar="TABLE"),
        option("--text-column", "help_text_column", metavar="NAME"),
        encoding_option(),
        option("--overwrite", "help_overwrite", is_flag=True),
    )


def _run(
    model: str | None,
    to: Form,
    out: str,
    check: str | None,
    text_column: str | None,
    encoding: str | None,
    overwrite: bool,
) -> None:
    if Path(out).exists() and not overwrite and not is_device(Path(out)):
        raise OutputExistsError(target=out)
    texts = _texts(check, text_column, encoding) if check else []
    opened = load(model)
    with writing(out) as stream:
        data: bytes = attribute("newsclf.exports.files", "exported")(opened, to)
        stream.write(data)
    say(message("exported", target=out, size=len(data)))
    say(message("exported_without"))
    say(message(f"exported_{to}"))
    if texts:
        say(compared(opened, data, to, texts))


def compared(model: Model, data: bytes, form: Form, texts: list[str]) -> str:
    """In one sentence, how an exported model's answers differ from the model's own."""
    labels, probabilities = attribute("newsclf.exports.files", "opened")(data, form)(texts)
    own = model.label_many(texts)
    difference = np.abs(np.array([[label.scores[theme] for theme in model.themes] for label in own]) - probabilities).max()
    same = sum(label.theme == other for label, other in zip(own, labels.tolist(), strict=True))
    abstained = sum(label.abstain and other != OTHER for label, other in zip(own, labels.tolist(), strict=True))
    return message("export_checked", texts=len(texts), same=same / len(texts), abstained=abstained, difference=difference)


def _texts(source: str, column: str | None, encoding: str | None) -> list[str]:
    with documents([source], Reading("table", text_column=column, encoding=encoding)) as (document,):
        rows = only_rows((item for chunk in plan(document) for item in chunk.items()), document.source)
        texts = [text_of(row, document.text_column) for row in rows]
    if not texts:
        raise EmptyTableError(source=source)
    return texts
