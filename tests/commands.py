"""How tests call the command, and label without it."""

import io
import os
from collections.abc import Sequence
from typing import Any

from newsclf.batch.backends import Crew
from newsclf.batch.streams import label_to_stream
from newsclf.batch.targets import one_output
from newsclf.batch.work import Work, opened
from newsclf.io.survey import Reading, documents

ENGLISH = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "error"}


def label_bytes(sources: Sequence[object], target: str, **reading: Any) -> bytes:
    """What ``newsclf label SOURCES -o TARGET`` writes, in this process and with the shipped model."""
    out, model = io.BytesIO(), opened(None)
    with documents([str(source) for source in sources], Reading(**reading)) as found:
        output = one_output(target, found, model.themes)
        label_to_stream(output, Work(None, model.name), Crew(), out, lambda rejects: None, lambda done, earlier=False: None)
    return out.getvalue()
