# %% [markdown]
# # Your own themes · 您自己的主题
#
# From a question to a model: name the themes, let a few words of each label a first pile, write a few labels, and then
# let the model say what to label next. All texts here were written for this notebook or this project.
#
# 从一个问题到一个模型：给主题起名，用几个种子词标出第一批，再写几条标注，然后让模型说接下来标什么。
# 文本都是为本笔记或本项目写的。

# %%
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from drawing import COLOURS, PAPER, THEMES, headline, name_of, prepare
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupShuffleSplit

import newsclf
from newsclf.evaluation import evaluate
from newsclf.seeds import fewer_others, read_seed_words, weak_labels
from newsclf.suggestion import suggest
from newsclf.theme_file import read_themes

chinese = prepare()
corpus = pd.read_json("../training/corpus/paragraphs.jsonl", lines=True, dtype=False)

# %% [markdown]
# ## The question · 问题
#
# How much of a county paper is about sport, schools, or farming? First write down what counts; two people should be
# able to decide alike by it. This is the file that `newsclf train --themes` reads. `[other]` asks for texts that have
# none of the themes.
#
# 一份县报，有多少写体育、教育、农业？先写清楚什么算、什么不算，让两个人照着能判得一样。
# `newsclf train --themes` 读的就是这个文件。写上 `[other]`，表示也要没有这些主题的文本。

# %%
THEMES_TOML = """
[sport]
zh = "体育"
definition = "比赛、训练、全民健身；不含彩票和场馆招商"
colour = "#0072b2"
seed_words = ["比赛", "球队", "运动员", "健身", "冠军"]

[education]
zh = "教育"
definition = "学校、师生、课程、考试；不含干部培训"
colour = "#cc79a7"
seed_words = ["学校", "老师", "学生", "课堂", "高考"]

[farming]
zh = "农业"
definition = "种植、养殖、农技、收成；不含农民工和乡村旅游"
colour = "#009e73"
seed_words = ["小麦", "水稻", "春耕", "大棚", "农技"]

[other]
zh = "其他"
"""
with TemporaryDirectory() as folder:
    path = Path(folder, "themes.toml")
    path.write_text(THEMES_TOML, encoding="utf-8")
    themes, seed_words = read_themes(path), read_seed_words(path)
for key, theme in themes.items():
    print(f"{key:<10} {theme.name('zh')}  {theme.definition('zh')}")

# %% [markdown]
# ## Texts · 文本
#
# Twenty-eight labelled sentences to learn from, twenty-five others to judge by; the last five of these are what the
# definitions exclude.
#
# 二十八句有标注的用来学，另外二十五句用来评；其中最后五句正是定义里排除的。

# %%
LEARN = {
    "sport": """县乒乓球邀请赛昨晚收拍，城关代表队三比二险胜，捧走了奖杯。
女子篮球队客场加时两分惜败，主教练赛后说篮板丢得太多。
清晨六点，河堤步道上已有上百人慢跑，社区新装的单双杠旁排起了队。
省运会举重赛场，十九岁的小将挺举第三把打破了全省纪录。
全县中老年太极拳展演在体育场举行，四十支队伍同场亮相。
环湖自行车赛周日开赛，一百二十名选手从码头出发。
国家队公布集训名单，两名跳水新人首次入选。""",
    "education": """秋季开学，镇中心小学的新教学楼启用，一年级新生分进六个班。
高三年级月考成绩公布，年级组要求各科备课组逐题讲评。
物理组试行分层作业，基础题人人做，提高题自己选。
县一中今年的招生计划增加两个班，中考录取线下月公布。
特岗教师下乡报到，村小终于开齐了音乐课和美术课。
晚自习取消后，住校生多了一节阅读课，图书角添了三百本新书。
职校与工厂合办数控专业，学徒一半时间在车间上课。""",
    "farming": """冬小麦返青，农技员下田查看墒情，提醒农户趁雨追肥。
早稻插秧过半，插秧机一天能插六十亩。
蔬菜大棚里黄瓜坐果，头茬每斤批发价两块四。
村里的养猪场换了自动料线，出栏时间缩短了十天。
苹果园疏花正忙，一棵树只留三成花。
连阴雨引发赤霉病，植保站连夜调来药剂。
玉米收割接近尾声，秸秆打捆离田，地里开始播油菜。""",
    "other": """跨江大桥主塔封顶，预计明年六月通车。
县博物馆新展开幕，展出出土铜镜二十面。
受冷空气影响，明天气温下降八到十度，局部有雨夹雪。
两家水泥厂合并重组，产能居全省第三。
法院公开拍卖一批罚没车辆，成交率九成。
老街改造征求意见，铺面立面将统一用青砖。
电影下乡放映队今晚在晒谷场放两部老片子。""",
}
JUDGE = {
    "sport": """足球联赛第九轮，主队门将扑出点球，保住一分。
马拉松选手冲过终点时，计时牌停在两小时十九分。
羽毛球馆周末场地一片难求，教练一晚上带四拨学员。
县里的龙舟队在端午邀请赛上划进了前三。
举办工间操比赛，十六个单位的职工上场。""",
    "education": """班主任家访走了四十户，回来写了厚厚一本笔记。
今年高考报名人数比去年多出一成。
教研员听课后建议，语文课少讲多读。
幼儿园午睡室换了小床，家长会上放了照片。
大学生支教结束，孩子们送了一沓画。""",
    "farming": """棉花进入吐絮期，采棉机开进了地头。
果农给柑橘树刷白防冻。
鱼塘增氧机坏了，养殖户连夜抢修。
合作社统一供种，稻谷亩产多收八十斤。
春耕用的化肥已储备一万二千吨。""",
    "other": """新开的地铁支线试运行，早高峰五分钟一班。
税务局推出发票自助机，十分钟办结。
考古队在河谷发现一处窑址。
两国外长通电话，就双边关系交换意见。
港口吞吐量创下单月新高。
体育彩票本周开出一注头奖。
体育馆配套商铺公开招租。
干部教育培训班在党校开课。
农民工工资专户本月全部开立。
油菜花节带动乡村旅游，民宿一房难求。""",
}


def table(sentences):
    """A row for each sentence."""
    return pd.DataFrame(
        [(text, theme) for theme, some in sentences.items() for text in some.split("\n")], columns=["text", "theme"]
    )


learn, judge = table(LEARN), table(JUDGE)
print(len(learn), len(judge))

# %% [markdown]
# ## Three beginnings · 三种开头
#
# 1. **Seed words** alone: they label 1,500 paragraphs of our corpus, which has other themes, but also matches, schools
#    and fields in it. No label is needed.
# 2. **A few labels**: seven sentences a theme.
# 3. **Both together.**
#
# 1. 只用**种子词**：让它们标我们语料里的 1,500 段。语料本来另有主题，但也写到比赛、学校和田地。一条标注都不需要。
# 2. 只用**少量标注**：每个主题七句。
# 3. **两样一起用。**

# %%
texts = corpus.text[corpus.kind == "body"].sample(1500, random_state=0).tolist()
weak = fewer_others(texts, weak_labels(texts, seed_words))
said = [(text, label) for text, label in zip(texts, weak, strict=True) if label]
print(Counter(label for _, label in said), f"{weak.count(None)} undecided or left out")

beginnings = {
    "seed words": said,
    "a few labels": list(learn.itertuples(index=False, name=None)),
    "both": [*said, *learn.itertuples(index=False, name=None)],
}
models = {
    name: newsclf.ThemeClassifier(effort="quick").fit(*zip(*some, strict=True)).to_model() for name, some in beginnings.items()
}
found = {name: evaluate(model, judge.text.tolist(), judge.theme.tolist()) for name, model in models.items()}
pd.DataFrame(
    {
        name: {"macro-F1": one["macro_f1"], "from": one["interval"]["macro_f1"][0], "to": one["interval"]["macro_f1"][1]}
        for name, one in found.items()
    }
).T.round(2)

# %%
for name, model in models.items():
    missed = [
        f"{text}（{guess}）"
        for text, guess, theme in zip(judge.text, model.predict(judge.text), judge.theme, strict=True)
        if guess != theme
    ]
    print(f"{name}: {len(missed)} wrong", *missed, sep="\n    ")

# %% [markdown]
# Twenty-five sentences do not tell which beginning is better: the intervals overlap. They do tell what is missing:
# texts that come near a theme and are none. Such texts cannot be thought up one by one; the model can find them.
#
# 二十五句分不出哪种开头更好：区间彼此重叠。但能看出缺什么：贴着主题边、却不算的文本。这种文本靠一句句想是想不全的，
# 模型可以去找。

# %% [markdown]
# ## What to label next · 接下来标什么
#
# `suggest` chooses texts of which the model is unsure, theme by theme, unlike each other. `newsclf suggest TEXTS -n 50
# -o todo.csv --model MY-MODEL` writes them as a table to fill in, which goes back to `newsclf train`.
#
# `suggest` 按主题逐一挑出模型拿不准、彼此又不相似的文本。用命令行也行：
# `newsclf suggest TEXTS -n 50 -o todo.csv --model MY-MODEL`，写成待填的表，填好后直接交回 `newsclf train`。

# %%
for one in suggest(models["both"], texts, 8, labelled=learn.text).chosen:
    print(f"{themes[one.theme].name('zh')} {one.probability:.2f}  {one.text[:48]}")

# %% [markdown]
# ## Is it worth it? A round with hidden labels · 值不值？藏起标签试一轮
#
# Nobody can label hundreds of texts in a notebook. So we play: the labels of our corpus are hidden, and **the corpus
# answers in the annotator's place**. Starting from 50 paragraphs, 50 more are labelled in each round, those that
# `suggest` asks for, or any by chance; macro-F1 is measured on paragraphs on other topics. Each draw has its own first
# labels, the same for both ways. (`training/labelling.py` does it at length, and on public news.)
#
# 在笔记里标几百条是做不到的，所以来演一遍：把我们语料的标签藏起来，**由语料代替标注者回答**。从 50 段起步，每轮再标 50 段，
# 一边由 `suggest` 挑，一边随机抽；macro-F1 在另一些题材的段落上测。每次抽签各有各的起点，两边相同。（更长的试验、
# 公开新闻上的试验见 `training/labelling.py`。）

# %%
START, STEP, ROUNDS, DRAWS = 50, 50, 5, 5


def asked(model, pool, known, seed):
    """What `suggest` wants to know."""
    left = sorted(set(range(len(pool))) - set(known))
    return [one.item for one in suggest(model, left, STEP, labelled=pool.text[known], text=pool.text.get, seed=seed).chosen]


def drawn(model, pool, known, seed):
    """Any texts."""
    left = sorted(set(range(len(pool))) - set(known))
    return np.random.default_rng([seed, len(known)]).permutation(left)[:STEP].tolist()


def played(choose, seed):
    """Macro-F1 at the start and after each round, and the themes of what was labelled."""
    split = GroupShuffleSplit(1, test_size=0.3, random_state=seed).split(corpus, groups=corpus.topic)
    pool, test = (corpus.iloc[places].reset_index(drop=True) for places in next(split))
    known, scores = np.random.default_rng(seed).permutation(len(pool))[:START].tolist(), []
    for turn in range(ROUNDS + 1):
        # without the shipped word vectors: what is seen comes from the labels alone
        model = newsclf.ThemeClassifier(effort="quick", vectors=None).fit(pool.text[known], pool.theme[known]).to_model()
        scores.append(f1_score(test.theme, model.predict(test.text), average="macro"))
        known += choose(model, pool, known, seed) if turn < ROUNDS else []
    return scores, pool.theme[known[START:]].value_counts(normalize=True)


results = {name: [played(choose, seed) for seed in range(DRAWS)] for name, choose in {"suggest": asked, "chance": drawn}.items()}
curves = {name: np.array([scores for scores, _ in some]) for name, some in results.items()}
shares = {name: pd.concat([share for _, share in some], axis=1).fillna(0).mean(axis=1) for name, some in results.items()}
labels = START + STEP * np.arange(ROUNDS + 1)
means = {name: curve.mean(axis=0) for name, curve in curves.items()}
print(pd.DataFrame(means, index=labels).round(3).to_string())
ahead = (curves["suggest"] - curves["chance"])[:, -1]
print(f"at {labels[-1]} labels suggest is ahead by {ahead.mean():.3f}, standard error {ahead.std(ddof=1) / DRAWS**0.5:.3f}")

assert means["suggest"][-1] > means["suggest"][0] + 0.3
assert means["suggest"][-1] > means["chance"][-1]

# %% [markdown]
# Five draws are few. Eight others gave a smaller lead on these paragraphs, and as large a one on public news:
# `docs/labelling-loop.md`.
#
# 抽五次还太少。另外八次，在这些段落上领先得少一些，在公开新闻上领先得一样多：见 `docs/labelling-loop.md`。

# %% [markdown]
# ## The round, drawn · 把这一轮画出来
#
# Thin lines are the draws, thick ones their mean. On the right, the themes of what was labelled.
#
# 细线是各次抽签，粗线是平均。右边是所标段落的主题。

# %%
INK = {"suggest": "#d55e00", "chance": "#7a7466"}
CALLED = {"suggest": "模型挑 suggest", "chance": "随机抽 chance"} if chinese else {"suggest": "suggest", "chance": "chance"}

figure = plt.figure(figsize=(11, 5.8))
left, right = figure.add_gridspec(1, 2, left=0.06, right=0.975, top=0.82, bottom=0.1, width_ratios=(2.3, 1), wspace=0.12)
axes = figure.add_subplot(left)
for (name, curve), align in zip(curves.items(), ("bottom", "top"), strict=True):
    axes.plot(labels, curve.T, color=INK[name], lw=0.8, alpha=0.45)
    axes.plot(labels, means[name], "o-", color=INK[name], lw=3, ms=7, mec=PAPER, mew=1.2)
    axes.text(
        labels[-1] + 6,
        means[name][-1],
        f"{CALLED[name]}  {means[name][-1]:.2f}",
        va=align,
        color=INK[name],
        size=11,
        weight="bold",
    )
level = means["chance"][-1]
reached = np.interp(level, means["suggest"], labels)
axes.annotate("", (reached, level), (labels[-1] - 4, level), arrowprops={"arrowstyle": "->", "color": "#1a1a1a", "lw": 1})
axes.text(
    reached - 4, level + 0.012, f"−{labels[-1] - reached:.0f}" + (" 条" if chinese else ""), ha="right", va="bottom", size=10
)
axes.set(xlim=(labels[0] - 8, labels[-1] + 85), xticks=labels)
axes.set_xlabel("标注数 labels" if chinese else "labels")
axes.set_title("macro-F1", size=10.5)
axes.grid(axis="y", color="#e4ddcd", lw=0.8)

axes = figure.add_subplot(right)
whole = corpus.theme.value_counts(normalize=True)
for place, share in enumerate((shares["suggest"], shares["chance"], whole)):
    base = 0.0
    for theme in THEMES:
        axes.bar(place, share[theme], 0.66, base, color=COLOURS[theme])
        axes.text(place, base + share[theme] / 2, f"{share[theme]:.0%}", ha="center", va="center", size=8.5, color="white")
        base += share[theme]
for theme, at in zip(THEMES, np.cumsum([0, *whole[list(THEMES)]]), strict=False):
    axes.text(
        2.4, at + whole[theme] / 2, name_of(theme, chinese).split()[0], va="center", size=9, color=COLOURS[theme], weight="bold"
    )
axes.set_xticks(range(3), ("模型挑", "随机抽", "语料") if chinese else ("suggest", "chance", "corpus"))
axes.set(xlim=(-0.45, 3.1), yticks=[])
axes.tick_params(length=0)
axes.spines[:].set_visible(False)
headline(
    figure,
    "让模型来问，标得少，学得多",
    "Labels teach more when the model asks for them; the arrow: how many fewer give what chance gives",
)
plt.show()
