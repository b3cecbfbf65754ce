from __future__ import annotations

import sys

import numpy as np
import pytest
from exporting import TEXTS, labels_by_rule, texts_of_any_kind
from hypothesis import given

from newsclf.errors import MissingExtraError
from newsclf.exports.graph import IR_VERSION, OPSET, graph_of

pytest.importorskip("onnx")


def session_of(graph):
    return pytest.importorskip("onnxruntime").InferenceSession(graph.SerializeToString())


def answers(session, texts):
    points = np.zeros((len(texts), max(1, *map(len, texts))), dtype=np.int64)
    for row, text in zip(points, texts, strict=True):
        row[: len(text)] = [ord(char) for char in text]
    labels, probabilities = session.run(["label", "probabilities"], {"characters": points})
    return labels.tolist(), probabilities


@pytest.fixture(scope="module")
def session(model):
    return session_of(graph_of(model))


@pytest.fixture(scope="module")
def plain_session(plain):
    return session_of(graph_of(plain))


def test_a_graph_is_valid_and_of_standard_operators_that_have_been_there_since_2022(model):
    graph = graph_of(model)
    pytest.importorskip("onnx.checker").check_model(graph, full_check=True)
    assert {node.domain for node in graph.graph.node} == {""}
    assert [(opset.domain, opset.version) for opset in graph.opset_import] == [("", OPSET)]
    assert graph.ir_version == IR_VERSION


def test_labels_and_probabilities_are_the_models(model, session):
    labels, probabilities = answers(session, TEXTS)
    assert labels == labels_by_rule(model, TEXTS)
    assert probabilities == pytest.approx(model.predict_proba(TEXTS), abs=2e-6)
    assert probabilities.dtype == np.float32


def test_a_model_that_always_names_a_theme_does_so(plain, plain_session):
    labels, probabilities = answers(plain_session, TEXTS)
    assert labels == labels_by_rule(plain, TEXTS)
    assert probabilities == pytest.approx(plain.predict_proba(TEXTS), abs=2e-6)


def test_a_model_of_one_theme_answers_it_or_other(one_theme):
    labels, _ = answers(session_of(graph_of(one_theme)), TEXTS)
    assert labels == labels_by_rule(one_theme, TEXTS)
    assert set(labels) == {"生态", "other"}


@given(text=texts_of_any_kind)
def test_any_text_has_the_models_scores(model, session, text):
    assert answers(session, [text])[1] == pytest.approx(model.predict_proba([text]), abs=2e-6)


@given(text=texts_of_any_kind)
def test_texts_beside_it_and_zeros_behind_it_change_nothing(plain_session, text):
    alone, among = answers(plain_session, [text])[1], answers(plain_session, [text, *TEXTS])[1]
    assert among[0] == pytest.approx(alone[0], abs=1e-6)


def test_certainties_that_32_bits_cannot_tell_apart_are_told_apart(plain, plain_session):
    text = "清理河道污水。志愿者" * 600
    assert answers(plain_session, [text])[0] == labels_by_rule(plain, [text])


def test_code_points_that_are_none_are_no_letters(plain, plain_session):
    _, found = plain_session.run(None, {"characters": np.array([[-5, 1 << 40, 0x110000]])})
    assert found == pytest.approx(plain.predict_proba(["\0\0\0"]), abs=2e-6)


def test_without_onnx_the_extra_is_named(model, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx.parser", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'newsclf\[export\]'"):
        graph_of(model)
