"""What others use, on the same splits: each learns from paragraphs and names the primary theme of texts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import joblib
import numpy as np
from sklearn.metrics import f1_score
from sklearn.pipeline import Pipeline

import newsclf
from newsclf.themes import OTHER
from training import pipelines
from training.fasttexts import FastText, Written, characters, words
from training.labelled import Paragraph
from training.recipe import fit, folder_bytes, lexicon, vectors, with_features
from training.splits import Split

Predictions = tuple[list[str], int]
"""The primary themes of the test texts, and the bytes of the model's files."""

KEYWORDS = {
    "spring_travel": "春运 民工潮 返乡客流 火车票 临客 加开列车",
    "volunteering": "志愿 义工 义诊 学雷锋 义务献血",
    "ecology": "生态 环保 污染 湿地 垃圾分类 野生动物 植树 水质 减排",
    "livelihood": "就业 下岗 养老 医保 低保 救助 住房 欠薪 困难群众 社区 民生",
}
"""The rules that everyone would write; written once, never tuned."""


def majority(split: Split) -> Predictions:
    """The commonest theme for all."""
    return [OTHER] * len(split.test), 0


def keyword_rules(split: Split) -> Predictions:
    """The theme with most keywords."""

    def theme(text: str) -> str:
        hits = {theme: sum(map(text.count, words.split())) for theme, words in KEYWORDS.items()}
        best = max(hits, key=hits.__getitem__)
        return best if hits[best] else OTHER

    return [theme(p.text) for p in split.test], 0


def naive(split: Split) -> Predictions:
    """What everyone writes first."""
    return _pipeline(split, pipelines.naive())


def complement_nb(split: Split) -> Predictions:
    """Complement naive Bayes on TF-IDF of jieba words."""
    return _pipeline(split, pipelines.complement_nb())


def character_svm(split: Split) -> Predictions:
    """Balanced linear SVM on runs of one to three characters."""
    return _pipeline(split, pipelines.character_svm())


def _pipeline(split: Split, pipeline: Pipeline) -> Predictions:
    pipeline.fit([p.text for p in split.train], [p.theme for p in split.train])
    with tempfile.TemporaryDirectory() as folder:
        joblib.dump(pipeline, Path(folder) / "model")
        size = (Path(folder) / "model").stat().st_size
    return pipeline.predict([p.text for p in split.test]).tolist(), size


def fasttext_words(split: Split) -> Predictions:
    """FastText on jieba words."""
    return _fasttext(split, words)


def fasttext_characters(split: Split) -> Predictions:
    """FastText on characters."""
    return _fasttext(split, characters)


def _fasttext(split: Split, written: Written) -> Predictions:
    """The best of four settings on 6,000 of the training paragraphs, then on all of them."""
    order = np.random.default_rng(0).permutation(len(split.train))[:6000]
    seen, judge = ([split.train[i] for i in part] for part in np.split(order, [len(order) * 3 // 4]))
    settings = [{"lr": lr, "wordNgrams": size} for lr in (0.1, 0.5) for size in (1, 2)]
    scores = [
        f1_score([p.theme for p in judge], _learned(seen, written, s).predict([p.text for p in judge]), average="macro")
        for s in settings
    ]
    model = _learned(split.train, written, settings[int(np.argmax(scores))])
    return model.predict([p.text for p in split.test]), model.size()


def _learned(train: Sequence[Paragraph], written: Written, settings: dict[str, float]) -> FastText:
    return FastText([p.text for p in train], [p.theme for p in train], written, **settings)


def bare(split: Split) -> Predictions:
    """What ``newsclf train`` does: TF-IDF alone."""
    return _ours(split, with_features())


def without_words(split: Split) -> Predictions:
    """The recipe less jieba words: terms are runs of characters only."""
    return _ours(split, with_features(words=False, lexicon=lexicon(), vectors=vectors(without=split.left_out)))


def without_vectors(split: Split) -> Predictions:
    """The recipe less word vectors."""
    return _ours(split, with_features(lexicon=lexicon()))


def without_lexicon(split: Split) -> Predictions:
    """The recipe less the lexicon."""
    return _ours(split, with_features(vectors=vectors(without=split.left_out)))


def _ours(split: Split, classifier: newsclf.ThemeClassifier) -> Predictions:
    fit(split.train, classifier)
    with tempfile.TemporaryDirectory() as folder:
        classifier.save(Path(folder) / "model")
        size = folder_bytes(Path(folder) / "model")
    rule = classifier.rule_
    found = rule.primary(classifier.predict_proba([p.text for p in split.test]))
    return [OTHER if column < 0 else rule.themes[column] for column in found], size


METHODS: dict[str, Callable[[Split], Predictions]] = {
    "majority": majority,
    "keyword rules": keyword_rules,
    "naive jieba TF-IDF + LogisticRegression": naive,
    "ComplementNB, jieba words": complement_nb,
    "LinearSVC, characters": character_svm,
    "fastText, jieba words": fasttext_words,
    "fastText, characters": fasttext_characters,
    "newsclf without lexicon and word vectors": bare,
    "newsclf without jieba words": without_words,
    "newsclf without lexicon": without_lexicon,
    "newsclf without word vectors": without_vectors,
}
