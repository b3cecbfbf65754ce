from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
from mmap import mmap
from pathlib import Path

import numpy as np
import pytest

import newsclf
from models import Trap, resign, sha256
from newsclf.errors import (
    DamagedModelError,
    FolderInUseError,
    ForeignModelError,
    MissingModelError,
    ModelError,
    NewerModelError,
    NewsclfError,
    OutputError,
    OutputExistsError,
)
from newsclf.model_folder import read, refuse_taken, write
from newsclf.model_formats import SUPPORTED
from newsclf.model_parts import NARROW, PLAIN
from newsclf.themes import Theme
from newsclf.tokens import SEGMENTER

TEXTS = ["志愿者在高铁站为返乡旅客引路。", "春运首日加开列车。", "清理河道垃圾。", "", "hello"]
ARRAYS = {
    "trie.base.npy": np.int32,
    "trie.check.npy": np.int32,
    "weights.places.npy": np.int32,
    "weights.rows.npy": np.uint16,
    "groups.rows.npy": np.uint16,
    "groups.lists.npy": np.int16,
}
FILES = [*ARRAYS, "alphabet.txt", "CARD.md", "manifest.json", "manifest.sha256"]


def contents(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def test_the_folder_holds_what_the_manifest_lists_and_nothing_else(model_folder):
    manifest = json.loads((model_folder / "manifest.json").read_bytes())
    assert set(contents(model_folder)) == set(FILES)
    assert set(manifest["files"]) == set(FILES) - {"manifest.json", "manifest.sha256"}
    assert all(sha256(model_folder / name) == digest for name, digest in manifest["files"].items())


def test_the_checksum_beside_the_manifest_is_what_sha256sum_writes(model_folder):
    assert (model_folder / "manifest.sha256").read_text() == f"{sha256(model_folder / 'manifest.json')}  manifest.json\n"


def test_what_is_written_is_what_is_read():
    assert SUPPORTED == (PLAIN, NARROW)


def test_a_model_is_replaced_by_a_whole_one_and_nothing_is_left_beside_it(plain, make_folder):
    folder = make_folder()
    write(folder, plain, {}, "card")
    assert newsclf.load(folder).themes == plain.themes
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_model_that_cannot_be_replaced_stays_as_it_was(plain, make_folder, monkeypatch):
    folder, real = make_folder(), Path.replace
    before = contents(folder)

    def fail(self, target):
        if Path(target) == folder and not self.name.endswith("-old"):
            raise OSError("no")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OutputError):
        write(folder, plain, {}, "card")
    assert contents(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_the_manifest_tells_what_decides_and_what_was_learned(classifier, model_folder):
    manifest = json.loads((model_folder / "manifest.json").read_bytes())
    assert (manifest["format"], manifest["segmenter"]) == (PLAIN, SEGMENTER)
    assert manifest["themes"] == classifier.classes_.tolist()
    assert manifest["thresholds"] == classifier.thresholds_.tolist()
    assert manifest["training"] == classifier.training_
    assert manifest["out_of_fold"] == classifier.out_of_fold_


def test_a_model_comes_back_as_it_was_saved(classifier, model):
    before = classifier.to_model()
    assert model.themes == before.themes
    assert model.known_floor == before.known_floor
    assert (model.decision_function(TEXTS) == before.decision_function(TEXTS)).all()
    assert model.label_many(TEXTS) == before.label_many(TEXTS)


def test_the_name_is_that_of_the_folder_with_twelve_digits_of_the_manifests_sum(model, model_folder):
    assert model.name == f"{model_folder.name}@{sha256(model_folder / 'manifest.json')[:12]}"


def test_a_copied_or_moved_model_keeps_its_name(model, make_folder):
    assert newsclf.load(make_folder("elsewhere")).name == model.name


@pytest.mark.parametrize("kind", [Path, str])
def test_a_path_or_a_string_names_the_folder(model_folder, model, kind):
    assert newsclf.load(kind(model_folder)).name == model.name


def test_chinese_names_of_folder_and_themes_survive(tmp_path, corpus):
    part = corpus[:200:4]
    names = ["生态 保护" if row["theme"] == "ecology" else "other" for row in part]
    folder = tmp_path / "模型 一"
    newsclf.ThemeClassifier().fit([row["text"] for row in part], names).save(folder, notes={"来源": "自写。"})
    opened = newsclf.load(folder)
    assert opened.themes == ("生态 保护",)
    assert opened.name.startswith("模型 一@")
    assert opened.manifest["notes"] == {"来源": "自写。"}


@pytest.mark.parametrize("name", ARRAYS)
def test_no_array_needs_pickle(model_folder, name):
    assert np.load(model_folder / name, allow_pickle=False).dtype == ARRAYS[name]


def test_arrays_are_mapped_so_that_processes_share_them(model):
    for array in (model.trie.base, model.trie.check, model.weights.rows, model.weights.places):
        base = array
        while isinstance(base, np.ndarray):
            base = base.base
        assert isinstance(base.obj, mmap)
        assert not array.flags.writeable


HEAVY = {"sklearn", "scipy", "jieba", "rjieba", "joblib", "pandas", "matplotlib"}
LIGHT = f"""
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {HEAVY}:
            raise ImportError("refused: " + name)
sys.meta_path.insert(0, Refuse())
import newsclf
label = newsclf.load(sys.argv[1]).label(sys.argv[2])
print(label.theme, sorted({HEAVY} & set(sys.modules)))
"""


def test_a_model_opens_and_labels_without_scikit_learn_scipy_or_jieba(model_folder, model):
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    command = [sys.executable, "-W", "error", "-c", LIGHT, str(model_folder), TEXTS[0]]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment)
    assert (result.stdout.split(), result.stderr) == ([model.label(TEXTS[0]).theme, "[]"], "")


def _change_a_byte(path, place):
    data = bytearray(path.read_bytes())
    data[int(place * (len(data) - 1))] ^= 1
    path.write_bytes(data)


DAMAGES = {
    "first byte": lambda path: _change_a_byte(path, 0),
    "byte in the middle": lambda path: _change_a_byte(path, 0.5),
    "last byte but one": lambda path: _change_a_byte(path, 0.999),
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:-20]),
    "halved": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "emptied": lambda path: path.write_bytes(b""),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "not text": lambda path: path.write_bytes(b"\xff\xfe\0"),
    "deleted": Path.unlink,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", sorted(set(FILES) - {"manifest.sha256"}))
def test_a_damaged_file_is_named(make_folder, name, damage):
    folder = make_folder()
    DAMAGES[damage](folder / name)
    with pytest.raises(ModelError) as caught:
        read(folder)
    assert caught.value.folder == str(folder)
    assert name in (caught.value.evidence.get("file"), caught.value.evidence.get("reason"))
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"0" * 64, b"\xff\xfe\0", b"manifest.json", None], ids=str)
def test_a_damaged_checksum_names_the_manifest_or_itself(make_folder, data):
    folder = make_folder()
    (folder / "manifest.sha256").unlink()
    if data is not None:
        (folder / "manifest.sha256").write_bytes(data)
    with pytest.raises(DamagedModelError) as caught:
        read(folder)
    assert caught.value.file in ("manifest.json", "manifest.sha256")


@pytest.mark.parametrize("name", ["trie.base.npy", "CARD.md"])
def test_a_file_swapped_for_another_models_is_named(make_folder, name):
    folder = make_folder()
    (folder / name).write_bytes((folder / "weights.rows.npy").read_bytes())
    with pytest.raises(DamagedModelError) as caught:
        read(folder)
    assert caught.value.evidence == {"folder": str(folder), "file": name}


@pytest.mark.parametrize("place", ["nowhere", "nowhere/at/all", "file.txt"])
def test_a_folder_that_is_not_there_is_missing(tmp_path, place):
    (tmp_path / "file.txt").write_text("志愿者")
    with pytest.raises(MissingModelError) as caught:
        read(tmp_path / place)
    assert caught.value.evidence == {"folder": str(tmp_path / place)}


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"config.json": "{}", "model.safetensors": "x"},
        {"manifest.json": "{}"},
        {"manifest.json": "[]"},
        {"manifest.json": "no json"},
        {"manifest.json": '{"name": "web app", "icons": []}'},
        {"manifest.json": '{"format": "1", "files": {}}'},
        {"manifest.json": '{"format": 1, "files": []}'},
        {"manifest.json": "[" * 100_000},
    ],
)
def test_a_foreign_folder_is_refused(tmp_path, files):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(ForeignModelError) as caught:
        read(tmp_path)
    assert caught.value.evidence == {"folder": str(tmp_path), "reason": "manifest.json"}
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("number", [NARROW + 1, 99])
def test_a_newer_format_is_told_apart_even_if_nothing_else_is_known_of_it(make_folder, number):
    folder = make_folder()
    (folder / "manifest.json").write_text(json.dumps({"format": number, "files": {}, "what": ["else"]}))
    with pytest.raises(NewerModelError) as caught:
        read(folder)
    assert caught.value.evidence == {"folder": str(folder), "format": number, "supported": NARROW}


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize(
    "change",
    {
        "floats": lambda array: array * np.nan,
        "one row less": lambda array: array[:-1],
        "another dimension": lambda array: array[..., None],
        "nothing": lambda array: array[:0],
        "a number": lambda array: array.ravel()[0],
        "float64": lambda array: array.astype(np.float64),
        "int64": lambda array: array.astype(np.int64),
        "complex": lambda array: array.astype(np.complex64),
        "the other byte order": lambda array: array.astype(array.dtype.newbyteorder(">")),
        "text": lambda array: array.astype(str),
    }.items(),
    ids=lambda item: item[0],
)
def test_a_signed_folder_with_wrong_arrays_is_refused(make_folder, name, change):
    folder = make_folder()
    with np.errstate(invalid="ignore"):
        np.save(folder / name, change[1](np.load(folder / name)))
    resign(folder)
    _assert_foreign(folder)


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize("data", [b"", b"\x93NUMPY", b"hello", b"\x80\x04N."], ids=["empty", "header", "text", "pickle"])
def test_a_signed_folder_with_no_arrays_is_refused(make_folder, name, data):
    folder = make_folder()
    (folder / name).write_bytes(data)
    resign(folder)
    _assert_foreign(folder)


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize("bare", [True, False])
def test_a_signed_folder_cannot_smuggle_in_a_pickle(make_folder, tmp_path, name, bare):
    folder, trap = make_folder(), Trap(tmp_path / "trapped")
    if bare:
        (folder / name).write_bytes(pickle.dumps(trap))
    else:
        np.save(folder / name, np.array([trap], dtype=object), allow_pickle=True)
    resign(folder)
    _assert_foreign(folder)
    assert not (tmp_path / "trapped").exists()


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("trie.base.npy", -1),
        ("trie.base.npy", 2**31 - 1),
        ("trie.check.npy", -2),
        ("trie.check.npy", 2**31 - 1),
        ("weights.places.npy", -1),
        ("weights.places.npy", 2**31 - 1),
        ("groups.rows.npy", 2**16 - 1),
        ("groups.lists.npy", -2),
        ("groups.lists.npy", 2**15 - 1),
    ],
)
def test_a_signed_array_with_numbers_that_lead_nowhere_is_refused(make_folder, name, number):
    folder = make_folder()
    array = np.load(folder / name)
    array.flat[-1] = number
    np.save(folder / name, array)
    resign(folder)
    _assert_foreign(folder)


def test_a_signed_trie_whose_characters_follow_others_is_refused(make_folder):
    folder = make_folder()
    array = np.load(folder / "trie.check.npy")
    array[5] = 6
    np.save(folder / "trie.check.npy", array)
    resign(folder)
    _assert_foreign(folder)


@pytest.mark.parametrize("text", ["", "0", "00", "春", "0" + "春" * 10], ids=["empty", "one", "twice", "no digit", "repeated"])
def test_a_signed_folder_with_a_wrong_alphabet_is_refused(make_folder, text):
    folder = make_folder()
    (folder / "alphabet.txt").write_text(text, "utf-8")
    resign(folder)
    if text != "0":  # the arrays then hold more characters than are named; none of them can be met
        _assert_foreign(folder)


@pytest.mark.parametrize(
    "changes",
    [
        {"themes": []},
        {"themes": ["a", "a", "b", "c"]},
        {"themes": ["a", "b", "c"]},
        {"themes": None},
        {"thresholds": [0.5, 0.5, 0.5]},
        {"thresholds": [0.5, 0.5, 0.5, float("nan")]},
        {"thresholds": "0.5"},
        {"thresholds": {"a": 0.5}},
        {"calibration": []},
        {"calibration": {"slope": [1, 1, 1, 1]}},
        {"calibration": {"slope": [1, 1, 1, None], "offset": [0, 0, 0, 0]}},
        {"intercept": [[0, 0, 0, 0]]},
        {"intercept": [0, 0, 0, float("inf")]},
        {"known_floor": None},
        {"known_floor": "few"},
        {"segmenter": "jieba 0.43"},
        {"segmenter": None},
        {"scales": {}},
        {"scales": {"unit": [1, 1, 1, 1]}},
        {"scales": {"density": [1, 1, 1, 1], "unit": [1, 1, 1, 1]}},
        {"scales": {"unit": [1, 1, 1, 0], "density": [1, 1, 1, 1]}},
        {"square_scale": 0},
        {"longest": 0},
        {"longest": "far"},
        {"square_scale": None},
        {"groups": []},
        {"groups": {"water": [1, 1, 1, 1]}},
        {"groups": {"water": [1, 1, 1], "road home": [1, 1, 1], "help": [1, 1, 1]}},
    ],
    ids=str,
)
def test_a_signed_manifest_that_makes_no_sense_is_refused(make_folder, changes):
    folder = make_folder()
    resign(folder, **changes)
    _assert_foreign(folder)


@pytest.mark.parametrize(
    "key", ["themes", "thresholds", "calibration", "intercept", "answers_other", "known_floor", "name", "scales", "groups"]
)
def test_a_signed_manifest_without_what_it_needs_is_refused(make_folder, key):
    folder = make_folder()
    manifest = json.loads((folder / "manifest.json").read_bytes())
    del manifest[key]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    resign(folder)
    assert key in _assert_foreign(folder).reason


@pytest.mark.parametrize("name", ["../secret.txt", "sub/../../secret.txt", "sub/file.txt", "./CARD.md", "{}/CARD.md"])
def test_a_signed_manifest_reaches_for_nothing_outside(make_folder, name):
    folder = make_folder()
    name = name.format(folder)
    for path in (folder.parent / "secret.txt", folder / "sub" / "file.txt"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"files": {**manifest["files"], name: sha256(folder / name)}}))
    resign(folder)
    assert _assert_foreign(folder).reason == name


def test_a_signed_manifest_must_list_every_file_that_is_read(make_folder):
    folder = make_folder()
    manifest = json.loads((folder / "manifest.json").read_bytes())
    del manifest["files"]["weights.rows.npy"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    resign(folder)
    assert _assert_foreign(folder).reason == "weights.rows.npy"


def _assert_foreign(folder):
    with pytest.raises(ForeignModelError) as caught:
        read(folder)
    assert caught.value.folder == str(folder)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, NewsclfError)
    return caught.value


def test_saving_makes_missing_parents_and_takes_an_empty_folder(classifier, tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "a" / "b" / "model", tmp_path / "empty"):
        classifier.save(folder)
        assert newsclf.load(folder).name.startswith(f"{folder.name}@")


def test_saving_twice_writes_the_same_bytes(classifier, model_folder, tmp_path):
    classifier.save(tmp_path / model_folder.name)
    assert contents(tmp_path / model_folder.name) == contents(model_folder)


def test_saving_over_an_old_model_replaces_it_whole(classifier, make_folder):
    folder = make_folder("my-model")
    before = contents(folder)
    classifier.save(folder, notes={"更新": "第二版。"})
    assert newsclf.load(folder).manifest["notes"] == {"更新": "第二版。"}
    assert set(contents(folder)) == set(before)
    assert [path.name for path in folder.parent.iterdir()] == ["my-model"]


def test_saving_over_a_damaged_model_mends_it(classifier, make_folder):
    folder = make_folder()
    (folder / "trie.base.npy").write_bytes(b"")
    classifier.save(folder)
    assert newsclf.load(folder).themes


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "model.joblib"])
def test_saving_leaves_a_folder_with_other_things_alone(classifier, tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(OutputError) as caught:
        classifier.save(tmp_path)
    assert caught.value.target == str(tmp_path)
    assert contents(tmp_path) == {name: b"mine"}


def test_saving_leaves_a_file_alone(classifier, tmp_path):
    (tmp_path / "file.txt").write_text("mine")
    with pytest.raises(OutputError) as caught:
        classifier.save(tmp_path / "file.txt")
    assert caught.value.target == str(tmp_path / "file.txt")
    assert contents(tmp_path) == {"file.txt": b"mine"}


def test_saving_below_a_file_is_an_output_error(classifier, tmp_path):
    (tmp_path / "file.txt").write_text("mine")
    with pytest.raises(OutputError) as caught:
        classifier.save(tmp_path / "file.txt" / "model")
    assert caught.value.target == str(tmp_path / "file.txt" / "model")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_saving_in_an_unwritable_parent_is_an_output_error(classifier, tmp_path):
    parent = tmp_path / "locked"
    parent.mkdir(mode=0o500)
    with pytest.raises(OutputError) as caught:
        classifier.save(parent / "model")
    assert caught.value.target == str(parent / "model")
    assert "denied" in caught.value.reason


def test_a_save_that_fails_leaves_the_old_model_and_nothing_beside_it(classifier, make_folder, monkeypatch):
    folder = make_folder()
    before = contents(folder)

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(OutputError) as caught:
        classifier.save(folder)
    assert caught.value.evidence == {"target": str(folder), "reason": "no space left"}
    assert contents(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_an_open_model_outlives_its_folder(make_folder):
    folder = make_folder()
    opened = read(folder)
    before = opened.label_many(TEXTS)
    shutil.rmtree(folder)
    assert opened.label_many(TEXTS) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 0},
        {"format": True},
        {"known_floor": float("nan")},
        {"known_floor": 10**400},
        {"thresholds": [7.0] * 4},
        {"thresholds": ["0.5"] * 4},
        {"calibration": {"slope": [-1.0] * 4, "offset": [0.0] * 4}},
        {"themes": "生态民运"},
        {"themes": ["ecology", "livelihood", "other", "volunteering"]},
        {"answers_other": "no"},
        {"name": "a\nb"},
        {"files": {"a\0b": "0" * 64}},
    ],
)
def test_a_signed_manifest_with_doubtful_values_is_refused(make_folder, changes):
    folder = make_folder()
    resign(folder, **changes)
    with pytest.raises(ModelError):
        read(folder)


@pytest.mark.parametrize("data", [b"\x93NUMPY\x01\x00\x10\x00" + b"(" * 16, b"PK\x03\x04" + b"\0" * 40, b""])
def test_a_signed_array_that_is_none_is_refused(make_folder, data):
    folder = make_folder()
    (folder / "weights.rows.npy").write_bytes(data)
    files = json.loads((folder / "manifest.json").read_bytes())["files"]
    resign(folder, files={**files, "weights.rows.npy": hashlib.sha256(data).hexdigest()})
    with pytest.raises(ForeignModelError):
        read(folder)


def test_a_checksum_for_another_file_name_is_not_ours(make_folder):
    folder = make_folder()
    line = (folder / "manifest.sha256").read_bytes()
    (folder / "manifest.sha256").write_bytes(line.replace(b"manifest.json", b"manifest.jsom"))
    with pytest.raises(DamagedModelError):
        read(folder)


def test_saving_never_deletes_a_file_that_is_not_a_models(classifier, make_folder, tmp_path):
    foreign = tmp_path / "extension"
    foreign.mkdir()
    (foreign / "manifest.json").write_text('{"manifest_version": 3}', encoding="utf-8")
    (foreign / "precious.js").write_text("1", encoding="utf-8")
    old = make_folder()
    (old / "notes.txt").write_text("我的笔记", encoding="utf-8")
    for folder, kept in ((foreign, "precious.js"), (old, "notes.txt")):
        with pytest.raises(FolderInUseError) as caught:
            classifier.save(folder)
        assert caught.value.target == str(folder)
        assert (folder / kept).exists()


def test_a_model_is_refused_its_place_where_another_is_unless_it_may_be_replaced(make_folder, tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "nowhere", tmp_path / "empty"):
        refuse_taken(folder, overwrite=False)
    old = make_folder()
    refuse_taken(old, overwrite=True)
    with pytest.raises(OutputExistsError, match="--overwrite") as caught:
        refuse_taken(str(old), overwrite=False)
    assert caught.value.target == str(old)
    (old / "notes.txt").write_text("我的笔记", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for folder in (old, tmp_path / "file"):
        with pytest.raises(FolderInUseError):
            refuse_taken(folder, overwrite=True)


def test_what_was_said_of_themes_and_measured_is_saved(classifier, tmp_path):
    first = Theme("volunteering", {"zh": "志愿"}, colour="#1b9e77")
    themes = {"volunteering": first, "体育": Theme("体育"), "other": Theme("other")}
    classifier.save(tmp_path / "m", themes=themes, test={"n": 1} | TESTED)
    model = newsclf.load(tmp_path / "m")
    assert list(model.theme_facts)[:2] == ["volunteering", "other"]
    assert model.theme_facts["volunteering"] == first
    assert "体育" not in model.manifest["theme_facts"]
    assert model.manifest["test"]["n"] == 1
    assert "theme_facts" not in classifier.to_model().manifest
    assert list(classifier.to_model().theme_facts) == [*classifier.classes_, "other"]


TESTED = {"fingerprint": "", "accuracy": 1.0, "macro_f1": 1.0, "macro_f1_interval": [1.0, 1.0], "per_theme": {}}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["a\nb", "\x1b[2J", "\u202e", os.fsdecode(b"\xff")])
def test_a_folder_whose_name_nobody_can_see_is_not_written(classifier, tmp_path, name):
    with pytest.raises(OutputError, match="cannot be seen") as caught:
        classifier.save(tmp_path / name)
    assert caught.value.target.isprintable()
    assert list(tmp_path.iterdir()) == []
