"""Ours as it is measured: what ``newsclf train`` does with no options, and the part of it that makes a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsclf.cli.train import train
from newsclf.columns import Recipe
from newsclf.design import design
from newsclf.io.labelled import Labelled
from newsclf.search import with_settings
from newsclf.settings import first
from newsclf.targets import read_targets
from newsclf.vectors import WordVectors


def train_as_the_command(
    texts: Sequence[str], labels: Sequence[str], folder: Path, unlabelled: Sequence[str] | None = None, **parameters: Any
) -> None:
    """Do as ``newsclf train`` does once it has read its table: look, learn, write the model folder, report.

    Without parameters, as it does with no options.
    """
    train(Labelled(list(texts), list(labels)), str(folder), parameters, unlabelled=unlabelled)


def fit_alone(texts: Sequence[str], labels: Sequence[str], vectors: WordVectors | None = None) -> None:
    """The steps of `newsclf.ThemeClassifier.fit` that make a model, without those that judge it or search for its settings."""
    settings = first(len(texts))
    recipe = with_settings(Recipe(vectors=vectors), settings)
    with design(recipe, texts, read_targets(labels), settings["C"], seed=0) as matrix:
        matrix.columns.compiled(matrix.linear().coef)
