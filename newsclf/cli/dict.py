"""``newsclf dict check``: which words of a user dictionary come out whole, and why the others do not."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from newsclf.cli.frame import Command, format_option, make_command, read_input, say, wants_table
from newsclf.cli.parameters import Argument
from newsclf.cli.terminal import print_table
from newsclf.dictionary import Finding, check, read_dictionary
from newsclf.messages import message


def command() -> Command:
    """The parser."""
    action = Argument(["action"], metavar="check", type=click.Choice(["check"]))
    return make_command("dict", _run, action, click.Argument(["file"], metavar="FILE"), format_option())


def _run(action: str, file: str, format: str | None) -> None:
    findings = check(read_dictionary(read_input(file), file))
    if wants_table(format):
        head = [message(f"head_{name}") for name in ("word", "tokens", "why")]
        print_table(head, [(found.word, " / ".join(found.tokens), _why(found)) for found in findings])
    else:
        for found in findings:
            click.echo(json.dumps({**asdict(found), "whole": found.whole}, ensure_ascii=False))
    say(message("checked_dictionary", words=len(findings), whole=sum(found.whole for found in findings)))


def _why(found: Finding) -> str:
    return message("dict_" + found.reason.replace(" ", "_"), detail=found.detail) if found.reason else ""
