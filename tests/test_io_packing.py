from __future__ import annotations

import gzip
import io
import random
import sys
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.errors import MissingExtraError, PackedFileError
from newsclf.io.documents import Place
from newsclf.io.names import PACKED
from newsclf.io.packing import packed, packing_of, packing_stream, unpacked

PACKINGS = tuple(PACKED.values())
TEXT = ("志愿者清理河道垃圾。\n" * 40).encode()


def unpack(data: bytes, packing: str) -> bytes:
    with unpacked(io.BytesIO(data), packing, "a.csv." + packing) as stream:
        return stream.read()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.binary(max_size=300), max_size=4).filter(any), st.sampled_from(PACKINGS))
def test_parts_that_were_packed_one_by_one_come_back_as_one(parts, packing):
    data = b"".join(packed(part, packing) for part in parts)
    assert unpack(data, packing) == b"".join(parts)
    assert packing_of(data[:8]) == packing


@pytest.mark.parametrize("packing", PACKINGS)
def test_nothing_at_all_is_a_packed_file_too_where_that_is_asked_for(packing):
    data = packed(b"", packing, even_nothing=True)
    assert (packing_of(data), unpack(data, packing)) == (packing, b"")
    assert packed(b"", packing) == b""


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_stream_is_packed_as_parts_are(packing):
    out = io.BytesIO()
    with packing_stream(out, packing) as stream:
        stream.write(TEXT)
        stream.write(b"")
        stream.write(TEXT)
    assert unpack(out.getvalue(), packing) == TEXT * 2
    assert not out.closed


@pytest.mark.parametrize("packing", ["", *PACKINGS])
def test_the_same_bytes_are_packed_the_same_each_time(packing):
    assert packed(TEXT, packing) == packed(TEXT, packing)


def test_what_is_not_packed_stays_as_it_is():
    assert (packed(TEXT, ""), packed(b"", "gz"), packing_of(TEXT[:8]), packing_of(b"")) == (TEXT, b"", "", "")
    raw = io.BytesIO(TEXT)
    assert unpacked(raw, "", "a.csv") is raw


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_file_that_is_cut_off_is_damaged(packing, kept):
    data = packed(random.Random(5).randbytes(5000), packing)
    with pytest.raises(PackedFileError) as caught:
        unpack(data[: int(len(data) * kept)], packing)
    assert (caught.value.source, caught.value.packing) == ("a.csv." + packing, packing)


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_second_part_that_is_cut_off_is_damaged(packing):
    with pytest.raises(PackedFileError):
        unpack(packed(TEXT, packing) + packed(TEXT, packing)[:-3], packing)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PACKINGS), st.data())
def test_whatever_is_changed_in_a_packed_file_it_is_read_or_refused(packing, data):
    changed = bytearray(packed(TEXT, packing))
    for place in data.draw(st.lists(st.integers(0, len(changed) - 1), min_size=1, max_size=3)):
        changed[place] = data.draw(st.integers(0, 255))
    with suppress(PackedFileError):
        unpack(bytes(changed), packing)


def test_notes_of_pzstd_between_parts_are_passed_over():
    note = b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd"
    data = note + packed(TEXT, "zst") + note + packed(b"x", "zst")
    assert packing_of(data[:8]) == "zst"
    assert unpack(data, "zst") == TEXT + b"x"


def test_a_small_file_that_unpacks_to_much_is_read_part_by_part():
    data = packed(bytes(50_000_000), "zst")
    with unpacked(io.BytesIO(data), "zst", "a.zst") as stream:
        assert stream.read(10) == bytes(10)
        assert sum(len(block) for block in iter(lambda: stream.read(1 << 20), b"")) == 50_000_000 - 10


def test_without_zstandard_the_extra_is_named_and_the_file_closed(monkeypatch, tmp_path):
    path = tmp_path / "a.csv.zst"
    path.write_bytes(packed(TEXT, "zst"))
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'newsclf\[zst\]'"):
        Place("a.csv.zst", str(path), packing="zst").open()
    with pytest.raises(MissingExtraError):
        packed(TEXT, "zst")
    with pytest.raises(MissingExtraError), packing_stream(io.BytesIO(), "zst"):
        pass


def test_gzip_holds_no_time_and_no_name():
    assert gzip.decompress(packed(TEXT, "gz")) == TEXT
    assert packed(TEXT, "gz")[3:8] == bytes(5)
