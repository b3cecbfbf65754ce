"""The options of ``newsclf label``, and what they amount to: how to read, where to write, who works."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click

from newsclf.batch.backends import BACKENDS, Crew
from newsclf.batch.outputs import Output
from newsclf.batch.targets import SameOutputError, one_output, output_each
from newsclf.cli.frame import encoding_option, option, overwrite_option, refuse_targets, wants_table
from newsclf.io.documents import Document
from newsclf.io.files import STDIN
from newsclf.io.inputs import REJECTS, Source
from newsclf.io.names import TABLES, Form
from newsclf.io.outputs import is_device, resolved
from newsclf.io.survey import Reading
from newsclf.messages import message

_NO_QUOTE = "none"
_TAB = ("tab", "\\t")


def reading_options() -> tuple[click.Option, ...]:
    """How to read."""
    return (
        option("--as", "help_as", type=click.Choice(["page", "lines", "table"])),
        option("--text-column", "help_text_column", metavar="NAME"),
        option("--article-column", "help_article_column", metavar="NAME"),
        encoding_option(),
        option("--separator", "help_separator", metavar="CHAR", callback=_one_character),
        option("--quote", "help_quote", metavar="CHAR", callback=_one_character),
    )


def reading(settings: dict[str, Any]) -> Reading:
    """How to read, as told.

    Raises
    ------
    click.UsageError
        When one character shall both separate and quote.
    """
    if settings["separator"] and settings["separator"] == ('"' if settings["quote"] is None else settings["quote"]):
        raise click.UsageError(message("same_character"), click.get_current_context())
    names = ("as", "text_column", "article_column", "encoding", "separator", "quote")
    return Reading(*(settings[name] for name in names))


def _one_character(context: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    value = "\t" if value in _TAB else "" if value == _NO_QUOTE and param.name == "quote" else value
    if (len(value) != 1 and not (value == "" and param.name == "quote")) or value in ("\n", "\r"):
        raise click.UsageError(message("one_character", name=param.opts[0]), context)
    return value


def saving_options() -> tuple[click.Option, ...]:
    """Where and how to write."""
    return (
        option("--out -o", "help_out", metavar="FILE|DIR/"),
        option("--to", "help_to", type=click.Choice(TABLES)),
        option("--excel", "help_excel", is_flag=True),
        overwrite_option(),
        option("--restart", "help_restart", is_flag=True),
        option("--strict", "help_strict", is_flag=True),
    )


@dataclass(frozen=True)
class Destination:
    """Where labels go.

    Attributes
    ----------
    target : str
        A file, a device or a folder; empty for standard output.
    is_folder : bool
        Whether each input has an output of its own in it.
    for_people : bool
        Whether to print a table to look at.
    to : str or None
    excel : bool
    is_nowhere : bool
        Whether no labels are wanted beside the page in HTML.
    """

    target: str
    is_folder: bool
    for_people: bool
    to: Form | None
    excel: bool
    is_nowhere: bool = False

    @classmethod
    def of(cls, out: str | None, format: str | None, to: Form | None, excel: bool, html: str | None = None) -> Destination:
        """As told.

        Raises
        ------
        click.UsageError
            When the options do not go together.
        """
        context = click.get_current_context()
        if format and (to or (out and out != STDIN)):
            raise click.UsageError(message("format_and_out"), context)
        target = "" if out in (None, STDIN) else str(out)
        is_folder = bool(target) and (target.endswith(("/", os.sep)) or os.path.isdir(target))
        if html and not (out or format or to or excel):
            return cls("", False, False, "jsonl", False, is_nowhere=True)
        if html == STDIN and not target:
            raise click.UsageError(message("html_and_stdout"), context)
        for_people = not target and (format == "table" or (not to and not excel and wants_table(format)))
        return cls(target, is_folder, for_people, "jsonl" if format == "jsonl" else to, excel)

    @property
    def is_device(self) -> bool:
        """Whether it is no file, and nothing can be kept beside it."""
        return bool(self.target) and not self.is_folder and is_device(resolved(self.target))

    @property
    def rejects(self) -> str:
        """What to call the place of the rows that cannot be read."""
        if not self.target or self.is_device:
            return message("standard_error")
        return message("rejects_of_folder", folder=self.target) if self.is_folder else self.target + REJECTS

    def outputs(self, sources: Sequence[Source], documents: Sequence[Document], themes: Sequence[str]) -> list[Output]:
        """What to write.

        Raises
        ------
        click.UsageError
            When an input would be written over, two inputs would have the same output, or only CSV can be made so.
        """
        context, paths = click.get_current_context(), [source.path for source in sources]
        try:
            if self.is_folder:
                outputs = output_each(self.target, sources, documents, themes, self.to, self.excel)
            else:
                outputs = [one_output(self.target, documents, themes, self.to, self.excel)]
        except SameOutputError as error:
            raise click.UsageError(message("same_output", one=error.args[0], other=error.args[1]), context) from error
        if self.excel and any(output.layout.form not in ("csv", "tsv") for output in outputs):
            raise click.UsageError(message("excel_is_csv"), context)
        if self.target.lower().endswith(".html") and not self.is_folder:
            raise click.UsageError(message("html_is_option", target=self.target), context)
        if self.target:
            refuse_targets((path for output in outputs for path in (output.target, output.rejects)), paths)
        return outputs


def crew_options() -> tuple[click.Option, ...]:
    """Who works."""
    return (
        option("--jobs -j", "help_jobs", type=click.IntRange(min=1), default=1, metavar="N"),
        option("--backend", "help_backend", type=click.Choice(BACKENDS), default=BACKENDS[0]),
        option("--scheduler", "help_scheduler", metavar="ADDRESS"),
    )


def crew(inputs: Sequence[str], destination: Destination, settings: dict[str, Any]) -> Crew:
    """Who works, as told.

    Raises
    ------
    click.UsageError
        When a cluster is not named, or would have to read or write something else than files.
    """
    on_cluster = settings["backend"] == "dask"
    context = click.get_current_context()
    if on_cluster != bool(settings["scheduler"]):
        raise click.UsageError(message("needs_scheduler"), context)
    if on_cluster and settings["jobs"] > 1:
        raise click.UsageError(message("cluster_jobs"), context)
    if on_cluster and (STDIN in inputs or not destination.target or destination.is_device):
        raise click.UsageError(message("needs_files"), context)
    return Crew(settings["jobs"], settings["backend"], settings["scheduler"] or "")
