from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from newsclf.containers import column, matrix

pandas = pytest.importorskip("pandas")


@pytest.mark.parametrize(
    "values",
    [
        ["河", "山"],
        ("河", "山"),
        iter(["河", "山"]),
        np.array(["河", "山"]),
        np.array(["河", "山"], dtype=object),
        np.array([["河"], ["山"]]),
        pandas.Series(["河", "山"], index=["甲", "甲"]),
        pandas.Index(["河", "山"]),
        pandas.Categorical(["河", "山"]),
        pandas.DataFrame({"正文": ["河", "山"]}, index=[7, 3]),
    ],
    ids=lambda values: type(values).__name__,
)
def test_a_column_is_its_items_in_order(values):
    assert column(values, "texts") == ["河", "山"]


def test_columns_of_polars_and_arrow_are_their_items():
    polars, arrow = pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    for values in (polars.Series(["河", None]), arrow.array(["河", None]), arrow.chunked_array([["河"], [None]])):
        assert column(values, "texts") == ["河", None]
    assert column(polars.DataFrame({"正文": ["河"]}), "texts") == ["河"]
    assert column(polars.Series([["河", "山"], []]), "labels") == [["河", "山"], []]


@pytest.mark.parametrize("text", ["河水", b"x"])
def test_one_text_is_no_column(text):
    with pytest.raises(ValueError, match="list of texts, not one text"):
        column(text, "texts")


@pytest.mark.parametrize(
    "values", [np.zeros((2, 3)), np.zeros((2, 0)), np.zeros((2, 1, 1)), pandas.DataFrame({"a": [1], "b": [2]})]
)
def test_several_columns_are_none(values):
    with pytest.raises(ValueError, match="one column of groups"):
        column(values, "groups")


@pytest.mark.parametrize(
    "kind",
    [
        np.array,
        lambda rows: np.array(rows, dtype=bool),
        lambda rows: np.array(rows, dtype=float),
        csr_array,
        lambda rows: np.array(rows, dtype=object),
    ],
)
def test_a_matrix_of_0_and_1_has_numbered_columns(kind):
    names, cells = matrix(kind([[1, 0], [0, 0]]))
    assert names.tolist() == [0, 1]
    assert cells.tolist() == [[True, False], [False, False]]


@pytest.mark.parametrize("dtype", [int, bool, float, "boolean", "Int64", object])
def test_a_frame_of_0_and_1_names_its_columns(dtype):
    names, cells = matrix(pandas.DataFrame({"生态": [1, 0], "春运": [0, 1]}, index=[9, 9]).astype(dtype))
    assert names.tolist() == ["生态", "春运"]
    assert cells.tolist() == [[True, False], [False, True]]


def test_a_frame_of_polars_names_its_columns():
    polars = pytest.importorskip("polars")
    names, cells = matrix(polars.DataFrame({"生态": [True, False], "春运": [0, 1]}))
    assert names.tolist() == ["生态", "春运"]
    assert cells.tolist() == [[True, False], [False, True]]


@pytest.mark.parametrize(
    "values",
    [
        ["a", "b"],
        np.array(["a", "b"]),
        pandas.Series([0, 1]),
        pandas.DataFrame({"y": ["a", "b"]}),
        np.array([[3], [7]]),
        pandas.DataFrame({"y": [1, None]}),
    ],
)
def test_a_column_of_labels_is_no_matrix(values):
    assert matrix(values) is None


@pytest.mark.parametrize(
    "values",
    [
        np.array([[0, 2]]),
        np.array([[0.5, 1.0]]),
        np.array([[np.nan, 1.0]]),
        pandas.DataFrame({"a": [1], "b": [pandas.NA]}),
    ],
)
def test_a_matrix_of_other_cells_is_refused(values):
    with pytest.raises(ValueError, match=r"other cells than 0 and 1|in the matrix of labels"):
        matrix(values)


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(ValueError, match="same name"):
        matrix(pandas.DataFrame([[0, 1]], columns=["a", "a"]))
