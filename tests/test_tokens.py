from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from newsclf.tokens import cut, is_word, words

CORPUS = Path(__file__).parent.parent / "training" / "corpus" / "paragraphs.jsonl"

THRICE = re.compile(r"([\u4e00-\u9fff])\1\1")
"""一一一: the known difference, told in newsclf.tokens."""

Reference = Callable[[str], list[str]]

laws = settings(deadline=None, max_examples=200)


@pytest.fixture(scope="session")
def reference(tmp_path_factory) -> Reference:
    """The cut of jieba itself: a tokenizer of our own, whose cache lands in no shared folder and which says nothing."""
    import jieba

    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    return tokenizer.lcut


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("志愿者清理河道垃圾。", ["志愿者", "清理", "河道", "垃圾", "。"]),
        ("F-16", ["F", "-", "16"]),
        ("增长3.5%", ["增长", "3.5%"]),
        ("  \n", [" ", " ", "\n"]),
    ],
)
def test_cut(text, tokens):
    assert cut(text) == tokens


@pytest.mark.parametrize(
    "text",
    [
        "F-16",
        "一架F-16战机",
        "C++",
        "学C++和C#",
        "v1.2.3",
        "3.5%",
        "3.5.1%",
        "a@b.com",
        "AT&T",
        "AT&T公司",
        "file_name.txt",
        "my-file_name-2.tar.gz",
        "https://www.example.com/a_b?c=d&e=1.5%",
        "B超、CT、T恤、卡拉OK",
        "PM2.5浓度下降12.3%",
        "5G+4K",
        "COVID-19",
        "Wi-Fi",
        "1,234.56",
        "2024-01-02 03:04:05",
        "\U00020000",
        "野\U00020000生",
        "〇",
        "二〇二四年",
        "々",
        "ＡＢＣ１２３",
        "\r\n一\r\n\n二\t三 \u3000四",
        "\u2028\x0c\x85",
        "😀志愿者👨‍👩‍👧",
        "e\u0301té naïve Straße",
        "“春运”……——（图）",
        "100%",
        ".5",
        "中_国",
    ],
)
def test_cut_is_that_of_jieba_in_runs_of_ascii(text, reference):
    assert cut(text) == reference(text)


def test_cut_is_that_of_jieba_on_all_our_paragraphs(reference):
    texts = [json.loads(line)["text"] for line in CORPUS.read_text("utf-8").splitlines()]
    assert len(texts) > 400
    assert [text for text in texts if cut(text) != reference(text)] == []


@given(text=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=40))
@laws
def test_cut_is_that_of_jieba_on_any_han(text, reference):
    assume(not THRICE.search(text))
    assert cut(text) == reference(text)


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
@laws
def test_joined_tokens_are_the_text(text):
    assert "".join(cut(text)) == text


@pytest.mark.parametrize("token", ["志愿者", "a", "0", "〇", "_", "\U00020000", "é", "3.5%"])
def test_a_token_with_a_letter_or_digit_is_a_word(token):
    assert is_word(token)


@pytest.mark.parametrize("token", ["", "。", " ", "\n", "-", "——", "“", "%", "😀", "\ufffd"])
def test_a_token_without_is_none(token):
    assert not is_word(token)


def test_words_are_the_tokens_without_punctuation_and_space():
    assert words("“春运”期间， F-16。\n") == ["春运", "期间", "F", "16"]


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@laws
def test_words_are_a_part_of_the_tokens_in_order(text):
    assert words(text) == [token for token in cut(text) if is_word(token)]


MIX = st.lists(
    st.sampled_from(
        [
            "水",
            "河",
            "志愿者",
            "春运",
            "的",
            "一",
            "3.5%",
            "C++",
            "F-16",
            "T恤",
            "㐀",
            "\U00020000",
            "鿗",
            "々",
            " ",
            "\r\n",
            "，",
            "(",
            "@",
        ]
    )
    | st.text(st.sampled_from("abXY019-+#&._%"), max_size=6),
    max_size=12,
).map("".join)


@pytest.mark.parametrize("text", ["#&", "a#&b", "--+", "100%.", "河-_", "_.志", "㐀㐀", "志愿者𠀀𠀀公布", "鿖鿗", "-𠀀"])
def test_cut_is_that_of_jieba_in_rows_of_signs_and_rare_han(text, reference):
    assert cut(text) == reference(text)


@given(text=MIX)
@settings(deadline=None, max_examples=500)
def test_cut_is_that_of_jieba_on_any_mix(text, reference):
    assume(not THRICE.search(text))
    assert cut(text) == reference(text)
