"""The reference of the command line, made from the commands themselves: new ones need no entry here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextvars import copy_context

import click

from newsclf.cli.app import group
from newsclf.messages import message, use_language

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")


def reference(code: str) -> str:
    """Every command in a language, as Markdown: what it does, its usage, its options."""
    return copy_context().run(_reference, code)


def _reference(code: str) -> str:
    use_language(code)
    return "\n".join(_sections(group(), None, "newsclf"))


def _sections(command: click.Command, parent: click.Context | None, name: str) -> Iterator[str]:
    """A command and those below it."""
    context = click.Context(command, parent=parent, info_name=name)
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield f"## {context.command_path}\n\n{_plain(command.help or '')}\n\n```text\n{usage}\n```\n"
    yield f"**{message('help_options')}**\n"
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and record[1]:  # arguments stand in the usage, most of them without words of their own
            yield f"`{record[0]}`\n: {_plain(record[1])}\n"
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found and not found.hidden:
                yield from _sections(found, context, below)


def _plain(text: str) -> str:
    """Words in which nothing is markup."""
    return _SPECIAL.sub(r"\\\1", text.replace("\b\n", ""))
