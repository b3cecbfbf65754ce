"""What a fuzzer finds: told apart by where it happens, made as short as it can be, kept under ``tests/data/fuzzing``."""

from __future__ import annotations

import hashlib
import re
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import newsclf

from .targets import attempt

KEPT: Final = Path(__file__).parents[1] / "data" / "fuzzing"

PACKAGE: Final = str(Path(newsclf.__file__).parent)

SLOW: Final = 2.0
"""CPU seconds that no input of less than 100 kB may take."""


_ONCE: Final = ("slow", "timeout", "crash", "oom", "not", "TimeoutError")
"""How the places begin of findings that take long, or end the process: they stay as they are."""


@dataclass(frozen=True)
class Finding:
    """Bytes on which a target fails, and where: that tells findings apart."""

    target: str
    place: str
    data: bytes

    def keep(self, folder: Path = KEPT) -> Path:
        """Write it down under the checksum of its bytes."""
        path = folder / self.target / f"{hashlib.sha256(self.data).hexdigest()[:16]}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.data)
        return path


def tried(target: str, data: bytes, slow: float = SLOW) -> Finding | None:
    """Try an input; a finding when it breaks a law, raises what is no error of ours, or takes too long."""
    began = time.process_time()
    try:
        attempt(target, data)
    except Exception as error:
        return Finding(target, _where(error), data)
    return Finding(target, "slow", data) if time.process_time() - began > slow else None


def _where(error: Exception) -> str:
    """The kind of an error, and its deepest lines in newsclf and in a target."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames if frame.filename.startswith(PACKAGE)][-1:]
    law = re.sub(r"\d+", "#", str(error).split("\n")[0][:40]) if isinstance(error, AssertionError) else ""
    return " ".join([type(error).__name__, *ours, law]).strip()


def minimised(finding: Finding, seconds: float = 20.0) -> Finding:
    """The same failure with as few bytes as some seconds of leaving parts out can find."""
    if finding.place.split(" ")[0] in _ONCE:
        return finding
    best, size, ends = finding.data, len(finding.data) // 2, time.monotonic() + seconds
    while size:
        place = 0
        while place < len(best) and time.monotonic() < ends:
            shorter = best[:place] + best[place + size :]
            found = tried(finding.target, shorter)
            if found and found.place == finding.place:
                best = shorter
            else:
                place += size
        size //= 2
    return Finding(finding.target, finding.place, best)
