"""Labels joined to the texts of an archive: a stand-in one, all of whose news is invented."""

import csv
import gzip
import hashlib
import html
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import labelled
from training.fetch import LAST_DATE, fetch, main, paragraphs, readings

ROOT = Path(__file__).parent.parent

BEACH = "青禾县志愿者协会今天清理了三处河滩，捡拾垃圾两百多袋。"
QUOTE = "“水清了，白鹭也回来了。”村民们这样说。"
TWICE = "青禾站加开四趟列车，方便务工人员返乡。"
OLD = "青禾县为六百名下岗职工开办再就业培训班。"
LATE = "青禾县的这一段发布得太晚，不应读入。"
LOST = "这一段只有标签，档案里没有它的原文。"
ELSEWHERE = "这一段来自别的报纸，与档案无关。"

FIRST_DAY = """- 时间: 20240105

# 《新闻联播》 (20240105)

## 新闻摘要

青禾县清理河滩

## 详细新闻

### 【绿水青山】青禾县清理河滩  白鹭回来了

<p><strong>央视网消息</strong>（新闻联播）：青禾县志愿者协会今天清理了三处河滩，捡拾垃圾两百多袋。</p>
<p class="text">　　&ldquo;水清了，白鹭也回来了。&rdquo;村民们这样说。&nbsp;</p><p></p>

[查看原文](https://example.org/1)

### 国内联播快讯

<p>青禾站加开四趟列车，方便务工人员返乡。</p>
"""
OLD_DAY = f"<h2>青禾县<b>开班</b></h2>\r\n<P>（新闻联播）{OLD}</P>\r\n<p>没有标签的一段。</p>\r\n"

FILES = {
    "20240104.md": f"### 昨天的快讯\n\n<p>{TWICE}</p>\n".encode(),
    "20240105.md": FIRST_DAY.encode(),
    "20240106.md": b"",
    "20240107.md": b"<p>\xff\xff\xfe</p>",
    f"{LAST_DATE}.md": OLD_DAY.encode("gb18030"),
    "20250701.md": f"### 太晚\n\n<p>{LATE}</p>\n".encode() + b"\xff\xff",
    "README.md": f"<p>{LOST}</p>".encode(),
    "2024-01-08.md": f"<p>{LOST}</p>".encode(),
    "20240109.txt": f"<p>{LOST}</p>".encode(),
}
LABELS = [
    (BEACH, "xwlb", "20240105", "ecology;volunteering", "given"),
    (QUOTE, "xwlb", "20240105", "", "active"),
    (TWICE, "xwlb", "20240105", "spring_travel", "given"),
    (OLD, "xwlb", "20250630", "livelihood", "random"),
    (LATE, "xwlb", "20250701", "", "given"),
    (LOST, "xwlb", "20240108", "", "given"),
    (ELSEWHERE, "local-nankai", "20120101", "", "given"),
    (ELSEWHERE + "又一段。", "local-chinanews2023", "20231101", "", "given"),
]


def id_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def rows_of(folder: Path) -> list[dict]:
    with gzip.open(folder / "labelled.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture
def archive(tmp_path):
    """A checkout of the stand-in archive."""
    folder = tmp_path / "xin-wen-lian-bo"
    (folder / "news" / "20240110.md").mkdir(parents=True)
    for name, data in FILES.items():
        (folder / "news" / name).write_bytes(data)
    (folder / "20240111.md").write_text(f"<p>{LOST}</p>", "utf-8")
    return folder


@pytest.fixture
def labels(tmp_path):
    """Ids and labels, with a column that fetch knows nothing of."""
    path = tmp_path / "labels.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "corpus", "date", "theme", "themes", "chosen"])
        for text, corpus, date, themes, chosen in LABELS:
            writer.writerow([id_of(text), corpus, date, themes.split(";")[0] or "other", themes, chosen])
    return path


def test_labels_get_their_texts_and_headlines(archive, labels, tmp_path):
    assert fetch(archive, tmp_path / "a" / "out", labels) == tmp_path / "a" / "out" / "labelled.jsonl.gz"
    articles = {
        BEACH: "【绿水青山】青禾县清理河滩  白鹭回来了",  # two spaces, as there: an article's name is never cleaned
        QUOTE: "【绿水青山】青禾县清理河滩  白鹭回来了",
        TWICE: "国内联播快讯",  # of the label's day, not of the day before
        OLD: "青禾县开班",
    }
    expected = [
        {
            "id": id_of(text),
            "corpus": corpus,
            "date": date,
            "article": articles[text],
            "text": text,
            "theme": themes.split(";")[0] or "other",
            "themes": themes.split(";") if themes else [],
            "chosen": chosen,
        }
        for text, corpus, date, themes, chosen in LABELS
        if text in articles
    ]
    assert rows_of(tmp_path / "a" / "out") == sorted(expected, key=lambda row: (row["date"], row["id"]))


def test_it_says_what_it_found(archive, labels, tmp_path, capsys):
    fetch(archive, tmp_path / "out", labels)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "files read: 4",
        "files ignored, later than 20250630: 1",
        "files that could not be decoded: 1 (20240107.md)",
        "paragraphs: 7",
        "labels of xwlb joined: 4 of 6",
        "labels of other corpora, whose texts this archive cannot have: 2",
    ]


def test_the_checkout_or_its_news_folder_give_the_same_bytes_at_any_time(archive, labels, tmp_path, monkeypatch):
    first = fetch(archive, tmp_path / "a", labels).read_bytes()
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert fetch(archive / "news", tmp_path / "b", labels).read_bytes() == first
    assert fetch(archive / "news", tmp_path / "b", labels, overwrite=True).read_bytes() == first


def test_an_output_is_replaced_only_on_request(archive, labels, tmp_path, capsys):
    path = tmp_path / "out" / "labelled.jsonl.gz"
    path.parent.mkdir()
    path.write_bytes(b"precious")
    with pytest.raises(FileExistsError, match="--overwrite"):
        fetch(archive, tmp_path / "out", labels)
    assert path.read_bytes() == b"precious"
    assert capsys.readouterr().err == ""
    fetch(archive, tmp_path / "out", labels, overwrite=True)
    assert len(rows_of(tmp_path / "out")) == 4


def test_training_reads_what_was_fetched(archive, labels, tmp_path, monkeypatch, capsys):
    fetch(archive, tmp_path / "out", labels)
    monkeypatch.setattr(labelled, "PUBLIC_LABELS", labels)
    monkeypatch.setenv("NEWSCLF_CORPORA", str(tmp_path / "out"))
    found = {paragraph.text: paragraph for paragraph in labelled.public_paragraphs()}
    assert set(found) == {BEACH, QUOTE, TWICE, OLD}
    assert found[BEACH].article == found[QUOTE].article != found[TWICE].article
    assert (found[BEACH].source, found[BEACH].theme, found[BEACH].themes) == ("xwlb", "ecology", ("ecology", "volunteering"))
    assert "4 of 8 labels joined" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["20250701.md", "20250630.md"])
def test_an_archive_without_any_of_our_paragraphs_gives_an_empty_file(name, labels, tmp_path, capsys):
    (tmp_path / name).write_text("### 无关\n<p>没有标签的一段。</p>", "utf-8")
    fetch(tmp_path, tmp_path / "out", labels)
    assert rows_of(tmp_path / "out") == []
    assert "labels of xwlb joined: 0 of 6" in capsys.readouterr().err


# --- the command ---------------------------------------------------------------------------------------------------------


def test_the_command_prints_the_file_and_exits_0_when_few_join(archive, tmp_path):
    command = [sys.executable, "-m", "training.fetch", str(archive), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PYTHONUTF8": "1"})
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'out' / 'labelled.jsonl.gz'}\n"), done.stderr
    assert len(done.stderr.splitlines()) == 6
    assert rows_of(tmp_path / "out") == []


@pytest.mark.parametrize("kind", ["missing", "empty", "undated", "a file"])
def test_a_folder_without_dated_files_is_told_in_a_sentence(kind, tmp_path, capsys):
    folder = tmp_path / "archive"
    if kind == "a file":
        folder.write_text("20240105.md", "utf-8")
    elif kind != "missing":
        folder.mkdir()
    if kind == "undated":
        (folder / "README.md").write_text(FIRST_DAY, "utf-8")
    with pytest.raises(SystemExit) as exit_:
        main([str(folder), "-o", str(tmp_path / "out")])
    # A string makes Python print it on stderr and exit with 1.
    assert exit_.value.code == f"{folder} holds no file named YYYYMMDD.md, nor does a news folder in it."
    assert capsys.readouterr() == ("", "")
    assert not (tmp_path / "out").exists()


def test_the_command_overwrites_only_on_request(archive, tmp_path, capsys):
    arguments = [str(archive), "-o", str(tmp_path / "out")]
    main(arguments)
    with pytest.raises(SystemExit, match=r"labelled\.jsonl\.gz is there already; --overwrite replaces it\.$"):
        main(arguments)
    main([*arguments, "--overwrite"])
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / "out" / "labelled.jsonl.gz")] * 2


# --- paragraphs and their headlines --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>一</p>", [("", "一")]),
        ("# 甲\n<p>一</p>\n## 乙\n<p>二</p><p>三</p>", [("甲", "一"), ("乙", "二"), ("乙", "三")]),
        ("<h1>甲</h1><p>一</p><H3 id='x'><a>乙</a> &amp; 丙</H3><p>二</p>", [("甲", "一"), ("乙 & 丙", "二")]),
        ("### 甲\r\n\r\n<p>一\r\n二</p>\r\n", [("甲", "一\r\n二")]),
        ("###\u3000甲\n<p>一</p>", [("甲", "一")]),
        ("#话题 不是标题\n<p>一</p>", [("", "一")]),
        ("<p>一\n<p>二</p>", [("", "一\n"), ("", "二")]),
        ("<p>一\n\n### 乙\n<p>二", [("", "一\n\n"), ("乙", "二")]),
        ("<p>一<h2>乙</h2><p>二</p>", [("", "一"), ("乙", "二")]),
        ("<pre>不是段落</pre><p style='a'>一</p>散文", [("", "一")]),
    ],
)
def test_a_paragraph_belongs_to_the_headline_above_it(page, expected):
    assert list(paragraphs(page)) == expected


# --- cleaning ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("央视网消息（新闻联播）：青禾县开河。", "青禾县开河。"),
        ("　　<strong>央视网消息 </strong>(新闻联播)： 青禾县开河。", "青禾县开河。"),
        ("（新闻联播）青禾县开河。", "青禾县开河。"),
        ("央视网消息：青禾县开河。", "青禾县开河。"),
        ("《新闻联播》今天（3日）推出系列报道。", "《新闻联播》今天（3日）推出系列报道。"),
        ("（一）青禾县开河。", "（一）青禾县开河。"),
        ("青禾县\n\t开河&nbsp;\xa0了\u3000。 ", "青禾县 开河 了 。"),
        ("水<b>清</b><br/>了<!-- 注\n释 -->。", "水清了。"),
        ("Ct值<35，修改<章程>，1+1&gt;2，&lt;b&gt;", "Ct值<35，修改<章程>，1+1>2，<b>"),
        ("甲&amp;lt;乙", "甲&lt;乙"),
        (" \n", ""),
    ],
)
def test_the_first_reading_is_the_documented_cleaning(markup, text):
    assert next(readings(markup)) == text


@pytest.mark.parametrize(
    "text",
    [
        "央视网消息（新闻联播）：水清 了&nbsp;。鱼回来了。",
        "水清 了&nbsp;。 鱼回来了。",
        "水清了。鱼回来了。",
    ],
)
def test_other_cleanings_are_tried_too(text):
    assert text in readings("央视网消息（新闻联播）：水清\n了&nbsp;。<br>鱼回来了。")


def test_there_are_few_readings_and_no_chance_of_order():
    tried = list(readings("央视网消息（新闻联播）：水清\n了&nbsp;。<br>鱼回来了。"))
    assert len(tried) == 16
    assert len(set(tried)) > 8
    assert tried == list(readings("央视网消息（新闻联播）：水清\n了&nbsp;。<br>鱼回来了。"))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_among_the_readings_of_its_markup(text):
    assert " ".join(text.split()) in readings(html.escape(text))
