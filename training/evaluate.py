"""How good is the recipe? ``python -m training.evaluate`` → ``results/evaluation.json``.

Protocol: (1) five folds grouped by article: the whole recipe (vocabulary, weights, calibration, thresholds) fitted on
four and measured on the fifth; figures on the public paragraphs, on ours, on all, and on the public ones that were drawn by
keywords or at random, not for a model's doubt. Word vectors are learned from all public texts without their labels.
(2) Leave one source out: neither labels nor texts of the source were seen, not by the word vectors either. (3) The same
texts of (1) in other clothes (`training.robustness`). (4) Context: of each article of a source left out, the first sentence of
a labelled paragraph, where it is short, stands as a segment of its own among the article's other paragraphs, and should get the
paragraph's theme. (5) The real page, where its folder is there. Intervals: 95 %, bootstrap over articles, 1,000 draws.
Predictions go to ``results/predictions.npz``, from which `training.pictures` draws; it is not kept in git.
"""

from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from sklearn.metrics import f1_score

import newsclf
from newsclf.calibration import best_threshold
from newsclf.context import SHARE, SHORT, lean
from newsclf.decisions import Rule, han_characters
from newsclf.metrics import report
from newsclf.targets import fingerprint_of
from newsclf.themes import OTHER, SHIPPED
from training.labelled import HERE, RESULTS, Paragraph, news_articles, own_paragraphs, public_paragraphs
from training.recipe import fit, shipped, vectors
from training.robustness import CHANGES
from training.splits import HOME, Split, splits

SEED_FOLDER = HERE.parent.parent / "shared" / "seed"
PREDICTIONS = RESULTS / "predictions.npz"
THEMES = tuple(sorted(theme.key for theme in SHIPPED))
FREE = (0.05, 0.95)
DRAWS = 1000
SHARES = (0.3, SHARE, 0.7)


def main() -> None:
    """Measure, and write the results."""
    rows = public_paragraphs() + own_paragraphs()
    parts = Parallel(n_jobs=2)(delayed(measure_split)(split) for split in splits(rows))
    home = [part for part in parts if part["name"] == HOME]
    result: dict[str, Any] = {
        "data": fingerprint_of([p.text for p in rows], [p.themes for p in rows]),
        "paragraphs": {"public": sum(p.source != "own" for p in rows), "own": sum(p.source == "own" for p in rows)},
        "seconds": float(np.mean([part["seconds"] for part in home])),
        "grouped_cross_validation": by_part(home),
        "robustness": robustness(home),
        "leave_one_source_out": {part["name"]: by_part([part]) for part in parts if part["name"] != HOME},
        "context": {part["name"]: part["context"] for part in parts if part["name"] != HOME},
    }
    if SEED_FOLDER.is_dir():
        result["real_page"] = real_page(fit(rows, shipped(vectors())))
    RESULTS.mkdir(exist_ok=True)
    truth = np.concatenate([[p.theme for p in part["test"]] for part in home])
    guess = np.concatenate([primary(part["probabilities"], part["tuned"]) for part in home])
    public = np.concatenate([[p.source != "own" for p in part["test"]] for part in home])
    has = np.concatenate([indicator(part["test"]) for part in home])
    probabilities = np.concatenate([part["probabilities"] for part in home])
    np.savez_compressed(PREDICTIONS, truth=truth, guess=guess, public=public, has=has, probabilities=probabilities)
    path = RESULTS / "evaluation.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(path)


def measure_split(split: Split) -> dict[str, Any]:
    """Fit on one side, and say of the other what the classifier says."""
    learned, test = vectors(without=split.left_out), split.test
    start = time.process_time()
    classifier = fit(split.train, shipped(learned))
    probabilities = classifier.predict_proba([p.text for p in test])
    result = {
        "name": split.name,
        "test": test,
        "seconds": time.process_time() - start,
        "probabilities": probabilities,
        "tuned": np.tile(classifier.thresholds_, (len(test), 1)),
        "free": np.tile(free_thresholds(classifier, split.train), (len(test), 1)),
    }
    if split.left_out:
        result["context"] = context(classifier, split.left_out, test)
    else:
        result["changed"] = {name: classifier.predict_proba([change(p.text) for p in test]) for name, change in CHANGES.items()}
    return result


def free_thresholds(classifier: newsclf.ThemeClassifier, train: Sequence[Paragraph]) -> Any:
    """What the thresholds would be were they tuned without bounds, on the classifier's own out-of-fold scores."""
    truth, held_out = indicator(train), classifier.out_of_fold_probabilities_
    return np.array([best_threshold(held_out[:, i], truth[:, i], FREE) for i in range(len(THEMES))])


def indicator(rows: Sequence[Paragraph]) -> Any:
    """Which themes each paragraph has, shape (n_rows, n_themes)."""
    return np.array([[theme in p.themes for theme in THEMES] for p in rows])


def by_part(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The measures on all rows and on parts of them."""
    rows = [p for part in parts for p in part["test"]]
    probabilities, tuned, free = (np.concatenate([part[name] for part in parts]) for name in ("probabilities", "tuned", "free"))
    wanted: dict[str, Callable[[Paragraph], bool]] = {
        "all": lambda p: True,
        "public": lambda p: p.source != "own",
        "drawn": lambda p: p.drawn,
        "own": lambda p: p.source == "own",
    }
    return {
        name: measure(rows, probabilities, tuned, free, accepts) for name, accepts in wanted.items() if any(map(accepts, rows))
    }


def measure(
    rows: Sequence[Paragraph], probabilities: Any, tuned: Any, free: Any, wanted: Callable[[Paragraph], bool]
) -> dict[str, Any]:
    """The report on the wanted rows, with the interval of macro-F1 and what free thresholds would give."""
    chosen = np.array([wanted(p) for p in rows])
    kept = [p for p in rows if wanted(p)]
    truth = [p.theme for p in kept]
    guess = primary(probabilities[chosen], tuned[chosen])
    accepted = probabilities[chosen] >= tuned[chosen]
    result = report(truth, guess, THEMES, indicator(kept), accepted, probabilities[chosen]).as_dict()
    freely = primary(probabilities[chosen], free[chosen])
    result["macro_f1_with_free_thresholds"] = float(f1_score(truth, freely, average="macro", zero_division=0.0))
    result["macro_f1_interval"] = interval(truth, guess, [p.article for p in kept])
    return result


def primary(probabilities: Any, thresholds: Any) -> list[str]:
    """Primary themes by the library's own rule; each row has its thresholds, since each fold tuned its own."""
    nothing = np.zeros(len(THEMES))
    rule = Rule(THEMES, nothing, nothing, nothing, answers_other=True)
    return [OTHER if column < 0 else THEMES[column] for column in rule.primary(probabilities - thresholds)]


def interval(truth: Sequence[str], guess: Sequence[str], articles: Sequence[str]) -> list[float]:
    """95 % bootstrap interval of macro-F1; whole articles are drawn."""
    random = np.random.default_rng(0)
    _, group = np.unique(articles, return_inverse=True)
    labels = sorted(set(truth) | set(guess))
    place = {label: i for i, label in enumerate(labels)}
    pairs = np.array([place[t] for t in truth]), np.array([place[g] for g in guess])
    scores = []
    for _ in range(DRAWS):
        times = np.bincount(random.integers(0, group.max() + 1, group.max() + 1), minlength=group.max() + 1)[group]
        matrix = np.zeros((len(labels), len(labels)))
        np.add.at(matrix, pairs, times)
        scores.append(float(np.mean(2 * np.diag(matrix) / np.maximum(matrix.sum(0) + matrix.sum(1), 1))))
    return [float(bound) for bound in np.quantile(scores, [0.025, 0.975])]


def robustness(home: Sequence[dict[str, Any]]) -> dict[str, float]:
    """How far macro-F1 on the public paragraphs falls with each change."""

    def macro(probabilities: Sequence[Any]) -> float:
        pairs = [
            (p.theme, guess)
            for part, found in zip(home, probabilities, strict=True)
            for p, guess in zip(part["test"], primary(found, part["tuned"]), strict=True)
            if p.source != "own"
        ]
        truth, guess = zip(*pairs, strict=True)
        return float(f1_score(truth, guess, average="macro"))

    plain = macro([part["probabilities"] for part in home])
    return {name: plain - macro([part["changed"][name] for part in home]) for name in CHANGES}


def context(classifier: newsclf.ThemeClassifier, source: str, test: Sequence[Paragraph]) -> dict[str, Any]:
    """Short first sentences, alone and leaning on their articles: macro-F1, and how many leaned."""
    around = defaultdict(list)
    for article, text in news_articles(source):
        around[article].append(text)
    sentences = [(p, re.split("(?<=[。！？])", p.text)[0]) for p in test]
    short = [(p, first) for p, first in sentences if 6 <= han_characters(first) <= SHORT and len(around[p.article]) > 1]
    texts, articles = [first for _, first in short], list(range(len(short)))
    for number, (p, _) in enumerate(short):  # each stands among its article's other paragraphs
        others = [text for text in around[p.article] if text != p.text][:20]
        texts += others
        articles += [number] * len(others)
    rule, probabilities = classifier.rule_, classifier.predict_proba(texts)
    truth = [p.theme for p, _ in short]

    def macro(found: Any) -> float:
        return float(f1_score(truth, primary(found[: len(short)], rule.thresholds), average="macro", zero_division=0.0))

    leaned = {share: lean(rule, probabilities, texts, articles, np.ones(len(texts), bool), share) for share in SHARES}
    return {
        "sentences": len(short),
        "leaned": int(leaned[SHARE][1][: len(short)].sum()),
        "alone": macro(probabilities),
        "with_context": {str(share): macro(found) for share, (found, _) in leaned.items()},
    }


def real_page(classifier: newsclf.ThemeClassifier) -> dict[str, Any]:
    """The real page, segmented and labelled: how often the primary theme is accepted, and is the primary one."""
    gold = {
        (int(cells[0]), int(cells[1])): cells[3:5]
        for cells in (line.split("\t") for line in (SEED_FOLDER / "gold.tsv").read_text("utf-8").splitlines())
        if cells[0].isdigit()
    }
    segments = sum(first != "-" for first, _ in gold.values())
    result: dict[str, Any] = {"segments": segments}
    for name, use in (("", True), ("_without_context", False)):
        page = newsclf.label_page(Path(SEED_FOLDER / "page.txt").read_text("utf-8"), classifier.to_model(), context=use)
        judged = [(item.label.theme, *gold[item.lines]) for item in page if item.lines in gold and gold[item.lines][0] != "-"]
        result[f"accepted{name}"] = sum(theme in accepted.split(",") for theme, _, accepted in judged) / segments
        result[f"primary{name}"] = sum(theme == first for theme, first, _ in judged) / segments
    return result


if __name__ == "__main__":
    main()
