"""ThemeClassifier: jieba words and character runs → TF-IDF → one linear model per theme, as a scikit-learn estimator."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from newsclf.arrays import Floats
from newsclf.card import model_card
from newsclf.explanation import Explanation, explain
from newsclf.fitting import Data, learn, settle, training_facts
from newsclf.model_folder import write
from newsclf.scoring import Model
from newsclf.settings import Effort
from newsclf.targets import read_texts
from newsclf.themes import OTHER, Theme, as_json, facts_for
from newsclf.vectors import WordVectors
from newsclf.work import Progress, Work

Auto = Literal["auto"]


class ThemeClassifier(ClassifierMixin, BaseEstimator):
    """Tag Chinese texts with themes.

    Jieba words and runs of a few characters make TF-IDF features of unit length (`newsclf.extraction.TermFeatures`), the word
    vectors of a text some more; one logistic regression per theme scores them; Platt's sigmoid on out-of-fold scores makes
    probabilities; one threshold per theme decides. From more than 50,000 texts it learns in time that grows as they do and in
    memory that hardly grows beside them, with features on disk (`newsclf.design`).

    Parameters
    ----------
    C : float or "auto", default="auto"
        Inverse strength of regularisation. This and whatever else is "auto" is chosen by cross-validation, as `effort` says.
    min_df : int or "auto", default="auto"
        A term must occur in so many texts: in 1 when the texts have less than 10,000 characters together, in 2 below
        1,000,000, else in 8. When terms are learned from a sample, in as many fewer as the sample is smaller; with "auto", in no
        fewer than 4.
    words : bool, default=True
        Whether jieba's words are terms, beside runs of characters.
    grams : int or "auto", default="auto"
        Runs of up to so many characters are terms, from 1 to 4.
    idf : float or "auto", default="auto"
        The power of the inverse document frequency in what a term counts for.
    class_weight : {"balanced", "auto"} or None, default="auto"
        Whether the texts with a theme weigh as much as those without it.
    dictionary : sequence of str or of (str, int), optional
        Words that jieba shall not cut apart, with or without a frequency; those that stand in the texts are terms.
    lexicon : mapping of str to sequence of str, optional
        Groups of words; how densely a text uses each group makes two further features (`newsclf.lexicon`).
    vectors : WordVectors, "shipped" or None, default="shipped"
        Word vectors learned from unlabelled text (`newsclf.cooccurrence.learn_vectors`); those of the words in a text, over its
        length, make further features. "shipped": those that come with newsclf, learned from news.
    vectors_weight : float or "auto", default="auto"
        How long these features of a typical text are; its terms have a length of 1.4.
    effort : {"quick", "standard", "thorough"}, default="standard"
        How much is tried for what is "auto" (`newsclf.settings`): nothing, the values of a rule being taken; a few values, on so
        many texts as suffice; more values on more texts.
    hierarchy : str, optional
        What parts the levels of labels that are paths, such as ``"/"`` in 畜牧学/兽医学. Then labels are learned and measured at
        all levels (`newsclf.hierarchy`); an answer is a whole path, and what stands before its first separator the answer of the
        top level. By default labels are plain names.
    folds : int, default=5
        Folds for the out-of-fold scores; fewer when a theme has fewer texts (the only text of a theme is in none). Of many
        texts, only so many folds are held out as together have 50,000, and of a large one so many texts.
    max_bytes : int, "auto" or None, default="auto"
        The files of the model folder may have so many bytes together. Where they would have more, the terms that matter least
        are dropped, weights are rounded to eight bits (`newsclf.pruning`), and ``pruning_`` tells what that costs. "auto":
        64,000,000, or as many as it takes at least. None: as many as it takes.
    random_state : int, default=0
        Seed of the folds, of the solver and of samples.

    Attributes
    ----------
    classes_ : ndarray of shape (n_themes,)
        The themes, sorted, or as the columns of a matrix stand: the columns of `predict_proba` and `decision_function`. Never
        ``other``.
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
    held_out_ : ndarray of intp, shape (n_held_out,)
        Which training texts were held out: all of them, but of many a part, never the only text of a theme; with ``dev``, none.
    out_of_fold_probabilities_ : ndarray of shape (n_held_out, n_themes)
        Their probabilities by weights that have not seen them; with ``dev``, those of the dev texts, shape (n_dev, n_themes).
    out_of_fold_ : dict
        Metrics on the out-of-fold probabilities (the thresholds were chosen on the same); of no text, when each theme has but
        one: then probabilities are a guess (`newsclf.calibration.guessed_rule`).
    search_ : Found
        The settings that were chosen, and what was seen of others (`newsclf.search`).
    pruning_ : dict or None
        What was done for ``max_bytes`` and what it costs; None when nothing had to be done.
    training_ : dict
        Fingerprint of the texts and labels, their counts, and the parameters.

    Notes
    -----
    ``y`` may hold one label per text, a collection of labels per text, or be a 0/1 matrix; the columns of a frame name the
    themes. The label ``other`` means "no theme". `predict` answers in the same form; for a collection it gives a tuple, the
    surest theme first. Texts, labels and groups may stand in lists, NumPy arrays, or columns of pandas, polars or Arrow.
    Where scikit-learn routes metadata, ``set_fit_request(groups=True)`` lets `cross_val_score` hand the groups on to `fit`.

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
        C: float | Auto = "auto",
        min_df: int | Auto = "auto",
        words: bool = True,
        grams: int | Auto = "auto",
        idf: float | Auto = "auto",
        class_weight: Literal["balanced", "auto"] | None = "auto",
        dictionary: Sequence[str | tuple[str, int | None]] | None = None,
        lexicon: Mapping[str, Sequence[str]] | None = None,
        vectors: WordVectors | Literal["shipped"] | None = "shipped",
        vectors_weight: float | Auto = "auto",
        effort: Effort = "standard",
        hierarchy: str | None = None,
        folds: int = 5,
        max_bytes: int | Literal["auto"] | None = "auto",
        random_state: int = 0,
    ):
        self.C = C
        self.min_df = min_df
        self.words = words
        self.grams = grams
        self.idf = idf
        self.class_weight = class_weight
        self.dictionary = dictionary
        self.lexicon = lexicon
        self.vectors = vectors
        self.vectors_weight = vectors_weight
        self.effort = effort
        self.hierarchy = hierarchy
        self.folds = folds
        self.max_bytes = max_bytes
        self.random_state = random_state

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.classifier_tags.multi_label = True
        return tags

    def fit(
        self,
        X: Any,
        y: Any,
        groups: Any = None,
        dev: tuple[Any, Any] | None = None,
        *,
        unlabelled: Any = None,
        progress: Progress | None = None,
    ) -> ThemeClassifier:
        """Learn from labelled texts.

        Parameters
        ----------
        X : iterable of str, length n_texts
            What tables hold for "nothing" (None, NaN) is an empty text.
        y : iterable of labels, iterable of collections of labels, or 0/1 matrix or frame of shape (n_texts, n_themes)
        groups : iterable of length n_texts, optional
            Texts of one group (the paragraphs of an article) are never on both sides of a split.
        dev : tuple of (texts, labels), optional
            Texts to tune with, their labels in the form of y: weights are learned from all of X, once; settings, probabilities
            and thresholds are chosen by the scores that these texts get. Nothing is held out, then.
        unlabelled : iterable of str, optional
            Texts without a label, of the sort that shall be labelled: with few labels they help (`newsclf.semisupervised`). Of
            many, a part is used (`newsclf.unlabelled.MOST_TEXTS`); beside more than 5,000 labelled texts, none.
        progress : callable, optional
            Told now and then which share of the work is done, from 0 to 1.

        Returns
        -------
        self

        Raises
        ------
        TrainingError
            When the labels do not suffice: one class only, a theme without texts, no words; or when they are no paths and should
            be.
        ModelSizeError
            When the model cannot be as small as ``max_bytes``.
        ValueError
            When X, y and groups differ in length, X is one string or several columns, a text has no group, or the labels of dev
            are others than those of y.
        """
        data = Data.read(X, y, groups, dev, unlabelled)
        work = Work(len(data.texts), self.folds, progress)
        self.classes_, self.kind_ = data.targets.classes, data.targets.kind
        self.search_, recipe = settle(self, data, work)
        learned = learn(self, data, self.search_.settings, recipe, work)
        self.features_, self.known_floor_ = learned.columns.features, learned.columns.known_floor
        self.weights_, rounded = learned.columns.compiled(learned.linear.coef, learned.narrow)
        self.coef_, self.intercept_ = np.ascontiguousarray(rounded.T), learned.linear.intercept
        self.rule_, self.thresholds_ = learned.rule, learned.rule.thresholds
        self.held_out_, self.out_of_fold_probabilities_ = learned.held_out, learned.probabilities
        self.out_of_fold_, self.pruning_ = learned.measured, learned.pruning
        self.training_ = training_facts(self, data, self.search_, recipe, learned)
        return self

    def decision_function(self, X: Any) -> Floats:
        """Raw scores, shape (n_texts, n_themes): the features times ``coef_``."""
        check_is_fitted(self)
        texts = read_texts(X)
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
            return self._collections(probabilities, accepted)
        primary = self.rule_.primary(probabilities)
        if not self.rule_.answers_other:
            return np.asarray(self.classes_[primary])
        named = [OTHER if column < 0 else self.classes_[column] for column in primary]
        return np.array(named, dtype=np.array([*self.classes_, OTHER]).dtype if self.classes_.dtype.kind == "U" else object)

    def _collections(self, probabilities: Floats, accepted: NDArray[np.bool_]) -> NDArray[Any]:
        """The accepted themes of each text, the surest first."""
        answers = np.empty(len(accepted), dtype=object)
        for row, order in enumerate(np.argsort(self.thresholds_ - probabilities, axis=1, kind="stable")):
            answers[row] = tuple(self.classes_[column] for column in order if accepted[row, column])
        return answers

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
            theme_facts=facts_for(self.rule_.themes, {}),
        )

    def save(
        self,
        folder: str | os.PathLike[str],
        *,
        notes: dict[str, str] | None = None,
        themes: Mapping[str, Theme] | None = None,
        test: dict[str, Any] | None = None,
    ) -> None:
        """Write a model folder that `newsclf.load` opens (see `newsclf.model_folder.write`); a model that is there is replaced.

        Parameters
        ----------
        folder : path
        notes : dict of str to str, optional
            Further sections of the card: title to Markdown.
        themes : mapping of str to Theme, optional
            Names, definitions, colours and seed words by label, in the order in which to show them
            (`newsclf.theme_file.read_themes`). Those of labels that the model does not have are left out.
        test : dict, optional
            Figures on texts that were not learned from, as JSON values, for manifest and card.

        Raises
        ------
        ModelSizeError
            When the notes make it larger than ``max_bytes``.
        OutputError
            When the folder holds something else, or cannot be written.
        """
        check_is_fitted(self)
        facts: dict[str, Any] = {"training": self.training_, "out_of_fold": self.out_of_fold_, "notes": notes or {}}
        if self.hierarchy:
            facts["hierarchy"] = self.hierarchy
        if test:
            facts["test"] = test
        if themes:
            facts["theme_facts"] = as_json(
                {label: theme for label, theme in themes.items() if label in (*self.rule_.themes, OTHER)}
            )
        if self.pruning_:
            facts["pruning"] = self.pruning_
        card = model_card(os.path.basename(os.path.abspath(folder)), facts)
        write(folder, self.to_model(), facts, card, None if self.max_bytes == "auto" else self.max_bytes)
