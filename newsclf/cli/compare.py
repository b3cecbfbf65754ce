"""``newsclf compare``: two models against the same labelled tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from newsclf.cli.frame import Command, format_option, make_command, option, overwrite_option, say, wants_table
from newsclf.cli.parameters import Argument
from newsclf.cli.report import MOST_LABELS, MOST_ROWS
from newsclf.cli.terminal import in_their_order, print_table, printable, tell, theme_name
from newsclf.cli.train import column_options, read_and_tell
from newsclf.comparison import LEVEL, compare
from newsclf.disagreement import Disagreement, disagreements
from newsclf.evaluation import judged
from newsclf.io.labelled import Columns, Labelled
from newsclf.io.outputs import make_folder, refuse_existing, write_text
from newsclf.lazy import attribute
from newsclf.messages import message
from newsclf.scoring import Model
from newsclf.shipped import load
from newsclf.themes import Theme

FILES: Final = ("comparison.json", "comparison.html")

_SHOWN: Final = 6
_FIGURES: Final = ("macro_f1", "accuracy")


def command() -> Command:
    """The parser."""
    return make_command(
        "compare",
        _run,
        Argument(["first"], metavar="MODEL"),
        Argument(["second"], metavar="MODEL"),
        Argument(["inputs"], nargs=-1, required=True, metavar="DATA..."),
        option("--out -o", "help_out_compare", metavar="DIR"),
        overwrite_option(),
        format_option(),
        *column_options(),
        option("--group-column", "help_group_column_evaluate", metavar="NAME"),
    )


def _run(
    first: str, second: str, inputs: tuple[str, ...], out: str | None, overwrite: bool, format: str | None, **named: Any
) -> None:
    targets = [str(Path(out) / name) for name in FILES] if out else []
    for target in targets:
        refuse_existing(target, overwrite)
    models = [load(first), load(second)]
    columns = Columns(named["text_column"], named["label_column"], named["label_separator"], named["group_column"])
    data = read_and_tell(inputs, columns, named["encoding"])
    sides = [judged(model, data.texts, data.labels) for model in models]
    found = compare(sides[0], sides[1], data.groups or None)
    apart = disagreements(sides[0], sides[1], data.texts)
    record = {**found, "disagreements": [_record(one) for one in apart]}
    sentences = [*cautions(models, data, found), *conclusions(found)]
    if out:
        page = attribute("newsclf.report.comparison", "comparison_page")(models, found, apart, sentences, inputs)
        _write(out, targets, [json.dumps(record, ensure_ascii=False, indent=1) + "\n", page])
    if wants_table(format):
        _print(models, found, apart, sentences)
    else:
        click.echo(json.dumps(record, ensure_ascii=False))


def _write(folder: str, targets: Sequence[str], written: Sequence[str]) -> None:
    make_folder(folder)
    for target, text in zip(targets, written, strict=True):
        write_text(target, text)
    say(message("compared_written", target=folder))


def _record(one: Disagreement) -> dict[str, Any]:
    answers = [{"label": answer.label, "score": answer.score, "words": list(answer.account.deciding())} for answer in one.answers]
    return {"row": one.place + 1, "text": one.text, "label": one.truth, "answers": answers}


def cautions(models: Sequence[Model], data: Labelled, found: Mapping[str, Any]) -> Iterator[str]:
    """What makes the comparison unfair, a sentence for each."""
    for model, unknown in zip(models, found["unknown"], strict=True):
        if attribute("newsclf.targets", "learned_from")(model.manifest.get("training"), data.texts, data.labels):
            yield message("compared_own_data", model=model.name)
        if unknown:
            yield message("compared_unknown", model=model.name, themes=message("list_separator").join(unknown))


def conclusions(found: Mapping[str, Any]) -> Iterator[str]:
    """What the figures say, in plain words."""
    for name in _FIGURES:
        figure = found["figures"][name]
        low, high = figure["interval"]
        facts = {"figure": message(f"head_{name}"), "difference": figure["difference"], "p": figure["p"]}
        if low == high == 0:
            yield message("compared_same", figure=facts["figure"])
        elif figure["p"] < LEVEL and (low > 0 or high < 0):
            better, ends = found["models"][figure["difference"] > 0], sorted((abs(low), abs(high)))
            facts["difference"] = abs(figure["difference"])
            yield message("compared_better", model=better, low=ends[0], high=ends[1], **facts)
        else:
            yield message("compared_alike", low=low, high=high, unseen=figure["unseen"], **facts)
    only, how = found["only"], message("compared_units", groups=found["groups"]) if found["groups"] else ""
    yield message("compared_only", first=only["first"], second=only["second"], neither=only["neither"])
    if only["p"] is not None:
        yield message("compared_mcnemar", p=only["p"])
    yield message("compared_protocol", texts=found["n"], units=how, permutations=found["permutations"], seed=found["seed"])


def _print(models: Sequence[Model], found: Mapping[str, Any], apart: Sequence[Disagreement], sentences: Sequence[str]) -> None:
    for letter, model in zip("AB", models, strict=True):
        tell(f"{letter}: {model.name}")
    themes = {**models[1].theme_facts, **models[0].theme_facts}
    rows = [_row(message(f"head_{name}"), figure) for name, figure in found["figures"].items() if name != "sets_macro_f1"]
    rows += [_row(theme_name(key, themes), found["per_theme"][key]) for key in _themes_shown(found["per_theme"], themes)]
    head = [message("head_figure"), "A", "B", message("head_difference"), message("head_interval"), "p"]
    print_table(head, rows, numbers=range(1, 6))
    for sentence in sentences:
        tell(sentence)
    if apart:
        tell(message("compared_examples"))
        _print_examples(apart, themes)


def _themes_shown(per_theme: Mapping[str, Any], themes: Mapping[str, Theme]) -> list[str]:
    """All themes in their order; of many, those with the largest differences."""
    if len(per_theme) <= MOST_LABELS:
        return in_their_order(per_theme, themes)
    tell(message("compared_largest", shown=MOST_ROWS, themes=len(per_theme)))
    return sorted(per_theme, key=lambda key: (-abs(per_theme[key]["difference"]), key))[:MOST_ROWS]


def _row(name: str, figure: Mapping[str, Any]) -> tuple[str, ...]:
    low, high = figure["interval"]
    p = f"{figure['p']:.4f}" if "p" in figure else ""
    return name, f"{figure['first']:.3f}", f"{figure['second']:.3f}", f"{figure['difference']:+.3f}", f"{low:+.3f}–{high:+.3f}", p


def _print_examples(apart: Sequence[Disagreement], themes: Mapping[str, Theme]) -> None:
    shown = [one for side in (0, 1) for one in [each for each in apart if each.answers[side].is_right][: _SHOWN // 2]]
    head = [message("head_true_label"), "A", "B", message("head_text")]
    rows = [
        (
            theme_name(one.truth, themes),
            *(_answer(answer.label, answer.score, themes) for answer in one.answers),
            printable(one.text),
        )
        for one in shown
    ]
    print_table(head, rows, flexible={3: 1})


def _answer(label: str, score: float, themes: Mapping[str, Theme]) -> str:
    return f"{theme_name(label, themes)} {score:.2f}"
