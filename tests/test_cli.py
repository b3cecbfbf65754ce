"""The installed command, as a user calls it."""

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ENGLISH

import newsclf
from newsclf.cli.app import COMMANDS
from newsclf.model_parts import NARROW, PLAIN

RECORD = [
    "id", "source", "segment", "kind", "article", "lines", "text", "theme", "score", "themes", "scores", "abstain",
    "reason", "context", "model",
]  # fmt: skip


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(newsclf.example_page(), encoding="utf-8")
    return path


def records(done):
    assert done.returncode == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def one_sentence(done, code=1):
    assert done.returncode == code
    assert done.out == ""
    assert len(done.err.strip().splitlines()) == 1
    return done.err


def test_a_page_gives_the_records_of_the_contract(call, page):
    found = records(call("label", "page.txt"))
    assert [list(record) for record in found] == [RECORD] * 26
    first = found[0]
    assert (first["id"], first["source"], first["segment"], first["lines"]) == ("page.txt#1", "page.txt", 1, [1, 2])
    assert first["model"] == newsclf.load().name


def test_labels_follow_scores_and_thresholds(call, page):
    model = newsclf.load()
    thresholds = dict(zip(model.themes, model.rule.thresholds, strict=True))
    for record in records(call("label", "page.txt")):
        passed = {theme for theme, score in record["scores"].items() if score >= thresholds[theme]}
        if record["abstain"]:
            assert record["theme"] == "other"
            assert record["reason"]
        else:
            assert set(record["themes"]) == passed
            assert record["theme"] in (passed or {"other"})
        largest = max(record["scores"].values())
        expected = 1 - largest if record["theme"] == "other" else record["scores"][record["theme"]]
        assert record["score"] == pytest.approx(expected)


def test_by_lines_abstain(call, page):
    bylines = [record for record in records(call("label", "page.txt")) if record["kind"] == "byline"]
    assert [record["reason"] for record in bylines] == ["byline"] * 3


def test_standard_input_is_a_page(call, page):
    found = records(call("label", "-", stdin=page.read_bytes()))
    assert (len(found), found[0]["source"], found[0]["id"]) == (26, "-", "-#1")


def test_a_table_for_people_shows_the_deciding_words(call, page):
    done = call("label", "page.txt", "--format", "table")
    assert done.returncode == 0
    assert "deciding words" in done.out
    assert "湿地" in done.out
    assert "关键词" in call("label", "page.txt", "--format", "table", "--lang", "zh").out


def test_lines_give_one_record_each_also_empty_ones(call):
    found = records(call("label", "--as", "lines", "-", stdin="志愿者清理河道\n\n春运首日加开列车".encode()))
    assert [record["lines"] for record in found] == [[1, 1], [2, 2], [3, 3]]
    assert [record["reason"] for record in found] == [None, "too short", None]


def test_a_table_of_rows_keeps_its_columns_first(call, tmp_path):
    (tmp_path / "rows.csv").write_text("编号,text,theme\n7,志愿者清理河道垃圾,旧\n8,,旧\n", encoding="gb18030")
    found = records(call("label", "rows.csv", "--format", "jsonl"))
    assert [list(record)[:3] for record in found] == [["编号", "text", "theme"]] * 2
    assert [(record["编号"], record["theme"]) for record in found] == [("7", "旧"), ("8", "旧")]
    assert found[0]["newsclf_theme"] in newsclf.load().themes
    assert found[1]["reason"] == "too short"


def test_output_goes_to_a_file_by_its_extension(call, page, tmp_path):
    assert call("label", "page.txt", "-o", "out.csv").out == ""
    assert (tmp_path / "out.csv").read_text("utf-8").splitlines()[0] == ",".join(RECORD)
    call("label", "page.txt", "-o", "out.jsonl")
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 26


def test_segment_prints_its_records(call, page):
    found = records(call("segment", "page.txt"))
    assert list(found[0]) == ["segment", "kind", "article", "lines", "start", "end", "text"]
    assert "heading" in call("segment", "page.txt", "--format", "table").out


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8-sig", "utf-16"])
def test_encodings_give_the_same_labels(call, page, encoding):
    expected = [record["theme"] for record in records(call("label", "-", stdin=page.read_bytes()))]
    found = records(call("label", "-", stdin=page.read_text("utf-8").encode(encoding)))
    assert [record["theme"] for record in found] == expected


def test_half_a_character_at_the_end_is_told_and_loses_nothing(call):
    done = call("segment", "-", stdin="河水清了，鱼回来了。".encode()[:-1])
    assert json.loads(done.out)["text"] == "河水清了，鱼回来了\ufffd"
    assert "middle of a character" in done.err


@pytest.mark.parametrize("data", [b"", b"\n\n \n", "\u3000\n".encode()])
def test_an_empty_page_has_no_segments(call, data):
    done = call("label", "-", stdin=data)
    assert (done.returncode, done.out) == (0, "")
    assert "no visible text" in done.err


@pytest.mark.parametrize("data", [bytes(range(256)), b"%PDF-1.7", b"\xff\xff\xff"])
def test_what_is_no_text_is_refused_in_one_sentence(call, data):
    one_sentence(call("label", "-", stdin=data))


def test_a_very_long_line_is_one_segment(call):
    text = "志愿者学雷锋做义工。" * 500_000
    found = records(call("label", "-", stdin=text.encode()))
    assert [len(record["text"]) for record in found] == [len(text)]
    assert "volunteering" in found[0]["themes"]


def test_a_very_long_line_has_the_theme_of_its_sentence(call):
    (found,) = records(call("label", "-", stdin=("志愿者学雷锋做义工。" * 500_000).encode()))
    assert found["theme"] == "volunteering"


def labelled(tmp_path, rows, name="mine.csv", head="text,theme"):
    (tmp_path / name).write_text("\n".join([head, *rows]), encoding="utf-8")
    return name


ROWS = ["志愿者清理河道,v", "志愿者看望老人,v", "春运加开列车,s", "春运车票开售,s"] * 4


def test_train_evaluate_info_and_label_with_the_users_own_themes(call, tmp_path):
    name = labelled(tmp_path, ROWS)
    done = call("train", name, "--quick", "-o", "mine")
    assert (done.returncode, done.out) == (0, "")
    assert "16 texts" in done.err
    metrics = json.loads(call("evaluate", "mine", name, "-o", "report").out)
    assert metrics == json.loads((tmp_path / "report" / "metrics.json").read_text("utf-8"))
    assert {"macro_f1", "accuracy", "n", "per_theme", "confusion", "calibration_error"} <= set(metrics)
    assert set(metrics["per_theme"]["v"]) == {"precision", "recall", "f1", "support"}
    assert json.loads(call("info", "mine").out)["themes"] == ["s", "v"]
    assert records(call("label", "--as", "lines", "-", "--model", "mine", stdin="春运列车".encode()))[0]["theme"] == "s"
    assert "macro-F1" in call("evaluate", "mine", name, "--format", "table").out


def test_several_labels_in_a_cell_and_in_json(call, tmp_path):
    rows = ["志愿者春运引路,v;s", "志愿者看望老人,v", "春运加开列车,s", "会议召开,"] * 4
    assert call("train", labelled(tmp_path, rows), "--quick", "-o", "a", "--label-separator", ";").returncode == 0
    lines = [json.dumps({"正文": row.split(",")[0], "标签": [x for x in row.split(",")[1].split(";") if x]}) for row in rows]
    (tmp_path / "b.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert call("train", "b.jsonl", "--quick", "-o", "b").returncode == 0
    info = [json.loads(call("info", name).out)["training"] for name in "ab"]
    assert info[0]["labels"] == info[1]["labels"] == {"s": 8, "v": 8}
    assert info[0]["fingerprint"] == info[1]["fingerprint"]


def test_the_same_data_give_the_same_model(call, tmp_path):
    name = labelled(tmp_path, ROWS)
    for folder in ("one/m", "two/m"):
        call("train", name, "-o", folder)
    both = [{path.name: path.read_bytes() for path in (tmp_path / folder / "m").iterdir()} for folder in ("one", "two")]
    assert both[0] == both[1]


def test_training_tells_copies_contradictions_and_slips_and_keeps_copies_together(call, tmp_path):
    kinds = {"生态环保": "河道清淤治污", "春运客流": "列车加开售票"}
    rows = [f"{a}{b}{word},{label}" for label, word in kinds.items() for a in "东西南北中" for b in "市县乡镇村"]
    rows += ["东市河道清淤治污。,生态环保", "东市河道，清淤治污,春运客流", "北京上海污水,生态环报", "广州深圳污水,生态环报"]
    done = call("train", labelled(tmp_path, [row.replace("，", " ") for row in rows]), "--quick", "-o", "m")
    assert (done.returncode, done.out) == (0, "")
    for told in ("54 texts", "2 text(s) only repeat 1", "here 生态环保, there 春运客流", "生态环报 (2) and 生态环保 (26)"):
        assert told in done.err
    assert "95 % interval" in done.err.splitlines()[-2]
    assert done.err.splitlines()[-1].startswith("Weakest classes: ")
    assert json.loads((tmp_path / "m" / "manifest.json").read_bytes())["training"]["grouped"] is True
    chinese = call("train", "mine.csv", "--quick", "-o", "m", "--overwrite", "--lang", "zh")
    assert len(chinese.err.splitlines()) == len(done.err.splitlines())
    assert "折外 macro-F1" in chinese.err


def test_training_on_texts_without_copies_is_that_of_the_estimator(call, tmp_path):
    texts = [f"{a}{b}{word}" for word in ("河道", "列车") for a in "东西南北中" for b in "市县乡"]
    themes = ["生态"] * 15 + ["春运"] * 15
    rows = [f"{text},{theme}" for text, theme in zip(texts, themes, strict=True)]
    assert call("train", labelled(tmp_path, rows), "-o", "command/m").returncode == 0
    newsclf.ThemeClassifier().fit(texts, themes).save(tmp_path / "python" / "m")
    command, python = (
        {path.name: path.read_bytes() for path in (tmp_path / name / "m").iterdir()} for name in ("command", "python")
    )
    assert command == python


def test_a_label_on_one_text_that_looks_like_a_slip_is_told(call, tmp_path):
    done = call("train", labelled(tmp_path, [*ROWS, "河水,民生保障", "水,民生保障", "山,民生保章"]), "--quick", "-o", "m")
    assert done.returncode == 0
    assert "Classes with a single text are learned, but nothing tells how well: 民生保章" in done.err
    assert "民生保章 (1) and 民生保障 (2)" in done.err


@pytest.mark.parametrize(
    ("rows", "head", "told"),
    [
        (["a,b"], "标题,theme", "标题, theme"),
        (["志愿者,v"] * 5, "text,theme", "same label, v"),
        (["！！,v", "？？,s"] * 3, "text,theme", "no words"),
        ([], "text,theme", "no rows"),
    ],
)
def test_data_that_cannot_be_learned_from_is_told_in_one_sentence(call, tmp_path, rows, head, told):
    error = one_sentence(call("train", labelled(tmp_path, rows, head=head), "-o", "m"))
    assert told in error
    assert not (tmp_path / "m").exists()


def test_a_broken_row_is_named_by_file_and_line(call, tmp_path):
    (tmp_path / "bad.jsonl").write_text('{"text": "a", "theme": "b"}\n{', encoding="utf-8")
    assert "bad.jsonl, line 2" in one_sentence(call("train", "bad.jsonl", "-o", "m"))


def test_a_missing_foreign_damaged_or_newer_model_is_refused(call, tmp_path, model_folder):
    assert "no such model" in one_sentence(call("info", "nowhere"))
    (tmp_path / "foreign").mkdir()
    assert "not a newsclf model" in one_sentence(call("info", "foreign"))
    shutil.copytree(model_folder, tmp_path / "m")
    (tmp_path / "m" / "CARD.md").write_text("changed")
    assert "CARD.md" in one_sentence(call("info", "m"))
    manifest = tmp_path / "m" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(f'"format": {PLAIN}', f'"format": {NARROW + 1}'), encoding="utf-8")
    assert f"format {NARROW + 1}" in one_sentence(call("info", "m"))


@pytest.mark.parametrize("training", [None, {}, {"fingerprint": 1}])
def test_a_model_that_does_not_say_what_it_learned_from_is_told_in_one_sentence(call, tmp_path, model_folder, training):
    folder = Path(shutil.copytree(model_folder, tmp_path / "m"))
    manifest = json.loads((folder / "manifest.json").read_bytes()) | {"training": training}
    data = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(data)
    (folder / "manifest.sha256").write_text(f"{hashlib.sha256(data).hexdigest()}  manifest.json\n", encoding="ascii")
    done = call("info", "m", "--format", "table")
    assert done.returncode == 1
    assert "not a newsclf model" in done.err


def test_explain_accounts_for_the_score(call):
    record = json.loads(call("explain", "志愿者在高铁站为返乡旅客引路。", "--theme", "volunteering").out)
    assert sum(share["share"] for share in record["shares"]) + record["intercept"] == pytest.approx(record["score"])
    assert record["shares"][0]["word"] == "志愿者"
    assert "志愿者" in call("explain", "志愿者在高铁站引路", "--format", "table", "--lang", "zh").out


@pytest.mark.parametrize(
    "arguments",
    [["lable"], ["label"], ["label", "--nonsense"], ["label", "x", "--format", "xml"], ["train", "x.csv"], ["info", "a", "b"],
     ["label", "x", "--backend", "dask"], ["label", "x", "--scheduler", "tcp://h:1"], ["label", "x", "--jobs", "0"],
     ["label", "x", "-o", "y", "-j", "2", "--backend", "dask", "--scheduler", "tcp://h:1"],
     ["label", "-", "-o", "y", "--backend", "dask", "--scheduler", "tcp://h:1"],
     ["segment", "-o"], ["--lang", "fr"], ["explain", "志愿者", "--theme", "体育"]],
)  # fmt: skip
def test_wrong_usage_is_one_sentence_in_either_language(call, arguments):
    assert one_sentence(call(*arguments), 2).startswith("Wrong usage: ")
    if "fr" not in arguments:
        assert one_sentence(call("--lang", "zh", *arguments), 2).startswith("用法有误：")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_there_in_both_languages(call, command):
    english, chinese = call(command, "--help").out, call("--lang", "zh", command, "--help").out
    assert english.startswith("Usage: newsclf " + command)
    assert chinese.startswith("用法： newsclf " + command)
    assert "Show this" not in chinese


def test_the_locale_chooses_the_language(call):
    assert "无法读取" in call("label", "nowhere.txt", env={**ENGLISH, "LC_ALL": "zh_CN.UTF-8"}).err
    assert "cannot be read" in call("label", "nowhere.txt").err


def test_a_reader_that_stops_early_is_no_error(call, page):
    command = f'"{sys.executable}" -m newsclf label page.txt | head -1'
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=page.parent, env=ENGLISH)
    assert done.stderr == b""


def test_a_place_that_cannot_be_written_is_told(call, page):
    assert "cannot be written" in one_sentence(call("label", "page.txt", "-o", "no/such/folder/x.jsonl"))


def test_control_characters_never_reach_the_terminal(call):
    done = call("segment", "-", "--format", "table", stdin="\x1b[31m红色标题\x1b[0m\n".encode())
    assert "\x1b" not in done.out


def test_an_input_is_never_written_over(call, page):
    before = page.read_bytes()
    assert "one of the inputs" in one_sentence(call("label", "page.txt", "-o", "page.txt"), 2)
    assert "one of the inputs" in one_sentence(call("segment", "page.txt", "-o", "./page.txt"), 2)
    assert page.read_bytes() == before


@pytest.mark.parametrize("out", ["a.xlsx", "a.pdf"])
def test_a_format_that_we_lack_is_refused(call, page, out):
    assert "cannot be written" in one_sentence(call("label", "page.txt", "-o", out), 2)


def test_tables_of_different_columns_share_one_header(call, tmp_path):
    (tmp_path / "a.csv").write_text("text,theme\n春运加开列车,旧\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("text,页码\n志愿者看望老人,4\n", encoding="utf-8")
    call("label", "a.csv", "b.csv", "-o", "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:3] == ["text", "theme", "页码"]
    assert [(row["theme"], row["newsclf_theme"]) for row in rows] == [("旧", "spring_travel"), ("", "volunteering")]


def test_an_empty_page_gives_a_table_with_its_header(call, tmp_path):
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    call("label", "empty.txt", "-o", "out.csv")
    assert (tmp_path / "out.csv").read_text("utf-8").strip() == ",".join(RECORD)


@pytest.mark.parametrize("command", [["example"], ["label", "page.txt"], ["label", "page.txt", "--format", "table"], ["info"]])
def test_a_full_disk_is_one_sentence(page, command):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "newsclf", *command], stdout=full, stderr=subprocess.PIPE, cwd=page.parent, env=ENGLISH
        )
    assert done.returncode == 1
    assert done.stderr.decode().strip() == "standard output: cannot be written (no space left)."


def test_an_empty_separator_is_wrong_usage(call, tmp_path):
    one_sentence(call("train", labelled(tmp_path, ROWS), "-o", "m", "--label-separator", ""), 2)


def test_a_theme_may_be_named_as_it_is_shown(call):
    record = json.loads(call("--lang", "zh", "explain", "志愿者植树", "--theme", "生态").out)
    assert record["theme"] == "ecology"


def test_the_command_checks_a_dictionary(call, tmp_path):
    (tmp_path / "words.txt").write_text("河长制\n中华人民 1\n", encoding="utf-8")
    done = call("dict", "check", "words.txt")
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [(row["word"], row["whole"]) for row in rows] == [("河长制", True), ("中华人民", False)]
    assert done.err.count("\n") == 1
    shown = call("dict", "check", "words.txt", "--format", "table", "--lang", "zh").out
    assert "词频" in shown
    assert call("dict", "mend", "words.txt").returncode == 2
    (tmp_path / "bad.txt").write_text("a b c d\n", encoding="utf-8")
    bad = call("dict", "check", "bad.txt")
    assert bad.returncode == 1
    assert "bad.txt, line 1" in bad.err


def test_a_user_dictionary_is_trained_with_and_kept(call, tmp_path):
    (tmp_path / "words.txt").write_text("河长湾制\n", encoding="utf-8")
    rows = "".join(f"推行河长湾制{n}号河道,ecology\n春运第{n}天加开列车,spring_travel\n" for n in "一二三四五六")
    (tmp_path / "mine.csv").write_text(f"text,theme\n{rows}", encoding="utf-8")
    assert call("train", "mine.csv", "-o", "model", "--user-dict", "words.txt").returncode == 0
    assert (tmp_path / "model" / "dictionary.txt").read_text("utf-8").startswith("河长湾制 ")
    shares = json.loads(call("explain", "推行河长湾制", "--model", "model").out)["shares"]
    assert "河长湾制" in {share["word"] for share in shares}
    assert call("train", "mine.csv", "-o", "other", "--user-dict", "missing.txt").returncode == 1


def test_several_jobs_give_the_same_bytes_as_one(call, tmp_path):
    rows = "".join(f"{n},志愿者第{n}天清理河道垃圾，沿岸居民也来帮忙。\n" for n in range(20_000))
    (tmp_path / "rows.csv").write_text("n,text\n" + rows, encoding="utf-8")
    one, two = (call("label", "rows.csv", "-o", f"{jobs}.jsonl", "--jobs", jobs) for jobs in (1, 2))
    assert one.err.startswith("1.jsonl: 20000 rows in, 20000 labelled (0 of them abstained), 0 rejected; ")
    assert two.err.count("\n") == 1
    written = (tmp_path / "1.jsonl").read_bytes()
    assert written == (tmp_path / "2.jsonl").read_bytes()
    assert call("label", "-", "--as", "table", "--jobs", "2", stdin=("n,text\n" + rows).encode()).stdout.count(b"\n") == 20_001
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.jsonl", "2.jsonl", "rows.csv"]


def test_rows_of_json_lines_keep_every_byte(call, tmp_path):
    written = ['{"text": "\\u5fd7愿者", "n": 1.50, "n": 2e3}', '{ "text" : null , "x":[1,  2] }']
    (tmp_path / "rows.jsonl").write_text("\n\n".join(written), encoding="utf-8")
    lines = call("label", "rows.jsonl").out.splitlines()
    assert [line.startswith(row[:-1].rstrip()) for line, row in zip(lines, written, strict=True)] == [True, True]


def test_a_row_that_cannot_be_read_is_set_aside_and_the_exit_code_says_so(call, tmp_path):
    (tmp_path / "rows.csv").write_text("text\n志愿者清理河道\na,b\n春运首日加开列车\n", encoding="utf-8")
    done = call("label", "rows.csv", "-o", "out.csv")
    assert (done.returncode, len(done.err.splitlines())) == (1, 2)
    assert "3 rows in, 2 labelled (0 of them abstained), 1 rejected" in done.err
    assert "out.csv.rejects.jsonl" in done.err
    assert len((tmp_path / "out.csv").read_text("utf-8").splitlines()) == 3
    assert json.loads((tmp_path / "out.csv.rejects.jsonl").read_text("utf-8"))["lines"] == [3, 3]
    for more in ([], ["--format", "table"]):
        shown = call("label", "rows.csv", *more)
        assert (shown.returncode, len(shown.err.splitlines())) == (1, 2)
        assert shown.out
        assert "rows.csv, line 3" in shown.err
        assert "line 3" in one_sentence(call("label", "rows.csv", "--strict", *more))
    assert "line 3" in one_sentence(call("label", "rows.csv", "--strict", "-o", "strict.csv"))
    assert not (tmp_path / "strict.csv").exists()


def test_rejected_rows_that_are_an_input_are_never_removed(call, tmp_path):
    path = tmp_path / "out.csv.rejects.jsonl"
    path.write_text('{"text": "志愿者清理河道"}\n', encoding="utf-8")
    assert "one of the inputs" in one_sentence(call("label", path.name, "-o", "out.csv"), 2)
    assert path.exists()


def test_an_empty_page_is_told_beside_a_table_with_a_broken_row(call, tmp_path):
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "rows.csv").write_text("text\na,b\n", encoding="utf-8")
    done = call("label", "empty.txt", "rows.csv")
    assert "empty.txt: no visible text" in done.err
    assert "rows.csv: no visible text" not in done.err


def test_a_model_is_made_as_small_as_asked_and_what_it_costs_is_told(call, corpus, tmp_path):
    rows = [{"text": row["text"], "label": row["theme"]} for row in corpus[:400:4]]
    (tmp_path / "mine.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    refused = call("train", "mine.jsonl", "-o", "m", "--max-size", "1kb")
    assert "at least" in refused.err
    least = int(re.search(r"at least (\d+) bytes", refused.err)[1])
    assert (refused.returncode, (tmp_path / "m").exists()) == (1, False)
    done = call("train", "mine.jsonl", "-o", "m", "--max-size", f"{least / 1000 + 20} KB")
    size = sum(file.stat().st_size for file in (tmp_path / "m").iterdir())
    told = json.loads((tmp_path / "m" / "manifest.json").read_bytes())["pruning"]
    assert size <= least + 20_000 == told["max_bytes"]
    assert f"{size} bytes, {told['terms']} of {told['terms_of']} terms" in done.err
    assert f"was {told['macro_f1_before']:.3f} before and is {told['macro_f1']:.3f}" in done.err
    assert call("evaluate", "m", "mine.jsonl").returncode == 0


@pytest.mark.parametrize("size", ["", "0MB", "MB", "8TB", "-1MB", "8 M B", "1e9", "八MB", "nan"])
def test_a_size_that_is_none_is_wrong_usage(call, tmp_path, size):
    assert f"'{size}'" in one_sentence(call("train", labelled(tmp_path, ROWS), "-o", "m", "--max-size", size), 2)


def test_one_text_a_class_is_learned_and_told_of(call, tmp_path):
    rows = ["志愿者清理河道垃圾,志愿服务", "春运加开临时列车,春运", "湿地候鸟数量回升,生态"]
    done = call("train", labelled(tmp_path, rows), "-o", "m")
    assert (done.returncode, done.out) == (0, "")
    assert "Classes with a single text" in done.err
    assert "nothing could be measured" in done.err.splitlines()[-1]
    assert "Nothing was measured" in call("info", "m", "--format", "table").out
    assert "无法评测" in call("train", "mine.csv", "-o", "n", "--lang", "zh").err
    found = records(call("label", "--as", "lines", "-", "--model", "m", stdin="春运列车加开".encode()))
    assert found[0]["theme"] == "春运"


def test_unlabelled_texts_are_learned_from_and_told_of(call, tmp_path):
    (tmp_path / "more.txt").write_text("志愿者走进社区\n列车今天开行\n列车今天开行\n\n", encoding="utf-8")
    (tmp_path / "more.csv").write_text("text\n湿地来了候鸟\n", encoding="utf-8")
    done = call("train", labelled(tmp_path, ROWS), "--quick", "--unlabelled", "more.txt", "--unlabelled", "more.csv", "-o", "m")
    assert (done.returncode, done.out) == (0, "")
    assert "Learned from 3 unlabelled texts, too, chosen by their digests from 5" in done.err
    facts = json.loads(call("info", "m").out)["training"]["unlabelled"]
    assert (facts["texts"], facts["given"]) == (3, 5)
    assert facts["fingerprint"] in (tmp_path / "m" / "CARD.md").read_text("utf-8")
    wrong = call("train", "mine.csv", "--unlabelled", "nowhere.txt", "-o", "n")
    assert wrong.returncode == 1
    assert "nowhere.txt" in wrong.err.splitlines()[-1]
    assert not (tmp_path / "n").exists()
    (tmp_path / "none.txt").write_text("\n", encoding="utf-8")
    assert "未使用未标注文本" in call("train", "mine.csv", "--unlabelled", "none.txt", "-o", "n", "--lang", "zh").err


def test_a_model_is_learned_from_seed_words_alone_and_says_that_its_figures_are_weak(call, tmp_path):
    seeds = '[v]\nseed_words = ["志愿者"]\n[s]\nseed_words = ["春运"]\n[e]\nseed_words = ["湿地"]'
    (tmp_path / "themes.toml").write_text(seeds, encoding="utf-8")
    rows = [row.split(",")[0] for row in ROWS[:4]] + ["志愿者扶老人", "春运返乡", "会议召开", "志愿者与春运"]
    done = call("train", labelled(tmp_path, rows, head="text"), "--seed-words", "themes.toml", "-o", "m")
    assert (done.returncode, done.out) == (0, "")
    for told in ("label 6 of 8 texts: s (3); v (3)", "of 2 the words do not say", "unless other labels do: e", "CAUTION"):
        assert told in done.err
    training = json.loads(call("info", "m").out)["training"]
    assert training["weak_labels"]["texts"] == {"s": 3, "v": 3}
    assert training["unlabelled"]["given"] == 2
    assert "The labels are weak" in (tmp_path / "m" / "CARD.md").read_text("utf-8")


def test_labels_of_their_own_go_before_what_seed_words_say(call, tmp_path):
    seeds = '[v]\nseed_words = ["志愿者"]\n[s]\nseed_words = ["春运"]\n[other]\n'
    (tmp_path / "themes.toml").write_text(seeds, encoding="utf-8")
    rows = ["志愿者清理河道,s", "志愿者看望老人,", "春运加开列车,", "会议召开,", "公园开放,"]
    done = call("train", labelled(tmp_path, rows), "--seed-words", "themes.toml", "-o", "m")
    assert done.returncode == 0
    training = json.loads(call("info", "m").out)["training"]
    assert training["labels"] == {"s": 2, "v": 1}
    assert training["without_theme"] == 2
    assert training["weak_labels"]["own"] == 1


def test_a_file_of_seed_words_that_is_none_is_told_in_one_sentence(call, tmp_path):
    (tmp_path / "themes.toml").write_text('[v]\nseed_words = "志愿者"', encoding="utf-8")
    assert "themes.toml" in one_sentence(call("train", labelled(tmp_path, ROWS), "--seed-words", "themes.toml", "-o", "m"))
