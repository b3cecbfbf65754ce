from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.explanation import Explanation, Share, character_shares, explain

WORDS = [
    "志愿者",
    "春运",
    "清理",
    "河道",
    "高铁 站",
    "⑴",
    "㈠",
    "12 345",
    "F-16",
    "Ⅲ类",
    "。",
    " ",
    "\n",
    "ＡＢＣ",
    "①",
    "ﷺ",
    "𠀀",
    "\ud800",
]
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS)).map("".join), st.text(st.characters(exclude_categories=()), max_size=60))
TEXT = "志愿者在高铁站为返乡旅客引路，志愿者很忙。"


@settings(deadline=None, max_examples=60)
@given(text=TEXTS, column=st.integers(0, 3))
def test_intercept_and_shares_add_up_to_the_score(text, column, model):
    account = explain(model, text, model.themes[column])
    total = account.intercept + sum(share.share for share in account.shares)
    assert total == pytest.approx(account.score, rel=1e-9, abs=1e-12)
    assert account.score == pytest.approx(model.decision_function([text])[0, column], rel=1e-9)


@settings(deadline=None, max_examples=60)
@given(text=TEXTS)
def test_words_stand_in_the_text_where_the_account_says(text, model):
    for share in explain(model, text).shares:
        assert text[share.start : share.end] == share.word
        assert share.word == share.word.strip()


@settings(deadline=None, max_examples=60)
@given(text=TEXTS)
def test_shares_fall_and_name_each_word_once(text, model):
    shares = explain(model, text).shares
    assert [share.share for share in shares] == sorted((share.share for share in shares), reverse=True)
    assert len({share.word for share in shares}) == len(shares)


def test_a_word_that_stands_twice_is_accounted_once_where_it_first_stands(model):
    (share,) = (share for share in explain(model, TEXT).shares if share.word == "志愿者")
    assert (share.start, share.end) == (0, 3)


def test_words_are_shown_as_they_stand_in_the_text(model):
    words = {share.word for share in explain(model, "水质达到Ш类，志 愿 者种树３８亩。").shares}
    assert {"志 愿 者", "３８"} <= words


@pytest.mark.parametrize("text", ["", " \n", "。！？", "\ud800", "…"])
def test_a_text_without_words_has_only_the_intercept(text, model):
    account = explain(model, text)
    assert account.shares == ()
    assert account.score == account.intercept
    assert account.deciding() == ()


def test_unknown_words_have_no_share(model):
    shares = explain(model, "龘靐齉爩").shares
    assert shares
    assert all(share.share == 0 for share in shares)


def test_by_default_the_primary_theme_is_accounted_for(model):
    label = model.label(TEXT)
    account = explain(model, TEXT)
    assert account.theme == label.theme
    assert account.probability == pytest.approx(label.score)
    assert account.threshold == model.rule.thresholds[model.themes.index(label.theme)]


def test_for_other_the_nearest_theme_is_accounted_for(model):
    high = replace(model, rule=replace(model.rule, thresholds=np.array([0.99, 0.999, 0.999, 0.999])))
    label = high.label("球队昨晚客场取胜。")
    assert label.theme == "other"
    account = explain(high, "球队昨晚客场取胜。")
    assert account.theme == max(
        high.themes, key=lambda theme: label.scores[theme] - high.rule.thresholds[high.themes.index(theme)]
    )


@pytest.mark.parametrize("column", range(4))
def test_a_given_theme_is_accounted_for(model, column):
    account = explain(model, TEXT, model.themes[column])
    assert account.theme == model.themes[column]
    assert account.probability == pytest.approx(model.predict_proba([TEXT])[0, column])


@pytest.mark.parametrize("theme", ["体育", "", "other"])
@pytest.mark.parametrize("account", [explain, character_shares])
def test_an_unknown_theme_is_refused(model, theme, account):
    with pytest.raises(ValueError, match="there are ecology, livelihood"):
        account(model, TEXT, theme)


@settings(deadline=None, max_examples=60)
@given(text=TEXTS, column=st.integers(0, 3))
def test_intercept_and_the_shares_of_characters_add_up_to_the_score(text, column, model):
    shares = character_shares(model, text, model.themes[column])
    assert shares.shape == (len(text),)
    total = model.intercept[column] + shares.sum()
    assert total == pytest.approx(model.decision_function([text])[0, column], rel=1e-9, abs=1e-12)


@settings(deadline=None, max_examples=60)
@given(text=TEXTS)
def test_the_places_of_words_follow_each_other_and_add_up_to_their_words(text, model):
    account = explain(model, text, "ecology")
    ends = [0, *(span.end for span in account.spans)]
    assert all(end <= span.start for end, span in zip(ends, account.spans, strict=False))
    assert all(text[span.start : span.end] == span.word for span in account.spans)
    shares = {share.word: share.share for share in account.shares}
    found = {word: sum(span.share for span in account.spans if span.word == word) for word in shares}
    assert found == pytest.approx(shares, abs=1e-12)


@pytest.mark.parametrize("theme", [None, "ecology"])
def test_the_classifier_explains_as_its_model_does(classifier, theme):
    assert classifier.explain(TEXT, theme) == explain(classifier.to_model(), TEXT, theme)


def test_deciding_words_speak_for_the_theme_and_are_no_more_than_asked():
    shares = tuple(
        Share(word, place, place + 1, share) for place, (word, share) in enumerate([("甲", 2.0), ("乙", 1.0), ("丙", -1.0)])
    )
    account = Explanation("生态", 0.9, 0.5, 2.0, 0.0, shares)
    assert account.deciding() == ("甲", "乙")
    assert account.deciding(1) == ("甲",)
    assert account.deciding(0) == ()


def test_deciding_words_of_a_clear_text_are_its_theme_words(model):
    assert "志愿者" in explain(model, TEXT, "volunteering").deciding()
    assert "志愿者" not in explain(model, TEXT, "ecology").deciding()


def test_accounts_are_frozen(model):
    with pytest.raises(FrozenInstanceError):
        explain(model, TEXT).score = 0.0


@pytest.mark.parametrize("text", ["⑴志愿者植树", "㈠春运首日", "⒈河水清了", "志愿者⑵义诊"])
def test_one_character_that_folds_to_several_is_one_word(model, text):
    shares = explain(model, text).shares
    assert all(share.word and text[share.start : share.end] == share.word for share in shares)
    assert {"⑴", "㈠", "⒈", "⑵"} & {share.word for share in shares}
