from __future__ import annotations

import ast
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from jinja2 import nodes

import newsclf
from newsclf.cli.app import COMMANDS
from newsclf.messages import LANGUAGES, catalogue, language, locale_language, message, use_language
from newsclf.report.templates import FOLDER, environment
from newsclf.segments import Kind, Reason

SOURCES = sorted(Path(newsclf.__file__).parent.rglob("*.py"))
NODES = [node for source in SOURCES for node in ast.walk(ast.parse(source.read_text("utf-8")))]
CALLS = [node for node in NODES if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
TEMPLATE_CALLS = [
    call
    for path in sorted(FOLDER.glob("*.html"))
    for call in environment().parse(path.read_text("utf-8")).find_all(nodes.Call)
    if isinstance(call.node, nodes.Name) and call.node.name == "say"
]
"""``{{ say("key", …) }}`` in templates of pages."""


def gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def message_calls() -> Iterator[tuple[str, ast.Call]]:
    """Calls of ``message("key", …)``."""
    for call in CALLS:
        if call.func.id == "message" and call.args and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value, call


def keys_in_code() -> set[str]:
    """Keys that the code names in full: messages, helps of options, errors' keys, reasons of training errors."""
    helps = {call.args[1].value for call in CALLS if call.func.id == "option" and len(call.args) > 1}
    keys = {
        node.value.value
        for node in NODES
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Constant)
        and [target.id for target in getattr(node, "targets", [getattr(node, "target", None)]) if isinstance(target, ast.Name)]
        == ["key"]
    }
    reasons = {
        word.value.value for call in CALLS if call.func.id == "TrainingError" for word in call.keywords if word.arg == "reason"
    }
    return {key for key, _ in message_calls()} | helps | keys | reasons | {key for key, _ in template_messages()}


def template_messages() -> Iterator[tuple[str, nodes.Call]]:
    """Calls of ``say("key", …)`` in templates."""
    for call in TEMPLATE_CALLS:
        if isinstance(call.args[0], nodes.Const):
            yield call.args[0].value, call


def prefixes_in_code() -> set[str]:
    """What the code begins keys with: ``message(f"head_{name}")``, ``message("reason_" + name)``."""
    firsts = [call.args[0] for call in CALLS if call.func.id == "message" and call.args]
    joined = {first.values[0].value for first in firsts if isinstance(first, ast.JoinedStr)}
    in_templates = {call.args[0].nodes[0].value for call in TEMPLATE_CALLS if isinstance(call.args[0], nodes.Concat)}
    return joined | {first.left.value for first in firsts if isinstance(first, ast.BinOp)} | in_templates


@pytest.fixture
def speak():
    """Say a message in a language, without changing that of other tests."""

    def run(code: str, key: str, **facts: object) -> str:
        def said() -> str:
            use_language(code)
            return message(key, **facts)

        return copy_context().run(said)

    return run


@pytest.mark.parametrize("key", catalogue())
def test_every_message_is_there_in_both_languages_with_the_same_gaps(key):
    templates = catalogue()[key]
    assert sorted(templates) == sorted(LANGUAGES)
    assert all(template.strip() for template in templates.values())
    assert gaps(templates["en"]) == gaps(templates["zh"])


@pytest.mark.parametrize("key", catalogue())
@pytest.mark.parametrize("code", LANGUAGES)
def test_no_braces_are_left_when_the_gaps_are_filled(key, code, speak):
    facts = {name: 0.5 if spec else f"‹{name}›" for _, name, spec, _ in Formatter().parse(catalogue()[key][code]) if name}
    said = speak(code, key, **facts)
    assert "{" not in said
    assert "}" not in said


def test_every_key_that_the_code_names_is_in_the_catalogue():
    assert len(keys_in_code()) > 30
    assert sorted(keys_in_code() - set(catalogue())) == []


def test_every_prefix_that_the_code_names_begins_a_key():
    assert prefixes_in_code() >= {"help_", "head_"}
    assert [prefix for prefix in prefixes_in_code() if not any(key.startswith(prefix) for key in catalogue())] == []


@pytest.mark.parametrize(
    "key",
    [
        *(f"help_{name}" for name in COMMANDS),
        *(f"kind_{kind}" for kind in get_args(Kind)),
        *(f"reason_{reason.replace(' ', '_')}" for reason in get_args(Reason)),
    ],
)
def test_every_command_kind_reason_and_theme_has_its_words(key):
    assert key in catalogue()


@pytest.mark.parametrize(
    ("key", "call"), [pytest.param(key, call, id=f"{key}-{call.lineno}") for key, call in message_calls() if key in catalogue()]
)
def test_every_call_fills_the_gaps_of_its_message(key, call):
    given = {word.arg for word in call.keywords}
    assert None in given or given == gaps(catalogue()[key]["en"])


@pytest.mark.parametrize(("key", "call"), [pytest.param(key, call, id=key) for key, call in template_messages()])
def test_every_call_in_a_template_fills_the_gaps_of_its_message(key, call):
    assert {word.key for word in call.kwargs} == gaps(catalogue()[key]["en"])


def test_unknown_message_is_a_key_error():
    with pytest.raises(KeyError, match="no such message"):
        message("no such message")


def test_unfilled_gap_is_a_key_error():
    with pytest.raises(KeyError, match="reason"):
        message("cannot_write", target="out.csv")


def test_facts_with_braces_and_chinese_stand_as_they_are(speak):
    assert speak("zh", "cannot_write", target="{甲}.csv", reason="{}") == "{甲}.csv：无法写入（{}）。"


def test_language_is_english_until_changed_and_changes_in_its_own_context_only(speak):
    before = language()
    assert speak("zh", "kind_heading") == "标题"
    assert speak("en", "kind_heading") == "heading"
    assert language() == before == "en"


@pytest.mark.parametrize("code", ["", "fr", "ZH", "zh_CN"])
def test_unknown_language_is_refused_and_changes_nothing(code):
    with pytest.raises(ValueError, match="is not one of en, zh"):
        use_language(code)
    assert language() == "en"


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({}, "en"),
        ({"LANG": ""}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "ZH_TW"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}, "zh"),
        ({"LANGUAGE": "zh_CN"}, "en"),
    ],
)
def test_language_of_the_locale(environ, code):
    assert locale_language(environ) == code


def test_every_message_is_used():
    words = {node.value for node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    reachable = tuple(prefixes_in_code())
    words |= {key for key, _ in template_messages()}
    assert [key for key in catalogue() if key not in words and not key.startswith(reachable)] == []
