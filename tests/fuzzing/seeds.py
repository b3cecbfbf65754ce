"""What engines begin with: bytes that mean something to a target, and the pieces that such bytes are made of."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final

import pyarrow
import pyarrow.parquet

import newsclf
from newsclf.io.packing import packed

from .readers import NAMES, WAYS

PIECES: Final = (
    *(
        "志愿者",
        "清理河道垃圾",
        "春运",
        "返乡",
        "本报讯（闻芷）",
        "◎ 闻芷",
        "申屠砚摄",
        "图为",
        "新华社北京1月2日电",
        "——",
        "“",
        "”",
        "。",
    ),
    *(
        "，",
        "（",
        "）",
        "\u3000\u3000",
        " ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x85",
        "\u2028",
        "\ufeff",
        "\0",
        "\x1a",
    ),
    *(
        "Ⅲ",
        "П",
        "Ш",
        "㎡",
        "ﬃ",
        "İ",
        "ß",
        "é",
        "e\u0301",
        "ｱﾞ",
        "後",
        "裏",
        "\U00020000",
        "\U0001f600",
        "〇",
        "1",
        "２",
        "①",
        "0.5",
        "abc",
    ),
    *(
        ",",
        ";",
        "|",
        '"',
        '""',
        "'",
        "\\",
        '\\"',
        "{",
        "}",
        "[",
        "]",
        ":",
        "text",
        "正文",
        "theme",
        "id",
        "newsclf_theme",
        "text,id\n",
    ),
    *(
        '{"text": "水"}\n',
        '{"text": "\\ud800"}\n',
        '{"text": "水", "id": 1, "a": [1, {"b": null}]}\n',
        '"a\nb",c\n',
        'x","\n',
        '"""\n',
    ),
    *(
        "null",
        "true",
        "NaN",
        "Infinity",
        "-1",
        "1e999",
        "1" * 40,
        "\\u0000",
        "\\n",
        "[[[[",
        "%PDF",
        "=cmd()",
        "#",
        "//",
        "%s",
        "{0}",
    ),
)
"""Pieces of text; each is used in several encodings."""

RAW: Final = (
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xff",
        b"\x80",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xe6\xb2",
        b"\x81",
    ),
    *(
        b"\x81\x30\x81\x30",
        b"\x84\x31\xa4\x37",
        b"\xe3\x32\x9a\x35",
        b"\xb4\xba",
        b"\x1f\x8b\x08",
        b"PK\x03\x04",
        b"PAR1",
        b"\x93NUMPY",
    ),
    *(b"\x00\xd8", b"\xd8\x00", b"\x00\x00", b"\x28\xb5\x2f\xfd", b"BZh9", b"(1, 2)", b"<i4", b"|O", b"<u2", b"'descr'", b"True"),
)
"""Pieces that are no text."""

TABLES: Final = (
    "text,id,theme\n志愿者清理河道垃圾,1,民生\n春运首日加开列车,2,返乡\n,3,\n",
    '"id","正文"\r\n"1","清理""河道"", \n垃圾"\r\n"2","返乡"\r\n',
    "id\ttext\n1\t志愿者\t多\n2\t水\n\n",
    '{"text": "志愿者清理河道垃圾", "id": 7, "scores": {"a": 1.5}}\n\n{"正文": null, "text": "水\\ud800"}\n["no"]\n{bad\n',
    'text\n"一\n二\n三\n"四"五\n六\n',
    "text,newsclf_theme,theme,themes\na,b,c,d\n",
)


def seeds(target: str) -> list[bytes]:
    """What to begin with for a target."""
    page = newsclf.example_page()
    pages = [page[:300], page[300:900], "\n".join(PIECES[:13]), "志愿者清理河道垃圾。", "abc", *TABLES]
    if target == "dictionary":
        return [
            text.encode() for text in ("河长制\n长护险 20\n", "水利 5 n\n\n垃圾分类 nz\n", "a b c\n", "\u3000河 999999999\r\n")
        ]
    if target == "tables":
        files = [*_encoded(TABLES), *_packed(TABLES)]
        return [bytes([name, size]) + data for name in range(len(NAMES)) for size in (16, 200) for data in files]
    if target == "label":
        ways, forms = range(len(WAYS)), (0, 1, 2, 3, 129)
        plain = [bytes([way, form]) + text.encode() for way in ways for form in forms for text in TABLES]
        return plain + [bytes([0, form]) + data for form in forms for data in _packed(TABLES[:1])]
    if target == "model":
        return [bytes([file, how, 0, place, 0, 4]) + data for file in range(12) for how in range(8) for place, data in _MODEL]
    return _encoded(pages) if target == "decoder" else [text.encode() for text in pages]


_MODEL: Final = ((3, b"\0\0\0\0"), (60, b"(9, 9)"), (90, b"[1.0]"), (120, b""))


def _encoded(texts: Iterable[str]) -> list[bytes]:
    return [text.encode(name) for text in texts for name in ("utf-8", "utf-8-sig", "gb18030", "utf-16")]


def _packed(texts: Iterable[str]) -> list[bytes]:
    """Files that are no text as they stand: packed ones, Parquet and Arrow."""
    table = pyarrow.table({"text": ["志愿者清理河道垃圾", None, "春运首日"], "n": [1, 2, 3], "theme": [["a"], [], None]})
    parquet, arrow = io.BytesIO(), io.BytesIO()
    pyarrow.parquet.write_table(table, parquet, row_group_size=2)
    with pyarrow.ipc.new_file(arrow, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    files = [packed(text.encode(), packing) for text in texts for packing in ("gz", "bz2", "xz", "zst")]
    return [*files, parquet.getvalue(), arrow.getvalue()]


def pieces() -> list[bytes]:
    """All pieces as bytes, in the encodings that we know."""
    encodings = ("utf-8", "gb18030", "utf-16-le")
    return list(dict.fromkeys([*RAW, *(piece.encode(name) for piece in PIECES for name in encodings)]))
