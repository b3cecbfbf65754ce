"""Text-classification sets: their layouts, checksums, stand-ins, proxies, and the comparison of ours with others."""

import base64
import json
import sys
from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.errors import NewsclfError
from newsclf.io.labelled import Labelled
from training.benchmarks.sets import __main__ as command
from training.benchmarks.sets import methods, proxies, public, stand_ins, tables
from training.benchmarks.sets.measures import compare, interval, measure
from training.benchmarks.sets.methods import METHODS, Lesson
from training.benchmarks.sets.tasks import SetError, Task, draw, draw_few

SHOTS = {"thucnews": (10, 40, 1), "nlpcc2017": (18, 72, 1), "tnews": (15, 240, 5)}
"""Classes, texts to learn from and drawings of the stand-ins that are written here."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sets")
    stand_ins.write(folder, 1e-5, list(SHOTS))
    return folder


@pytest.fixture
def mine(tmp_path):
    """A user's own pair of tables, with an umbrella of odd texts."""
    here = tmp_path / "我的数据"
    here.mkdir()
    rows = {"体育": "球队客场比赛进球", "财经": "股市利率银行基金"}
    for part, size in (("train", 24), ("test", 12)):
        lines = [f"{text[n % 5 :]}第{n}场,{label}" for n in range(size) for label, text in rows.items()]
        (here / f"{part}.csv").write_text("\n".join(["text,label", *lines]), "utf-8")
    return tmp_path


def read(folder, name):
    return public.read(name, *public.find(folder)[name])


@pytest.fixture
def run(monkeypatch, capsys):
    """The command, in this process: its exit code or sentence, and what it said."""
    monkeypatch.setattr(command, "stay_on_one_core", lambda: None)
    monkeypatch.setattr(command, "warm_up", lambda: None)
    monkeypatch.setattr(command, "facts", dict)
    monkeypatch.setenv("NEWSCLF_CORPORA", "/nowhere")
    monkeypatch.delenv("NEWSCLF_SETS", raising=False)

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["sets", *map(str, arguments)])
        try:
            command.main()
        except SystemExit as end:
            return end.code, capsys.readouterr().err
        return 0, capsys.readouterr().err

    return call


@pytest.mark.parametrize("name", SHOTS)
def test_a_stand_in_is_read_as_the_set_that_it_stands_for(folder, name):
    classes, size, draws = SHOTS[name]
    task = read(folder, name)
    assert task.kind == "public"
    assert [len(train.texts) for train in task.trains] == [size] * draws
    assert {label for train in task.trains for label in train.labels} >= {f"class {n}" for n in range(classes)}
    assert set(task.test.labels) <= {f"class {n}" for n in range(classes)}
    assert name != "nlpcc2017" or not any(" " in text for text in task.test.texts)
    assert all(len(digest) == 64 for digest in task.checksums.values())


def test_few_are_as_many_of_each_class_in_each_drawing_and_no_text_is_in_two_of_them(folder):
    task = read(folder, "tnews")
    for train in task.trains:
        assert set(Counter(train.labels).values()) == {16}
    texts = [text for train in (*task.trains, task.test) for text in train.texts]
    assert len(set(texts)) == len(texts)
    assert len(task.unlabelled) == 60
    assert not set(task.unlabelled) & set(texts)


def test_stand_ins_are_the_same_each_time(folder, tmp_path):
    stand_ins.write(tmp_path, 1e-5, ["thucnews"])
    assert read(tmp_path, "thucnews").checksums == read(folder, "thucnews").checksums


def test_every_set_has_a_home_a_licence_a_layout_and_a_stand_in():
    for name, about in public.known_sets().items():
        assert about["home"].startswith("https://")
        assert about["licence"]
        assert about["folders"]
        assert name in stand_ins.SHAPES
    assert set(stand_ins.SHAPES) == set(public.known_sets())


def test_byte_order_marks_carriage_returns_blank_lines_and_tabs_inside_do_no_harm(tmp_path):
    here = tmp_path / "thucnews"
    here.mkdir()
    (here / "class.txt").write_bytes("\ufeff财经\r\n体育\r\n".encode())
    (here / "train.txt").write_bytes("球队\t客场\t1\r\n\r\n股市\t0\r\n".encode())
    (here / "test.txt").write_text("利率\t0", "utf-8")
    task = read(tmp_path, "thucnews")
    assert task.trains[0].texts == ["球队\t客场", "股市"]
    assert task.trains[0].labels == ["体育", "财经"]
    assert task.test.labels == ["财经"]


@pytest.mark.parametrize(
    ("name", "file", "content", "said"),
    [
        ("thucnews", "train.txt", "球队客场\t1\n股市", "train.txt, line 2: expected a text, a tab and a number below 2"),
        ("thucnews", "train.txt", "球队客场\t2", "line 1: expected"),
        ("thucnews", "train.txt", "球队客场\t-1", "line 1: expected"),
        ("thucnews", "test.txt", "\n \n", "test.txt has no rows"),
        ("thucnews", "test.txt", None, "test.txt is not there"),
        ("thucnews", "test.txt", "股市\t0".encode("gb18030"), "test.txt: not UTF-8 at byte 0"),
        ("nlpcc2017", "test.txt", "体育 球队", "line 1: expected a class, a tab and a text"),
        (
            "tnews",
            "train_3.json",
            '{"sentence": "股市"}',
            'train_3.json, line 1: expected a JSON object with "sentence" and "label"',
        ),
        ("tnews", "unlabeled.json", "[1]", 'unlabeled.json, line 1: expected a JSON object with "sentence"'),
        ("tnews", "test_public.json", "{", "test_public.json, line 1"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused_with_its_name_and_line(tmp_path, name, file, content, said):
    few = {f"{part}.json": '{"sentence": "股市", "label": "103"}' for part in (*(f"train_{n}" for n in range(5)), "test_public")}
    files = {
        "thucnews": {"class.txt": "财经\n体育", "train.txt": "股市\t0", "test.txt": "球队\t1"},
        "nlpcc2017": {"train.txt": "体育\t球 队", "test.txt": "体育\t球 队"},
        "tnews": few,
    }[name]
    (tmp_path / name).mkdir()
    for other, written in files.items():
        (tmp_path / name / other).write_text(written, "utf-8")
    assert read(tmp_path, name).trains[0].texts
    path = tmp_path / name / file
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SetError) as refused:
        read(tmp_path, name)
    assert said in str(refused.value)


def test_tables_of_a_user_are_a_task_named_like_their_folder(mine, capsys):
    found = public.find(mine)
    assert list(found) == ["我的数据"]
    assert "thucnews: not in" in capsys.readouterr().err
    task = read(mine, "我的数据")
    assert task.kind == "own"
    assert (len(task.trains[0].texts), len(task.test.texts)) == (48, 24)
    assert set(task.test.labels) == {"体育", "财经"}


def test_tables_of_several_labels_or_without_a_label_column_are_refused(mine):
    (mine / "我的数据" / "test.csv").write_text('text,label\n股市,"[""财经"", ""体育""]"', "utf-8")
    with pytest.raises(SetError, match="several labels"):
        read(mine, "我的数据")
    (mine / "我的数据" / "test.csv").write_text("text,甲\n股市,财经", "utf-8")
    with pytest.raises(NewsclfError):
        read(mine, "我的数据")


def test_a_folder_that_is_not_there_or_holds_no_set_is_refused(tmp_path):
    with pytest.raises(SetError, match="not a folder"):
        public.find(tmp_path / "nowhere")
    with pytest.raises(SetError, match="holds no set"):
        public.find(tmp_path)


def test_checksums_are_noted_and_compared(folder, tmp_path, capsys):
    record = tmp_path / "checksums.json"
    record.write_text('{"other": {"a.txt": "00"}}', "utf-8")
    task = read(folder, "thucnews")
    public.compare_sums(task, record)
    assert capsys.readouterr().err.count("no checksum on record; --note-sums writes it") == 3
    public.note_sums([task], record)
    public.compare_sums(task, record)
    assert capsys.readouterr().err.count("as on record") == 3
    noted = json.loads(record.read_text("utf-8"))
    assert noted["other"] == {"a.txt": "00"}
    noted["thucnews"]["test.txt"] = "0" * 64
    record.write_text(json.dumps(noted), "utf-8")
    with pytest.raises(SetError, match=r"thucnews/test.txt: its SHA-256 is [0-9a-f]{64}, on record is 0{64}"):
        public.compare_sums(task, record)


def test_the_record_holds_checksums_of_known_sets_alone():
    noted = json.loads(public.RECORD.read_text("utf-8"))
    assert set(noted) <= set(public.known_sets())
    assert all(len(digest) == 64 for files in noted.values() for digest in files.values())


labels = st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=60)


@given(labels, st.integers(1, 70), st.integers(0, 3))
def test_rows_are_drawn_with_every_class_in_its_share(labels, size, seed):
    rows = Labelled([str(n) for n in range(len(labels))], labels)
    drawn = draw(rows, size, seed)
    assert len(drawn.texts) == min(size, len(labels))
    assert drawn == draw(rows, size, seed)
    assert all(rows.labels[int(text)] == label for text, label in zip(drawn.texts, drawn.labels, strict=True))
    for label, count in Counter(labels).items():
        assert abs(drawn.labels.count(label) - count * len(drawn.texts) / len(labels)) <= 1.5


@given(labels, st.integers(1, 9), st.integers(0, 3))
def test_few_rows_are_as_many_of_each_class_as_there_are(labels, per_class, seed):
    rows = Labelled([str(n) for n in range(len(labels))], labels)
    taken, others = draw_few(rows, per_class, seed)
    assert sorted(taken + others) == list(range(len(labels)))
    drawn = Counter(labels[place] for place in taken)
    assert drawn == {label: min(per_class, count) for label, count in Counter(labels).items()}


def test_data_of_the_same_texts_in_other_places_is_other_data():
    one, two = Labelled(["股市"], ["财经"]), Labelled(["球队"], ["体育"])
    assert Task("甲", "own", [one], two).data() == Task("乙", "own", [one], two).data()
    assert Task("甲", "own", [one], two).data() != Task("甲", "own", [two], one).data()


@pytest.fixture
def articles(monkeypatch):
    """Two dozen made articles of thirty paragraphs, no two alike."""
    found = [(f"标题{n}", [f"第{n}篇报道的第{i}段说了一些别的事情。" * 3 for i in range(30)]) for n in range(24)]
    monkeypatch.setattr(proxies, "_articles", lambda: found)
    monkeypatch.setattr(proxies, "_topics", lambda classes: [f"t{n % classes}" for n in range(24)])
    return found


def test_a_proxy_has_no_text_on_both_sides_and_as_many_of_each_class(articles):
    for task in (proxies.articles(10, 4), proxies.abstracts(3, 2), proxies.few_headlines(3, 2)):
        assert len(task.trains) == proxies.DRAWS
        for train in task.trains:
            assert not set(train.texts) & set(task.test.texts)
            assert not set(train.texts) & set(task.unlabelled)
        assert not set(task.unlabelled) & set(task.test.texts)
    assert set(Counter(proxies.articles(10, 4).trains[1].labels).values()) == {4}
    assert len(set(proxies.articles(10, 4).test.labels)) == 10


def test_a_proxy_shows_of_an_article_what_its_topic_was_not_made_from(articles):
    seen = {"".join(paragraphs[1::2])[: proxies.LONG] for _, paragraphs in articles}
    task = proxies.abstracts(3, 2)
    assert set(task.test.texts) <= seen


def test_headlines_that_occur_twice_are_left_out(articles, monkeypatch):
    monkeypatch.setattr(proxies, "TEST", 4)
    monkeypatch.setattr(proxies, "_articles", lambda: [("快讯", ["一", "二"])] * 4 + articles[:20])
    task = proxies.headlines(3, 10)
    assert "快讯" not in task.test.texts + task.trains[0].texts
    assert len(task.trains[0].texts) == 10
    assert len(task.test.texts) == 4


WORDS = {"体育 新闻": "球队 客场 比赛| 进球 教练", "财经": "股市: 利率 上涨 基金 银行", "other": "天气 多云 气温 阵雨 微风"}


def some(*labels):
    """Sixty different texts of each label."""
    texts = {label: ["".join(words) for words in permutations(WORDS[label].split(), 3)] for label in labels}
    return Lesson([text for found in texts.values() for text in found], [label for label in labels for _ in texts[label]], [])


@pytest.fixture
def lesson():
    return some("体育 新闻", "财经")


@pytest.fixture
def short_search(monkeypatch):
    """Few settings, judged on few texts."""
    if METHODS[methods.RIVAL].installed:
        monkeypatch.setattr("training.fasttexts.JUDGED", 12)
        monkeypatch.setattr("training.fasttexts.STEPS", ({"lr": (0.5, 1.0)},))


@pytest.mark.parametrize("name", METHODS)
def test_every_method_learns_labels_of_any_characters_and_answers_any_text(name, lesson, short_search):
    method = METHODS[name]
    if not method.installed:
        pytest.skip(f"{method.package} is not installed (the extra measure)")
    learned = method.learn(lesson)
    assert list(learned.label(["客场比赛", "利率上涨"])) == ["体育 新闻", "财经"]
    assert set(learned.label(["", "|:\n", "abc", "𠀀"])) <= {"体育 新闻", "财经"}
    assert learned.bytes > 100
    assert 0 < learned.fit_seconds < 60
    assert learned.seconds > 0


def test_ours_answers_other_where_that_is_a_label():
    learned = methods.ours(some(*WORDS))
    assert list(learned.label(["客场比赛", "天气多云", "利率上涨"])) == ["体育 新闻", "other", "财经"]


def test_tuned_fasttext_says_what_it_chose_and_does_not_search_twice(lesson, short_search):
    pytest.importorskip("fasttext", reason="fastText is not installed (the extra measure)")
    first = methods.tuned_fasttext(lesson)
    assert set(first.settings) == {"writing", "lr", "epoch", "wordNgrams", "dim"}
    assert first.seconds > first.fit_seconds
    again = methods.tuned_fasttext(Lesson(lesson.texts, lesson.labels, [], first.settings))
    assert again.settings == first.settings
    assert again.seconds == again.fit_seconds


def test_a_method_whose_package_is_missing_is_skipped_by_name(mine, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(methods, "find_spec", lambda package: None)
    monkeypatch.setattr(command, "stay_on_one_core", lambda: None)
    monkeypatch.setattr(command, "warm_up", lambda: None)
    monkeypatch.setattr(command, "facts", dict)
    command._measure({"我的数据": lambda: read(mine, "我的数据")}, "Vowpal", tmp_path / "found.json")
    assert (
        "Vowpal Wabbit, characters: skipped, vowpalwabbit is not installed (pip install '.[measure]')" in capsys.readouterr().err
    )
    assert json.loads((tmp_path / "found.json").read_text("utf-8"))["tasks"]["我的数据"]["methods"] == {}


def test_a_stand_in_is_learned_better_than_by_chance_and_worse_than_perfectly(folder):
    found = measure(METHODS["LinearSVC, characters"], read(folder, "tnews"))
    assert 0.3 < found["accuracy"] < 0.9
    assert 0 < found["spread"] < 0.2
    assert len(found["right"]) == 5


def packed(*drawings):
    return [base64.b64encode(np.packbits(np.array(bits, bool)).tobytes()).decode() for bits in drawings]


def test_methods_are_compared_text_by_text():
    found = {
        "newsclf": {"right": packed([1, 1, 1, 0, 1, 1, 1, 1, 1, 0], [1, 1, 1, 1, 1, 1, 1, 1, 1, 0])},
        "fastText, tuned": {"right": packed([1, 1, 0, 0, 1, 1, 1, 1, 1, 0], [1, 1, 0, 0, 1, 1, 1, 1, 1, 0])},
        "same": {"right": packed([1, 1, 0, 0, 1, 1, 1, 1, 1, 0], [1, 1, 0, 0, 1, 1, 1, 1, 1, 0])},
    }
    compare(found, 10)
    assert found["newsclf"]["ahead"] == pytest.approx(0.15)
    assert found["same"]["ahead"] == 0
    assert found["same"]["ahead_interval"] == [0, 0]
    assert "ahead" not in found["fastText, tuned"]
    low, high = found["newsclf"]["interval"]
    assert low < 0.85 < high


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 1), min_size=1, max_size=80))
def test_an_interval_lies_between_the_least_and_the_largest_and_holds_the_mean(values):
    low, high = interval(np.array(values, float))
    assert min(values) <= low <= high <= max(values)
    assert low - 1e-9 <= np.mean(values) <= high + 1e-9


def test_the_command_compares_keeps_and_writes(mine, tmp_path, run, monkeypatch):
    out = tmp_path / "found.json"
    code, said = run("我的数据", "--data", mine, "--methods", "newsclf", "-o", out)
    assert code == 0
    assert "我的数据, newsclf: 1.000" in said
    first = json.loads(out.read_text("utf-8"))["tasks"]["我的数据"]
    assert first["methods"]["newsclf"]["answered"] > 0.5
    assert set(first["files"]) == {"train.csv", "test.csv"}
    monkeypatch.setenv("NEWSCLF_SETS", str(mine))
    assert run("--methods", "LinearSVC", "-o", out)[0] == 0
    both = json.loads(out.read_text("utf-8"))["tasks"]["我的数据"]["methods"]
    assert both["newsclf"]["fit_cpu_seconds"] == first["methods"]["newsclf"]["fit_cpu_seconds"]
    assert "LinearSVC, characters" in both
    (mine / "我的数据" / "test.csv").write_text("text,label\n股市利率,财经\n球队比赛,体育", "utf-8")
    assert run("--methods", "LinearSVC", "-o", out)[0] == 0
    assert "newsclf" not in json.loads(out.read_text("utf-8"))["tasks"]["我的数据"]["methods"]


def test_the_command_notes_checksums_of_public_sets(folder, tmp_path, run, monkeypatch):
    record = tmp_path / "checksums.json"
    record.write_text("{}", "utf-8")
    monkeypatch.setattr(public.note_sums, "__defaults__", (record,))
    assert run("thucnews", "--data", folder, "--note-sums")[0] == 0
    assert set(json.loads(record.read_text("utf-8"))["thucnews"]) == {"class.txt", "train.txt", "test.txt"}


def test_the_command_names_what_is_wrong_in_one_sentence(mine, run):
    assert run("tnews", "--data", mine)[0] == "no such task here: tnews; there are: 我的数据"
    assert "is not a folder" in run("--data", mine / "nowhere")[0]


def test_without_sets_there_are_stand_ins_and_no_proxies_without_the_texts(run):
    code, said = run("nothing")
    assert code == "no such task here: nothing; there are: " + ", ".join(f"made-{name}" for name in stand_ins.SHAPES)
    assert "proxies: none" in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_tables_show_every_task_and_method(tmp_path, monkeypatch, language):
    rows = {"accuracy": 0.5, "macro_f1": 0.4, "fit_cpu_seconds": 1, "cpu_seconds": 2, "texts_per_second": 1234.5, "bytes": 2e6}
    rows |= {"interval": [0.4, 0.6]}
    task = {"kind": "proxy", "classes": 3, "train": 1000, "draws": 2, "test": 50, "characters": 20.5}
    task["methods"] = {
        "newsclf": rows | {"ahead": 0.03, "ahead_interval": [-0.01, 0.07], "spread": 0.01},
        "fastText, tuned": rows,
        "别的": rows | {"accuracy": 0.7},
    }
    (tmp_path / "sets.json").write_text(
        json.dumps({"tasks": {"甲": task, "乙": {**task, "kind": "made", "methods": {"别的": rows}}}})
    )
    monkeypatch.setattr(tables, "RESULTS", tmp_path)
    short, long = tables.short(language), tables.long(language)
    assert "| 甲 | 3 | 1,000 | 0.500 | – | – | 0.500 | +0.030 (-0.010 to +0.070) | 0.700 (别的) | 1.0 | 1.0 |" in short
    assert "| 乙 |" not in short
    assert "| 别的 | 0.700 (0.400–0.600) | 0.400 | – | 1.0 | 2.0 | 1,234 | 2.0 |" in long
    assert long.count("**newsclf**") == 1
    assert "0.010" in long
