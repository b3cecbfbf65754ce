"""How shells ask for completions: click's protocol, with a script of ours for bash, and what click leaves out for all of them."""

from __future__ import annotations

import os
import re
from typing import Any, Final

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

from newsclf.cli.completions import PATH

VARIABLE: Final = "_NEWSCLF_COMPLETE"
"""Where a shell's script says what it wants."""

_BASH: Final = """\
%(complete_func)s() {
    local IFS=$'\\n' type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            plain) COMPREPLY+=("$value") ;;
            dir) compopt -o filenames -o plusdirs 2> /dev/null ;;
            file) compopt -o filenames -o default 2> /dev/null ;;
        esac
    done < <(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD %(complete_var)s=bash_complete "$1" 2> /dev/null)
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2> /dev/null || complete -o default -F %(complete_func)s %(prog_name)s
"""

_SENTENCE_END: Final = re.compile(r"[.;,:](?= )|[。；，：（]| \(")
_MOST_COLUMNS: Final = 50


class _Ours(ShellComplete):
    """What holds for every shell."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """See click; whatever goes wrong, there is nothing to complete, and nobody is told amid their typing."""
        name, equals, value = (
            incomplete.partition("=") if incomplete.startswith("--") and "=" in incomplete else ("", "", incomplete)
        )
        kept = [word for place, word in enumerate(args) if not (word == "=" and place and args[place - 1].startswith("--"))]
        self.ctx_args["obj"] = kept  # an option that lacks its value keeps click from reading any of the line
        try:
            items = super().get_completions([*kept, name] if name else kept, value)
        except Exception:
            return []
        return [self._item(item, name + equals) for item in items]

    def _item(self, item: CompletionItem[str], before: str) -> CompletionItem[str]:
        """With a help text that fits beside it, and with what the shell takes for a part of the word."""
        value = f"{before}{item.value}" if item.type in ("plain", PATH) else item.value
        return CompletionItem(value, item.type, item.help and _short(item.help))

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """See click; a path is a word to it."""
        if item.type == PATH:
            item = CompletionItem(item.value, help=item.help)
        return super().format_completion(item)


def _short(text: str) -> str:
    """The first part of a help text."""
    first = _SENTENCE_END.split(text, maxsplit=1)[0].replace("\n", " ")
    return first if len(first) <= _MOST_COLUMNS else first[: _MOST_COLUMNS - 1] + "…"


class _Bash(_Ours, BashComplete):
    source_template = _BASH

    def source(self) -> str:
        return ShellComplete.source(
            self
        )  # click's looks for the version of bash; ours works with those that have no compopt, too

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Readline puts words in as they are: what the shell would take for something else needs a backslash."""
        value = item.value if item.type == PATH or _is_quoted() else re.sub(r"([^\w@%+=:,./-])", r"\\\1", item.value)
        return f"{'plain' if item.type == PATH else item.type},{value}"


def _is_quoted() -> bool:
    """Whether the word at the cursor begins with a quotation mark, which bash then closes."""
    words = os.environ.get("COMP_WORDS", "").split("\n")
    place = int(os.environ.get("COMP_CWORD", "0"))
    return place < len(words) and words[place].startswith(("'", '"'))


class _Zsh(_Ours, ZshComplete):
    pass


class _Fish(_Ours, FishComplete):
    pass


SHELLS: Final[dict[str, type[ShellComplete]]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}
"""The shells that we complete for."""


def script(shell: str) -> str:
    """What a shell has to read before it can complete."""
    return SHELLS[shell](click.Command("newsclf"), {}, "newsclf", VARIABLE).source()


def prepare() -> list[str]:
    """Have our shells asked instead of click's; the words on the line so far, of which one may choose the language."""
    for shell in SHELLS.values():
        add_completion_class(shell)
    return split_arg_string(os.environ.get("COMP_WORDS", ""))[1:]
