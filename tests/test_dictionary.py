from __future__ import annotations

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsclf
from newsclf import ThemeClassifier
from newsclf.dictionary import check, read_dictionary, settle
from newsclf.errors import DictionaryError
from newsclf.tokens import cut, tokenizer

WORDS = [
    "河长制",
    "长护险",
    "再就业服务",
    "志愿河长",
    "民工潮",
    "送温暖工程",
    "C++",
    "covid",
    "5G基站",
    "生态-环境",
    "的水",
    "㙍泥",
]
SETTLED = settle([(word, None) for word in WORDS])


@pytest.fixture(scope="module")
def jieba():
    """Jieba itself with the words, as `jieba.load_userdict` adds them."""
    import jieba

    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word, frequency in settle([(word, None) for word in WORDS]):
        tokenizer.add_word(word, frequency)
    return tokenizer


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("", []),
        ("河长制\n\n长护险 20\n民工潮 3 n\n送温暖 nz\n", [("河长制", None), ("长护险", 20), ("民工潮", 3), ("送温暖", None)]),
        ("  河长制\t7 ", [("河长制", 7)]),
        ("5G\r\n2024", [("5G", None), ("2024", None)]),
    ],
)
def test_a_dictionary_has_words_and_perhaps_frequencies(text, entries):
    assert read_dictionary(text, "words.txt") == entries


@pytest.mark.parametrize("line", ["河长制 多 n x", "河长制 -5", "河长制 1.5 n", "河长制 9999999999", "河 长 制"])
def test_a_line_that_is_none_is_named(line):
    with pytest.raises(DictionaryError) as caught:
        read_dictionary(f"长护险\n{line}\n", "words.txt")
    assert caught.value.evidence == {"source": "words.txt", "line": 2, "found": line}
    assert "\n" not in str(caught.value)


def test_words_without_a_frequency_get_jiebas_own(jieba):
    settled = dict(settle([("民工潮", None), ("长护险", 20)]))
    assert settled["长护险"] == 20
    assert settled["民工潮"] == jieba.FREQ["民工潮"] > 1


def test_words_are_settled_in_their_normal_form_the_last_one_counting():
    assert settle([("ＣＯＶＩＤ", 3), ("5G基站", 4), ("covid", 9), (" ", 1)]) == (("covid", 9), ("0g基站", 4))


@settings(deadline=None, max_examples=300)
@given(pieces=st.lists(st.sampled_from([*map(str.lower, WORDS), "推行", "工作", "。", "的", "水质", "，", "F-16"]), max_size=8))
def test_the_cut_is_jiebas_with_the_same_words(jieba, pieces):
    text = "".join(pieces)
    assert tokenizer(settle([(word, None) for word in WORDS])).cut(text) == jieba.lcut(text)


def test_on_real_paragraphs_the_cut_is_jiebas_with_the_same_words(jieba, corpus):
    ours = tokenizer(settle([(word, None) for word in WORDS]))
    texts = [row["text"] for row in corpus[:1000]]
    assert [ours.cut(text) for text in texts] == [jieba.lcut(text) for text in texts]


def test_nobody_elses_cut_changes():
    assert tokenizer(settle([("的水", 10**6)])).cut("河道的水") == ["河道", "的水"]
    assert cut("河道的水") == ["河道", "的", "水"]


@pytest.mark.parametrize(
    ("entry", "whole", "reason", "detail"),
    [
        (("河长制", None), True, None, ""),
        (("河长制", 1), True, None, ""),
        (("中华人民", 1), False, "outweighed", None),
        (("绿水，青山", None), False, "cut at", ","),
        (("㙍泥", None), False, "cut at", "㙍"),
        (("c++", None), True, "no term", ""),
        (("绿" * 40, None), True, "too long", "32"),
    ],
)
def test_a_check_says_whether_a_word_comes_out_whole_and_why_not(entry, whole, reason, detail):
    (finding,) = check([entry])
    assert (finding.whole, finding.reason) == (whole, reason)
    assert detail is None or finding.detail == detail


def test_the_frequency_that_a_check_asks_for_suffices():
    (finding,) = check([("中华人民", 1)])
    assert check([("中华人民", int(finding.detail))])[0].whole


def test_a_models_dictionary_is_kept_and_decides_what_its_words_are(corpus, tmp_path):
    part = corpus[:500:4]
    texts, themes = [row["text"] + "全市推行河长湾制。" for row in part], [row["themes"] for row in part]
    classifier = ThemeClassifier(dictionary=["推行河长", "从未出现"]).fit(texts, themes)
    assert "推行河长" in classifier.features_.terms_
    assert "从未出现" not in classifier.features_.terms_
    classifier.save(tmp_path / "model")
    opened = newsclf.load(tmp_path / "model")
    assert opened.dictionary == classifier.features_.dictionary
    assert "推行河长" in {share.word for share in newsclf.explain(opened, "全市推行河长湾制。").shares}
    assert "推行河长" not in {share.word for share in newsclf.explain(newsclf.load(), "全市推行河长湾制。").shares}


def test_a_word_of_a_whole_page_is_none():
    assert read_dictionary("河" * 256, "words.txt") == [("河" * 256, None)]
    with pytest.raises(DictionaryError) as caught:  # jieba would take minutes
        read_dictionary("河" * 257, "words.txt")
    assert caught.value.found == "河" * 60
