"""The pipeline that everyone writes first: jieba and scikit-learn as they come; alone, so that loading it loads no more."""

from __future__ import annotations

import jieba


def cut(text: str) -> list[str]:
    """The tokenizer; a function that a pickle can name."""
    return list(jieba.lcut(text))
