"""Dates as they stand in tables."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any, Final

from newsclf.text import as_text

_YEAR: Final = "(?P<year>[12][0-9]{3})"
_MONTH: Final = "(?P<month>0?[1-9]|1[0-2])"
_DAY: Final = "(?P<day>0?[1-9]|[12][0-9]|3[01])"
_FORMS: Final = tuple(
    re.compile(rf"\s*{form}")
    for form in (
        rf"{_YEAR}(?P<between>[-/.])(?:{_MONTH}(?P=between){_DAY}(?![0-9])|{_MONTH.replace('month', 'alone')}(?![-/.0-9]))",
        rf"{_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])(?![0-9])",
        rf"{_YEAR}\s*年\s*{_MONTH}\s*月(?:\s*{_DAY}\s*[日号])?",
    )
)


def read_date(value: Any) -> date | None:
    """The date with which a cell begins: 2024-01-05, 2024/1/5, 2024.1.5, 20240105 or 2024年1月5日, and perhaps a time behind it.

    A month alone (2024-01, 2024年1月) is its first day. None for anything else, and for days that there are not.
    """
    text = unicodedata.normalize("NFKC", as_text(value))
    for form in _FORMS:
        if found := form.match(text):
            parts = found.groupdict()
            month, day = parts["month"] or parts.get("alone"), parts["day"] or 1
            try:
                return date(int(parts["year"]), int(month or 1), int(day))
            except ValueError:
                return None
    return None
