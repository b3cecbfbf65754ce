"""ThemeClassifier as scikit-learn's users hold it: columns of any library, searches, pipelines, further texts to tune with."""

from __future__ import annotations

import enum
import pickle

import numpy as np
import pytest
import sklearn
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, GroupKFold, KFold, StratifiedKFold, cross_val_predict, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.utils import estimator_checks

import newsclf
from newsclf import ThemeClassifier
from newsclf.errors import TrainingError

pandas = pytest.importorskip("pandas")
arrow = pytest.importorskip("pyarrow")
try:
    import polars
except ImportError:
    polars = None

WORDS = {"生态": "河道清淤", "春运": "列车加开", "民生": "老人探望"}
TEXTS = [f"{a}{b}{word}" for a in "东西南北" for b in "市县乡" for word in WORDS.values()]
THEMES = list(WORDS) * 12
NUMBERS = [3, 1, 2] * 12
GROUPS = [place // 6 for place in range(36)]
ODD = [f"行{place % 5}" for place in range(36)]

CONTAINERS = {
    "list": list,
    "object array": lambda values: np.array(values, dtype=object),
    "array": np.array,
    "array of one column": lambda values: np.array(values)[:, None],
    "pandas": lambda values: pandas.Series(values, index=ODD),
    "pandas backwards": lambda values: pandas.Series(values, dtype=object, index=range(100, 64, -1)),
    "pandas frame": lambda values: pandas.DataFrame({"列": values}, index=ODD),
    "arrow": arrow.array,
    "arrow chunked": lambda values: arrow.chunked_array([values[:10], values[10:]]),
}
if polars:
    CONTAINERS |= {"polars": polars.Series, "polars frame": lambda values: polars.DataFrame({"列": values})}


class Name(enum.StrEnum):
    ECOLOGY = "生态"
    TRAVEL = "春运"
    LIVELIHOOD = "民生"


class Mixed(str, enum.Enum):  # noqa: UP042  (it is another thing, and an older one)
    ECOLOGY = "生态"
    TRAVEL = "春运"
    LIVELIHOOD = "民生"


LABELS = {
    "categorical": lambda: pandas.Categorical(THEMES, categories=["无", "民生", "生态", "春运"]),
    "categorical column": lambda: pandas.Series(THEMES, dtype="category", index=ODD),
    "pandas string": lambda: pandas.Series(THEMES, dtype="string"),
    "StrEnum": lambda: [Name(theme) for theme in THEMES],
    "str and Enum": lambda: [Mixed(theme) for theme in THEMES],
    "numpy strings": lambda: [np.str_(theme) for theme in THEMES],
    "dictionary of arrow": lambda: arrow.array(THEMES).dictionary_encode(),
}
if polars:
    LABELS |= {
        "categorical of polars": lambda: polars.Series(THEMES, dtype=polars.Categorical),
        "Enum of polars": lambda: polars.Series(THEMES, dtype=polars.Enum(list(WORDS))),
    }

anywhere = pytest.mark.parametrize("kind", CONTAINERS)


@pytest.fixture(scope="module")
def fitted():
    return ThemeClassifier().fit(TEXTS, THEMES)


# --- texts, labels and groups in any container --------------------------------------------------------------------------


@anywhere
def test_texts_and_labels_in_any_container_learn_the_same(fitted, kind):
    again = ThemeClassifier().fit(CONTAINERS[kind](TEXTS), CONTAINERS[kind](THEMES))
    assert (again.coef_ == fitted.coef_).all()
    assert again.training_ == fitted.training_
    assert again.predict(CONTAINERS[kind](TEXTS)).tolist() == fitted.predict(TEXTS).tolist() == THEMES
    assert fitted.score(CONTAINERS[kind](TEXTS), CONTAINERS[kind](THEMES)) == 1.0


@anywhere
def test_groups_in_any_container_are_kept(kind):
    one, other = (ThemeClassifier().fit(TEXTS, THEMES, groups=groups) for groups in (GROUPS, CONTAINERS[kind](GROUPS)))
    assert one.training_["grouped"] is other.training_["grouped"] is True
    assert (one.out_of_fold_probabilities_ == other.out_of_fold_probabilities_).all()


@pytest.mark.parametrize("kind", LABELS)
def test_labels_of_any_kind_of_string_are_plain_strings(fitted, kind, tmp_path):
    again = ThemeClassifier().fit(TEXTS, LABELS[kind]())
    assert (again.coef_ == fitted.coef_).all()
    assert again.classes_.tolist() == sorted(WORDS)
    assert {type(label) for label in again.predict(TEXTS).tolist()} == {str}
    again.save(tmp_path / "m")
    assert newsclf.load(tmp_path / "m").themes == tuple(sorted(WORDS))


@pytest.mark.parametrize(
    ("labels", "dtype"),
    [
        (NUMBERS, "int64"),
        (np.array(NUMBERS, dtype=np.int32), "int32"),
        (pandas.Series(NUMBERS, dtype="Int64", index=ODD), "int64"),
        (pandas.Series(NUMBERS).astype("category"), "int64"),
        ([number == 3 for number in NUMBERS], "bool"),
        (pandas.Series([number == 3 for number in NUMBERS], dtype="boolean"), "bool"),
        (np.array([number == 3 for number in NUMBERS]), "bool"),
    ],
    ids=str,
)
def test_numbers_and_booleans_come_back_as_they_are(labels, dtype):
    predicted = ThemeClassifier().fit(TEXTS, labels).predict(TEXTS)
    assert predicted.dtype == dtype
    assert predicted.tolist() == list(labels)
    assert (cross_val_score(ThemeClassifier(folds=2), TEXTS, labels, cv=3) == 1.0).all()


FRAME = pandas.DataFrame({theme: [int(theme == label) for label in THEMES] for theme in WORDS}, index=ODD)


@pytest.mark.parametrize("kind", ["int", "bool", "float", "boolean", "Int64", "polars"])
def test_the_columns_of_a_frame_are_the_themes(kind, tmp_path):
    y = pytest.importorskip("polars").DataFrame(FRAME.to_dict("list")) if kind == "polars" else FRAME.astype(kind)
    classifier = ThemeClassifier().fit(TEXTS, y)
    assert (classifier.kind_, classifier.classes_.tolist()) == ("indicator", list(WORDS))
    assert (classifier.predict(TEXTS) == FRAME.to_numpy()).all()
    classifier.save(tmp_path / "m")
    assert newsclf.load(tmp_path / "m").predict(["东市河道清淤"]).tolist() == ["生态"]


def test_a_frame_is_scored_by_scikit_learn():
    folds = KFold(3, shuffle=True, random_state=0)
    scores = cross_val_score(ThemeClassifier(folds=2), TEXTS, FRAME, cv=folds, scoring="f1_macro")
    assert (scores == 1.0).all()


def test_a_frame_and_a_matrix_learn_alike():
    frame, array = (ThemeClassifier().fit(TEXTS, y) for y in (FRAME, FRAME.to_numpy()))
    assert (frame.coef_ == array.coef_).all()
    assert array.classes_.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    "kind",
    [
        lambda sets: pandas.Series(sets, index=ODD),
        lambda sets: pandas.Series([np.array(labels) for labels in sets]),
        arrow.array,
        lambda sets: pytest.importorskip("polars").Series(sets),
    ],
)
def test_columns_of_several_labels(kind):
    sets = [[theme, "新闻"] if place % 2 else [theme] for place, theme in enumerate(THEMES)]
    one, other = ThemeClassifier().fit(TEXTS, sets), ThemeClassifier().fit(TEXTS, kind(sets))
    assert other.kind_ == "several"
    assert (one.coef_ == other.coef_).all()


# --- what is missing or wrong -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nothing", [None, float("nan"), pandas.NA, pandas.NaT], ids=str)
def test_a_missing_text_is_an_empty_one_a_missing_label_or_group_an_error(fitted, nothing):
    texts = pandas.Series([*TEXTS[1:], nothing], dtype=object)
    assert (fitted.predict_proba(texts) == fitted.predict_proba([*TEXTS[1:], ""])).all()
    with pytest.raises(TrainingError) as caught:
        ThemeClassifier().fit(TEXTS, pandas.Series([*THEMES[1:], nothing], dtype=object))
    assert caught.value.evidence == {"reason": "missing_label", "rows": 1}
    with pytest.raises(ValueError, match="groups has nothing for 1 texts, the first at place 2: give every text a group"):
        ThemeClassifier().fit(TEXTS, THEMES, groups=pandas.Series([1, 2, nothing, *range(33)], dtype=object))


@pytest.mark.parametrize("dtype", ["string", "category", "Int64"])
def test_missing_labels_in_pandas_own_types(dtype):
    labels = [*NUMBERS[1:], None] if dtype == "Int64" else [*THEMES[1:], None]
    with pytest.raises(TrainingError, match="no label at all"):
        ThemeClassifier().fit(TEXTS, pandas.Series(labels, dtype=dtype))


@pytest.mark.parametrize(
    ("X", "y", "told"),
    [
        (pandas.DataFrame({"a": TEXTS, "b": TEXTS}), THEMES, "one column of texts, got an array or frame of shape"),
        (TEXTS, FRAME * 2, "other cells than 0 and 1"),
        (TEXTS, FRAME.rename(columns={"生态": "other"}), "column other"),
        (TEXTS, FRAME.rename(columns={"生态": "春运"}), "same name"),
        (TEXTS, [1, "a"] * 18, "int, str"),
        (TEXTS, [enum.Enum("Plain", ["A"]).A, "a"] * 18, "Plain, str"),
        (TEXTS, pandas.Series(THEMES[:-1]), "36 texts, y has 35 labels"),
    ],
)
def test_what_cannot_be_read_is_told(X, y, told):
    with pytest.raises(ValueError, match=told):
        ThemeClassifier().fit(X, y)


# --- scikit-learn's tools -----------------------------------------------------------------------------------------------


@anywhere
def test_searches_and_scores_take_any_container(kind):
    X, y = CONTAINERS[kind](TEXTS), CONTAINERS[kind](THEMES)
    if kind == "array of one column":
        y = THEMES  # scikit-learn wants labels flat
    folds = StratifiedKFold(2)
    assert (cross_val_score(ThemeClassifier(folds=2, effort="quick"), X, THEMES, cv=folds) == 1.0).all()
    assert cross_val_predict(ThemeClassifier(folds=2, effort="quick"), X, THEMES, cv=folds).tolist() == THEMES
    search = GridSearchCV(ThemeClassifier(folds=2, effort="quick"), {"C": [1.0, 5.0], "min_df": [1, 2]}, cv=2).fit(X, y)
    assert search.best_score_ == 1.0
    assert search.predict(X).tolist() == THEMES


def test_a_pipeline_before_it_may_give_columns_of_any_kind():
    pipeline = Pipeline([("nothing", "passthrough"), ("themes", ThemeClassifier())]).set_output(transform="pandas")
    pipeline.fit(pandas.Series(TEXTS, index=ODD), THEMES, themes__groups=GROUPS)
    assert pipeline[-1].training_["grouped"]
    assert pipeline.predict(pandas.DataFrame({"正文": TEXTS})).tolist() == THEMES
    assert clone(pipeline).set_params(themes__C=1.0)[-1].C == 1.0


def test_groups_reach_fit_as_scikit_learn_routes_them(monkeypatch):
    seen, fit = [], ThemeClassifier.fit

    def spy(self, X, y, groups=None, dev=None):
        seen.append(groups)
        return fit(self, X, y, groups, dev)

    with sklearn.config_context(enable_metadata_routing=True):
        asked = ThemeClassifier(folds=2).set_fit_request(groups=True)
        monkeypatch.setattr(ThemeClassifier, "fit", spy)
        groups = np.array(GROUPS)
        scores = cross_val_score(asked, TEXTS, THEMES, cv=GroupKFold(2), params={"groups": groups})
    assert (scores == 1.0).all()
    assert [len(set(some)) for some in seen] == [3, 3]
    assert set(seen[0]).isdisjoint(seen[1])


def test_a_pickle_answers_alike(fitted):
    again = pickle.loads(pickle.dumps(fitted))
    assert (again.predict_proba(TEXTS) == fitted.predict_proba(TEXTS)).all()
    assert again.training_ == fitted.training_


CHECKS = (
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_estimator_tags_renamed",
    "check_get_params_invariance",
    "check_mixin_order",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_set_params",
    "check_valid_tag_types",
)
"""Of scikit-learn's checks those that feed no numbers."""


@pytest.mark.parametrize("check", [name for name in CHECKS if hasattr(estimator_checks, name)])
def test_scikit_learns_own_checks_pass(check):
    getattr(estimator_checks, check)("ThemeClassifier", ThemeClassifier())


# --- dev: texts to tune with --------------------------------------------------------------------------------------------

DEV = [f"{text}了" for text in TEXTS[:20]], THEMES[:20]


def test_with_dev_weights_are_those_of_all_texts_and_the_rule_is_that_of_dev(fitted):
    tuned = ThemeClassifier().fit(TEXTS, THEMES, dev=DEV)
    assert (tuned.coef_ == fitted.coef_).all()
    assert tuned.held_out_.tolist() == []
    assert tuned.out_of_fold_probabilities_ == pytest.approx(tuned.predict_proba(DEV[0]), abs=1e-3)
    assert tuned.out_of_fold_["n"] == tuned.training_["dev"]["texts"] == 20
    assert "held_out" not in tuned.training_
    assert tuned.training_["fingerprint"] == fitted.training_["fingerprint"] != tuned.training_["dev"]["fingerprint"]


def test_probabilities_follow_the_dev_texts():
    texts = [f"{number}{word}" for number in range(40) for word in ("河道清淤", "列车加开")]
    noise = [["生态", "春运"][place % 2 if place % 5 else 1 - place % 2] for place in range(80)]
    clean = [["生态", "春运"][place % 2] for place in range(80)]
    sure, unsure = (
        ThemeClassifier().fit(texts, clean, dev=(texts, labels)).predict_proba(["河道清淤"]).max() for labels in (clean, noise)
    )
    assert sure > 0.9 > unsure
    assert unsure == pytest.approx(0.8, abs=0.08)


@anywhere
def test_dev_may_stand_in_any_container(kind):
    one, other = (
        ThemeClassifier().fit(TEXTS, THEMES, dev=dev) for dev in ((TEXTS, THEMES), tuple(map(CONTAINERS[kind], (TEXTS, THEMES))))
    )
    assert (one.thresholds_ == other.thresholds_).all()
    assert (one.rule_.slope == other.rule_.slope).all()


def test_a_theme_without_dev_texts_can_still_be_given():
    dev = [text for text, theme in zip(TEXTS, THEMES, strict=True) if theme != "民生"]
    labels = [theme for theme in THEMES if theme != "民生"]
    tuned = ThemeClassifier().fit(TEXTS, THEMES, dev=(dev, labels))
    assert tuned.predict(TEXTS).tolist() == THEMES


def test_dev_of_a_matrix_has_the_same_columns():
    tuned = ThemeClassifier().fit(TEXTS, FRAME, dev=(TEXTS[:9], FRAME[:9]))
    assert tuned.out_of_fold_["n"] == 9
    with pytest.raises(ValueError, match="dev has other labels"):
        ThemeClassifier().fit(TEXTS, FRAME, dev=(TEXTS, FRAME[["春运", "生态", "民生"]]))


@pytest.mark.parametrize(
    ("dev", "told"),
    [
        ((["a"], ["体育"]), "体育; leave these texts out"),
        ((["a", "b"], ["other", "生态"]), "other; leave these texts out"),
        ((["a"], [["生态"]]), "another form: several"),
        ((["a", "b"], ["生态"]), "dev has 2 texts and 1 labels"),
        (("春运", ["生态"]), "not one text"),
        (([], []), "no text to tune with"),
        ((["a"], [None]), "no label at all"),
    ],
)
def test_dev_that_does_not_fit_is_told_before_anything_is_learned(dev, told):
    classifier = ThemeClassifier()
    with pytest.raises(ValueError, match=told):
        classifier.fit(TEXTS, THEMES, dev=dev)
    assert not hasattr(classifier, "coef_")


def test_no_dev_text_at_all_is_told_in_every_form_of_labels():
    sets = [[theme] for theme in THEMES]
    for y, nothing in ((THEMES, []), (sets, []), (FRAME, FRAME[:0])):
        with pytest.raises(TrainingError, match="no text to tune with"):
            ThemeClassifier().fit(TEXTS, y, dev=([], nothing))


def test_a_search_hands_dev_on():
    search = GridSearchCV(ThemeClassifier(), {"C": [1.0, 5.0]}, cv=2).fit(TEXTS, THEMES, dev=DEV)
    assert search.best_estimator_.training_["dev"]["texts"] == 20


def test_many_texts_on_disk_are_tuned_with_dev_too(monkeypatch):
    monkeypatch.setattr("newsclf.design.LARGE", 20)
    tuned = ThemeClassifier().fit(TEXTS, THEMES, dev=DEV)
    assert tuned.predict(TEXTS).tolist() == THEMES
    assert tuned.out_of_fold_["n"] == 20
