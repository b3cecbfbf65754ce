from __future__ import annotations

from contextvars import copy_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.errors import BinaryFileError, EncodingError, MissingFileError, NewsclfError, ThemesError
from newsclf.messages import use_language
from newsclf.theme_file import parse_themes, read_themes

FILE = """
# 我们的主题
["生态"]
en = "Ecology"
definition = "保护和修复自然"
colour = "#1B9E77"
seed_words = ["湿地", "污水", "湿地"]

[volunteering]
zh = "志愿"
definition.zh = "志愿者所做的事"
definition.en = "what volunteers do"
"""


def test_a_file_tells_themes_in_its_order():
    themes = parse_themes(FILE, "themes.toml")
    assert list(themes) == ["生态", "volunteering"]
    ecology, volunteering = themes.values()
    assert (ecology.key, ecology.name("zh"), ecology.name("en")) == ("生态", "生态", "Ecology")
    assert ecology.definition("zh") == ecology.definition("en") == "保护和修复自然"
    assert (ecology.colour, ecology.seed_words) == ("#1b9e77", ("湿地", "污水"))
    assert (volunteering.definition("en"), volunteering.colour, volunteering.seed_words) == ("what volunteers do", "", ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_file_is_read_in_the_encodings_of_texts(tmp_path, encoding, line_end):
    path = tmp_path / "主题.toml"
    path.write_bytes(FILE.replace("\n", line_end).encode(encoding))
    assert read_themes(path) == read_themes(str(path)) == parse_themes(FILE, "x")


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path):
    with pytest.raises(MissingFileError, match=r"nowhere\.toml"):
        read_themes(tmp_path / "nowhere.toml")
    with pytest.raises(MissingFileError):
        read_themes("a\0b")
    (tmp_path / "z.toml").write_bytes(b"\0" * 50)
    with pytest.raises(BinaryFileError):
        read_themes(tmp_path / "z.toml")
    (tmp_path / "e.toml").write_bytes(b"[a]\nzh = '\xff\xff'\n")
    with pytest.raises(EncodingError) as caught:
        read_themes(tmp_path / "e.toml")
    assert caught.value.line == 2


@pytest.mark.parametrize("text", ["", "\n# nothing\n"])
def test_a_file_without_themes_says_nothing(text):
    assert parse_themes(text, "x") == {}


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("[a]\nzh = 志愿\n", 2, "quotes"),
        ("\n\n[生态]\n", 3, '["生态"]'),
        ("[a]\nzh = '志愿", 2, "not TOML"),
        ("[a]\n\n[b]\n[a]\n", 4, "not TOML"),
        ("[a]\nzh = 'x'\nzh = 'y'\n", 3, "not TOML"),
        ("name = 'x'\n[a]\n", 1, "name stands outside"),
        ("[a]\n[[b]]\n", 2, "b stands outside"),
        ("[a]\n\ncolor = '#ffffff'\n", 3, "no setting color; use zh, en, definition, colour, seed_words"),
        ("[sport]\n[sport.football]\nzh = '足球'\n", 2, "no setting football"),
        ("[a]\n[b]\nzh = 'x'\ncolour = 'red'\n", 4, '"#1b9e77"'),
        ("[a]\ncolour = '#ffffff'\n[b]\ncolour = 0xffffff\n", 4, "colour"),
        ("[a]\nzh = ''\n", 2, "zh should be a name"),
        ("[a]\nen = 'a\\tb'\nzh = \"a\\tb\"\n", 3, "zh should be a name"),
        ("[a]\nen = ['x']\n", 2, "en should be a name"),
        ("[a]\ndefinition = 3\n", 2, "definition should be"),
        ("[a]\nzh = 'x'\n[a.definition]\nfr = 'x'\n", 3, "definition should be"),
        ("[a]\nseed_words = '湿地'\n", 2, "seed_words should be"),
        ("[a]\nseed_words = [\n'湿地',\n'',\n]\n", 2, "seed_words should be"),
        ("a = { zh = 'x', colour = 'red' }\n", 1, "colour"),
        ("['']\n", 1, "a label has"),
        ("['" + "长" * 101 + "']\n", 1, "a label has"),
        ("[a]\nzh = '生态'\n[b]\nzh = '生态'\n", 4, "生态 is already what the theme a is called"),
        ("[a]\nen = 'b'\n[b]\n", 3, "b is already"),
        ("[a]\nzh = '其他'\n", 2, "other"),
        ("x = " + "9" * 5000, 1, "not TOML"),
        ("x = " + "[" * 5000, 1, "not TOML"),
    ],
)
def test_what_a_theme_cannot_be_is_told_with_file_and_line_and_what_to_do(text, line, told):
    with pytest.raises(ThemesError) as caught:
        parse_themes(text, "我的.toml")
    sentence = str(caught.value)
    assert (caught.value.source, caught.value.line) == ("我的.toml", line)
    assert told in sentence
    assert sentence.startswith(f"我的.toml, line {line}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_errors_speak_chinese():
    def said() -> str:
        use_language("zh")
        with pytest.raises(ThemesError) as caught:
            parse_themes("[a]\ncolour = 'red'", "主题.toml")
        return str(caught.value)

    assert copy_context().run(said) == '主题.toml 第 2 行：colour 应为井号加六位十六进制数字，例如 "#1b9e77"。'


def test_other_may_be_described():
    assert parse_themes("[other]\nzh = '其他'\ncolour = '#999999'", "x")["other"].colour == "#999999"


PIECES = st.sampled_from(
    [*"[]{}=#.1\\\r\n", "[a]", '["生态"]', "zh", "'x'", '"#1b9e77"', "colour", "seed_words", "\n", "'''", "其他"]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_is_written_is_themes_or_one_sentence(text):
    themes, error = {}, None
    try:
        themes = parse_themes(text, "x")
    except NewsclfError as caught:
        error = caught
    assert all(key == theme.key for key, theme in themes.items())
    assert error is None or (1 <= error.line <= len(text.splitlines()) + 1 and "\n" not in str(error))
