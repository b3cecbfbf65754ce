from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from newsclf import blocks
from newsclf.blocks import Blocks, cut_into_blocks
from newsclf.errors import OutputError


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """Where temporary files go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_blocks_come_back_in_order_as_often_as_asked():
    given = [csr_matrix([[0.5, 0.0, 2.0]]), csr_matrix((2, 3)), csr_matrix([[0.0, 1.0, 0.25], [3.0, 0.0, 0.0]])]
    with Blocks() as kept:
        for block in given:
            kept.append(block)
        for _ in range(2):
            assert [block.toarray().tolist() for block in kept] == [block.toarray().tolist() for block in given]


def test_numbers_are_rounded_to_32_bits():
    with Blocks() as kept:
        kept.append(csr_matrix([[0.1]]))
        (block,) = kept
    assert block[0, 0] == np.float32(0.1)


def test_nothing_is_left(folder):
    with contextlib.suppress(KeyError), Blocks() as kept:
        kept.append(csr_matrix([[1.0]]))
        assert len(list(folder.rglob("*.npy"))) == 1
        raise KeyError
    assert list(folder.iterdir()) == []


def test_the_folder_is_private(folder):
    with Blocks():
        assert [path.stat().st_mode & 0o077 for path in folder.iterdir()] == [0]


def test_no_folder_for_temporary_files_is_told_in_a_sentence(folder, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "gone"))
    with pytest.raises(OutputError) as caught:
        Blocks()
    assert caught.value.target == str(folder / "gone")
    assert "\n" not in str(caught.value)


def test_a_full_disk_is_told_in_a_sentence(monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with Blocks() as kept:
        monkeypatch.setattr(np, "save", full)
        with pytest.raises(OutputError, match="no space left"):
            kept.append(csr_matrix([[1.0]]))


def test_a_block_ends_after_so_many_texts_or_characters(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK_TEXTS", 3)
    monkeypatch.setattr(blocks, "BLOCK_CHARACTERS", 10)
    texts = ["一", "二", "三", "四", "五" * 9, "六", "七" * 30, "八", ""]
    assert list(cut_into_blocks(texts)) == [texts[:3], texts[3:5], texts[5:6], texts[6:7], texts[7:]]
    assert list(cut_into_blocks([])) == []
