"""Which article each segment belongs to: bodies often stand far from their headings.

No learned model: articles open with a headline or a dateline, and a headline names what its body is about, so that the
two share rare character pairs (a place, a person, a thing).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsclf.lines import opens_article_text
from newsclf.segments import Kind

_STANDING = 10
"""A heading of at most so many characters between two bodies is a standing heading inside their article."""

_SHARED = 3
"""So many character pairs that only one headline has must stand in a paragraph to bind the two."""


_REACH = 40
"""A body stands at most so many stories from its headline: a page holds no more, an archive file may hold many pages."""


@dataclass(eq=False)
class _Story:
    """Segments in page order that belong together; ``headline`` while it has one."""

    segments: list[int] = field(default_factory=list)
    headline: str = ""
    has_body: bool = False


def number_articles(items: Sequence[tuple[Kind, str]]) -> list[int]:
    """Number the articles of a page.

    Parameters
    ----------
    items : sequence of (kind, text)
        The segments in page order.

    Returns
    -------
    list of int
        For each segment the 1-based number of its article, numbered as they first appear.
    """
    stories = _stories(items)
    _give_headlines(stories, items)
    owner = {place: story for story in stories for place in story.segments}
    numbers: dict[int, int] = {}
    return [numbers.setdefault(id(owner[place]), len(numbers) + 1) for place in range(len(items))]


def _stories(items: Sequence[tuple[Kind, str]]) -> list[_Story]:
    """Cut the page where an article opens: at a headline, a dateline, a caption, or a far headline's body."""
    headlines = [place for place, (kind, _) in enumerate(items) if kind == "heading" and not _is_standing(items, place)]
    pairs = _rare_pairs([items[place][1] for place in headlines])
    by_text = dict(zip(headlines, pairs, strict=True))
    stories: list[_Story] = []
    for place, (kind, text) in enumerate(items):
        current = stories[-1] if stories else None
        if kind == "caption":
            stories.append(_Story([place], has_body=True))
            continue
        follows_caption = current is not None and items[current.segments[0]][0] == "caption"
        if kind == "byline" and current is not None:
            current.segments.append(place)
        elif kind == "heading" and place in by_text:
            stories.append(_Story([place], headline=text))
        elif current is None or (kind == "body" and (follows_caption or (current.has_body and opens_article_text(text)))):
            stories.append(_Story([place], has_body=True))
        elif kind == "body" and (far := _far_story(stories, text, by_text)):
            far.segments.append(place)
            far.has_body = True
            stories.remove(far)
            stories.append(far)
        else:
            current.segments.append(place)
            current.has_body |= kind == "body"
    return stories


def _is_standing(items: Sequence[tuple[Kind, str]], place: int) -> bool:
    """A short heading after a body and right above another that opens no article."""
    after = items[place + 1] if place + 1 < len(items) else ("heading", "")
    return (
        len(items[place][1]) <= _STANDING
        and place > 0
        and items[place - 1][0] == "body"
        and after[0] == "body"
        and not opens_article_text(after[1])
    )


def _far_story(stories: list[_Story], text: str, rare: dict[int, set[str]]) -> _Story | None:
    """The story above whose headline still lacks a body and is named by this paragraph, better than the current one."""
    waiting = [story for story in stories[-_REACH:-1] if story.headline and not story.has_body]
    scores = [(_overlap(rare[story.segments[0]], text), story) for story in waiting]
    best, story = max(scores, key=lambda item: item[0], default=(0, None))
    current = stories[-1]
    own = _overlap(rare[current.segments[0]], text) if current.segments[0] in rare else 0
    return story if best >= _SHARED and best > own else None


def _give_headlines(stories: list[_Story], items: Sequence[tuple[Kind, str]]) -> None:
    """Give a headline without a body to the story without a headline that it names best."""
    headed = [story for story in stories if story.headline]
    rare = dict(zip(headed, _rare_pairs([story.headline for story in headed]), strict=True))
    for place, story in enumerate(list(stories)):
        if story not in rare or story.has_body:
            continue
        near = stories[max(0, place - _REACH) : place + _REACH]
        orphans = [other for other in near if other.has_body and not other.headline and items[other.segments[0]][0] == "body"]
        overlaps = [_overlap(rare[story], "".join(items[part][1] for part in orphan.segments)) for orphan in orphans]
        if max(overlaps, default=0) >= _SHARED:
            orphan = orphans[overlaps.index(max(overlaps))]
            orphan.segments += story.segments
            orphan.headline = story.headline
            story.segments = []  # it lives on in the other


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1) if text[place : place + 2].isalnum()}


def _rare_pairs(headlines: Sequence[str]) -> list[set[str]]:
    """For each headline its character pairs that no other has."""
    pairs = [_pairs(headline) for headline in headlines]
    counts = Counter(pair for own in pairs for pair in own)
    return [{pair for pair in own if counts[pair] == 1} for own in pairs]


def _overlap(rare: set[str], text: str) -> int:
    return len(rare & _pairs(text))
