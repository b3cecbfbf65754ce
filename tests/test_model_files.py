"""Model folders whose files are none: links, pipes, devices, folders, giants."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import newsclf
from models import resign
from newsclf.errors import DamagedModelError, FolderInUseError, ForeignModelError, MissingModelError, ModelError, UnsafeModelError
from newsclf.model_folder import read

NAMES = ["trie.base.npy", "alphabet.txt", "CARD.md", "manifest.json", "manifest.sha256"]
needs_links = pytest.mark.skipif(os.name == "nt", reason="Windows gives links and pipes to few")


def refused(folder, name, *words):
    with pytest.raises(UnsafeModelError) as caught:
        read(folder)
    assert caught.value.file == name
    assert all(word in str(caught.value) for word in words)
    assert "\n" not in str(caught.value)


@needs_links
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("inside", [True, False])
def test_a_link_in_the_place_of_a_file_is_refused_wherever_it_leads(make_folder, tmp_path, name, inside):
    folder = make_folder()
    real = (folder if inside else tmp_path) / "real"
    (folder / name).rename(real)
    (folder / name).symlink_to(real)
    refused(folder, name, "link")


@needs_links
@pytest.mark.parametrize("target", ["nowhere", "/dev/zero", ".", "trie.base.npy"])
def test_a_link_to_nothing_good_is_refused(make_folder, target):
    folder = make_folder()
    (folder / "trie.base.npy").unlink()
    (folder / "trie.base.npy").symlink_to(target)
    refused(folder, "trie.base.npy", "link")


@needs_links
def test_a_link_to_a_folder_or_a_zip_is_as_good_as_its_path(make_folder, tmp_path, model):
    (tmp_path / "link").symlink_to(make_folder())
    assert read(tmp_path / "link").name == model.name


@needs_links
@pytest.mark.parametrize("name", NAMES)
def test_a_pipe_keeps_nobody_waiting(make_folder, name):
    folder = make_folder()
    (folder / name).unlink()
    os.mkfifo(folder / name)
    refused(folder, name, "plain file")


@needs_links
def test_a_pipe_instead_of_a_model_is_no_model(tmp_path):
    os.mkfifo(tmp_path / "model.zip")
    with pytest.raises(MissingModelError):
        read(tmp_path / "model.zip")


@needs_links
def test_a_socket_is_no_file(make_folder, monkeypatch):
    folder = make_folder()
    (folder / "CARD.md").unlink()
    monkeypatch.chdir(folder)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("CARD.md")
        with pytest.raises(ModelError):
            read(folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_in_the_place_of_a_file_is_refused(make_folder, name):
    folder = make_folder()
    (folder / name).unlink()
    (folder / name).mkdir()
    with pytest.raises(ModelError):
        read(folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_giant_is_refused_before_it_is_read(make_folder, name):
    folder = make_folder()
    with (folder / name).open("r+b") as stream:
        stream.truncate(3 << 30)  # a hole: it takes no room
    refused(folder, name, "more than")


@pytest.mark.parametrize("name", ["../copy/CARD.md", "..", ".", "", "/etc/passwd", "a\0b", "sub/CARD.md"])
def test_a_signed_manifest_cannot_name_files_elsewhere(make_folder, name):
    folder = make_folder()
    resign(folder, files={name: "0" * 64})
    with pytest.raises(ModelError):
        read(folder)


def test_files_that_the_manifest_does_not_list_are_never_read(make_folder, model):
    folder = make_folder()
    (folder / "evil.pkl").write_bytes(b"cposix\nsystem\n(S'exit 1'\ntR.")
    (folder / "sub").mkdir()
    if os.name != "nt":
        os.mkfifo(folder / "pipe")
    assert read(folder).name == model.name


@needs_links
def test_saving_over_a_folder_with_a_pipe_keeps_nobody_waiting(classifier, make_folder):
    folder = make_folder()
    (folder / "manifest.json").unlink()
    os.mkfifo(folder / "manifest.json")
    with pytest.raises(FolderInUseError):
        classifier.save(folder)


def test_what_was_checked_is_what_is_used(make_folder, monkeypatch):
    """A file that is put in the place of another after the check is not seen."""
    folder, texts = make_folder(), ["志愿者清理河道垃圾。"]
    before = read(folder).label_many(texts)
    build = newsclf.model_folder.build

    def swap_then_build(*parts):
        for path in folder.glob("*.npy"):
            path.unlink()
            path.write_bytes(b"swapped")
        return build(*parts)

    monkeypatch.setattr(newsclf.model_folder, "build", swap_then_build)
    assert read(folder).label_many(texts) == before


def test_a_path_with_a_zero_is_no_model():
    for path in ("a\0b", "a\0b.zip"):
        with pytest.raises(MissingModelError):
            read(path)


def test_opening_imports_no_pickle(model_folder):
    code = "import sys, newsclf; newsclf.load(sys.argv[1]).label('志愿者'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, str(model_folder)], capture_output=True, text=True, check=True)
    assert not {"joblib", "sklearn", "cloudpickle", "dill"} & set(done.stdout.split())


def test_a_missing_file_is_damage_not_danger(make_folder):
    folder = make_folder()
    Path(folder / "CARD.md").unlink()
    with pytest.raises(DamagedModelError):
        read(folder)
    Path(folder / "manifest.json").unlink()
    with pytest.raises(ForeignModelError):
        read(folder)
