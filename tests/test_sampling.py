from __future__ import annotations

import numpy as np
import pytest

from newsclf import sampling
from newsclf.sampling import held_out, sample
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


def test_one_part_is_held_out_but_no_more_than_the_most():
    assert held_out(read_targets(MANY), None, 5, 0).sum() == pytest.approx(80, abs=4)
    assert held_out(read_targets(MANY), None, 20, 0).sum() == pytest.approx(50, abs=4)


@pytest.mark.parametrize("folds", [-1, 0, 1, 2])
def test_at_most_half_is_held_out(folds, monkeypatch):
    monkeypatch.setattr(sampling, "HELD_OUT", 10_000)
    assert held_out(read_targets(MANY), None, folds, 0).mean() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("count", [2, 3, 7, 8, 10])
@pytest.mark.parametrize("seed", range(5))
def test_every_theme_is_on_both_sides(count, seed):
    targets = read_targets(["生态"] * 990 + ["春运"] * count)
    out = held_out(targets, None, 5, seed)
    needed = min(4, count // 2)
    assert (targets.indicator[out].sum(axis=0) >= needed).all()
    assert (targets.indicator[~out].sum(axis=0) >= needed).all()


def test_groups_are_never_split():
    groups = [f"文章{place // 7}" for place in range(1000)]
    out = held_out(read_targets(MANY), groups, 5, 0)
    assert 0 < out.sum() <= 100
    assert not {groups[place] for place in np.flatnonzero(out)} & {groups[place] for place in np.flatnonzero(~out)}


def test_a_group_larger_than_a_part_is_not_held_out():
    groups = [0] * 700 + list(range(1, 301))
    out = held_out(read_targets(["生态", "民生"] * 500), groups, 5, 0)
    assert not out[:700].any()
    assert out.sum() == pytest.approx(80, abs=4)


def test_a_theme_of_one_group_stays_whole():
    groups = [0] * 50 + list(range(1, 951))
    out = held_out(read_targets(["春运"] * 50 + ["生态", "民生"] * 475), groups, 5, 0)
    assert out[:50].all() or not out[:50].any()


def test_too_few_groups_are_not_kept():
    out = held_out(read_targets(MANY), [0] * 1000, 5, 0)
    assert 0 < out.sum() < 100
