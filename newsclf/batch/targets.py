"""Which outputs a job has, and in which form: as told, else by the output's extension, else the input's own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import PurePath

from newsclf.batch.outputs import Output
from newsclf.io.dialects import Dialect
from newsclf.io.documents import Document
from newsclf.io.inputs import Source
from newsclf.io.layout import Layout
from newsclf.io.names import PACKED, FileName, Form
from newsclf.lazy import attribute


class SameOutputError(Exception):
    """Two inputs whose outputs would be the same file; it carries their paths."""


def one_output(
    target: str, documents: Sequence[Document], themes: Sequence[str], to: Form | None = None, excel: bool = False
) -> Output:
    """One output for all documents.

    Parameters
    ----------
    target : str
        Its path; empty for standard output.
    documents : sequence of Document
    themes : sequence of str
        All that the model knows.
    to : str, optional
        Its form, one of `newsclf.io.names.TABLES`.
    excel : bool
        See `newsclf.io.layout.Layout`.
    """
    name = FileName.of(target)
    form = to or (name.form if name.is_table else None) or own_form(documents)
    return Output(target, tuple(documents), layout_for(documents, themes, form, name.packing, excel))


def own_form(documents: Sequence[Document]) -> Form:
    """The form of inputs where they all have the same and can be written so, else JSON lines."""
    forms = {document.form for document in documents}
    return forms.pop() or "jsonl" if len(forms) == 1 else "jsonl"


def layout_for(
    documents: Sequence[Document], themes: Sequence[str], form: Form, packing: str = "", excel: bool = False
) -> Layout:
    """The layout of an output of some form: all columns of all inputs, and the dialect of CSV that they share."""
    columns = dict.fromkeys(name for document in documents for name in document.table.columns)
    is_arrow = form in ("parquet", "arrow")
    schema = attribute("newsclf.io.arrow_layout", "schema_of")(documents) if is_arrow else None
    return Layout(form, tuple(columns), _dialect(documents, form), packing, excel, schema, tuple(themes))


def _dialect(documents: Sequence[Document], form: Form) -> Dialect:
    """Tabs for TSV; CSV that was CSV keeps its separator; what has tabs and no quotation marks gets none of these."""
    dialects = {document.table.dialect for document in documents}
    shared = dialects.pop() if len(dialects) == 1 else None
    was_csv = shared and all(document.form == "csv" for document in documents)
    separator = "\t" if form == "tsv" else shared.separator if shared and was_csv else ","
    return Dialect(separator, "" if shared and not shared.quote and separator == "\t" else '"')


def output_each(
    folder: str,
    sources: Sequence[Source],
    documents: Sequence[Document],
    themes: Sequence[str],
    to: Form | None = None,
    excel: bool = False,
) -> list[Output]:
    """One output for each document, in a folder.

    Raises
    ------
    SameOutputError
        When two would have the same.
    """
    outputs: dict[str, Output] = {}
    for source, document in zip(sources, documents, strict=True):
        name, form = FileName.of(source.name), to or document.form or "jsonl"
        target = os.path.join(folder, source.name if form == name.form else _renamed(source.name, form))
        if target in outputs:
            raise SameOutputError(outputs[target].documents[0].source, source.path)
        outputs[target] = Output(target, (document,), layout_for([document], themes, form, name.packing, excel))
    for output in outputs.values():
        if output.rejects in outputs:
            raise SameOutputError(output.documents[0].source, outputs[output.rejects].documents[0].source)
    return list(outputs.values())


def _renamed(path: str, form: Form) -> str:
    """The whole name stays, since an archive may have a page.pdf beside its page.txt."""
    last = PurePath(path).suffix
    packed = last if last.lower() in PACKED else ""
    return f"{path.removesuffix(packed)}.{form}{packed}"
