"""What a command says while it works, on stderr: sentences for people, with more or fewer of them, or JSON for machines."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

import click

from newsclf.cli.frame import option, say
from newsclf.messages import message


@dataclass
class Talk:
    """How to talk.

    Attributes
    ----------
    quiet : bool
        Whether to say nothing but what is wrong.
    verbose : bool
        Whether to tell details.
    as_json : bool
        Whether to write a line of JSON for each event.
    """

    quiet: bool = False
    verbose: bool = False
    as_json: bool = False

    def tell(self, key: str, **facts: Any) -> None:
        """Something that people want to know."""
        if not self.quiet:
            self._write("info", key, facts)

    def detail(self, key: str, **facts: Any) -> None:
        """Something for those who asked for more."""
        if self.verbose:
            self._write("debug", key, facts)

    def warn(self, key: str, **facts: Any) -> None:
        """Something that is wrong."""
        self._write("warning", key, facts)

    def _write(self, level: str, key: str, facts: dict[str, Any]) -> None:
        sentence = message(key, **facts)
        say(event(level, key, sentence, facts) if self.as_json else sentence)


def event(level: str, key: str, sentence: str, facts: dict[str, Any]) -> str:
    """A line of the log for machines."""
    now = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    return json.dumps({"time": now, "level": level, "event": key, "message": sentence, **facts}, default=str)


def talk_options() -> tuple[click.Option, ...]:
    """``--quiet``, ``--verbose`` and ``--log-json``."""
    return (
        option("--quiet -q", "help_quiet", is_flag=True),
        option("--verbose -v", "help_verbose", is_flag=True),
        option("--log-json", "help_log_json", is_flag=True),
    )
