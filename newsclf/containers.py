"""Texts, labels and groups in whatever holds them: lists, arrays, columns, frames; read without importing what made them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclf.errors import TrainingError

_TO_LIST = ("to_list", "to_pylist")
"""What columns of pandas, polars and Arrow call it: items come out as Python's own."""


def column(values: Any, what: str) -> list[Any]:
    """The items of a list, array or column; of a frame or matrix with one column, those of that.

    Parameters
    ----------
    values : iterable
    what : str
        What the items are, for the error.

    Raises
    ------
    ValueError
        When it is one text, or has more columns.
    """
    if isinstance(values, str | bytes):
        raise ValueError(f"expected a list of {what}, not one text")
    shape: tuple[int, ...] = getattr(values, "shape", ())
    if len(shape) > 1:
        if shape[1:] != (1,):
            raise ValueError(f"expected one column of {what}, got an array or frame of shape {tuple(shape)}: choose a column")
        return list(np.asarray(values, dtype=object)[:, 0])
    method = next((name for name in _TO_LIST if hasattr(values, name)), None)
    return list(getattr(values, method)() if method else values)


def matrix(values: Any) -> tuple[NDArray[Any], NDArray[np.bool_]] | None:
    """The names of the columns and the cells of a 0/1 matrix, dense, sparse or a frame; None when it is none.

    A single column of other cells than 0 and 1 is a column of labels.

    Returns
    -------
    names : ndarray of shape (n_columns,)
        Of an array, numbers from 0 on.
    cells : ndarray of bool, shape (n_rows, n_columns)

    Raises
    ------
    TrainingError
        When an array has other cells than 0 and 1.
    ValueError
        When a frame has them, or two columns of one name.
    """
    values = values.toarray() if hasattr(values, "toarray") else _rows(values)
    shape: tuple[int, ...] = getattr(values, "shape", ())
    if len(shape) != 2:
        return None
    cells = _bits(np.asarray(values))
    if cells is None and (shape[1] == 1 or _has_texts(values)):
        return None
    if cells is None and isinstance(values, np.ndarray):
        odd = next(cell for cell in values.ravel().tolist() if cell not in (0, 1))
        raise TrainingError(reason="not_yes_or_no", found=str(odd))
    if cells is None:
        raise ValueError("y has several columns, but other cells than 0 and 1: give one column of labels, or a 0/1 matrix")
    names = list(getattr(values, "columns", range(shape[1])))
    if len(set(names)) < len(names):
        raise ValueError("y has two columns of the same name")
    return np.array(names), cells


def _rows(values: Any) -> Any:
    """Lists of 0 and 1 as a matrix, for which scikit-learn takes them, too; anything else as it is."""
    if not isinstance(values, list) or not values or not all(isinstance(row, list | tuple) and len(row) > 1 for row in values):
        return values
    alike = len({len(row) for row in values}) == 1 and all(type(cell) in (int, bool) for row in values for cell in row)
    return np.array(values) if alike and {cell for row in values for cell in row} <= {0, 1} else values


def _has_texts(values: Any) -> bool:
    """Whether an array holds collections of labels that are equally long."""
    return isinstance(values, np.ndarray) and any(isinstance(cell, str) for cell in values.ravel().tolist())


def _bits(cells: NDArray[Any]) -> NDArray[np.bool_] | None:
    if cells.dtype.kind not in "biuf":  # a frame of several kinds of numbers, or of something else
        cells = np.array([[_number(cell) for cell in row] for row in cells], dtype=float).reshape(cells.shape)
    return np.asarray(cells, dtype=bool) if ((cells == 0) | (cells == 1)).all() else None


def _number(cell: Any) -> float:
    """A cell as a number; NaN for anything else."""
    return float(cell) if isinstance(cell, bool | int | float | np.bool_ | np.number) else np.nan
