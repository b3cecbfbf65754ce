"""Photograph the example page, labelled: ``python -m training.screenshots`` → ``docs/pictures/page-*.png``.

Needs Chromium, Chinese fonts and the extra ``test`` (for Playwright).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

from newsclf import example_page, load
from newsclf.batch.work import label_chunk
from newsclf.io.chunks import plan
from newsclf.io.survey import Reading, documents
from newsclf.messages import use_language
from newsclf.report.labels import labels_page
from newsclf.report.summary import Summary
from training.labelled import HERE

try:
    from playwright.sync_api import Browser, sync_playwright
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("playwright is not installed: pip install '.[test]'", name="playwright") from error

PICTURES = HERE.parent / "docs" / "pictures"
VIEWS = {"desktop": (920, 520, "light", "#s1"), "phone": (390, 720, "dark", "#s22")}
"""Width, height, colours, and the segment at the top."""


def main() -> None:
    """Draw all."""
    use_language("zh")
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no Chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder, "page.html")
        with chdir(folder):
            path.write_text(example("page.txt"), encoding="utf-8")
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in VIEWS:
            photograph(browser, path, name)
        browser.close()


def example(name: str) -> str:
    """The example page as a page in HTML."""
    Path(name).write_text(example_page(), encoding="utf-8")
    model = load()
    with documents([name], Reading()) as (document,):
        summary = Summary.of([document.source])
        for chunk in plan(document):
            summary.gather(document, *label_chunk(model, chunk))
    return labels_page(model, summary)


def photograph(browser: Browser, path: Path, name: str) -> None:
    """One view, with the scores of one paragraph open."""
    width, height, colours, top = VIEWS[name]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=colours)  # type: ignore[arg-type]
    page.goto(path.as_uri())
    page.click("#s24 summary" if name == "phone" else "#s3 summary")
    page.locator(f"section.run:has({top})").evaluate(
        "run => window.scrollTo(0, run.getBoundingClientRect().top + scrollY - (innerWidth > 640 ? 120 : 0))"
    )
    page.screenshot(path=PICTURES / f"page-{name}.png")
    page.close()


if __name__ == "__main__":
    main()
