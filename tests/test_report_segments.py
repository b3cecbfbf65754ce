import pytest
from sheets import record

import newsclf
from newsclf.explanation import explain
from newsclf.io.records import text_record
from newsclf.report.looks import looks_of
from newsclf.report.segments import LONGEST, MOST_SCORES, show

MODEL = newsclf.load()
LOOKS = looks_of(MODEL.theme_facts, "zh", MODEL.themes)
TWO = "管住了排口，还要管住人手。沿河11个村都有自己的村级河长，每周巡河两趟，见到垃圾随手清，志愿者也来清理河道。"


def labelled(text, **changes):
    return {**text_record(1, text, MODEL.label(text), "a", MODEL.name, (1, 1)), **changes}


def shown(text, **changes):
    return show(MODEL, labelled(text, **changes), "s1", LOOKS)


def test_all_named_themes_stand_beside_the_text_the_primary_first():
    found = shown(TWO)
    assert [score.look.key for score in found.named] == list(MODEL.label(TWO).themes)
    assert len(found.named) == 2
    assert [words.look.key for words in found.words] == [score.look.key for score in found.named]
    assert found.css == " ".join(score.look.css for score in found.named)
    assert found.look is found.named[0].look


def test_the_marks_are_those_of_the_primary_theme_and_exact():
    found, account = shown(TWO), explain(MODEL, TWO)
    assert "".join(piece.text for piece in found.pieces) == TWO
    assert account.intercept + sum(piece.share for piece in found.pieces) == pytest.approx(account.score)
    assert found.words[0].speak_for[0] == account.shares[0]
    assert found.words[0].against[0] == account.shares[-1]
    assert not found.is_closest


def test_a_text_of_no_theme_shows_the_words_of_the_closest_but_marks_none():
    found = shown("工人们正在赶制一批出口果篮，厂里去年添了6台破篾机，产品卖到11个国家。")
    assert [score.look.key for score in found.named] == ["other"]
    assert found.is_closest
    assert found.words[0].look.key in MODEL.themes
    assert [piece.strength for piece in found.pieces] == [0]


def test_a_theme_that_is_merely_the_most_probable_is_shown_as_such(plain):
    text = "会议听取了工作汇报。"
    label = plain.label(text)
    looks = looks_of(plain.theme_facts, "en", plain.themes)
    record = text_record(1, text, label, "a", plain.name, (1, 1))
    found = show(plain, {**record, "themes": []}, "s1", looks)
    assert [(score.look.key, score.is_named) for score in found.named] == [(label.theme, False)]
    assert not found.is_closest


def test_an_abstention_has_scores_but_no_theme_and_no_words():
    found = shown("甲乙")
    assert (found.named, found.words, found.css) == ((), (), "none")
    assert len(found.scores) == 4


def test_scores_stand_beside_their_thresholds_in_the_order_of_themes():
    found = shown(TWO)
    assert [score.look.key for score in found.scores] == [key for key in LOOKS if key != "other"]
    assert [score.threshold for score in found.scores] == [
        MODEL.rule.thresholds[MODEL.rule.column(s.look.key)] for s in found.scores
    ]
    assert [score.is_named for score in found.scores] == [score.value >= score.threshold for score in found.scores]


def test_of_many_themes_the_most_probable_are_shown_and_all_that_are_named(classifier):
    many = tuple(f"主题{number}" for number in range(30))
    scores = {theme: number / 100 for number, theme in enumerate(many)}

    class Rule:
        thresholds = [0.5] * 30

        @staticmethod
        def column(theme):
            return many.index(theme)

    class Model:
        themes, rule = many, Rule

    looks = looks_of({}, "zh", many)
    found = show(Model, record(abstain=True, reason="too short", theme="other", scores=scores, themes=["主题3"]), "s1", looks)
    assert [score.look.key for score in found.scores] == ["主题3", *many[-MOST_SCORES:]]


def test_a_very_long_text_is_cut_and_says_so():
    text = TWO * 100
    found = shown(text)
    kept = "".join(piece.text for piece in found.pieces)
    assert LONGEST - 20 < len(kept) <= LONGEST
    assert found.left_out == len(text) - len(kept)
