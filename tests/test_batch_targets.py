from __future__ import annotations

import pytest

from newsclf.batch.targets import SameOutputError, layout_for, one_output, output_each, own_form
from newsclf.io.dialects import Dialect
from newsclf.io.documents import Document, Place
from newsclf.io.inputs import Source
from newsclf.io.survey import Reading, survey


def document(name: str, data: str = "text\n河\n", **reading: str) -> Document:
    return survey(Place(name, "", data.encode()), Reading(**reading))


CSV, TSV, JSON, PAGE = document("a.csv"), document("a.tsv"), document("a.jsonl", '{"text": "河"}'), document("a.txt")


@pytest.mark.parametrize(
    ("target", "documents", "to", "form", "packing"),
    [
        ("o.csv", [JSON], None, "csv", ""),
        ("o.CSV.gz", [JSON], None, "csv", "gz"),
        ("o.csv", [CSV], "tsv", "tsv", ""),
        ("o.zst", [CSV], None, "csv", "zst"),
        ("o", [TSV, TSV], None, "tsv", ""),
        ("o", [CSV, TSV], None, "jsonl", ""),
        ("", [PAGE], None, "jsonl", ""),
        ("", [CSV, PAGE], None, "jsonl", ""),
        ("o.txt", [CSV], None, "csv", ""),
        ("", [CSV], "parquet", "parquet", ""),
        ("o.feather", [PAGE], None, "arrow", ""),
        ("", [], None, "jsonl", ""),
    ],
)
def test_the_form_is_as_told_else_by_the_output_else_the_inputs_own(target, documents, to, form, packing):
    layout = one_output(target, documents, ["民生"], to).layout
    assert (layout.form, layout.packing) == (form, packing)


def test_inputs_have_a_form_where_all_have_the_same():
    assert [own_form([CSV, CSV]), own_form([CSV, JSON]), own_form([PAGE]), own_form([])] == ["csv", "jsonl", "jsonl", "jsonl"]


@pytest.mark.parametrize(
    ("documents", "form", "dialect"),
    [
        ([document("a.csv", "text;n\n河;1\n")], "csv", Dialect(";")),
        ([document("a.csv", "text;n\n河;1\n"), CSV], "csv", Dialect(",")),
        ([document("a.csv", "text,n\n'河,',1\n")], "csv", Dialect(",")),
        ([document("a.csv", 'text,n\n"河,1\n', quote="")], "csv", Dialect(",")),
        ([document("a.tsv", 'text\tn\n"河\t1\n')], "tsv", Dialect("\t", "")),
        ([document("a.tsv", 'text\tn\n"河\t1\n')], "csv", Dialect(",")),
        ([document("a.csv", 'text\tn\n"河\t1\n')], "csv", Dialect("\t", "")),
        ([TSV], "csv", Dialect(",")),
        ([document("a.tsv", 'text\tn\n"河\t1\n'), CSV], "tsv", Dialect("\t")),
        ([document("a.csv", "text;n\n河;1\n")], "tsv", Dialect("\t")),
        ([JSON], "csv", Dialect(",")),
    ],
)
def test_csv_keeps_its_separator_and_what_has_no_quotes_gets_none(documents, form, dialect):
    assert layout_for(documents, [], form).dialect == dialect


def test_columns_are_those_of_all_inputs():
    documents = [document("a.csv", "n,text\n1,河\n"), document("b.csv", "text,m\n河,1\n"), PAGE]
    assert layout_for(documents, [], "csv").columns == ("n", "text", "m")


@pytest.mark.parametrize(
    ("name", "data", "to", "target"),
    [
        ("a.csv", "text\n河\n", None, "a.csv"),
        ("二月/a.csv.gz", "text\n河\n", None, "二月/a.csv.gz"),
        ("a.txt", "河", None, "a.txt.jsonl"),
        ("a.txt.gz", "河", None, "a.txt.jsonl.gz"),
        ("a.csv", "text\n河\n", "parquet", "a.csv.parquet"),
        ("a.csv.zst", "text\n河\n", "tsv", "a.csv.tsv.zst"),
        ("stdin", "河", None, "stdin.jsonl"),
    ],
)
def test_in_a_folder_each_input_has_an_output_of_its_own_form(name, data, to, target):
    (output,) = output_each("out", [Source("x/" + name, name)], [document(name, data)], [], to)
    assert (output.target, output.rejects) == ("out/" + target, "out/" + target + ".rejects.jsonl")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.csv", "a.csv"),
        ("a.txt", "a.txt.jsonl"),
        ("a.csv", "a.csv.rejects.jsonl"),
        ("a.jsonl.rejects.jsonl", "a.jsonl"),
    ],
)
def test_two_inputs_with_the_same_output_are_refused(one, other):
    known = [document(name, '{"text": "河"}' if name.endswith("jsonl") else "text\n河\n") for name in (one, other)]
    with pytest.raises(SameOutputError) as caught:
        output_each("out", [Source("x/" + one, one), Source("y/" + other, other)], known, [])
    assert set(caught.value.args) <= {one, other, "x/" + one, "y/" + other}
