"""ThemeClassifier: jieba words and character runs → TF-IDF → one linear model per theme, as a scikit-learn estimator."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from newsclf.calibration import best_threshold, fit_sigmoid, known_floor
from newsclf.card import model_card
from newsclf.decisions import Floats, Rule
from newsclf.dictionary import settle
from newsclf.explanation import Explanation, explain
from newsclf.extraction import UNIT_LENGTH, TermFeatures
from newsclf.folds import enough_groups, splits
from newsclf.metrics import report
from newsclf.model_folder import write
from newsclf.projection import Projection
from newsclf.scoring import Model
from newsclf.targets import Targets, fingerprint_of, read_targets
from newsclf.text import as_text
from newsclf.themes import OTHER
from newsclf.vectors import WordVectors

_TOLERANCE = 0.01


class ThemeClassifier(ClassifierMixin, BaseEstimator):
    """Tag Chinese texts with themes.

    Jieba words and runs of one to three characters make TF-IDF features of unit length (`newsclf.extraction.TermFeatures`);
    one balanced logistic regression per theme scores them; Platt's sigmoid on out-of-fold scores makes probabilities; one
    threshold per theme decides.

    Parameters
    ----------
    C : float, default=5.0
        Inverse strength of regularisation.
    min_df : int or "auto", default="auto"
        A term must occur in so many texts. "auto": 1 below 500 texts, 2 below 5,000, else 8.
    words : bool, default=True
        Whether jieba's words are terms, beside runs of characters.
    dictionary : sequence of str or of (str, int), optional
        Words that jieba shall not cut apart, with or without a frequency; those that stand in the texts are terms.
    lexicon : mapping of str to sequence of str, optional
        Groups of words; how densely a text uses each group makes two further features (`newsclf.lexicon`).
    vectors : WordVectors, optional
        Word vectors learned from unlabelled text (`newsclf.cooccurrence.learn_vectors`); those of the words in a text, over its
        length, make further features.
    folds : int, default=5
        Folds for the out-of-fold scores; fewer when a theme has fewer texts.
    random_state : int, default=0
        Seed of the folds and of the solver.

    Attributes
    ----------
    classes_ : ndarray of shape (n_themes,)
        The themes, sorted: the columns of `predict_proba` and `decision_function`. Never ``other``.
    features_ : TermFeatures
        The fitted transformer from texts to features.
    weights_ : Weights
        The weights, laid out for scoring.
    coef_ : ndarray of shape (n_themes, n_features)
    intercept_ : ndarray of shape (n_themes,)
    thresholds_ : ndarray of shape (n_themes,)
        The probability from which a theme is accepted.
    rule_ : Rule
        Calibration and thresholds together (`newsclf.decisions.Rule`).
    known_floor_ : float
        The share of known words below which the compiled model abstains.
    kind_ : {"single", "several", "indicator"}
        The form of ``y``.
    out_of_fold_probabilities_ : ndarray of shape (n_texts, n_themes)
        Probabilities of the training texts by weights that have not seen them.
    out_of_fold_ : dict
        Metrics on the out-of-fold probabilities (the thresholds were chosen on the same).
    training_ : dict
        Fingerprint of the texts and labels, their counts, and the parameters.

    Notes
    -----
    ``y`` may hold one label per text, a collection of labels per text, or be a 0/1 matrix. The label ``other`` means
    "no theme". `predict` answers in the same form; for a collection it gives a tuple, the surest theme first.

    Examples
    --------
    >>> from newsclf import ThemeClassifier
    >>> texts = ["志愿者清理河道", "志愿者看望老人", "春运加开列车", "春运车票开售"] * 3
    >>> clf = ThemeClassifier().fit(texts, ["volunteering", "volunteering", "spring_travel", "spring_travel"] * 3)
    >>> clf.predict(["春运首日加开列车"]).tolist()
    ['spring_travel']
    """

    def __init__(
        self,
        *,
        C: float = 5.0,
        min_df: int | Literal["auto"] = "auto",
        words: bool = True,
        dictionary: Sequence[str | tuple[str, int | None]] | None = None,
        lexicon: Mapping[str, Sequence[str]] | None = None,
        vectors: WordVectors | None = None,
        folds: int = 5,
        random_state: int = 0,
    ):
        self.C = C
        self.min_df = min_df
        self.words = words
        self.dictionary = dictionary
        self.lexicon = lexicon
        self.vectors = vectors
        self.folds = folds
        self.random_state = random_state

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.classifier_tags.multi_label = True
        return tags

    def fit(self, X: Any, y: Any, groups: Any = None) -> ThemeClassifier:
        """Learn from labelled texts.

        Parameters
        ----------
        X : iterable of str, length n_texts
        y : iterable of labels, iterable of collections of labels, or 0/1 matrix of shape (n_texts, n_themes)
        groups : iterable of length n_texts, optional
            Texts of one group (the paragraphs of an article) are never on both sides of a split.

        Returns
        -------
        self

        Raises
        ------
        TrainingError
            When the labels do not suffice: one class only, a theme with a single text, no words.
        ValueError
            When X and y differ in length, or X is one string.
        """
        texts = _texts(X)
        targets = read_targets(y)
        groups = None if groups is None else list(groups)
        if len(texts) != len(targets.indicator):
            raise ValueError(f"X has {len(texts)} texts, y has {len(targets.indicator)} labels")
        if groups is not None and len(groups) != len(texts):
            raise ValueError(f"X has {len(texts)} texts, groups has {len(groups)}")
        self.classes_ = targets.classes
        self.kind_ = targets.kind
        matrix, projection = self._fit_features(texts)
        coef, self.intercept_ = self._fit_linear(matrix, targets.indicator)
        self._compile(coef, projection)
        held_out = self._out_of_fold(matrix, targets, groups)
        self._fit_rule(held_out, targets)
        self.out_of_fold_ = self._measure(targets)
        self.training_ = {
            "fingerprint": fingerprint_of(texts, [self._names(row) for row in targets.indicator]),
            "texts": len(texts),
            "labels": {str(theme): int(count) for theme, count in zip(self.classes_, targets.indicator.sum(axis=0), strict=True)},
            "without_theme": int((~targets.indicator.any(axis=1)).sum()),
            "targets": targets.kind,
            "grouped": groups is not None and enough_groups(targets, groups, self.folds),
            "parameters": {
                name: value for name, value in self.get_params().items() if name not in ("dictionary", "lexicon", "vectors")
            },
            "features": self._widths(),
        }
        return self

    def decision_function(self, X: Any) -> Floats:
        """Raw scores, shape (n_texts, n_themes): the features times ``coef_``."""
        check_is_fitted(self)
        texts = _texts(X)
        if not texts:
            return np.empty((0, len(self.classes_)))
        return np.asarray(self.features_.transform(texts) @ self.coef_.T + self.intercept_)

    def predict_proba(self, X: Any) -> Floats:
        """Calibrated probabilities, shape (n_texts, n_themes); independent, so that they need not sum to 1."""
        check_is_fitted(self)
        return self.rule_.probabilities(self.decision_function(X))

    def predict(self, X: Any) -> NDArray[Any]:
        """Labels in the form of the ``y`` of `fit`, as `predict_proba` and the thresholds say."""
        probabilities = self.predict_proba(X)
        accepted = self.rule_.accepted(probabilities)
        if self.kind_ == "indicator":
            return np.asarray(accepted.astype(int))
        if self.kind_ == "several":
            answers = np.empty(len(accepted), dtype=object)
            for row, order in enumerate(np.argsort(self.thresholds_ - probabilities, axis=1, kind="stable")):
                answers[row] = tuple(self.classes_[column] for column in order if accepted[row, column])
            return answers
        primary = self.rule_.primary(probabilities)
        if not self.rule_.answers_other:
            return np.asarray(self.classes_[primary])
        named = [OTHER if column < 0 else self.classes_[column] for column in primary]
        return np.array(named, dtype=np.array([*self.classes_, OTHER]).dtype if self.classes_.dtype.kind == "U" else object)

    def explain(self, text: str, theme: str | None = None) -> Explanation:
        """The words that decided, with their exact shares of the score (see `newsclf.explanation.explain`)."""
        return explain(self.to_model(), text, theme)

    def to_model(self, name: str = "in-memory") -> Model:
        """The same model compiled to arrays: it scores without scikit-learn, equal to 1e-6."""
        check_is_fitted(self)
        features = self.features_
        return Model(
            name=name,
            alphabet=features.alphabet_,
            trie=features.trie_,
            weights=self.weights_,
            intercept=self.intercept_,
            rule=self.rule_,
            known_floor=self.known_floor_,
            dictionary=features.dictionary,
        )

    def save(self, folder: str | os.PathLike[str], *, notes: dict[str, str] | None = None) -> None:
        """Write a model folder that `newsclf.load` opens (see `newsclf.model_folder.write`).

        Parameters
        ----------
        folder : path
        notes : dict of str to str, optional
            Further sections of the card: title to Markdown.

        Raises
        ------
        OutputError
            When the folder holds something else, or cannot be written.
        """
        check_is_fitted(self)
        facts = {"training": self.training_, "out_of_fold": self.out_of_fold_, "notes": notes or {}}
        write(folder, self.to_model(), facts, model_card(os.path.basename(os.path.abspath(folder)), facts))

    def _fit_features(self, texts: list[str]) -> tuple[csr_matrix, Projection]:
        """Learn the terms; the matrix to learn weights from: terms, projected densities, roots."""
        auto = 1 if len(texts) < 500 else 2 if len(texts) < 5000 else 8
        projection, min_df = Projection.of(self.lexicon, self.vectors), auto if self.min_df == "auto" else self.min_df
        features = TermFeatures(
            min_df=min_df,
            words=self.words,
            dictionary=settle([(entry, None) if isinstance(entry, str) else entry for entry in self.dictionary or ()]),
            density_words=projection.words,
            groups=self.lexicon,
        )
        counted = features.fit_counts(texts)
        self.features_, self.known_floor_ = features, known_floor(features.known_shares(counted))
        unit, density, roots = features.blocks(counted)
        projection = projection.scaled(density)
        return csr_matrix(hstack([UNIT_LENGTH * unit, csr_matrix(projection.features(density)), roots])), projection

    def _compile(self, coef: Floats, projection: Projection) -> None:
        """Unfold weights, shape (n_themes, n_columns), into one per term, lay them out, and keep them as they were rounded."""
        terms, groups = len(self.features_.weight_), coef.shape[1] - len(self.lexicon or ())
        unit, projected, roots = np.split(coef.T, [terms, groups])
        self.weights_, rounded = self.features_.compiled(UNIT_LENGTH * unit, projection.unfolded(projected), roots)
        self.coef_ = np.ascontiguousarray(rounded.T)

    def _fit_linear(self, matrix: csr_matrix, indicator: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Weights and intercepts, one balanced logistic regression per theme."""
        coef = np.zeros((indicator.shape[1], matrix.shape[1]))
        intercept = np.zeros(indicator.shape[1])
        for column, truth in enumerate(indicator.T):
            if truth.all() or not truth.any():
                continue  # a fold without the theme: it cannot tell
            # The dual form (Yu, Huang and Lin 2011) steps through the texts in an order given by the seed: the same to the
            # last bit in every run. The primal form calls threaded BLAS, which crawls when other processes are busy.
            linear = LogisticRegression(
                C=self.C,
                class_weight="balanced",
                solver="liblinear",
                dual=True,
                tol=_TOLERANCE,
                max_iter=1000,
                random_state=self.random_state,
            )
            linear.fit(matrix, truth)
            coef[column], intercept[column] = linear.coef_[0], linear.intercept_[0]
        return coef, intercept

    def _out_of_fold(self, matrix: csr_matrix, targets: Targets, groups: list[Any] | None) -> Floats:
        """Scores of every text by weights that have not seen it (the vocabulary has)."""
        scores = np.zeros(targets.indicator.shape)
        for train, test in splits(targets, groups, self.folds, self.random_state):
            coef, intercept = self._fit_linear(matrix[train], targets.indicator[train])
            scores[test] = matrix[test] @ coef.T + intercept
        return scores

    def _fit_rule(self, scores: Floats, targets: Targets) -> None:
        sigmoids = [fit_sigmoid(scores[:, column], truth) for column, truth in enumerate(targets.indicator.T)]
        slope, offset = np.array(sigmoids).T
        names = tuple(str(theme) for theme in self.classes_)
        untuned = Rule(names, slope, offset, np.full(len(slope), 0.5), targets.answers_other)
        probabilities = untuned.probabilities(scores)
        self.thresholds_ = np.array(
            [best_threshold(probabilities[:, column], truth) for column, truth in enumerate(targets.indicator.T)]
        )
        self.rule_ = Rule(names, slope, offset, self.thresholds_, targets.answers_other)
        self.out_of_fold_probabilities_ = probabilities

    def _measure(self, targets: Targets) -> dict[str, Any]:
        probabilities = self.out_of_fold_probabilities_
        truth = [OTHER if column < 0 else self.rule_.themes[column] for column in targets.primary]
        guess = [OTHER if column < 0 else self.rule_.themes[column] for column in self.rule_.primary(probabilities)]
        accepted = self.rule_.accepted(probabilities)
        return report(truth, guess, self.rule_.themes, targets.indicator, accepted, probabilities).as_dict()

    def _widths(self) -> dict[str, int]:
        """How many features of each sort were learned from."""
        lexicon = {"lexicon": 2 * len(self.lexicon)} if self.lexicon else {}
        vectors = {"vectors": len(self.vectors.scale)} if self.vectors else {}
        return {"terms": len(self.features_.weight_)} | lexicon | vectors

    def _names(self, row: NDArray[np.bool_]) -> list[str]:
        return [str(theme) for theme in self.classes_[row]]


def _texts(X: Any) -> list[str]:
    if isinstance(X, str):
        raise ValueError("expected a list of texts, not one text")
    return [as_text(text) for text in X]
