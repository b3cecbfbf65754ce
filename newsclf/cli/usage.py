"""Wrong usage as a sentence in the language in use, with what was perhaps meant; imported only when there is some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from newsclf.cli.parameters import WrongValue
from newsclf.messages import message
from newsclf.nearest import suggestion

_WHOLE = (click.types.IntParamType, click.IntRange)
_NUMBERS = (click.types.IntParamType, click.types.FloatParamType)


def wrong_usage(error: click.UsageError) -> str:
    """A usage error as a sentence in the language in use."""
    problem = _problem(error).strip()
    if not problem.endswith((".", "?", "。", "？")):
        problem += message("full_stop")
    return message("usage_error", problem=problem, command=error.ctx.command_path if error.ctx else "newsclf")


def _problem(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return message("no_such_option", name=error.option_name, hint=suggestion(error.option_name, _options(error.ctx)))
    if isinstance(error, click.MissingParameter):
        return message("missing_argument", name=_name(error))
    if isinstance(error, click.BadOptionUsage):
        return _bad_option(error)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _bad_value(error, error.param.type)
    return error.message


def _options(context: click.Context | None) -> Iterator[str]:
    """The options of a command, long ones first."""
    params = context.command.get_params(context) if context else []
    names = [name for param in params if isinstance(param, click.Option) for name in param.opts]
    yield from sorted(names, key=lambda name: not name.startswith("--"))


def _bad_option(error: click.BadOptionUsage) -> str:
    params = error.ctx.command.get_params(error.ctx) if error.ctx else []
    is_flag = any(isinstance(param, click.Option) and param.is_flag and error.option_name in param.opts for param in params)
    return message("takes_no_value" if is_flag else "needs_value", name=error.option_name)


def _bad_value(error: click.BadParameter, kind: click.ParamType[Any]) -> str:
    name = _name(error)
    if isinstance(kind, click.Choice):
        choices = [str(choice) for choice in kind.choices]
        hint = suggestion(error.given, choices) if isinstance(error, WrongValue) else ""
        return message("bad_value", name=name, choices=", ".join(choices)) + hint
    if isinstance(kind, _NUMBERS):
        return _bad_number(name, kind)
    return message("bad_other_value", name=name) if isinstance(error, WrongValue) else error.message


def _bad_number(name: str, kind: click.ParamType[Any]) -> str:
    sort = "whole" if isinstance(kind, _WHOLE) else "any"
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    if low is None:
        return message(f"number_{sort}", name=name)
    if high is None:
        return message(f"number_{sort}_from", name=name, low=low)
    return message(f"number_{sort}_between", name=name, low=low, high=high)


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Argument):
        return error.param.make_metavar(error.ctx) if error.ctx else str(error.param.name)
    return error.param.opts[-1] if error.param and error.param.opts[-1].startswith("--") else _first(error)


def _first(error: click.BadParameter) -> str:
    return error.param.opts[0] if error.param else "?"
