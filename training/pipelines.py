"""The scikit-learn pipelines that ours is measured beside, not yet fitted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.svm import LinearSVC

from newsclf.tokens import cut

Tokenizer = Callable[[str], Sequence[str]]


def naive(tokenizer: Tokenizer = cut, lowercase: bool = False) -> Pipeline:
    """What everyone writes first: TF-IDF of jieba words, logistic regression."""
    return make_pipeline(_words(tokenizer, lowercase), LogisticRegression(max_iter=1000))


def complement_nb() -> Pipeline:
    """Complement naive Bayes on TF-IDF of jieba words."""
    return make_pipeline(_words(), ComplementNB())


def complement_nb_union() -> Pipeline:
    """Complement naive Bayes on TF-IDF of jieba words and of runs of one to three characters."""
    return make_pipeline(make_union(_words(), _characters(1)), ComplementNB())


def character_svm(min_df: int = 2, balanced: bool = True) -> Pipeline:
    """Linear SVM on runs of one to three characters."""
    return make_pipeline(_characters(min_df), LinearSVC(C=0.3, class_weight="balanced" if balanced else None))


def _words(tokenizer: Tokenizer = cut, lowercase: bool = False) -> TfidfVectorizer:
    return TfidfVectorizer(tokenizer=tokenizer, token_pattern=None, lowercase=lowercase)


def _characters(min_df: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=min_df)
