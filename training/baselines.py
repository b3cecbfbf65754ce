"""What others use, on the same splits: each learns from paragraphs and names the primary theme of texts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import joblib
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

import newsclf
from newsclf.themes import OTHER
from newsclf.tokens import cut
from training.labelled import Paragraph
from training.recipe import fit, folder_bytes, lexicon, vectors
from training.splits import Split

try:
    import fasttext
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("fastText is not installed: pip install '.[measure]'", name="fasttext") from error

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
    return _pipeline(split, make_pipeline(_word_vectorizer(), LogisticRegression(max_iter=1000)))


def complement_nb(split: Split) -> Predictions:
    """Complement naive Bayes on TF-IDF of jieba words."""
    return _pipeline(split, make_pipeline(_word_vectorizer(), ComplementNB()))


def character_svm(split: Split) -> Predictions:
    """Balanced linear SVM on runs of one to three characters."""
    characters = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2)
    return _pipeline(split, make_pipeline(characters, LinearSVC(C=0.3, class_weight="balanced")))


def _word_vectorizer() -> TfidfVectorizer:
    return TfidfVectorizer(tokenizer=cut, token_pattern=None, lowercase=False)


def _pipeline(split: Split, pipeline: Pipeline) -> Predictions:
    pipeline.fit([p.text for p in split.train], [p.theme for p in split.train])
    with tempfile.TemporaryDirectory() as folder:
        joblib.dump(pipeline, Path(folder) / "model")
        size = (Path(folder) / "model").stat().st_size
    return pipeline.predict([p.text for p in split.test]).tolist(), size


def fasttext_words(split: Split) -> Predictions:
    """FastText on jieba words."""
    return _fasttext(split, lambda text: " ".join(cut(text)))


def fasttext_characters(split: Split) -> Predictions:
    """FastText on characters."""
    return _fasttext(split, " ".join)


def _fasttext(split: Split, written: Callable[[str], str]) -> Predictions:
    """The best of four settings on 6,000 of the training paragraphs, then on all of them."""
    order = np.random.default_rng(0).permutation(len(split.train))[:6000]
    seen, judge = ([split.train[i] for i in part] for part in np.split(order, [len(order) * 3 // 4]))
    settings = [{"lr": lr, "wordNgrams": size} for lr in (0.1, 0.5) for size in (1, 2)]
    scores = [f1_score([p.theme for p in judge], _fasttext_run(seen, judge, written, s)[0], average="macro") for s in settings]
    return _fasttext_run(split.train, split.test, written, settings[int(np.argmax(scores))])


def _fasttext_run(
    train: Sequence[Paragraph], test: Sequence[Paragraph], written: Callable[[str], str], settings: dict[str, float]
) -> Predictions:
    with tempfile.TemporaryDirectory() as folder:
        data, saved = Path(folder) / "train.txt", Path(folder) / "model.bin"
        data.write_text("".join(f"__label__{p.theme} {_line(written(p.text))}\n" for p in train), encoding="utf-8")
        # Fewer threads would train on uninitialised memory (fasttext-numpy2 0.10.4).
        model = fasttext.train_supervised(str(data), epoch=25, bucket=200_000, thread=12, verbose=0, **settings)
        model.save_model(str(saved))
        size = saved.stat().st_size
    labels = [model.predict(_line(written(p.text)))[0] for p in test]
    return [found[0].removeprefix("__label__") if found else OTHER for found in labels], size


def _line(text: str) -> str:
    return " ".join(text.split())


def bare(split: Split) -> Predictions:
    """What ``newsclf train`` does: TF-IDF alone."""
    return _ours(split, newsclf.ThemeClassifier())


def without_words(split: Split) -> Predictions:
    """The recipe less jieba words: terms are runs of characters only."""
    return _ours(split, newsclf.ThemeClassifier(words=False, lexicon=lexicon(), vectors=vectors(without=split.left_out)))


def without_vectors(split: Split) -> Predictions:
    """The recipe less word vectors."""
    return _ours(split, newsclf.ThemeClassifier(lexicon=lexicon()))


def without_lexicon(split: Split) -> Predictions:
    """The recipe less the lexicon."""
    return _ours(split, newsclf.ThemeClassifier(vectors=vectors(without=split.left_out)))


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
