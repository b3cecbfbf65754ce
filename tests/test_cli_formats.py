"""Every form of input and output, packed or not, as a user meets them."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commands import ENGLISH, label_bytes
from hypothesis import given, settings
from hypothesis import strategies as st

import newsclf
from newsclf.cli.frame import width_of
from newsclf.io.names import PACKED, FileName
from newsclf.io.packing import packed, unpacked

PDF = Path(__file__).parent / "data" / "pdf"

TEXTS = ["志愿者清理河道垃圾，春运", "", "春运列车\n加开"]
THEMES = ["volunteering", "other", "spring_travel"]
FORMS = [".csv", ".tsv", ".jsonl", ".parquet", ".arrow"]


def packing_of(name: str) -> str:
    return FileName.of(name).packing


def table(rows: list[dict], form: str) -> bytes:
    """Rows as a file of some form."""
    if form in (".parquet", ".arrow"):
        out, found = io.BytesIO(), pa.Table.from_pylist(rows)
        if form == ".parquet":
            pq.write_table(found, out)
        else:
            with pa.ipc.new_file(out, found.schema) as writer:
                writer.write_table(found)
        return out.getvalue()
    if form == ".jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8", "backslashreplace")
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter="\t" if form == ".tsv" else ",")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def rows_of(data: bytes, name: str) -> list[dict]:
    """The rows of a file of some form, by other means than ours."""
    form = "." + str(FileName.of(name).form)
    if packing_of(name):
        with unpacked(io.BytesIO(data), packing_of(name), name) as stream:
            data = stream.read()
    if form == ".jsonl":
        return [json.loads(line, parse_constant=pytest.fail) for line in data.decode().split("\n") if line]
    if form == ".parquet":
        return pq.read_table(io.BytesIO(data)).to_pylist()
    if form == ".arrow":
        return pa.ipc.open_file(io.BytesIO(data)).read_all().to_pylist()
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter="\t" if form == ".tsv" else ",", strict=True))


def one_sentence(done, code: int = 1) -> str:
    assert (done.returncode, done.out) == (code, "")
    assert len(done.err.strip().splitlines()) == 1
    return done.err


@pytest.fixture
def put(tmp_path):
    """Write files into the folder in which the command is called."""

    def run(**files: bytes | str) -> None:
        for name, data in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else data)

    return run


# --- one row out for each row in -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("last", ["", *PACKED])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_in_and_out_packed_in_every_way_gives_the_same_labels(tmp_path, form, last):
    source = tmp_path / f"rows{form}{last}"
    source.write_bytes(
        packed(table([{"n": str(n), "text": text} for n, text in enumerate(TEXTS)], form), packing_of(source.name))
    )
    for target in (*(f"o{other}{last}" for other in FORMS), *(f"o{form}{other}" for other in PACKED)):
        rows = rows_of(label_bytes([source], target), target)
        assert [(row["n"], row["text"], row["theme"]) for row in rows] == list(zip("012", TEXTS, THEMES, strict=True))
        assert list(rows[0])[:3] == ["n", "text", "id"]


NASTY = st.text(
    st.sampled_from("河水\n\r\t\"',;|\\=+@ \u3000\ufeff\x01\x1b\u2028\x85🌊{[")
    | st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    max_size=8,
)
TABLES = st.lists(st.text("编号ab \t\",;'=", max_size=4), max_size=3, unique=True).flatmap(
    lambda names: st.lists(st.fixed_dictionaries(dict.fromkeys([*names, "text", "text2"], NASTY)), min_size=1, max_size=6)
)


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None, max_examples=25)
@given(rows=TABLES, target=st.sampled_from(FORMS))
def test_every_cell_of_the_user_comes_out_as_it_went_in(tmp_path_factory, form, rows, target):
    source = tmp_path_factory.mktemp("rows") / f"rows{form}"
    source.write_bytes(table(rows, form))
    found = rows_of(label_bytes([source], "o" + target, text_column="text"), "o" + target)
    assert [{name: row[name] for name in rows[0]} for row in found] == rows
    assert all(isinstance(row["theme"], str) for row in found)


@pytest.mark.parametrize("target", ["o.jsonl", "o.csv", "o.parquet"])
def test_whatever_a_text_is_it_has_its_row(tmp_path, target):
    texts = ["", None, 5, True, "\ud800河", "🌊", "\x00\x1b", " ", "河" * 100_001, ["a"], {"a": 1}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in [*texts, 0.5]) + '{"n": 1}\n')
    rows = rows_of(label_bytes([tmp_path / "a.jsonl"], target), target)
    assert [str(row["segment"]) for row in rows] == [str(number) for number in range(1, len(texts) + 3)]
    assert len(rows[8]["text"]) == 100_001


def test_a_text_that_is_too_long_is_scored_on_its_first_100_000_characters(tmp_path):
    start = "志愿者清理河道垃圾。" * 10_000
    (tmp_path / "a.csv").write_text(f"text\n{start}\n{start}{'春运列车。' * 50_000}\n", encoding="utf-8")
    rows = rows_of(label_bytes([tmp_path / "a.csv"], "o.jsonl"), "o.jsonl")
    assert rows[0]["scores"] == rows[1]["scores"]


def test_one_row_may_have_megabytes(tmp_path):
    text = "志愿者，" * 1_000_000
    (tmp_path / "a.csv").write_text(f'text,n\n"{text}",1\n河,2\n', encoding="utf-8")
    assert [len(row["text"]) for row in rows_of(label_bytes([tmp_path / "a.csv"], "o.csv"), "o.csv")] == [len(text), 1]


def test_a_file_full_of_lost_quotation_marks_takes_no_hours(tmp_path):
    (tmp_path / "a.csv").write_text("text,n,m\n" + 'a","\n' * 20_000, encoding="utf-8")
    assert label_bytes([tmp_path / "a.csv"], "o.csv").count(b"\n") == 1


# --- rejects -------------------------------------------------------------------------------------------------------------


def test_a_row_that_cannot_be_read_is_kept_with_its_bytes_and_place(call, put, tmp_path):
    bad = '6,"河"水\n'.encode("gb18030")
    put(a_csv="n,text\n1,志愿者\n".encode("gb18030") + bad + "2,春运\n".encode("gb18030"))
    done = call("label", "a.csv", "-o", "o.csv")
    assert done.returncode == 1
    assert "3 rows in, 2 labelled (1 of them abstained), 1 rejected" in done.err
    (reject,) = [json.loads(line) for line in (tmp_path / "o.csv.rejects.jsonl").read_text().splitlines()]
    assert (reject["source"], reject["lines"], base64.b64decode(reject["raw"])) == ("a.csv", [3, 3], bad)
    assert [row["n"] for row in rows_of((tmp_path / "o.csv").read_bytes(), "o.csv")] == ["1", "2"]
    assert "line 3" in one_sentence(call("label", "a.csv", "-o", "p.csv", "--strict"))
    assert not (tmp_path / "p.csv").exists()


def test_the_last_line_accounts_for_every_row(call, put):
    put(a_jsonl='{"text": "志愿者清理河道"}\n[]\n{"text": ""}\n')
    last = call("label", "a.jsonl", "-o", "o.parquet").err.splitlines()[0]
    assert last.startswith("o.parquet: 3 rows in, 2 labelled (1 of them abstained), 1 rejected; ")
    assert last.endswith(" rows per second.")


# --- packed files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packing", PACKED.values())
def test_a_packed_file_that_is_cut_off_is_one_sentence(call, put, packing):
    put(**{f"a_csv_{packing}": packed(b"text\n" + bytes(range(48, 90)) * 100, packing)[:-4]})
    assert "damaged or cut off" in one_sentence(call("label", f"a.csv.{packing}"))


def test_what_a_file_is_goes_by_its_bytes_not_by_its_name(call, put):
    put(a_csv=gzip.compress(b"text\nabc\n"), b_csv_gz="text\n河\n", c=gzip.compress(b"text\nabc\n"))
    for arguments in (["a.csv"], ["b.csv.gz", "--to", "jsonl"], ["c", "--as", "table"]):
        done = call("label", *arguments)
        assert (done.returncode, done.err) == (0, "")


def test_packed_pages_are_read(call, put):
    put(page_txt_gz=gzip.compress("志愿者清理河道。\n".encode()), big5_txt="志願者清理河道。".encode("big5"))
    assert json.loads(call("segment", "page.txt.gz").out)["text"] == "志愿者清理河道。"
    assert json.loads(call("segment", "big5.txt", "--encoding", "big5").out)["text"] == "志願者清理河道。"
    assert json.loads(call("label", "page.txt.gz").out)["id"] == "page.txt.gz#1"


def test_an_empty_page_in_a_packed_output_is_a_packed_file(call, put, tmp_path):
    put(a_txt="")
    assert call("label", "a.txt", "-o", "o.jsonl.gz").returncode == 0
    assert gzip.decompress((tmp_path / "o.jsonl.gz").read_bytes()) == b""


# --- Parquet -------------------------------------------------------------------------------------------------------------


def test_parquet_goes_through_standard_input_and_output(call):
    rows = [{"text": "志愿者清理河道", "n": 1}]
    for arguments in (["--to", "parquet"], ["--to", "parquet", "-o", "/dev/stdout"]):
        done = call("label", "-", *arguments, stdin=table(rows, ".parquet"))
        assert (done.returncode, [row["theme"] for row in rows_of(done.stdout, "o.parquet")]) == (0, ["volunteering"])
    done = call("label", "-", "--to", "csv", stdin=table(rows, ".arrow"))
    assert rows_of(done.stdout, "o.csv")[0]["n"] == "1"


def test_damaged_parquet_is_one_sentence(call, put):
    put(a_parquet=table([{"text": "河"}], ".parquet")[:-9])
    assert "damaged or cut off" in one_sentence(call("label", "a.parquet"))


@pytest.mark.parametrize("name", ["a.parquet", "a.csv.gz"])
def test_several_jobs_give_the_same_rows_in_the_same_order(call, tmp_path, name):
    rows = [{"n": str(n), "text": f"志愿者清理河道{'垃圾' * (n % 50)}"} for n in range(9_000)]
    (tmp_path / name).write_bytes(packed(table(rows, ".parquet" if "parquet" in name else ".csv"), packing_of(name)))
    for jobs in "12":
        assert call("label", name, "-o", f"{jobs}.{name}", "--jobs", jobs, "-q").returncode == 0
    one, two = (rows_of((tmp_path / f"{jobs}.{name}").read_bytes(), name) for jobs in "12")
    assert one == two
    assert [row["n"] for row in one] == [row["n"] for row in rows]


# --- encodings -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["big5", "utf-16", "utf-16-be", "shift_jis", "gbk", "UTF-8", "utf-32"])
def test_an_encoding_may_be_told(tmp_path, encoding):
    (tmp_path / "a.csv").write_text("n,text\n1,清理河道\n2,一\n", encoding=encoding)
    rows = rows_of(label_bytes([tmp_path / "a.csv"], "o.csv", encoding=encoding), "o.csv")
    assert [(row["n"], row["text"], row["lines"]) for row in rows] == [("1", "清理河道", "[2, 2]"), ("2", "一", "[3, 3]")]


@pytest.mark.parametrize("name", ["nope", "rot13", "", "undefined", "hex", "a\0b"[:1]])
def test_an_unknown_encoding_is_wrong_usage(call, put, name):
    put(a_csv="text\n河\n")
    assert f"--encoding {name}" in one_sentence(call("label", "a.csv", "--encoding", name), 2)


def test_a_wrong_encoding_names_byte_and_line(call, put):
    put(a_csv=b"text\nabc\n\xff\xff\n")
    for arguments in ([], ["--encoding", "big5"], ["--encoding", "utf-8"]):
        assert "line 3: byte 10 is not" in one_sentence(call("label", "a.csv", *arguments))


# --- dialects ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [["--separator", "ab"], ["--separator", ""], ["--quote", "''"], ["--separator", '"'], ["--separator", "#", "--quote", "#"]],
)
def test_what_cannot_separate_or_quote_is_wrong_usage(call, put, arguments):
    put(a_csv="text\n河\n")
    one_sentence(call("label", "a.csv", *arguments), 2)


def test_separator_and_quote_may_be_told(call, put):
    put(a_csv="n#text\n1#'志愿者#'\n", b_csv='text,n\n"河,1\n', c_txt="text\tn\n河,\t1\n")
    assert json.loads(call("label", "a.csv", "--separator", "#", "--quote", "'", "--to", "jsonl").out)["text"] == "志愿者#"
    assert json.loads(call("label", "b.csv", "--quote", "none", "--to", "jsonl").out)["text"] == '"河'
    assert json.loads(call("label", "c.txt", "--as", "table", "--separator", "tab", "--to", "jsonl").out)["text"] == "河,"


def test_a_tsv_without_quotes_comes_out_as_it_went_in(call, put, tmp_path):
    put(a_tsv='"n"x\ttext\n"甲\t他说"河水"清\n乙"\t\'春运\'\n')
    call("label", "a.tsv", "-o", "o.tsv")
    lines = (tmp_path / "o.tsv").read_bytes().split(b"\n")
    before = (tmp_path / "a.tsv").read_bytes().split(b"\n")
    assert [line[: len(own)] for line, own in zip(lines, before, strict=True)] == before


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_line_end_and_a_byte_order_mark_are_read(tmp_path, ending, mark):
    (tmp_path / "a.csv").write_text(
        f'{mark}" 编号",text\n1,"河\n水"\n2,春运\n'.replace("\n", ending), encoding="utf-8", newline=""
    )
    rows = rows_of(label_bytes([tmp_path / "a.csv"], "o.csv"), "o.csv")
    cells = [(row[" 编号"], row["text"], row["lines"]) for row in rows]
    assert cells == [
        ("1", f"河{ending}水", "[2, 3]"),
        ("2", "春运", "[4, 4]"),
    ]


# --- folders -------------------------------------------------------------------------------------------------------------


def test_each_file_of_a_folder_has_an_output_of_its_own(call, put, tmp_path):
    put(
        in__b_csv="text\n河\n",
        in__一__x_tsv="text\tn\n河\t1\n",
        in__p_txt_gz=gzip.compress(b"abc"),
        in__zero_csv="",
        in__head_csv="n,text\n",
    )
    put(in__j_jsonl='{"text": "河"}\n[1]\n', in__d_docx="x")
    shutil.copy(PDF / "front.pdf", tmp_path / "in" / "f.pdf")
    shutil.copy(PDF / "locked.pdf", tmp_path / "in" / "l.pdf")
    for _ in range(2):  # an output folder within the input folder is no input
        done = call("label", "in", "-o", "in/out/", "--overwrite")
        assert done.returncode == 1
        assert "1 file(s) of other kinds are left out, such as in/d.docx" in done.err
        assert "2 row(s) could not be read" in done.err
    assert sorted(str(path.relative_to(tmp_path / "in/out")) for path in (tmp_path / "in/out").rglob("*.*")) == [
        "b.csv", "f.pdf.jsonl", "head.csv", "j.jsonl", "j.jsonl.rejects.jsonl", "l.pdf.jsonl", "l.pdf.jsonl.rejects.jsonl",
        "p.txt.jsonl.gz", "zero.csv", "一/x.tsv",
    ]  # fmt: skip
    reject = json.loads((tmp_path / "in/out/l.pdf.jsonl.rejects.jsonl").read_text("utf-8"))
    assert (reject["source"], reject["raw"]) == ("in/l.pdf", "")
    assert (tmp_path / "in/out/head.csv").read_text().startswith("n,text,id,")


def test_a_folder_goes_into_one_file_too(call, put, tmp_path):
    put(in__b_csv="text,n\n河,1\n", in__a_csv="", in__c_txt="春运。", d_csv="text\n水\n")
    assert call("label", "d.csv", "in", "-o", "o.csv.xz").returncode == 0
    rows = rows_of((tmp_path / "o.csv.xz").read_bytes(), "o.csv.xz")
    cells = [(row["source"], row["text"], row["n"]) for row in rows]
    assert cells == [
        ("d.csv", "水", ""),
        ("in/b.csv", "河", "1"),
        ("in/c.txt", "春运。", ""),
    ]


def test_two_inputs_with_the_same_output_are_wrong_usage(call, put):
    put(x__a_csv="text\n河\n", y__a_csv="text\n河\n")
    assert "x/a.csv and y/a.csv" in one_sentence(call("label", "x/a.csv", "y", "-o", "o/"), 2)


def test_a_pattern_without_files_and_an_empty_folder_are_one_sentence(call, tmp_path):
    (tmp_path / "empty").mkdir()
    assert ".parquet" in one_sentence(call("label", "in/*.csv", "-o", "o.csv"))
    assert ".parquet" in one_sentence(call("label", "empty", "-o", "o.csv"))


def test_a_locked_pdf_alone_is_an_error(call):
    assert "locked" in one_sentence(call("label", str(PDF / "locked.pdf"), "-o", "o.csv"))
    assert "locked" in one_sentence(call("segment", str(PDF / "locked.pdf")))
    assert json.loads(call("segment", str(PDF / "front.pdf")).out.splitlines()[0])["segment"] == 1


# --- spreadsheets --------------------------------------------------------------------------------------------------------


def test_excel_gets_a_mark_and_no_formulas(call, put, tmp_path):
    put(
        a_csv="=n,text\n-5,=cmd|' /C calc'!A0\n+x,＝河\n",
    )
    call("label", "a.csv", "--excel", "-o", "o.csv")
    data = (tmp_path / "o.csv").read_bytes()
    assert data.startswith("\ufeff'=n,text,".encode())
    rows = rows_of(data[3:], "o.csv")
    assert [(row["'=n"], row["text"]) for row in rows] == [("-5", "'=cmd|' /C calc'!A0"), ("'+x", "'＝河")]


def test_our_own_columns_are_disarmed_always_and_the_users_never_without_excel(tmp_path):
    (tmp_path / "=1.csv").write_text("n,text\n=1,-河\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        (row,) = rows_of(label_bytes(["=1.csv"], "o.csv"), "o.csv")
    assert [row[name] for name in ("n", "text", "id", "source")] == ["=1", "-河", "'=1.csv#1", "'=1.csv"]


@pytest.mark.parametrize("arguments", [["-o", "o.jsonl"], ["--to", "parquet"], ["-o", "o/", "--to", "arrow"]])
def test_excel_is_for_csv_only(call, put, arguments):
    put(a_csv="text\n河\n")
    assert "--excel" in one_sentence(call("label", "a.csv", "--excel", *arguments), 2)


# --- labelled tables -----------------------------------------------------------------------------------------------------


def test_train_and_evaluate_read_what_label_reads(call, put):
    rows = [{"text": text, "theme": theme} for text, theme in [("志愿者看望老人", "v"), ("春运加开列车", "s")] * 6]
    put(a_parquet=table(rows, ".parquet"), a_csv_gz=gzip.compress(table(rows, ".csv")))
    put(big5_csv="text,theme\n志願者看望老人,v\n春運加開列車,s\n".encode("big5"))
    assert call("train", "a.parquet", "--quick", "-o", "one").returncode == 0
    assert call("train", "a.csv.gz", "--quick", "-o", "two").returncode == 0
    one, two = (json.loads(call("info", name).out)["training"]["fingerprint"] for name in ("one", "two"))
    assert one == two
    assert json.loads(call("evaluate", "one", "big5.csv", "--encoding", "big5").out)["n"] == 2
    assert call("evaluate", "one", "big5.csv", "--encoding", "utf-16").returncode == 1


# --- what a new user met -------------------------------------------------------------------------------------------------


ROWS = "n,text\n1,志愿者清理河道垃圾\n2,春运首日加开列车\n"


def test_a_pipe_with_a_name_is_read_like_a_file(call, tmp_path):
    os.mkfifo(tmp_path / "rows.csv")
    with ThreadPoolExecutor() as pool:
        pool.submit((tmp_path / "rows.csv").write_text, ROWS, "utf-8")
        done = call("label", "rows.csv", "-o", "out.csv")
    assert "2 rows in, 2 labelled" in done.err
    assert (tmp_path / "out.csv").read_text("utf-8").count("\n") == 3


def test_dev_stdin_is_read_like_standard_input(call):
    assert call("label", "/dev/stdin", "--as", "table", stdin=ROWS.encode()).stdout.count(b"\n") == 3


def test_columns_that_are_no_names_do_not_fill_the_screen(call, tmp_path):
    (tmp_path / "wide.csv").write_text(",".join(f"{'长' * 60}{n}" for n in range(3000)) + "\n", encoding="utf-8")
    done = call("label", "wide.csv")
    assert (done.returncode, done.err.count("长")) == (1, 300)
    assert "… and 2990 more" in done.err
    assert "--encoding" in done.err
    assert "… and 2990 more" in call("label", "wide.csv", "-v", "--text-column", f"{'长' * 60}0").err


def test_json_that_is_no_json_lines_is_not_taken_for_a_page(call, tmp_path):
    (tmp_path / "rows.json").write_text('[{"text": "水"}]', encoding="utf-8")
    done = call("label", "rows.json")
    assert (done.returncode, done.out) == (1, "")
    assert "one JSON object" in done.err


def test_the_line_by_which_excel_is_told_the_separator_is_no_head(call, tmp_path):
    (tmp_path / "rows.csv").write_bytes(("sep=;\r\n" + ROWS.replace(",", ";")).encode("utf-8-sig"))
    rows = [json.loads(line) for line in call("label", "rows.csv", "--to", "jsonl").out.splitlines()]
    assert [(row["n"], row["lines"]) for row in rows] == [("1", [3, 3]), ("2", [4, 4])]


def test_all_inputs_that_cannot_be_read_are_named_at_once(call, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "a" / "2.csv").write_bytes(b"n,text\n\xff\xff\n")
    (tmp_path / "a" / "3.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "a" / "4.parquet").write_bytes(b"")
    (tmp_path / "a" / "5.csv").symlink_to("nowhere")
    done = call("label", "a", "-o", "out/")
    assert done.returncode == 1
    assert [line.split(":")[0].split(",")[0] for line in done.err.splitlines()] == ["a/2.csv", "a/3.csv", "a/4.parquet"]


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_standard_streams_may_be_closed(tmp_path, closed):
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    command = f'"{sys.executable}" -m newsclf label rows.csv -o out.csv {closed}'
    assert subprocess.run(["bash", "-c", command], cwd=tmp_path).returncode == 0
    assert (tmp_path / "out.csv").read_text("utf-8").count("\n") == 3


def test_a_number_that_is_none_is_told_in_the_language_in_use(call):
    assert "--jobs 应为不小于 1 的整数" in call("label", "x.csv", "--jobs", "x", "--lang", "zh").err
    assert "--jobs takes a whole number, 1 or more" in call("label", "x.csv", "--jobs", "0").err


@pytest.mark.parametrize("command", ["label", "segment", "train", "explain"])
def test_help_fits_a_narrow_terminal_in_chinese_too(call, command):
    shown = call("--lang", "zh", command, "--help", env={**ENGLISH, "COLUMNS": "80"}).out
    assert max(map(width_of, shown.splitlines())) <= 80


def test_segments_are_written_as_json_lines_packed_or_not_and_as_nothing_else(call, tmp_path):
    (tmp_path / "page.txt").write_text(newsclf.example_page(), encoding="utf-8")
    plain = call("segment", "page.txt").stdout
    for name in ("s.jsonl", "s.jsonl.gz", "s.zst"):
        assert call("segment", "page.txt", "-o", name).returncode == 0
        with unpacked(io.BytesIO((tmp_path / name).read_bytes()), packing_of(name), name) as stream:
            assert stream.read() == plain
    for name in ("s.csv", "s.parquet", "s.tsv.gz"):
        done = call("segment", "page.txt", "-o", name)
        assert (done.returncode, (tmp_path / name).exists()) == (2, False)
        assert "JSON lines only" in done.err


def test_what_is_no_text_is_refused_by_type():
    model = newsclf.load()
    for value in (b"\xe6\xb0\xb4", ["水"], {"text": "水"}):
        with pytest.raises(TypeError, match="expected a text, not"):
            model.label(value)
        with pytest.raises(TypeError, match="expected a text, not"):
            model.label_many([value])
    assert model.label(None).reason == model.label(float("nan")).reason == "too short"
