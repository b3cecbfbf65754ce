from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csc_matrix, csr_array, csr_matrix

from newsclf import sorting
from newsclf.errors import NewsclfError, TrainingError
from newsclf.targets import MIN_TEXTS, facts_of, fingerprint_of, learned_from, read_targets

LABELS = st.sampled_from(["生态", "民生", "春运", "b", "a"])


def test_one_label_per_text_gives_a_column_per_theme_in_sorted_order():
    targets = read_targets(["民生", "生态", "民生", "生态"])
    assert targets.classes.tolist() == sorted(["民生", "生态"])
    assert targets.indicator.tolist() == [[True, False], [False, True]] * 2
    assert (targets.kind, targets.answers_other) == ("single", False)
    assert targets.primary.tolist() == [0, 1, 0, 1]


def test_other_is_no_column():
    targets = read_targets(["a", "other", "b", "a", "other", "b"])
    assert targets.classes.tolist() == ["a", "b"]
    assert targets.primary.tolist() == [0, -1, 1, 0, -1, 1]
    assert targets.answers_other


def test_one_theme_against_other_suffices():
    targets = read_targets(["a", "a", "other", "other"])
    assert targets.classes.tolist() == ["a"]
    assert targets.indicator.ravel().tolist() == [True, True, False, False]


def test_of_several_labels_the_first_is_the_primary():
    targets = read_targets([["b", "a"], ["a"], [], ["b"], []])
    assert targets.kind == "several"
    assert targets.indicator.tolist() == [[True, True], [True, False], [False, False], [False, True], [False, False]]
    assert targets.primary.tolist() == [1, 0, -1, 1, -1]


@pytest.mark.parametrize("collection", [list, tuple, set, frozenset])
def test_several_labels_come_in_any_collection(collection):
    targets = read_targets([collection(row) for row in (["a"], ["b"], ["a", "b"], [])] * 2)
    assert targets.kind == "several"
    assert targets.indicator.tolist() == [[True, False], [False, True], [True, True], [False, False]] * 2


def test_several_labels_come_in_an_object_array_too():
    y = np.empty(4, dtype=object)
    y[:] = [("a",), ("b",), ("a",), ("b",)]
    assert read_targets(y).indicator.tolist() == [[True, False], [False, True]] * 2


@pytest.mark.parametrize("inner", [np.array, tuple, frozenset])
def test_several_labels_come_in_arrays_of_arrays_and_columns_too(inner):
    sets = [["b", "a"], ["a"], [], ["b"]]
    array = np.empty(4, dtype=object)
    for row, labels in enumerate(sets):
        array[row] = inner(labels)
    for y in (array, list(array)):
        targets = read_targets(y)
        assert targets.kind == "several"
        assert targets.indicator.tolist() == [[True, True], [True, False], [False, False], [False, True]]


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_columns_and_frames_are_read_as_lists_are(package):
    frames, sets = pytest.importorskip(package), [["b", "a"], ["a"], [], ["b"]]
    assert read_targets(frames.Series(sets)).indicator.tolist() == read_targets(sets).indicator.tolist()
    assert read_targets(frames.Series(["b", "a", "a", "b"])).primary.tolist() == [1, 0, 0, 1]
    found = read_targets(frames.DataFrame({"x": [1, 1, 0, 0], "y": [1, 0, 0, 1]}))
    assert (found.kind, found.classes.tolist()) == ("indicator", ["x", "y"])
    assert found.indicator.tolist() == [[True, True], [True, False], [False, False], [False, True]]


def test_collections_of_one_length_in_an_array_are_collections():
    targets = read_targets(np.array([["b", "a"], ["a", "c"], ["c", "b"]]))
    assert (targets.kind, targets.classes.tolist()) == ("several", ["a", "b", "c"])
    assert read_targets(np.array([["b"], ["a"], ["b"], ["a"]])).kind == "single"


def test_one_label_beside_collections_is_a_collection_of_one():
    targets = read_targets([["b", "a"], "a", [], "other", "b"])
    assert targets.kind == "several"
    assert targets.indicator.tolist() == [[True, True], [True, False], [False, False], [False, False], [False, True]]


def test_lists_of_zeros_and_ones_are_a_matrix_as_for_scikit_learn():
    targets = read_targets([[1, 1], [1, 0], [0, 0], [0, 1]])
    assert targets.kind == "indicator"
    assert targets.indicator.sum() == 4


@pytest.mark.parametrize(
    ("matrix", "found"), [([[2, 0], [0, 1]], "2"), ([[0.5, 0], [1, 1]], "0.5"), ([[np.nan, 0], [1, 1]], "nan")]
)
def test_a_matrix_holds_nothing_but_zeros_and_ones(matrix, found):
    with pytest.raises(TrainingError, match=f"Found {found} in the matrix") as caught:
        read_targets(np.array(matrix))
    assert caught.value.evidence == {"reason": "not_yes_or_no", "found": found}


def test_a_missing_label_among_several_is_told():
    with pytest.raises(TrainingError) as caught:
        read_targets([["a", None], ["a"], ["b"], ["b"]])
    assert caught.value.evidence == {"reason": "missing_label", "rows": 1}


def test_several_labels_answer_other_even_if_no_text_is_without_theme():
    assert read_targets([["a"], ["b"], ["a"], ["b"]]).answers_other


def test_other_among_several_labels_says_nothing():
    assert read_targets([["other", "a"], ["other"], ["a"], []]).primary.tolist() == [0, -1, 0, -1]


def test_the_same_label_twice_counts_once():
    assert read_targets([["a", "a"], ["a"], [], []]).indicator.sum() == 2


@pytest.mark.parametrize("kind", [np.array, csr_matrix, csc_matrix, csr_array])
def test_a_matrix_dense_or_sparse_has_a_column_per_theme(kind):
    rows = [[1, 0, 1], [0, 1, 0], [0, 0, 0], [1, 1, 1], [0, 0, 0]]
    targets = read_targets(kind(np.array(rows)))
    assert targets.classes.tolist() == [0, 1, 2]
    assert targets.indicator.astype(int).tolist() == rows
    assert targets.primary.tolist() == [0, 1, -1, 0, -1]
    assert (targets.kind, targets.answers_other) == ("indicator", True)


@pytest.mark.parametrize("labels", [[3, 7, 3, 7], np.array([3, 7, 3, 7]), (label for label in (3, 7, 3, 7))])
def test_integer_labels_stay_integers(labels):
    classes = read_targets(labels).classes
    assert classes.tolist() == [3, 7]
    assert np.issubdtype(classes.dtype, np.integer)


@pytest.mark.parametrize(
    ("y", "evidence"),
    [
        ([], {"reason": "one_class", "theme": "other", "rows": 0}),
        (["生态"] * 5, {"reason": "one_class", "theme": "生态", "rows": 5}),
        (["other"] * 3, {"reason": "one_class", "theme": "other", "rows": 3}),
        ([[], [], []], {"reason": "one_class", "theme": "other", "rows": 3}),
        ([["a"], ["a"]], {"reason": "one_class", "theme": "a", "rows": 2}),
        ([7, 7, 7], {"reason": "one_class", "theme": 7, "rows": 3}),
        (np.array([[1, 0], [1, 0], [0, 0], [0, 0]]), {"reason": "rare_theme", "theme": "1", "rows": 0, "needed": MIN_TEXTS}),
        ([["a", "b"], ["a"], ["a", "b"]], {"reason": "theme_everywhere", "theme": "a"}),
        (np.array([[1, 1], [0, 1], [1, 1], [0, 1]]), {"reason": "theme_everywhere", "theme": "1"}),
    ],
)
def test_labels_that_cannot_be_learned_are_refused_with_the_facts(y, evidence):
    with pytest.raises(TrainingError) as caught:
        read_targets(y)
    assert caught.value.evidence == evidence
    assert isinstance(caught.value, NewsclfError | ValueError)
    assert "\n" not in str(caught.value)
    assert str(evidence["theme"]) in str(caught.value)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(LABELS, max_size=3, unique=True), max_size=30))
def test_the_matrix_says_what_the_labels_said(sets):
    try:
        targets = read_targets(sets)
    except TrainingError:
        return
    for labels, row, primary in zip(sets, targets.indicator, targets.primary, strict=True):
        assert set(targets.classes[row]) == set(labels)
        assert (targets.classes[primary] == labels[0]) if labels else primary == -1


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.text(), st.lists(LABELS)), max_size=8), st.randoms(use_true_random=False))
def test_the_fingerprint_does_not_depend_on_order(rows, random):
    shuffled = [(text, random.sample(labels, len(labels))) for text, labels in random.sample(rows, len(rows))]
    assert _fingerprint(shuffled) == _fingerprint(rows)


@pytest.mark.parametrize(
    "changed",
    [
        [("河水", ["生态"]), ("车票", [])],
        [("河水", ["生态"]), ("车票 ", ["春运"])],
        [("河水", ["春运"]), ("车票", ["生态"])],
        [("河水", ["生态"])],
        [("河水", ["生态"]), ("车票", ["春运"]), ("车票", ["春运"])],
        [("河水", ["生态"]), ("车票\ud800", ["春运"])],
    ],
)
def test_the_fingerprint_depends_on_every_text_and_label(changed):
    assert _fingerprint(changed) != _fingerprint([("河水", ["生态"]), ("车票", ["春运"])])


def _fingerprint(rows):
    return fingerprint_of([text for text, _ in rows], [labels for _, labels in rows])


def test_the_fingerprint_of_many_rows_is_the_same_as_if_sorted_in_memory(monkeypatch):
    rows = [(f"河{place * 7919 % 100}", ["生态"]) for place in range(100)]
    in_memory = _fingerprint(rows)
    monkeypatch.setattr(sorting, "RUN_CHARACTERS", 200)
    assert _fingerprint(rows) == in_memory


def test_targets_of_some_texts_are_their_rows():
    targets = read_targets([["生态"], ["民生", "生态"], [], ["民生"], ["生态"]])
    some = targets.of(np.array([1, 2]))
    assert list(some.names()) == [["民生", "生态"], []]
    assert some.primary.tolist() == [targets.classes.tolist().index("民生"), -1]
    assert some.answers_other


def test_the_facts_tell_the_data():
    facts = facts_of(["河", "路", "水", "山"], read_targets(["生态", "民生", "生态", "民生"]))
    assert facts["labels"] == {"民生": 2, "生态": 2}
    assert (facts["texts"], facts["without_theme"], facts["targets"]) == (4, 0, "single")


@pytest.mark.parametrize("theme", ["生态\n", "\x1b[2J", "生态\u200b", "\u202e生态"])
def test_a_label_that_cannot_be_seen_whole_is_refused_and_shown(theme):
    with pytest.raises(TrainingError, match="cannot be seen") as caught:
        read_targets([theme, theme, "民生", "民生"])
    assert caught.value.theme.isprintable()


def test_a_label_may_hold_wide_spaces():
    assert read_targets(["生态　保护"] * 2 + ["民生"] * 2).classes.tolist() == ["民生", "生态　保护"]


def test_the_texts_that_a_model_learned_from_are_known_again_in_any_order():
    training = {"texts": 2, "fingerprint": fingerprint_of(["河水", "路"], [["生态", "民生"], []])}
    assert learned_from(training, ["路", "河水"], ["other", ["民生", "生态"]])
    assert not learned_from(training, ["路", "河水"], ["other", ["生态"]])
    assert not learned_from(training, ["路"], ["other"])
    assert not learned_from({}, ["路"], ["other"])
