# %% [markdown]
# # Errors and calibration · 错误与校准
#
# A figure says how often a model errs. This notebook asks how: which themes it confuses, on what kind of text, which
# words mislead it, whether its probabilities can be taken at their word, and what is gained when it may say "I do not
# know".
#
# 一个数字只说明模型多久错一次。本笔记要问的是怎么错：混淆哪些主题，在哪类文本上，被哪些词误导；它给的概率能不能当真；
# 允许它说“不知道”，又能换来什么。

# %%
from unicodedata import east_asian_width

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from drawing import COLOURS, THEMES, headline, name_of, prepare
from matplotlib.patches import Rectangle
from sklearn.calibration import calibration_curve
from sklearn.metrics import precision_recall_curve, precision_score, recall_score
from sklearn.model_selection import GroupShuffleSplit

import newsclf
from newsclf.contrast import contrast
from newsclf.evaluation import evaluate
from newsclf.explanation import character_shares

chinese = prepare()

# %% [markdown]
# ## The same split as in notebook 02 · 与笔记 02 相同的划分
#
# Paragraphs of one topic stay on one side. All figures below are of held-out paragraphs. (`newsclf evaluate MODEL TABLE
# -o report` writes figures of your own model and table.)
#
# 同一题材的段落在同一边，下面的数字都来自留出的段落。
# （`newsclf evaluate MODEL TABLE -o report` 可以为您自己的模型和表格写出这些数字。）

# %%
rows = pd.read_json("../training/corpus/paragraphs.jsonl", lines=True, dtype=False)
split = GroupShuffleSplit(1, test_size=0.3, random_state=0).split(rows, groups=rows.topic)
train, test = (rows.iloc[places] for places in next(split))
classifier = newsclf.ThemeClassifier(effort="quick").fit(train.text, train.themes, groups=train.topic)
model = classifier.to_model()

figures = evaluate(model, test.text.tolist(), test.themes.tolist(), test.topic.tolist())
low, high = figures["interval"]["macro_f1"]
print(f"macro-F1 {figures['macro_f1']:.3f}, 95 %: {low:.3f} – {high:.3f}")

labels = model.label_many(test.text)
test = test.assign(guess=[label.theme for label in labels], score=[label.score for label in labels])
test["right"] = test.guess == test.theme
test["foreign"] = [row.guess not in (row.themes or ["other"]) for row in test.itertuples()]

# %% [markdown]
# ## What is taken for what · 把什么当成了什么

# %%
confusion = pd.crosstab(test.theme, test.guess).loc[list(THEMES), list(THEMES)]
print(confusion.to_string())

# %% [markdown]
# ## On which texts · 在哪类文本上
#
# Short texts are harder. Where `n` is small, a difference may be chance: `±` is twice the standard error.
#
# 短文本更难。`n` 小的时候，差别可能只是偶然：`±` 是两倍标准误。


# %%
def by(column):
    """The share of right answers by what a column says."""
    found = test.groupby(column).right.agg(["mean", "size"])
    error = 2 * (found["mean"] * (1 - found["mean"]) / found["size"]) ** 0.5
    return pd.DataFrame({"right": found["mean"], "±": error, "n": found["size"]}).round(3)


pd.concat({column: by(column) for column in ("kind", "period", "genre")})

# %% [markdown]
# ## The surest errors · 错得最有把握的
#
# Look at these first: each is a gap in the training data, or a wrong label. `contrast` accounts for the difference
# between two themes word by word; those that speak most for the wrong one misled the model.
#
# 先看这些：每一条不是训练数据有缺口，就是标签本身错了。`contrast` 把两个主题的差距逐词算清，最替错误主题说话的词，
# 就是误导模型的词。


# %%
def misleading(text, guess, truth, most=4):
    """The words that speak most for the guess and against the truth."""
    if truth == "other":
        found = newsclf.explain(model, text, guess).deciding(2 * most)
    else:
        found = [word.word for word in contrast(model, text, guess, truth).words if word.difference > 0]
    return [word for word in found if len(word) > 1][:most]


wrong = test[test.foreign].sort_values("score", ascending=False, kind="stable")
pd.DataFrame(
    {
        "truth": row.theme,
        "guess": row.guess,
        "score": round(row.score, 3),
        "misled by": "、".join(misleading(row.text, row.guess, row.theme)),
        "text": row.text[:34],
    }
    for row in wrong.head(12).itertuples()
)

# %% [markdown]
# 生态 and 环保 are metaphors here, and a rush of travellers is not always that of Spring Festival: the texts that teach
# this are too few. Where a paragraph has two themes and the model names the second, it is an error above, but not in
# this list.
#
# 这里的“生态”“环保”是比喻，客流高峰也不都是春运：教会模型这一点的文本还太少。一段有两个主题、模型报了次要的那个，上文算错，
# 这张表里不算。

# %% [markdown]
# ## Can the probabilities be believed? · 概率可信吗
#
# Of the texts to which a theme is given with 70 %, about 70 % should have it. `calibration_error` is the mean distance
# from that.
#
# 给某主题 70% 的那些段落里，大约应有 70% 真是这个主题。`calibration_error` 是平均差距。

# %%
probabilities = pd.DataFrame(model.predict_proba(test.text), columns=model.themes, index=test.index)
truth = pd.DataFrame({theme: test.themes.map(lambda some, theme=theme: theme in some) for theme in model.themes})
curves = {theme: calibration_curve(truth[theme], probabilities[theme], n_bins=10, strategy="quantile") for theme in model.themes}
pd.Series(figures["calibration_error"], name="calibration error").round(3)

# %% [markdown]
# ## What abstaining gains · 弃权换来什么
#
# Sort texts by how sure the model is, and keep the surer ones: how many of these are right?
#
# 按模型的把握从大到小排，只留把握大的：其中有多少是对的？

# %%
sure = test.sort_values("score", ascending=False, kind="stable").right.to_numpy()
coverage, accuracy = np.arange(1, len(sure) + 1) / len(sure), sure.cumsum() / np.arange(1, len(sure) + 1)
for share in (1.0, 0.9, 0.8, 0.6):
    place = int(share * len(sure)) - 1
    print(f"answering {share:.0%}: {accuracy[place]:.1%} right, those below are left to a reader")

# %% [markdown]
# ## A threshold of your own · 自己定阈值
#
# A theme's threshold is chosen for the best F1. Who must not name a theme wrongly may want 95 % precision, and pays
# with recall. Choose it by the probabilities that training texts got while they were held out, never by the texts with
# which you judge.
#
# 主题的阈值按最佳 F1 选定。若宁缺毋滥，可以要求 95% 的精确率，代价是召回率。要用训练文本在交叉验证中得到的概率来选，
# 绝不能用拿来评判的文本。

# %%
held_out = classifier.out_of_fold_probabilities_
rows_of = []
for column, theme in enumerate(model.themes):
    had = train.themes.map(lambda some, theme=theme: theme in some)
    precision, _, cuts = precision_recall_curve(had, held_out[:, column])
    strict = cuts[np.argmax(precision[:-1] >= 0.95)]
    for name, cut in (("best F1", model.rule.thresholds[column]), ("95 % precision", strict)):
        named = probabilities[theme] >= cut
        rows_of.append((theme, name, cut, precision_score(truth[theme], named), recall_score(truth[theme], named)))
pd.DataFrame(rows_of, columns=["theme", "aim", "threshold", "precision", "recall"]).round(3).set_index(["theme", "aim"])

# %% [markdown]
# What was aimed at is met roughly: another sample has another precision. More texts make it steadier.
#
# 目标只能大致达到：换一批样本，精确率就不同。文本越多越稳。

# %% [markdown]
# ## Errors, drawn · 把错误画出来
#
# On top, what was measured above. Below, the surest error of each sort; the tint is what each character adds to the
# wrong theme.
#
# 上排是前面量过的。下面是各类错误里最有把握的一条，底色深浅是每个字替错误主题加的分。


# %%
def draw_confusion(axes):
    """Rows are the truth, columns the answers; errors in the colour of what was answered."""
    for row, true in enumerate(THEMES):
        for column, guess in enumerate(THEMES):
            count = confusion.loc[true, guess]
            strength = (
                0.55 if row == column else min(count / confusion.loc[true].sum() * 8, 0.9) * (0.5 if guess == "other" else 1)
            )
            colour = "#d8d2c4" if row == column else COLOURS[guess]
            axes.add_patch(Rectangle((column - 0.48, row - 0.48), 0.96, 0.96, color=colour, alpha=strength, lw=0))
            axes.text(column, row, count, ha="center", va="center", size=9)
    short = [name_of(theme, chinese).split()[0] for theme in THEMES]
    axes.set_xticks(range(len(THEMES)), short, size=8, rotation=0 if chinese else 30)
    axes.set_yticks(range(len(THEMES)), short, size=8)
    axes.tick_params(length=0)
    axes.set(xlim=(-0.5, 4.5), ylim=(4.5, -0.5))
    axes.spines[:].set_visible(False)


def draw_error(axes, row, top):
    """One text, with the characters tinted that speak for the wrong theme; longer ones are cut."""
    text = row.text[:58] + ("……" if len(row.text) > 58 else "")
    shares = np.append(character_shares(model, row.text, row.guess)[:58], [0.0, 0.0])
    x = 19.4
    names = [name_of(theme, chinese).split()[0] for theme in (row.theme, row.guess)]
    for place, name, theme in zip((0, 7.4), names, (row.theme, row.guess), strict=True):
        axes.add_patch(Rectangle((place, top + 0.3), 0.8, 0.8, color=COLOURS[theme], lw=0))
        axes.text(place + 1.2, top + 0.7, name, va="center", size=9 if chinese else 6.5, weight="bold")
    axes.text(6.5, top + 0.7, "→", va="center", ha="center", size=9)
    axes.text(14.6, top + 0.7, f"{row.score:.1%}", va="center", size=9)
    for character, share in zip(text, shares, strict=False):
        width = 1.0 if east_asian_width(character) in "WFA" else 0.55
        strength = min(max(share, 0) / 1.2, 1)
        axes.add_patch(Rectangle((x, top + 0.05), width, 1.3, color=COLOURS[row.guess], alpha=0.7 * strength, lw=0))
        if chinese:
            axes.text(x + width / 2, top + 0.7, character, ha="center", va="center", size=8.6)
        x += width


figure = plt.figure(figsize=(11, 6.6))
upper = figure.add_gridspec(1, 4, left=0.065, right=0.985, top=0.81, bottom=0.49, wspace=0.32)
panels = [figure.add_subplot(cell) for cell in upper]
draw_confusion(panels[0])
panels[1].plot([0, 1], [0, 1], color="#b8b2a4", lw=1)
for theme, (rate, stated) in curves.items():
    panels[1].plot(stated, rate, "o-", ms=3.5, lw=1.4, color=COLOURS[theme], label=name_of(theme, chinese))
panels[2].plot(coverage[60:], accuracy[60:], color="#1a1a1a", lw=1.6)
panels[2].fill_between(coverage[60:], accuracy[60:], 1, color="#d55e00", alpha=0.15, lw=0)
panels[2].set(xlim=(0, 1), ylim=(0.8, 1.002))
for column, theme in enumerate(model.themes):
    precision, recall, cuts = precision_recall_curve(truth[theme], probabilities[theme])
    panels[3].plot(recall, precision, lw=1.4, color=COLOURS[theme])
    place = np.searchsorted(cuts, model.rule.thresholds[column])
    panels[3].plot(recall[place], precision[place], "o", ms=6, color=COLOURS[theme], mec="black", mew=0.8)
panels[3].set(xlim=(0.4, 1.01), ylim=(0.4, 1.01))
for axes, title, below in zip(
    panels,
    ("把什么当成什么", "概率可信吗", "有把握才回答", "精确率与召回率")
    if chinese
    else ("Confusion", "Reliability", "Abstention", "Thresholds"),
    ("answer", "stated probability · true rate", "answered · right", "recall · precision (dots: thresholds)"),
    strict=True,
):
    axes.set_title(title, size=10.5)
    axes.set_xlabel(below, size=8)
    axes.tick_params(labelsize=8)

lower = figure.add_axes((0.02, 0.02, 0.965, 0.33))
lower.set(xlim=(0, 82), ylim=(17, 0))
lower.axis("off")
for place, row in enumerate(wrong[wrong.guess != "other"].drop_duplicates(["theme", "guess"]).head(9).itertuples()):
    draw_error(lower, row, 1.85 * place)
chips = [Rectangle((0, 0), 1, 1, color=COLOURS[theme], label=name_of(theme, chinese)) for theme in THEMES]
figure.legend(
    handles=chips, loc="upper right", ncols=5, fontsize=8, handlelength=0.8, handleheight=0.8, bbox_to_anchor=(0.99, 0.95)
)
headline(figure, "错在哪里，有多大把握", "Where the model errs, how sure it is, and which characters misled it")
plt.show()
