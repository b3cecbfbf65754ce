"""How well are pages cut? ``python -m training.segmentation`` → ``results/segmentation.json``.

Protocol: (1) the real page, where its folder is there, and the example page: segments with exactly the first and last
line of gold, F1, kinds, and pairs of segments rightly put in one article or apart. The rules were written with both
pages in sight. (2) Pages made from our own paragraphs (``tests/pages.py``), 1 to 6 in a column of 8 to 40 characters,
with the first line's indent lost or without indent, filled by width or by count; blank lines cut paragraphs, blank
lines between them are missing, spaces stand around digits. "Traces": where a blank line is missing, the last line is
short by two or more; pages on which something looks like a trace and is none are left out (``pages`` says how many of
1,000 remain). "No traces": blank lines are missing anywhere, nothing is left out. (3) Whole newspapers of three
articles. Reported: the share of segments recovered exactly, with their kind, and of pages without any error.
"""

from __future__ import annotations

import json
import random
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import newsclf
from training.evaluate import SEED_FOLDER
from training.labelled import HERE, OWN, RESULTS

sys.path.insert(0, str(HERE.parent / "tests"))
from pages import Page, is_plain, make_newspaper, make_page

SEEDS = range(1_000_000, 1_001_000)
"""The rules were written with made pages of seeds below 10,000 in sight: these are fresh ones."""


def main() -> None:
    """Measure, and write the results."""
    result: dict[str, Any] = {
        "example_page": on_gold(newsclf.example_page(), HERE.parent / "tests" / "data" / "example-gold.tsv")
    }
    if SEED_FOLDER.is_dir():
        result["real_page"] = on_gold((SEED_FOLDER / "page.txt").read_text("utf-8"), SEED_FOLDER / "gold.tsv")
    result["made_pages"] = {
        ", ".join(
            (
                "traces" if traces else "no traces",
                "indent lost" if indent else "no indent",
                "filled by count" if by_count else "filled by width",
            )
        ): on_made(traces=traces, indent=indent, by_count=by_count)
        for traces in (True, False)
        for indent in (2, 0)
        for by_count in (False, True)
    }
    result["made_pages"]["whole newspapers: headlines, by-lines, columns of several widths, a caption"] = on_newspapers()
    path = RESULTS / "segmentation.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(path)


def on_gold(page: str, path: Path) -> dict[str, float]:
    """F1 of segments, share of right kinds, share of right article pairs."""
    cells = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line[:1].isdigit()]
    gold = {(int(row[0]), int(row[1])): (row[2], row[5]) for row in cells}
    found = {item.lines: item for item in newsclf.segment(page)}
    both = sorted(set(gold) & set(found))
    pairs = list(combinations(both, 2))
    together = [(found[a].article == found[b].article) == (gold[a][1] == gold[b][1]) for a, b in pairs]
    bodies = [lines for lines, (kind, _) in gold.items() if kind == "body"]
    return {
        "segments": len(gold),
        "f1": 2 * len(both) / (len(gold) + len(found)),
        "bodies": sum(lines in found for lines in bodies) / len(bodies),
        "kinds": sum(found[lines].kind == gold[lines][0] for lines in both) / len(gold),
        "article_pairs": sum(together) / len(pairs),
    }


def on_made(**settings: Any) -> dict[str, float]:
    """Pages of one column, made with these settings."""
    texts = [row["text"] for row in map(json.loads, OWN.read_text("utf-8").splitlines()) if is_plain(row)]
    pages = []
    for seed in SEEDS:
        random_ = random.Random(seed)
        pages.append(make_page(random_.sample(texts, random_.randint(1, 6)), random_.randint(8, 40), seed, **settings))
    return share_recovered([page for page in pages if not (settings["traces"] and page.traceless)])


def on_newspapers() -> dict[str, float]:
    """The same on pages of three articles with headlines, by-lines and a caption."""
    rows = [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]
    texts = [row["text"] for row in rows if is_plain(row)]
    headlines = [row["text"] for row in rows if row["kind"] == "heading" and " " not in row["text"]]
    pages = []
    for seed in SEEDS:
        random_ = random.Random(seed)
        chosen = random_.sample(texts, 10), random_.sample(headlines, 3)
        pages.append(make_newspaper(*chosen, seed, indent=random_.choice([0, 2])))
    return share_recovered([page for page in pages if not page.traceless])


def share_recovered(pages: list[Page]) -> dict[str, float]:
    """Segments recovered exactly, pages without an error."""
    hits = [hits_of(page) for page in pages]
    segments = [len(page.segments) for page in pages]
    whole = sum(hit == size for hit, size in zip(hits, segments, strict=True))
    return {
        "pages": len(pages),
        "segments": sum(segments),
        "recovered": sum(hits) / sum(segments),
        "whole_pages": whole / len(pages),
    }


def hits_of(page: Page) -> int:
    """How many segments of a made page are found, with lines and kind."""
    found = {(*item.lines, item.kind) for item in newsclf.segment(page.text)}
    return len(found & set(page.segments))


if __name__ == "__main__":
    main()
