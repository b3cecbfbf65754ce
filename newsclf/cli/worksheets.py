"""What the commands of the labelling loop share: where to write worksheets, and rows that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import click

from newsclf.cli.frame import refuse_targets, say
from newsclf.errors import UnknownFormError, UnreadRowsError
from newsclf.io.candidates import Candidate
from newsclf.io.outputs import refuse_existing
from newsclf.io.tables import Reject
from newsclf.io.worksheets import form_of, write_rows
from newsclf.messages import message


def known_form(context: click.Context, _: click.Parameter, value: str | None) -> str | None:
    """A worksheet's path has the extension of one."""
    try:
        if value is not None:
            form_of(value)
    except UnknownFormError as error:
        raise click.UsageError(str(error), context) from error
    return value


def refuse_target(target: str | None, inputs: Iterable[str], overwrite: bool) -> None:
    """Refuse to write over an input, or over what is there already unless that is wanted."""
    if target:
        refuse_targets([target], inputs)
        refuse_existing(target, overwrite)


def write(target: str, columns: Iterable[str], rows: list[dict[str, Any]]) -> None:
    """Write a worksheet and say so."""
    write_rows(target, list(columns), rows)
    say(message("rows_written", target=target, rows=len(rows)))


@dataclass
class Unread:
    """Rows that cannot be read: they are left out and counted."""

    rows: int = 0
    source: str = ""
    line: int = 0
    reason: str = ""

    def out_of(self, found: Iterable[Candidate | tuple[str, Reject]]) -> Iterator[Candidate]:
        """All others."""
        for one in found:
            if isinstance(one, Candidate):
                yield one
                continue
            source, reject = one
            if not self.rows:
                self.source, self.line, self.reason = source, reject.lines[0], reject.reason
            self.rows += 1

    def tell(self) -> None:
        """Raise an UnreadRowsError when there were any."""
        if self.rows:
            raise UnreadRowsError(rows=self.rows, source=self.source, line=self.line, reason=self.reason)
