"""Proxy tasks on real news, read from NEWSCLF_CORPORA when they are run; their texts and classes are nowhere in the repository.

They have the form of the public sets and are nothing more than a look at real Chinese text. Their figures say nothing about those
sets. Three kinds of classes:

topic
    Articles are put into so many clusters by half of their paragraphs (k-means on a singular value decomposition of TF-IDF of
    jieba words). What isclassified are their headlines, or the other half of the paragraphs: texts that the clusters did not see.
    Clusters of words suit methods that count words.
article
    From which article a paragraph comes; articles of 20 paragraphs and more.
theme
    The five labelled themes, by the beginning of a paragraph; these labels were read by people.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

from newsclf.features import word_terms
from newsclf.io.labelled import Labelled
from training.benchmarks.sets.tasks import Task, draw, draw_few, of
from training.labelled import news_articles, public_paragraphs
from training.splits import SOURCES

TEST = 2_000
"""So many texts are measured on, at most."""
UNLABELLED = 15_000
DRAWS = 3
LONG, SHORT, LEAST = 250, 60, 60
"""Characters of an abstract and of a beginning, at most; of an abstract, at least."""
MANY = 20
"""Paragraphs of a large article."""


def headlines(classes: int, size: int) -> Task:
    """The topic of a headline, of which many are labelled."""
    rows = _headlines(classes)
    order = _order(len(rows.texts))
    return Task(f"headlines{classes}", "proxy", [draw(of(rows, order[TEST:]), size, 0)], of(rows, order[:TEST]))


def few_headlines(classes: int, per_class: int) -> Task:
    """The topic of a headline, of which few are labelled."""
    return _few(f"headlines{classes}x{per_class}", _headlines(classes), per_class)


def abstracts(classes: int, per_class: int) -> Task:
    """The topic of an article by the beginning of the paragraphs that the clusters did not see."""
    pairs = [
        ("".join(paragraphs[1::2])[:LONG], topic)
        for (_, paragraphs), topic in zip(_articles(), _topics(classes), strict=True)
        if sum(map(len, paragraphs[1::2])) > LEAST
    ]
    return _few(f"abstracts{classes}x{per_class}", _labelled(pairs), per_class)


def articles(classes: int, per_class: int) -> Task:
    """The article that a paragraph comes from."""
    large = [paragraphs for _, paragraphs in _articles() if len(paragraphs) >= MANY]
    pairs = [(text, f"a{number}") for number in _order(len(large))[:classes] for text in large[number]]
    return _few(f"articles{classes}x{per_class}", _labelled(pairs), per_class)


def themes(per_class: int) -> Task:
    """The theme of the beginning of a paragraph, one of an article: else articles would be on both sides."""
    chosen = {paragraph.article: paragraph for paragraph in public_paragraphs()}
    pairs = [(paragraph.text[:SHORT], paragraph.theme) for paragraph in chosen.values()]
    return _few(f"themes5x{per_class}", _labelled(pairs), per_class)


PROXIES: dict[str, Callable[[], Task]] = {
    "headlines10": lambda: headlines(10, 10_000),
    "headlines18": lambda: headlines(18, 30_000),
    "headlines15x16": lambda: few_headlines(15, 16),
    "abstracts67x8": lambda: abstracts(67, 8),
    "abstracts119x8": lambda: abstracts(119, 8),
    "articles67x8": lambda: articles(67, 8),
    "articles119x8": lambda: articles(119, 8),
    "themes5x16": lambda: themes(16),
}


def _few(name: str, rows: Labelled, per_class: int) -> Task:
    """Some rows to measure on, some to learn from in three drawings, and others without their labels."""
    order = _order(len(rows.texts))
    size = min(TEST, len(order) // 2)
    test, rest = of(rows, order[:size]), of(rows, order[size:])
    places = [draw_few(rest, per_class, seed) for seed in range(DRAWS)]
    others = set(range(len(rest.texts))).difference(*(taken for taken, _ in places))
    unlabelled = [rest.texts[place] for place in sorted(others)[:UNLABELLED]]
    return Task(name, "proxy", [of(rest, taken) for taken, _ in places], test, unlabelled)


def _order(size: int) -> list[int]:
    return list(map(int, np.random.default_rng(0).permutation(size)))


def _labelled(pairs: Sequence[tuple[str, str]]) -> Labelled:
    """Texts with their classes, without those that occur more than once."""
    times = Counter(text for text, _ in pairs)
    kept = [(text, label) for text, label in pairs if times[text] == 1]
    return Labelled([text for text, _ in kept], [label for _, label in kept])


@cache
def _articles() -> list[tuple[str, list[str]]]:
    """Headline and paragraphs of all articles of two and more."""
    found: dict[str, list[str]] = defaultdict(list)
    for source in SOURCES:
        for article, text in news_articles(source):
            found[article].append(text)
    return [(name.split("/", 2)[2], paragraphs) for name, paragraphs in found.items() if len(paragraphs) > 1]


@cache
def _positions() -> Any:
    """Where each article stands by half of its paragraphs."""
    print("proxies: articles are put in order by their words (a minute)", file=sys.stderr, flush=True)
    vectorizer = TfidfVectorizer(analyzer=word_terms, min_df=5, max_df=0.2, sublinear_tf=True)
    steps = make_pipeline(vectorizer, TruncatedSVD(150, random_state=0), Normalizer())
    return steps.fit_transform([" ".join(paragraphs[0::2]) for _, paragraphs in _articles()])


@cache
def _topics(classes: int) -> list[str]:
    clusters = KMeans(classes, n_init=1, random_state=0).fit_predict(_positions())
    return [f"t{cluster}" for cluster in clusters.tolist()]


def _headlines(classes: int) -> Labelled:
    return _labelled([(headline, topic) for (headline, _), topic in zip(_articles(), _topics(classes), strict=True)])
