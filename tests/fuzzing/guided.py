"""The process in which atheris runs: ``python -m tests.fuzzing.guided TARGET FOLDER [options of libFuzzer]``."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["newsclf"]):
    import newsclf.batch.work
    import newsclf.estimator
    import newsclf.page  # noqa: F401  (late imports would not be instrumented)

    from .engines import RAISED, TOOK_LONG
    from .findings import tried

_SLOWER = 5.0
"""Instrumented code takes longer."""


def main() -> None:
    """Never comes back: libFuzzer ends the process."""
    target, folder, options = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    places: set[str] = set()

    def look(data: bytes) -> None:
        finding = tried(target, data, _SLOWER)
        if finding and finding.place not in places:
            places.add(finding.place)
            kind = TOOK_LONG if finding.place == "slow" else RAISED
            (folder / f"{kind}-{len(places)}").write_bytes(data)

    tried(target, b"\0" * 8)  # what is made once is made before anything is counted
    atheris.Setup([sys.argv[0], *options], look)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
