"""Build the shipped word vectors: ``python -m training.build_vectors`` → ``models/words-zh.npz``.

They are learned from all public news (without labels) and our own paragraphs. The same texts give the same vectors.
"""

from __future__ import annotations

from newsclf.vector_file import read_vectors, write_vectors
from training.labelled import HERE
from training.recipe import vectors_for_users

TARGET = HERE.parent / "models" / "words-zh.npz"


def main() -> None:
    """Build, and say what was built."""
    write_vectors(TARGET, vectors_for_users())
    print(read_vectors(TARGET).name, TARGET.stat().st_size)


if __name__ == "__main__":
    main()
