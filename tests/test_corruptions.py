import random

import pytest

from newsclf.shipped import shipped_folder
from training.changes import AIMED, CHANGES, WHOLE, corrupted
from training.corruptions import KINDS, one_round

FINE = {"folder": ("refused",), "signed": ("refused", "another model"), "zip": ("refused", "the same model")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(25))
def test_no_random_corruption_opens_unnoticed(model_folder, kind, seed):
    change, found = one_round(model_folder, kind, seed)
    assert found.startswith(FINE[kind]), change


@pytest.mark.parametrize("seed", range(5))
def test_a_round_is_the_same_every_time(model_folder, seed):
    assert one_round(model_folder, "signed", seed) == one_round(model_folder, "signed", seed)


@pytest.mark.parametrize("change", [*CHANGES, *WHOLE, *AIMED])
def test_every_change_changes_something(model_folder, tmp_path, change):
    files = {path.name: path.read_bytes() for path in model_folder.iterdir()}
    name = "manifest.json" if change == "extreme value" else "trie.base.npy"
    assert any(corrupted(files, name, change, random.Random(seed), tmp_path) != files[name] for seed in range(3))


def test_the_shipped_model_stands_a_few_rounds():
    for kind in KINDS:
        assert one_round(shipped_folder(), kind, 1)[1].startswith(FINE[kind])
