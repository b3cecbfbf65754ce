"""The public surface is one short sorted list, and importing it is cheap."""

import subprocess
import sys

import pytest

import newsclf


def test_names_are_sorted_and_all_there():
    assert newsclf.__all__ == sorted(newsclf.__all__)
    assert all(getattr(newsclf, name) is not None for name in newsclf.__all__)
    assert dir(newsclf) == newsclf.__all__


def test_every_public_class_and_function_is_documented():
    for name in set(newsclf.__all__) - {"__version__"}:
        assert getattr(newsclf, name).__doc__, name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = newsclf.nonsense


@pytest.mark.parametrize(
    "code",
    [
        "import newsclf",
        "import newsclf; newsclf.segment('生态\\n\\n河水清了。')",
        "import sys; sys.argv = ['newsclf', '--help']\ntry:\n    from newsclf.cli import main; main()\nexcept SystemExit: pass",
    ],
    ids=["import", "segment", "help"],
)
def test_needs_neither_scikit_learn_nor_a_dictionary(code):
    heavy = "{'sklearn', 'scipy', 'pandas', 'jieba', 'rjieba', 'numpy', 'joblib', 'rich'}"
    check = f"{code}\nimport sys; sys.stderr.write(' '.join(sorted({heavy} & set(sys.modules))))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.parametrize(
    "code",
    [
        "import newsclf; newsclf.load().label('志愿者清理河道')",
        "from newsclf.cli import main\ntry:\n    main(['label', '-'])\nexcept SystemExit: pass",
    ],
    ids=["label", "command"],
)
def test_labelling_needs_numpy_and_nothing_heavier(code):
    heavy = "{'sklearn', 'scipy', 'pandas', 'jieba', 'rjieba', 'joblib', 'rich'}"
    check = f"{code}\nimport sys; sys.stderr.write(' '.join(sorted({heavy} & set(sys.modules))))"
    given = "志愿者清理河道。\n".encode()
    done = subprocess.run([sys.executable, "-c", check], input=given, capture_output=True, check=True)
    assert done.stderr == b""
