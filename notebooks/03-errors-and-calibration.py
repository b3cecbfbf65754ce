# %% [markdown]
# # Errors and calibration · 错误与校准
#
# How often is a model wrong, where, and does it know? A model learns from three quarters of our paragraphs; here is how to look
# at what it says of the rest. `newsclf evaluate my-model test.csv -o report/` writes most of this for any model and table.
#
# 模型多久错一次，错在哪里，它自己心里有没有数？让模型从四分之三的段落里学习，再看它对其余段落怎么说。
# 对任何模型和表格，`newsclf evaluate my-model test.csv -o report/` 都能写出这里的大部分内容。

# %%
from html import escape

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from drawing import COLOURS, name_of, prepare
from IPython.display import HTML, Image, display
from newsclf.curves import precision_recall, reliability
from newsclf.report.evaluation import looks_for
from newsclf.report.mistakes import worst
from newsclf.report.pictures import pen_of, pictures

from newsclf import ThemeClassifier
from newsclf.contrast import contrast
from newsclf.evaluation import judged

paragraphs = pd.read_json("../training/corpus/paragraphs.jsonl", lines=True, dtype={"id": str})

# %% [markdown]
# ## Held out · 留出来的
#
# Paragraphs of one topic stay together, on one side: what was written of the same matter helps too much. The intervals draw
# topics anew, too. With news, let articles be the groups (`--group-column`).
#
# 同一话题的段落放在同一边：写的是同一件事，互相透露得太多。区间也按话题重抽。用于新闻时，请按文章分组（`--group-column`）。

# %%
topics = np.random.default_rng(0).permutation(paragraphs.topic.unique())
held_out = paragraphs.topic.isin(topics[: len(topics) // 4])
learned, test = paragraphs[~held_out], paragraphs[held_out].reset_index(drop=True)
model = ThemeClassifier(effort="quick").fit(learned.text.tolist(), learned.themes.tolist()).to_model()

texts = test.text.tolist()
found = judged(model, texts, test.themes.tolist())
metrics = found.metrics(groups=test.topic.tolist(), by={"kind": test.kind, "period": test.period, "genre": test.genre})
low, high = metrics["interval"]["macro_f1"]
print(f"{len(learned)} learned · 学习, {len(test)} held out · 留出")
print(f"macro-F1 {metrics['macro_f1']:.3f} ({low:.3f}–{high:.3f}), accuracy · 准确率 {metrics['accuracy']:.3f}")

# %%
rates = metrics["per_theme"]
ends = metrics["interval"]["per_theme"]
pd.DataFrame(
    {
        theme: {
            **{rate: f"{rates[theme][rate]:.2f} ({ends[theme][rate][0]:.2f}–{ends[theme][rate][1]:.2f})" for rate in ends[theme]},
            "n": rates[theme]["support"],
        }
        for theme in COLOURS
    }
).T

# %% [markdown]
# ## What is taken for what · 把什么错当成什么
#
# Rows are what a paragraph is, columns what was answered. Most errors lie between a theme and `other`: whether a theme is there
# at all is harder than which.
#
# 行是段落本来的主题，列是模型的回答。错误大多出在某个主题与“其他”之间：有没有主题，比是哪个主题更难判断。

# %%
drawn = {picture.name: picture for picture in pictures(metrics, pen_of(looks_for(model, metrics)), several=False)}
Image(drawn["confusion"].png, width=520)

# %% [markdown]
# ## The surest errors · 最有把握的错
#
# Read these first. Darker words spoke more for the wrong answer. Now and then the label is wrong and the model right;
# `newsclf audit` looks for such labels in a table.
#
# 先读这些。底色越深的词，越把模型往错处带。有时错的其实是标注，模型反倒对；`newsclf audit` 专在表格里找这样的标注。


# %%
def marked(mistake):
    """A paragraph with the words that speak for the answer, on its colour."""
    colour = COLOURS[mistake.explained]
    words = (
        f'<span style="background:{colour}{30 + 40 * piece.strength:02x}">{escape(piece.text)}</span>'
        if piece.strength > 0
        else escape(piece.text)
        for piece in mistake.pieces
    )
    says = f"{mistake.answer} {mistake.score:.2f} ≠ {' + '.join(mistake.truth)}"
    return f"<p><b>{escape(says)}</b><br>{''.join(words)}{'…' if mistake.cut else ''}</p>"


mistakes = worst(found, texts)
display(HTML("".join(marked(mistake) for mistake in mistakes[:8])))
print(f"{int(found.wrong.sum())} of {len(test)} wrong · 段判错")

# %% [markdown]
# The words that set the answer apart from the truth, one by one: `contrast` accounts for the difference of the two log-odds.
#
# 逐词看答案与真相差在哪里：`contrast` 把两个对数几率之差摊到每个词上。

# %%
shown = next(mistake for mistake in mistakes if "other" not in (mistake.answer, *mistake.truth))
against = contrast(model, texts[shown.row], shown.answer, shown.truth[0])
print(
    f"{shown.answer} − {shown.truth[0]} = {against.difference:+.2f}, start · 起点 {against.start:+.2f}\n{texts[shown.row][:80]}"
)
pd.DataFrame({"word": word.word, "difference": round(word.difference, 2)} for word in (*against.words[:5], *against.words[-3:]))

# %% [markdown]
# ## What a probability is worth · 概率说话算不算数
#
# Of the answers given with 0.8, eight of ten should be right. Each point has as many answers; its bar is a 95 % interval. The
# table has the calibration error of every theme's own probability.
#
# 说“0.8”的回答，十个里应当有八个是对的。每个点的回答一样多，竖线是 95% 区间。表中是各主题概率自己的校准误差。

# %%
display(Image(drawn["reliability"].png, width=460))
pd.Series(metrics["calibration_error"], name="calibration error").round(3).to_frame().T

# %% [markdown]
# ## Thresholds · 阈值
#
# A theme is named from its threshold on. Whoever must not miss a paragraph lowers it; whoever will not read false alarms raises
# it. What each choice would have cost here:
#
# 概率到了阈值，才报出主题。不能漏的，就把阈值调低；不想看误报的，就调高。在这批段落上，各种取法的代价如下：

# %%
rows = {}
for column, theme in enumerate(model.themes):
    curve = precision_recall(found.probabilities[:, column], found.had[:, column], points=len(test))
    precision, recall, threshold = (np.array(curve[name]) for name in ("precision", "recall", "threshold"))
    own = np.flatnonzero(threshold >= model.rule.thresholds[column])[-1]
    sure = np.flatnonzero(precision >= 0.95)[-1]
    all_but_few = np.flatnonzero(recall >= 0.95)[0]
    rows[theme] = {
        told: f"{threshold[at]:.2f}: {precision[at]:.2f} / {recall[at]:.2f}"
        for told, at in (("its own", own), ("precision 0.95", sure), ("recall 0.95", all_but_few))
    }
pd.DataFrame(rows).T.rename_axis("threshold: precision / recall", axis=1)

# %% [markdown]
# ## Leaving doubt to people · 拿不准的交给人
#
# Let the model answer where it is surest, and people read the rest: what the answers are worth then.
#
# 让模型只答最有把握的，其余交给人读，回答的准确率随之变化：

# %%
display(Image(drawn["coverage"].png, width=560))
curve = pd.DataFrame(metrics["curves"]["coverage"])
pd.concat([curve[curve.coverage >= share].head(1) for share in (0.5, 0.7, 0.8, 0.9, 1.0)]).round(3).reset_index(drop=True)

# %% [markdown]
# ## Where it is weak · 弱在哪里
#
# Any column breaks the figures down (`--by kind`). Small groups have wide intervals: look at these before you believe a
# difference. (Answers that are all right give an interval without width, however few they are.)
#
# 任何一列都可以用来细分（`--by kind`）。组小，区间就宽；先看区间，再信差别。（全答对时区间没有宽度，不论有几段。）

# %%
display(Image(drawn["by-1"].png, width=560))
lines = {
    (column, value["value"]): {
        "n": value["n"],
        "macro-F1": round(value["macro_f1"], 2),
        "95 %": np.round(value["interval"]["macro_f1"], 2),
    }
    for column, broken in metrics["by"].items()
    for value in broken["values"]
}
pd.DataFrame(lines).T

# %% [markdown]
# ## Every answer, one square · 每个回答一个方块
#
# All paragraphs that were held out, by how sure the model was of its answer (on the scale of log-odds, so that 0.99 and 0.999
# stand apart). Right answers are pale; wrong ones, which are none of the themes that a paragraph has, lie at the bottom in the
# colour of what it should have been. Above, column by column: how many were right, with a 95 % interval, and the step at which
# they should be by their probabilities. The errors lie where the model is unsure: it knows what it does not know.
#
# 留出的段落全在图上，越靠右，模型对自己的回答越有把握（按对数几率排开，0.99 与 0.999 才分得开）。答对的颜色浅；答错的（回答不在
# 段落的主题之内）垫在底下，用它本来主题的颜色。上图逐列画出答对的比例和 95% 区间，短横是按概率应有的比例。错误集中在模型没有
# 把握的地方：它知道自己不知道什么。

# %%
chinese = prepare()
WIDTH, PER_ROW = 0.5, 4
TICKS = np.array([0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999])

score = found.score.astype(float)
odds = np.log(score) - np.log(np.maximum(1 - score, 1e-6))
edges = np.arange(-1.25, 7.5, WIDTH)
column = np.clip(np.digitize(odds, edges) - 1, 0, len(edges) - 2)
truth = np.array([found.name(place) for place in found.truth.tolist()])
rank = np.array([list(COLOURS).index(theme) for theme in truth])
order = np.lexsort((rank, ~found.wrong, column))  # wrong ones first, by theme
number = np.empty(len(test), dtype=int)
number[order] = np.arange(len(test)) - np.searchsorted(column[order], column[order])

figure, (rate_axes, axes) = plt.subplots(2, 1, figsize=(11, 6.6), sharex=True, height_ratios=(1, 2.4), layout="constrained")
x = edges[column] + WIDTH * (0.2 + 0.2 * (number % PER_ROW))
for theme in reversed(COLOURS):
    for wrong in (False, True):
        here = (truth == theme) & (found.wrong == wrong)
        style = {"color": COLOURS[theme], "alpha": 1.0 if wrong else 0.25, "linewidths": 0}
        axes.scatter(x[here], number[here] // PER_ROW + 0.5, marker="s", s=30, **style)
for place in np.unique(column):
    here, middle = column == place, edges[place] + WIDTH / 2
    one = reliability(score[here], ~found.wrong[here], bins=1)["bins"][0]
    rate_axes.plot([middle] * 2, one["interval"], color="#1a1a1a", lw=1)
    rate_axes.plot(middle, one["rate"], "o", color="#1a1a1a", ms=5, clip_on=False)
    rate_axes.plot([middle - 0.2, middle + 0.2], [one["probability"]] * 2, color="#d55e00", lw=2)

axes.set_xticks(np.log(TICKS / (1 - TICKS)), [f"{tick:g}" for tick in TICKS])
axes.set(ylim=(0, None), yticks=[], xlabel="模型说的概率 probability of the answer" if chinese else "probability of the answer")
axes.spines["left"].set_visible(False)
rate_axes.set(ylim=(0, 1.04), ylabel="答对 right" if chinese else "right")
rate_axes.set_yticks([0, 0.5, 1], ["0", "50%", "100%"])
rate_axes.tick_params(bottom=False)
rate_axes.spines["bottom"].set_visible(False)
rate_axes.set_title(
    f"{len(test)} 个回答，{found.wrong.sum()} 个错：错在没把握处"
    if chinese
    else f"{len(test)} answers, {found.wrong.sum()} of them wrong",
    fontsize=14,
)
errors = pd.Series(truth[found.wrong]).value_counts()
axes.text(0.01, 0.95, "判错的 errors" if chinese else "errors", color="#5a5a5a", transform=axes.transAxes, fontsize=10.5)
for place, theme in enumerate(COLOURS, 1):
    told = f"■ {name_of(theme, chinese)}: {errors.get(theme, 0)}"
    axes.text(0.01, 0.95 - 0.075 * place, told, color=COLOURS[theme], transform=axes.transAxes, fontsize=10.5)
plt.show()
