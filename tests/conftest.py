from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import ENGLISH
from hypothesis import settings

import newsclf
from newsclf import Model, ThemeClassifier
from newsclf.cooccurrence import learn_vectors
from newsclf.vectors import WordVectors

# training is not in the wheel; its place is the last, so that an installed newsclf stays the one that is tested.
sys.path.append(str(Path(__file__).parent.parent))

# CI judges a change by the same examples each time; everywhere else, every run looks for new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

CORPUS = Path(__file__).parent.parent / "training" / "corpus" / "paragraphs.jsonl"


@pytest.fixture(scope="session")
def corpus() -> list[dict]:
    """The labelled paragraphs written for this project."""
    return [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]


@pytest.fixture(scope="session")
def lexicon() -> dict[str, list[str]]:
    """A small lexicon."""
    return {"water": ["水", "河道", "污水"], "road home": ["春运", "返乡", "列车", "车票"], "help": ["志愿者", "义务"]}


@pytest.fixture(scope="session")
def vectors(corpus: list[dict]) -> WordVectors:
    """Word vectors of few dimensions, learned from our own paragraphs."""
    return learn_vectors([row["text"] for row in corpus[:500]], dimensions=12, min_count=3)


@pytest.fixture(scope="session")
def classifier(corpus: list[dict], lexicon: dict[str, list[str]], vectors: WordVectors) -> ThemeClassifier:
    """A small model of the four themes with every kind of feature, several labels per text."""
    part = corpus[:500:4]  # the oldest: new paragraphs must not change what the tests look at
    classifier = ThemeClassifier(lexicon=lexicon, vectors=vectors, effort="quick")
    return classifier.fit([row["text"] for row in part], [row["themes"] for row in part])


@pytest.fixture(scope="session")
def model_folder(classifier: ThemeClassifier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The classifier, saved. Do not change it: `make_folder` gives a copy."""
    folder = tmp_path_factory.mktemp("models") / "my-model"
    classifier.save(folder)
    return folder


@pytest.fixture(scope="session")
def model(model_folder: Path) -> Model:
    """The classifier, saved and opened."""
    return newsclf.load(model_folder)


@pytest.fixture
def make_folder(model_folder: Path, tmp_path: Path) -> Callable[..., Path]:
    """Make a copy of the model folder, for damage."""

    def make(name: str = "copy") -> Path:
        return Path(shutil.copytree(model_folder, tmp_path / name))

    return make


@pytest.fixture
def call(tmp_path):
    """Call the command in an empty folder."""

    def run(*arguments, stdin=b"", env=ENGLISH):
        beside = Path(sys.executable).with_name("newsclf")
        command = [str(beside)] if beside.exists() else [sys.executable, "-m", "newsclf"]
        done = subprocess.run([*command, *map(str, arguments)], input=stdin, capture_output=True, cwd=tmp_path, env=env)
        done.out, done.err = done.stdout.decode(errors="replace"), done.stderr.decode()
        assert "Traceback" not in done.err
        return done

    return run
