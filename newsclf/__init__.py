"""newsclf reads Chinese newspaper text and tags every segment with its theme.

The names below are all there is to rely on. They are imported when first used, so that ``import newsclf`` itself needs
neither NumPy nor scikit-learn nor a dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsclf.lazy import attribute

if TYPE_CHECKING:
    from newsclf.errors import NewsclfError
    from newsclf.estimator import ThemeClassifier
    from newsclf.explanation import Explanation, explain
    from newsclf.page import LabelledSegment, label_page
    from newsclf.reflow import segment
    from newsclf.scoring import Model
    from newsclf.segments import Label, Segment
    from newsclf.shipped import example_page, load

__version__ = "0.1.0"

__all__ = [
    "Explanation",
    "Label",
    "LabelledSegment",
    "Model",
    "NewsclfError",
    "Segment",
    "ThemeClassifier",
    "__version__",
    "example_page",
    "explain",
    "label_page",
    "load",
    "segment",
]

_HOMES = {
    "Explanation": "explanation",
    "Label": "segments",
    "LabelledSegment": "page",
    "Model": "scoring",
    "NewsclfError": "errors",
    "Segment": "segments",
    "ThemeClassifier": "estimator",
    "example_page": "shipped",
    "explain": "explanation",
    "label_page": "page",
    "load": "shipped",
    "segment": "reflow",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'newsclf' has no attribute {name!r}")
    return attribute(f"newsclf.{_HOMES[name]}", name)


def __dir__() -> list[str]:
    return __all__
