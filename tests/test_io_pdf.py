"""Pages printed by Chromium come back in the order in which a person reads them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import FONT, LAYOUTS, document

from newsclf.errors import DamagedPdfError, InputError, LockedPdfError, MissingExtraError, TextlessPdfError
from newsclf.io.pdf import pdf_pages
from newsclf.io.pdf_glyphs import Piece, upright
from newsclf.io.pdf_lines import page_text
from newsclf.reflow import segment

pytest.importorskip("pypdfium2", reason="needs the extra pdf")

DATA = Path(__file__).parent / "data" / "pdf"
PRINTED = ("front", "stories", "vertical")
NAMES = [layout.__name__ for layout in LAYOUTS]
FONTS = {FONT, "Noto Serif CJK SC"}

KNOWN_MISSES = {
    # reflow takes a running title right above a headline for its kicker
    "header_footer_photo_and_caption": {"03要闻2024年5月12日", "红石林场封山十五年"},
    # its first line fills the column and ends a sentence
    "kicker_byline_and_subheads": {"分数不是教育的全部"},
}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def pdf_of(content: str, page: str = "", pages: int = 1) -> bytes:
    """A PDF by hand: so many pages with one content stream. PDFium finds its objects without a table of them."""
    kids = " ".join(["3 0 R"] * pages)
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>{page}>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    objects = "".join(f"{number} 0 obj{part}endobj\n" for number, part in enumerate(parts, start=1))
    return f"%PDF-1.4\n{objects}trailer<</Root 1 0 R>>\n".encode("latin-1")


def words(*lines: tuple[float, float, str], size: float = 10) -> str:
    return "\n".join(f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, text in lines)


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of each layout, from one PDF that Chromium printed."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not browser:
        pytest.skip("needs Chromium")
    listed = shutil.which("fc-list") and subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True).stdout
    if not listed or not all(font in listed for font in FONTS):
        pytest.skip("needs the fonts WenQuanYi Zen Hei and Noto Serif CJK")
    folder = tmp_path_factory.mktemp("printed")
    (folder / "pages.html").write_text(document(layout() for layout in LAYOUTS), "utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile"]
    command = [browser, *flags, f"--print-to-pdf={folder}/pages.pdf", f"{folder}/pages.html"]
    try:
        subprocess.run(command, capture_output=True, timeout=120, check=True)
    except (subprocess.SubprocessError, OSError):
        pytest.skip("needs a Chromium that runs")
    return dict(zip(NAMES, pdf_pages((folder / "pages.pdf").read_bytes(), "pages.pdf"), strict=True))


@pytest.mark.parametrize("layout", LAYOUTS, ids=NAMES)
def test_pages_come_back_in_reading_order(layout, printed):
    assert squeezed(printed[layout.__name__]) == squeezed("".join(text for _, text in layout().segments))


@pytest.mark.parametrize("layout", LAYOUTS, ids=NAMES)
def test_their_segments_come_back(layout, printed):
    found = [(item.kind, squeezed(item.text)) for item in segment(printed[layout.__name__])]
    missed = [text for kind, text in layout().segments if (kind, squeezed(text)) not in found]
    known = KNOWN_MISSES.get(layout.__name__, set())
    assert all(any(squeezed(text).startswith(beginning) for beginning in known) for text in missed)
    assert len(missed) <= len(known)


@pytest.mark.parametrize("name", PRINTED)
def test_printed_pages_come_back_line_by_line(name):
    pages = pdf_pages((DATA / f"{name}.pdf").read_bytes(), name)
    assert "\f\n".join(pages) + "\n" == (DATA / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_is_shown_turned_has_the_same_text(quarters):
    content = words((50, 700, "left one"), (50, 688, "left two"), (300, 700, "right one"), (300, 688, "right two"))
    plain = pdf_pages(pdf_of(content), "a.pdf")
    assert plain == ["left one\nleft two\nright one\nright two"]
    assert pdf_pages(pdf_of(content, f"/Rotate {90 * quarters}"), "a.pdf") == plain


@pytest.mark.parametrize("turn", ["0 1 -1 0 600 0", "-1 0 0 -1 600 800", "0 -1 1 0 0 700"])
def test_content_that_lies_on_its_side_is_set_upright(turn):
    content = words((50, 500, "left one"), (50, 488, "left two"), (300, 500, "right one"), (300, 488, "right two"))
    assert pdf_pages(pdf_of(f"{turn} cm {content}"), "a.pdf") == ["left one\nleft two\nright one\nright two"]


def test_words_keep_their_spaces_and_tight_letters_get_none():
    content = "BT /F 10 Tf 50 700 Td [(News) -400 (paper) 20 (s of 2024)] TJ ET"
    assert pdf_pages(pdf_of(content), "a.pdf") == ["News papers of 2024"]


def test_type_printed_twice_is_read_once():
    content = words((50, 700, "bold"), (50.1, 700, "bold"), (50, 688, "plain"))
    assert pdf_pages(pdf_of(content), "a.pdf") == ["bold\nplain"]


def test_what_stands_outside_the_page_is_not_read():
    content = words((50, 700, "inside"), (900, 700, "outside"), (50, -50, "below"))
    assert pdf_pages(pdf_of(content), "a.pdf") == ["inside"]


def test_an_empty_page_among_others_is_an_empty_text():
    two = pdf_of(words((50, 700, "text"))).replace(b"/Kids[3 0 R]/Count 1", b"/Kids[3 0 R 6 0 R]/Count 2")
    empty = b"6 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer"
    assert pdf_pages(two.replace(b"trailer", empty), "a.pdf") == ["text", ""]


def test_many_pages():
    assert pdf_pages(pdf_of(words((50, 700, "text")), pages=300), "a.pdf") == ["text"] * 300


@pytest.mark.parametrize("content", ["", "q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q", words((50, 700, "   "))])
def test_a_pdf_without_text_asks_for_recognised_characters(content):
    with pytest.raises(TextlessPdfError, match=r"scan\.pdf.*OCR"):
        pdf_pages(pdf_of(content), "scan.pdf")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\x00\xff" * 500, (DATA / "front.pdf").read_bytes()[:300]])
def test_a_damaged_pdf_is_refused(data):
    with pytest.raises(DamagedPdfError, match=r"bad\.pdf"):
        pdf_pages(data, "bad.pdf")


def test_a_locked_pdf_is_refused():
    with pytest.raises(LockedPdfError, match=r"locked\.pdf.*password"):
        pdf_pages((DATA / "locked.pdf").read_bytes(), "locked.pdf")


def test_without_pypdfium2_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match=r"newsclf\[pdf\]"):
        pdf_pages(b"", "a.pdf")


def test_threads_take_turns():
    data, expected = (DATA / "stories.pdf").read_bytes(), (DATA / "stories.txt").read_text("utf-8").rstrip("\n")
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: pdf_pages(data, "a.pdf"), range(12))) == [[expected]] * 12


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=8)), max_size=30), st.sampled_from(PRINTED))
def test_whatever_is_changed_in_a_pdf_it_is_read_or_refused(changes, name):
    data = bytearray((DATA / f"{name}.pdf").read_bytes())
    for place, new in changes:
        data[place % len(data) : place % len(data) + len(new)] = new
    read_or_refused(bytes(data))


NUMBERS = st.floats(-1e40, 1e40) | st.sampled_from([0.0, 1.0, 1e-9, 1e9, -12.0]) | st.integers(0, 600)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(*[NUMBERS] * 7, st.text("ab -", max_size=9)), max_size=9))
def test_whatever_the_places_are_a_page_is_read_or_refused(lines):
    content = "\n".join(
        "BT /F {} Tf {} {} {} {} {} {} Tm ({}) Tj ET".format(*(f"{value:f}" for value in numbers), text)
        for *numbers, text in lines
    )
    read_or_refused(pdf_of(content))


def read_or_refused(data: bytes) -> None:
    try:
        pages = pdf_pages(data, "a.pdf")
    except InputError:
        return
    assert all(isinstance(page, str) and page.encode() is not None for page in pages)


PLACES = st.floats(-1000, 1000)
GLYPHS = st.builds(
    lambda text, left, bottom, wide, high, size, turn: Piece(text, left, bottom, left + wide, bottom + high, size, turn),
    st.sampled_from("字a 。"), PLACES, PLACES, st.floats(0.1, 40), st.floats(0.1, 40), st.floats(1, 40), st.integers(0, 3),
)  # fmt: skip


@given(st.lists(GLYPHS, max_size=40))
def test_no_visible_glyph_is_lost_or_doubled(glyphs):
    assert sorted(squeezed(page_text(upright(glyphs)))) == sorted(squeezed("".join(glyph.text for glyph in glyphs)))
