"""Exported models as files: written, and opened again as anybody would."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, Literal

import joblib
import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Floats
from newsclf.errors import MissingExtraError
from newsclf.exports.graph import INPUT, graph_of
from newsclf.exports.notes import NOTE, note_of
from newsclf.exports.pipeline import pipeline_of
from newsclf.lazy import attribute
from newsclf.scoring import Model
from newsclf.text import MAX_CHARACTERS

Form = Literal["joblib", "onnx", "skops"]

Answers = Callable[[Sequence[str]], tuple[NDArray[Any], Floats]]

TRUSTED: Final = ["functools.partial", "operator.methodcaller", "re.sub"]
"""What skops is to trust in a pipeline of ours, beyond what it knows: three functions of Python's own library."""

_COMPRESSION: Final = ("zlib", 3)
_BATCH: Final = 64


def exported(model: Model, form: Form) -> bytes:
    """The file of an exported model.

    Parameters
    ----------
    model : Model
    form : {"joblib", "onnx", "skops"}

    Raises
    ------
    MissingExtraError
        When a package that the form needs is not installed.
    """
    if form == "onnx":
        graph = graph_of(model)
        entry = graph.metadata_props.add()
        entry.key, entry.value = NOTE, json.dumps(note_of(model), ensure_ascii=False)
        return bytes(graph.SerializeToString(deterministic=True))
    dumps = _needed("skops.io", "dumps", "skops") if form == "skops" else None
    pipeline = pipeline_of(model)
    setattr(pipeline, NOTE, note_of(model))
    if dumps:
        return bytes(dumps(pipeline, compression=zipfile.ZIP_DEFLATED))
    stream = io.BytesIO()
    joblib.dump(pipeline, stream, compress=_COMPRESSION)
    return stream.getvalue()


def opened(data: bytes, form: Form) -> Answers:
    """Open a file of `exported`, as anybody would.

    Returns
    -------
    callable
        From a sequence of texts to labels, shape (n_texts,), and probabilities, shape (n_texts, n_themes).

    Raises
    ------
    MissingExtraError
        When a package that the form needs is not installed.
    """
    if form == "onnx":
        return partial(_of_graph, _needed("onnxruntime", "InferenceSession", "ONNX")(data))
    if form == "skops":
        return partial(_of_pipeline, _needed("skops.io", "loads", "skops")(data, trusted=TRUSTED))
    return partial(_of_pipeline, joblib.load(io.BytesIO(data)))


def _of_pipeline(pipeline: Any, texts: Sequence[str]) -> tuple[NDArray[Any], Floats]:
    probabilities = pipeline.predict_proba if hasattr(pipeline, "predict_proba") else pipeline[:-1].transform
    return pipeline.predict(texts), probabilities(texts)


def _of_graph(session: Any, texts: Sequence[str]) -> tuple[NDArray[Any], Floats]:
    found = [session.run(None, {INPUT: code_points(texts[first : first + _BATCH])}) for first in range(0, len(texts), _BATCH)]
    labels, probabilities = zip(*found, strict=True)
    return np.concatenate(labels), np.concatenate(probabilities)


def code_points(texts: Sequence[str]) -> NDArray[np.int64]:
    """Texts as a graph takes them: their code points, zeros behind them; shape (n_texts, n_characters)."""
    texts = [text[:MAX_CHARACTERS] for text in texts]
    points = np.zeros((len(texts), max(map(len, texts))), dtype=np.int64)
    for row, text in zip(points, texts, strict=True):
        row[: len(text)] = list(map(ord, text))
    return points


def _needed(module: str, name: str, what: str) -> Any:
    try:
        return attribute(module, name)
    except ImportError as error:
        raise MissingExtraError(what=what, extra="export") from error
