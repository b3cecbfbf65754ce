from __future__ import annotations

import numpy as np
import pytest

from newsclf import sampling
from newsclf.bootstrap import numbered
from newsclf.duplicates import kept_together
from newsclf.sampling import parts, sample
from newsclf.targets import read_targets

MANY = ["生态"] * 400 + ["民生"] * 590 + ["春运"] * 10


@pytest.fixture(autouse=True)
def small(monkeypatch):
    for name, number in (("SAMPLE_TEXTS", 100), ("SAMPLE_OF_THEME", 20), ("HELD_OUT", 80), ("HELD_OUT_OF_THEME", 4)):
        monkeypatch.setattr(sampling, name, number)


def test_a_sample_has_so_many_texts_and_more_of_rare_themes():
    indicator = read_targets(MANY).indicator
    rows = sample(["文"] * 1000, indicator, 0)
    assert 100 <= len(rows) <= 120
    assert (np.diff(rows) > 0).all()
    assert indicator[rows].sum(axis=0).min() == 10  # all there are


def test_a_sample_has_no_more_characters(monkeypatch):
    monkeypatch.setattr(sampling, "SAMPLE_CHARACTERS", 500)
    monkeypatch.setattr(sampling, "SAMPLE_OF_THEME", 1)
    assert 45 <= len(sample(["十个字的一段文字，"] * 1000, read_targets(MANY).indicator, 0)) <= 58


def test_empty_texts_are_in_a_sample_only_when_there_are_no_others():
    texts = ["", "文", "", ""] * 250
    assert sum(texts[row] == "文" for row in sample(texts, read_targets(["生态", "民生"] * 500).indicator, 0)) >= 100


@pytest.mark.parametrize("length", [10, 1000])
def test_a_sample_is_never_empty(length, monkeypatch):
    monkeypatch.setattr(sampling, "SAMPLE_CHARACTERS", 5)
    assert len(sample(["文" * length] * 1000, read_targets(MANY).indicator, 0)) >= 1


def test_of_few_texts_all_are_in_the_sample():
    assert sample(["文"] * 20, read_targets(["生态", "民生"] * 10).indicator, 0).tolist() == list(range(20))


def test_many_themes_do_not_make_a_sample_large():
    indicator = np.repeat(np.eye(200, dtype=bool), 30, axis=0)
    assert len(sample(["文"] * 6000, indicator, 0)) <= 300


@pytest.mark.parametrize("seed", [0, 7, np.random.RandomState])
def test_chance_hangs_on_the_seed_alone(seed):
    def draw(number):
        of = seed(number) if callable(seed) else seed + number
        return sample(["文"] * 1000, read_targets(MANY).indicator, of).tolist()

    assert draw(1) == draw(1)
    assert draw(1) != draw(2)


def sizes(part):
    return np.bincount(part[part >= 0]).tolist()


@pytest.mark.parametrize(
    ("held_out", "folds", "expected"),
    [(1000, 5, [200] * 5), (400, 5, [200] * 2), (401, 5, [200] * 3), (200, 5, [200]), (80, 5, [84]), (80, 20, [50] * 2)],
)
def test_as_many_parts_are_held_out_as_are_needed(held_out, folds, expected, monkeypatch):
    monkeypatch.setattr(sampling, "HELD_OUT", held_out)
    assert sizes(parts(read_targets(MANY), None, folds, 0)) == pytest.approx(expected, abs=4)


@pytest.mark.parametrize("folds", [-1, 0, 1, 2])
def test_there_are_two_folds_at_least(folds, monkeypatch):
    monkeypatch.setattr(sampling, "HELD_OUT", 10_000)
    assert sizes(parts(read_targets(MANY), None, folds, 0)) == pytest.approx([500, 500], abs=2)


def test_themes_are_shared_out_evenly(monkeypatch):
    monkeypatch.setattr(sampling, "HELD_OUT", 1000)
    targets = read_targets(MANY)
    part = parts(targets, None, 5, 0)
    for number in range(5):
        assert targets.indicator[part == number].sum(axis=0).tolist() == pytest.approx([2, 118, 80], abs=1)


@pytest.mark.parametrize("most", [80, 400, 10_000])
@pytest.mark.parametrize("count", [2, 3, 7, 8, 10])
@pytest.mark.parametrize("seed", range(3))
def test_every_theme_is_held_out_and_learned(most, count, seed, monkeypatch):
    monkeypatch.setattr(sampling, "HELD_OUT", most)
    targets = read_targets(["生态"] * 990 + ["春运"] * count)
    part = parts(targets, None, 5, seed)
    needed = min(4, count // 2)
    assert (targets.indicator[part >= 0].sum(axis=0) >= needed).all()
    for number in range(part.max() + 1):
        assert (targets.indicator[part != number].sum(axis=0) >= needed).all()


@pytest.mark.parametrize("most", [80, 10_000])
def test_groups_are_never_split(most, monkeypatch):
    monkeypatch.setattr(sampling, "HELD_OUT", most)
    groups = np.array([f"文章{place // 7}" for place in range(1000)])
    part = parts(read_targets(MANY), groups.tolist(), 5, 0)
    assert part.max() == (0 if most == 80 else 4)
    assert all(len(set(part[groups == group])) == 1 for group in set(groups))


def test_a_group_larger_than_a_part_is_not_held_out():
    part = parts(read_targets(["生态", "民生"] * 500), [0] * 700 + list(range(1, 301)), 5, 0)
    assert (part[:700] == -1).all()
    assert 0 < (part >= 0).sum() <= 80


@pytest.mark.parametrize("seed", range(4))
def test_something_is_held_out_though_every_group_is_large(seed):
    part = parts(read_targets(["甲"] * 200 + ["乙"] * 200 + ["丙"] * 600), [place // 200 for place in range(1000)], 5, seed)
    assert (part >= 0).any()


def test_a_theme_of_one_group_stays_whole():
    part = parts(read_targets(["春运"] * 50 + ["生态", "民生"] * 475), [0] * 50 + list(range(1, 951)), 5, 0)
    assert len(set(part[:50])) == 1


def test_too_few_groups_are_not_kept():
    assert sizes(parts(read_targets(MANY), [0] * 1000, 5, 0)) == pytest.approx([80], abs=8)


def test_texts_without_a_theme_are_held_out_as_well():
    targets = read_targets(["other"] * 900 + ["春运"] * 100)
    part = parts(targets, None, 5, 0)
    assert (part[:900] >= 0).mean() == pytest.approx(0.08, abs=0.01)


def test_copies_are_in_one_part():
    sets = np.arange(1000)
    sets[500:600] = sets[:100]
    part = parts(read_targets(MANY), kept_together(numbered(sets.tolist()), None), 5, 0)
    assert (part[500:600] == part[:100]).all()
    assert (part >= 0).any()
