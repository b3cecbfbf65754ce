from __future__ import annotations

from types import SimpleNamespace

import pytest

from newsclf.report import fonts as module
from newsclf.report.fonts import LATIN, fonts, without_chinese

pytest.importorskip("matplotlib")


@pytest.fixture
def afresh():
    """Fonts are looked for anew, before and after."""
    fonts.cache_clear()
    yield
    fonts.cache_clear()


def test_the_font_of_matplotlib_has_letters_and_no_chinese():
    found = without_chinese()
    assert found.families == (LATIN,)
    assert found.can_write("macro-F1 ●")
    assert not found.can_write("民生")
    assert not found.is_chinese


def test_a_font_with_chinese_characters_is_found_where_there_is_one():
    found = fonts()
    if not found.is_chinese:
        pytest.skip("there is no font with Chinese characters")
    assert found.families[0] == LATIN
    assert found.can_write("民生 ecology")
    assert not found.can_write("\U0010fffd")


def test_a_machine_without_such_a_font_has_that_of_matplotlib(monkeypatch, afresh):
    monkeypatch.setattr(module, "CHINESE", ())
    monkeypatch.setattr(module, "_FILES", ())
    assert fonts() == without_chinese()


def test_a_font_that_the_list_lacks_is_put_on_it(monkeypatch, afresh):
    manager = SimpleNamespace(ttflist=[], findfont=lambda name: "latin.ttf", addfont=lambda path: manager.ttflist.append(added))
    added = SimpleNamespace(name=module.CHINESE[0], fname="/fonts/NotoSansCJK-Regular.ttc")
    files = {"fontManager": manager, "findSystemFonts": lambda: ["/fonts/other.ttf", added.fname]}
    monkeypatch.setattr(module, "attribute", lambda package, name: files[name])
    monkeypatch.setattr(module, "_characters", lambda path: frozenset(map(ord, module._SAMPLE if "CJK" in path else "ab")))
    assert fonts().families == (LATIN, module.CHINESE[0])
    assert fonts().is_chinese


def test_a_font_that_is_gone_or_lacks_simplified_characters_is_passed_over(monkeypatch, tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    entries = [
        SimpleNamespace(name=name, fname=str(tmp_path / file))
        for name, file in zip(module.CHINESE, ("gone.ttf", "broken.ttf"), strict=False)
    ]
    assert module._chinese(entries) is None
