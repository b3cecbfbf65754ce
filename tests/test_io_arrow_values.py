from __future__ import annotations

import subprocess
import sys

import pyarrow as pa

from newsclf.io.arrow_values import plain

WITHOUT_PANDAS = """
import sys
class Hidden:
    def find_spec(self, name, *_):
        if name == "pandas":
            raise ImportError(name)
sys.meta_path.insert(0, Hidden())
import pyarrow as pa
from newsclf.io.arrow_values import plain
nano = pa.timestamp("ns")
print(plain(pa.array([[1], None, []], pa.list_(nano))))
print(plain(pa.array([{"a": 1, "b": None}, None], pa.struct([("a", pa.duration("ns")), ("b", nano)]))))
print(plain(pa.array([[("a", 1)]], pa.map_(pa.string(), nano))))
"""


def test_nanoseconds_within_lists_are_told_without_pandas_too():
    done = subprocess.run([sys.executable, "-c", WITHOUT_PANDAS], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "[['1970-01-01 00:00:00.000000001'], None, []]",
        "[{'a': '1', 'b': None}, None]",
        "[[['a', '1970-01-01 00:00:00.000000001']]]",
    ]


def test_a_dictionary_is_its_values():
    assert plain(pa.array(["甲", None, "甲"]).dictionary_encode()) == ["甲", None, "甲"]
    assert plain(pa.array([1, None], pa.date32()).dictionary_encode()) == ["1970-01-02", None]


def test_what_is_within_is_plain_too():
    assert plain(pa.array([[float("nan"), 1.0]])) == [[None, 1.0]]
    assert plain(pa.array([[{"a": b"\xff"}]])) == [[{"a": "\\xff"}]]
