from __future__ import annotations

import json
import sys

import numpy as np
import pytest

from models import sha256, write_manifest
from newsclf.errors import NewerModelError, OlderModelError
from newsclf.model_folder import read
from newsclf.model_formats import SUPPORTED, refuse_other_formats
from newsclf.targets import fingerprint_of

TEXTS, LABELS = ["清理河道", "开展义诊", "治理污水"], ["ecology", "livelihood", "ecology"]
TRAINING = {
    "fingerprint": fingerprint_of(TEXTS, [[label] for label in LABELS]),
    "texts": 3,
    "labels": {"ecology": 2, "livelihood": 1},
    "without_theme": 0,
    "targets": "single",
    "parameters": {"C": 5.0},
}


def folder_of_format(folder, number: int, **facts: object):
    """A model folder as newsclf wrote it in formats 1 and 2: terms, frequencies and weights of each block."""
    folder.mkdir()
    for block, terms in (("words", ["河道", "义诊"]), ("grams", ["河", "道", "义诊"])):
        (folder / f"{block}.terms.txt").write_text("".join(f"{term}\n" for term in terms), encoding="utf-8")
        np.save(folder / f"{block}.idf.npy", np.ones(len(terms), dtype=np.float32))
        np.save(folder / f"{block}.coef.npy", np.zeros((len(terms), 2), dtype=np.float32))
    if number == 2:
        (folder / "lexicon.json").write_text('{"water": ["河道"]}', encoding="utf-8")
        np.save(folder / "lexicon.coef.npy", np.zeros((2, 2), dtype=np.float32))
    (folder / "CARD.md").write_text("# old\n", encoding="utf-8")
    manifest = {
        "format": number,
        "name": "old",
        "themes": ["ecology", "livelihood"],
        "thresholds": [0.5, 0.5],
        "segmenter": "jieba 0.42.1",
        "files": {path.name: sha256(path) for path in sorted(folder.iterdir())},
    }
    write_manifest(folder, json.dumps(manifest | facts, ensure_ascii=False).encode())
    return folder


@pytest.mark.parametrize("number", [1, 2])
def test_an_older_model_says_how_to_train_it_again_and_from_which_data(tmp_path, number):
    folder = folder_of_format(tmp_path / "old", number, training=TRAINING)
    with pytest.raises(OlderModelError) as caught:
        read(folder)
    told = str(caught.value)
    assert f"newsclf train DATA -o {folder}" in told
    assert "3 texts, ecology (2); livelihood (1)" in told
    assert TRAINING["fingerprint"][:12] in told
    assert caught.value.evidence.keys() == {"folder", "format", "supported", "data"}
    assert (caught.value.format, caught.value.supported) == (number, min(SUPPORTED))


@pytest.mark.parametrize("number", [1, 2])
def test_what_it_says_to_do_can_be_done(call, tmp_path, number):
    folder_of_format(tmp_path / "old", number, training=TRAINING)
    rows = [json.dumps({"text": text, "label": label}) for text, label in zip(TEXTS, LABELS, strict=True)]
    (tmp_path / "data.jsonl").write_text("\n".join([*rows, rows[1].replace("5f00", "4e3e")]), encoding="utf-8")
    assert call("label", "--model", "old", "data.jsonl").returncode == 1
    assert call("train", "data.jsonl", "--quick", "-o", "old", "--overwrite").returncode == 0
    assert read(tmp_path / "old").manifest["format"] in SUPPORTED


@pytest.mark.parametrize(
    "training",
    [None, [], {}, {"texts": 3}, TRAINING | {"texts": "many"}, TRAINING | {"labels": {"a": []}}, {**TRAINING, "labels": 5}],
)
def test_an_older_model_that_does_not_say_its_data_is_refused_all_the_same(tmp_path, training):
    with pytest.raises(OlderModelError, match=r"newsclf train DATA -o \S+old --overwrite\.$"):
        read(folder_of_format(tmp_path / "old", 1, training=training))


def test_many_labels_are_cut_short(tmp_path):
    labels = {f"主题{number}": 3 for number in range(40)}
    with pytest.raises(OlderModelError, match="and 30 more"):
        refuse_other_formats(tmp_path, 2, {"training": TRAINING | {"labels": labels}})


def test_a_newer_format_is_refused_and_those_that_are_read_are_not(tmp_path):
    for number in SUPPORTED:
        refuse_other_formats(tmp_path, number, {})
    with pytest.raises(NewerModelError):
        refuse_other_formats(tmp_path, max(SUPPORTED) + 1, {})
    with pytest.raises(NewerModelError):
        refuse_other_formats(tmp_path, sys.maxsize, {})
