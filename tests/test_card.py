from __future__ import annotations

import numpy as np
import pytest

from newsclf.card import metrics_table, model_card, table
from newsclf.metrics import report


def make_facts(**notes):
    truth, guess = ["生态", "生态", "other", "other"], ["生态", "other", "other", "other"]
    accepted = np.array([[True], [True], [False], [False]])
    measured = report(truth, guess, ("生态",), accepted, accepted, np.array([[0.9], [0.4], [0.1], [0.1]]))
    training = {
        "labels": {"生态": 2},
        "without_theme": 2,
        "texts": 4,
        "fingerprint": "0123abcd",
        "features": {"terms": 7, "vectors": 3},
    }
    return {"training": training, "out_of_fold": measured.as_dict(), "notes": notes}


def test_the_levels_of_paths_are_told():
    truth, guess, nothing = ["农/畜", "农/草"], ["农/草", "农/草"], np.zeros((2, 0), bool)
    facts = make_facts()
    assert "level" not in model_card("m", facts)
    facts["out_of_fold"] = report(truth, guess, (), nothing, nothing, np.zeros((2, 0)), "/").as_dict()
    assert "Labels cut to level 1 of their paths: macro-F1 1.000, accuracy 1.000.\n" in model_card("m", facts)


def test_a_table_is_markdown():
    assert table(("主题", "n"), [("生态", 1), ("春运", 2)]) == "| 主题 | n |\n| --- | --- |\n| 生态 | 1 |\n| 春运 | 2 |\n"


def test_a_table_without_rows_is_its_head():
    assert table(["a"], []) == "| a |\n| --- |\n"


def test_the_metrics_table_has_a_row_per_label_with_three_decimals():
    rows = metrics_table(make_facts()["out_of_fold"]).splitlines()[2:]
    assert rows == ["| other | 0.667 | 1.000 | 0.800 | 2 |", "| 生态 | 1.000 | 0.500 | 0.667 | 2 |"]


@pytest.mark.parametrize(
    "part",
    [
        "# 我的模型\n",
        "| 生态 | 2 |",
        "| (none) | 2 |",
        "| all | 4 |",
        "| TF-IDF of jieba words and of runs of one to three characters | 7 |",
        "| word vectors learned from unlabelled text, by density | 3 |",
        "`0123abcd`",
        "Macro-F1 0.733, accuracy 0.750 on 4 texts",
        "upper bound",
        "Expected calibration error: 生态 0.225.",
    ],
)
def test_the_card_tells_data_and_figures(part):
    assert part in model_card("我的模型", make_facts())


def test_notes_become_sections_in_their_order():
    card = model_card("m", make_facts(来源="三家报纸。", Licence="CC0"))
    assert "## 来源\n\n三家报纸。\n" in card
    assert card.index("## 来源") < card.index("## Licence\n\nCC0")
    assert card.index("## Out of fold") < card.index("## 来源")


def test_a_card_ends_in_one_newline():
    card = model_card("m", make_facts())
    assert card.endswith("\n")
    assert not card.endswith("\n\n")


def test_a_card_without_figures_says_so_instead_of_zeros():
    facts = make_facts()
    facts["out_of_fold"] = facts["out_of_fold"] | {"n": 0}
    card = model_card("m", facts)
    assert "Nothing was measured" in card
    assert "Macro-F1" not in card


def test_the_card_tells_unlabelled_texts_and_weak_labels():
    facts = make_facts()
    facts["training"] |= {
        "unlabelled": {"texts": 5, "given": 9, "fingerprint": "4567", "method": "naive Bayes"},
        "weak_labels": {},
    }
    card = model_card("m", facts)
    assert "5 unlabelled texts, too, chosen from 9 (fingerprint `4567`): naive Bayes" in card
    assert card.index("The labels are weak") < card.index("Macro-F1")


def test_a_saved_model_carries_its_card(classifier, model_folder):
    facts = {"training": classifier.training_, "out_of_fold": classifier.out_of_fold_, "notes": {}}
    assert (model_folder / "CARD.md").read_text("utf-8") == model_card("my-model", facts)


def test_a_cell_cannot_break_the_table():
    assert table(["主题"], [["a|b\nc"]]).splitlines()[-1] == "| a\\|b c |"


TESTED = {"fingerprint": "feed", "macro_f1_interval": [0.5, 0.9]}


def test_a_model_that_was_tuned_with_dev_texts_says_so():
    facts = make_facts()
    facts["training"]["dev"] = {"texts": 4, "fingerprint": "beef"}
    card = model_card("m", facts)
    assert "## On the dev texts" in card
    assert "Out of fold" not in card


def test_the_card_tells_themes_in_their_order():
    said = {
        "names": {"zh": "春运"},
        "definitions": {"zh": "返乡|返程", "en": "going home"},
        "colour": "#1b9e77",
        "seed_words": [],
    }
    card = model_card(
        "m", make_facts() | {"theme_facts": {"travel": said, "a": said | {"names": {"en": "A"}, "definitions": {}}}}
    )
    assert "## Themes\n\n| theme | en | zh | definition | colour |" in card
    assert "| travel |  | 春运 | 返乡\\|返程 / going home | #1b9e77 |\n| a | A |  |  | #1b9e77 |" in card
    assert "## Themes" not in model_card("m", make_facts())


def test_the_card_tells_figures_on_test_texts_and_without_leaks():
    facts = make_facts(来源="报纸")
    facts["test"] = TESTED | facts["out_of_fold"]
    card = model_card("m", facts)
    assert "## On test texts\n\nMacro-F1 0.733 (95 % interval 0.500 to 0.900), accuracy 0.750 on 4 texts." in card
    assert "`feed`" in card
    assert card.index("## Out of fold") < card.index("## On test texts") < card.index("## 来源")
    facts["test"] |= {
        "leaks": {"copies": 2, "grouped": 1},
        "fresh": {"n": 2, "accuracy": 0.5, "macro_f1": 0.25, "macro_f1_interval": [0.0, 1.0]},
    }
    assert "2 of these texts copy" in model_card("m", facts)
    assert "Without them: Macro-F1 0.250 (95 % interval 0.000 to 1.000), accuracy 0.500 on 2 texts." in model_card("m", facts)
    facts["test"]["fresh"] = {"n": 0}
    assert "no text is left" in model_card("m", facts)


@pytest.mark.parametrize("same", [True, False])
def test_an_updated_model_says_what_it_comes_from(same):
    facts = make_facts()
    old = {"model": "旧@0123", "fingerprint": "fedc", "same_data": same, "old_texts": 70, "new_texts": 26}
    card = model_card("m", facts | {"training": facts["training"] | {"updated_from": old}})
    assert "An update of `旧@0123`: learned anew, with its settings, from 70 texts of fingerprint `fedc`" in card
    assert "and 26 new ones." in card
    assert ("other data than it had learned from" in card) == (not same)
