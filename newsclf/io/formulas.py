"""Cells that a spreadsheet would run as formulas, made harmless by an apostrophe, which spreadsheets hide.

Source: OWASP, "CSV Injection" (https://owasp.org/www-community/attacks/CSV_Injection), with the full-width forms that
Chinese and Japanese spreadsheets take for the same.
"""

from __future__ import annotations

import re
from typing import Any, Final

_SIGNS: Final = "=+-@＝＋－＠"
_FORMULA: Final = re.compile(rf"[\s\x00-\x1f]*[{re.escape(_SIGNS)}]|[\t\r\n]")
_NUMBER: Final = re.compile(r"[+\-]?\d+(\.\d+)?([eE][+\-]?\d+)?")
_SUSPECT: Final = frozenset(_SIGNS + "\u3000\xa0\x85\u2028\u2029" + "".join(map(chr, range(33))))


def disarmed(cell: Any) -> Any:
    """The same cell, or with an apostrophe before it where it begins like a formula; numbers are left alone."""
    if not isinstance(cell, str) or cell[:1] not in _SUSPECT:
        return cell
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
