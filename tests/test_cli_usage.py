"""Wrong usage of every command, provoked and told in Chinese without English words; and what was perhaps meant."""

import re
from contextvars import copy_context

import click
import pytest

from newsclf.cli.app import COMMANDS, group
from newsclf.cli.frame import make_command, option
from newsclf.cli.parameters import Argument
from newsclf.cli.usage import wrong_usage
from newsclf.messages import use_language

NUMBERS = click.types.IntParamType | click.types.FloatParamType


def in_language(code, run):
    def said():
        use_language(code)
        return run()

    return copy_context().run(said)


def told(arguments, code="zh", top=None):
    """The sentence of the usage error that a command line ends with."""

    def run():
        with pytest.raises(click.UsageError) as caught:
            (top() if top else group()).main(arguments, "newsclf", standalone_mode=False)
        return wrong_usage(caught.value)

    return in_language(code, run)


def commands():
    def made():
        top = group()
        return {name: top.get_command(click.Context(top), name) for name in COMMANDS}

    return in_language("zh", made)


def english_words(sentence, *names):
    """Words of ASCII letters that are no names: of options, metavars, commands, and what was typed."""
    for name in sorted(names, key=len, reverse=True):
        sentence = sentence.replace(name, "")
    sentence = re.sub(r"--?[a-z][a-z-]*|\b[A-Z][A-Z|/.]*\b|newsclf", "", sentence)
    return re.findall(r"[A-Za-z]{2,}", sentence)


def mistakes():
    """Command lines that are wrong, with the names that their sentences may hold."""
    yield ["--nonsense"], []
    yield ["labbel"], ["labbel", "label"]
    yield ["--lang"], []
    yield ["--lang", "fr"], ["en", "zh"]
    for name, command in commands().items():
        arguments = [param for param in command.params if isinstance(param, click.Argument)]
        known = [name, *(param.metavar or "" for param in arguments)]
        given = [argument.type.choices[0] if isinstance(argument.type, click.Choice) else "x" for argument in arguments]
        yield [name, "--nonsense"], known
        yield [name, *given, "--help=1"], known
        if any(argument.required for argument in arguments):
            yield [name], known
        if all(argument.nargs == 1 for argument in arguments):
            yield [name, *given, "more"], [*known, "more"]
        for argument in arguments:
            if isinstance(argument.type, click.Choice):
                yield [name, "nonsense"], [*known, *argument.type.choices]
        for param in command.params:
            if isinstance(param, click.Option):
                yield from ((line, [*known, *names]) for line, names in option_mistakes([name, *given], param))


def option_mistakes(line, param):
    flag = param.opts[0]
    if param.is_flag:
        yield [*line, f"{flag}=1"], []
        return
    yield [*line, flag], []
    if isinstance(param.type, click.Choice):
        yield [*line, flag, "nonsense"], param.type.choices
        yield [*line, flag, f"{param.type.choices[0]}x"], param.type.choices
    if isinstance(param.type, NUMBERS):
        yield [*line, flag, "many"], []
        if getattr(param.type, "min", None) is not None:
            yield [*line, flag, str(param.type.min - 1)], []


MISTAKES = list(mistakes())


def test_the_mistakes_are_of_every_kind():
    lines = [" ".join(line) for line, _ in MISTAKES]
    assert len(lines) > 150
    assert {line[0] for line, _ in MISTAKES} >= set(COMMANDS)
    assert any("--jobs many" in line for line in lines)


@pytest.mark.parametrize(("line", "names"), MISTAKES, ids=[" ".join(line) for line, _ in MISTAKES])
def test_wrong_usage_is_told_in_chinese_without_an_english_word(line, names):
    said = told(line)
    assert said.startswith("用法有误：")
    assert re.search(r"参见 newsclf.* --help。$", said)
    assert english_words(said, *names) == []


def test_english_words_are_found_where_there_are_some():
    assert english_words("用法有误：Invalid value for --jobs: 'x'") == ["Invalid", "value", "for"]


HELP_NAMES = re.findall(
    r"\S+",
    """
    newsclf jieba CSV TSV JSON Lines Parquet PDF TOML README Excel Python Dask scikit-learn joblib skops ONNX UTF-8
    GB18030 big5 docs many-machines md tcp host loky threading dask page lines table text content themes theme label
    other seed_words metrics.json macro-F1 MB KB GB none tab Shell bash zsh fish en zh txt csv tsv jsonl parquet arrow
    gz bz2 xz zst zip onnx check html HTML PNG SVG Label Studio doccano report.html metrics json comparison report labelstudio
    """,
)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_chinese_but_for_names(name):
    def page():
        top = group()
        context = click.Context(top, info_name="newsclf")
        command = top.get_command(context, name) if name else top
        return command.get_help(click.Context(command, info_name=name or "newsclf", parent=context if name else None))

    said = re.split(r"\n.*\n +# bash", in_language("zh", page))[0]
    assert said.startswith("用法：")
    assert not {"Options", "Usage", "Show", "default", "required", "Commands", "Aborted", "Error"} & set(
        re.findall(r"[A-Za-z]+", said)
    )
    said = re.sub(r"\[[\w|]+\]|^  \w+ ", "", said, flags=re.MULTILINE)
    assert english_words(said, *HELP_NAMES, *COMMANDS) == []


def test_a_slip_is_answered_with_the_nearest_option_value_command_and_theme():
    for line, meant in (
        (["label", "x", "--formt", "table"], "--format"),
        (["segment", "x", "-h"], "--help"),
        (["label", "x", "--format", "tabel"], "table"),
        (["train", "x", "--lable-column", "标签"], "--label-column"),
        (["evalute"], "evaluate"),
        (["completion", "bsh"], "bash"),
    ):
        assert f"是否想用 {meant}" in told(line)
        assert f"Did you mean {meant}" in told(line, "en")
    assert "是否想用" not in told(["label", "x", "--nonsense"])


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize(
    ("kind", "value", "numbers"),
    [(click.INT, "x", []), (click.FLOAT, "x", []), (click.IntRange(1), "0", ["1"]), (click.IntRange(1, 9), "10", ["1", "9"]),
     (click.FloatRange(0, 1), "2", ["0", "1"]), (click.FloatRange(0), "-1", ["0"]), (click.BOOL, "x", []), (click.UUID, "x", []),
     (click.Path(exists=True), "nowhere", []), (click.DateTime(), "x", [])],
)  # fmt: skip
def test_every_kind_of_value_has_a_sentence_of_ours(code, kind, value, numbers):
    def top():
        return make_command("info", lambda n: None, option("--number -n", "help_jobs", type=kind, metavar="N"))

    said = told(["-n", value], code, top)
    assert "--number" in said
    assert re.findall(r"\d+", said) == numbers
    assert "Invalid" not in said
    assert code == "en" or english_words(said, "info") == []


def test_of_several_values_the_wrong_one_is_the_one_that_is_answered():
    def top():
        kind = click.Choice(["生态", "民生"])
        return make_command("info", lambda **_: None, Argument(["names"], nargs=-1, type=kind, metavar="THEME"))

    assert "是否想用 民生" in told(["生态", "民声"], top=top)
