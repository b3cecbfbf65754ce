from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from annotating import TEXTS, batches, essence, labelstudio_task
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsclf.errors import ColumnError, EmptyTableError, InputError, RowError, UnknownFormError
from newsclf.io.annotations.forms import Fields, form_of, read_tasks, write_tasks
from newsclf.io.annotations.labelstudio import config
from newsclf.io.annotations.tasks import Batch, Task, settled, suggested
from newsclf.io.labelled import Columns, read_labelled
from newsclf.themes import NAMED

quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WITHOUT_NUL = TEXTS.filter(lambda text: "\0" not in text)
WITHOUT_HASH = st.none() | st.lists(st.sampled_from(["生态", "=x", "a b", '["a"]']), max_size=3, unique=True).map(tuple)


@given(batches())
@quick
def test_label_studio_gives_back_what_it_was_given(tmp_path, batch):
    path = str(tmp_path / "a.json")
    write_tasks(path, batch)
    form, found = read_tasks(path)
    assert (form, essence(found), found.aside) == ("labelstudio", essence(batch), [])


@given(batches())
@quick
def test_doccano_gives_back_what_it_was_given(tmp_path, batch):
    path = str(tmp_path / "a.jsonl")
    write_tasks(path, batch, "doccano")
    form, found = read_tasks(path)
    assert (form, essence(found), found.aside) == ("doccano", essence(batch), [])


@given(batches(WITHOUT_NUL, WITHOUT_HASH))
@quick
def test_csv_of_doccano_gives_back_what_it_was_given(tmp_path, batch):
    path = str(tmp_path / "b.csv")
    write_tasks(path, batch, "doccano")
    form, found = read_tasks(path)
    assert (form, essence(found), found.aside) == ("doccano", essence(batch), [])


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "b.jsonl"])
@given(batch=batches(WITHOUT_NUL))
@quick
def test_tables_give_back_what_they_were_given(tmp_path, name, batch):
    path = str(tmp_path / name)
    write_tasks(path, batch)
    form, found = read_tasks(path, None if name == "a.csv" else form_of(path, None))
    assert (form, essence(found), found.aside) == ("jsonl" if name == "b.jsonl" else "csv", essence(batch), [])


@given(batches(st.sampled_from(["河水清了", "列车", "会\n议"]), WITHOUT_HASH))
@quick
def test_all_the_way_round_nothing_is_lost(tmp_path, batch):
    steps = [("a.json", None), ("b.csv", None), ("c.jsonl", "doccano"), ("d.jsonl", "jsonl"), ("e.json", None)]
    found = batch
    for name, form in steps:
        write_tasks(str(tmp_path / name), found, form)
        _, found = read_tasks(str(tmp_path / name), form)
    assert essence(found) == essence(batch)


def test_in_tables_for_train_who_was_not_asked_is_left_out_and_no_theme_stays(tmp_path):
    tasks = [Task("1", "河水", ("生态",)), Task("2", "会议", ()), Task("3", "列车", None)]
    for name in ("a.csv", "a.jsonl"):
        write_tasks(str(tmp_path / name), Batch(tasks))
        found = read_labelled([str(tmp_path / name)], Columns())
        assert (found.texts, found.labels) == (["河水", "会议"], ["生态", "other"])
        write_tasks(str(tmp_path / name), Batch([*tasks, Task("4", "春运", ("生态", "春运"))]))
        found = read_labelled([str(tmp_path / name)], Columns())
        assert found.labels == [["生态"], [], ["生态", "春运"]]


def test_an_export_of_label_studio(tmp_path):
    rows = [
        labelstudio_task(1, "河水", ["生态"]),
        labelstudio_task(2, "会议", []),
        labelstudio_task(3, "列车"),
        labelstudio_task(4, "候鸟", None),
        labelstudio_task(5, "春运", ["other"]),
        labelstudio_task(6, "湿地", ["生态", "民生"], None),
        {
            "id": 7,
            "data": {"text": "旧版"},
            "completions": [{"result": labelstudio_task(0, "", ["a"])["annotations"][0]["result"]}],
        },
    ]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    _, found = read_tasks(str(tmp_path / "a.json"))
    assert [task.labels for task in found.tasks] == [("生态",), (), None, None, (), ("生态", "民生"), ("a",)]
    assert [task.id for task in found.tasks] == list("1234567")
    assert found.tasks[0].own == {"栏目": "要闻"}
    assert found.skipped == 1


def test_readers_who_disagree_have_no_label_unless_more_than_half_agree(tmp_path):
    rows = [
        labelstudio_task(1, "河水", ["a"], ["b"], ["a"]),
        labelstudio_task(2, "会议", ["a"], []),
        labelstudio_task(3, "湿地", ["b", "a"], ["a", "b"]),
    ]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    _, found = read_tasks(str(tmp_path / "a.json"))
    assert [task.labels for task in found.tasks] == [("a",), None, ("b", "a")]
    assert [task.is_disputed for task in found.tasks] == [False, True, False]
    assert found.tasks[1].votes == (("a",), ())
    write_tasks(str(tmp_path / "b.json"), found)
    assert [task.votes for task in read_tasks(str(tmp_path / "b.json"))[1].tasks] == [task.votes for task in found.tasks]
    write_tasks(str(tmp_path / "b.jsonl"), found)
    lines = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text("utf-8").splitlines()]
    assert lines[1] == {
        "id": "2",
        "text": "会议",
        "theme": None,
        "suggested": None,
        "score": None,
        "votes": [["a"], []],
        "栏目": "要闻",
    }


@pytest.mark.parametrize(
    ("votes", "answer"),
    [
        ([], None),
        ([("a",)], ("a",)),
        ([()], ()),
        ([("a",), ("b",)], None),
        ([(), (), ("a",)], ()),
        ([("a", "b"), ("b", "a")], ("a", "b")),
    ],
)
def test_what_more_than_half_say_is_settled(votes, answer):
    assert settled(votes) == answer


def test_json_min_of_label_studio(tmp_path):
    base = {"annotator": 1, "lead_time": 2.0, "created_at": "x", "updated_at": "x"}
    rows = [
        {"id": 1, "text": "河水", "source_id": "甲", "theme": "生态", "annotation_id": 1, **base},
        {"id": 2, "text": "湿地", "theme": {"choices": ["生态", "民生"]}, "annotation_id": 2, **base},
        {"id": 3, "text": "会议", "annotation_id": 3, **base},
        {"id": 4, "text": "列车", "theme": "春运", "annotation_id": 4, "版": "3", **base},
        {"id": 4, "text": "列车", "theme": "民生", "annotation_id": 5, "版": "3", **base},
    ]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    form, found = read_tasks(str(tmp_path / "a.json"))
    assert form == "labelstudio"
    assert essence(found) == [("甲", "河水", ("生态",)), ("2", "湿地", ("生态", "民生")), ("3", "会议", ()), ("4", "列车", None)]
    assert found.tasks[3].votes == (("春运",), ("民生",))
    assert found.tasks[3].own == {"版": "3"}
    assert [task.labels for task in read_tasks(str(tmp_path / "a.json"), fields=Fields(label="版"))[1].tasks][:1] == [()]


def test_exports_of_doccano(tmp_path):
    rows = [
        {"id": 5, "text": "河水", "label": ["生态"], "Comments": []},
        {"id": 6, "data": "会议", "label": ["other"], "栏目": "要闻"},
        {"id": 7, "text": "列车", "label": []},
        {"id": 8, "text": "湿地", "label": [], "annotation_approver": "admin"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    form, found = read_tasks(str(tmp_path / "a.jsonl"))
    assert (form, found.tasks[1].own) == ("doccano", {"栏目": "要闻"})
    assert essence(found) == [("5", "河水", ("生态",)), ("6", "会议", ()), ("7", "列车", None), ("8", "湿地", ())]
    (tmp_path / "a.csv").write_text("id,data,label\n1,河水,生态#民生\n2,会议,\n", encoding="utf-8")
    form, found = read_tasks(str(tmp_path / "a.csv"))
    assert (form, [task.labels for task in found.tasks]) == ("doccano", [("生态", "民生"), None])


def test_plain_tables_are_read_as_train_reads_them(tmp_path):
    (tmp_path / "a.csv").write_text("编号,正文,标签\n1,河水,生态\n2,会议,\n", encoding="utf-8")
    form, found = read_tasks(str(tmp_path / "a.csv"))
    assert (form, [task.labels for task in found.tasks], found.tasks[0].own) == ("csv", [("生态",), ()], {"编号": "1"})
    (tmp_path / "b.jsonl").write_text('{"text": "河水", "themes": ["a", "b"]}\n{"text": "会议"}\n', encoding="utf-8")
    assert [task.labels for task in read_tasks(str(tmp_path / "b.jsonl"))[1].tasks] == [("a", "b"), None]
    (tmp_path / "c.csv").write_text("text\n河水\n", encoding="utf-8")
    assert read_tasks(str(tmp_path / "c.csv"))[1].tasks == [Task("", "河水", None)]
    separated = Fields(text="编号", label="标签", separator=";")
    assert read_tasks(str(tmp_path / "a.csv"), fields=separated)[1].tasks[0].text == "1"


def test_what_a_model_suggests_is_written_for_each_form(tmp_path, model):
    batch = suggested(Batch([Task("1", "志愿者清理河道垃圾，候鸟回到湿地。", None), Task("2", "短", None)]), model)
    assert batch.tasks[0].suggested
    assert batch.tasks[1].suggested is None
    write_tasks(str(tmp_path / "a.json"), batch)
    first, second = json.loads((tmp_path / "a.json").read_text("utf-8"))
    (prediction,) = first["predictions"]
    assert prediction["result"][0]["value"]["choices"] == list(batch.tasks[0].suggested)
    assert 0 <= prediction["score"] <= 1
    assert first["annotations"] == []
    assert "predictions" not in second
    write_tasks(str(tmp_path / "a.csv"), batch)
    assert "+".join(batch.tasks[0].suggested) in (tmp_path / "a.csv").read_text("utf-8-sig").replace(" ", "")
    write_tasks(str(tmp_path / "a.jsonl"), batch, "doccano")
    assert json.loads((tmp_path / "a.jsonl").read_text("utf-8").splitlines()[0])["label"] == []


def test_the_config_has_a_choice_for_each_theme_and_for_none():
    tree = ElementTree.fromstring(config(["ecology", '<"&甲>', "other"], True, NAMED, "zh"))
    choices = tree.find("Choices")
    assert choices.attrib["choice"] == "multiple"
    assert [one.attrib["value"] for one in choices] == ["ecology", '<"&甲>', "other"]
    assert choices[0].attrib["hint"].startswith("生态")
    assert tree.find("Text").attrib["value"] == "$text"
    assert ElementTree.fromstring(config(["a\x1b\u202e"], False, {}, "en"))[1][0].attrib["value"] == "a␛\\u202e"
    assert 'choice="single-radio"' in config(["a"], False, {}, "en")


@pytest.mark.parametrize(
    ("name", "text", "place", "reason"),
    [
        ("a.json", json.dumps([labelstudio_task(1, "河"), {"id": 2, "data": {"正": "x"}}]), 2, "text / 正文 / content"),
        ("a.json", json.dumps([labelstudio_task(1, "河"), 7]), 2, "no task"),
        (
            "a.json",
            json.dumps([labelstudio_task(1, "河"), {"data": {"text": "x"}, "annotations": [{"result": [1]}]}]),
            2,
            "no task",
        ),
        ("a.jsonl", '{"id": 1, "text": "河", "label": []}\n{"id": 2, "text": 5, "label": []}', 2, "text / data"),
        ("a.jsonl", '{"id": 1, "text": "河", "label": []}\n{', 2, "JSON"),
        ("a.csv", "text,theme\n河,a\n水,a,b\n", 3, "3"),
    ],
)
def test_what_is_no_task_is_set_aside_with_its_place(tmp_path, name, text, place, reason):
    (tmp_path / name).write_text(text, encoding="utf-8")
    _, found = read_tasks(str(tmp_path / name))
    (aside,) = found.aside
    assert (aside.place, len(found.tasks)) == (place, 1)
    assert reason in aside.reason
    assert aside.raw


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.json", '[{"id": 1,\n"data"', RowError),
        ("a.json", "[1, 2]", RowError),
        ("a.json", "[]", EmptyTableError),
        ("a.json", "", InputError),
        ("a.csv", "title\n河\n", ColumnError),
    ],
)
def test_files_that_are_none_are_refused(tmp_path, name, text, kind):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(kind) as caught:
        read_tasks(str(tmp_path / name))
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("target", "form"), [("a.txt", None), ("a", None), ("a.csv", "labelstudio"), ("a.json", "doccano"), ("a.json.gz", "csv")]
)
def test_outputs_in_no_such_form_are_refused(target, form):
    with pytest.raises(UnknownFormError):
        form_of(target, form)


def test_packed_files_are_read_and_written(tmp_path):
    path = str(tmp_path / "a.json.gz")
    write_tasks(path, Batch([Task("1", "河", ("a",))]))
    assert read_tasks(path)[0] == "labelstudio"
    assert (tmp_path / "a.json.gz").read_bytes()[:2] == b"\x1f\x8b"
