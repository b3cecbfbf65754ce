"""The words of the tables that `training.figures` writes, in both languages."""

from __future__ import annotations

from typing import Any

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "head": ("measured on", "texts", "macro-F1 (95 %)", "accuracy", "largest calibration error"),
        "public": "public news, five folds grouped by article",
        "drawn": "of these, drawn by keywords or at random",
        "own": "our own paragraphs, the same folds",
        "left_out": "{}, fitted without it",
        "left_out_drawn": "of these, drawn by keywords or at random",
        "robust_head": ("the same text with", "loss of macro-F1"),
        "context_head": ("source left out", "short first sentences", "leaned", "macro-F1 alone", "macro-F1 with context"),
        "compared_head": ("method", "home", "xwlb", "chinanews", "nankai", "CPU seconds", "MB"),
        "ours": "**newsclf**",
        "page_head": ("page", "segments", "segment F1", "bodies right", "kinds right", "articles right (pairs)"),
        "real_page": "the real page",
        "example_page": "the example page",
        "made_head": ("made pages", "pages", "segments recovered", "pages without an error"),
        "speed_head": (
            *("method", "texts per second", "times naive", "times fastText on words", "times fastText on characters"),
            "µs for one text alone",
        ),
        "startup_head": ("process", "seconds", "times faster than naive", "peak MB"),
        "million_head": (
            *("short texts", "CPU seconds of fit", "MB of texts and program", "peak MB beside them"),
            *("newsclf train, seconds", "its peak MB", "peak MB of reading the table alone"),
        ),
        "classes_head": ("classes", "texts", "CPU seconds of fit", "peak MB beside texts and program", "terms"),
        "sizes_head": (
            *("at most, MB", "bytes on disk", "terms", "bits", "accuracy", "macro-F1 out of fold"),
            "texts labelled per second",
        ),
        "fitting_head": ("made headlines, 18 classes", "newsclf, CPU seconds", "fastText, CPU seconds", "newsclf / fastText"),
        "batch_head": ("rows", "jobs", "seconds", "rows per second", "peak MB"),
        "forms_head": ("form", "rows in", "rows out", "seconds", "peak MB"),
        "billion_head": ("cores", "hours", "core hours", "TB read", "TB written"),
        "parity_head": ("real paragraphs", "largest difference of scores", "labels that differ"),
        "label_head": ("page", "segments judged", "theme accepted", "primary theme", "accepted without context"),
    },
    "zh": {
        "head": ("测试数据", "文本数", "macro-F1（95 %）", "准确率", "最大校准误差"),
        "public": "公开新闻，按文章分组的五折交叉验证",
        "drawn": "其中按关键词或随机抽取的",
        "own": "自写段落，同样五折",
        "left_out": "{}（训练时不含该来源）",
        "left_out_drawn": "其中按关键词或随机抽取的",
        "robust_head": ("同一文本的变化", "macro-F1 下降"),
        "context_head": ("留出的来源", "短首句数", "参考文章的", "单独判断 macro-F1", "参考文章 macro-F1"),
        "compared_head": ("方法", "同源", "xwlb", "chinanews", "nankai", "CPU 秒", "MB"),
        "ours": "**newsclf**",
        "page_head": ("版面", "段落数", "段落 F1", "正文正确", "类型正确", "文章归属正确（成对）"),
        "real_page": "真实版面",
        "example_page": "示例版面",
        "made_head": ("合成版面", "版面数", "段落还原率", "全对的版面"),
        "speed_head": ("方法", "每秒文本数", "朴素流程的倍数", "fastText（词）的倍数", "fastText（字）的倍数", "单条文本微秒数"),
        "startup_head": ("进程", "秒", "比朴素流程快的倍数", "内存峰值 MB"),
        "million_head": (
            *("短文本数", "fit 的 CPU 秒", "文本与程序 MB", "此外的峰值 MB"),
            *("newsclf train 秒", "内存峰值 MB", "其中仅读表的峰值 MB"),
        ),
        "classes_head": ("类别数", "文本数", "fit 的 CPU 秒", "文本与程序之外的峰值 MB", "词项数"),
        "sizes_head": ("至多 MB", "磁盘字节数", "词项数", "位数", "准确率", "折外 macro-F1", "每秒标注文本数"),
        "fitting_head": ("合成标题数，18 类", "newsclf CPU 秒", "fastText CPU 秒", "newsclf / fastText"),
        "batch_head": ("行数", "进程数", "秒", "每秒行数", "内存峰值 MB"),
        "forms_head": ("格式", "读入行数", "写出行数", "秒", "内存峰值 MB"),
        "billion_head": ("核数", "小时", "核时", "读 TB", "写 TB"),
        "parity_head": ("真实段落数", "得分最大差", "标签不同的"),
        "label_head": ("版面", "评判的段落数", "主题可接受", "主题为首选", "不看文章时可接受"),
    },
}
