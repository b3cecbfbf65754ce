# %% [markdown]
# # A page from end to end · 一张版面，从头到尾
#
# A newspaper page comes out of a PDF as hard-wrapped lines, column after column. This notebook follows it through
# newsclf: lines → segments → themes → the characters that decided. It needs no network.
#
# 报纸版面从 PDF 里取出来，是一栏接一栏的硬换行文本。本笔记跟着一张版面走完全程：行 → 段落 → 主题 → 起决定作用的字词。
# 全程不需要联网。

# %%
from collections import Counter
from itertools import pairwise
from unicodedata import east_asian_width

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from drawing import COLOURS, headline, name_of, prepare
from matplotlib.patches import Rectangle

import newsclf
from newsclf.explanation import character_shares

page = newsclf.example_page()
print(page[:260])

# %% [markdown]
# ## Segments · 段落
#
# `segment` needs no trained model: it reads the widths of lines, blank lines (which lie) and marks such as by-lines and
# datelines. Each segment knows its lines and its place in the page.
#
# `segment` 不需要训练好的模型，它看的是行宽、空行（空行并不可靠），以及署名、电头这类标记。每个段落都记得自己占哪几行、
# 在版面文本的什么位置。

# %%
segments = newsclf.segment(page)
for item in segments[:12]:
    print(f"{item.lines[0]:>4}–{item.lines[1]:<4}{item.kind:<8} article {item.article}  {item.text[:32]}")

# %% [markdown]
# Nothing visible is lost, nothing is counted twice.
#
# 看得见的字一个不少，也没有一个算两遍。

# %%
covered = sum(len("".join(page[item.start : item.end].split())) for item in segments)
visible = len("".join(page.split()))
assert covered == visible
print(covered, visible)

# %% [markdown]
# Bodies may stand far from their headings; `article` brings them together again.
#
# 正文与标题常常隔得很远，`article` 把同一篇的段落重新归到一起。

# %%
for number in sorted({item.article for item in segments}):
    parts = [item for item in segments if item.article == number]
    print(
        number, ", ".join(f"{count} {kind}" for kind, count in Counter(item.kind for item in parts).items()), parts[-1].text[:24]
    )

# %% [markdown]
# ## Themes · 主题
#
# `label_page` cuts and labels in one step. A theme is named when its calibrated probability reaches its threshold;
# by-lines abstain; a short heading may lean on its article (`context`).
#
# `label_page` 一步完成切分和打标。校准后的概率达到该主题的阈值，才报出这个主题；署名行弃权；
# 短标题拿不准时参考所在文章（`context`）。

# %%
labelled = newsclf.label_page(page)
pd.DataFrame(
    {
        "lines": f"{item.lines[0]}–{item.lines[1]}",
        "kind": item.kind,
        "theme": item.label.reason or item.label.theme,
        "score": round(item.label.score, 2),
        "context": item.label.context,
        "text": item.text[:28],
    }
    for item in labelled
)

# %%
Counter(item.label.theme for item in labelled if not item.label.abstain)

# %% [markdown]
# ## Why · 为什么
#
# The model is linear, so the account is exact: the words' shares and the intercept add up to the score. Why it is not
# another theme, `newsclf.contrast` and `newsclf explain --against` tell.
#
# 模型是线性的，所以这笔账分文不差：各词的份额加上截距，正好等于总分。至于为什么不是另一个主题，
# 可以问 `newsclf.contrast` 或 `newsclf explain --against`。

# %%
model = newsclf.load()
sure = max((item for item in labelled if item.label.themes and item.kind == "body"), key=lambda item: item.label.score)
why = newsclf.explain(model, sure.text)
print(sure.text, "\n")
for share in why.shares[:6]:
    print(f"{share.share:+8.3f}  {share.word}")
assert abs(sum(share.share for share in why.shares) + why.intercept - why.score) < 1e-9
print(why.theme, round(why.probability, 3))

# %% [markdown]
# ## The page, drawn · 把版面画出来
#
# First, what every character of the page adds to the score of its segment's theme. A segment's text is its stretch of
# the page without the line breaks, so that both can be walked side by side.
#
# 先算出版面上每个字为所在段落的主题加了多少分。段落文本就是版面上那一截去掉换行，两边并排走一遍就能对上。


# %%
def evidence(item):
    """What each character of the page adds to the theme of its segment: place in the page → share."""
    if item.label.theme == "other":
        return {}
    shares, place, found = character_shares(model, item.text, item.label.theme), 0, {}
    for at in range(item.start, item.end):
        if place < len(item.text) and page[at] == item.text[place]:
            found[at] = shares[place]
            place += 1
    return found


share_at = {at: share for item in labelled for at, share in evidence(item).items()}
strong = np.quantile([share for share in share_at.values() if share > 0], 0.95)
print(f"{len(share_at)} characters, the strongest twentieth of them above {strong:.2f}")

# %% [markdown]
# Then the picture: the lines as they stand in the file, set in four columns. The bar tells the theme of a segment, the
# tint how much a character speaks for it. Where no Chinese font is installed, characters are small blocks. (To have
# such a page in a browser, with names and figures at every word: `newsclf label page.txt --html page.html`.)
#
# 再画图：各行按文件里的样子排成四栏。竖条是段落的主题，底色深浅是每个字的分量。没有安装中文字体时，字画成小方块。
# （想在浏览器里看这样的版面，连同每个词的分量：`newsclf label page.txt --html page.html`。）


# %%
def starts_of_columns(columns):
    """Where columns begin: with the segment that is nearest to an even cut."""
    first = [item.lines[0] - 1 for item in labelled]
    even = [len(lines) * column / columns for column in range(1, columns)]
    return [0, *(min(first, key=lambda number: abs(number - cut)) for cut in even)]


def widths(line):
    """How wide each character is: in Chinese type every full-width one is as wide as another."""
    return [1.0 if east_asian_width(character) in "WFA" else 0.5 for character in line]


def draw_line(axes, line, start, left, top, colour, weight):
    """One line of the page, which begins at such a place of the page, character by character."""
    x = left
    for at, (character, width) in enumerate(zip(line, widths(line), strict=True), start):
        strength = min(max(share_at.get(at, 0.0), 0.0) / strong, 1.0)
        axes.add_patch(Rectangle((x, top + 0.04), width, HEIGHT - 0.12, color=colour, alpha=0.7 * strength, lw=0))
        if chinese:
            axes.text(x + width / 2, top + 0.7, character, ha="center", va="center", size=7.4, weight=weight, color="#1a1a1a")
        elif not character.isspace():
            axes.add_patch(Rectangle((x + 0.1, top + 0.4), width - 0.2, 0.6, color="#1a1a1a", alpha=0.5, lw=0))
        x += width


HEIGHT, GAP = 1.42, 3.2
chinese = prepare()
lines = page.split("\n")
offsets = np.cumsum([0, *(len(line) + 1 for line in lines)])
of_line = {number: item for item in labelled for number in range(item.lines[0] - 1, item.lines[1])}
starts = [*starts_of_columns(4), len(lines)]

figure = plt.figure(figsize=(11, 7))
axes = figure.add_axes((0.02, 0.06, 0.96, 0.83))
left = 0.0
for first, last in pairwise(starts):
    for number in range(first, last):
        if item := of_line.get(number):
            top, colour = HEIGHT * (number - first), COLOURS[item.label.theme]
            axes.add_patch(Rectangle((left - 0.9, top), 0.4, HEIGHT, color=colour, lw=0))
            draw_line(axes, lines[number], offsets[number], left, top, colour, "bold" if item.kind == "heading" else "normal")
    left += max(sum(widths(line)) for line in lines[first:last]) + GAP
axes.set(xlim=(-1, left - GAP), ylim=(HEIGHT * max(np.diff(starts)), -0.3))
axes.axis("off")

counts = Counter(item.label.theme for item in labelled if not item.label.abstain)
chips = [Rectangle((0, 0), 1, 1, color=COLOURS[theme], label=f"{name_of(theme, chinese)} {counts[theme]}") for theme in COLOURS]
figure.legend(handles=chips, loc="lower center", ncols=len(chips), fontsize=8.5, handlelength=0.8, handleheight=0.8)
headline(
    figure,
    "一张版面，字字有账",
    "One page, every character accounted for: the theme of each segment, and what each character adds to it",
)
plt.show()
