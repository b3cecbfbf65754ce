"""``newsclf train`` with themes.toml, with --dev and --test, and where a model is already."""

from __future__ import annotations

import json

import pytest
from commands import ENGLISH

import newsclf
from newsclf.cli.further import further
from newsclf.errors import TrainingError
from newsclf.io.labelled import Labelled
from newsclf.targets import fingerprint_of

WORDS = {"生态": "河道清淤", "春运": "列车加开"}
CHINESE = ["--lang", "zh"]


def rows_of(places, words=WORDS):
    return [
        (f"{place}{town}{word}", label, f"{place}报") for place in places for town in "市县乡镇" for label, word in words.items()
    ]


def table(path, rows):
    path.write_text("\n".join(["text,theme,article", *(",".join(row) for row in rows)]), encoding="utf-8")
    return path.name


@pytest.fixture
def mine(tmp_path):
    return table(tmp_path / "mine.csv", rows_of("东西南北中"))


@pytest.fixture
def manifest(tmp_path):
    return lambda folder="m": json.loads((tmp_path / folder / "manifest.json").read_bytes())


THEMES = """["春运"]
en = "Spring travel"
colour = "#D95F02"
definition = { zh = "返乡与返程", en = "going home" }

["生态"]
en = "Ecology"
seed_words = ["河道"]

[sport]
"""


# --- themes.toml --------------------------------------------------------------------------------------------------------


@pytest.fixture
def described(call, tmp_path, mine):
    (tmp_path / "themes.toml").write_bytes(THEMES.encode("gb18030"))
    done = call("train", mine, "--quick", "-o", "m", "--themes", "themes.toml")
    assert done.returncode == 0
    return done


def test_themes_are_kept_in_the_model_and_labels_stay_what_they_are(described, call, manifest, tmp_path):
    assert "themes.toml describes labels of which the data have no text: sport." in described.err
    assert manifest()["themes"] == ["春运", "生态"]
    assert manifest()["theme_facts"]["春运"] == {
        "names": {"en": "Spring travel"},
        "definitions": {"en": "going home", "zh": "返乡与返程"},
        "colour": "#d95f02",
        "seed_words": [],
    }
    facts = newsclf.load(tmp_path / "m").theme_facts
    assert [(key, theme.name("en"), theme.colour) for key, theme in facts.items()] == [
        ("春运", "Spring travel", "#d95f02"),
        ("生态", "Ecology", ""),
        ("other", "other", ""),
    ]
    line = json.loads(call("label", "--as", "lines", "-", "-m", "m", stdin="东市列车加开".encode()).out)
    assert (line["theme"], sorted(line["scores"])) == ("春运", ["春运", "生态"])
    assert "| 春运 | Spring travel |  | 返乡与返程 / going home | #d95f02 |" in (tmp_path / "m" / "CARD.md").read_text("utf-8")


def test_tables_show_names_in_the_language_in_use_and_in_the_files_order(described, call, mine):
    shown = [
        call("label", "--as", "lines", "-", "-m", "m", "--format", "table", stdin="东市列车加开".encode()).out,
        call("explain", "东市列车加开", "-m", "m", "--format", "table").out,
        call("info", "m", "--format", "table").out,
        call("evaluate", "m", mine, "--format", "table").out,
    ]
    assert all("Spring travel" in text for text in shown)
    for text in shown[2:]:
        assert text.index("Spring travel") < text.index("Ecology")
    assert "#d95f02   going home" in shown[2]
    chinese = call("info", "m", "--format", "table", *CHINESE).out
    assert "返乡与返程" in chinese
    assert "Spring travel" not in chinese
    confusion = shown[3].split("truth")[1].splitlines()
    assert [line.split() for line in confusion if line.strip()[:1] in ("S", "E")] == [
        ["Spring", "travel", "20", "0"],
        ["Ecology", "0", "20"],
    ]


def test_explain_takes_a_theme_by_label_or_name(described, call):
    found = {
        json.loads(call("explain", "东市列车加开", "-m", "m", "--theme", name).out)["theme"] for name in ("春运", "Spring travel")
    }
    assert found == {"春运"}
    assert call("explain", "东市", "-m", "m", "--theme", "sport").returncode == 2


def test_a_label_without_a_description_is_told_and_learned(call, tmp_path, mine, manifest):
    (tmp_path / "t.toml").write_text("['生态']\n", encoding="utf-8")
    done = call("train", mine, "--quick", "-o", "m", "--themes", "t.toml", *CHINESE)
    assert (done.returncode, done.out) == (0, "")
    assert "t.toml 未描述数据中的这些标签：春运；仍会照常训练。" in done.err
    assert manifest()["themes"] == ["春运", "生态"]


def test_a_broken_file_is_one_sentence_before_any_work(call, tmp_path, mine):
    (tmp_path / "t.toml").write_text("['生态']\n\ncolour = 'green'\n", encoding="utf-8")
    done = call("train", mine, "--quick", "-o", "m", "--themes", "t.toml")
    assert (done.returncode, done.out, done.err.count("\n")) == (1, "", 1)
    assert done.err.startswith('t.toml, line 3: colour should be six digits behind a hash sign, such as "#1b9e77".')
    assert not (tmp_path / "m").exists()
    assert call("train", mine, "--quick", "-o", "m", "--themes", "nowhere.toml").returncode == 1


def test_a_model_without_themes_says_nothing_of_them(call, mine, manifest, tmp_path):
    assert call("train", mine, "--quick", "-o", "m").returncode == 0
    assert not {"theme_facts", "test"} & set(manifest())
    assert "Themes" not in (tmp_path / "m" / "CARD.md").read_text("utf-8")


# --- where a model is already -------------------------------------------------------------------------------------------


def test_a_model_is_replaced_only_when_told_so(call, tmp_path, mine, manifest):
    (tmp_path / "m").mkdir()
    assert call("train", mine, "--quick", "-o", "m").returncode == 0
    before = manifest()
    again = call("train", "nowhere.csv", "--quick", "-o", "m")
    assert (again.returncode, again.err) == (
        1,
        "m is there already; add --overwrite to replace it, or name another file with -o.\n",
    )
    table(tmp_path / "more.csv", rows_of("东西南北中上"))
    assert call("train", "more.csv", "--quick", "-o", "m").returncode == 1
    assert manifest() == before
    assert call("train", "more.csv", "--quick", "-o", "m", "--overwrite").returncode == 0
    assert manifest()["training"]["texts"] == before["training"]["texts"] + 8


def test_a_folder_with_other_things_is_refused_before_any_work_whatever_is_said(call, tmp_path, mine):
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "notes.txt").write_text("我的笔记", encoding="utf-8")
    for overwrite in ([], ["--overwrite"]):
        done = call("train", mine, "--quick", "-o", "m", *overwrite)
        assert (done.returncode, done.err.count("\n")) == (1, 1)
        assert "not a newsclf model" in done.err
    assert (tmp_path / "m" / "notes.txt").exists()


# --- --test -------------------------------------------------------------------------------------------------------------


def test_figures_on_test_texts_are_those_of_evaluate_and_stand_in_the_manifest(call, tmp_path, mine, manifest):
    rows = [*rows_of("上下"), ("东村列车加开", "生态", "x"), ("会议召开", "春运", "y")]
    test = table(tmp_path / "test.csv", rows)
    done = call("train", mine, "--quick", "-o", "m", "--test", test)
    found, evaluated = manifest()["test"], json.loads(call("evaluate", "m", test).out)
    assert {name: found[name] for name in ("n", "accuracy", "macro_f1", "per_theme")} == {
        name: evaluated[name] for name in ("n", "accuracy", "macro_f1", "per_theme")
    }
    assert found["fingerprint"] == fingerprint_of([row[0] for row in rows], [[row[1]] for row in rows])
    low, high = found["macro_f1_interval"]
    assert low < found["macro_f1"] < high
    told = f"accuracy {found['accuracy']:.3f}, macro-F1 {found['macro_f1']:.3f} (95 % interval {low:.3f} to {high:.3f})."
    assert f"On the 18 texts of --test: {told}" in done.err
    assert "fresh" not in found
    assert told in call("info", "m", "--format", "table").out
    assert "## On test texts" in (tmp_path / "m" / "CARD.md").read_text("utf-8")


def test_a_test_changes_nothing_that_is_learned(call, tmp_path, mine, manifest):
    call("train", mine, "--quick", "-o", "one/m")
    call("train", mine, "--quick", "-o", "two/m", "--test", table(tmp_path / "test.csv", rows_of("上")))
    one, two = manifest("one/m"), manifest("two/m")
    assert {key: value for key, value in two.items() if key not in ("test", "files")} == {
        key: value for key, value in one.items() if key != "files"
    }


def test_several_test_tables_count_as_one(call, tmp_path, mine, manifest):
    one, two = table(tmp_path / "a.csv", rows_of("上")), table(tmp_path / "b.csv", rows_of("下"))
    assert call("train", mine, "--quick", "-o", "m", "--test", one, "--test", two).returncode == 0
    assert manifest()["test"]["n"] == 16


def test_copies_and_groups_that_leak_are_told_and_the_figures_without_them(call, tmp_path, mine, manifest):
    rows = [
        ("东市，河道清淤。", "春运", "新"),
        ("上市河道清淤", "生态", "东报"),
        ("上市列车加开", "春运", "新"),
        ("下市列车加开", "春运", ""),
    ]
    test = table(tmp_path / "test.csv", rows)
    done = call("train", mine, "--quick", "-o", "m", "--test", test, "--group-column", "article")
    assert "--test, duplicates across splits: 1 text(s) repeat a text of another table" in done.err
    assert "--test: 1 text(s) belong to groups of which another table has texts, too" in done.err
    assert "On the 2 of them that are not known from other tables: accuracy 1.000, macro-F1 1.000" in done.err
    found = manifest()["test"]
    assert (found["n"], found["accuracy"], found["leaks"]) == (4, 0.75, {"copies": 1, "grouped": 1})
    assert (found["fresh"]["n"], found["fresh"]["accuracy"]) == (2, 1.0)


def test_a_test_of_the_training_texts_alone_says_so(call, mine, manifest):
    done = call("train", mine, "--quick", "-o", "m", "--test", mine)
    assert "All of them are known from other tables" in done.err
    assert manifest()["test"]["fresh"] == {"n": 0}
    assert call("info", "m", "--format", "table").returncode == 0


def test_labels_that_training_lacks_count_as_wrong_and_are_told(call, tmp_path, mine, manifest):
    test = table(tmp_path / "test.csv", [*rows_of("上"), ("体育比赛开幕", "体育", "x"), ("足球比赛", "体育", "y")])
    done = call("train", mine, "--quick", "-o", "m", "--test", test)
    assert "--test has labels that the data to learn from lack, so that their texts count as wrong: 体育 (2)." in done.err
    assert manifest()["test"]["accuracy"] == 0.8


def test_tables_of_several_labels_are_measured(call, tmp_path, manifest):
    rows = [(text, f"{label};新闻" if place % 2 else label, "x") for place, (text, label, _) in enumerate(rows_of("东西南北中"))]
    mine, test = (
        table(tmp_path / "mine.csv", rows),
        table(tmp_path / "test.csv", [("上市河道清淤", "生态;新闻", "x"), ("会议", "", "y")]),
    )
    done = call("train", mine, "--quick", "-o", "m", "--label-separator", ";", "--test", test, "--dev", mine)
    assert done.returncode == 0, done.err
    assert manifest()["test"]["n"] == 2
    assert manifest()["test"]["fingerprint"] == fingerprint_of(["上市河道清淤", "会议"], [["生态", "新闻"], []])


# --- --dev --------------------------------------------------------------------------------------------------------------


def test_dev_texts_tune_the_model_as_the_estimator_does(call, tmp_path, mine, manifest):
    rows = rows_of("上下")
    done = call("train", mine, "-o", "m", "--dev", table(tmp_path / "dev.csv", rows))
    learned, (texts, labels, _) = rows_of("东西南北中"), zip(*rows, strict=True)
    classifier = newsclf.ThemeClassifier().fit([row[0] for row in learned], [row[1] for row in learned], dev=(texts, labels))
    classifier.save(tmp_path / "python" / "m")
    assert manifest() == manifest("python/m")
    assert manifest()["training"]["dev"] == {"fingerprint": fingerprint_of(texts, [[label] for label in labels]), "texts": 16}
    assert "macro-F1 on the texts of --dev, by which thresholds were chosen, 1.000" in done.err
    assert "out of fold" not in done.err
    assert "On the texts of --dev: macro-F1 1.000" in call("info", "m", "--format", "table").out
    assert "在 --dev 文本上" in call("info", "m", "--format", "table", *CHINESE).out


def test_dev_texts_of_unknown_labels_are_left_out_and_told(call, tmp_path, mine, manifest):
    dev = table(tmp_path / "dev.csv", [*rows_of("上"), ("体育比赛开幕", "体育", "x")])
    done = call("train", mine, "--quick", "-o", "m", "--dev", dev)
    assert "--dev has labels that the data to learn from lack: 体育 (1); they are left out of it." in done.err
    assert manifest()["training"]["dev"]["texts"] == 8


def test_leaks_into_dev_and_from_dev_into_test_are_told(call, tmp_path, mine):
    dev = table(tmp_path / "dev.csv", [*rows_of("上"), ("东市河道清淤", "生态", "x")])
    test = table(tmp_path / "test.csv", [("上市河道清淤！", "生态", "x"), ("下市列车加开", "春运", "x")])
    done = call("train", mine, "--quick", "-o", "m", "--dev", dev, "--test", test, *CHINESE)
    assert "--dev 与其他表格有重复：1 条文本" in done.err
    assert "其中未在其他表格出现过的 8 条" in done.err
    assert "--test 与其他表格有重复：1 条文本" in done.err
    assert "其中未在其他表格出现过的 1 条" in done.err


@pytest.mark.parametrize("option", ["--dev", "--test"])
@pytest.mark.parametrize(
    ("rows", "told"),
    [("", "no rows"), ('{"text": "河道", "label": null}', "no text with a label"), (None, "cannot be read")],
)
def test_further_tables_that_are_of_no_use_are_one_sentence(call, tmp_path, option, rows, told):
    if rows is not None:
        (tmp_path / "further.jsonl").write_text(rows, encoding="utf-8")
    (tmp_path / "mine.jsonl").write_text(
        "".join(json.dumps({"text": text, "label": label}) + "\n" for text, label, _ in rows_of("东西")), encoding="utf-8"
    )
    done = call("train", "mine.jsonl", "--quick", "-o", "m", option, "further.jsonl")
    assert done.returncode == 1
    assert told in done.err.splitlines()[-1]
    assert not (tmp_path / "m").exists()


def test_dev_with_none_of_the_labels_is_refused():
    learned, dev = Labelled(["河", "车"], ["生态", "春运"]), Labelled(["球"], ["体育"])
    with pytest.raises(TrainingError) as caught:
        further("dev", dev, [learned])
    assert caught.value.evidence == {"reason": "no_text_left", "option": "--dev"}


@pytest.mark.parametrize(
    ("learned", "given", "expected"),
    [
        (["a", "b"], [["a", "b"], [], "b"], ["a", "b"]),
        ([["a"], ["b", "c"]], ["a", "x", "c"], [["a"], ["c"]]),
        ([["a"], ["b"]], [["x", "a"], ["x"], []], [["a"], []]),
        (["a", "other"], ["other", "a", []], ["other", "a", "other"]),
        (["a", "b"], ["other", "a", []], ["a"]),
        ([["a"], ["b"]], ["other", "a"], [[], ["a"]]),
    ],
)
def test_labels_of_dev_take_the_form_of_those_to_learn_from(learned, given, expected):
    found, _ = further("dev", Labelled(list("河车山")[: len(given)], given), [Labelled(["水", "路"], learned)])
    assert found.data.labels == expected


def test_help_names_the_new_options_in_both_languages(call):
    for arguments in ([], CHINESE):
        shown = call("train", "--help", *arguments, env=ENGLISH).out
        assert all(f"\n  {option}" in shown for option in ("--themes", "--dev", "--test", "--overwrite"))
