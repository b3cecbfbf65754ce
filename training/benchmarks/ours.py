"""Ours as it is measured: what ``newsclf train`` does with no options, and the part of it that makes a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from newsclf.cli.train import train
from newsclf.columns import Recipe
from newsclf.design import design
from newsclf.io.labelled import Labelled
from newsclf.targets import read_targets


def train_by_default(texts: Sequence[str], labels: Sequence[str], folder: Path) -> None:
    """Do as the command ``newsclf train`` does once it has read its table: look, learn, write the model folder, report."""
    train(Labelled(list(texts), list(labels)), str(folder))


def fit_alone(texts: Sequence[str], labels: Sequence[str]) -> None:
    """The steps of `newsclf.ThemeClassifier.fit` that make a model, without those that judge it or search for its settings."""
    with design(Recipe(), texts, read_targets(labels), strength=5.0, seed=0) as matrix:
        matrix.columns.compiled(matrix.linear().coef)
