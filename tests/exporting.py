"""Exported models opened elsewhere: in a fresh process that has no newsclf."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from newsclf.text import fold
from newsclf.traditional import looks_traditional

TEXTS = [
    *("志愿者在高铁站为返乡旅客引路。", "春运首日加开列车 125 趟。", "清理河道垃圾，水质达Ⅲ类。", "气温 25 ℃ ， １２３ 人", ""),
    *(
        "hello",
        "一",
        "河 长 制\n 全 面\t推行 a b",
        "污水" * 300,
        "老人 ３ 位、“ 孩子 ”12人",
        "\u3000\x00水\ud800岸",
        "𠮷林志愿者",
    ),
]

REFUSAL = """
import json, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "newsclf":
            raise ImportError("refused: " + name)

sys.meta_path.insert(0, Refuse())
file, texts = sys.argv[1], json.load(sys.stdin)
"""


def elsewhere(script: str, file: Path, texts: list[str]) -> Any:
    """What a script makes of an exported file and of texts, and prints as JSON."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-W", "error", "-c", REFUSAL + script, str(file)]
    done = subprocess.run(command, input=json.dumps(texts).encode(), capture_output=True, env=environment, cwd=file.parent)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def labels_by_rule(model: Any, texts: list[str]) -> list[str]:
    """The primary themes of texts by thresholds alone: without abstaining."""
    names = np.array([*model.themes, "other"])
    return names[model.rule.primary(model.predict_proba(texts))].tolist()


def _fair(text: str) -> bool:
    """Whether an export scores a text as the model does: it is not traditional, and no character becomes five."""
    return not looks_traditional(text) and all(len(fold(char)) <= 4 for char in text)


USUAL = "志愿者春运列车河道污水老人生态 　\n\t0123456789１２ABcＡ℃Ⅲ㎡ШПé，。、“”《》_-\0"
texts_of_any_kind = st.text(st.one_of(st.sampled_from(USUAL), st.characters()), max_size=40).filter(_fair)
"""Texts of terms, of what is mended, and of anything."""
