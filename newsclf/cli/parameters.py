"""Options and arguments as click has them, with what ours add: what was given wrongly, and what a shell may complete."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import click
from click.types import StringParamType

from newsclf.lazy import attribute

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_BY_METAVAR: Final = {
    "DIR": "folders",
    "FOLDER": "folders",
    "MODEL": "models",
    "COLUMN": "columns",
    "THEME": "themes",
    **dict.fromkeys(("FILE", "TABLE", "INPUT", "DATA", "NEW", "OLD", "PAGE"), "files"),
}
_BY_NAME: Final = {"model": "models", "encoding": "encodings"}


class WrongValue(click.BadParameter):
    """A value that its parameter cannot take.

    Attributes
    ----------
    given : str
        What was written.
    """

    def __init__(self, error: click.BadParameter, given: str) -> None:
        super().__init__(error.message, error.ctx, error.param)
        self.given = given


class Option(click.Option):
    """An option whose help is all ours: what is required says so in its text, in the language in use."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        return {}

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        return _cast(super().type_cast_value, ctx, value)


class Argument(click.Argument):
    """An argument."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        return _cast(super().type_cast_value, ctx, value)


def _cast(cast: Callable[[click.Context, Any], Any], ctx: click.Context, value: Any) -> Any:
    """Convert a value; what was given is noted on the error, since click keeps it in an English sentence only."""
    for single in value if isinstance(value, list | tuple) else ():
        try:
            cast(ctx, [single])
        except click.BadParameter as error:
            raise WrongValue(error, str(single)) from error
    try:
        return cast(ctx, value)
    except click.BadParameter as error:
        raise WrongValue(error, str(value)) from error


class Completed(StringParamType):
    """Text of which a shell can complete a part.

    Parameters
    ----------
    kind : str
        What it names: a function of `newsclf.cli.completions`, which is imported only when a shell asks.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        items: list[CompletionItem] = attribute("newsclf.cli.completions", self.kind)(ctx, incomplete)
        return items


def complete(params: tuple[click.Parameter, ...]) -> tuple[click.Parameter, ...]:
    """The same parameters; those that take any text can be completed by what they are called."""
    for param in params:
        kind = _kind(param) if type(param.type) is StringParamType else None
        if kind:
            param.type = Completed(kind)
    return params


def _kind(param: click.Parameter) -> str | None:
    """What a parameter names, by its name, else by its metavar; an argument is a file unless it says something else."""
    name, metavar = param.name or "", (param.metavar or "").strip("[].")
    if name.endswith("_column"):
        return "columns"
    kinds = [_BY_METAVAR[part] for part in metavar.rstrip("/").split("|") if part in _BY_METAVAR]
    is_file = isinstance(param, click.Argument) and metavar != "TEXT"
    return _BY_NAME.get(name) or (kinds[0] if kinds else "files" if is_file else None)
