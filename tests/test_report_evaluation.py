"""Reports of evaluations of all kinds, through the function."""

from __future__ import annotations

import re
import shutil
from contextvars import copy_context
from dataclasses import replace

import numpy as np
import pytest

import newsclf
from newsclf import ThemeClassifier
from newsclf.errors import MissingExtraError
from newsclf.evaluation import judged
from newsclf.messages import use_language
from newsclf.report import pictures as module
from newsclf.report.evaluation import Data, evaluation_report
from newsclf.report.fonts import without_chinese
from newsclf.report.mistakes import LONGEST, worst
from newsclf.report.pictures import NAMES
from newsclf.report.plots import MOST_IN_MATRIX, most_confused

pytest.importorskip("matplotlib")

CHROMIUM = shutil.which("chromium")
TEXTS = ["志愿者清理河道垃圾。", "春运首日，车站加开临客。", "会议听取了工作汇报。", "！", "志愿者在车站引导返乡旅客。"]
LABELS = [["volunteering", "ecology"], ["ecology"], [], ["livelihood"], ["spring_travel", "volunteering"]]
HOSTILE = '<script>alert(1)</script>"\u202e'
TOLD = {
    "by": {"来源": ["晚报", HOSTILE, "晚报", "", "日报"]},
    "places": [(f"{HOSTILE}.csv", 2 + row) for row in range(5)],
    "sources": [f"{HOSTILE}.csv"],
}


def made(model, texts, labels, language="en", by=None, groups=None, **data):
    """A report, and the figures and answers that it tells of."""
    found = judged(model, texts, labels)
    metrics = found.metrics(groups, by)

    def write():
        use_language(language)
        several = any(not isinstance(label, str) for label in labels)
        return evaluation_report(found, metrics, Data(texts, several=several, **data))

    return copy_context().run(write), metrics, found


@pytest.fixture(scope="module")
def sets():
    """Texts of several themes, with columns: report, figures, answers."""
    return made(newsclf.load(), TEXTS, LABELS, **TOLD)


def test_a_report_has_all_its_pictures_and_shows_each(sets):
    report, _, _ = sets
    assert [picture.name for picture in report.pictures] == [*NAMES, "by-1"]
    assert report.html.count("data:image/svg+xml;base64,") == len(NAMES) + 1
    for name in (*NAMES, "by-1"):
        assert f'href="{name}.png"' in report.html


def test_what_users_give_is_escaped_and_made_visible(sets):
    report, _, _ = sets
    assert "<script" not in report.html
    assert "\u202e" not in report.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in report.html
    assert "style=" not in report.html.split("</style>")[1]


def test_the_worst_errors_are_the_surest_wrong_answers_with_their_words(sets):
    report, _, found = sets
    mistakes = worst(found, TEXTS)
    assert [mistake.score for mistake in mistakes] == sorted((mistake.score for mistake in mistakes), reverse=True)
    assert {mistake.row for mistake in mistakes} == set(np.flatnonzero(found.wrong).tolist())
    train = next(mistake for mistake in mistakes if mistake.row == 1)
    assert (train.answer, train.truth, train.explained) == ("spring_travel", ["ecology"], "spring_travel")
    assert "".join(piece.text for piece in train.pieces) == TEXTS[1]
    assert max(train.pieces, key=lambda piece: piece.share).text in "春运车站临客首日加开"
    assert train.truth_score == pytest.approx(float(newsclf.load().predict_proba([TEXTS[1]])[0, 0]), abs=1e-5)
    silent = next(mistake for mistake in mistakes if mistake.row == 3)
    assert (silent.answer, silent.explained) == ("other", "livelihood")
    assert len(worst(found, TEXTS, most=1)) == 1
    assert "<mark" in report.html


def test_a_secondary_theme_is_no_error(sets):
    _, _, found = sets
    assert found.name(int(found.primary[4])) in LABELS[4]
    assert not found.wrong[4]


def test_figures_stand_there_with_their_intervals(sets):
    report, metrics, _ = sets
    low, high = metrics["interval"]["macro_f1"]
    assert f"{metrics['macro_f1']:.3f}" in report.html
    assert f"{low:.3f}–{high:.3f}" in report.html
    assert "macro-F1 of sets" in report.html


def test_the_page_is_in_the_language_in_use_and_says_when_the_model_knows_the_texts():
    report, _, _ = made(
        newsclf.load(), TEXTS[:2], ["volunteering", "spring_travel"], "zh", learned=True, grouped=True, groups=[1, 1]
    )
    assert '<html lang="zh-CN">' in report.html
    assert "模型正是用这些文本训练的" in report.html
    assert "以整篇文章为单位" in report.html
    assert "没有错误" in report.html


@pytest.mark.parametrize("labels", [["体育"], [[]]])
def test_one_text_is_enough(labels):
    report, metrics, _ = made(newsclf.load(), TEXTS[2:3], labels, by={"年": ["2024"]})
    assert (metrics["n"], len(report.pictures)) == (1, len(NAMES) + 1)


def test_two_themes_of_which_one_has_no_text():
    rows = [(f"{place}{what}", theme) for place in "东西南北" for what, theme in (("河道清淤", "生态"), ("列车加开", "春运"))]
    model = ThemeClassifier(effort="quick", vectors=None).fit(*zip(*rows, strict=True)).to_model()
    report, metrics, _ = made(model, ["南河道清淤", "北列车加开"], ["生态", "生态"])
    assert list(metrics["curves"]["precision_recall"]) == ["生态"]
    assert metrics["per_theme"]["春运"]["support"] == 0
    assert report.html.count("春运</span>") >= 2


def test_two_hundred_themes():
    signs = [chr(0x4E00 + 37 * number) for number in range(400)]
    labels = [f"类/{number}" for number in range(200)]
    texts = [f"{one}{other}{one}今天开放" for one, other in zip(signs[:200], signs[200:], strict=True)]
    model = ThemeClassifier(effort="quick", vectors=None).fit(texts, labels).to_model()
    model = replace(model, manifest={"hierarchy": "/"})
    wrong = [*labels[7:], *labels[:7]]
    found = judged(model, texts, wrong)
    metrics = found.metrics()
    assert (len(metrics["interval"]["per_theme"]), len(metrics["levels"])) == (200, 1)
    matrix = np.array(metrics["confusion"]["matrix"])
    assert len(most_confused(metrics["confusion"]["labels"], matrix)) == MOST_IN_MATRIX
    report = evaluation_report(found, metrics, Data(texts))
    assert len(report.html) < 2_000_000
    assert "Only the 15 labels with the most errors" in report.html
    assert "Levels of labels" in report.html
    assert report.html.count('<li class="t') == 50


def test_the_labels_with_the_most_errors_are_kept_in_their_order():
    matrix = np.diag(np.arange(20)) + np.eye(20, k=1, dtype=int) * np.arange(20)[:, None]
    assert most_confused(range(20), matrix) == list(range(5, 20))


def test_long_texts_are_cut():
    text = "春运列车开行，旅客返乡。" * 100
    (mistake,) = worst(judged(newsclf.load(), [text], ["ecology"]), [text])
    assert mistake.cut
    assert LONGEST - 20 < sum(len(piece.text) for piece in mistake.pieces) <= LONGEST


def test_the_same_figures_give_the_same_files(sets):
    report, _, _ = made(newsclf.load(), TEXTS, LABELS, **TOLD)
    assert report == sets[0]


def test_without_a_chinese_font_pictures_have_codes_and_the_page_says_so(monkeypatch):
    monkeypatch.setattr(module, "fonts", without_chinese)
    report, _, _ = made(newsclf.load(), TEXTS[:2], ["volunteering", "ecology"], "zh", by={"来源": ["晚报", "日报"]})
    assert "以代号表示" in report.html
    assert re.search(r"志愿服务</span> <small>T4</small>", report.html)
    assert len(report.pictures) == len(NAMES) + 1


def test_without_matplotlib_the_extra_is_named(monkeypatch):
    def gone(package, name):
        raise ModuleNotFoundError(package)

    monkeypatch.setattr(module, "attribute", gone)
    with pytest.raises(MissingExtraError, match=r"report\.html needs .* pip install 'newsclf\[report\]'"):
        made(newsclf.load(), TEXTS[:1], ["ecology"])


@pytest.mark.skipif(not CHROMIUM, reason="needs chromium")
def test_a_browser_shows_the_page_on_a_phone_without_network_or_complaint(sets, tmp_path):
    sync_api = pytest.importorskip("playwright.sync_api")
    path = tmp_path / "report.html"
    path.write_text(sets[0].html, encoding="utf-8")
    said, asked = [], []
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.on("console", lambda told: said.append(told.text))
        page.on("pageerror", lambda told: said.append(str(told)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        shown = page.evaluate("[...document.images].map(image => [image.naturalWidth > 100, image.alt.length > 10])")
        browser.close()
    assert shown == [[True, True]] * (len(NAMES) + 1)
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
