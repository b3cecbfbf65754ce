from __future__ import annotations

import numpy as np
import pytest

from newsclf import ThemeClassifier
from newsclf.audit import audit
from newsclf.errors import TrainingError


@pytest.fixture(scope="module")
def planted(corpus):
    """Labelled texts, one in twenty of them with a wrong label, and the places of these."""
    rows = corpus[:800]
    truth = [row["theme"] for row in rows]
    rng = np.random.default_rng(0)
    wrong = rng.choice(len(rows), len(rows) // 20, replace=False).tolist()
    labels = list(truth)
    for place in wrong:
        labels[place] = rng.choice(sorted(set(truth) - {truth[place]}))
    return [row["text"] for row in rows], labels, truth, set(wrong)


@pytest.fixture(scope="module")
def found(planted):
    texts, labels, _, _ = planted
    return audit(texts, labels, classifier=ThemeClassifier(effort="quick", vectors=None))


def test_planted_errors_stand_at_the_top(planted, found):
    *_, wrong = planted
    places = [one.place for one in found.suspects]
    assert np.mean([place in wrong for place in places[:10]]) >= 0.8
    assert np.mean([place in wrong for place in places[:20]]) >= 0.6
    assert len(wrong & set(places)) >= 0.6 * len(wrong)


def test_a_suspect_says_what_was_given_and_what_it_would_be(planted, found):
    _, labels, truth, wrong = planted
    mended = [one for one in found.suspects if one.place in wrong]
    assert np.mean([(one.proposed or ("other",))[0] == truth[one.place] for one in mended]) > 0.5
    for one in found.suspects:
        assert (one.given or ("other",))[0] == labels[one.place]
        assert one.doubt == "copy" or one.proposed_probability > one.given_probability
    odds = [one.given_probability for one in found.suspects]
    assert odds == sorted(odds)
    assert (found.texts, found.judged) == (800, 800)


def test_themes_that_are_missing_or_one_too_many(corpus):
    rows = corpus[:700]
    sets = [list(row["themes"]) for row in rows]
    extra = next(place for place, row in enumerate(rows) if row["themes"] == ["ecology"] and len(row["text"]) > 80)
    missing = next(place for place, row in enumerate(rows) if row["themes"] == ["spring_travel"] and "春运" in row["text"])
    sets[extra], sets[missing] = ["ecology", "spring_travel"], []
    suspects = {one.place: one for one in audit([row["text"] for row in rows], sets).suspects}
    assert (suspects[extra].doubt, suspects[extra].theme, suspects[extra].proposed) == ("extra", "spring_travel", ("ecology",))
    assert (suspects[missing].doubt, suspects[missing].theme) == ("missing", "spring_travel")
    assert suspects[missing].proposed == ("spring_travel",)


def test_near_copies_with_other_labels_are_told(planted):
    texts, _, truth, _ = planted
    place = next(place for place, text in enumerate(texts) if truth[place] == "ecology" and len(text) > 60)
    other = next(theme for theme in truth if theme != "ecology")
    found = audit([*texts, texts[place].replace("。", "！！"), ""], [*truth, other, "other"])
    assert found.contradictory == 2
    copies = {one.place: one.copy for one in found.suspects if one.copy >= 0}
    assert copies == {place: len(texts), len(texts): place}


def test_the_only_text_of_a_theme_is_not_judged(planted):
    texts, _, truth, _ = planted
    found = audit([*texts[:200], "围棋名人战今日开枰"], [*truth[:200], "围棋"])
    assert (found.texts, found.judged) == (201, 200)
    assert all(one.place < 200 for one in found.suspects)


def test_where_nothing_can_be_held_out_nothing_is_judged():
    found = audit(["河道清淤水变清", "春运加开列车"], ["a", "b"])
    assert (found.suspects, found.judged, found.texts) == ([], 0, 2)


def test_the_same_texts_give_the_same_suspects_and_groups_are_kept(planted, found):
    texts, labels, _, _ = planted
    assert audit(texts, labels, classifier=ThemeClassifier(effort="quick", vectors=None)).suspects == found.suspects
    grouped = ThemeClassifier(effort="quick", vectors=None)
    audit(texts, labels, [place // 4 for place in range(len(texts))], classifier=grouped)
    assert grouped.training_["grouped"]


def test_bad_data_is_refused():
    with pytest.raises(TrainingError):
        audit(["河", "水"], ["a", "a"])
    with pytest.raises(ValueError, match="X has 1 texts, y has 2 labels"):
        audit(["河"], ["a", "b"])
