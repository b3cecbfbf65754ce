from __future__ import annotations

import sys

import pytest
from exporting import TEXTS, elsewhere, labels_by_rule

import newsclf
from newsclf.errors import MissingExtraError
from newsclf.exports.files import TRUSTED, code_points, exported, opened
from newsclf.exports.notes import LOST
from newsclf.text import MAX_CHARACTERS

JOBLIB = """
import joblib
pipeline = joblib.load(file)
"""
SKOPS = f"""
import skops.io
assert skops.io.get_untrusted_types(file=file) == {TRUSTED}
pipeline = skops.io.load(file, trusted={TRUSTED})
"""
ANSWERS = """
alone = hasattr(pipeline, "predict_proba")
probabilities = pipeline.predict_proba(texts) if alone else pipeline[:-1].transform(texts)
print(json.dumps([pipeline.predict(texts).tolist(), probabilities.tolist(), pipeline.newsclf]))
"""
ONNX = """
import numpy, onnxruntime
session = onnxruntime.InferenceSession(file)
points = numpy.zeros((len(texts), max(map(len, texts))), dtype=numpy.int64)
for row, text in zip(points, texts):
    row[:len(text)] = [ord(char) for char in text]
labels, probabilities = session.run(["label", "probabilities"], {"characters": points})
note = json.loads(session.get_modelmeta().custom_metadata_map["newsclf"])
print(json.dumps([labels.tolist(), probabilities.tolist(), note]))
"""
FORMS = {"joblib": ("joblib", JOBLIB + ANSWERS), "skops": ("skops", SKOPS + ANSWERS), "onnx": ("onnxruntime", ONNX)}


@pytest.fixture(params=FORMS)
def form(request):
    pytest.importorskip(FORMS[request.param][0])
    if request.param == "onnx":
        pytest.importorskip("onnx")
    return request.param


@pytest.mark.parametrize("kind", ["model", "plain"])
def test_a_process_without_newsclf_opens_it_and_gets_the_models_answers(form, kind, request, tmp_path):
    model = request.getfixturevalue(kind)
    file = tmp_path / f"我的模型.{form}"
    file.write_bytes(exported(model, form))
    labels, probabilities, note = elsewhere(FORMS[form][1], file, TEXTS)
    assert labels == labels_by_rule(model, TEXTS)
    assert probabilities == pytest.approx(model.predict_proba(TEXTS), abs=2e-6 if form == "onnx" else 1e-12)
    assert note == {
        "model": model.name,
        "newsclf": newsclf.__version__,
        "themes": list(model.themes),
        "thresholds": model.rule.thresholds.tolist(),
        "answers_other": model.rule.answers_other,
        "lost": list(LOST),
    }


def test_we_open_it_as_others_do(form, plain):
    labels, probabilities = opened(exported(plain, form), form)(TEXTS * 10)
    assert labels.tolist() == labels_by_rule(plain, TEXTS * 10)
    assert probabilities == pytest.approx(plain.predict_proba(TEXTS * 10), abs=2e-6)


@pytest.mark.parametrize("form", ["joblib", "onnx"])
def test_the_same_model_gives_the_same_file(form, plain):
    if form == "onnx":
        pytest.importorskip("onnx")
    assert exported(plain, form) == exported(plain, form)


def test_code_points_are_padded_with_zeros_and_bounded():
    assert code_points(["水河", "", "𠮷"]).tolist() == [[0x6C34, 0x6CB3], [0, 0], [0x20BB7, 0]]
    assert code_points(["水" * (MAX_CHARACTERS + 5)]).shape == (1, MAX_CHARACTERS)


@pytest.mark.parametrize(("form", "module"), [("skops", "skops.io"), ("onnx", "onnx.parser")])
def test_what_is_not_installed_is_named_with_the_extra(form, module, plain, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=r"pip install 'newsclf\[export\]'"):
        exported(plain, form)
