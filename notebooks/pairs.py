"""Write each notebook from its source: ``python -m notebooks.pairs`` → ``notebooks/*.ipynb``, without outputs.

The source is a Python file whose comments hold the text (jupytext's percent format). Edit that; or edit in Jupyter with jupytext
installed, which saves both files of a pair (``pyproject.toml`` says so). Run this before you commit: it takes the outputs out.
``tests/test_notebooks.py`` holds the two equal.
"""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from pathlib import Path
from typing import Final

import jupytext
import nbformat
from nbformat import NotebookNode

HERE: Final = Path(__file__).parent
SOURCES: Final = tuple(sorted(HERE.glob("[0-9][0-9]-*.py")))
KERNEL: Final = {"display_name": "Python 3", "language": "python", "name": "python3"}


def main() -> None:
    """Write all of them."""
    for source in SOURCES:
        paired(source).write_text(written(source), encoding="utf-8", newline="\n")


def paired(source: Path) -> Path:
    """Where the notebook of a source stands."""
    return source.with_suffix(".ipynb")


def notebook(source: Path) -> NotebookNode:
    """The notebook of a source; a cell's id hangs on what stands in it, so that it stays when others change."""
    found = jupytext.reads(source.read_text("utf-8"), fmt="py:percent")
    found.metadata = NotebookNode(kernelspec=KERNEL, language_info={"name": "python"})
    seen: Counter[str] = Counter()
    for cell in found.cells:
        digest = blake2b(cell.source.encode(), digest_size=4).hexdigest()
        seen[digest] += 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
    return found


def written(source: Path) -> str:
    """The text of its file."""
    return nbformat.writes(notebook(source)) + "\n"


if __name__ == "__main__":
    main()
