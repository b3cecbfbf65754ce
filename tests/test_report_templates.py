import re
from base64 import b64encode
from contextvars import copy_context
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from newsclf.messages import use_language
from newsclf.report.templates import environment, number, page, percent, policy, probability, shown
from newsclf.visible import is_visible

HOSTILE = "<script>alert(1)</script></style>\"'&\u202e\x1b[31m\u2066甲\ud800"


def base(**facts):
    return page("base.html", **{"title": "一河清水", "version": "0.1", "model": "themes-zh 1", **facts})


def test_the_policy_allows_the_style_that_stands_in_the_page_and_nothing_else():
    made = base()
    style = re.search("<style>(.*?)</style>", made, re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;; img-src data:;" in made
    assert "<script" not in made
    assert "unsafe" not in made


def test_a_script_is_allowed_by_its_digest():
    digest = b64encode(sha256(b"let a = 1;").digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy("", "let a = 1;")


@pytest.mark.parametrize("fact", ["title", "version", "model"])
def test_what_comes_from_users_is_inert_and_visible(fact):
    made = base(**{fact: HOSTILE})
    assert "<script" not in made
    assert made.count("</style>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;/style&gt;&#34;&#39;&amp;\\u202e␛[31m\\u2066甲\\ud800" in made


def test_a_fact_that_is_missing_is_an_error():
    with pytest.raises(UndefinedError, match="version"):
        page("base.html", title="甲")


@pytest.mark.parametrize(("code", "tag", "skip"), [("en", "en", "To the content"), ("zh", "zh-CN", "跳到正文")])
def test_a_page_speaks_the_language_in_use(code, tag, skip):
    def made():
        use_language(code)
        return base()

    found = copy_context().run(made)
    assert f'<html lang="{tag}">' in found
    assert skip in found


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_shown_has_line_breaks_and_visible_characters_only(text):
    found = shown(text)
    assert all(map(is_visible, found.split("\n")))
    assert shown(found) == found
    found.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("甲\r\n乙\n丙", "甲\n乙\n丙"),
        ("甲\t乙", "甲 乙"),
        ("甲\r乙", "甲␍乙"),
        ("\u2029", "\n"),
        ("　甲", "　甲"),
        ("\x00", "␀"),
    ],
)
def test_line_breaks_stay_and_other_controls_are_shown(text, expected):
    assert shown(text) == expected


def test_texts_are_made_visible_wherever_a_template_prints_them():
    made = environment().from_string("<p title='{{ it }}'>{{ it }}</p>{{ it|length }}").render(it="\u202e'")
    assert made == "<p title='\\u202e&#39;'>\\u202e&#39;</p>2"


def test_numbers_are_written_for_people():
    assert (number(1234567), probability(0.987), percent(0.987)) == ("1,234,567", "0.99", "99%")
