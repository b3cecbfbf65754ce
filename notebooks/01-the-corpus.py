# %% [markdown]
# # The corpus · 语料
#
# What newsclf learns from must be open to inspection. The public news that the shipped model has learned from cannot be
# passed on; the paragraphs written for this project can. This notebook looks at them: how many, of what kind, how long,
# which words set themes apart, how well two readers agree, and what all this is not.
#
# 模型从什么学来，应当经得起查看。随包模型学过的公开新闻不能转发，为本项目写的段落可以。本笔记把它们翻一遍：有多少、
# 是哪一类、多长、哪些词把主题分开、两位读者意见是否一致，以及这份语料不是什么。

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from drawing import COLOURS, THEMES, headline, name_of, prepare
from matplotlib.patches import Rectangle
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import cohen_kappa_score

from newsclf.tokens import words

chinese = prepare()
rows = pd.read_json("../training/corpus/paragraphs.jsonl", lines=True, dtype=False)
print(f"{len(rows)} paragraphs, one of them:")
rows.iloc[0].to_dict()

# %% [markdown]
# ## Where it comes from · 从哪里来
#
# Language models wrote every paragraph for this project, in several batches, and labelled what they wrote by the
# annotation guide. No second reader has judged these labels. Places and some public events are real; what is said to
# have happened is not. The licence is CC0, the whole story is in `training/corpus/CARD.md`.
#
# 每一段都由语言模型为本项目分批写成，并由写作者按标注指南给出主题，没有第二位读者复核。地名和一些公共事件是真的，
# 所写的事不是。许可为 CC0，来龙去脉见 `training/corpus/CARD.md`。

# %%
pd.crosstab(rows.theme, rows.kind).loc[list(THEMES)].assign(all=rows.theme.value_counts())

# %%
pd.crosstab(rows.genre, rows.period, margins=True)

# %% [markdown]
# ## Two themes at once · 一段两个主题
#
# `themes` is a set. A paragraph may have two, the primary first; in `other` it is empty.
#
# `themes` 是一个集合：一段可以有两个主题，主要的在前；`other` 则为空。

# %%
two = rows[rows.themes.map(len) == 2]
print(f"{len(two)} of {len(rows)} have two themes")
two.themes.map(" + ".join).value_counts().head(8)

# %% [markdown]
# ## How long · 长度
#
# Headings are short, bodies are those of a newspaper. Lengths are in characters.
#
# 标题短，正文是报纸段落的长度。单位为字。

# %%
length = rows.text.str.len()
length.groupby([rows.kind, rows.theme]).median().unstack().loc[["heading", "caption", "body"], list(THEMES)].astype(int)

# %% [markdown]
# ## Words that set themes apart · 区分主题的词
#
# Frequent words are the same everywhere. What sets a theme apart are words whose log-odds differ from those in all
# other paragraphs by much more than chance would have it. Each count gets a prior from the whole corpus, so that a word
# seen twice does not win (B. Monroe, M. Colaresi and K. Quinn, "Fightin' words", 2008). `z` is the difference over its
# standard error.
#
# 常用词到处都一样。真正区分主题的，是对数几率明显偏离其余段落、且远超偶然的词。每个词的频次都加上全语料给出的先验，
# 只出现过两次的词就不会冒尖（B. Monroe、M. Colaresi、K. Quinn，2008）。`z` 是差值除以标准误。

# %%
counter = CountVectorizer(tokenizer=words, token_pattern=None, lowercase=False, min_df=5)
counts = counter.fit_transform(rows.text)
vocabulary = counter.get_feature_names_out()


def distinctive(theme, prior=1000):
    """How far the log-odds of each word in a theme are from those elsewhere, in standard errors."""
    inside = np.asarray(counts[(rows.theme == theme).to_numpy()].sum(axis=0)).ravel()
    total = np.asarray(counts.sum(axis=0)).ravel()
    expected = prior * total / total.sum()
    odds = [np.log((some + expected) / (some.sum() + prior - some - expected)) for some in (inside, total - inside)]
    return (odds[0] - odds[1]) / np.sqrt(1 / (inside + expected) + 1 / (total - inside + expected))


z = pd.DataFrame({theme: distinctive(theme) for theme in THEMES}, index=vocabulary)
z = z[[len(word) > 1 for word in z.index]]
pd.DataFrame({theme: z[theme].nlargest(12).index for theme in THEMES})

# %% [markdown]
# One word must not decide by itself. 志愿 gives volunteering away, so many paragraphs of that theme do without it, and
# `other` has many that come close: hard negatives.
#
# 不能由一个词说了算。“志愿”一出现就露底，所以这个主题有许多段落不用它；而 `other` 里有许多形似的段落，专门用来考模型。

# %%
for word, theme in {"志愿": "volunteering", "春节": "spring_travel", "生态": "ecology", "民生": "livelihood"}.items():
    has, inside = rows.text.str.contains(word), rows.theme == theme
    print(f"{word}: in {has[inside].mean():.0%} of {theme}, and in {(has & ~inside).sum()} paragraphs of other themes")

# %% [markdown]
# ## Do readers agree? · 读者是否一致
#
# That can be told of the public news, of which a tenth of the harder paragraphs were read twice by readers who knew
# nothing of each other. The texts are not here, the readings are. The readers were language models of one family:
# people may agree less.
#
# 公开新闻可以回答这个问题：较难的段落中，有十分之一由互不相通的两位读者各读一遍。正文不在这里，读数在。
# 读者都是同一系列的语言模型，人与人之间未必这样一致。

# %%
readings = pd.read_csv("../training/corpus/second-readings.csv")
first, second = (readings[name].str.split(";").str[0] for name in ("first", "second"))
print(
    f"{len(readings)} read twice, {(first == second).mean():.1%} the same primary, kappa {cohen_kappa_score(first, second):.3f}"
)
pd.crosstab(first, second)

# %% [markdown]
# ## What it is not · 它不是什么
#
# - It is not a sample of news: themes are far more frequent here than on a page.
# - It is no source of facts.
# - It has the writers' habits. A model that is good at it is good at what such writers write. The figures in the README
#   are measured on   public news for that reason.
#
# - 不是新闻的随机样本：这里主题出现得比版面上密得多。
# - 不是事实的来源。
# - 带着写作者的习惯。在这里考得好，只说明对这种文章考得好；正因如此，README 里的数字是在公开新闻上测的。

# %% [markdown]
# ## The corpus, drawn · 把语料画出来
#
# A cell for each paragraph, by the decade it is written for; two colours in one cell are two themes. Below, the words
# that set each theme apart, larger with larger `z`.
#
# 一格就是一段，按所写的年代分开；一格两色，就是两个主题。下面是区分各主题的词，`z` 越大字越大。


# %%
def wall(axes, some):
    """A cell for each paragraph, column by column, themes in their order."""
    some = some.assign(order=some.theme.map(THEMES.index)).sort_values("order", kind="stable")
    for place, (theme, themes) in enumerate(zip(some.theme, some.themes, strict=True)):
        column, row = divmod(place, HIGH)
        axes.add_patch(Rectangle((column, row), 0.86, 0.86, color=COLOURS[theme], lw=0))
        if len(themes) > 1:
            axes.fill([column, column + 0.86, column + 0.86], [row + 0.86, row + 0.86, row], color=COLOURS[themes[1]], lw=0)
    axes.set(xlim=(0, WIDE), ylim=(HIGH, -0.2), aspect="equal", anchor="SW")
    axes.axis("off")
    axes.set_title(f"{some.period.iloc[0]}   {len(some):,}", size=10)


def flow(figure, scores, left, top, width, colour):
    """Words side by side, and on the next line where they do not fit; all in inches, from the lower left."""
    x = left
    for word, size in zip(scores.index, 8 + 14 * scores / z.to_numpy().max(), strict=True):
        if x + len(word) * size / 72 > left + width:
            x, top = left, top - 0.34
        figure.text(x / 11, top / 7.6, word, size=size, color=colour)
        x += len(word) * size / 72 + 0.12


HIGH = 36
WIDE = -(-rows.period.value_counts().max() // HIGH)
figure = plt.figure(figsize=(11, 7.6))
upper = figure.add_gridspec(1, 4, left=0.02, right=0.98, top=0.85, bottom=0.45, wspace=0.08)
for cell, (_, some) in zip(upper, rows.groupby("period"), strict=True):
    wall(figure.add_subplot(cell), some)
for place, theme in enumerate(THEMES):
    left, count = 0.22 + 2.15 * place, (rows.theme == theme).sum()
    figure.add_artist(Rectangle((left / 11, 0.36), 0.012, 0.02, color=COLOURS[theme], transform=figure.transFigure))
    figure.text(left / 11 + 0.018, 0.37, f"{name_of(theme, chinese)}  {count:,}", va="center", size=10, weight="bold")
    flow(figure, z[theme].nlargest(17) if chinese else z[theme][:0], left, 2.4, 1.9, COLOURS[theme])
headline(
    figure, f"{len(rows):,} 段，一格一段", f"{len(rows):,} paragraphs, a cell each; below, the words that set each theme apart"
)
plt.show()
