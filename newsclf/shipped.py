"""What comes with newsclf: a trained model and an example page."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Final

from newsclf.errors import MissingModelError
from newsclf.model_folder import read
from newsclf.scoring import Model
from newsclf.vector_file import read_vectors
from newsclf.vectors import WordVectors

MODEL: Final = "themes-zh"
"""The name of the shipped model."""

VECTORS: Final = "words-zh.npz"
"""The shipped word vectors, for learning."""


def load(folder: str | os.PathLike[str] | None = None) -> Model:
    """Open a model.

    Parameters
    ----------
    folder : path, optional
        A model folder, as `ThemeClassifier.save` or ``newsclf train`` wrote it, or a ``.zip`` of one; by default the shipped
        model, which also has the name `MODEL` where nothing else has it.

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        When there is no such folder, or it is damaged, foreign, unsafe, or of another newsclf.
    """
    is_shipped = folder is None or (str(folder) == MODEL and not os.path.lexists(folder))
    return read(shipped_folder() if folder is None or is_shipped else folder)


def shipped_folder() -> Path:
    """Where the shipped model lies: inside the installed package, or in the checkout of an editable install."""
    return _place(MODEL)


@cache
def shipped_vectors() -> WordVectors:
    """The shipped word vectors: learned from news, for models that are learned from few labelled texts."""
    return read_vectors(_place(VECTORS))


def _place(name: str) -> Path:
    package = Path(__file__).resolve().parent  # some installers link file by file, and a model's files may be no links
    for place in (package / "models" / name, package.parent / "models" / name):
        if place.exists():
            return place
    raise MissingModelError(folder=str(package / "models" / name))


def example_page() -> str:
    """The example page: written for this project, with the troubles of a real page out of a PDF."""
    return (Path(__file__).parent / "example" / "page.txt").read_text("utf-8")
