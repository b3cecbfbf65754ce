"""The targets, and the laws of decoder, segmenter and model: what must hold for any bytes."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from newsclf.dictionary import read_dictionary, settle
from newsclf.encodings import Encoding, decode, detect
from newsclf.errors import NewsclfError
from newsclf.reflow import segment
from newsclf.text import normalise

from .folders import model
from .readers import label, shipped, tables

Target = Callable[[bytes], None]

_BREAK: Final = re.compile(r"\r\n|\r|\n")
_NO_TEXT: Final = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x28\xb5\x2f\xfd",
    b"BZh",
    b"\xfd7zXZ",
    b"PAR1",
)
_LEAST: Final = 8
"""No block is smaller: marks and signatures stand in the first one."""


def attempt(name: str, data: bytes) -> None:
    """Give bytes to a target; an error of ours is an answer, as long as it can be told and sent."""
    try:
        TARGETS[name](data)
    except NewsclfError as error:
        _told(error)


def _told(error: NewsclfError) -> None:
    assert str(error), "an error without a message"
    assert str(pickle.loads(pickle.dumps(error))) == str(error), "an error that changes on its way"


def as_page(data: bytes) -> str:
    """Bytes as a text that may hold anything, lone surrogates too."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")


def decoder(data: bytes) -> None:
    """Whole or in blocks, the encoding is the same; and what was written in an encoding that we know reads back."""
    whole = _outcome(data, max(1, len(data)))
    for size in (_LEAST, _LEAST + len(data) % 23, len(data) // 2 + 1):
        assert _outcome(data, max(size, _LEAST)) == whole, f"blocks of {size}"
    text = data.decode("utf-8", "ignore").removeprefix("\ufeff")
    assert decode(("\ufeff" + text).encode("utf-16-le"), "x").text == text, "UTF-16"
    if "\0" in text or text.encode().startswith(_NO_TEXT):
        return
    assert decode(text.encode(), "x").text == text.removeprefix("\ufeff"), "UTF-8"
    written = text.encode("gb18030")
    if not written.startswith((b"\xef\xbb\xbf", *_NO_TEXT)) and not _could_be_utf8(written):
        assert decode(written, "x").text == text, "GB18030"


def _outcome(data: bytes, size: int) -> object:
    try:
        found: Encoding = detect(lambda: (data[first : first + size] for first in range(0, len(data), size)), "x")
    except NewsclfError as error:
        return type(error), error.evidence
    decoded = decode(data, "x")
    assert (decoded.encoding, decoded.cut) == (found.name, found.cut), "decode and detect differ"
    return found


def _could_be_utf8(data: bytes) -> bool:
    """Whether nothing tells that something is no UTF-8, or only its last bytes, with Chinese before them."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        begun = max(data[: error.start].decode("utf-8"), default="") >= "\u3000"
        return begun and error.start >= len(data) - 3 and data[error.start] >= 0xC2
    return True


def segmenter(data: bytes) -> None:
    """Segments lie in the page, in order, and hold every visible character once."""
    page = as_page(data)
    segments = segment(page)
    assert [item.segment for item in segments] == list(range(1, len(segments) + 1)), "numbers"
    assert all(upper.end <= lower.start and upper.lines[1] < lower.lines[0] for upper, lower in pairwise(segments)), "order"
    numbers = [item.article for item in segments]
    assert list(dict.fromkeys(numbers)) == list(range(1, len(set(numbers)) + 1)), "articles"
    done, line = 0, 1
    for item in segments:
        assert not page[done : item.start].strip(), "something between segments"
        line += len(_BREAK.findall(page[done : item.start]))
        last = line + len(_BREAK.findall(page[item.start : item.end]))
        assert item.lines == (line, last), "lines"
        assert item.text == _joined(page[item.start : item.end]), "text"
        assert item.text, "an empty segment"
        done, line = item.end, last
    assert not page[done:].strip(), "something behind the last segment"


def _joined(part: str) -> str:
    """A part of a page without white space that holds a line break. (As one regular expression, it would be quadratic.)"""
    first, *others = _BREAK.split(part)
    if not others:
        return first
    return "".join([first.rstrip(), *map(str.strip, others[:-1]), others[-1].lstrip()])


def dictionary(data: bytes) -> None:
    """A user dictionary is refused by its line, or each of its words gets a frequency."""
    entries = read_dictionary(as_page(data), "x")[:20]
    settled = dict(settle(entries))
    assert len(settled) == len({normalise(word) for word, _ in entries}), "words are lost"
    assert all(frequency >= 0 for frequency in settled.values()), "a frequency below zero"


def texts(data: bytes) -> None:
    """A text alone is labelled as among others, and its scores are probabilities."""
    text, model_ = as_page(data), shipped()
    alone = model_.label(text)
    assert all(0.0 <= score <= 1.0 for score in alone.scores.values()), "no probability"
    halves = [text[: len(text) // 2], text[len(text) // 2 :]]
    assert model_.label_many([halves[0], text, "", halves[1]])[1] == alone, "among others"
    assert model_.label_many([text]) == [alone], "a batch of one"


TARGETS: Final[dict[str, Target]] = {
    "decoder": decoder,
    "segmenter": segmenter,
    "tables": tables,
    "label": label,
    "texts": texts,
    "dictionary": dictionary,
    "model": model,
}
