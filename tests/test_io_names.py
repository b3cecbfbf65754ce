from __future__ import annotations

import pytest

from newsclf.io.names import FORMS, PACKED, FileName


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.csv", FileName("a", "csv", "")),
        ("档案/一月.CSV.GZ", FileName("一月", "csv", "gz")),
        ("page.txt.zst", FileName("page", "text", "zst")),
        ("a.b.ndjson.xz", FileName("a.b", "jsonl", "xz")),
        ("a.feather", FileName("a", "arrow", "")),
        ("a.gz", FileName("a", None, "gz")),
        ("a.csv.old", FileName("a.csv.old", None, "")),
        ("stdin", FileName("stdin", None, "")),
        ("-", FileName("-", None, "")),
        ("", FileName("", None, "")),
        (".csv", FileName(".csv", None, "")),
        ("a.csv.gz.gz", FileName("a.csv.gz", None, "gz")),
    ],
)
def test_a_name_tells_form_and_packing(path, name):
    assert FileName.of(path) == name


def test_every_form_may_be_packed_in_every_way():
    for extension, form in FORMS.items():
        for last, packing in PACKED.items():
            assert FileName.of(f"河.{extension[1:]}{last}") == FileName("河", form, packing)
