"""What commands share: help pages and usage errors in the user's language, and a way to speak on stderr."""

from __future__ import annotations

import codecs
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from unicodedata import east_asian_width

import click

from newsclf.cli.parameters import Argument, Option, complete
from newsclf.encodings import is_encoding
from newsclf.io.files import read_file
from newsclf.messages import LANGUAGES, message
from newsclf.visible import visible

_FORMATS_WE_LACK = {".xlsx", ".xls", ".pdf", ".docx", ".html"}


class _Formatter(click.HelpFormatter):
    """Headings with the colon of the language in use."""

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}{message('colon')}\n")


class _Context(click.Context):
    formatter_class = _Formatter


class HelpMixin(click.Command):
    """Help pages in the language in use."""

    context_class = _Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # not all of click's errors know where they are at home
            raise

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=message("help_usage") + " ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        tail = [message("help_command_metavar")] if isinstance(self, click.Group) else []
        arguments = [param.make_metavar(ctx) for param in self.get_params(ctx) if isinstance(param, click.Argument)]
        return [message("help_options_metavar"), *arguments, *tail]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [param.get_help_record(ctx) for param in self.get_params(ctx) if isinstance(param, click.Option)]
        with formatter.section(message("help_options")):
            formatter.write_dl(_wrapped([record for record in records if record], formatter.width))
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = message("help_help")
        return option


_COLUMN, _SPACING = 30, 4
"""How wide click makes the first column of its lists at most, and what it leaves around it."""

_UNBREAKABLE: Final = re.compile(r"(?:[!-~]+|.)[，。；：、）》”]*", re.DOTALL)


def _wrapped(records: Sequence[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    """Help texts in lines that fit: click takes a Chinese character for no wider than another."""
    room = max(width - min(max((len(name) for name, _ in records), default=0), _COLUMN) - _SPACING, 20)
    return [(name, "\b\n" + "\n".join(_lines(text, room)) if width_of(text) > room else text) for name, text in records]


def _lines(text: str, room: int) -> Iterator[str]:
    line = ""
    for piece in _UNBREAKABLE.findall(text):
        if line and width_of(line + piece) > room:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes. (Rich knows too, but a help page need not wait for it.)"""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


class Interrupted(BaseException):
    """Ctrl-C, under a name that click does not know: it would write an empty line."""


class Command(HelpMixin):
    """One command, made in the language in use."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            if sys.stderr.isatty():
                click.echo(err=True)  # behind the terminal's ^C
            raise Interrupted from error

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:  # so a shell asks for completions
            raise click.UsageError(message("unexpected_argument", value=rest[0]), ctx)
        return rest


def make_command(name: str, run: Any, *params: click.Parameter) -> Command:
    """A command: its name, the function that unpacks its parameters, and those."""
    every = [*complete(params), language_option()]
    return Command(name, callback=run, params=every, help=message(f"help_{name}"))


def option(flags: str, help_key: str, **settings: Any) -> click.Option:
    """An option whose help stands in the catalogue."""
    return Option(flags.split(), help=message(help_key), **settings)


def language_option() -> click.Option:
    """``--lang``; it was read before the commands were made (`newsclf.cli.app`)."""
    return option("--lang", "help_lang", type=click.Choice(LANGUAGES), expose_value=False)


def inputs_argument() -> click.Argument:
    """The files to read."""
    return Argument(["inputs"], nargs=-1, required=True, metavar="INPUT...")


def model_option() -> click.Option:
    """``--model``."""
    return option("--model -m", "help_model", metavar="DIR")


def format_option() -> click.Option:
    """``--format``: how to print."""
    return option("--format", "help_format", type=click.Choice(["table", "jsonl"]))


def encoding_option() -> click.Option:
    """``--encoding``."""
    return option("--encoding", "help_encoding", metavar="NAME", callback=_known_encoding)


def overwrite_option() -> click.Option:
    """``--overwrite``."""
    return option("--overwrite", "help_overwrite", is_flag=True)


def _known_encoding(context: click.Context, _: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    if not is_encoding(value):
        raise click.UsageError(message("unknown_encoding", name=value), context)
    return codecs.lookup(value).name


def wants_table(chosen: str | None) -> bool:
    """Whether to print a table: as chosen, else in a terminal."""
    return chosen == "table" if chosen else sys.stdout.isatty()


def refuse_targets(targets: Iterable[str], inputs: Iterable[str]) -> None:
    """Refuse to write over an input, or in a format that we do not have.

    Raises
    ------
    click.UsageError
        With the sentence that says so.
    """
    targets = list(targets)
    for target in targets:
        if Path(target).suffix.lower() in _FORMATS_WE_LACK:
            raise click.UsageError(message("unknown_format", target=target), click.get_current_context())
    refuse_inputs(targets, inputs, "own_input")


def refuse_inputs(targets: Iterable[str], inputs: Iterable[str], key: str) -> None:
    """Refuse to write over an input.

    Parameters
    ----------
    targets, inputs : iterable of str
    key : str
        The message that says so of a ``target``.

    Raises
    ------
    click.UsageError
    """
    known = {identity for identity in map(_identity, inputs) if identity}
    for target in targets:
        if _identity(target) in known:
            raise click.UsageError(message(key, target=target), click.get_current_context())


def _identity(path: str) -> tuple[int, int] | None:
    """Which file a path leads to; None when there is none."""
    try:
        facts = os.stat(path)
    except (OSError, ValueError):
        return None
    return facts.st_dev, facts.st_ino


def say(sentence: str) -> None:
    """Talk to the user: on stderr, apart from results, and whatever stands in the sentence, without driving the terminal."""
    click.echo(visible(sentence), err=True)


def read_input(source: str) -> str:
    """The text of an input file or of standard input; that it ends in mid-character is said on stderr."""
    decoded = read_file(source)
    if decoded.cut:
        say(message("cut_file", source=source, cut=decoded.cut))
    return decoded.text
