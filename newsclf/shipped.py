"""What comes with newsclf: a trained model and an example page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from newsclf.errors import MissingModelError
from newsclf.model_folder import read
from newsclf.scoring import Model

MODEL: Final = "themes-zh"
"""The name of the shipped model."""


def load(folder: str | os.PathLike[str] | None = None) -> Model:
    """Open a model.

    Parameters
    ----------
    folder : path, optional
        A model folder, as `ThemeClassifier.save` or ``newsclf train`` wrote it, or a ``.zip`` of one; by default the shipped
        model.

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        When there is no such folder, or it is damaged, foreign, unsafe, or of another newsclf.
    """
    return read(shipped_folder() if folder is None else folder)


def shipped_folder() -> Path:
    """Where the shipped model lies: inside the installed package, or in the checkout of an editable install."""
    package = Path(__file__).resolve().parent  # some installers link file by file, and a model's files may be no links
    for place in (package / "models" / MODEL, package.parent / "models" / MODEL):
        if place.is_dir():
            return place
    raise MissingModelError(folder=str(package / "models" / MODEL))


def example_page() -> str:
    """The example page: written for this project, with the troubles of a real page out of a PDF."""
    return (Path(__file__).parent / "example" / "page.txt").read_text("utf-8")
