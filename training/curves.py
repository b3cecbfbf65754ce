"""How good a model is by the number of labels, with unlabelled texts and without: ``python -m training.curves``.

It writes ``results/curves.json``.

Protocol. The five labels (four themes and ``other``) of the public paragraphs; accuracy and macro-F1 on primary labels,
measured on `TEST` paragraphs of articles that are set apart by a seed, the same for all. From the other articles, so many
paragraphs a label are drawn, anew for each of `DRAWS` seeds, and a model is learned from them: as it is by default but for
the search of settings, which is left out (``effort="quick"``); with and without `UNLABELLED` public paragraphs of articles
not set apart; with the word vectors that come with newsclf and without them. These vectors were learned from all public
paragraphs, those of the test too: the figures without them are those to go by for texts of another sort. Figures are means
over draws. ``--draws`` and ``--most`` make it shorter.

Then, the same test: a model learned from seed words alone (`SEEDS`, written down before any was measured) on the `UNLABELLED`
paragraphs; with the words taken out of half of the texts; and the seed words by themselves.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

import numpy as np

import newsclf
from newsclf.metrics import confusion_matrix
from newsclf.seeds import fewer_others, weak_labels
from newsclf.text import normalise
from newsclf.themes import OTHER
from training.labelled import RESULTS, Paragraph, news_articles, public_paragraphs
from training.splits import SOURCES

SIZES: Final = (1, 2, 4, 8, 16, 32, 64, 128)
DRAWS, TEST, UNLABELLED = 3, 2_000, 6_000
RESULT: Final = RESULTS / "curves.json"
SEEDS: Final = {
    "ecology": ["生态", "污染", "森林", "湿地", "环保"],
    "livelihood": ["就业", "养老", "医保", "住房", "低保"],
    "spring_travel": ["春运", "返乡", "列车", "车票"],
    "volunteering": ["志愿者", "义务", "志愿服务"],
}


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m training.curves", description=__doc__.split("\n")[0])
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="the most labels a class")
    settings = parser.parse_args()
    test, rest, unlabelled = parts(public_paragraphs())
    sizes = [size for size in SIZES if size <= settings.most]
    found = {
        "protocol": {"draws": settings.draws, "test": len(test), "unlabelled": len(unlabelled)},
        "curves": {
            name: {
                str(size): mean([one(size, draw, test, rest, more, vectors) for draw in range(settings.draws)]) for size in sizes
            }
            for name, more, vectors in (
                ("labels", None, None),
                ("labels, unlabelled", unlabelled, None),
                ("labels, vectors", None, "shipped"),
                ("labels, vectors, unlabelled", unlabelled, "shipped"),
            )
        },
        "seed_words": seed_words(test, unlabelled),
    }
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def parts(rows: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph], list[str]]:
    """What is measured on, what may be learned from, and unlabelled texts: no article is in the first and another."""
    articles = sorted({row.article for row in rows})
    apart: set[str] = set()
    test: list[Paragraph] = []
    of_article: dict[str, list[Paragraph]] = {}
    for row in rows:
        of_article.setdefault(row.article, []).append(row)
    for place in np.random.default_rng(0).permutation(len(articles)):
        if len(test) >= TEST:
            break
        apart.add(articles[place])
        test += of_article[articles[place]]
    texts = sorted({text for source in SOURCES for article, text in news_articles(source) if article not in apart})
    drawn = np.random.default_rng(1).permutation(len(texts))[:UNLABELLED]
    return test, [row for row in rows if row.article not in apart], [texts[place] for place in drawn]


def one(size: int, draw: int, test: Sequence[Paragraph], rest: Sequence[Paragraph], more: Any, vectors: Any) -> dict[str, float]:
    """The figures of one model."""
    left = dict.fromkeys({row.theme for row in rest}, size)
    drawn: list[Paragraph] = []
    for place in np.random.default_rng(100 + draw).permutation(len(rest)):
        row = rest[place]
        if left[row.theme]:
            left[row.theme] -= 1
            drawn.append(row)
    classifier = newsclf.ThemeClassifier(effort="quick", vectors=vectors)
    classifier.fit([row.text for row in drawn], [row.theme for row in drawn], unlabelled=more)
    return figures(test, classifier.predict([row.text for row in test]).tolist())


def seed_words(test: Sequence[Paragraph], texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """The figures of models learned from seed words alone, and of the words."""
    asked = {**SEEDS, OTHER: []}
    labels = fewer_others(texts, weak_labels(texts, asked))
    learned = [(text, label) for text, label in zip(texts, labels, strict=True) if label]
    rest = [text for text, label in zip(texts, labels, strict=True) if not label]
    results = {"words alone": figures(test, [label or OTHER for label in weak_labels([row.text for row in test], asked)])}
    for name, some in (
        ("model", [text for text, _ in learned]),
        ("model, words out of half", [masked(text) for text, _ in learned]),
    ):
        classifier = newsclf.ThemeClassifier(effort="quick", vectors=None)
        classifier.fit(some, [label for _, label in learned], unlabelled=rest)
        results[name] = figures(test, classifier.predict([row.text for row in test]).tolist())
        results[name]["claimed_macro_f1"] = round(classifier.out_of_fold_["macro_f1"], 4)
    return results


def masked(text: str) -> str:
    """A text, in every second case, about, without seed words."""
    if blake2b(text.encode(), digest_size=1).digest()[0] % 2:
        return text
    folded = normalise(text)
    for word in sorted({word for words in SEEDS.values() for word in words}, key=len, reverse=True):
        folded = folded.replace(word, "，")
    return folded


def figures(test: Sequence[Paragraph], guess: Sequence[str]) -> dict[str, float]:
    """Accuracy and macro-F1 on primary labels."""
    truth = [row.theme for row in test]
    matrix = confusion_matrix(truth, guess, sorted({*truth, *guess}))
    f1 = 2 * np.diag(matrix) / np.maximum(matrix.sum(axis=0) + matrix.sum(axis=1), 1)
    return {"accuracy": round(float(np.trace(matrix) / len(truth)), 4), "macro_f1": round(float(f1.mean()), 4)}


def mean(found: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each figure."""
    return {name: round(float(np.mean([one[name] for one in found])), 4) for name in found[0]}


if __name__ == "__main__":
    main()
