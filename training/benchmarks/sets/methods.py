"""Ours and others, each with settings of its own: a task's texts and labels in, a labeller out, and what it took."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jieba
import joblib
from sklearn.pipeline import Pipeline

import newsclf
from newsclf.lazy import attribute
from newsclf.shipped import shipped_vectors
from newsclf.themes import OTHER
from newsclf.tokens import cut
from newsclf.vectors import WordVectors
from training import pipelines
from training.benchmarks.naive import cut as jieba_cut
from training.benchmarks.ours import fit_alone, train_as_the_command
from training.recipe import folder_bytes

Labeller = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class Lesson:
    """What a method may learn from.

    Attributes
    ----------
    texts, labels : list of str
    unlabelled : list of str
        Texts without labels; a method may leave them alone.
    settings : dict
        What the same method chose on this task before: not searched for again.
    """

    texts: list[str]
    labels: list[str]
    unlabelled: list[str]
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Learned:
    """What came of it.

    Attributes
    ----------
    label : callable
        Texts in, the likeliest label of each out.
    fit_seconds, seconds : float
        CPU seconds of the fit itself; and of all, the search for settings and the judging of the model included.
    bytes : int
        Of the model's files.
    settings : dict
        What was chosen.
    abstains : callable, optional
        The same, but ``other`` where the method will not say.
    """

    label: Labeller
    fit_seconds: float
    seconds: float
    bytes: int
    settings: dict[str, Any] = field(default_factory=dict)
    abstains: Labeller | None = None


@dataclass(frozen=True)
class Method:
    """A method, and the package that it needs beyond ours."""

    learn: Callable[[Lesson], Learned]
    package: str | None = None

    @property
    def installed(self) -> bool:
        """Whether it can be run here."""
        return self.package is None or find_spec(self.package) is not None


def ours(lesson: Lesson) -> Learned:
    """``newsclf train`` with no options."""
    return _ours(lesson, shipped_vectors())


def ours_without_vectors(lesson: Lesson) -> Learned:
    """The same without the shipped word vectors, which were learned from the texts of the proxies, too (not from labels)."""
    return _ours(lesson, None, vectors=None)


def ours_with_unlabelled(lesson: Lesson) -> Learned:
    """The same with ``--unlabelled``, where a task has such texts."""
    return _ours(lesson, shipped_vectors(), lesson.unlabelled or None)


def _ours(lesson: Lesson, known: WordVectors | None, unlabelled: list[str] | None = None, **parameters: Any) -> Learned:
    """``newsclf train``; labels are those of the model that it wrote."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "model"
        seconds = _cpu(lambda: train_as_the_command(lesson.texts, lesson.labels, folder, unlabelled, **parameters))
        fit_seconds = _cpu(lambda: fit_alone(lesson.texts, lesson.labels, known))
        size, model = folder_bytes(folder), newsclf.load(folder)
        model.predict(lesson.texts[:1])  # what is mapped from the folder must be read before the folder goes

    def likeliest(texts: Sequence[str]) -> list[str]:
        names = [*model.themes, OTHER]  # no theme is column -1
        return [names[column] for column in model.rule.primary(model.predict_proba(texts)).tolist()]

    return Learned(likeliest, fit_seconds, seconds, size, abstains=lambda texts: model.predict(texts).tolist())


def _pipeline(make: Callable[[], Pipeline]) -> Callable[[Lesson], Learned]:
    def learn(lesson: Lesson) -> Learned:
        pipeline = make()
        seconds = _cpu(lambda: pipeline.fit(lesson.texts, lesson.labels))
        with tempfile.TemporaryDirectory() as folder:
            (saved,) = joblib.dump(pipeline, Path(folder) / "model")
            size = Path(saved).stat().st_size
        return Learned(lambda texts: pipeline.predict(texts).tolist(), seconds, seconds, size)

    return learn


def _fasttext(writing: str) -> Callable[[Lesson], Learned]:
    """FastText with the settings that its users begin with, and as many epochs as few texts need."""

    def learn(lesson: Lesson) -> Learned:
        epochs = 25 if len(lesson.texts) > 5000 else 100
        return _fasttext_with(lesson, writing, {"lr": 0.5, "wordNgrams": 2, "epoch": epochs}, searched=0.0)

    return learn


def tuned_fasttext(lesson: Lesson) -> Learned:
    """FastText with the writing and settings that `training.fasttexts.tune` finds, learned again from all texts."""
    found, searched = dict(lesson.settings), 0.0
    if not found:
        start = time.process_time()
        writing, settings = attribute("training.fasttexts", "tune")(lesson.texts, lesson.labels)
        found, searched = {"writing": writing, **settings}, time.process_time() - start
    return _fasttext_with(lesson, found["writing"], {k: v for k, v in found.items() if k != "writing"}, searched)


def _fasttext_with(lesson: Lesson, writing: str, settings: dict[str, Any], searched: float) -> Learned:
    written, more = attribute("training.fasttexts", "WRITINGS")[writing]
    kind, start = attribute("training.fasttexts", "FastText"), time.process_time()
    model = kind(lesson.texts, lesson.labels, written, **settings, **more)
    seconds = time.process_time() - start
    return Learned(model.predict, seconds, searched + seconds, model.size(), {"writing": writing, **settings})


def vowpal_wabbit(lesson: Lesson) -> Learned:
    """Vowpal Wabbit on characters."""
    kind, start = attribute("training.wabbit", "Wabbit"), time.process_time()
    model = kind(lesson.texts, lesson.labels)
    seconds = time.process_time() - start
    return Learned(model.predict, seconds, seconds, model.size)


OURS, RIVAL = "newsclf", "fastText, tuned"

METHODS: dict[str, Method] = {
    OURS: Method(ours),
    f"{OURS}, no word vectors": Method(ours_without_vectors),
    f"{OURS}, unlabelled texts": Method(ours_with_unlabelled),
    RIVAL: Method(tuned_fasttext, "fasttext"),
    "fastText, jieba words": Method(_fasttext("words"), "fasttext"),
    "fastText, characters": Method(_fasttext("characters"), "fasttext"),
    "fastText, words with subwords": Method(_fasttext("words with subwords"), "fasttext"),
    "Vowpal Wabbit, characters": Method(vowpal_wabbit, "vowpalwabbit"),
    "LinearSVC, characters": Method(_pipeline(lambda: pipelines.character_svm(min_df=1, balanced=False))),
    "ComplementNB, words and characters": Method(_pipeline(pipelines.complement_nb_union)),
    "naive jieba TF-IDF + LogisticRegression": Method(_pipeline(lambda: pipelines.naive(jieba_cut, lowercase=True))),
}


def warm_up() -> None:
    """Load what would else be on the clock of the method that comes first."""
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    cut("预先载入")
    for package, module in (("fasttext", "training.fasttexts"), ("vowpalwabbit", "training.wabbit")):
        if find_spec(package):
            attribute(module, "__name__")


def _cpu(work: Callable[[], Any]) -> float:
    """CPU seconds of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start
