# %% [markdown]
# # Train and read the weights · 训练，再读权重
#
# A linear model can be read: every word has a weight for every theme. This notebook learns a model from our paragraphs,
# measures it on others, reads its weights, finds one that is wrong, and does something about it.
#
# 线性模型是读得懂的：每个词对每个主题都有一个权重。本笔记用我们自己的段落训练一个模型，在另一些段落上测量，读它的权重，
# 找出一个错的，再想办法改正。

# %%
from tempfile import TemporaryDirectory

import matplotlib.pyplot as plt
import pandas as pd
from drawing import COLOURS, headline, name_of, prepare
from sklearn.model_selection import GroupShuffleSplit

import newsclf
from newsclf.evaluation import evaluate

chinese = prepare()
rows = pd.read_json("../training/corpus/paragraphs.jsonl", lines=True, dtype=False)

# %% [markdown]
# ## Hold some out · 留出一部分
#
# What was written on one topic must stay on one side: else the model is asked what it has read. (For news, the article
# is such a group.)
#
# 同一题材的段落必须在同一边，否则等于拿读过的题来考。（新闻里，一篇文章就是这样一组。）

# %%
split = GroupShuffleSplit(1, test_size=0.3, random_state=0).split(rows, groups=rows.topic)
train, test = (rows.iloc[places] for places in next(split))
print(len(train), "to learn from,", len(test), "held out")

# %% [markdown]
# ## Learn · 训练
#
# `effort="quick"` tries no settings. Labels are sets, so that a text may have several themes.
#
# `effort="quick"` 不搜索参数。标签是集合，一段可以有几个主题。

# %%
classifier = newsclf.ThemeClassifier(effort="quick").fit(train.text, train.themes, groups=train.topic)
model = classifier.to_model()
print(classifier, model.themes)

# %% [markdown]
# ## How good · 有多好
#
# A figure without an interval says too little. `groups` draws the paragraphs of a topic together.
#
# 没有区间的数字说明不了多少。给出 `groups`，同一题材的段落就一起抽样。


# %%
def measured(model):
    """What the held-out paragraphs say of a model."""
    return evaluate(model, test.text.tolist(), test.themes.tolist(), test.topic.tolist())


figures = measured(model)
for name in ("macro_f1", "accuracy"):
    low, high = figures["interval"][name]
    print(f"{name:<10}{figures[name]:.3f}   95 %: {low:.3f} – {high:.3f}")
pd.DataFrame(figures["per_theme"]).T.round(3)

# %% [markdown]
# ## Read the weights · 读权重
#
# `top_words` lists the words that add most to a theme's score, each with all that stands within it, in a text of usual
# length. Negative numbers list those that speak most against it.
#
# `top_words` 列出为某个主题加分最多的词：连词内部的字串一并计入，按一段普通长度的文本来算。数目取负，列的是最不利的词。

# %%
pd.DataFrame({theme: [f"{word.word} {word.share:.2f}" for word in model.top_words(theme, 15)] for theme in model.themes})

# %%
pd.DataFrame({theme: [f"{word.word} {word.share:.2f}" for word in model.top_words(theme, -8)] for theme in model.themes})

# %% [markdown]
# ## A wrong weight · 一个错的权重
#
# 义务 means two things: unpaid (义务劳动, which is volunteering) and a duty (义务教育, compulsory schooling, which is not). So
# does 志愿: a volunteer, a soldier who signed on (志愿兵), a wish for a university (填报志愿). The weights do not know.
#
# “义务”有两个意思：义务劳动是不要报酬，算志愿服务；义务教育是法定责任，不算。“志愿”也一样：志愿者、志愿兵、填报志愿，
# 各是一回事。权重分不清。

# %%
WORDS = ("志愿者", "志愿队", "义务劳动", "义务教育", "志愿兵")


def weights(model, theme):
    """Every word's weight."""
    return {word.word: word.share for word in model.top_words(theme, 1_000_000)}


before = {theme: weights(model, theme) for theme in model.themes}
volunteering = train.theme == "volunteering"
pd.DataFrame(
    {
        "weight": [before["volunteering"][word] for word in WORDS],
        "in volunteering": [train.text[volunteering].str.contains(word).sum() for word in WORDS],
        "elsewhere": [train.text[~volunteering].str.contains(word).sum() for word in WORDS],
    },
    index=WORDS,
).round(2)

# %% [markdown]
# 义务教育 and 志愿兵 stand in no paragraph about volunteering, and yet speak for it: their halves do. What it does to a text,
# `explain` tells, to the last digit.
#
# “义务教育”“志愿兵”从没在志愿服务的段落里出现过，却也替它说话：是它们的半个词在起作用。它对一段文本的影响，
#  `explain` 可以一分不差地说出来。

# %%
NEW = [
    "全县义务教育学校本学期一律按时开学，课本免费发到学生手里。",
    "义务教育均衡发展督导组检查了城乡十二所学校的校舍。",
    "老志愿兵转业到地方，被安排在粮站做保管员。",
]
for text in NEW:
    why = newsclf.explain(model, text, "volunteering")
    strongest = ", ".join(f"{share.word} {share.share:+.2f}" for share in why.shares[:3])
    print(f"{why.probability:.2f}  {strongest}   {text}")

# %% [markdown]
# ## What to do about it · 怎么改
#
# Weights are not edited by hand: the next training would bring the error back. What was missing are texts that show the
# other meaning. A dozen of them, with the right labels, go into the training data. (They must not be those by which you
# judge.)
#
# 不要手改权重，下次训练错误还会回来。缺的是体现另一个意思的文本：写上十来段，标好主题，放进训练数据。
# （拿来检验的句子不能混进去。）

# %%
COUNTEREXAMPLES = [
    ("livelihood", "义务教育阶段的学杂费今秋起全部免除，住校生每天另补三元伙食费。"),
    ("livelihood", "随迁子女凭居住证就近入学，与本地孩子同等接受义务教育。"),
    ("livelihood", "山区义务教育学校的学生宿舍装上了暖气，食堂也换了新灶。"),
    ("livelihood", "残疾儿童接受义务教育有了送教上门，每周两次。"),
    ("livelihood", "县里把义务教育薄弱学校的危房全部拆除重建。"),
    ("livelihood", "家里再难也要让孩子读完义务教育，教育局把辍学的学生一个个劝了回来。"),
    ("other", "义务教育课程标准修订后，数学课时略有减少。"),
    ("other", "会议讨论了义务教育教师职称评审的办法。"),
    ("other", "义务教育统编教材今年增选了两篇古文。"),
    ("other", "部队今年选改志愿兵，三名驾驶员通过了考核。"),
    ("other", "他当了八年志愿兵，修过的雷达有几十部。"),
    ("other", "义务兵服役期满，可按规定选取为志愿兵。"),
    ("other", "老照片上，志愿兵和新兵并排站在炮阵地前。"),
    ("other", "依照税法，纳税人有如实申报的义务。"),
    ("other", "考生本周填报志愿，每人可以填六所院校。"),
]
labels, texts = zip(*COUNTEREXAMPLES, strict=True)
sets = [*train.themes, *([] if label == "other" else [label] for label in labels)]
corrected = newsclf.ThemeClassifier(effort="quick").fit([*train.text, *texts], sets)
better = corrected.to_model()
after = {theme: weights(better, theme) for theme in better.themes}

pd.DataFrame({"before": before["volunteering"], "after": after["volunteering"]}).loc[list(WORDS)].round(2)

# %%
for text, old, new in zip(NEW, model.predict_proba(NEW), better.predict_proba(NEW), strict=True):
    column = model.themes.index("volunteering")
    print(f"{old[column]:.2f} → {new[column]:.2f}  {text}")
print(f"macro-F1 {figures['macro_f1']:.3f} → {measured(better)['macro_f1']:.3f}")

# %% [markdown]
# The held-out figure hardly moves: what was learned before is still there. The first sentence is still called
# volunteering, because 免费 and 学生 speak for it, too: a dozen texts mend a word, not a theme. `explain` says where to go
# on.
#
# 留出段落上的数字几乎不动：原来学会的没有丢。第一句仍被当成志愿服务，因为“免费”“学生”也在替它说话：十几段文本能纠正一个词，
# 纠正不了一个主题。接下来改哪里，`explain` 会告诉你。

# %% [markdown]
# ## Save, load, prove · 保存，打开，对得上
#
# A model is a folder without code in it. Its name bears a fingerprint of its files; the same data and seed give the
# same one. Labels carry it, so that years later it can be told which model said so.
#
# 模型是一个文件夹，里面没有代码。名字带有文件的指纹；数据和种子相同，指纹就相同。每条标签都带着它，
# 多年以后仍能查出是哪个模型下的结论。

# %%
with TemporaryDirectory() as folder:
    corrected.save(f"{folder}/mine")
    opened = newsclf.load(f"{folder}/mine")
    again = newsclf.ThemeClassifier(effort="quick").fit([*train.text, *texts], sets)
    again.save(f"{folder}/again/mine")
    assert newsclf.load(f"{folder}/again/mine").name == opened.name
assert (opened.predict(test.text) == better.predict(test.text)).all()
print(opened.name)

# %% [markdown]
# ## The weights, drawn · 把权重画出来
#
# The words that weigh most for each theme. A black line shows where a word stood before the correction; below the
# others, the two words that were wrong.
#
# 各主题权重最大的词。黑线是改正之前的位置；最下面隔开的，是那两个曾经出错的词。

# %%
figure, all_axes = plt.subplots(1, len(after), figsize=(11, 6.6))
widest = max(max(found.values()) for found in before.values())
for axes, (theme, found) in zip(all_axes, after.items(), strict=True):
    words = sorted(found, key=found.get, reverse=True)[:18]
    places = dict(zip(words, range(len(words)), strict=True))
    if theme == "volunteering":
        places |= {"义务教育": 18.8, "志愿兵": 19.8}
    for word, place in places.items():
        axes.barh(place, found[word], height=0.72, color=COLOURS[theme])
        axes.plot([before[theme].get(word, 0)] * 2, [place - 0.36, place + 0.36], color="black", lw=1.2)
    axes.set_yticks(list(places.values()), list(places) if chinese else [""] * len(places), size=9.5)
    axes.tick_params(length=0)
    axes.set(xlim=(0, widest), ylim=(20.4, -0.7))
    axes.set_title(name_of(theme, chinese), size=11, color=COLOURS[theme])
    axes.spines["left"].set_color("#b8b2a4")
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
figure.subplots_adjust(left=0.09, right=0.98, top=0.84, bottom=0.02, wspace=0.75)
headline(figure, "每个词，替哪个主题说话", "What each word adds to its theme; black lines: before the correction")
plt.show()
