import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.cli.sizes import size_in_bytes


@pytest.mark.parametrize(
    ("text", "size"),
    [("8MB", 8_000_000), (" 8 mb ", 8_000_000), ("1.5GB", 1_500_000_000), ("500kb", 500_000), ("12", 12), ("12B", 12)],
)
def test_sizes_are_read_as_people_write_them(text, size):
    assert size_in_bytes(text) == size


@pytest.mark.parametrize("text", ["", "0", "0.4", "MB", "-1", "8TB", "8MiB", "1e3", "八MB", "８MB", "1_000", "nan", "8 MB MB"])
def test_what_is_no_size_is_none(text):
    assert size_in_bytes(text) is None


@given(size=st.integers(1, 10**15 - 1))
def test_a_whole_number_is_a_number_of_bytes(size):
    assert size_in_bytes(str(size)) == size
