from __future__ import annotations

import ast
import copy
import inspect
import pickle
import re
from concurrent.futures import ProcessPoolExecutor
from contextvars import copy_context
from multiprocessing import get_context
from pathlib import Path
from string import Formatter

import pytest

import newsclf
from newsclf import errors
from newsclf.encodings import decode
from newsclf.errors import ColumnError, EncodingError, InputError, NewsclfError, RowError, TrainingError
from newsclf.messages import LANGUAGES, catalogue, use_language

ERRORS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, NewsclfError)]
CALLS = [
    node
    for source in sorted(Path(newsclf.__file__).parent.rglob("*.py"))
    for node in ast.walk(ast.parse(source.read_text("utf-8")))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
]
RAISED = [call for call in CALLS if call.func.id in {kind.__name__ for kind in ERRORS}]
TRAINING_REASONS = sorted(
    word.value.value for call in RAISED if call.func.id == "TrainingError" for word in call.keywords if word.arg == "reason"
)


def gaps(key: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(catalogue()[key]["en"]) if name}


def make(kind: type[NewsclfError], reason: str = "one_class") -> NewsclfError:
    """An error of a kind, with all the evidence that its message tells."""
    if kind is TrainingError:
        return kind(reason=reason, **{name: f"‹{name}›" for name in gaps(reason)})
    return kind(**{name: f"‹{name}›" for name in gaps(kind.key)})


def said(error: NewsclfError, code: str) -> str:
    def run() -> str:
        use_language(code)
        return str(error)

    return copy_context().run(run)


def tree_of_docstring() -> dict[str, str]:
    """Child → parent, as the module's docstring draws them."""
    parents, path = {}, ["NewsclfError"]
    for branch, name in re.findall(r"^    ([ │]*[├└]── )(\w+)", inspect.getdoc(errors), re.MULTILINE):
        depth = len(branch) // 4
        parents[name] = path[depth - 1]
        path[depth:] = [name]
    return parents


def decode_badly(data: bytes) -> str:
    return decode(data, "page.txt").text


def test_tree_in_the_docstring_is_that_of_the_classes():
    assert tree_of_docstring() == {kind.__name__: kind.__bases__[0].__name__ for kind in ERRORS if kind is not NewsclfError}


def test_every_exception_of_the_package_descends_from_the_root():
    raised = {call.func.id for call in CALLS if call.func.id.endswith("Error")}
    assert {name for name in raised if hasattr(errors, name)} >= {"RowError", "ColumnError", "OutputError", "TrainingError"}
    assert all(issubclass(kind, newsclf.NewsclfError) for kind in ERRORS)
    assert newsclf.NewsclfError is NewsclfError


@pytest.mark.parametrize("kind", [InputError, TrainingError])
def test_wrong_input_is_a_value_error_too(kind):
    assert issubclass(kind, ValueError)


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_error_is_a_sentence_that_names_its_evidence(kind, code):
    error = make(kind)
    sentence = said(error, code)
    assert not set("{}") & set(sentence)
    assert sentence.endswith({"en": ".", "zh": "。"}[code])
    assert all(str(fact) in sentence for name, fact in error.evidence.items() if (kind, name) != (TrainingError, "reason"))


@pytest.mark.parametrize("reason", TRAINING_REASONS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_reason_of_a_training_error_is_a_sentence(reason, code):
    sentence = said(make(TrainingError, reason), code)
    assert not set("{}") & set(sentence)
    assert all(f"‹{name}›" in sentence for name in gaps(reason))


@pytest.mark.parametrize("call", [pytest.param(call, id=f"{call.func.id}-{call.lineno}") for call in RAISED])
def test_every_error_is_raised_with_all_the_evidence_its_sentence_needs(call):
    given = {word.arg: word.value for word in call.keywords}
    key = given["reason"].value if call.func.id == "TrainingError" else getattr(errors, call.func.id).key
    assert set(given) >= gaps(key)


@pytest.mark.parametrize("kind", ERRORS)
def test_evidence_stands_on_the_error(kind):
    error = make(kind)
    assert all(getattr(error, name) == fact for name, fact in error.evidence.items())


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("again", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy])
def test_errors_survive_pickling_and_copying_with_evidence(kind, again):
    error = make(kind)
    twin = again(error)
    assert (type(twin), twin.evidence, str(twin)) == (kind, error.evidence, str(error))


def test_error_crosses_from_another_process():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool, pytest.raises(EncodingError) as caught:
        pool.submit(decode_badly, b"one\n\xff\xff").result()
    assert (caught.value.source, caught.value.line, caught.value.byte) == ("page.txt", 2, 5)


def test_unknown_evidence_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        _ = RowError(source="a.csv", line=1, reason="CSV").nothing


def test_evidence_in_chinese_and_with_braces_stands_as_it_is():
    error = ColumnError(source="表{1}.csv", column="正文", columns="标题, {作者}", option="--text-column", hint="")
    told = "表{1}.csv：没有名为 正文 的列；现有的列是 标题, {作者}。请用 --text-column 指定；"
    assert said(error, "zh").startswith(told)
