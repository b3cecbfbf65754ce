from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from batches import CHUNK, Ear, look, make_broken, make_inputs, make_output, make_work

import newsclf
from newsclf.batch import files, journal
from newsclf.batch.backends import Crew
from newsclf.batch.files import Saving, label_to_files
from newsclf.batch.job import Tally
from newsclf.batch.lock import locked
from newsclf.errors import (
    ChangedFileError,
    ForeignFolderError,
    OtherJobError,
    OutputError,
    OutputExistsError,
    OutputInUseError,
    RowError,
)
from newsclf.io import chunks
from newsclf.report.summary import Summary

CREWS = pytest.mark.parametrize("crew", [Crew(), Crew(2)], ids=["alone", "two"])


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    """Chunks of a few rows, so that a small file has many."""
    monkeypatch.setattr("newsclf.batch.outputs.plan", lambda document: chunks.plan(document, CHUNK))


@pytest.fixture
def label(tmp_path):
    """Label documents into ``out.jsonl``."""

    def run(
        *documents: Any,
        crew: Crew = Crew(),  # noqa: B008
        ear: Ear | None = None,
        work: dict[str, bool] | None = None,
        finish: Any = lambda: None,
        strict: bool = False,
        **saving: Any,
    ) -> Tally:
        facts = {"newsclf": "0", "model": "m", "option": [], "input": [[item.source, item.sha256] for item in documents]}
        saving = {"facts": facts, **saving}
        output = make_output(tmp_path / "out.jsonl", *documents)
        work = make_work(strict=strict, **(work or {}))
        return label_to_files([output], work, crew, Saving(output.target, **saving), ear or Ear(), finish)

    return run


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def fail_at(monkeypatch, where: Any, name: str, call: int, error: BaseException) -> None:
    """Have a function raise an error at its n-th call, as if something happened just then."""
    before, calls = getattr(where, name), []

    def raising(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == call:
            raise error
        return before(*args, **kwargs)

    monkeypatch.setattr(where, name, raising)


@CREWS
def test_rows_come_out_once_each_in_order_and_nothing_else_stays(tmp_path, label, crew):
    documents = make_inputs(tmp_path)
    before = names(tmp_path)
    tally = label(*documents, crew=crew)
    assert tally.rows == {"a.csv": 30, "empty.txt": 0, "b.jsonl": 20}
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == [f"a.csv#{n}" for n in range(1, 31)] + [f"b.jsonl#{n}" for n in range(1, 21)]
    assert names(tmp_path) - before == {"out.jsonl"}


@CREWS
def test_rows_that_cannot_be_read_go_beside_the_output_in_order(tmp_path, label, crew):
    tally = label(make_broken(tmp_path), crew=crew)
    assert (tally.labelled, tally.rejected, tally.abstained) == (100, 2, 50)
    rejects = (tmp_path / "out.jsonl.rejects.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["lines"] for line in rejects] == [[52, 52], [103, 103]]


def test_rejects_of_an_earlier_job_go_when_the_output_is_overwritten(tmp_path, label):
    label(make_broken(tmp_path))
    label(*make_inputs(tmp_path), overwrite=True)
    assert not (tmp_path / "out.jsonl.rejects.jsonl").exists()


@pytest.mark.parametrize("there", ["out.jsonl", "out.jsonl.rejects.jsonl"])
def test_what_is_there_is_not_touched_without_a_word(tmp_path, label, there):
    documents = make_inputs(tmp_path)
    (tmp_path / there).write_text("旧", encoding="utf-8")
    before = names(tmp_path)
    with pytest.raises(OutputExistsError) as caught:
        label(*documents)
    assert caught.value.target == str(tmp_path / there)
    assert (tmp_path / there).read_text("utf-8") == "旧"
    assert names(tmp_path) == before
    label(*documents, overwrite=True)
    assert (tmp_path / "out.jsonl").read_text("utf-8").count("\n") == 50


def test_an_output_that_turns_up_meanwhile_is_not_touched(tmp_path, label, monkeypatch):
    documents, before = make_inputs(tmp_path), files.concatenate

    class Writer(Ear):
        def __call__(self, done: Any, earlier: bool = False) -> None:
            (tmp_path / "out.jsonl").write_text("别人的", encoding="utf-8")

    with pytest.raises(OutputExistsError):
        label(*documents, ear=Writer())
    assert (tmp_path / "out.jsonl").read_text("utf-8") == "别人的"
    (tmp_path / "out.jsonl").unlink()
    assert label(*documents).earlier == 50
    assert before


@CREWS
def test_an_error_in_the_input_leaves_nothing_and_keeps_the_old(tmp_path, label, crew):
    document = make_broken(tmp_path)
    (tmp_path / "out.jsonl").write_text("旧", encoding="utf-8")
    with pytest.raises(RowError) as caught:
        label(document, crew=crew, strict=True, overwrite=True)
    assert caught.value.line in (52, 103)
    assert (tmp_path / "out.jsonl").read_text("utf-8") == "旧"
    assert names(tmp_path) == {"bad.csv", "out.jsonl"}


@CREWS
def test_a_file_that_turns_to_something_else_while_it_is_read_is_an_error(tmp_path, label, crew):
    documents = make_inputs(tmp_path)
    (tmp_path / "a.csv").write_bytes(b"n,text\n" + b"\xff" * 400 + b"\n")
    with pytest.raises(ChangedFileError):
        label(*documents, crew=crew)
    assert not (tmp_path / "out.jsonl").exists()


def test_a_file_that_was_written_to_while_it_was_labelled_is_an_error(tmp_path, label):
    documents = make_inputs(tmp_path)

    class Writer(Ear):
        def __call__(self, done: Any, earlier: bool = False) -> None:
            with (tmp_path / "a.csv").open("a") as stream:
                stream.write("31,又来一行\n")

    with pytest.raises(ChangedFileError):
        label(*documents, ear=Writer())
    assert names(tmp_path) == {"a.csv", "b.jsonl", "empty.txt"}


def test_a_folder_that_is_not_there_is_told_before_any_work(tmp_path):
    output = make_output(tmp_path / "no" / "out.jsonl", *make_inputs(tmp_path))
    with pytest.raises(OutputError) as caught:
        label_to_files([output], make_work(), Crew(), Saving(output.target, {"option": [], "input": []}), Ear())
    assert caught.value.target == str(tmp_path / "no" / "out.jsonl")


# --- going on after a stop -------------------------------------------------------------------------------------------------


STOPS = [
    (journal.Journal, "add", 1),
    (journal.Journal, "add", 4),
    (journal.Journal, "close_soon", 1),
    (journal.Journal, "close", 1),
    (journal.Journal, "remove", 1),
    (files, "concatenate", 1),
]


@pytest.mark.parametrize(("where", "name", "call"), STOPS, ids=[f"{name} {call}" for _, name, call in STOPS])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError(), OutputError(target="x", reason="no space left")])
def test_after_a_stop_anywhere_the_same_job_goes_on_and_comes_to_the_same(tmp_path, label, monkeypatch, where, name, call, error):
    document = make_broken(tmp_path)
    label(document)
    expected = [(tmp_path / file).read_bytes() for file in ("out.jsonl", "out.jsonl.rejects.jsonl")]
    for file in ("out.jsonl", "out.jsonl.rejects.jsonl"):
        (tmp_path / file).unlink()
    with monkeypatch.context() as patched:
        fail_at(patched, where, name, call, error)
        with pytest.raises(type(error)):
            label(document)
    ear = Ear()
    tally = label(document, ear=ear)
    assert tally.rows["bad.csv"] == 102
    assert sum(done.rows for done in ear.heard + ear.earlier) == 102
    assert tally.earlier == sum(done.rows for done in ear.earlier)
    assert [(tmp_path / file).read_bytes() for file in ("out.jsonl", "out.jsonl.rejects.jsonl")] == expected
    assert names(tmp_path) == {"bad.csv", "out.jsonl", "out.jsonl.rejects.jsonl"}


@pytest.fixture
def stopped(tmp_path, label, monkeypatch):
    """A job that was stopped at its ninth chunk."""

    def stop(*documents: Any) -> Path:
        with monkeypatch.context() as patched:
            fail_at(patched, journal.Journal, "add", 9, KeyboardInterrupt())
            with pytest.raises(KeyboardInterrupt):
                label(*documents)
        return tmp_path / "out.jsonl.work"

    return stop


def test_a_stopped_job_says_how_many_rows_are_done(tmp_path, label, monkeypatch):
    fail_at(monkeypatch, journal.Journal, "add", 9, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt) as caught:
        label(*make_inputs(tmp_path))
    (note,) = caught.value.__notes__
    assert note.endswith("rows are done; the same command goes on from there.")


def test_what_is_done_is_not_done_again(tmp_path, label, stopped):
    documents, ear = make_inputs(tmp_path), Ear()
    stopped(*documents)
    label(*documents, ear=ear)
    assert [done.number for done in ear.earlier] == list(range(8))
    assert [done.number for done in ear.heard] == list(range(8, 8 + len(ear.heard)))


def spoil(journal: Path) -> None:
    """What a file system may leave behind a power cut."""
    with journal.open("ab") as stream:
        stream.write(bytes(40) + b"\n{}\n")


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: next(folder.glob("parts-*/*.labels")).unlink(),
        lambda folder: next(folder.glob("parts-*/*.labels")).write_bytes(b"{}\n"),
        lambda folder: os.truncate(folder / "journal.jsonl", (folder / "journal.jsonl").stat().st_size - 7),
        lambda folder: (folder / "journal.jsonl").write_bytes(b""),
        lambda folder: spoil(folder / "journal.jsonl"),
        lambda folder: (folder / "manifest.json").write_bytes(b"{"),
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder / ".newsclf-0123.part").write_bytes(b"half"),
        lambda folder: (folder / "lock").unlink(),
    ],
    ids=[
        "part gone",
        "part changed",
        "journal cut",
        "journal empty",
        "journal zeroed",
        "manifest cut",
        "manifest gone",
        "left over",
        "lock gone",
    ],
)
def test_whatever_a_crash_leaves_behind_the_output_is_whole(tmp_path, label, stopped, damage):
    documents = make_inputs(tmp_path)
    label(*documents)
    expected = (tmp_path / "out.jsonl").read_bytes()
    (tmp_path / "out.jsonl").unlink()
    damage(stopped(*documents))
    label(*documents)
    assert (tmp_path / "out.jsonl").read_bytes() == expected
    assert names(tmp_path) == {"a.csv", "b.jsonl", "empty.txt", "out.jsonl"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"model": "m2"}, "model was m, is m2"),
        ({"newsclf": "1"}, "newsclf was 0, is 1"),
        ({"option": [["--text-column", "正文"]]}, "--text-column was –, is 正文"),
        (
            {"input": [["a.csv", "0"], ["b.jsonl", "1"]]},
            "a.csv has changed; empty.txt is no longer an input; b.jsonl has changed",
        ),
    ],
)
def test_another_job_in_its_place_is_refused_and_says_what_differs(tmp_path, label, stopped, change, sentence):
    documents = make_inputs(tmp_path)
    stopped(*documents)
    facts = {"newsclf": "0", "model": "m", "option": [], "input": [[item.source, item.sha256] for item in documents]}
    with pytest.raises(OtherJobError) as caught:
        label(*documents, facts={**facts, **change})
    assert sentence in str(caught.value)
    assert "--restart" in str(caught.value)
    tally = label(*documents, facts={**facts, **change}, restart=True)
    assert (tally.earlier, tally.rows.total()) == (0, 50)


def test_other_order_of_the_inputs_is_another_job(tmp_path, label, stopped):
    documents = make_inputs(tmp_path)
    stopped(*documents)
    with pytest.raises(OtherJobError, match="order of the inputs"):
        label(*documents[::-1])


def test_a_worker_left_from_before_a_restart_can_put_nothing_into_it(tmp_path, label, stopped):
    documents = make_inputs(tmp_path)
    (old,) = stopped(*documents).glob("parts-*")
    label(*documents, restart=True)
    assert not old.exists()


def test_a_second_job_on_the_same_output_is_refused_while_the_first_runs(tmp_path, label):
    documents = make_inputs(tmp_path)
    with locked(tmp_path / "out.jsonl.work", "out.jsonl"), pytest.raises(OutputInUseError) as caught:
        label(*documents)
    assert caught.value.process == str(os.getpid())
    assert label(*documents).labelled == 50


def test_several_outputs_are_closed_one_by_one_and_stay_closed(tmp_path, monkeypatch):
    documents = make_inputs(tmp_path)
    folder = tmp_path / "labelled"
    folder.mkdir()
    outputs = [make_output(folder / f"{document.source}.jsonl", document) for document in documents]
    saving = Saving(str(folder), {"newsclf": "", "model": "", "option": [], "input": []})
    with monkeypatch.context() as patched:
        fail_at(patched, journal.Journal, "add", 12, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            label_to_files(outputs, make_work(), Crew(), saving, Ear())
    assert names(folder) == {"a.csv.jsonl", "empty.txt.jsonl", "newsclf.work"}
    before = (folder / "a.csv.jsonl").stat().st_mtime_ns
    tally = label_to_files(outputs, make_work(), Crew(), saving, Ear())
    assert tally.rows == {"a.csv": 30, "empty.txt": 0, "b.jsonl": 20}
    assert (folder / "a.csv.jsonl").stat().st_mtime_ns == before
    assert names(folder) == {"a.csv.jsonl", "empty.txt.jsonl", "b.jsonl.jsonl"}
    rows = [json.loads(line)["id"] for line in (folder / "b.jsonl.jsonl").read_text("utf-8").splitlines()]
    assert rows == [f"b.jsonl#{n}" for n in range(1, 21)]


def test_a_full_disk_keeps_what_is_done(tmp_path, label, monkeypatch):
    documents = make_inputs(tmp_path)
    fail_at(monkeypatch, os, "fsync", 12, OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(OutputError, match="no space left") as caught:
        label(*documents)
    assert "goes on from there" in caught.value.__notes__[0]
    monkeypatch.undo()
    assert 0 < label(look(tmp_path / "a.csv"), *documents[1:]).earlier <= 50


def test_another_language_is_no_other_job_and_rejects_keep_that_of_the_first(tmp_path, label, monkeypatch):
    document = make_broken(tmp_path)
    label(document)
    expected = (tmp_path / "out.jsonl.rejects.jsonl").read_bytes()
    facts = {"newsclf": "0", "model": "m", "option": [], "input": [], "language": "en"}
    with monkeypatch.context() as patched:
        fail_at(patched, journal.Journal, "add", 2, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            label(document, facts=facts, overwrite=True)
    output, saving = make_output(tmp_path / "out.jsonl", document), {**facts, "language": "zh"}
    saved = Saving(output.target, saving, overwrite=True)
    assert label_to_files([output], make_work(language="zh"), Crew(), saved, Ear()).earlier
    newsclf.messages.use_language("en")
    assert (tmp_path / "out.jsonl.rejects.jsonl").read_bytes() == expected


@pytest.mark.parametrize("name", ["thesis.txt", "parts-x", "sub/lock"])
def test_a_folder_of_the_users_own_is_never_taken_for_unfinished_work(tmp_path, label, name):
    documents, precious = make_inputs(tmp_path), tmp_path / "out.jsonl.work" / name
    precious.parent.mkdir(parents=True)
    precious.write_text("珍贵")
    for more in ({}, {"restart": True}, {"overwrite": True}):
        with pytest.raises(ForeignFolderError) as caught:
            label(*documents, **more)
        assert caught.value.found == name.split("/")[0]
    assert precious.read_text() == "珍贵"
    assert names(precious.parent) == {precious.name}


def unfinished(label: Any, tmp_path: Path) -> list[Any]:
    """A job of summaries whose outputs are complete, and that was stopped before its end."""

    def stop() -> None:
        raise OutputError(target="甲.html", reason="满")

    documents = make_inputs(tmp_path)
    with pytest.raises(OutputError, match="满"):
        label(*documents, work={"summary": True}, finish=stop)
    return documents


def test_a_job_that_could_not_finish_goes_on_with_the_summaries_of_all_chunks(tmp_path, label):
    documents, ear, finished = unfinished(label, tmp_path), Ear(), []
    label(*documents, work={"summary": True}, ear=ear, finish=lambda: finished.append(True))
    assert (ear.heard, finished) == ([], [True])
    summary = Summary.of([document.source for document in documents])
    for done in ear.earlier:
        summary.merge(Summary.read(done.summary, summary.order))
    assert summary.total == 50
    assert not (tmp_path / "out.jsonl.work").exists()


def test_a_summary_that_was_changed_meanwhile_is_refused(tmp_path, label):
    documents = unfinished(label, tmp_path)
    next((tmp_path / "out.jsonl.work").rglob("*.summary")).write_bytes(b"{}")
    with pytest.raises(ChangedFileError):
        label(*documents, work={"summary": True})


def test_without_need_no_summaries_are_made(tmp_path, label):
    ear = Ear()
    label(*make_inputs(tmp_path), ear=ear)
    assert not any(done.summary or done.summary_sha256 for done in ear.heard)
