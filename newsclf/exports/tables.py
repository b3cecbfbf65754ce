"""`newsclf.text.normalise`, but for traditional characters, as tables of numbers: what each character becomes."""

from __future__ import annotations

import re
import sys
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.characters import UNKNOWN
from newsclf.text import SPACE_FOLLOWS, SPACE_PRECEDES, folding_table
from newsclf.trie import FIRST

MOST_FOLDED: Final = 4
"""A character becomes no more than so many: of the few that would become more (such as ﷺ), the rest is left out."""

SPACE, NOTHING = -1, -2
"""In place of codes: white space, and no character at all."""

_FOLLOWS, _PRECEDES = 1, 2


def character_tables(alphabet: str) -> dict[str, NDArray[Any]]:
    """What each character becomes.

    Parameters
    ----------
    alphabet : str
        The characters that a model knows, in the order of their codes.

    Returns
    -------
    dict of str to ndarray
        ``row_of_character``, by code point; ``last_character``, the last of these, whose row is that of all beyond;
        ``codes_of_row``, int64 of shape (n_rows, `MOST_FOLDED`), with `SPACE` for white space and `NOTHING` to fill up;
        ``flags_of_row``, of the same shape: 1 where white space behind the character means nothing, 2 where that before it does.
    """
    everything, folding = "".join(map(chr, range(sys.maxunicode + 1))), folding_table()
    codes = dict.fromkeys(re.findall(r"\w", everything), UNKNOWN) | dict.fromkeys(re.findall(r"\s", everything), SPACE)
    codes |= dict.fromkeys("0123456789", FIRST) | {char: FIRST + place for place, char in enumerate(alphabet)}
    flags = dict.fromkeys(re.findall(f"[{SPACE_FOLLOWS}]", everything), _FOLLOWS)
    for char in re.findall(f"[{SPACE_PRECEDES}]", everything):
        flags[char] = flags.get(char, 0) | _PRECEDES
    row_of = np.zeros(sys.maxunicode + 1, dtype=np.int32)
    rows: dict[tuple[tuple[int, int], ...], int] = {_slots("\0", codes, flags): 0}
    for code in sorted({*map(ord, codes), *map(ord, flags), *folding}):
        row_of[code] = rows.setdefault(_slots(folding.get(code, chr(code)), codes, flags), len(rows))
    last = int(np.flatnonzero(row_of)[-1]) + 1
    table = np.array(list(rows), dtype=np.int64)
    return {
        "row_of_character": row_of[: last + 1].astype(np.uint16 if len(rows) <= 1 << 16 else np.int32),
        "last_character": np.array(last, dtype=np.int64),
        "codes_of_row": np.ascontiguousarray(table[:, :, 0]),
        "flags_of_row": np.ascontiguousarray(table[:, :, 1]),
    }


def _slots(folded: str, codes: dict[str, int], flags: dict[str, int]) -> tuple[tuple[int, int], ...]:
    """A folded character as `MOST_FOLDED` pairs of code and flags."""
    filled = [(codes.get(char, 0), flags.get(char, 0)) for char in folded[:MOST_FOLDED]]
    return (*filled, *[(NOTHING, 0)] * (MOST_FOLDED - len(filled)))
