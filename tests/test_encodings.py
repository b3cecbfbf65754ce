from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from newsclf.encodings import Decoded, Encoding, decode, detect, is_encoding
from newsclf.errors import BinaryFileError, EncodingError

WRITABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
HAN_TEXT = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=30)

laws = settings(deadline=None, max_examples=200)


# --- decode: what it accepts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["志愿者清理河道垃圾。", "plain ASCII\r\n", "\U00020000野", "一\n\n二\n"])
def test_utf8_is_read_as_utf8(text):
    assert decode(text.encode("utf-8"), "page.txt") == Decoded(text, "utf-8", 0)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_empty_file_is_an_empty_text_with_or_without_byte_order_mark(data):
    assert decode(data, "page.txt").text == ""


@pytest.mark.parametrize(
    ("encoded", "encoding"),
    [
        (b"\xef\xbb\xbf" + "春运".encode(), "utf-8"),
        (b"\xff\xfe" + "春运".encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + "春运".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_byte_order_mark_is_honoured_and_removed(encoded, encoding):
    assert decode(encoded, "page.txt") == Decoded("春运", encoding, 0)


def test_only_one_byte_order_mark_is_removed():
    assert decode("\ufeff\ufeff春运".encode(), "page.txt").text == "\ufeff春运"


@pytest.mark.parametrize(
    "text",
    ["春运", "志愿者", "民生", "治理河道。", "环境", "联通", "鄱阳湖", "“春运”", "（申屠砚）", "一\n二\n", "2024年春运"],
)
@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_short_gbk_text_is_read_as_gb18030(text, encoding):
    assert decode(text.encode(encoding), "page.txt") == Decoded(text, "gb18030", 0)


@pytest.mark.parametrize("text", ["沅", "a沅", "2024,沅", "\n肀", "x" * 100 + "恪"])
def test_one_gbk_character_behind_ascii_is_no_half_of_one_in_utf8(text):
    data = text.encode("gbk")
    assert decode(data, "page.txt") == Decoded(text, "gb18030", 0)
    assert detect(blocks_of(data, 8), "page.txt") == Encoding("gb18030")


def test_four_byte_gb18030_characters_are_read():
    assert decode("𠀀野㐀".encode("gb18030"), "page.txt").text == "𠀀野㐀"


@given(text=WRITABLE)
@laws
def test_whatever_is_written_in_utf8_reads_back(text):
    assume(not text.startswith(("%PDF", "PK\x03\x04")))
    assert decode(text.encode("utf-8"), "page.txt") == Decoded(text.removeprefix("\ufeff"), "utf-8", 0)


@given(text=st.text(st.characters(exclude_categories=["Cs"])), encoding=st.sampled_from(["utf-16-le", "utf-16-be"]))
@laws
def test_whatever_is_written_in_utf16_with_its_mark_reads_back(text, encoding):
    assert decode(("\ufeff" + text).encode(encoding), "page.txt") == Decoded(text, encoding, 0)


# --- decode: files cut in mid-character ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["清水河边的志愿者", "野\n𠀀", "第38公里，臭水沟变清水河"])
def test_utf8_cut_anywhere_loses_nothing_but_half_a_character(text):
    data = text.encode("utf-8")
    for size in range(len("清".encode()), len(data)):
        decoded, whole = decode(data[:size], "page.txt"), data[:size].decode("utf-8", "ignore")
        half = size - len(whole.encode("utf-8"))
        assert decoded == Decoded(whole + "\ufffd" * bool(half), "utf-8", half)


@pytest.mark.parametrize("text", ["清水河边的志愿者", "春运\n野𠀀", "第38公里，臭水沟变清水河"])
def test_gb18030_cut_anywhere_loses_nothing_but_half_a_character(text):
    data = text.encode("gb18030")
    for size in range(len("清".encode("gb18030")), len(data)):
        decoded, whole = decode(data[:size], "page.txt"), data[:size].decode("gb18030", "ignore")
        half = size - len(whole.encode("gb18030"))
        assert decoded == Decoded(whole + "\ufffd" * bool(half), "gb18030", half)


@pytest.mark.parametrize(("tail", "cut"), [(b"\x34", 1), (b"\x40\xd8", 2), (b"\x40\xd8\x00", 3)])
def test_utf16_cut_in_mid_character_keeps_the_rest(tail, cut):
    assert decode(b"\xff\xfe" + "春运".encode("utf-16-le") + tail, "page.txt") == Decoded("春运\ufffd", "utf-16-le", cut)


@given(text=HAN_TEXT, last=HAN_TEXT, lost=st.integers(1, 2))
@laws
def test_half_a_han_character_at_the_end_costs_only_itself(text, last, lost):
    data = (text + last[0]).encode("utf-8")[:-lost]
    assert decode(data, "page.txt") == Decoded(text + "\ufffd", "utf-8", 3 - lost)


# --- decode: what it refuses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "ZIP / Office"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
    ],
)
def test_known_signature_is_named(data, kind):
    with pytest.raises(BinaryFileError) as caught:
        decode(data, "scan.pdf")
    assert (caught.value.source, caught.value.kind) == ("scan.pdf", kind)


def test_zero_bytes_are_binary_and_utf16_is_thought_of():
    with pytest.raises(BinaryFileError, match="--encoding utf-16") as caught:
        decode("春".encode() + b"\0", "page.txt")
    assert (caught.value.source, caught.value.kind) == ("page.txt", "1 of its 4 bytes are zero")


def test_one_zero_byte_among_a_thousand_others_is_a_control_character():
    assert decode(b"a" * 999 + b"\0", "page.txt").text == "a" * 999 + "\0"


@pytest.mark.parametrize(
    ("data", "line", "byte"),
    [
        (b"\xff", 1, 1),
        (b"abc\xff\xffabc", 1, 4),
        ("春\n运\n".encode("gb18030") + b"\xff\xff\n", 3, 7),
        (b"one\r\ntwo\r\n\x81\xff end", 3, 11),
        (b"\xe4", 1, 1),
    ],
)
def test_undecodable_byte_is_named_with_its_line(data, line, byte):
    with pytest.raises(EncodingError) as caught:
        decode(data, "page.txt")
    assert (caught.value.source, caught.value.line, caught.value.byte) == ("page.txt", line, byte)


def test_bad_byte_after_good_utf8_is_not_read_as_gb18030():
    with pytest.raises(EncodingError) as caught:
        decode("河道\n".encode() + b"\xff\xffabc", "page.txt")
    assert (caught.value.line, caught.value.byte) == (2, 8)


@given(data=st.binary(max_size=60))
@laws
def test_any_bytes_give_a_text_or_an_error_of_ours(data):
    try:
        decoded = decode(data, "page.txt")
    except (BinaryFileError, EncodingError) as error:
        decoded = Decoded("", error.source)
    assert decoded.encoding in {"utf-8", "gb18030", "utf-16-le", "utf-16-be", "page.txt"}
    assert decoded.text.endswith("\ufffd") or decoded.cut == 0


# --- detect: block by block ----------------------------------------------------------------------------------------------


def blocks_of(data: bytes, size: int):
    return lambda: [data[first : first + size] for first in range(0, len(data), size)]


@given(
    text=st.text(st.sampled_from("清水河ab1，。\n\U00020000é"), max_size=20),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    damage=st.binary(max_size=2),
    lost=st.integers(0, 3),
    size=st.integers(3, 9),
)
@laws
def test_a_file_read_in_blocks_is_judged_like_a_whole_one(text, encoding, damage, lost, size):
    data = text.encode(encoding)
    data = data[: len(data) - lost] + damage

    def outcome(size: int) -> object:
        try:
            return detect(blocks_of(data, size), "x")
        except (EncodingError, BinaryFileError) as error:
            return type(error), error.evidence

    assert outcome(size) == outcome(max(1, len(data)))


def test_the_byte_and_line_of_a_fault_are_named_wherever_blocks_end():
    data = "一\n二\n".encode() + b"\xff\xff\n"
    for size in range(1, len(data) + 1):
        with pytest.raises(EncodingError) as caught:
            detect(blocks_of(data, size), "x")
        assert (caught.value.line, caught.value.byte) == (3, 9)


def test_an_encoding_makes_the_text_of_the_end_of_its_file():
    assert Encoding("utf-8", cut=2).text("清水".encode()[:-1]) == "清\ufffd"
    assert Encoding("gb18030").text("清水".encode("gb18030")) == "清水"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8", "gb18030"])
def test_the_line_of_a_fault_is_counted_in_characters(encoding):
    bad = {"utf-16-le": b"\x00\xd8a\0", "utf-16-be": b"\xd8\0\0a"}.get(encoding, b"\xff\xff\xff")
    with pytest.raises(EncodingError) as caught:
        decode("上上上\n上海\n".encode(encoding) + bad + "上\n".encode(encoding) * 3, "a.txt", encoding)  # 上 is 4E 0A
    assert (caught.value.line, caught.value.byte) == (3, len("上上上\n上海\n".encode(encoding)) + 1)


@pytest.mark.parametrize("name", ["nope", "rot13", "hex", "zlib", "undefined", "", "a\0"])
def test_what_decodes_no_text_is_no_encoding(name):
    assert not is_encoding(name)


@pytest.mark.parametrize("name", ["utf-8", "UTF8", "big5", "cp950", "gbk", "utf-16", "shift_jis", "latin-1", "hz", "utf-7"])
def test_encodings_that_python_knows_are_known(name):
    assert is_encoding(name)


def test_the_line_of_a_fault_counts_line_breaks_and_no_bytes_that_look_like_them():
    data = b"\x90ext\n\xd2\x952\x826\n\xcb\xc4\n"
    for size in range(1, len(data) + 1):  # a block may end behind half a character: \x826\n
        with pytest.raises(EncodingError) as caught:
            detect(blocks_of(data, size), "x")
        assert (caught.value.line, caught.value.byte) == (2, 9)
    with pytest.raises(EncodingError) as caught:
        decode(b"\xff\xfe" + "上上\n上".encode("utf-16-le") + b"\x00\xdc\x00\x00", "x")  # 上 is 0x4E0A
    assert caught.value.line == 2
