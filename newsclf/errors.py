"""What can go wrong, as a tree; every error is one sentence and carries its evidence.

::

    NewsclfError
    ├── InputError            something we were given to read
    │   ├── MissingFileError      it is not there, or cannot be opened
    │   ├── BinaryFileError       it is no text
    │   ├── PackedFileError       it cannot be unpacked
    │   ├── EncodingError         neither UTF-8 nor GB18030
    │   ├── DictionaryError       a line of a user dictionary that cannot be read
    │   ├── ThemesError           a themes.toml that says something else of themes than it can
    │   ├── ChangedFileError      it was changed while it was read
    │   ├── RowError              a row of a table that cannot be read
    │   ├── RejectedRowsError     rows that could not be read were set aside; all others are done
    │   ├── UnreadRowsError       rows that could not be read were left out; all others are done
    │   ├── EmptyTableError       a table without rows
    │   ├── DamagedTableError     a Parquet or Arrow file that cannot be read
    │   ├── ColumnError           a table without the column
    │   └── PdfError              a PDF without text that we could take
    │       ├── DamagedPdfError       it cannot be opened
    │       ├── LockedPdfError        it needs a password
    │       └── TextlessPdfError      it has scanned pages only
    ├── OutputError           something that we cannot write
    │   ├── FolderInUseError      a folder that holds something else than a model
    │   ├── ForeignFolderError    a folder that unfinished work would be kept in holds something of the user's
    │   ├── OutputExistsError     an output that is there already
    │   │   └── PageExistsError       a page in HTML that is there already
    │   ├── UnknownFormError      in a form that this is not written in
    │   ├── OutputInUseError      another process is writing it
    │   └── OtherJobError         another job was stopped half-way there
    ├── WorkerError           processes or machines that label for us are lost
    │   └── SchedulerError        no cluster answers
    ├── SetupError            newsclf is not installed as it should be
    ├── MissingExtraError     something is not installed that this needs
    ├── OtherDataError        a model is to be updated with other data than it learned from
    ├── TrainingError         labels from which nothing can be learned
    ├── ModelSizeError        a model cannot be made as small as asked
    └── ModelError            a model folder, or a zip of one, that is refused
        ├── MissingModelError     it is not there
        ├── ForeignModelError     it is not a newsclf model
        ├── DamagedModelError     a file is changed, cut or missing
        ├── UnsafeModelError      a file is none that a model has: a link, a pipe, too large
        ├── NewerModelError       a later newsclf wrote it
        ├── OlderModelError       an earlier newsclf wrote it, and this one cannot score so any more
        ├── UnknownSettingsError  it cannot be learned anew: what it learned with is not known
        └── OtherModelError       a worker has another model than the rest
"""

from __future__ import annotations

from typing import Any, ClassVar

from newsclf.messages import message


class NewsclfError(Exception):
    """The root of all errors of newsclf.

    Parameters
    ----------
    **evidence
        The facts of the case; each is an attribute of the error too, and fills the message.

    Attributes
    ----------
    key : str
        Which message of the catalogue tells it (`newsclf.messages`).
    evidence : dict
        The facts.
    """

    key: ClassVar[str] = "error"

    def __init__(self, **evidence: Any) -> None:
        super().__init__(evidence)
        self.evidence = evidence

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["evidence"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __str__(self) -> str:
        return message(self.key, **self.evidence)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.evidence)


def _rebuild(kind: type[NewsclfError], evidence: dict[str, Any]) -> NewsclfError:
    """Make an error again in another process, where keyword arguments would be lost."""
    return kind(**evidence)


class InputError(NewsclfError, ValueError):
    """Something we were given to read."""


class MissingFileError(InputError):
    """A file that is not there, or cannot be opened. Evidence: source, reason."""

    key = "missing_file"


class BinaryFileError(InputError):
    """A file that is no text. Evidence: source, kind, advice."""

    key = "binary_file"


class PackedFileError(InputError):
    """A packed file that is damaged or cut off. Evidence: source, packing, reason."""

    key = "damaged_packing"


class EncodingError(InputError):
    """Not in the encoding that was expected. Evidence: source, line, byte (both 1-based), expected."""

    key = "encoding"


class ChangedFileError(InputError):
    """A file that was changed while it was read. Evidence: source."""

    key = "changed_file"


class DictionaryError(InputError):
    """A line of a user dictionary that cannot be read. Evidence: source, line, found."""

    key = "bad_dictionary"


class ThemesError(InputError):
    """A themes.toml that says something else of themes than it can. Evidence: source, line, reason."""

    key = "bad_themes"


class RowError(InputError):
    """A row that cannot be read. Evidence: source, line, reason."""

    key = "bad_row"


class RejectedRowsError(InputError):
    """Rows that could not be read were set aside; all others are done. Evidence: rows, target (where they are)."""

    key = "rejected_rows"


class UnreadRowsError(InputError):
    """Rows that could not be read were left out; all others are done. Evidence: rows, and of the first source, line, reason."""

    key = "unread_rows"


class EmptyTableError(InputError):
    """A table without rows. Evidence: source."""

    key = "empty_table"


class DamagedTableError(InputError):
    """A Parquet or Arrow file that cannot be read. Evidence: source, reason."""

    key = "damaged_table"


class ColumnError(InputError):
    """A table without the column. Evidence: source, column, columns, option (which names it), hint (what was meant)."""

    key = "missing_column"


class PdfError(InputError):
    """A PDF without text that we could take. Evidence: source."""


class DamagedPdfError(PdfError):
    """A PDF that cannot be opened. Evidence: source."""

    key = "damaged_pdf"


class LockedPdfError(PdfError):
    """A PDF that needs a password. Evidence: source."""

    key = "locked_pdf"


class TextlessPdfError(PdfError):
    """A PDF without text: scanned pages. Evidence: source."""

    key = "textless_pdf"


class OutputError(NewsclfError):
    """Something that we cannot write. Evidence: target, reason."""

    key = "cannot_write"


class FolderInUseError(OutputError):
    """A folder that holds something else than a model. Evidence: target."""

    key = "not_a_model"


class ForeignFolderError(OutputError):
    """A folder that unfinished work would be kept in holds something of the user's. Evidence: target, found."""

    key = "foreign_folder"


class OutputExistsError(OutputError):
    """An output that is there already. Evidence: target."""

    key = "output_exists"


class PageExistsError(OutputExistsError):
    """A page in HTML that is there already. Evidence: target."""

    key = "html_exists"


class UnknownFormError(OutputError):
    """An output whose extension says no form that this is written in. Evidence: target, forms."""

    key = "unknown_form"


class OutputInUseError(OutputError):
    """Another process is writing it. Evidence: target, process (its number)."""

    key = "output_in_use"


class OtherJobError(OutputError):
    """Another job was stopped half-way there. Evidence: folder, changes (what differs)."""

    key = "other_job"


class WorkerError(NewsclfError):
    """Processes or machines that label for us are lost. Evidence: reason."""

    key = "worker_lost"


class SchedulerError(WorkerError):
    """No cluster answers. Evidence: scheduler, reason."""

    key = "no_scheduler"


class MissingExtraError(NewsclfError, ImportError):
    """Something is not installed that this needs. Evidence: what (needs it), extra."""

    key = "missing_extra"


class SetupError(NewsclfError):
    """Newsclf is not installed as it should be. Evidence: problems."""

    key = "broken_setup"


class OtherDataError(NewsclfError, ValueError):
    """A model is to be updated with other data than it learned from. Evidence: model, learned, given (counts of texts)."""

    key = "other_data"


class TrainingError(NewsclfError, ValueError):
    """Labels from which nothing can be learned. Evidence: reason (a key of the catalogue) and its facts."""

    def __str__(self) -> str:
        return message(self.evidence["reason"], **self.evidence)


class ModelSizeError(NewsclfError, ValueError):
    """A model cannot be made as small as asked. Evidence: asked, smallest (bytes that would do)."""

    key = "model_size"


class ModelError(NewsclfError):
    """A model folder, or a zip of one, that is refused."""


class MissingModelError(ModelError):
    """No such folder. Evidence: folder."""

    key = "missing_model"


class ForeignModelError(ModelError):
    """Not a model of newsclf. Evidence: folder, reason."""

    key = "foreign_model"


class DamagedModelError(ModelError):
    """A file is changed, cut or missing. Evidence: folder, file."""

    key = "damaged_model"


class UnsafeModelError(ModelError):
    """A file is none that a model has: a link, a pipe, too large. Evidence: folder, file, reason."""

    key = "unsafe_model"


class NewerModelError(ModelError):
    """A later newsclf wrote it. Evidence: folder, format, supported."""

    key = "newer_model"


class OlderModelError(ModelError):
    """An earlier newsclf wrote it, and this one cannot score so any more. Evidence: folder, format, supported, data."""

    key = "older_model"


class UnknownSettingsError(ModelError):
    """A model cannot be learned anew, since what it learned with is not known. Evidence: model, reason."""

    key = "unknown_settings"


class OtherModelError(ModelError):
    """A worker has another model than the rest. Evidence: folder, expected, found."""

    key = "other_model"
