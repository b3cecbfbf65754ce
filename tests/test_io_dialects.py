from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.io.dialects import SEPARATORS, Dialect, sniff


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("text,n\n河,1\n", Dialect(",")),
        ("text;n\n河,水;1\n", Dialect(";")),
        ("text|n\n河,水|1\n", Dialect("|")),
        ("text\tn\n河,水\t1\n", Dialect("\t")),
        ("text\n河;水\n", Dialect(",")),
        ("", Dialect(",")),
        ("\r\n\r\ntext;n\r\n", Dialect(";")),
        ('"编号;a","b;c;d;e",text\n1,2,河\n', Dialect(",")),
        ('"a\nb,c,d";text\n1;河\n', Dialect(";")),
        ('text,n\n"河\\"水, 清",1\n', Dialect(",", escape="\\")),
        ("text,n\n'河,水',1\n", Dialect(",", "'")),
        ("n,text\n1,'河,水'\n", Dialect(",", "'")),
        ("'text','n'\n'河,水','1'\n", Dialect(",", "'")),
        ("text,n\n'河',1\n", Dialect(",")),
        ('text\tn\n"春运"列车\t2\n', Dialect("\t", "")),
        ('text\tn\n"春运\t2\n', Dialect("\t", "")),
        ('text\tn\n"春\t运"\t2\n', Dialect("\t")),
        ('text\tn\n"春运"\t2\n', Dialect("\t")),
        ('text,n\n"春运"列车,2\n', Dialect(",")),
    ],
)
def test_the_dialect_is_found_out(text, dialect):
    assert sniff(text) == dialect


def test_what_is_known_is_not_guessed():
    assert sniff("a;b\n1;2\n", ",") == Dialect(",")
    assert sniff('a,b\n"1,2\n', quote="") == Dialect(",", "")
    assert sniff("a#b\n'1#2'#3\n", "#", "'") == Dialect("#", "'")


@pytest.mark.parametrize(("dialect", "text"), [(Dialect(), 'a"b'), (Dialect(quote="'"), "'"), (Dialect(escape="\\"), "\\\n")])
def test_a_record_may_span_lines_where_something_quotes_or_escapes(dialect, text):
    assert dialect.may_span(text)
    assert not dialect.may_span("河,水")
    assert not Dialect("\t", "").may_span(text)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(*[st.text("河水 \n,;|\t\"'a", max_size=6)] * 3), max_size=5), st.sampled_from(SEPARATORS))
def test_what_the_csv_module_writes_is_told_by_its_head(rows, separator):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([("text", "a b", "n"), *rows])
    found = sniff(out.getvalue())
    assert found == Dialect(separator)
    assert list(csv.reader(io.StringIO(out.getvalue(), newline=""), **found.settings))[1:] == [list(row) for row in rows]


BARE = st.text("河水 ,;|\"'a", min_size=1, max_size=6).filter(lambda cell: cell[-1] not in "\"'")  # what opens never closes


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(BARE, BARE, BARE), max_size=5))
def test_a_tsv_that_a_database_wrote_without_quotes_reads_as_it_stands(rows):
    text = "".join("\t".join(row) + "\n" for row in [("text", "a b", "n"), *rows])
    found = sniff(text, "\t")
    assert list(csv.reader(io.StringIO(text, newline=""), **found.settings))[1:] == [list(row) for row in rows]
