"""Newspaper pages in HTML, to be printed as PDF, with the truth: their segments in the order in which a person reads them."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "training" / "corpus" / "paragraphs.jsonl"
FONT = "WenQuanYi Zen Hei"
STYLE = f"""<!DOCTYPE html><meta charset="utf-8"><style>
@page {{ size: A4; margin: 12mm }}
body {{ margin: 0; font: 12px '{FONT}', 'Noto Sans CJK SC', 'Noto Serif CJK SC', sans-serif; line-height: 1.4 }}
section {{ break-after: page; height: 270mm; position: relative; overflow: hidden }}
p {{ margin: 0; text-indent: 2em; text-align: justify }}
h1, h2, h3 {{ margin: 8px 0; line-height: 1.25; font-weight: normal; text-align: center }}
h1 {{ font-size: 28px }} h2 {{ font-size: 20px }} h3 {{ font-size: 15px; text-align: left; margin: 2px 0 }}
.by {{ text-align: center; margin: 4px 0 }}
.side {{ display: flex; gap: 16px }} .side > * {{ flex: 1 }}
.photo {{ background: #bbb; height: 90px }} .caption {{ font-size: 10px; text-indent: 0; margin: 3px 0 12px }}
.left {{ text-align: left }} .spaced p {{ text-indent: 0; margin-bottom: 9px }}
.ends {{ display: flex; justify-content: space-between; font-size: 10px; margin-bottom: 16px }}
</style>"""


@dataclass
class Story:
    """A piece of a page: its HTML, and its segments as (kind, text)."""

    html: str = ""
    segments: list[tuple[str, str]] = field(default_factory=list)

    def __add__(self, other: Story) -> Story:
        return Story(self.html + other.html, self.segments + other.segments)

    def within(self, style: str = "", kind: str = "") -> Story:
        return Story(f'<div class="{kind}" style="{style}">{self.html}</div>', self.segments)

    def columns(self, count: int, gap: int = 18, style: str = "") -> Story:
        return self.within(f"columns:{count};column-gap:{gap}px;{style}")


def tagged(tag: str, text: str, kind: str, style: str = "") -> Story:
    return Story(f'<{tag} class="{style}">{html.escape(text, quote=False)}</{tag}>', [(kind, text)])


def headline(text: str, tag: str = "h1", style: str = "") -> Story:
    return tagged(tag, text, "heading", style)


def paragraphs(first: int, last: int) -> Story:
    """Paragraphs of our own corpus."""
    return sum((tagged("p", text, "body") for text in texts()[first:last]), Story())


@cache
def texts() -> list[str]:
    """Those that fill some lines."""
    rows = map(json.loads, CORPUS.read_text("utf-8").splitlines()[:2000])
    return [row["text"] for row in rows if row["kind"] == "body" and 50 <= len(row["text"]) <= 250]


def article(text: str, first: int, last: int, count: int, tag: str = "h2", style: str = "", gap: int = 18) -> Story:
    return headline(text, tag, style) + paragraphs(first, last).columns(count, gap)


def two_columns() -> Story:
    return article("柳叶河里又见白条鱼翻花", 0, 8, 2, "h1")


def three_columns_with_narrow_gutters() -> Story:
    return article("湖区护鸟人的一个冬天", 8, 18, 3, "h1", gap=10)


def four_columns_below_a_short_headline() -> Story:
    return article("守住一河清水", 18, 32, 4, "h1", gap=12)


def stories_one_above_the_other() -> Story:
    return article("北郊填埋场种上灌木林", 6, 14, 3, "h1") + article("石桥镇五百户装上新水表", 14, 20, 2)


def stories_with_the_same_columns() -> Story:
    return article("老厂区改成体育公园", 100, 107, 3, style="left") + article("夜校开课", 107, 114, 3, style="left")


def stories_side_by_side() -> Story:
    left = article("返乡列车加开三趟", 200, 206, 2).within()
    right = article("车站里的暖心姜茶", 206, 212, 2).within()
    return (left + right).within(kind="side")


def sidebar() -> Story:
    main = article("和美小区共建记", 300, 312, 3, "h1").within("flex:3")
    box = (headline("编后", "h2") + paragraphs(312, 315)).within("flex:1;background:#eee;padding:6px")
    return (main + box).within(kind="side")


def four_stories_in_a_square() -> Story:
    names = ("街口添了公交站", "菜场搬进新大棚", "河堤修好五公里", "村里办起图书角")
    cards = [article(name, 400 + 2 * place, 402 + 2 * place, 1).within() for place, name in enumerate(names)]
    return (cards[0] + cards[1]).within(kind="side") + (cards[2] + cards[3]).within("margin-top:14px", kind="side")


def header_footer_photo_and_caption() -> Story:
    head = Story('<div class="ends"><span>03</span><span>要闻</span><span>2024年5月12日</span></div>')
    photo = Story('<div class="photo"></div>') + tagged("p", "图为护林员在山上清点新栽的苗木。", "caption", "caption")
    photo = photo.within("break-inside:avoid")
    columns = (photo + paragraphs(500, 509)).columns(3)
    foot = Story('<div style="position:absolute;bottom:0;width:100%;text-align:center;font-size:10px">第 3 页</div>')
    head.segments, foot.segments = [("heading", "03要闻2024年5月12日")], [("heading", "第3页")]
    return head + headline("红石林场封山十五年") + columns + foot


def kicker_byline_and_subheads() -> Story:
    kicker = tagged("h3", "秀水县石桥镇：", "heading", "by")
    body = (
        paragraphs(600, 603) + headline("水清了", "h3") + paragraphs(603, 606) + headline("岸绿了", "h3") + paragraphs(606, 610)
    )
    byline = tagged("p", "本报记者 申屠砚 通讯员 闻笛", "byline", "by")
    top = kicker + headline("一条河带活八个村")
    top.segments = [("heading", "秀水县石桥镇：一条河带活八个村")]
    return top + byline + body.columns(3)


def paragraphs_set_apart() -> Story:
    return headline("新学期食堂多了两道菜", "h1", "left") + paragraphs(700, 709).columns(2).within(kind="spaced")


def wide_headline_and_rules() -> Story:
    title = headline("新　春　走　基　层", "h1")
    return title + paragraphs(800, 812).columns(4, 16, "column-rule:1px solid black")


def a_headline_over_two_of_three_columns() -> Story:
    """The right column is another story, from top to bottom."""
    left = article("山里通了直达客车", 900, 906, 2, "h1") + article("集市搬到院坝里", 906, 910, 2)
    right = headline("简讯") + paragraphs(910, 916)
    return (left.within("flex:2") + right.within("flex:1")).within(kind="side")


def a_headline_that_runs_downwards() -> Story:
    title = tagged("div", "春风又过石桥镇", "heading").within("flex:none;font-size:24px;line-height:1.2;width:1em")
    return (title + paragraphs(1000, 1006).columns(2).within()).within(kind="side")


def vertical_lines() -> Story:
    lines = headline("古镇书声", "h1") + paragraphs(1100, 1106)
    return lines.within("writing-mode:vertical-rl;height:240mm;font-family:'Noto Serif CJK SC'")


def a_page_on_its_side() -> Story:
    flat = article("稻田里养起小龙虾", 1200, 1210, 3, "h1")
    return flat.within("width:260mm;transform-origin:0 0;transform:translate(180mm,0) rotate(90deg)")


def a_sidebar_beside_stories_with_the_same_columns() -> Story:
    """No headline spans the columns, and all gutters are alike."""
    upper = article("种子库迎来新芽", 110, 113, 3, style="left", gap=12)
    main = (upper + article("南湖来了小天鹅", 113, 116, 3, style="left", gap=12)).within("flex:3")
    box = (headline("编后") + paragraphs(116, 118)).within("flex:1")
    return (main + box).within("gap:12px", kind="side")


LAYOUTS: tuple[Callable[[], Story], ...] = (
    two_columns,
    three_columns_with_narrow_gutters,
    four_columns_below_a_short_headline,
    stories_one_above_the_other,
    stories_with_the_same_columns,
    stories_side_by_side,
    sidebar,
    a_sidebar_beside_stories_with_the_same_columns,
    four_stories_in_a_square,
    header_footer_photo_and_caption,
    kicker_byline_and_subheads,
    paragraphs_set_apart,
    wide_headline_and_rules,
    a_headline_over_two_of_three_columns,
    a_headline_that_runs_downwards,
    vertical_lines,
    a_page_on_its_side,
)


def document(layouts: Iterator[Story]) -> str:
    """One HTML file, a page for each layout."""
    return STYLE + "".join(f"<section>{story.html}</section>" for story in layouts)
