"""The formats of model folders: which are read, and how to come from another to one that is.

1. The first, of terms as jieba cuts them at scoring: a list of terms, their frequencies and their weights for each block.
2. The same, with a lexicon and word vectors. Both have no segmenter any more that could score them, and a term that counts
   wherever it stands is another feature: such a model cannot be converted. It can be trained again from its data, which its
   manifest tells by counts and by a fingerprint that has been the same in all formats.
3. A trie of terms that count wherever they stand, and 16-bit weights (`newsclf.model_parts`).
4. The same with weights in 8 bits, where the size of a model is bounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from newsclf.errors import NewerModelError, OlderModelError
from newsclf.messages import message

SUPPORTED: Final = (3, 4)
"""The formats that are read."""

_MOST_LABELS: Final = 10
_LONGEST_LIST: Final = 200


def refuse_other_formats(path: Path, number: int, manifest: Mapping[str, Any]) -> None:
    """Refuse a format that is not read.

    Raises
    ------
    NewerModelError, OlderModelError
        With what to do.
    """
    if number > max(SUPPORTED):
        raise NewerModelError(folder=str(path), format=number, supported=max(SUPPORTED))
    if number not in SUPPORTED:
        raise OlderModelError(folder=str(path), format=number, supported=min(SUPPORTED), data=_learned_from(manifest))


def _learned_from(manifest: Mapping[str, Any]) -> str:
    """What helps to find the data of a model that must be trained again; empty where the manifest does not say it."""
    try:
        training = manifest["training"]
        texts, labels, fingerprint = int(training["texts"]), dict(training["labels"]), str(training["fingerprint"])
        sizes = [message("class_size", name=name, texts=int(labels[name])) for name in sorted(labels)[:_MOST_LABELS]]
    except (KeyError, TypeError, ValueError, OverflowError):
        return ""
    more = message("and_more", more=len(labels) - _MOST_LABELS) if len(labels) > _MOST_LABELS else ""
    names = message("list_separator").join(sizes)[:_LONGEST_LIST] + more
    return message("its_data", texts=texts, labels=names, fingerprint=fingerprint[:12])
