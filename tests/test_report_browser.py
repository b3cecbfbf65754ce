"""Pages of labels in a real browser."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest
from sheets import sheet

import newsclf
from newsclf.page import label_page
from newsclf.report.looks import contrast
from newsclf.themes import Theme

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")

MODEL = newsclf.load()
DESKTOP, PHONE, SMALL = {"width": 1200, "height": 900}, {"width": 390, "height": 800}, {"width": 360, "height": 640}
CONTRAST = """() => {
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = getComputedStyle(node).backgroundColor;
      if (!/^rgba.*, 0\\)$/.test(colour)) return colour;
    }
    return getComputedStyle(document.documentElement).backgroundColor;
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (node.data.trim() && parent.checkVisibility() && !parent.closest("script, .sr, .skip"))
      found.add([getComputedStyle(parent).color, ground(parent), parent.matches(".dot") ? 3 : 4.5].join("|"));
  }
  return [...found];
}"""
"""Every colour of text, the colour behind it, and the contrast that the guidelines ask for: less for shapes than for words."""


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the example page and its pages in HTML."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "page.txt").write_text(newsclf.shipped.example_page(), encoding="utf-8")
    for language in ("zh", "en"):
        (folder / f"{language}.html").write_text(sheet(MODEL, folder / "page.txt", language=language), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def window(browser):
    """Windows of a browser by their settings; to open a tab in one takes less time than to open another."""
    known = {}

    def run(**settings):
        key = repr(settings)
        if key not in known:
            known[key] = browser.new_context(**settings)
        return known[key]

    return run


@pytest.fixture
def visit(window, folder):
    """Open a page; it must ask for nothing and complain of nothing."""
    pages, asked, complaints = [], [], []

    def run(name="zh.html", viewport=DESKTOP, **settings):
        page = window(viewport=viewport, **settings).new_page()
        pages.append(page)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append("a dialog"), dialog.dismiss()))
        page.goto((folder / name).as_uri())
        return page

    yield run
    for page in pages:
        page.close()
    assert [url for url in asked if not url.startswith(folder.as_uri())] == []
    assert complaints == []


def rgb(colour: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


def visible(page) -> list[str]:
    return page.eval_on_selector_all(".seg", "all => all.filter(one => one.checkVisibility()).map(one => one.id)")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_has_to_be_scrolled_sideways(visit, language):
    page = visit(f"{language}.html")
    for viewport in (DESKTOP, PHONE, SMALL):
        page.set_viewport_size(viewport)
        for _ in ("all scores are there", "none is"):
            page.click("[data-open]")
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read_on_light_and_dark_paper(visit, scheme):
    page = visit(color_scheme=scheme)
    page.click("[data-open]")
    page.click("[data-f=t1]")
    pairs = [pair.split("|") for pair in page.evaluate(CONTRAST)]
    assert len(pairs) > 15
    assert [(ink, ground) for ink, ground, least in pairs if contrast(rgb(ink), rgb(ground)) < float(least)] == []
    assert (contrast(rgb(page.evaluate("getComputedStyle(document.body).backgroundColor")), "#ffffff") > 10) == (scheme == "dark")


def test_the_filter_hides_and_shows(visit):
    page = visit()
    everything = visible(page)
    labels = {f"s{item.segment}": item.label for item in label_page(newsclf.shipped.example_page())}
    volunteering = [name for name, label in labels.items() if "volunteering" in label.themes]
    page.click("[data-f=t3]")
    assert visible(page) == volunteering
    assert page.inner_text("[role=status]") == f"显示 {len(labels)} 段中的 {len(volunteering)} 段"
    page.click("[data-f=none]")
    assert visible(page) == [name for name, label in labels.items() if name in volunteering or label.abstain]
    page.click("[data-f=none]")
    page.click("[data-f=t3]")
    assert visible(page) == everything == list(labels)


def test_articles_of_which_nothing_is_shown_are_hidden(visit):
    page = visit()
    page.click("[data-f=t0]")
    assert page.eval_on_selector_all(".article", "all => all.filter(one => one.checkVisibility()).length") == 1


def test_the_keyboard_is_enough(visit):
    page = visit("en.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_attribute("[data-f=t0]", "aria-pressed") == "true"
    assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
    page.keyboard.press("Space")
    page.focus("#s3 summary")
    page.keyboard.press("Enter")
    assert page.is_visible("#s3 .scores")


def test_a_tap_shows_the_scores_on_a_phone(visit):
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    assert not page.is_visible("#s6 .scores")
    page.tap("#s6 summary")
    assert page.is_visible("#s6 .scores")
    assert page.locator("#s6 .scores li").count() == 4
    assert "河长" in page.inner_text("#s6 details")
    assert page.locator("[data-f=t0]").bounding_box()["height"] >= 32


def test_hovering_tells_scores_and_shares(visit):
    page = visit()
    assert re.fullmatch(r"(\S+ \d\.\d\d( · )?){4}", page.get_attribute("#s3 summary", "title"))
    assert re.fullmatch(r"\+\d\.\d\d", page.get_attribute("#s3 mark", "title"))


def test_words_against_are_marked_when_asked_for(visit):
    page = visit()
    line = "getComputedStyle(document.querySelector('.a4, .a3, .a2, .a1')).textDecorationLine"
    assert page.evaluate(line) == "none"
    page.click("[data-against]")
    assert page.evaluate(line) == "underline"


def test_a_link_to_a_segment_finds_it_even_when_it_is_filtered_away(visit):
    page = visit()
    page.click("[data-f=t3]")
    page.evaluate("location.hash = '#s3'")
    page.wait_for_function("document.querySelector('#s3').checkVisibility()")
    assert len(visible(page)) == 26


def test_it_can_be_read_without_scripts(visit):
    page = visit(java_script_enabled=False)
    assert not page.is_visible(".filter")
    assert page.is_visible("#s26 .text")
    page.click("#s6 summary")
    assert page.is_visible("#s6 .scores")


def test_all_is_printed_whatever_is_filtered(visit, tmp_path):
    pdfium = pytest.importorskip("pypdfium2")
    page = visit()
    page.click("[data-f=t3]")
    document = pdfium.PdfDocument(page.pdf(format="A4"))
    printed = re.sub(r"\s", "", "".join(sheet.get_textpage().get_text_range() for sheet in document))
    for item in label_page(newsclf.shipped.example_page()):
        assert re.sub(r"\s", "", item.text) in printed, item.text
    assert MODEL.name in printed
    assert "民生0.97" in printed
    assert "展开全部分数" not in printed
    assert len(document) <= 6
    document.close()


def test_themes_differ_by_shape_and_words_by_line_without_colour(visit):
    page = visit()
    shapes = page.eval_on_selector_all("tbody .chip", "all => all.map(one => one.innerText.trim()[0])")
    assert len(set(shapes)) == len(shapes) == 6
    style = "all => all.slice(0, 4).map(one => getComputedStyle(one).borderBottomStyle + getComputedStyle(one).borderBottomWidth)"
    assert len(set(page.eval_on_selector_all(".legend mark", style))) == 4


def test_what_users_and_models_bring_does_not_run(visit, folder):
    attack = "</style><script>document.title='hit'</script><img src=http://127.0.0.1:9/x onerror=document.title='hit'>\"'\u202e"
    path = folder / "<img src=x onerror=alert(1)>\u202e.jsonl"
    text = "志愿者清理河道，" * 6 + attack.replace('"', '\\"')
    path.write_text(f'{{"text": "{text}", "id": "\\"autofocus onfocus=alert(1) <b>"}}\n', encoding="utf-8")
    keys = tuple(f"{place}{attack}" for place in range(4))
    themes = {key: Theme(key, {"zh": "</style><script>alert(1)</script>&\"'"}, colour="#ffff00") for key in keys}
    hostile = replace(MODEL, name=f"m{attack}", rule=replace(MODEL.rule, themes=keys), theme_facts=themes)
    (folder / "hostile.html").write_text(sheet(hostile, path), encoding="utf-8")
    page = visit("hostile.html", PHONE)
    page.click("[data-open]")
    page.click("[data-f]")
    assert "hit" not in page.title()
    assert "onerror=alert(1)" in page.title()
    assert page.locator("img").count() == 0
    assert "<script>document.title='hit'</script>" in page.inner_text("#s1 .text")
    assert "\\u202e" in page.inner_text("#s1 .text")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_policy_stops_what_might_slip_through(browser, folder):
    made = (folder / "zh.html").read_text("utf-8")
    slipped = made.replace("</main>", "<script>document.title='hit'</script><p id=styled style='color:red'>甲</p></main>")
    (folder / "slipped.html").write_text(slipped, encoding="utf-8")
    page = browser.new_page()
    page.goto((folder / "slipped.html").as_uri())
    assert page.title() != "hit"
    assert page.evaluate("getComputedStyle(document.getElementById('styled')).color") != "rgb(255, 0, 0)"
    page.close()
