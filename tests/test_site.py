"""The documentation site: what its pages are made of, and, where the extra ``docs`` is installed, the site itself."""

import http.server
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import threading
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import quote

import click
import pytest
from documents import DOCS, ROOT

from docs.command_pages import reference
from docs.pages import CHAPTERS, OUTSIDE, chapters, names, write_pages
from newsclf.cli.app import COMMANDS, group
from newsclf.messages import catalogue

NEEDED = ("sphinx", "furo", "myst_parser")
CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module", params=["zh", "en"])
def pages(request, tmp_path_factory):
    """The pages of a language, ready for Sphinx: name → text."""
    folder = tmp_path_factory.mktemp("staged") / request.param
    write_pages(request.param, folder)
    return {path.stem: path.read_text("utf-8") for path in folder.glob("*.md")}


def test_every_document_is_a_page_of_one_chapter(pages):
    placed = [name for _, _, chapter in chapters() for name in chapter]
    assert sorted(placed) == sorted({*names(), *OUTSIDE.values()} - {"index"})
    assert set(pages) == {*placed, "index"}
    assert all(re.search(rf"^{name}$", pages["index"], re.MULTILINE) for name in placed)


def test_a_pair_that_no_chapter_names_is_a_guide():
    named = {name for _, _, chapter in CHAPTERS for name in chapter}
    (guides,) = [chapter for zh, _, chapter in chapters() if zh == "操作指南"]
    assert set(guides) == set(names()) - named - {"index"}
    assert "batch" in guides


def test_links_lead_to_pages_of_the_site(pages):
    for name, text in pages.items():
        text = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
        for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)", text):
            assert target.startswith("https://") or target.removesuffix(".md") in pages, f"{name}: {target}"


def test_the_cards_stand_whole_on_their_pages(pages):
    for name, card in (("model-card", "models/themes-zh/CARD.md"), ("data-card", "training/corpus/CARD.md")):
        for line in (ROOT / card).read_text("utf-8").splitlines():
            if line.startswith("|"):
                assert line in pages[name]


def test_a_line_break_between_chinese_characters_is_no_space(tmp_path):
    write_pages("zh", tmp_path / "zh")
    broken = re.compile("[\u4e00-\u9fff，。；：]\n\\[?[\u4e00-\u9fff]")
    assert broken.search((DOCS / "index.zh-CN.md").read_text("utf-8"))
    assert broken.search((DOCS / "start.zh-CN.md").read_text("utf-8"))
    for page in ("index", "start"):
        assert not broken.search((tmp_path / "zh" / f"{page}.md").read_text("utf-8"))


@pytest.mark.parametrize("code", ["zh", "en"])
def test_the_reference_has_every_command_with_all_its_options(code):
    written = reference(code)
    for name in COMMANDS:
        section = written.split(f"## newsclf {name}\n")[1].split("\n## ")[0]
        context = click.Context(group(), info_name="newsclf")
        options = [param for param in group().get_command(context, name).params if isinstance(param, click.Option)]
        assert options
        assert [flag for param in options for flag in param.opts if flag not in section] == []


@pytest.mark.parametrize(("code", "other"), [("zh", "en"), ("en", "zh")])
def test_the_reference_is_in_its_language(code, other):
    assert catalogue()["help_help"][code] in reference(code)
    assert catalogue()["help_help"][other] not in reference(code)


# The site itself.


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built without a warning; or that which NEWSCLF_SITE names, already built."""
    missing = [name for name in NEEDED if not importlib.util.find_spec(name)]
    if missing:
        pytest.skip(f"needs the extra docs ({', '.join(missing)})")
    if "NEWSCLF_SITE" in os.environ:
        return Path(os.environ["NEWSCLF_SITE"])
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run([sys.executable, "-m", "docs.build", str(out)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out


def html(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.html")}


def test_the_first_page_leads_to_chinese(site):
    assert "url=zh/index.html" in (site / "index.html").read_text("utf-8")


@pytest.mark.parametrize(("code", "other"), [("zh", "en"), ("en", "zh")])
def test_every_page_has_a_twin_in_the_other_language(site, code, other):
    found = html(site / code)
    assert len(found) > len(names())
    for name, text in found.items():
        assert f'href="../{other}/{name}"' in text, name
        assert (site / other / name).is_file()


@pytest.mark.parametrize("code", ["zh", "en"])
def test_every_link_of_the_site_leads_somewhere(site, code):
    for name, text in html(site / code).items():
        for target in re.findall(r'(?:href|src)="([^"#?]+)[^"]*"', text):
            assert "://" in target or (site / code / target).exists(), f"{name}: {target}"


@pytest.mark.parametrize("code", ["zh", "en"])
def test_the_site_fetches_nothing_from_elsewhere(site, code):
    for text in html(site / code).values():
        fetched = re.findall(r'<(?:script|img|iframe|source)\b[^>]*\bsrc="([^"]*)"', text)
        fetched += re.findall(r'<link\b[^>]*\bhref="([^"]*)"', text)
        assert [address for address in fetched if "//" in address] == []
    for style in (site / code).rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//|@import", style.read_text("utf-8"))


def test_the_words_of_the_site_are_chinese(site):
    text = (site / "zh" / "start.html").read_text("utf-8")
    assert 'lang="zh-CN"' in text
    assert "下一页" in text
    assert not re.search(r">\s*(Next|Previous|On this page)\s*<", text)


@pytest.mark.parametrize("code", ["zh", "en"])
def test_help_texts_stand_on_the_page_as_they_are(site, code):
    page = unescape(re.sub("<[^>]*>", "", (site / code / "commands.html").read_text("utf-8")))
    helps = [text[code] for key, text in catalogue().items() if key in {"help_out", "help_label", "help_scheduler", "help_quote"}]
    assert len(helps) == 4
    assert [said for said in helps if re.sub(r"\s", "", said) not in re.sub(r"\s", "", page)] == []


@pytest.fixture(scope="module")
def address(site):
    """Where a server of this process shows the site."""

    class Silent(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.skipif(not CHROMIUM, reason="needs chromium")
@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [("zh", "弃权", "ideas.html"), ("zh", "档案中的比例", "limits.html"), ("en", "abstain", "ideas.html")],
)
def test_a_search_finds_the_page(address, tmp_path, code, words, expected):
    asked = f"{address}/{code}/search.html?q={quote(words)}"
    command = [CHROMIUM, "--headless", "--no-sandbox", f"--user-data-dir={tmp_path}", "--virtual-time-budget=8000", "--dump-dom"]
    done = subprocess.run([*command, asked], capture_output=True, timeout=120)
    results = done.stdout.decode().split('id="search-results"')[1]
    assert f'href="{expected}' in results
