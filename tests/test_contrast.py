from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.contrast import contrast
from newsclf.explanation import explain

TEXT = "志愿者在高铁站为返乡旅客引路，志愿者很忙。"
PIECES = ["志愿者", "春运", "清理", "河道", "⑴", "F-16", "。", " ", "\n", "ＡＢＣ", "社区", "\ud800"]
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES)).map("".join), st.text(max_size=40))


def log_odds(model, text, theme):
    """By the model's own probability."""
    probability = model.predict_proba([text])[0, model.themes.index(theme)]
    return np.log(probability / (1 - probability))


@settings(deadline=None, max_examples=50)
@given(text=TEXTS, pair=st.permutations(range(4)).map(lambda order: order[:2]))
def test_start_and_words_add_up_to_the_difference_of_log_odds(text, pair, model):
    one, other = (model.themes[place] for place in pair)
    found = contrast(model, text, one, other)
    total = found.start + sum(word.difference for word in found.words)
    assert total == pytest.approx(found.difference, rel=1e-9, abs=1e-9)
    if abs(found.difference) < 20:  # beyond, probabilities are too near to one
        assert found.difference == pytest.approx(log_odds(model, text, one) - log_odds(model, text, other), abs=1e-3)


@settings(deadline=None, max_examples=30)
@given(text=TEXTS)
def test_against_the_other_way_round_is_the_same_with_the_sign_turned(text, model):
    there, back = contrast(model, text, "ecology", "livelihood"), contrast(model, text, "livelihood", "ecology")
    assert there.difference == pytest.approx(-back.difference)
    assert {word.word: word.difference for word in there.words} == pytest.approx(
        {word.word: -word.difference for word in back.words}
    )


def test_a_text_of_no_theme_is_compared_with_the_threshold(model):
    found = contrast(model, "会议听取了社区工作汇报。", "other", "livelihood")
    limit = model.rule.thresholds[model.themes.index("livelihood")]
    missing = np.log(limit / (1 - limit)) - log_odds(model, "会议听取了社区工作汇报。", "livelihood")
    assert found.difference == pytest.approx(missing)
    assert found.start + sum(word.difference for word in found.words) == pytest.approx(found.difference)
    assert all(word.theme == 0 for word in found.words)
    assert found.words[-1].word == "社区"  # what speaks most for the theme speaks most against none
    assert not found.is_named


@pytest.mark.parametrize("limit", [0.0, 1.0])
def test_a_threshold_that_nothing_or_everything_reaches_has_finite_log_odds(limit, model):
    rule = replace(model.rule, thresholds=np.full(4, limit))
    found = contrast(replace(model, rule=rule), TEXT, "other", "ecology")
    assert np.isfinite(found.difference)


def test_the_rival_that_is_named_too_is_said_to_be(model):
    assert contrast(model, "春运期间志愿者在车站为返乡旅客引路。", "volunteering", "spring_travel").is_named
    assert not contrast(model, TEXT, "volunteering", "ecology").is_named


def test_words_are_those_of_the_explanation(model):
    found = contrast(model, TEXT, "volunteering", "ecology")
    shares = {share.word: share.share for share in explain(model, TEXT, "volunteering").shares}
    slope = model.rule.slope[model.themes.index("volunteering")]
    assert {word.word: word.theme for word in found.words} == pytest.approx(
        {word: share * slope for word, share in shares.items()}
    )
    assert all(TEXT[word.start : word.end] == word.word for word in found.words)
    assert [word.difference for word in found.words] == sorted((word.difference for word in found.words), reverse=True)


@pytest.mark.parametrize(
    ("one", "other"), [("ecology", "ecology"), ("ecology", "体育"), ("体育", "ecology"), ("ecology", "other")]
)
def test_what_is_no_pair_of_themes_is_refused(one, other, model):
    with pytest.raises(ValueError):  # noqa: PT011
        contrast(model, TEXT, one, other)
