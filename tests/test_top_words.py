import json
import subprocess
import sys

import pytest

from newsclf import ThemeClassifier
from newsclf.explanation import explain
from newsclf.top_words import SAMPLE, top_words


def test_the_words_of_a_theme_are_those_that_tell_of_it(model):
    assert "志愿者" in [word.word for word in model.top_words("volunteering", 10)]
    assert "春运" in [word.word for word in model.top_words("spring_travel", 10)]


def test_words_fall_and_are_as_many_as_asked(model):
    found = top_words(model, "ecology", 30)
    assert [word.share for word in found] == sorted((word.share for word in found), reverse=True)
    assert len({word.word for word in found}) == len(found) == 30


def test_a_negative_number_asks_for_those_against(model):
    against = top_words(model, "ecology", -5)
    assert all(word.share < 0 for word in against)
    assert [word.share for word in against] == sorted(word.share for word in against)


def test_a_share_is_about_what_the_word_adds_in_such_a_text(model):
    (word,) = top_words(model, "volunteering", 1)
    text = SAMPLE + word.word + "。"
    (shown,) = (share for share in explain(model, text, "volunteering").shares if share.word == word.word)
    assert shown.share == pytest.approx(word.share, rel=0.15)


@pytest.mark.parametrize("texts", [["志愿者清理河道", "春运加开列车"] * 4])
def test_a_model_without_lexicon_and_vectors_has_them_too(texts):
    clf = ThemeClassifier(effort="quick", vectors=None).fit(texts, ["志愿服务", "春运"] * 4)
    assert "志愿者" in [word.word for word in clf.to_model().top_words("志愿服务", 3)]


def test_a_theme_that_the_model_does_not_know_is_refused(model):
    with pytest.raises(ValueError, match="体育"):
        model.top_words("体育")


def test_the_command_lists_them():
    done = subprocess.run(
        [sys.executable, "-m", "newsclf", "info", "--words", "3", "--format", "jsonl"], capture_output=True, check=True
    )
    found = json.loads(done.stdout)["top_words"]
    assert [len(words) for words in found.values()] == [3] * 4
    assert set(found["ecology"][0]) == {"word", "share"}
