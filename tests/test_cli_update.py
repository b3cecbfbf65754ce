from __future__ import annotations

import json
from pathlib import Path

import pytest

import newsclf
from models import resign

WORDS = "河长制\n长护险 20\n"


@pytest.fixture
def desk(tmp_path, corpus):
    """A folder with what a model learned from, and with more; the last of these are of a new theme."""
    sides = [[row for row in corpus if row["theme"] == theme][:45] for theme in ("ecology", "livelihood")]
    some = [row for pair in zip(*sides, strict=True) for row in pair]
    few = [row for row in corpus if row["theme"] == "volunteering"][:6]
    write(tmp_path / "old.jsonl", [(row["text"], row["theme"]) for row in some[:70]])
    write(tmp_path / "more.jsonl", [(row["text"], row["theme"]) for row in [*some[70:], *few]])
    (tmp_path / "words.txt").write_text(WORDS, encoding="utf-8")
    return tmp_path


def write(path: Path, rows: list[tuple[str, object]]) -> None:
    lines = [json.dumps({"text": text, "label": label}, ensure_ascii=False) for text, label in rows]
    path.write_text("\n".join(lines), encoding="utf-8")


def read(path: Path) -> list[tuple[str, str]]:
    return [(row["text"], row["label"]) for row in map(json.loads, path.read_text("utf-8").splitlines())]


def arrays(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".npy", ".txt")}


def test_an_update_is_what_training_on_all_gives_and_says_where_it_comes_from(call, desk):
    assert call("train", "old.jsonl", "--quick", "-o", "mine", "--user-dict", "words.txt", "--quick").returncode == 0
    done = call("update", "mine", "more.jsonl", "--data", "old.jsonl", "-o", "new")
    assert (done.returncode, done.out) == (0, "")
    assert "Themes that the model did not know: volunteering." in done.err
    old, new = newsclf.load(desk / "mine"), newsclf.load(desk / "new")
    before = (
        f"Before the update: {old.name}, macro-F1 out of fold {old.manifest['out_of_fold']['macro_f1']:.3f}, on 70 old texts."
    )
    assert before in done.err
    assert f"new: macro-F1 out of fold {new.manifest['out_of_fold']['macro_f1']:.3f}" in done.err
    assert call("train", "old.jsonl", "more.jsonl", "--quick", "-o", "all", "--user-dict", "words.txt", "--quick").returncode == 0
    assert arrays(desk / "new") == arrays(desk / "all")
    noted = new.manifest["training"].pop("updated_from")
    assert new.manifest["training"] == newsclf.load(desk / "all").manifest["training"]
    fingerprint = old.manifest["training"]["fingerprint"]
    assert noted == {"model": old.name, "fingerprint": fingerprint, "same_data": True, "old_texts": 70, "new_texts": 26}
    card = (desk / "new" / "CARD.md").read_text("utf-8")
    assert (
        f"An update of `{old.name}`: learned anew, with its settings, from 70 texts of fingerprint `{fingerprint}` and 26" in card
    )


def test_a_model_updated_in_its_place_keeps_the_old_one_until_the_new_one_is_there(call, desk):
    assert call("train", "old.jsonl", "--quick", "-o", "mine").returncode == 0
    before = arrays(desk / "mine")
    done = call("update", "mine", "more.jsonl", "--data", "old.jsonl", "-o", "mine")
    assert (done.returncode, "--overwrite" in done.err) == (1, True)
    write(desk / "bad.jsonl", [("志愿者清理河道", "volun\u200bteering")])
    assert call("update", "mine", "bad.jsonl", "--data", "old.jsonl", "-o", "mine", "--overwrite").returncode == 1
    assert arrays(desk / "mine") == before
    assert call("update", "mine", "more.jsonl", "--data", "old.jsonl", "-o", "mine", "--overwrite").returncode == 0
    assert newsclf.load(desk / "mine").manifest["training"]["updated_from"]["new_texts"] == 26
    assert not [path for path in desk.iterdir() if path.name.startswith(".")]


def test_other_data_are_refused_until_they_are_allowed_and_the_card_says_so(call, desk):
    rows = read(desk / "old.jsonl")
    assert call("train", "old.jsonl", "--quick", "-o", "mine").returncode == 0
    write(desk / "some.jsonl", rows[:60])
    done = call("update", "mine", "more.jsonl", "--data", "some.jsonl", "-o", "new")
    assert (done.returncode, len(done.err.splitlines())) == (1, 1)
    assert "from 70 texts" in done.err
    assert "60 texts" in done.err
    done = call("update", "mine", "more.jsonl", "--data", "some.jsonl", "-o", "new", "--any-data", "--lang", "zh")
    assert done.returncode == 0
    assert "模型原来没有的主题：志愿服务。" in done.err
    assert "(other data than it had learned from)" in (desk / "new" / "CARD.md").read_text("utf-8")


def test_what_changes_is_told(call, desk):
    rows = read(desk / "old.jsonl")
    assert call("train", "old.jsonl", "--quick", "-o", "mine").returncode == 0
    several = [("志愿者清理河道垃圾。", ["volunteering", "ecology"]), ("志愿者看望独居老人。", ["volunteering"])]
    other = "ecology" if rows[0][1] == "livelihood" else "livelihood"
    write(desk / "new.jsonl", [(text, ["x" if label == "livelihood" else label]) for text, label in rows])
    write(desk / "more.jsonl", [*several, (rows[0][0], [other])])
    done = call("update", "mine", "more.jsonl", "--data", "new.jsonl", "-o", "b", "--any-data")
    assert "Themes that the model did not know: volunteering; x." in done.err
    done = call("update", "mine", "more.jsonl", "--data", "old.jsonl", "-o", "c")
    assert "the new model can give several themes to a text" in done.err
    assert "1 text(s) stand there again with other labels" in done.err
    assert newsclf.load(desk / "c").manifest["training"]["targets"] == "several"


def test_themes_that_are_gone_are_told(call, desk):
    rows = read(desk / "old.jsonl")
    assert call("train", "old.jsonl", "--quick", "-o", "mine").returncode == 0
    write(desk / "renamed.jsonl", [(text, label.replace("livelihood", "民生")) for text, label in rows])
    done = call("update", "mine", "renamed.jsonl", "--data", "renamed.jsonl", "-o", "new", "--any-data")
    assert "Themes of the model that no text has any more: livelihood." in done.err


@pytest.mark.parametrize("parameters", [{"C": -1.0}, {"folds": "five"}, {"min_df": [1]}])
def test_settings_that_no_newsclf_writes_are_a_sentence(call, desk, parameters):
    assert call("train", "old.jsonl", "--quick", "-o", "mine").returncode == 0
    training = json.loads((desk / "mine" / "manifest.json").read_bytes())["training"]
    resign(desk / "mine", training=training | {"parameters": training["parameters"] | parameters})
    done = call("update", "mine", "more.jsonl", "--data", "old.jsonl", "-o", "new")
    assert (done.returncode, "manifest.json" in done.err, (desk / "new").exists()) == (1, True, False)


def test_the_shipped_model_is_refused_since_its_lexicon_and_vectors_are_elsewhere(call, desk):
    done = call("update", newsclf.shipped.shipped_folder(), "more.jsonl", "--data", "old.jsonl", "-o", "new")
    assert (done.returncode, len(done.err.splitlines())) == (1, 1)
    assert "lexicon, vectors" in done.err


@pytest.mark.parametrize("missing", ["--data", "-o", "more.jsonl"])
def test_what_is_needed_is_asked_for(call, missing):
    words = {"more.jsonl": ["more.jsonl"], "--data": ["--data", "old.jsonl"], "-o": ["-o", "new"]}
    done = call("update", "mine", *(word for name, pair in words.items() if name != missing for word in pair))
    assert (done.returncode, len(done.err.splitlines())) == (2, 1)
