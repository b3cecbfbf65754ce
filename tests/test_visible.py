import sys
import unicodedata

import pytest

from newsclf.visible import is_visible, visible


@pytest.mark.parametrize("text", ["", "志愿者", "生态　保护", "a b\u00a0c", "naïve", "👩", "é", "[bold]", "\\x1b"])
def test_what_can_be_seen_stays_as_it_is(text):
    assert is_visible(text)
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\rb\bc\nd\te\0", "a␍b␈c␊d␉e␀"),
        ("\x7f", "␡"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202eabc", "\\u202eabc"),
        ("\u2066\u2028\u200b\ufeff", "\\u2066\\u2028\\u200b\\ufeff"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_a_sign(text, shown):
    assert not is_visible(text)
    assert visible(text) == shown


def test_no_character_of_unicode_drives_a_terminal():
    shown = visible("".join(map(chr, range(sys.maxunicode + 1))))
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
