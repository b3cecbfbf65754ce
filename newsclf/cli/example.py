"""``newsclf example``: the example page, on stdout."""

from __future__ import annotations

import click

from newsclf.cli.frame import Command, make_command
from newsclf.shipped import example_page


def command() -> Command:
    """The parser."""
    return make_command("example", lambda: click.echo(example_page(), nl=False))
