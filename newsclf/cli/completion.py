"""``newsclf completion``: the script by which a shell completes our commands, options, files, models and columns."""

from __future__ import annotations

from typing import Final

import click

from newsclf.cli.frame import Command, make_command
from newsclf.cli.parameters import Argument
from newsclf.cli.shells import SHELLS, script
from newsclf.messages import message

INSTALL: Final = {
    "bash": ("newsclf completion bash > ~/.newsclf.bash", "echo '. ~/.newsclf.bash' >> ~/.bashrc"),
    "zsh": (
        "newsclf completion zsh > ~/.newsclf.zsh",
        "echo 'autoload -Uz compinit && compinit && . ~/.newsclf.zsh' >> ~/.zshrc",
    ),
    "fish": ("mkdir -p ~/.config/fish/completions", "newsclf completion fish > ~/.config/fish/completions/newsclf.fish"),
}
"""The lines that put completion to work; new shells have it from then on."""


def command() -> Command:
    """The parser."""
    shell = Argument(["shell"], metavar="bash|zsh|fish", type=click.Choice(tuple(SHELLS)))
    made = make_command("completion", _run, shell)
    lines = "\n".join(f"  {line}" for name in INSTALL for line in (f"# {name}", *INSTALL[name]))
    made.epilog = f"\b\n{message('install_completion')}\n{lines}"
    return made


def _run(shell: str) -> None:
    click.echo(script(shell), nl=False)
