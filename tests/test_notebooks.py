"""The notebooks: each a pair of a source and what Jupyter opens, run from top to bottom."""

import re

import jupytext
import pytest
from matplotlib import rcParams, rcParamsDefault
from matplotlib.figure import Figure
from nbclient import NotebookClient

from newsclf.report.fonts import Fonts, without_chinese
from notebooks import drawing
from notebooks.pairs import HERE, KERNEL, SOURCES, main, notebook, paired, written

each = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)


def test_there_are_no_notebooks_without_a_source():
    assert sorted(HERE.glob("*.ipynb")) == [paired(source) for source in SOURCES]


@each
def test_a_pair_is_equal_and_without_outputs(source):
    assert paired(source).read_text("utf-8") == written(source), "python -m notebooks.pairs writes it anew"


@each
def test_jupyter_saves_the_source_as_it_stands(source):
    book = jupytext.read(paired(source))
    book.metadata["jupytext"] = {"notebook_metadata_filter": "-all", "cell_metadata_filter": "-all"}
    assert jupytext.writes(book, fmt="py:percent") == source.read_text("utf-8")


def test_a_cell_keeps_its_id_when_others_change(tmp_path):
    source = tmp_path / "01-a.py"
    source.write_text("# %%\na = 1\n\n# %%\nb = 2\n\n# %%\nb = 2\n", encoding="utf-8")
    before = [cell.id for cell in notebook(source).cells]
    source.write_text("# %%\nnew = 0\n\n# %%\nb = 2\n\n# %%\nb = 2\n", encoding="utf-8")
    after = [cell.id for cell in notebook(source).cells]
    assert before[1:] == after[1:]
    assert len({*before, *after}) == 4


def test_notebooks_are_written_without_the_outputs_that_they_had(tmp_path, monkeypatch):
    source = tmp_path / "01-a.py"
    source.write_text("# %%\n1 + 1\n", encoding="utf-8")
    monkeypatch.setattr("notebooks.pairs.SOURCES", (source,))
    book = notebook(source)
    NotebookClient(book, kernel_name=KERNEL["name"]).execute()
    jupytext.write(book, paired(source))
    assert jupytext.read(paired(source)).cells[0].outputs
    main()
    assert not jupytext.read(paired(source)).cells[0].outputs
    assert jupytext.read(paired(source)).cells[0].execution_count is None


@each
def test_every_heading_is_english_and_chinese(source):
    headings = [
        line
        for cell in notebook(source).cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    assert len(headings) > 2
    assert not [line for line in headings if not re.fullmatch("#+ [A-Z][^·\u4e00-\u9fff]* · .*[\u4e00-\u9fff].*", line)]


@each
def test_runs_says_nothing_on_stderr_and_ends_with_a_picture(source):
    book = notebook(source)
    NotebookClient(book, timeout=300, kernel_name=KERNEL["name"], resources={"metadata": {"path": str(HERE)}}).execute()
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"]
    assert "image/png" in outputs[-1].data


@pytest.fixture
def settings():
    yield rcParams
    rcParams.update(rcParamsDefault)


def test_without_a_chinese_font_pictures_show_codes(monkeypatch, settings, capsys):
    monkeypatch.setattr(drawing, "fonts", without_chinese)
    chinese = drawing.prepare()
    assert not chinese
    assert settings["font.family"] == ["DejaVu Sans"]
    assert "fonts-noto-cjk" in capsys.readouterr().out
    assert drawing.name_of("spring_travel", chinese) == "spring_travel"
    figure = Figure()
    drawing.headline(figure, "字字有账", "every character")
    assert [text.get_text() for text in figure.texts] == ["every character"]


def test_with_one_they_show_names_and_codes(monkeypatch, settings, capsys):
    monkeypatch.setattr(drawing, "fonts", lambda: Fonts(("DejaVu Sans", "Song"), frozenset(range(0x20, 0xA000))))
    assert drawing.prepare()
    assert settings["font.family"] == ["Song", "DejaVu Sans"]
    assert capsys.readouterr().out == ""
    assert drawing.name_of("spring_travel") == "春运 spring_travel"
    assert drawing.name_of("sport") == "sport"
    figure = Figure()
    drawing.headline(figure, "字字有账", "every character")
    assert [text.get_text() for text in figure.texts] == ["字字有账", "every character"]


def test_every_theme_has_a_colour_of_its_own():
    assert list(drawing.COLOURS) == list(drawing.THEMES)
    assert len(set(drawing.COLOURS.values())) == len(drawing.THEMES)
