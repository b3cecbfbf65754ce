"""Zips of model folders, and zips that are traps."""

import io
import pickle
import random
import struct
import subprocess
import sys
import zipfile
from contextlib import contextmanager

import pytest
from test_model_folder import TEXTS

import newsclf
from models import Trap, zip_of
from newsclf.errors import DamagedModelError, ForeignModelError, MissingModelError, ModelError, UnsafeModelError
from newsclf.model_folder import read


@contextmanager
def with_entries(folder, target, inside="m/"):
    """A zip of a folder, open for more."""
    zip_of(folder, target, inside)
    with zipfile.ZipFile(target, "a") as archive:
        yield archive


def refused(target, *words, kind=UnsafeModelError):
    with pytest.raises(kind) as caught:
        read(target)
    assert caught.value.folder == str(target)
    assert "\n" not in str(caught.value)
    assert all(word in str(caught.value) for word in words)


@pytest.mark.parametrize("inside", ["", "my-model/", "模型/"])
@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_gives_the_model_of_the_folder(model_folder, model, tmp_path, inside, packing):
    opened = newsclf.load(zip_of(model_folder, tmp_path / "any.ZIP", inside, packing))
    assert opened.name == model.name
    assert opened.label_many(TEXTS) == model.label_many(TEXTS)
    assert [opened.label(text) for text in TEXTS] == model.label_many(TEXTS)
    assert (opened.decision_function(TEXTS) == model.decision_function(TEXTS)).all()
    assert [path.name for path in tmp_path.iterdir()] == ["any.ZIP"]


def test_folders_and_what_macos_adds_are_no_matter(model_folder, model, tmp_path):
    with with_entries(model_folder, tmp_path / "a.zip") as archive:
        archive.mkdir("m")
        archive.writestr("__MACOSX/m/._CARD.md", b"x")
        archive.writestr("m/.DS_Store", b"x")
    assert read(tmp_path / "a.zip").name == model.name


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_command_labels_with_a_zip_in_every_process(model_folder, model, tmp_path, jobs):
    zip_of(model_folder, tmp_path / "m.zip")
    (tmp_path / "a.txt").write_text("志愿者清理河道垃圾。\n" * 3, "utf-8")
    (tmp_path / "b.txt").write_text("春运首日加开列车。\n" * 3, "utf-8")
    command = [sys.executable, "-m", "newsclf", "label", "--as", "lines", "--model", "m.zip", "--jobs", jobs, "a.txt", "b.txt"]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().count(model.name) == 6


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../evil",
            "m/../evil",
            "m/../../evil",
            "/etc/evil",
            "//evil",
            "m//evil",
            "other/evil",
            "evil",
            "m/sub/evil",
            "m/./evil",
        ),
        *("m\\evil", "..\\evil", "C:\\evil", "..", "../", "m/sub/", "other/", "m/a\0b", "__MACOSX/../../evil"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(model_folder, tmp_path, name):
    with with_entries(model_folder, tmp_path / "a.zip") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = info.orig_filename = name
        archive.writestr(info, b"evil")
    refused(tmp_path / "a.zip", "outside")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_a_name_that_is_there_twice_is_refused(model_folder, tmp_path):
    with with_entries(model_folder, tmp_path / "a.zip") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("m/CARD.md", b"another")
    refused(tmp_path / "a.zip", "CARD.md", "twice")


@pytest.mark.parametrize(("mode", "word"), [(0o120777, "link"), (0o010644, "plain file"), (0o060644, "plain file")])
def test_links_and_devices_are_refused(model_folder, tmp_path, mode, word):
    with with_entries(model_folder, tmp_path / "a.zip") as archive:
        info = zipfile.ZipInfo("m/more")
        info.external_attr = mode << 16
        archive.writestr(info, b"/etc/passwd")
    refused(tmp_path / "a.zip", "m/more", word)


def _patched(target, old, new, count=-1):
    data = target.read_bytes()
    assert old in data
    target.write_bytes(data.replace(old, new, count))


def _first_entry(target):
    """Where the first entry of the list of files begins."""
    data = bytearray(target.read_bytes())
    return data, struct.unpack("<L", data[-6:-2])[0]


def test_encrypted_files_are_refused(model_folder, tmp_path):
    zip_of(model_folder, tmp_path / "a.zip")
    data, place = _first_entry(tmp_path / "a.zip")
    data[place + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    refused(tmp_path / "a.zip", "encrypted")


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(model_folder, tmp_path, packing):
    refused(zip_of(model_folder, tmp_path / "a.zip", packing=packing), "deflate")


def test_an_unknown_way_of_packing_is_refused(model_folder, tmp_path):
    zip_of(model_folder, tmp_path / "a.zip")
    data, place = _first_entry(tmp_path / "a.zip")
    data[place + 10] = 99
    (tmp_path / "a.zip").write_bytes(data)
    refused(tmp_path / "a.zip", "deflate")


def test_a_bomb_that_says_so_is_refused_unread(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * (15 << 20))
    assert (tmp_path / "a.zip").stat().st_size < 20_000
    refused(tmp_path / "a.zip", "more than")


def test_a_bomb_that_hides_its_size_unpacks_to_no_more_than_it_says(model_folder, tmp_path):
    zip_of(model_folder, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(model_folder.iterdir()):
            archive.writestr(path.name, b"\0" * (64 << 20) if path.name == "manifest.json" else path.read_bytes())
    _patched(tmp_path / "b.zip", struct.pack("<L", 64 << 20), struct.pack("<L", 10_000))
    with pytest.raises(ModelError) as caught:
        read(tmp_path / "b.zip")
    assert "manifest.json" in str(caught.value)


@pytest.mark.parametrize("size", [3 << 30, (1 << 32) - 2])
def test_huge_declared_sizes_are_refused(model_folder, tmp_path, size):
    zip_of(model_folder, tmp_path / "a.zip")
    data, place = _first_entry(tmp_path / "a.zip")
    data[place + 24 : place + 28] = struct.pack("<L", size)
    (tmp_path / "a.zip").write_bytes(data)
    refused(tmp_path / "a.zip", "more than")


def test_a_manifest_beyond_its_bound_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("manifest.json", random.Random(1).randbytes(17 << 20))
    refused(tmp_path / "b.zip", "manifest.json", "more than")


def test_a_zip_within_a_zip_is_not_opened(model_folder, tmp_path):
    zip_of(model_folder, tmp_path / "inner.zip")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "inner.zip", "my-model.zip")
    refused(tmp_path / "a.zip", "manifest.json", kind=ForeignModelError)


def test_a_wrong_check_sum_is_damage(model_folder, tmp_path):
    zip_of(model_folder, tmp_path / "a.zip", packing=zipfile.ZIP_STORED)
    _patched(tmp_path / "a.zip", b"\x93NUMPY", b"\x93NUMPX", 1)
    refused(tmp_path / "a.zip", kind=DamagedModelError)


@pytest.mark.parametrize("keep", [0, 1, 21, 22, 0.1, 0.5, 0.9, -1, -22, -100])
def test_a_cut_zip_is_refused(model_folder, tmp_path, keep):
    data = zip_of(model_folder, tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data[: int(keep * len(data)) if isinstance(keep, float) else keep])
    refused(tmp_path / "a.zip", "not a whole zip", kind=ForeignModelError)


@pytest.mark.parametrize("before", [b"", b"#!/bin/sh\n"])
def test_a_zip_with_something_around_it_is_refused(model_folder, tmp_path, before):
    data = zip_of(model_folder, tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(before + data + (b"" if before else b"behind"))
    refused(tmp_path / "a.zip", "not a whole zip", kind=ForeignModelError)


def test_a_long_list_of_files_is_refused(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number:020d}", b"")
    (tmp_path / "a.zip").write_bytes(stream.getvalue())
    refused(tmp_path / "a.zip", "not a whole zip", kind=ForeignModelError)


@pytest.mark.parametrize(
    "data", [b"hello", "志愿者".encode() * 100, b"PK\5\6" + b"\0" * 18, b"PK\3\4" + b"\xff" * 100, b"\x80\x04N."]
)
def test_what_is_no_zip_is_no_model(tmp_path, data):
    (tmp_path / "a.zip").write_bytes(data)
    refused(tmp_path / "a.zip", kind=ForeignModelError)


def test_a_zip_by_another_name_is_no_folder(model_folder, tmp_path):
    with pytest.raises(MissingModelError, match=r"\.zip"):
        read(zip_of(model_folder, tmp_path / "a.dat"))


@pytest.mark.parametrize("name", ["weights.rows.npy", "manifest.json", "manifest.sha256", "CARD.md", "alphabet.txt", "evil.pkl"])
def test_no_pickle_in_a_zip_is_opened(model_folder, tmp_path, name):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for path in sorted(model_folder.iterdir()):
            if path.name != name:
                archive.write(path, path.name)
        archive.writestr(name, pickle.dumps(Trap(tmp_path / "trapped")))
    if name == "evil.pkl":
        assert read(tmp_path / "a.zip").themes
    else:
        refused(tmp_path / "a.zip", kind=ModelError)
    assert not (tmp_path / "trapped").exists()
