"""``newsclf doctor``: what is installed and whether it works, for people and for reports of bugs."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from newsclf.cli.checkup import Facts, examined
from newsclf.cli.frame import Command, format_option, make_command, option, wants_table
from newsclf.errors import SetupError
from newsclf.lazy import attribute
from newsclf.messages import catalogue, message


def command() -> Command:
    """The parser."""
    return make_command("doctor", _run, option("--model -m", "help_doctor_model", metavar="DIR"), format_option())


def _run(model: str | None, format: str | None) -> None:
    facts = examined(model)
    for_people = (
        wants_table(format) and facts["packages"].get("rich", {"version": True})["version"]
    )  # without it no table is drawn
    if for_people:
        _print(facts)
    else:
        click.echo(json.dumps(facts, ensure_ascii=False))
    if facts["problems"]:
        raise SetupError(problems=message("list_separator").join(said.rstrip(".。") for said in facts["problems"]))
    if for_people:
        click.echo(message("all_well"))


def _print(facts: Facts) -> None:
    head = [message(f"head_{name}") for name in ("part", "found", "remark")]
    attribute("newsclf.cli.terminal", "print_table")(head, _rows(facts), flexible={2: 1})
    lacking = [
        (fact["install"], name) for name, fact in facts["extras"].items() if not (fact["complete"] or fact["for_developers"])
    ]
    if lacking:
        click.echo(message("extras_lacking"))
        width = max(len(install) for install, _ in lacking)
        for install, name in lacking:
            click.echo(f"  {install.ljust(width)}  {_purpose(name)}".rstrip())


Row = tuple[str, str, str]


def _rows(facts: Facts) -> Iterator[Row]:
    yield "newsclf", facts["newsclf"], facts["folder"]
    yield "Python", facts["python"].split()[0], facts["platform"]
    for name, fact in facts["packages"].items():
        yield name, fact["version"] or "—", "" if fact["fits"] else message("needs_version", wanted=fact["needs"])
    for fact in facts["models"]:
        name, print_ = (fact["model"] or fact["folder"] or message("shipped_model")).partition("@")[::2]
        said = message("model_works", themes=fact["themes"]) if fact["works"] else message("model_broken")
        yield message("part_model", name=name), print_ or "—", said
    for name, fact in facts["extras"].items():
        yield message("part_extra", name=name), _found(fact), _purpose(name)
    yield from _machine(facts)


def _found(extra: Facts) -> str:
    """The packages of an extra; of many only how many there are."""
    packages = extra["packages"]
    here = [f"{name} {fact['version']}" for name, fact in packages.items() if fact["fits"]]
    if extra["for_developers"] or len(packages) > 1:
        return message("so_many", here=len(here), packages=len(packages))
    return here[0] if here else "—"


def _purpose(name: str) -> str:
    """What an extra is for; of one that the catalogue does not know, nothing."""
    return message(f"extra_{name}") if f"extra_{name}" in catalogue() else ""


def _machine(facts: Facts) -> Iterator[Row]:
    terminal, temporary, memory = facts["terminal"], facts["temporary_folder"], facts["memory"]
    chosen = ", ".join(f"{name}={value}" for name, value in terminal["locale"].items())
    yield message("part_language"), f"{terminal['language']}, {terminal['encoding']}", chosen
    if temporary["writable"]:
        yield message("part_temporary"), message("free", size=_size(temporary["free"])), temporary["folder"]
    else:
        yield message("part_temporary"), "—", message("not_writable", reason=temporary["reason"])
    yield message("part_cores"), str(facts["cores"]), ""
    limit = message("memory_limit", size=_size(memory["limit"])) if memory["limit"] else ""
    yield message("part_memory"), _size(memory["total"]), limit
    if facts["fonts"] is not None:
        fonts = facts["fonts"]
        yield message("part_fonts"), str(fonts["count"]), ", ".join(fonts["such_as"]) or message("no_fonts")


def _size(size: int | None) -> str:
    return f"{size / 1e9:,.1f} GB" if size else "—"
