"""Packed files: gzip, bzip2, xz and Zstandard, read as a stream and written part by part.

All four allow several packed parts one behind the other, so that a part can be packed by whoever labelled it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final, cast

from newsclf.errors import MissingExtraError, PackedFileError
from newsclf.lazy import attribute

_MAGIC: Final = {b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zst"}
_SKIPPED: Final = b"\x2a\x4d\x18"
"""So begins, behind a byte from 0x50 to 0x5f, a note of Zstandard's that holds no data; pzstd writes one before each part."""

_BLOCK: Final = 1 << 18
_SIP: Final = 1 << 10
"""Zstandard can make 32,768 bytes of one: what is read at once is never more than 32 MiB of them."""

_LARGEST_WINDOW: Final = 1 << 27
"""Zstandard looks back so many bytes at most, and needs that much memory; ``zstd --ultra --long=31`` asks for more."""


def packing_of(head: bytes) -> str:
    """How a file is packed, by its first bytes; empty when it is not."""
    if head[1:4] == _SKIPPED and head[0] >> 4 == 5:
        return "zst"
    return next((packing for magic, packing in _MAGIC.items() if head.startswith(magic)), "")


def packed(data: bytes, packing: str, even_nothing: bool = False) -> bytes:
    """A part of a file, packed; the same bytes each time.

    Parameters
    ----------
    data : bytes
    packing : str
    even_nothing : bool
        Whether nothing is packed, too: a file without any bytes is no packed file.

    Raises
    ------
    MissingExtraError
        When that needs a package that is not installed.
    """
    if not packing or not (data or even_nothing):
        return data
    if packing == "gz":  # the time would make every run another file
        return cast(bytes, attribute("gzip", "compress")(data, 6, mtime=0))
    if packing == "zst":
        return cast(bytes, _zstandard("ZstdCompressor")().compress(data))
    return cast(bytes, attribute({"bz2": "bz2", "xz": "lzma"}[packing], "compress")(data))


@contextmanager
def packing_stream(out: BinaryIO, packing: str) -> Iterator[BinaryIO]:
    """A stream that packs what is written to it into another one; for what cannot be written part by part."""
    if not packing:
        yield out
        return
    if packing == "gz":
        stream = attribute("gzip", "GzipFile")("", "wb", 6, out, 0)
    elif packing == "zst":
        stream = _zstandard("ZstdCompressor")().stream_writer(out, closefd=False)
    else:
        stream = attribute(*{"bz2": ("bz2", "BZ2File"), "xz": ("lzma", "LZMAFile")}[packing])(out, "wb")
    with stream:
        yield stream


def unpacked(raw: BinaryIO, packing: str, source: str) -> BinaryIO:
    """A packed stream as what was packed; closing it closes the one below.

    Parameters
    ----------
    raw : binary stream
    packing : str
    source : str
        What to call it in an error.

    Raises
    ------
    MissingExtraError
        When that needs a package that is not installed.
    PackedFileError
        While it is read, when it is damaged or cut off.
    """
    return cast(BinaryIO, io.BufferedReader(_Unpacked(raw, packing, source), _BLOCK)) if packing else raw


class _Unpacked(io.RawIOBase):
    def __init__(self, raw: BinaryIO, packing: str, source: str) -> None:
        self._raw, self._packing, self._source = raw, packing, source
        self._stream = _stream(raw, packing)
        self._damage = (EOFError, OSError, attribute("zlib", "error"), attribute("lzma", "LZMAError"))

    def readable(self) -> bool:
        return True

    def readinto(self, target: bytearray) -> int:  # type: ignore[override]  # the abstract class asks for any buffer
        try:
            return int(self._stream.readinto(target))
        except self._damage as error:
            raise PackedFileError(source=self._source, packing=self._packing, reason=str(error)) from error

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._raw.close()
        super().close()


def _stream(raw: BinaryIO, packing: str) -> Any:
    if packing == "gz":
        return attribute("gzip", "GzipFile")(fileobj=raw, mode="rb")
    if packing == "zst":
        return _Zstandard(raw)
    return attribute(*{"bz2": ("bz2", "BZ2File"), "xz": ("lzma", "LZMAFile")}[packing])(raw)


class _Zstandard(io.RawIOBase):
    """Frame after frame; the package's own reader takes a file that is cut off for a whole one."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw, self._ready, self._rest = raw, memoryview(b""), b""
        self._start = _zstandard("ZstdDecompressor")(max_window_size=_LARGEST_WINDOW).decompressobj
        self._error = attribute("zstandard", "ZstdError")
        self._frame: Any = None

    def readable(self) -> bool:
        return True

    def readinto(self, target: bytearray) -> int:  # type: ignore[override]
        while not self._ready:
            block = self._rest or self._raw.read(_SIP)
            if not block:
                if self._frame is not None:
                    raise EOFError("cut off")
                return 0
            self._ready = memoryview(self._unpack(block))
        size = min(len(target), len(self._ready))
        target[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _unpack(self, block: bytes) -> bytes:
        self._frame = self._frame or self._start()
        try:
            data: bytes = self._frame.decompress(block)
        except self._error as error:
            raise OSError(str(error)) from error
        self._rest = self._frame.unused_data if self._frame.eof else b""
        if self._frame.eof:
            self._frame = None
        return data


def _zstandard(name: str) -> Any:
    try:
        return attribute("zstandard", name)
    except ImportError as error:
        raise MissingExtraError(what=".zst", extra="zst") from error
