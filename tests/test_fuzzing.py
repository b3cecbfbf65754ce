"""A little of what ``python -m tests.fuzzing`` does at length: seeds, what was found, and some inputs by hypothesis."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from fuzzing import targets
from fuzzing.engines import ENGINES, Limit, by_chance
from fuzzing.findings import KEPT, Finding, minimised, tried
from fuzzing.mutations import LONGEST, mutated
from fuzzing.seeds import pieces, seeds
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parent.parent
FOUND = sorted(KEPT.glob("*/*.bin"))


def examples(target: str) -> st.SearchStrategy[bytes]:
    """Seeds, pieces and any bytes, one behind the other."""
    parts = st.lists(st.sampled_from(pieces()) | st.binary(max_size=8), max_size=8).map(b"".join)
    return st.tuples(parts | st.sampled_from(seeds(target)), parts).map(b"".join)


@pytest.mark.parametrize("target", targets.TARGETS)
def test_every_law_holds_for_what_fuzzing_begins_with(target):
    known = seeds(target)
    assert {tried(target, data) for data in known[:: max(1, len(known) // 100)]} == {None}


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_was_found_is_mended(path):
    assert tried(path.parent.name, path.read_bytes()) is None


@pytest.mark.parametrize("target", targets.TARGETS)
@given(data=st.data())
@settings(deadline=None, max_examples=50)
def test_every_law_holds_for_any_bytes(target, data):
    targets.attempt(target, data.draw(examples(target)))


# --- the fuzzer itself ---------------------------------------------------------------------------------------------------


@pytest.fixture
def faulty(monkeypatch):
    """A target that fails on two bytes together."""

    def target(data: bytes) -> None:
        assert b"ab" not in data, "found 1"

    monkeypatch.setitem(targets.TARGETS, "decoder", target)


def test_a_fault_is_found_once_minimised_and_kept(faulty, tmp_path):
    trial = by_chance("decoder", Limit(runs=300), seed=1)
    assert (trial.inputs, list(trial.findings)) == (300, ["AssertionError found #"])
    (finding,) = map(minimised, trial.findings.values())
    assert finding.data == b"ab"
    assert finding.keep(tmp_path).read_bytes() == b"ab"
    assert tried("decoder", b"ba") is None


def test_an_input_that_takes_long_is_a_finding():
    assert tried("decoder", b"", slow=-1.0) == Finding("decoder", "slow", b"")


def test_the_same_seed_gives_the_same_inputs():
    first, second = ([mutated(random.Random(seed), seeds("tables")) for seed in range(50)] for _ in range(2))
    assert first == second
    assert len(set(first)) > 40
    assert all(len(data) <= LONGEST for data in first)


def test_trials_are_bounded_by_time_too():
    assert by_chance("decoder", Limit(seconds=0.05), seed=0).seconds < 5


def test_atheris_is_led_by_coverage():
    pytest.importorskip("atheris")
    trial = ENGINES["atheris"]("decoder", Limit(runs=300), 0)
    assert trial.inputs >= 300
    assert trial.edges > 30
    assert trial.findings == {}


def test_the_command_says_what_it_did():
    words = ("--target", "decoder", "--runs", "50", "--dry")
    done = subprocess.run([sys.executable, "-m", "tests.fuzzing", *words], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.startswith("decoder: 50 inputs"), done.stderr


def test_the_figures_are_a_million_inputs_and_half_an_hour_by_coverage():
    trials = json.loads((ROOT / "training" / "results" / "fuzzing.json").read_text("utf-8"))["trials"]
    assert sum(trial["inputs"] for trial in trials) >= 1_000_000
    assert sum(trial["seconds"] for trial in trials if trial["engine"] == "atheris") >= 1800
    assert {trial["target"] for trial in trials} == set(targets.TARGETS)
