"""What a file's name says: the form of what is in it, and how that is packed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Literal

Form = Literal["text", "pdf", "csv", "tsv", "jsonl", "parquet", "arrow"]
"""``text`` is a page or lines; ``arrow`` is Arrow's own file format, also called Feather."""

FORMS: Final[dict[str, Form]] = {
    ".txt": "text",
    ".pdf": "pdf",
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
}
"""By the extension."""

TABLES: Final = ("csv", "tsv", "jsonl", "parquet", "arrow")
"""The forms that have rows: these can be written, too."""

PACKED: Final = {".gz": "gz", ".bz2": "bz2", ".xz": "xz", ".zst": "zst"}
"""By the last extension, which then stands behind that of the form."""


@dataclass(frozen=True)
class FileName:
    """A file's name, taken apart.

    Attributes
    ----------
    stem : str
        The name without folder and without these extensions.
    form : str or None
        One of `Form`; None when the extension tells nothing.
    packing : str
        One of the values of `PACKED`, or empty.
    """

    stem: str
    form: Form | None
    packing: str

    @classmethod
    def of(cls, path: str) -> FileName:
        """Take a path's name apart."""
        name = PurePath(path).name
        packing = PACKED.get(PurePath(name).suffix.lower(), "")
        bare = PurePath(name).stem if packing else name
        form = FORMS.get(PurePath(bare).suffix.lower())
        return cls(PurePath(bare).stem if form else bare, form, packing)

    @property
    def is_table(self) -> bool:
        """Whether it has rows."""
        return self.form in TABLES
