from __future__ import annotations

import json
import random

import numpy as np
import pytest

import newsclf
from newsclf import ThemeClassifier
from newsclf.errors import TrainingError
from newsclf.hierarchy import SHARES, Hierarchy
from newsclf.linear import Linear
from newsclf.targets import read_targets

LABELS = ["农/畜", "农/草", "农", "工/电", "工/电/网", "other"]

WORDS = {
    "农/畜": "兽医 牛羊 牧场", "农/草": "草种 草地 苜蓿", "工/电": "电缆 电机 变压", "工/钢": "高炉 钢坯 轧钢"
}  # fmt: skip
SHARED = {"农": "农村 田野 收成 乡镇", "工": "工厂 车间 设备 工人"}


def made(texts, seed=0):
    """Texts whose theme shows clearly, their topic only sometimes."""
    chance, labels = random.Random(seed), [label for label in WORDS for _ in range(texts)]
    rows = [
        "".join(chance.choice(SHARED[label[0]].split()) for _ in range(4)) + chance.choice([*WORDS[label].split(), "今年"])
        for label in labels
    ]
    return rows, labels


def test_each_theme_above_several_labels_is_learned_beside_them():
    hierarchy = Hierarchy.of(read_targets(LABELS * 2), "/")
    below = dict(zip(hierarchy.names, hierarchy.above.tolist(), strict=True))
    # 农, 农/畜, 农/草, 工/电, 工/电/网; 工 and 工/电 stand above the same labels, which one of them says
    assert below == {"农/": [True, True, True, False, False], "工/电/": [False, False, False, True, True]}


def test_ancestors_are_columns_behind_the_labels():
    targets = read_targets([["农/畜", "工/电"], ["农/草"], ["工/钢"], []] * 2)
    extended = Hierarchy.of(targets, "/").with_ancestors(targets)
    assert extended.classes.tolist() == ["农/畜", "农/草", "工/电", "工/钢", "农/", "工/"]
    assert extended.indicator[:4, 4:].tolist() == [[True, True], [True, False], [False, True], [False, False]]
    assert extended.primary is targets.primary


def test_plain_names_are_learned_as_they_are():
    targets = read_targets(LABELS * 2)
    hierarchy = Hierarchy.of(targets, None)
    assert hierarchy.with_ancestors(targets) is targets
    scores = np.arange(10.0).reshape(2, 5)
    assert (hierarchy.folded(scores, 0.5) == scores).all()
    assert hierarchy.best_share(scores, targets, targets) == 0.0


def test_scores_by_folded_weights_are_folded_scores():
    hierarchy, random_numbers = Hierarchy.of(read_targets(LABELS * 2), "/"), np.random.default_rng(0)
    both, features = Linear(random_numbers.normal(size=(7, 4)), random_numbers.normal(size=7)), random_numbers.normal(size=(3, 4))
    folded = hierarchy.linear(both, 0.25)
    assert folded.coef.shape == (5, 4)
    scores = features @ both.coef.T + both.intercept
    assert features @ folded.coef.T + folded.intercept == pytest.approx(hierarchy.folded(scores, 0.25))
    assert hierarchy.folded(scores, 0.25)[:, 0] == pytest.approx(scores[:, 0] + 0.25 * scores[:, 5])


def test_the_share_is_that_with_the_best_levels_on_texts_held_out():
    targets = read_targets(["农/畜", "农/草", "工/电", "工/钢"] * 20)
    hierarchy, noise = Hierarchy.of(targets, "/"), np.random.default_rng(0)
    scores = np.hstack([targets.indicator + noise.normal(scale=0.8, size=(80, 4)), np.zeros((80, 2))])
    assert hierarchy.best_share(scores, targets, targets) == 0.0
    scores[:, 4:] = 4 * (targets.indicator @ hierarchy.above.T) - 2
    assert hierarchy.best_share(scores, targets, targets) == SHARES[-1]


def test_a_hierarchy_tells_the_top_level_better_and_measures_both():
    texts, labels = made(12)
    unseen, truth = made(60, seed=1)
    plain, paths = (ThemeClassifier(hierarchy=separator).fit(texts, labels) for separator in (None, "/"))
    assert plain.out_of_fold_["levels"] == []
    (level,) = paths.out_of_fold_["levels"]
    assert set(level["per_theme"]) == {"农", "工"}
    assert level["macro_f1"] >= paths.out_of_fold_["macro_f1"]
    assert paths.classes_.tolist() == sorted(WORDS)
    top = [
        np.mean([answer[0] == label[0] for answer, label in zip(model.predict(unseen), truth, strict=True)])
        for model in (plain, paths)
    ]
    assert top[1] >= top[0] > 0.9


def test_slashes_are_parts_of_plain_names_by_default(tmp_path):
    texts, labels = made(8)
    plain = ThemeClassifier().fit(texts, labels)
    other_names = ThemeClassifier().fit(texts, [label.replace("/", "的") for label in labels])
    assert (plain.coef_ == other_names.coef_).all()
    plain.save(tmp_path / "m")
    manifest = json.loads((tmp_path / "m" / "manifest.json").read_bytes())
    assert "hierarchy" not in manifest
    assert manifest["themes"] == sorted(WORDS)


def test_the_separator_stands_in_the_manifest_and_the_model_answers_whole_paths(tmp_path):
    texts, labels = made(8)
    classifier = ThemeClassifier(hierarchy="/").fit(texts, labels)
    classifier.save(tmp_path / "m")
    model = newsclf.load(tmp_path / "m")
    assert model.manifest["hierarchy"] == "/"
    assert model.predict(texts).tolist() == classifier.predict(texts).tolist()
    assert set(model.label(texts[0]).scores) == set(WORDS)
    assert model.decision_function(texts) == pytest.approx(classifier.decision_function(texts), abs=1e-6)


def test_texts_may_have_several_paths_or_none():
    texts, labels = made(8)
    sets = [[label] for label in labels] + [["农/畜", "工/电"]] * 4 + [[]] * 4
    classifier = ThemeClassifier(hierarchy="/").fit([*texts, *["兽医牛羊电缆电机"] * 4, *["会议听取汇报"] * 4], sets)
    assert set(classifier.out_of_fold_["levels"][0]["sets"]["per_theme"]) == {"农", "工"}
    assert classifier.predict(["会议听取汇报"]).tolist() == [()]


def test_broken_paths_are_refused():
    texts, labels = made(4)
    with pytest.raises(TrainingError, match="nothing before, after or between"):
        ThemeClassifier(hierarchy="/").fit(texts, [label.replace("草", "") for label in labels])
    with pytest.raises(TrainingError, match="No label holds >"):
        ThemeClassifier(hierarchy=">").fit(texts, labels)


def test_many_texts_are_learned_at_both_levels(monkeypatch):
    monkeypatch.setattr("newsclf.design.LARGE", 100)
    texts, labels = made(40)
    classifier = ThemeClassifier(hierarchy="/").fit(texts, labels)
    assert classifier.coef_.shape[0] == 4
    assert classifier.out_of_fold_["levels"][0]["macro_f1"] > 0.9
