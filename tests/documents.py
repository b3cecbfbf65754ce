"""The documents: what they show, and a way to run it in this process."""

import io
import re
import shlex
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path

from newsclf.cli import main

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = ROOT / "README.md"
CHINESE = ".zh-CN.md"
ENGLISH = sorted(path for path in (README, *DOCS.glob("*.md")) if not path.name.endswith(CHINESE))
"""Every document, in English."""

_SHOWN = re.compile(r"^```(console|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r" {2,}#.*")


def chinese(path: Path) -> Path:
    """The Chinese twin of a document."""
    return path.with_name(path.name.removesuffix(".md") + CHINESE)


def blocks(path: Path, language: str) -> list[str]:
    """The blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def commands(path: Path) -> list[str]:
    """What is shown behind a ``$``, without comments."""
    return [line for block in blocks(path, "console") for line in _typed(block)]


def shown(path: Path) -> Iterator[tuple[str, str]]:
    """What a reader would run, in order: ``console`` and a line, or ``python`` and a snippet."""
    for kind, block in _SHOWN.findall(path.read_text("utf-8")):
        yield from ((kind, line) for line in _typed(block)) if kind == "console" else [(kind, block)]


def _typed(block: str) -> list[str]:
    return [_COMMENT.sub("", line).removeprefix("$ ").strip() for line in block.splitlines() if line.startswith("$ ")]


@dataclass
class Said:
    """What a command said, and its exit code."""

    code: int
    out: bytes
    err: str


def run_here(line: str, folder: Path) -> Said:
    """Run a line that begins with ``newsclf``, perhaps with ``> FILE`` at its end, in this process and in a folder."""
    words = shlex.split(line)
    assert words[0] == "newsclf", line
    words, target = (words[1:-2], words[-1]) if ">" in words[-2:-1] else (words[1:], None)
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    argv, hook = sys.argv, threading.excepthook
    try:
        sys.argv = ["newsclf", *words]
        with chdir(folder), warnings.catch_warnings(), redirect_stdout(out), redirect_stderr(err):
            copy_context().run(main, words)
    except SystemExit as left:
        said = Said(int(left.code or 0), _bytes(out), _bytes(err).decode())
    finally:
        sys.argv, threading.excepthook = argv, hook
    if target:
        (folder / target).write_bytes(said.out)
    return said


def _bytes(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    return stream.buffer.getvalue()
