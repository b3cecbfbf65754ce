import io
import pickle

import numpy as np
import pytest

from models import Trap
from newsclf.model_arrays import read_array, refuse_outside


def npy(array, **settings):
    stream = io.BytesIO()
    np.save(stream, array, **settings)
    return stream.getvalue()


def with_header(header: str, data: bytes = b"\0" * 24, version: bytes = b"\1\0") -> bytes:
    padded = header.ljust(117) + "\n"
    return b"\x93NUMPY" + version + len(padded).to_bytes(2, "little") + padded.encode("latin-1") + data


@pytest.mark.parametrize("array", [np.arange(6, dtype=np.int32), np.arange(24, dtype=np.uint16).reshape(2, 3, 4)])
def test_an_array_comes_back_as_numpy_saved_it_and_cannot_be_written_to(array):
    found = read_array(npy(array), array.dtype, array.ndim)
    assert (found == array).all()
    assert found.dtype == array.dtype
    assert not found.flags.writeable


def test_a_header_by_hand_is_read_as_numpy_would():
    assert read_array(with_header("{'descr': '<i4', 'fortran_order': False, 'shape': (6,), }"), np.int32, 1).tolist() == [0] * 6


@pytest.mark.parametrize(
    "header",
    [
        "{'descr': '<i4', 'fortran_order': False, 'shape': (7,), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (5,), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (-6,), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (0,), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (6), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (,6), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (6 6,), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (4611686018427387904,), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (" + "9" * 60 + ",), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (6L,), }",
        "{'descr': '<i4', 'fortran_order': True, 'shape': (6,), }",
        "{'descr': '>i4', 'fortran_order': False, 'shape': (6,), }",
        "{'descr': '<u4', 'fortran_order': False, 'shape': (6,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (3,), }",
        "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (6,), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (6,), 'more': 1}",
        "{'descr': __import__('os').getcwd(), 'fortran_order': False, 'shape': (6,), }",
        "(" * 100,
        "",
    ],
)
def test_any_other_header_is_refused(header):
    with pytest.raises(ValueError, match=r".*"):
        read_array(with_header(header), np.int32, 1)


@pytest.mark.parametrize("version", [b"\2\0", b"\3\0", b"\0\0", b"\xff\xff"])
def test_another_version_is_refused(version):
    with pytest.raises(ValueError, match="no array"):
        read_array(with_header("{'descr': '<i4', 'fortran_order': False, 'shape': (6,), }", version=version), np.int32, 1)


def test_a_product_of_sizes_beyond_all_bounds_is_no_small_number():
    sizes = ", ".join(["4294967296"] * 3)  # 2 ** 96: a 64-bit product would be 0
    with pytest.raises(ValueError, match="bytes for shape"):
        read_array(with_header(f"{{'descr': '<i4', 'fortran_order': False, 'shape': ({sizes}), }}", b""), np.int32, 3)


def test_no_pickle_is_opened(tmp_path):
    trap = np.array([Trap(tmp_path / "trapped")], dtype=object)
    stream = io.BytesIO()
    np.savez(stream, trap=trap)
    for data in (pickle.dumps(trap), npy(trap, allow_pickle=True), stream.getvalue()):
        with pytest.raises(ValueError, match=r".*"):
            read_array(data, np.int32, 1)
    assert not (tmp_path / "trapped").exists()


@pytest.mark.parametrize("cut", [0, 1, 5, 9, 10, 11, 100, 127, 128, 151])
def test_a_cut_array_is_refused(cut):
    with pytest.raises(ValueError, match=r".*"):
        read_array(npy(np.arange(6, dtype=np.int32))[:cut], np.int32, 1)


def test_numbers_outside_their_bounds_are_refused():
    refuse_outside(np.array([1, 2]), 1, 2)
    for low, high in ((2, 2), (1, 1)):
        with pytest.raises(ValueError, match="outside"):
            refuse_outside(np.array([1, 2]), low, high)
