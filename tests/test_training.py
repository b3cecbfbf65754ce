"""The corpus and the scripts that make and judge the shipped model."""

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import newsclf
from newsclf.themes import NAMED

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "training" / "corpus"
SEED = ROOT.parent / "shared" / "seed" / "page.txt"


def run(*arguments, **environ):
    environ = {**os.environ, "NEWSCLF_CORPORA": "/nowhere", **environ}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, env=environ)


def shingles(text: str, size: int) -> set[str]:
    text = re.sub(r"\s", "", text)
    return {text[place : place + size] for place in range(len(text) - size + 1)}


def test_our_paragraphs_are_whole(corpus):
    assert len(corpus) >= 2500
    for row in corpus:
        assert row["id"] == hashlib.sha256(row["text"].encode()).hexdigest()[:16]
        assert row["theme"] == (row["themes"] or ["other"])[0]
        assert set(row["themes"]) <= set(NAMED) - {"other"}
        assert row["kind"] in ("body", "heading", "caption")
    assert len({row["id"] for row in corpus}) == len(corpus)


def test_our_paragraphs_cover_themes_kinds_and_periods(corpus):
    assert min(Counter(row["theme"] for row in corpus).values()) >= 60
    assert min(Counter(row["kind"] for row in corpus).values()) >= 30
    assert set(Counter(row["period"] for row in corpus)) == {"1990s", "2000s", "2010s", "2020s"}
    assert {"city paper", "county paper", "wire", "TV", "campus"} <= {row["genre"] for row in corpus}
    assert sum(row["period"] == "1990s" for row in corpus) >= 400
    assert sum("volunteering" in row["themes"] and "志愿" not in row["text"] for row in corpus) >= 400


def test_spring_travel_has_paragraphs_and_hard_negatives(corpus):
    travel = re.compile(
        "春运|客流|返程|返乡|车票|火车|高铁|列车|旅客|航班|铁路|车站|客车|机场|春节|除夕|过年|长假|假期|出行|乘客"
    )
    about = sum(row["theme"] == "spring_travel" for row in corpus)
    assert about >= 500
    assert sum("spring_travel" not in row["themes"] and bool(travel.search(row["text"])) for row in corpus) >= 500


def test_no_two_of_our_paragraphs_are_near_duplicates(corpus):
    where: dict[str, list[int]] = {}
    sets = [shingles(row["text"], 5) for row in corpus if len(row["text"]) >= 20]
    worst = 0.0
    for place, pieces in enumerate(sets):
        shared = Counter(other for piece in pieces for other in where.get(piece, ()))
        worst = max([worst, *(count / min(len(pieces), len(sets[other])) for other, count in shared.items())])
        for piece in pieces:
            where.setdefault(piece, []).append(place)
    assert 0 < worst <= 0.3


@pytest.mark.skipif(not SEED.is_file(), reason="the real page (../shared/seed) is not here")
@pytest.mark.parametrize("path", [CORPUS / "paragraphs.jsonl", ROOT / "newsclf" / "example" / "page.txt"], ids=lambda p: p.name)
def test_nothing_of_the_real_page_is_in_our_files(path):
    assert not shingles(SEED.read_text("utf-8"), 12) & shingles(path.read_text("utf-8"), 12)


def test_public_labels_hold_no_texts():
    with (CORPUS / "public-labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "corpus", "date", "theme", "themes", "chosen"]
    assert all(re.fullmatch("[0-9a-f]{16}", row["id"]) for row in rows)
    assert all(row["theme"] == (row["themes"].split(";")[0] or "other") for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)
    chosen = Counter(row["chosen"] for row in rows)
    assert set(chosen) == {"given", "corrected", "active", "random"}
    assert chosen["random"] == 500
    assert chosen["active"] >= 3000
    assert len(readings("second-readings.csv")) >= 0.1 * (chosen["active"] + chosen["random"])


def readings(name):
    with (CORPUS / name).open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_what_readers_settled_is_what_the_labels_say():
    labels, twice, doubted = (readings(f"{name}.csv") for name in ("public-labels", "second-readings", "doubted"))
    for key, row in {**twice, **doubted}.items():  # what was doubted later was settled later
        assert (labels[key]["themes"] or "other") == row["settled"]
        read = {row[name].split(";")[0] for name in ("first", "second", "third") if row.get(name)}
        assert row["settled"].split(";")[0] in read


def test_build_without_public_texts_says_so_and_is_deterministic(tmp_path):
    folders = [tmp_path / name / "m" for name in "ab"]
    for folder in folders:
        done = run("-m", "training.build", "-o", str(folder))
        assert done.returncode == 0, done.stderr
        assert "public texts: none" in done.stderr
    both = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders]
    assert both[0] == both[1]
    assert newsclf.load(folders[0]).manifest["training"]["texts"] >= 300


def test_the_shipped_model_was_built_from_the_data_that_was_measured():
    measured = json.loads((ROOT / "training" / "results" / "evaluation.json").read_text("utf-8"))
    manifest = newsclf.load().manifest
    assert measured["data"] == manifest["training"]["fingerprint"]
    compared = json.loads((ROOT / "training" / "results" / "comparison.json").read_text("utf-8"))
    assert compared["data"] == measured["data"]
    assert "## Measured" in (ROOT / "models" / "themes-zh" / "CARD.md").read_text("utf-8")


@pytest.mark.skipif(not SEED.is_file(), reason="the real page (../shared/seed) is not here")
def test_the_real_page_gets_its_themes():
    lines = SEED.with_name("gold.tsv").read_text("utf-8").splitlines()
    gold = {(int(a), int(b)): rest for a, b, *rest in (line.split("\t") for line in lines if line[0].isdigit())}
    judged = [(item.label.theme, gold[item.lines]) for item in newsclf.label_page(SEED.read_text("utf-8"))]
    judged = [(theme, rest) for theme, rest in judged if rest[1] != "-"]
    assert len(judged) == 46
    assert sum(theme in rest[2].split(",") for theme, rest in judged) >= 0.90 * 46
    assert sum(theme == rest[1] for theme, rest in judged) >= 0.75 * 46
