import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from sheets import sheet

import newsclf
from newsclf.page import label_page
from newsclf.report.sample import BANDS
from newsclf.themes import Theme

MODEL = newsclf.load()
HOSTILE = "</style><script>alert(1)</script>\"' onload=alert(1) \u202e\u2066"


class Elements(HTMLParser):
    """All elements of a page, and the text of each."""

    def __init__(self, made):
        super().__init__()
        self.found, self._open = [], []
        self.feed(made)

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "text": "", **dict(attrs)}
        self.found.append(element)
        if tag not in ("meta", "br"):
            self._open.append(element)

    def handle_endtag(self, tag):
        assert self._open.pop()["tag"] == tag, tag

    def handle_data(self, data):
        for element in self._open:
            element["text"] += data

    def all(self, css):
        return [one for one in self.found if css in (one.get("class") or "").split()]


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example page and its path."""
    path = tmp_path_factory.mktemp("pages") / "一河清水.txt"
    path.write_text(newsclf.shipped.example_page(), encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=["zh", "en"])
def made(request, example):
    return sheet(MODEL, example, language=request.param)


def test_every_segment_stands_there_in_order_with_its_text(made, example):
    segments = label_page(example.read_text("utf-8"))
    found = Elements(made)
    assert [one["id"] for one in found.all("seg")] == [f"s{item.segment}" for item in segments]
    texts = found.all("text")
    assert [one["text"] for one in texts] == [item.text for item in segments]
    kinds = {"heading": "h", "byline": "p", "caption": "p", "body": "p"}
    assert [one["tag"][0] for one in texts] == [kinds[item.kind] for item in segments]
    assert {one["lang"] for one in texts} == {"zh"}


def test_an_article_begins_with_a_heading_of_its_level(made):
    headings = [one["tag"] for one in Elements(made).all("text") if one["tag"][0] == "h"]
    assert headings[0] == "h2"
    assert set(headings) == {"h2", "h3"}


def test_an_ordinary_page_is_small_and_names_no_address(made):
    assert len(made.encode()) < 150_000
    assert not re.search(r"https?:|//[a-z]|url\(|@import", made)


def test_labels_reasons_and_leaning_are_told(example):
    made = sheet(MODEL, example, language="en")
    labels = [item.label for item in label_page(example.read_text("utf-8"))]
    found = Elements(made)
    said = [one["text"] for one in found.found if one["tag"] == "summary"][-len(labels) :]
    for label, sentence in zip(labels, said, strict=True):
        if label.abstain:
            assert "— " in sentence
        else:
            assert f"{label.score:.2f}" in sentence
            assert all(theme in sentence for theme in label.themes or (label.theme,))
        assert ("by context" in sentence) == label.context
    assert sum("unknown words" in sentence for sentence in said) == sum(label.reason == "unknown words" for label in labels)
    assert "1 short one(s) leaned on their article" in made


def test_counts_are_those_of_the_labels(example):
    found = Elements(sheet(MODEL, example, language="en"))
    labels = [item.label for item in label_page(example.read_text("utf-8"))]
    cells = [one["text"] for one in found.found if one["tag"] == "td"]
    expected = [sum(label.theme == theme and not label.abstain for label in labels) for theme in MODEL.theme_facts]
    assert cells[::3] == [str(count) for count in [*expected, sum(label.abstain for label in labels)]]
    characters = sum(len(item.text) for item in label_page(example.read_text("utf-8")))
    assert sum(map(int, cells[1::3])) == characters
    buttons = {one["data-f"]: one["text"] for one in found.found if "data-f" in one}
    volunteering = sum("volunteering" in label.themes for label in labels)
    assert f"volunteering {volunteering}" in buttons["t3"]
    assert f"no judgement {sum(label.abstain for label in labels)}" in buttons["none"]


def test_the_foot_names_model_and_version(made):
    foot = made.split("<footer")[1]
    assert MODEL.name in foot
    assert f"newsclf {newsclf.__version__}" in foot


def test_the_same_inputs_give_the_same_page(made, example):
    assert made in (sheet(MODEL, example, language="zh"), sheet(MODEL, example, language="en"))


def test_an_empty_page_says_so(tmp_path):
    path = tmp_path / "空.txt"
    path.write_text(" \n", encoding="utf-8")
    made = sheet(MODEL, path)
    assert "这里没有可见的文字" in made
    assert Elements(made).all("seg") == []


def test_several_inputs_have_sections_and_anchors_of_their_own(tmp_path, example):
    (tmp_path / "乙.csv").write_text("id,text\nx7,志愿者清理河道\na,b,c\n", encoding="utf-8")
    found = Elements(sheet(MODEL, example, tmp_path / "乙.csv"))
    segments = found.all("seg")
    assert [segments[0]["id"], segments[-1]["id"]] == ["d1-s1", "d2-s1"]
    assert len({one["id"] for one in found.found if one.get("id")}) == sum("id" in one for one in found.found)
    assert [one["text"] for one in found.all("src")][:2] == [str(example), str(tmp_path / "乙.csv")]
    links = {one["href"] for one in found.found if one["tag"] == "a"}
    assert links <= {f"#{one['id']}" for one in found.found if "id" in one}
    assert any(one["text"] == "x7" for one in found.found if one["tag"] == "a")
    assert "有 1 行无法读取" in "".join(one["text"] for one in found.found if one.get("id") == "rejected")


def test_of_a_large_table_a_sample_is_shown_and_all_is_counted(tmp_path, corpus):
    path = tmp_path / "t.jsonl"
    lines = [f'{{"text": "{row["text"]}"}}' for row in corpus[:900] if not set('"\\') & set(row["text"])]
    path.write_text("\n".join(lines), encoding="utf-8")
    made = sheet(MODEL, path, language="en")
    found = Elements(made)
    assert len(found.all("seg")) == 200
    assert f"{len(lines)} segment(s)" in made
    assert "Counts are of all of them; 200 are shown below." in made
    assert len(found.all("band")) == len(BANDS) + 1
    assert len(made.encode()) < 1_000_000


def test_what_users_and_models_bring_is_inert(tmp_path):
    path = tmp_path / "<img src=x onerror=alert(1)>\"'\u202e.jsonl"
    path.write_text('{"text": "志愿者</script><script>alert(1)</script>清理河道\\u202e", "id": "\\"><b>"}\n', encoding="utf-8")
    keys = tuple(f"{HOSTILE}{place}" for place in range(4))
    themes = {key: Theme(key, {"zh": "<i onmouseover='x'>&\""}) for key in keys}
    hostile = replace(MODEL, name=f"m{HOSTILE}", rule=replace(MODEL.rule, themes=keys), theme_facts=themes)
    found = Elements(sheet(hostile, path))
    tags = [one["tag"] for one in found.found]
    assert tags.count("script") == tags.count("style") == 1
    assert not {"img", "i"} & set(tags)
    assert not any(name.startswith("on") for one in found.found for name in one)
    assert "\u202e" not in sheet(hostile, path)
    assert sum(one["text"] == '"><b>' for one in found.found) == 1


def test_a_model_of_many_themes_has_the_style_of_those_that_are_seen(tmp_path, corpus):
    labels = [f"类{place % 40}" for place in range(400)]
    model = newsclf.ThemeClassifier(effort="quick", vectors=None).fit([row["text"] for row in corpus[:400]], labels).to_model()
    path = tmp_path / "a.txt"
    path.write_text(corpus[0]["text"], encoding="utf-8")
    found = Elements(sheet(model, path))
    style = next(one["text"] for one in found.found if one["tag"] == "style")
    used = {css for one in found.found for css in (one.get("class") or "").split() if re.fullmatch(r"t\d+", css)}
    assert 0 < len(used) < 41
    assert set(re.findall(r"\.(t\d+)\{", style)) == used
