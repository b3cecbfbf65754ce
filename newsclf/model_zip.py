"""A zip of a model folder, read in memory: nothing is unpacked to the disk.

Every entry is looked at before any is read: a zip can name files outside its folder, name one twice, hold links, or say a few
bytes are terabytes. Only zips as common programs write them are read: nothing before them, nothing behind.
"""

from __future__ import annotations

import errno
import os
import stat
import struct
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from newsclf.errors import UnsafeModelError
from newsclf.messages import message
from newsclf.plain_files import MOST_BYTES, refuse_size

_MOST_RATIO: Final = 100
"""So many times larger than the zip its files may be together: those of a model are two or three times."""

_MOST_DIRECTORY: Final = 1 << 20
"""So large a zip's list of files may be: a model has a dozen."""

_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_END: Final = struct.Struct("<4s4H2LH")  # signature, discs and counts, size and place of the list of files, length of a comment
_LARGE: Final = (b"PK\6\7", 20)  # what stands before the end of a zip beyond four gigabytes, and its length
_OURS_NOT: Final = "__MACOSX/"
"""What macOS adds to zips; never read."""


class Zip:
    """The files of a zip.

    Parameters
    ----------
    path : Path
        Named in errors.
    stream : binary file
        The zip.

    Raises
    ------
    UnsafeModelError
        When an entry is none that a zip of a model folder has.
    Exception
        Of many kinds, when it is no zip.
    """

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        _check_end(stream)
        self._path, self._zip = path, ZipFile(stream)
        _check_entries(path, self._zip.infolist())
        _check_sizes(path, self._zip.infolist(), os.fstat(stream.fileno()).st_size)
        self._entries = {info.filename.rpartition("/")[2]: info for info in _files(self._zip.infolist())}

    def read(self, name: str) -> bytes:
        """What a file holds: see `newsclf.model_files.Files`."""
        info = self._entries.get(name)
        if info is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        refuse_size(self._path, name, info.file_size)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(info.file_size + 1)  # to the end, where the check sum is looked at; never more than declared
        except Exception as error:  # a damaged zip can raise nearly anything
            raise OSError(str(error)) from error
        if len(data) != info.file_size:
            raise OSError("cut")
        return data


def _check_end(stream: BinaryIO) -> None:
    """The zip is the whole file, and its list of files a short one."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(size - _END.size)
    signature, *_, length, place, comment = _END.unpack(stream.read(_END.size))
    stream.seek(size - _END.size - _LARGE[1])
    if signature != b"PK\5\6" or comment or stream.read(4) == _LARGE[0]:
        raise ValueError("end")
    if length > _MOST_DIRECTORY or place + length + _END.size != size:
        raise ValueError("list of files")


def _files(infos: list[ZipInfo]) -> list[ZipInfo]:
    return [info for info in infos if not info.filename.startswith(_OURS_NOT) and not info.filename.endswith("/")]


def _check_entries(path: Path, infos: list[ZipInfo]) -> None:
    """All entries are plain files in one place, each there once."""
    first = next(iter(_files(infos)), None)
    place = first.filename.rpartition("/")[0] if first else ""
    known: set[str] = set()
    for info in infos:
        if problem := _problem(info, place) or ("unsafe_twice" if info.filename in known else ""):
            raise UnsafeModelError(folder=str(path), file=info.orig_filename, reason=message(problem))
        known.add(info.filename)


def _problem(info: ZipInfo, place: str) -> str:
    """What is wrong with an entry, as a key of the catalogue; empty when nothing is."""
    name, mode = info.orig_filename, stat.S_IFMT(info.external_attr >> 16)
    if mode == stat.S_IFLNK:
        return "unsafe_link"
    if mode not in (0, stat.S_IFDIR if name.endswith("/") else stat.S_IFREG):
        return "unsafe_kind"
    parts = name.removesuffix("/").split("/")
    if name != info.filename or "\\" in name or not all(parts) or {".", ".."} & set(parts):
        return "unsafe_path"
    if not name.startswith(_OURS_NOT) and name != f"{place}/" and ("/" in place or name.rpartition("/")[0] != place):
        return "unsafe_path"
    if info.flag_bits & _ENCRYPTED:
        return "unsafe_encrypted"
    return "" if info.compress_type in (ZIP_STORED, ZIP_DEFLATED) else "unsafe_packing"


def _check_sizes(path: Path, infos: list[ZipInfo], size: int) -> None:
    """All files together are no more than a model may have, and could be in a zip of this size."""
    total = sum(info.file_size for info in infos)
    if total > min(MOST_BYTES, _MOST_RATIO * size):
        raise UnsafeModelError(folder=str(path), file=path.name, reason=message("unsafe_size"))
