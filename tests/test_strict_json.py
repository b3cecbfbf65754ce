import pytest

from newsclf.strict_json import read_json


def test_json_is_read_as_it_stands():
    assert read_json('{"a": [1, 2.5, true, null, "志愿"], "b": {"a": {}}}'.encode()) == {
        "a": [1, 2.5, True, None, "志愿"],
        "b": {"a": {}},
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff{}",
        b"\xef\xbb\xbf{}",
        '{"a": 1}'.encode("utf-16"),
        b'{"a": NaN}',
        b"[Infinity]",
        b"[-Infinity]",
        b'{"a": 1, "a": 1}',
        b'[{"b": {"a": 1, "\\u0061": 2}}]',
        b"[" * 60 + b"]" * 60,
        b'{"a":' * 60 + b"1" + b"}" * 60,
        b"1" * 5000,
        b"[" * 100_000 + b"]" * 100_000,
        b"[" * 1_000_000,
    ],
    ids=lambda data: data[:12],
)
def test_what_json_does_not_allow_or_we_never_write_is_refused(data):
    with pytest.raises((ValueError, RecursionError)):
        read_json(data)


def test_a_number_without_end_is_infinite_for_those_who_check():
    assert read_json(b"[1e400]") == [float("inf")]
