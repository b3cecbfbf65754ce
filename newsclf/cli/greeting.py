"""What ``newsclf`` alone says: what it is, three commands to try, and where to go on."""

from __future__ import annotations

from typing import Final

import click

import newsclf
from newsclf.messages import message

EXAMPLES: Final = (
    ("label", "newsclf example | newsclf label -"),
    ("explain", 'newsclf explain "志愿者在高铁站为返乡旅客引路。"'),
    ("info", "newsclf info"),
)
"""Commands that work in any folder, with nothing but newsclf: key of what they show, and the line to copy."""

_FURTHER: Final = (
    ("help", "newsclf --help"),
    ("one", "newsclf train --help"),
    ("doctor", "newsclf doctor"),
)


def greet() -> None:
    """Print the greeting, for an eye that sees newsclf for the first time."""
    click.echo(f"{click.style(f'newsclf {newsclf.__version__}', bold=True)}  {message('greeting_what')}\n")
    click.echo(message("greeting_try"))
    for key, line in EXAMPLES:
        click.echo(f"\n  {message(f'greeting_{key}')}\n  $ {click.style(line, fg='green')}")
    click.echo(f"\n{message('greeting_further')}\n")
    width = max(len(line) for _, line in _FURTHER)
    for key, line in _FURTHER:
        click.echo(f"  {click.style(line.ljust(width), fg='green')}  {message(f'greeting_{key}')}")
