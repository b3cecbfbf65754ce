"""``newsclf convert``, and the whole loop: suggest → Label Studio → back → train."""

import json

import pytest
from annotating import labelstudio_task


def test_the_whole_loop_from_suggestions_to_a_model(call, tmp_path, corpus):
    truth = {row["text"]: row["themes"] for row in corpus}
    lines = ["id,text", *(f'n{n},"{row["text"]}"' for n, row in enumerate(corpus[600:900]) if '"' not in row["text"])]
    (tmp_path / "news.csv").write_text("\n".join(lines), encoding="utf-8")
    assert call("suggest", "news.csv", "-n", "40", "-o", "todo.csv").returncode == 0
    done = call("convert", "todo.csv", "-o", "tasks.json", "--predict", "--config", "labels.xml", "--multiple")
    assert done.returncode == 0, done.err
    assert "40 are still to be labelled" in done.err
    assert 'value="ecology"' in (tmp_path / "labels.xml").read_text("utf-8")
    tasks = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    assert all(task["predictions"] for task in tasks if task["data"]["text"] and len(task["data"]["text"]) > 20)
    answered = (
        [  # as Label Studio exports it: ids of its own, the fields of data as they were
            labelstudio_task(100 + place, task["data"]["text"], truth[task["data"]["text"]] or ["other"]) | {"data": task["data"]}
            for place, task in enumerate(tasks[:35])
        ]
        + [labelstudio_task(200, tasks[35]["data"]["text"], None) | {"data": tasks[35]["data"]}]
    )
    (tmp_path / "export.json").write_text(json.dumps(answered, ensure_ascii=False), encoding="utf-8")
    back = call("convert", "export.json", "-o", "mine.csv")
    assert back.returncode == 0, back.err
    assert "1 text(s) were only skipped" in back.err
    trained = call("train", "mine.csv", "-o", "my-model", "--quick")
    assert trained.returncode == 0, trained.err
    manifest = json.loads((tmp_path / "my-model" / "manifest.json").read_text("utf-8"))
    assert manifest["training"]["texts"] == 35
    assert manifest["training"]["without_theme"] == sum(not truth[task["data"]["text"]] for task in tasks[:35])
    (tmp_path / "once.csv").write_text((tmp_path / "mine.csv").read_text("utf-8"), encoding="utf-8")
    assert call("convert", "once.csv", "--to", "doccano", "-o", "doccano.jsonl").returncode == 0
    assert call("convert", "doccano.jsonl", "-o", "again.csv").returncode == 0
    again, mine = ((tmp_path / name).read_text("utf-8-sig").splitlines() for name in ("again.csv", "mine.csv"))
    assert [line.split(",")[:3] for line in again] == [line.split(",")[:3] for line in mine]


def test_rows_set_aside_are_counted_and_kept(call, tmp_path):
    rows = [labelstudio_task(1, "河水", ["a"], ["b"]), {"id": 2}, labelstudio_task(3, "列车", ["a"])]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    done = call("convert", "a.json", "-o", "b.csv", "--lang", "zh")
    assert done.returncode == 1
    assert "1 条由多人标注" in done.err
    assert "1 条没有过半的答案" in done.err
    (aside,) = map(json.loads, (tmp_path / "b.csv.rejects.jsonl").read_text("utf-8").splitlines())
    assert (aside["source"], aside["line"], json.loads(aside["raw"])) == ("a.json", 2, {"id": 2})
    assert len((tmp_path / "b.csv").read_text("utf-8").splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["a.csv", "-o", "b.txt"], 2, ".json, .jsonl"),
        (["a.csv", "-o", "a.csv"], 2, "a.csv"),
        (["a.csv", "-o", "b.json", "--config", "c.xml"], 2, "--config needs themes"),
        (["a.csv", "-o", "b.json", "--from", "labelstudio"], 1, "a.csv, line 1"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(call, tmp_path, arguments, code, said):
    (tmp_path / "a.csv").write_text("text\n河水\n", encoding="utf-8")
    done = call("convert", *arguments)
    assert (done.returncode, said in done.err) == (code, True), done.err
