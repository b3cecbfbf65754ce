"""``newsclf label --html FILE``: the labels as a page to read, beside what else is written or alone."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click

from newsclf.batch.job import Hear
from newsclf.batch.outputs import Output
from newsclf.batch.work import Done
from newsclf.cli.frame import option, refuse_inputs
from newsclf.errors import OutputError, PageExistsError
from newsclf.io.documents import Document
from newsclf.io.files import STDIN
from newsclf.io.outputs import is_device, resolved, write_text
from newsclf.lazy import attribute
from newsclf.messages import message, os_reason
from newsclf.report.summary import Summary
from newsclf.scoring import Model


def html_option() -> click.Option:
    """``--html``."""
    return option("--html", "help_html", metavar="FILE")


@dataclass
class Sheet:
    """The page to write, and what is gathered for it.

    Attributes
    ----------
    target : str
        A file; ``-`` for standard output.
    model : Model
    summary : Summary
    """

    target: str
    model: Model
    summary: Summary

    @classmethod
    def of(
        cls, target: str | None, model: Model, known: Sequence[Document], outputs: Sequence[Output], overwrite: bool
    ) -> Sheet | None:
        """As told; None where no page is wanted.

        Raises
        ------
        click.UsageError
            When it would be written over an input or another output, or over a folder.
        PageExistsError
            When it is there already.
        OutputError
            When its folder is not there.
        """
        if target is None:
            return None
        sources = [document.source for document in known]
        if target != STDIN:
            _refuse(target, sources, [name for output in outputs if output.target for name in (output.target, output.rejects)])
            _refuse_existing(target, [output.target for output in outputs], overwrite)
        return cls(target, model, Summary.of(sources))

    def hearing(self, hear: Hear) -> Hear:
        """Hear of chunks, and gather their summaries."""

        def heard(done: Done, earlier: bool = False) -> None:
            self.summary.merge(Summary.read(done.summary, self.summary.order))
            hear(done, earlier)

        return heard

    def write(self) -> None:
        """Write the page.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        made: str = attribute("newsclf.report.labels", "labels_page")(self.model, self.summary)
        if self.target == STDIN:
            sys.stdout.write(made)
        else:
            write_text(self.target, made)

    @property
    def facts(self) -> dict[str, Any]:
        """What to tell of it."""
        shown = sum(map(len, self.summary.shown().values()))
        return {"target": self.target, "shown": shown, "rows": self.summary.total}


def _refuse(target: str, sources: Sequence[str], outputs: Sequence[str]) -> None:
    """Refuse a page in the place of an input, of another output or of a folder."""
    refuse_inputs([target], sources, "html_is_input")
    context, path = click.get_current_context(), resolved(target)
    if path in map(resolved, outputs):
        raise click.UsageError(message("html_and_out"), context)
    if path.is_dir() or target.endswith(("/", os.sep)):
        raise click.UsageError(message("html_is_folder", target=target), context)


def _refuse_existing(target: str, outputs: Sequence[str], overwrite: bool) -> None:
    """Refuse, before any work, what could not be written after it; the folders of other outputs are yet to be made."""
    path = resolved(target)
    if path.exists() and not is_device(path) and not overwrite:
        raise PageExistsError(target=target)
    if not path.parent.is_dir() and path.parent not in {resolved(output).parent for output in outputs}:
        raise OutputError(target=target, reason=os_reason(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))))
