import numpy as np
import pytest

from newsclf.duplicates import kept_together, sets_of_copies
from newsclf.folds import enough_groups, splits
from newsclf.targets import read_targets


def test_every_text_is_held_out_once():
    targets = read_targets(["生态", "民生"] * 10)
    held_out = np.concatenate([test for _, test in splits(targets, None, 5, 0)])
    assert sorted(held_out.tolist()) == list(range(20))


def test_groups_stay_on_one_side():
    targets, groups = read_targets(["生态", "民生"] * 12), [i // 4 for i in range(24)]
    for train, test in splits(targets, groups, 3, 0):
        assert not {groups[i] for i in train} & {groups[i] for i in test}


@pytest.mark.parametrize(("texts", "folds"), [(2, 2), (3, 3), (9, 5)])
def test_no_more_folds_than_the_rarest_theme_has_texts(texts, folds):
    targets = read_targets(["生态"] * texts + ["民生"] * 20)
    assert len(list(splits(targets, None, 5, 0))) == folds


def test_too_few_groups_are_said():
    targets = read_targets(["生态", "民生"] * 10)
    assert not enough_groups(targets, ["甲"] * 20, 5)
    assert enough_groups(targets, range(20), 5)


@pytest.mark.parametrize("groups", [None, [place // 3 for place in range(60)]], ids=["alone", "in groups"])
def test_copies_stay_on_one_side(groups):
    han = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
    texts = [han[place % 24] + han[place // 24] + "新闻" for place in range(58)]
    texts += [f"《{texts[0]}》", f"{texts[9]}！"]
    sets, targets = sets_of_copies(texts)[0], read_targets(["生态", "民生"] * 30)
    for train, test in splits(targets, kept_together(sets, groups), 5, 0):
        assert not set(sets[train].tolist()) & set(sets[test].tolist())


def test_the_only_text_of_a_theme_is_always_learned_from_with_its_group():
    targets, groups = read_targets(["生态", *["民生", "春运"] * 6]), ["甲", "甲", *range(11)]
    for given, held_out in ((None, set(range(1, 13))), (groups, set(range(2, 13)))):
        folds = list(splits(targets, given, 5, 0))
        assert len(folds) == 5
        assert set(np.concatenate([test for _, test in folds]).tolist()) == held_out
        assert all({0} <= set(learned.tolist()) for learned, _ in folds)


@pytest.mark.parametrize("labels", [["生态", "民生"], ["生态", "民生", "other"]])
def test_there_are_no_folds_where_too_little_is_left_to_hold_out(labels):
    assert not list(splits(read_targets(labels), None, 5, 0))


def test_one_rare_theme_leaves_the_others_evenly_spread():
    targets = read_targets(["生态"] * 3 + ["民生"] * 30 + ["春运"] * 30 + ["other"])
    for _, test in splits(targets, None, 3, 0):
        assert 9 <= (targets.primary[test] == list(targets.classes).index("春运")).sum() <= 11
