from __future__ import annotations

import numpy as np
import pytest

from newsclf.errors import ForeignModelError, MissingModelError, OutputError
from newsclf.shipped import shipped_vectors
from newsclf.vector_file import read_vectors, write_vectors


def test_vectors_come_back_as_they_were_and_the_same_bytes_each_time(tmp_path, vectors):
    for name in ("甲.npz", "乙.npz"):
        write_vectors(tmp_path / name, vectors)
    found = read_vectors(tmp_path / "甲.npz")
    assert found.vocabulary == vectors.vocabulary
    assert all((getattr(found, part) == getattr(vectors, part)).all() for part in ("weight", "rows", "scale"))
    assert found.name.startswith("甲@")
    assert (tmp_path / "甲.npz").read_bytes() == (tmp_path / "乙.npz").read_bytes()


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(MissingModelError, match="没有"):
        read_vectors(tmp_path / "没有.npz")


def test_a_file_that_cannot_be_written_is_named(tmp_path, vectors):
    with pytest.raises(OutputError, match="nowhere"):
        write_vectors(tmp_path / "nowhere" / "v.npz", vectors)


@pytest.mark.parametrize(
    "changed",
    [
        {"rows": np.zeros((1, 2), np.int8)},
        {"weight": np.array([np.nan] * 2, np.float32)},
        {"weight": np.ones(2)},
        {"words": np.array(["河", "水"], dtype=object)},
        {"scale": np.ones((2, 2), np.float32)},
    ],
)
def test_other_arrays_are_refused(tmp_path, changed):
    words = np.frombuffer("河流\n水库".encode(), np.uint8)
    right = {"words": words, "weight": np.ones(2, np.float32), "rows": np.zeros((2, 3), np.int8), "scale": np.ones(3, np.float32)}
    np.savez(tmp_path / "v.npz", **right)
    assert read_vectors(tmp_path / "v.npz").words == ["河流", "水库"]
    np.savez(tmp_path / "v.npz", **(right | changed))
    with pytest.raises(ForeignModelError, match=r"v\.npz"):
        read_vectors(tmp_path / "v.npz")


@pytest.mark.parametrize("data", [b"", b"PK", "生态".encode()])
def test_what_is_no_archive_is_refused(tmp_path, data):
    (tmp_path / "v.npz").write_bytes(data)
    with pytest.raises(ForeignModelError):
        read_vectors(tmp_path / "v.npz")


def test_the_shipped_vectors_know_which_words_are_alike():
    vectors = shipped_vectors()
    near = dict(zip(["污染", "水质", "春运"], vectors.of(["污染", "水质", "春运"]), strict=True))
    unit = {word: row / np.linalg.norm(row) for word, row in near.items()}
    assert unit["污染"] @ unit["水质"] > unit["污染"] @ unit["春运"] + 0.2
