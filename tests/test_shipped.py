import os
import subprocess
import sys
from pathlib import Path

import pytest

import newsclf
from newsclf.shipped import shipped_folder
from newsclf.themes import SHIPPED

ROOT = Path(__file__).parent.parent


def test_the_shipped_model_knows_the_shipped_themes():
    model = newsclf.load()
    assert set(model.themes) == {theme.key for theme in SHIPPED}
    assert model.rule.answers_other


def test_the_shipped_model_is_the_one_in_the_repository():
    mine, theirs = shipped_folder(), ROOT / "models" / "themes-zh"
    assert {path.name: path.read_bytes() for path in mine.iterdir()} == {
        path.name: path.read_bytes() for path in theirs.iterdir()
    }


def test_a_checkout_finds_its_model_as_an_editable_install_does(tmp_path):
    code = "import newsclf, newsclf.shipped as s; newsclf.load(); print(s.shipped_folder())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.stdout.strip() == str(ROOT / "models" / "themes-zh")


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("志愿者清理河道垃圾，守护一江碧水。", {"volunteering", "ecology"}),
        ("春运首日，铁路部门加开临客二十列，运送旅客回家。", {"spring_travel"}),
        ("全市城乡低保标准上调，养老金按时足额发放。", {"livelihood"}),
        ("总理会见来访的外国议长，双方就国际形势交换意见。", {"other"}),
    ],
)
def test_clear_cases_get_their_theme(text, theme):
    assert newsclf.load().label(text).theme in theme


@pytest.mark.parametrize(
    "text", ["", " ", "好", "Hello world, this is English text.", "龘靐齉爩鱻麤龗灪吁龖厵滟爨癵", "1234567890"]
)
def test_what_cannot_be_judged_gets_no_theme(text):
    label = newsclf.load().label(text)
    assert (label.theme, label.themes, label.abstain) == ("other", (), True)


def test_the_example_page_is_text():
    assert newsclf.example_page().startswith("一河清水绕新城\n")
