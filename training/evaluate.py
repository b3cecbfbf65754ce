"""How good is the recipe? ``python -m training.evaluate`` → ``results/evaluation.json``.

Protocol: (1) five folds grouped by article, the whole recipe (vocabulary, weights, calibration, thresholds) fitted on
four and measured on the fifth; figures on the public paragraphs, on ours, and on all. (2) Leave one source out: fitted
without any paragraph of a source, measured on all of it. Beside each, the same with thresholds tuned freely. (3) The
real page, where its folder is there: segments of gold whose primary theme is accepted, and is the primary one.
Intervals: 95 %, bootstrap over articles, 1,000 draws.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold

import newsclf
from newsclf.calibration import best_threshold
from newsclf.decisions import Rule
from newsclf.metrics import report
from newsclf.targets import fingerprint_of
from newsclf.themes import OTHER, SHIPPED
from training.labelled import HERE, RESULTS, Paragraph, own_paragraphs, public_paragraphs

SEED_FOLDER = HERE.parent.parent / "shared" / "seed"
THEMES = tuple(sorted(theme.code for theme in SHIPPED))
SOURCES = ("xwlb", "chinanews", "nankai")
FREE = (0.05, 0.95)
DRAWS = 1000


def fit(paragraphs: Sequence[Paragraph]) -> newsclf.ThemeClassifier:
    """The recipe of the shipped model on these paragraphs."""
    texts, themes = [p.text for p in paragraphs], [list(p.themes) for p in paragraphs]
    return newsclf.ThemeClassifier().fit(texts, themes, groups=[p.article for p in paragraphs])


def main() -> None:
    """Measure, and write the results."""
    public, own = public_paragraphs(), own_paragraphs()
    rows = public + own
    result = {
        "data": fingerprint_of([p.text for p in rows], [p.themes for p in rows]),
        "paragraphs": {"public": len(public), "own": len(own)},
        "grouped_cross_validation": cross_validation(rows),
    }
    if public:
        result["leave_one_source_out"] = {source: leave_out(source, rows) for source in SOURCES}
    if SEED_FOLDER.is_dir():
        result["real_page"] = real_page(fit(rows))
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "evaluation.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(path)


def cross_validation(rows: Sequence[Paragraph]) -> dict[str, Any]:
    """Five folds grouped by article."""
    splitter = StratifiedGroupKFold(n_splits=5, shuffle=True, random_state=1)
    probabilities, tuned, free = (np.zeros((len(rows), len(THEMES))) for _ in range(3))
    for train, test in splitter.split(rows, [p.theme for p in rows], [p.article for p in rows]):
        classifier = fit([rows[i] for i in train])
        probabilities[test] = classifier.predict_proba([rows[i].text for i in test])
        tuned[test] = classifier.thresholds_
        free[test] = free_thresholds(classifier, [rows[i] for i in train])
    parts: dict[str, Callable[[Paragraph], bool]] = {
        "all": lambda p: True,
        "public": lambda p: p.source != "own",
        "own": lambda p: p.source == "own",
    }
    return {name: measure(rows, probabilities, tuned, free, wanted) for name, wanted in parts.items() if any(map(wanted, rows))}


def leave_out(source: str, rows: Sequence[Paragraph]) -> dict[str, Any]:
    """Fitted without a source, measured on it."""
    train, test = [p for p in rows if p.source != source], [p for p in rows if p.source == source]
    classifier = fit(train)
    tuned = np.tile(classifier.thresholds_, (len(test), 1))
    free = np.tile(free_thresholds(classifier, train), (len(test), 1))
    return measure(test, classifier.predict_proba([p.text for p in test]), tuned, free, lambda p: True)


def free_thresholds(classifier: newsclf.ThemeClassifier, train: Sequence[Paragraph]) -> Any:
    """What the thresholds would be were they tuned without bounds, on the classifier's own out-of-fold scores."""
    truth = np.array([[theme in p.themes for theme in THEMES] for p in train])
    held_out = classifier.out_of_fold_probabilities_
    return np.array([best_threshold(held_out[:, i], truth[:, i], FREE) for i in range(len(THEMES))])


def measure(
    rows: Sequence[Paragraph], probabilities: Any, tuned: Any, free: Any, wanted: Callable[[Paragraph], bool]
) -> dict[str, Any]:
    """The report on the wanted rows, with the interval of macro-F1 and what free thresholds would give."""
    chosen = np.array([wanted(p) for p in rows])
    kept = [p for p in rows if wanted(p)]
    truth = [p.theme for p in kept]
    has = np.array([[theme in p.themes for theme in THEMES] for p in kept])
    guess = primary(probabilities[chosen], tuned[chosen])
    accepted = probabilities[chosen] >= tuned[chosen]
    result = report(truth, guess, THEMES, has, accepted, probabilities[chosen]).as_dict()
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


def real_page(classifier: newsclf.ThemeClassifier) -> dict[str, Any]:
    """The real page, segmented and labelled: how often the primary theme is accepted, and is the primary one."""
    gold = {
        (int(cells[0]), int(cells[1])): cells[3:5]
        for cells in (line.split("\t") for line in (SEED_FOLDER / "gold.tsv").read_text("utf-8").splitlines())
        if cells[0].isdigit()
    }
    page = newsclf.label_page(Path(SEED_FOLDER / "page.txt").read_text("utf-8"), classifier.to_model())
    judged = [(item.label.theme, *gold[item.lines]) for item in page if item.lines in gold and gold[item.lines][0] != "-"]
    segments = sum(first != "-" for first, _ in gold.values())
    return {
        "segments": segments,
        "accepted": sum(theme in accepted.split(",") for theme, _, accepted in judged) / segments,
        "primary": sum(theme == first for theme, first, _ in judged) / segments,
    }


if __name__ == "__main__":
    main()
