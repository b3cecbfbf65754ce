import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.explanation import Share, explain
from newsclf.report.highlights import STEPS, Piece, highlighted, pieces, strength

TEXT = "志愿者在高铁站为返乡旅客引路，志愿者很忙。"
TEXTS = st.one_of(
    st.lists(st.sampled_from(["志愿者", "春运", " ", "\n", "高铁 站", "⑴", "ﷺ", "𠀀", "\ud800", "<b>", "。"])).map("".join),
    st.text(st.characters(exclude_categories=()), max_size=40),
)


@settings(deadline=None, max_examples=60)
@given(text=TEXTS)
def test_pieces_joined_give_the_text_back(text, model):
    found = highlighted(text, explain(model, text))
    assert "".join(piece.text for piece in found) == text
    assert all(piece.text for piece in found)


@settings(deadline=None, max_examples=40)
@given(text=TEXTS, cut=st.integers(0, 50))
def test_a_cut_text_is_its_beginning_and_ends_at_no_word_half(text, cut, model):
    account = explain(model, text)
    kept = "".join(piece.text for piece in pieces(text, account.spans, cut))
    assert text.startswith(kept)
    assert len(kept) <= cut
    assert not any(span.start < len(kept) < span.end for span in account.spans)


def test_shares_of_all_pieces_add_up_to_the_score(model):
    account = explain(model, TEXT)
    total = sum(piece.share for piece in highlighted(TEXT, account))
    assert account.intercept + total == pytest.approx(account.score)


def test_the_word_that_decides_is_the_strongest_wherever_it_stands(model):
    found = highlighted(TEXT, explain(model, TEXT, "volunteering"))
    assert [piece.text for piece in found if piece.strength == 4] == ["志愿者", "志愿者"]
    assert all(piece.share > 0 for piece in found if piece.strength > 0)
    assert all(piece.share < 0 for piece in found if piece.strength < 0)


def test_neighbours_without_strength_are_one_piece():
    spans = [Share("甲", 0, 1, 0.001), Share("乙", 1, 2, 0.002), Share("丙", 2, 3, 1.0)]
    assert pieces("甲乙丙", spans) == [Piece("甲乙", 0, 0.003), Piece("丙", 4, 1.0)]


@pytest.mark.parametrize(
    ("share", "expected"), [(1, 4), (STEPS[3], 4), (0.74, 3), (STEPS[1], 2), (0.1, 1), (0.09, 0), (0, 0), (-1, -4), (-0.1, -1)]
)
def test_strength_goes_by_the_largest_share(share, expected):
    assert strength(share, 1.0) == expected
    assert strength(share * 0.01, 0.01) == expected


def test_where_nothing_weighs_nothing_is_strong():
    assert strength(0.0, 0.0) == 0
    assert pieces("甲", [Share("甲", 0, 1, 0.0)]) == [Piece("甲")]
    assert pieces("", []) == []
