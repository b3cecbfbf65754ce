from __future__ import annotations

import pickle
from copy import copy
from dataclasses import replace
from pathlib import Path

import joblib
import numpy as np
import pytest
from scipy.sparse import csr_array, csr_matrix
from sklearn.base import clone, is_classifier
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import get_tags

import newsclf
from newsclf import ThemeClassifier, blocks, design, sampling
from newsclf.errors import TrainingError

ODD = ["", " ", "。", None, "abc", "12345", "\ud800", "😀", "志愿者", "春" * 3000, "龘靐齉爩"]


def quick(**given):
    """A classifier that does not search for settings: that is tested elsewhere."""
    return ThemeClassifier(effort="quick", **given)


@pytest.fixture(scope="session")
def sample(corpus):
    """Some hundred rows from all over the corpus."""
    return corpus[:500:4]


@pytest.fixture(scope="session")
def texts(sample):
    return [row["text"] for row in sample]


@pytest.fixture(scope="session")
def themes(sample):
    return [row["theme"] for row in sample]


@pytest.fixture(scope="session")
def several(sample):
    return [row["themes"] for row in sample]


@pytest.fixture(scope="session")
def single(texts, themes):
    """One label per text, some of them ``other``."""
    return quick().fit(texts, themes)


@pytest.fixture(scope="session")
def without_other(texts, themes):
    """One label per text, never ``other``."""
    rows = [place for place, theme in enumerate(themes) if theme != "other"]
    return quick().fit([texts[row] for row in rows], [themes[row] for row in rows])


@pytest.fixture(scope="session")
def matrix(classifier, several):
    return np.array([[theme in labels for theme in classifier.classes_] for labels in several], dtype=int)


@pytest.fixture(scope="session")
def fitted(classifier, single, without_other, texts, matrix):
    """A fitted classifier for each form of labels."""
    indicator = quick().fit(texts, matrix)
    return {"single": single, "without other": without_other, "several": classifier, "indicator": indicator}


FORMS = pytest.mark.parametrize("form", ["single", "without other", "several", "indicator"])


# --- parameters ---------------------------------------------------------------------------------------------------------


def test_init_only_stores():
    given = {name: object() for name in ThemeClassifier().get_params()}
    assert vars(ThemeClassifier(**given)) == given


def test_parameters_are_named_only():
    with pytest.raises(TypeError):
        ThemeClassifier(1.0)


def test_parameters_can_be_read_and_set():
    classifier = ThemeClassifier(C=2.0).set_params(folds=3, min_df=2)
    expected = {
        "C": 2.0,
        "min_df": 2,
        "words": True,
        "grams": "auto",
        "idf": "auto",
        "class_weight": "auto",
        "dictionary": None,
        "lexicon": None,
        "vectors": "shipped",
        "vectors_weight": "auto",
        "effort": "standard",
        "hierarchy": None,
        "folds": 3,
        "max_bytes": "auto",
        "random_state": 0,
    }
    assert classifier.get_params() == expected


def test_an_unknown_parameter_is_refused():
    with pytest.raises(ValueError, match="penalty"):
        ThemeClassifier().set_params(penalty="l1")


def test_a_clone_has_the_parameters_and_nothing_learned(single):
    copy = clone(single.__class__(C=3.0, folds=2))
    assert copy.get_params() == ThemeClassifier(C=3.0, folds=2).get_params()
    assert vars(clone(single)) == single.get_params()


def test_the_tags_tell_a_classifier_of_strings():
    tags = get_tags(ThemeClassifier())
    assert is_classifier(ThemeClassifier())
    assert tags.input_tags.string
    assert tags.classifier_tags.multi_label


def test_repr_shows_only_what_differs():
    assert repr(ThemeClassifier(C=2.0)) == "ThemeClassifier(C=2.0)"


# --- fit ----------------------------------------------------------------------------------------------------------------


def test_fit_returns_self_and_leaves_parameters_and_data_alone(texts, themes):
    classifier, X, y = ThemeClassifier(folds=2), list(texts), list(themes)
    before = classifier.get_params()
    assert classifier.fit(X, y) is classifier
    assert classifier.get_params() == before
    assert (X, y) == (texts, themes)


@FORMS
def test_whatever_is_learned_ends_in_an_underscore(fitted, form):
    learned = set(vars(fitted[form])) - set(fitted[form].get_params())
    assert {name for name in learned if not name.endswith("_") or name.startswith("_")} == set()
    assert {"classes_", "coef_", "intercept_", "thresholds_", "training_", "out_of_fold_"} <= learned


@pytest.mark.parametrize("method", ["decision_function", "explain", "save"])
def test_before_fit_there_is_no_answer(method, tmp_path):
    argument = {"decision_function": ["春运"], "explain": "春运", "save": tmp_path / "model"}[method]
    with pytest.raises(NotFittedError):
        getattr(ThemeClassifier(), method)(argument)
    assert list(tmp_path.iterdir()) == []


@FORMS
def test_classes_are_sorted_and_the_columns_of_all_arrays(fitted, form, texts):
    classifier = fitted[form]
    n = len(classifier.classes_)
    assert classifier.classes_.tolist() == sorted(classifier.classes_)
    assert "other" not in classifier.classes_
    assert classifier.predict_proba(texts[:3]).shape == classifier.decision_function(texts[:3]).shape == (3, n)
    assert len(classifier.coef_) == len(classifier.intercept_) == len(classifier.thresholds_) == n
    assert classifier.coef_.shape[1] == classifier.features_.transform(texts[:1]).shape[1]


def test_columns_belong_to_their_classes(single):
    clear = {"volunteering": "志愿者志愿服务队", "spring_travel": "春运返乡旅客列车", "ecology": "河道污染湿地生态"}
    for theme, text in clear.items():
        assert single.classes_[single.predict_proba([text])[0].argmax()] == theme


@FORMS
def test_probabilities_are_those_of_the_calibrated_scores(fitted, form, texts):
    classifier = fitted[form]
    logits = classifier.decision_function(texts) * classifier.rule_.slope + classifier.rule_.offset
    assert classifier.predict_proba(texts) == pytest.approx(1 / (1 + np.exp(-logits)))


@FORMS
def test_scores_are_the_linear_model_on_the_features(fitted, form, texts):
    classifier = fitted[form]
    expected = classifier.features_.transform(texts) @ classifier.coef_.T + classifier.intercept_
    assert classifier.decision_function(texts) == pytest.approx(expected)


def test_a_fit_learns_its_texts(single, texts, themes):
    assert single.score(texts, themes) > 0.9


@pytest.mark.parametrize("kind", [list, tuple, np.array, lambda texts: np.array(texts, dtype=object), iter])
def test_texts_come_in_any_kind_of_sequence(kind, single, texts, themes):
    again = quick().fit(kind(texts), kind(themes))
    assert (again.coef_ == single.coef_).all()
    assert again.predict(kind(texts)).tolist() == single.predict(texts).tolist()


def test_none_is_an_empty_text(texts, themes):
    with_none = quick(folds=2).fit([*texts, None], [*themes, "other"])
    with_empty = quick(folds=2).fit([*texts, ""], [*themes, "other"])
    assert (with_none.coef_ == with_empty.coef_).all()
    assert (with_none.predict_proba([None]) == with_none.predict_proba([""])).all()


@pytest.mark.parametrize("method", ["predict", "predict_proba", "decision_function"])
def test_one_string_is_no_list_of_texts(single, method):
    with pytest.raises(ValueError, match="one text"):
        getattr(single, method)("春运首日")


def test_one_string_cannot_be_learned():
    with pytest.raises(ValueError, match="one text"):
        quick().fit("春运首日", ["a", "b", "a", "b"])


@pytest.mark.parametrize(("more", "fewer"), [(0, 1), (1, 0)])
def test_as_many_labels_as_texts_are_needed(texts, themes, more, fewer):
    with pytest.raises(ValueError, match=f"{len(texts) - more} texts.*{len(texts) - fewer} labels"):
        quick().fit(texts[more:], themes[fewer:])


@pytest.mark.parametrize(
    ("X", "y", "evidence"),
    [
        ([], [], {"reason": "one_class", "rows": 0}),
        (["春运", "车站"], ["a", "a"], {"reason": "one_class", "theme": "a", "rows": 2}),
        (["春运", "车站", "河"], [["a", "b"], ["a"], ["a", "b"]], {"reason": "theme_everywhere", "theme": "a"}),
        (["", "。", " ", "！"], ["a", "a", "b", "b"], {"reason": "no_words", "rows": 4}),
        ([None] * 4, ["a", "a", "b", "b"], {"reason": "no_words", "rows": 4}),
    ],
)
def test_what_cannot_be_learned_is_refused_with_the_facts(X, y, evidence):
    with pytest.raises(TrainingError) as caught:
        quick().fit(X, y)
    assert evidence.items() <= caught.value.evidence.items()
    assert isinstance(caught.value, ValueError)
    assert "\n" not in str(caught.value)


def test_two_themes_of_two_texts_can_be_learned():
    X, y = ["志愿者清理河道", "志愿者看望老人", "春运加开列车", "春运车票开售"], ["a", "a", "b", "b"]
    assert quick().fit(X, y).predict(X).tolist() == y


@pytest.mark.parametrize(
    "X", [["河" * 9, "山", "人", "水"], ["一 二", "三 四", "五 六", "七 八"], ["同", "同", "同", "同"], ["a", "", "b", ""]]
)
@pytest.mark.parametrize("y", [["a", "a", "b", "b"], ["a", "other", "a", "other"], [["a"], ["a", "b"], ["b"], ["b"]]])
def test_tiny_data_gives_finite_probabilities(X, y):
    probabilities = quick().fit(X, y).predict_proba([*X, "", "春运"])
    assert ((probabilities > 0) & (probabilities < 1)).all()


@pytest.mark.parametrize("min_df", [1, 2, 3])
def test_min_df_keeps_only_terms_of_so_many_texts(texts, themes, min_df):
    features = quick(min_df=min_df, folds=2, vectors=None).fit(texts, themes).features_
    assert (features.transform(texts).astype(bool).sum(axis=0) >= min_df).all()


def test_balanced_weights_make_a_copied_data_set_decide_alike(texts, themes):
    scores = [quick(C=c, min_df=1, folds=2).fit(texts * n, themes * n).decision_function(texts) for n, c in ((1, 2.0), (2, 1.0))]
    assert np.corrcoef(scores[0].ravel(), scores[1].ravel())[0, 1] > 0.99


@pytest.mark.parametrize("groups", [None, "few"])
def test_without_enough_groups_texts_are_split_alone(texts, themes, groups):
    given = None if groups is None else [0] * len(texts)
    assert quick().fit(texts, themes, groups=given).training_["grouped"] is False


@pytest.mark.parametrize("kind", [list, np.array])
def test_texts_of_one_group_are_never_split(texts, themes, kind):
    twice, labels = texts * 2, themes * 2
    classifier = quick().fit(twice, labels, groups=kind([f"文章{place}" for place in range(len(texts))] * 2))
    held_out = classifier.out_of_fold_probabilities_
    assert classifier.training_["grouped"] is True
    assert held_out[: len(texts)] == pytest.approx(held_out[len(texts) :])  # twins: scored by the same weights
    alone = quick().fit(twice, labels)
    assert alone.out_of_fold_["accuracy"] > classifier.out_of_fold_["accuracy"]  # which have not seen the other


def test_the_training_facts_are_told(single, texts, themes):
    facts = single.training_
    assert facts["texts"] == len(texts)
    assert facts["labels"] == {theme: themes.count(theme) for theme in single.classes_}
    assert facts["without_theme"] == themes.count("other")
    again = ThemeClassifier(**facts["parameters"]).fit(texts, themes)
    assert (again.coef_ == single.coef_).all()
    assert facts["features"] == {"terms": len(single.features_.weight_), "vectors": 100}
    assert len(facts["fingerprint"]) == 64


def test_out_of_fold_figures_are_below_those_on_the_training_texts(single, texts, themes):
    assert single.out_of_fold_probabilities_.shape == (len(texts), 4)
    assert 0.4 < single.out_of_fold_["accuracy"] < single.score(texts, themes)
    assert single.out_of_fold_["n"] == len(texts)


# --- predict ------------------------------------------------------------------------------------------------------------


def test_single_labels_with_other_are_the_largest_margin_or_other(single, texts):
    margins = single.predict_proba(texts) - single.thresholds_
    expected = np.where(margins.max(axis=1) >= 0, single.classes_[margins.argmax(axis=1)], "other")
    assert single.predict(texts).tolist() == expected.tolist()
    assert "other" in expected


def test_single_labels_without_other_are_the_most_probable(without_other, texts):
    predicted = without_other.predict([*texts, *ODD])
    assert predicted.tolist() == without_other.classes_[without_other.predict_proba([*texts, *ODD]).argmax(axis=1)].tolist()
    assert "other" not in predicted


@pytest.mark.parametrize("thresholds", [[0.5, 0.5, 0.5, 0.5], [0.3, 0.2, 0.6, 0.1]])
def test_several_labels_are_tuples_of_those_accepted_the_surest_first(classifier, texts, thresholds):
    other = copy(classifier)
    other.thresholds_ = np.array(thresholds)
    other.rule_ = replace(classifier.rule_, thresholds=other.thresholds_)
    predicted = other.predict(texts)
    assert predicted.shape == (len(texts),)
    for answer, margins in zip(predicted, other.predict_proba(texts) - thresholds, strict=True):
        assert isinstance(answer, tuple)
        assert answer == tuple(other.classes_[column] for column in np.argsort(-margins) if margins[column] >= 0)
    assert {len(answer) for answer in predicted} >= {0, 1, 2}


def test_an_indicator_matrix_is_answered_by_one(fitted, texts, matrix):
    classifier = fitted["indicator"]
    predicted = classifier.predict(texts)
    assert (predicted == (classifier.predict_proba(texts) >= classifier.thresholds_)).all()
    assert predicted.dtype.kind == "i"
    assert classifier.classes_.tolist() == [0, 1, 2, 3]
    assert (predicted == matrix).mean() > 0.95


@pytest.mark.parametrize("kind", [csr_matrix, csr_array, lambda matrix: matrix.astype(bool)])
def test_an_indicator_matrix_may_be_sparse_or_boolean(fitted, kind, texts, matrix):
    again = quick().fit(texts, kind(matrix))
    assert again.kind_ == "indicator"
    assert (again.coef_ == fitted["indicator"].coef_).all()


def test_an_indicator_matrix_and_collections_learn_alike(fitted, texts, several):
    as_sets = quick().fit(texts, several)
    assert (fitted["indicator"].coef_ == as_sets.coef_).all()


@pytest.mark.parametrize("kind", [tuple, set, frozenset])
def test_collections_of_labels_may_be_of_any_kind(kind, texts, several):
    again = quick(folds=2).fit(texts, [kind(labels) for labels in several])
    assert again.kind_ == "several"
    assert (again.coef_ == quick(folds=2).fit(texts, several).coef_).all()


@pytest.mark.parametrize("labels", [[30, 4], [-1, 7], [True, False]])
def test_integer_labels_come_back_as_they_are(labels):
    X = ["志愿者清理河道", "志愿者看望老人", "春运加开列车", "春运车票开售"]
    y = [labels[0]] * 2 + [labels[1]] * 2
    predicted = quick().fit(X, y).predict(X)
    assert predicted.tolist() == y
    assert predicted.dtype == np.array(y).dtype


@FORMS
def test_odd_texts_are_answered(fitted, form):
    classifier = fitted[form]
    probabilities = classifier.predict_proba(ODD)
    assert len(classifier.predict(ODD)) == len(ODD)
    assert ((probabilities > 0) & (probabilities < 1)).all()
    assert classifier.decision_function([""])[0].tolist() == pytest.approx(classifier.intercept_.tolist())


@FORMS
def test_a_text_is_answered_alone_as_among_others(fitted, form, texts):
    together = fitted[form].predict_proba(texts[:20])
    assert together == pytest.approx(np.concatenate([fitted[form].predict_proba([text]) for text in texts[:20]]))


# --- inside scikit-learn ------------------------------------------------------------------------------------------------


def test_it_is_the_last_step_of_a_pipeline(single, texts, themes):
    pipeline = make_pipeline(FunctionTransformer(lambda texts: [text.strip() for text in texts]), quick())
    padded = [f" {text}\n" for text in texts]
    assert pipeline.fit(padded, themes).predict(padded).tolist() == single.predict(texts).tolist()
    assert pipeline.classes_.tolist() == single.classes_.tolist()


def test_a_grid_search_chooses_among_strengths(texts, themes):
    pipeline = Pipeline([("theme", quick(folds=2))])
    search = GridSearchCV(pipeline, {"theme__C": [1e-4, 5.0]}, cv=2, error_score="raise").fit(texts, themes)
    assert search.best_params_ in ({"theme__C": 1e-4}, {"theme__C": 5.0})
    assert search.best_estimator_["theme"].get_params()["C"] == search.best_params_["theme__C"]
    assert search.predict(texts[:5]).shape == (5,)


def test_cross_validation_scores_and_predicts(texts, themes):
    scores = cross_val_score(quick(folds=2), texts, themes, cv=3, error_score="raise")
    assert scores.shape == (3,)
    assert (scores > 0.4).all()
    assert cross_val_predict(quick(folds=2), texts, themes, cv=2).shape == (len(texts),)


def test_cross_validation_measures_an_indicator_matrix(texts, matrix):
    scores = cross_val_score(quick(folds=2), texts, matrix, cv=KFold(2, shuffle=True, random_state=0), scoring="f1_macro")
    assert ((scores > 0.1) & (scores <= 1)).all()


# --- the same again -----------------------------------------------------------------------------------------------------


def test_the_same_data_gives_the_same_model_to_the_byte(classifier, model_folder, corpus, tmp_path):
    part = corpus[:500:4]
    again = clone(classifier).fit([row["text"] for row in part], [row["themes"] for row in part])
    assert (again.coef_ == classifier.coef_).all()
    assert (again.thresholds_ == classifier.thresholds_).all()
    again.save(tmp_path / model_folder.name)
    assert _bytes(tmp_path / model_folder.name) == _bytes(model_folder)


def test_fitting_again_forgets_what_was_learned_before(single, without_other, texts, themes):
    again = clone(without_other).fit(["春运", "车站", "河道", "湿地"], [1, 1, 2, 2]).fit(texts, themes)
    assert vars(again).keys() == vars(single).keys()
    assert (again.coef_ == single.coef_).all()
    assert again.classes_.tolist() == single.classes_.tolist()


@FORMS
def test_a_pickled_classifier_answers_alike(fitted, form, texts):
    again = pickle.loads(pickle.dumps(fitted[form]))
    assert (again.predict_proba(texts) == fitted[form].predict_proba(texts)).all()
    assert again.predict(texts).tolist() == fitted[form].predict(texts).tolist()


def test_joblib_keeps_the_classifier(single, texts, tmp_path):
    joblib.dump(single, tmp_path / "classifier.joblib")
    again = joblib.load(tmp_path / "classifier.joblib")
    assert (again.predict_proba(texts) == single.predict_proba(texts)).all()
    assert again.get_params() == single.get_params()


@FORMS
def test_every_form_of_labels_can_be_saved_and_labels_alike(fitted, form, texts, tmp_path):
    fitted[form].save(tmp_path / "model")
    opened = newsclf.load(tmp_path / "model")
    assert opened.themes == tuple(map(str, fitted[form].classes_))
    assert opened.predict_proba(texts) == pytest.approx(fitted[form].predict_proba(texts), abs=1e-6, rel=0)


@pytest.mark.parametrize("form", ["single", "without other"])
def test_the_saved_model_names_the_theme_that_predict_names(fitted, form, texts):
    labels = fitted[form].to_model().label_many(texts)
    assert [label.theme for label in labels if not label.abstain] == [
        theme for label, theme in zip(labels, fitted[form].predict(texts), strict=True) if not label.abstain
    ]
    assert sum(label.abstain for label in labels) < 0.15 * len(texts)


def test_the_model_in_memory_says_so(classifier):
    assert classifier.to_model().name == "in-memory"
    assert classifier.to_model("模型").name == "模型"


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("method", ["predict", "predict_proba", "decision_function", "explain", "to_model"])
def test_nothing_works_before_fit(method):
    arguments = [] if method == "to_model" else ["志愿者"] if method == "explain" else [["志愿者"]]
    with pytest.raises(NotFittedError):
        getattr(ThemeClassifier(), method)(*arguments)


def test_no_texts_give_no_answers(single):
    assert single.predict_proba([]).shape == (0, len(single.classes_))
    assert single.predict([]).tolist() == []


def test_integer_labels_stay_integers_beside_other():
    clf = quick().fit(["志愿者清理河道", "春运加开列车", "会议今天召开"] * 4, [1, 2, "other"] * 4)
    assert clf.predict(["志愿者清理河道", "春运加开列车"]).tolist() == [1, 2]


def test_groups_may_be_any_iterable_but_of_the_right_length(texts, themes):
    assert quick(folds=2).fit(texts, themes, groups=iter(range(len(texts)))).training_["grouped"]
    with pytest.raises(ValueError, match="groups has 1"):
        quick().fit(texts, themes, groups=["甲"])


@pytest.mark.parametrize("min_df", ["foo", -1])
def test_a_wrong_parameter_is_not_blamed_on_the_texts(texts, themes, min_df):
    with pytest.raises(ValueError, match="min_df") as caught:
        quick(min_df=min_df).fit(texts, themes)
    assert not isinstance(caught.value, TrainingError)


@pytest.mark.parametrize("nothing", [None, float("nan")])
def test_a_missing_label_is_refused(texts, themes, nothing):
    with pytest.raises(TrainingError) as caught:
        quick().fit([*texts, "水"], [*themes, nothing])
    assert caught.value.evidence == {"reason": "missing_label", "rows": 1}


def test_parameters_of_numpy_can_be_saved(texts, themes, tmp_path):
    quick(folds=np.int64(2), C=np.float64(1)).fit(texts, themes).save(tmp_path / "m")
    assert newsclf.load(tmp_path / "m").manifest["training"]["parameters"]["folds"] == 2


# --- many texts ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(monkeypatch):
    """As few texts as here count as many: more than 50 are, terms come from 80, 40 are held out, and blocks have 30."""
    monkeypatch.setattr(design, "LARGE", 50)
    monkeypatch.setattr(sampling, "SAMPLE_TEXTS", 80)
    monkeypatch.setattr(sampling, "HELD_OUT", 40)
    monkeypatch.setattr(blocks, "BLOCK_TEXTS", 30)


@pytest.fixture(params=FORMS.args[1])
def labels_of_form(request, texts, themes, several, matrix):
    """Texts and labels in each form."""
    if request.param == "without other":
        rows = [place for place, theme in enumerate(themes) if theme != "other"]
        return [texts[row] for row in rows], [themes[row] for row in rows]
    return texts, {"single": themes, "several": several, "indicator": matrix}[request.param]


@pytest.mark.usefixtures("many")
def test_many_texts_give_a_model_that_scores_as_its_compiled_form(labels_of_form, lexicon, vectors, tmp_path):
    X, y = labels_of_form
    classifier = quick(lexicon=lexicon, vectors=vectors).fit(X, y)
    assert 0 < len(classifier.held_out_) < len(X)
    assert classifier.training_["held_out"] == classifier.out_of_fold_["n"] == len(classifier.held_out_)
    assert classifier.out_of_fold_probabilities_.shape == (len(classifier.held_out_), len(classifier.classes_))
    expected = classifier.decision_function(X + ODD)
    assert classifier.to_model().decision_function(X + ODD) == pytest.approx(expected, abs=1e-6, rel=0)
    classifier.save(tmp_path / "model")
    opened = newsclf.load(tmp_path / "model")
    assert opened.predict_proba(X) == pytest.approx(classifier.predict_proba(X), abs=1e-6, rel=0)
    assert opened.manifest["training"]["held_out"] == len(classifier.held_out_)


@pytest.mark.usefixtures("many")
def test_many_texts_are_learned_as_well(single, texts, themes):
    classifier = quick().fit(texts, themes)
    assert classifier.score(texts, themes) > 0.9
    agree = classifier.predict(texts) == single.predict(texts)
    assert agree.mean() > 0.9


@pytest.mark.usefixtures("many")
def test_the_same_many_texts_give_the_same_model_to_the_byte(texts, several, lexicon, vectors, tmp_path):
    for name in ("a", "b"):
        quick(lexicon=lexicon, vectors=vectors).fit(texts, several).save(tmp_path / name / "model")
    assert _bytes(tmp_path / "a" / "model") == _bytes(tmp_path / "b" / "model")


@pytest.mark.usefixtures("many")
def test_groups_of_many_texts_are_not_split(texts, themes):
    twice, groups = texts * 2, [f"文章{place}" for place in range(len(texts))] * 2
    classifier = quick().fit(twice, themes * 2, groups=groups)
    assert classifier.training_["grouped"] is True
    out = set(classifier.held_out_.tolist())
    assert all((place in out) == (place + len(texts) in out) for place in range(len(texts)))


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("folds", [2, 5])
def test_a_theme_with_two_of_many_texts_is_learned(texts, themes, folds):
    classifier = quick(folds=folds, min_df=1).fit([*texts, "龙舟竞渡", "端午龙舟"], [*themes, "festival", "festival"])
    scores = classifier.decision_function(["龙舟竞渡", "志愿者清理河道"])[:, classifier.classes_.tolist().index("festival")]
    assert scores[0] > scores[1]
    assert np.isfinite(classifier.out_of_fold_probabilities_).all()


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("random_state", [None, 3, np.random.RandomState(3)])
def test_many_texts_take_any_parameters(texts, themes, random_state):
    parameters = {
        "dictionary": ["志愿服务队", ("河长制", 50)],
        "words": False,
        "C": 1.0,
        "min_df": 3,
        "random_state": random_state,
    }
    classifier = quick(**parameters).fit(iter(texts), iter(themes), groups=iter(range(len(texts))))
    assert classifier.predict(texts).shape == (len(texts),)


@pytest.mark.usefixtures("many")
def test_many_odd_texts_can_be_learned(texts, themes):
    classifier = quick().fit(texts + ODD * 8, themes + ["other"] * 8 * len(ODD))
    assert ((probabilities := classifier.predict_proba(ODD)) > 0).all()
    assert (probabilities < 1).all()


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("X", [[""] * 60, ["。"] * 60])
def test_many_texts_without_words_are_refused_alike(X):
    with pytest.raises(TrainingError) as caught:
        quick().fit(X, ["a", "b"] * 30)
    assert caught.value.evidence["reason"] == "no_words"


ONE_EACH = {"志愿者清理河道垃圾": "志愿服务", "春运加开临时列车": "春运", "湿地候鸟数量回升": "生态"}


def test_a_single_text_of_each_theme_is_learned_and_its_probabilities_are_a_sensible_guess():
    classifier = ThemeClassifier().fit(list(ONE_EACH), list(ONE_EACH.values()))
    assert classifier.predict(["列车加开", "志愿者来了", "候鸟飞过湿地"]).tolist() == ["春运", "志愿服务", "生态"]
    probabilities = classifier.predict_proba([*ONE_EACH, *map(str, ODD)])
    assert np.isfinite(probabilities).all()
    assert (probabilities[:3].max(axis=1) > 0.5).all()
    assert probabilities.max() < 0.95
    assert (len(classifier.held_out_), classifier.out_of_fold_["n"]) == (0, 0)


@pytest.mark.parametrize("where", ["in memory", "on disk"])
def test_a_theme_with_a_single_text_is_learned_beside_others_and_leans_on_their_calibration(texts, themes, monkeypatch, where):
    if where == "on disk":
        monkeypatch.setattr(design, "LARGE", 100)
    classifier = ThemeClassifier(min_df=1).fit([*texts, "端午龙舟竞渡"], [*themes, "festival"])
    column = classifier.classes_.tolist().index("festival")
    assert len(texts) not in classifier.held_out_.tolist()
    assert classifier.rule_.slope[column] > 0
    assert np.isfinite(classifier.out_of_fold_probabilities_).all()
    assert classifier.out_of_fold_probabilities_[:, column].mean() < 0.1
    seen, unlike = classifier.predict_proba(["端午龙舟竞渡", "湿地生态修复"])[:, column]
    assert seen > unlike


def test_the_only_labelled_text_beside_others_without_a_theme_is_a_guess_too():
    classifier = ThemeClassifier().fit(["春运列车", "河道", "候鸟", "湿地", "垃圾", "老人"], ["春运", *["other"] * 5])
    assert classifier.out_of_fold_["n"] == 0
    assert classifier.predict(["春运列车", "河道"]).tolist() == ["春运", "other"]
