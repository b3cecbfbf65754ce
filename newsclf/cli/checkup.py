"""What ``newsclf doctor`` finds out: what is installed, whether it works, the machine. Packages are looked up, not imported."""

from __future__ import annotations

import getpass
import locale
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import newsclf
from newsclf.errors import NewsclfError
from newsclf.lazy import attribute
from newsclf.messages import language, message, os_reason

Facts = dict[str, Any]

DEVELOPERS: Final = ("test", "measure", "fuzz", "dev", "docs", "notebooks", "all")
"""The extras that nobody needs who only uses newsclf."""

SENTENCE: Final = "春运首日，车站加开临时列车，旅客踏上返乡路。"
EXPECTED: Final = "spring_travel"
"""What the shipped model says of the sentence."""

_REQUIREMENT: Final = re.compile(r"([\w.-]+)(?:\[[^]]*\])?\s*([^;]*)(?:;(.*))?", re.DOTALL)
_EXTRA: Final = re.compile(r"extra == ['\"]([\w.-]+)['\"]")
_CLAUSE: Final = re.compile(r"(>=|<)\s*(\d+(?:\.\d+)*)")
_MOST_FONTS: Final = 4
_PATIENCE: Final = 20
"""So many seconds the list of fonts may take."""


def examined(model: str | None = None) -> Facts:
    """Everything, as one object for JSON; ``problems`` are sentences, and without any the main job works."""
    problems: list[str] = []
    packages, extras = _packages(problems)
    models = [_model(None, problems), *([_model(model, problems)] if model else [])]
    return {
        "newsclf": newsclf.__version__,
        "folder": private(str(Path(newsclf.__file__).parent)),
        "python": f"{platform.python_version()} ({platform.python_implementation()})",
        "platform": platform.platform(),
        "packages": packages,
        "extras": extras,
        "models": models,
        "terminal": _terminal(),
        "temporary_folder": _temporary(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": _memory(),
        "fonts": _fonts() if version_of("matplotlib") else None,
        "problems": problems,
    }


def private(path: str) -> str:
    """A path without the name of who runs this."""
    home = os.path.expanduser("~")
    if home != os.sep and (path == home or path.startswith(home + os.sep)):
        return "~" + path.removeprefix(home)
    return os.sep.join("…" if part == _user() else part for part in path.split(os.sep))


def _user() -> str | None:
    """The name of who runs this, unless it is one that says nothing of anybody."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return None
    return None if name == "root" else name


def version_of(package: str) -> str | None:
    """The version that is installed, if any."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _requirements() -> Iterator[tuple[str, str, str | None, bool]]:
    """Package, versions that fit, extra (None for what everybody needs), and whether only some machines need it."""
    try:
        written = metadata.requires("newsclf") or []
    except metadata.PackageNotFoundError:  # it runs out of a checkout, and nothing says what it needs
        return
    for line in written:
        found = _REQUIREMENT.fullmatch(line.strip())
        if found:
            extra = _EXTRA.search(found[3] or "")
            rest = _EXTRA.sub("", found[3] or "")
            yield found[1], found[2].strip(), extra and extra[1], "==" in rest or "<" in rest or ">" in rest


def _packages(problems: list[str]) -> tuple[Facts, Facts]:
    """What everybody needs, and the extras, from what the installed newsclf says of itself."""
    packages: Facts = {}
    extras: Facts = {}
    for name, wanted, extra, sometimes in _requirements():
        version = version_of(name)
        fact = {"version": version, "needs": wanted, "fits": bool(version) and fits(str(version), wanted)}
        if extra and (version or not sometimes):
            extras.setdefault(extra, {})[name] = fact
        elif not extra and (version or not sometimes):
            packages[name] = fact
            if not fact["fits"]:
                problems.append(message("package_unfit", package=f"{name}{wanted}", found=version or message("not_there")))
    return packages, {name: _extra(name, extras[name]) for name in sorted(extras, key=lambda name: (name in DEVELOPERS, name))}


def _extra(name: str, packages: Facts) -> Facts:
    return {
        "packages": packages,
        "complete": all(fact["fits"] for fact in packages.values()),
        "install": f"pip install 'newsclf[{name}]'",
        "for_developers": name in DEVELOPERS,
    }


def fits(version: str, wanted: str) -> bool:
    """Whether a version is not too old and not too new."""
    here = _numbers(version)
    return all(here >= _numbers(other) if sign == ">=" else here < _numbers(other) for sign, other in _CLAUSE.findall(wanted))


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"\d+", re.split(r"[^\d.]", version, maxsplit=1)[0])]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _model(folder: str | None, problems: list[str]) -> Facts:
    """Whether a model opens (its check sums are compared) and labels a sentence."""
    facts: Facts = {"folder": private(folder) if folder else None, "model": None, "themes": 0, "works": False}
    try:
        opened = attribute("newsclf.shipped", "load")(folder)
        label = opened.label(SENTENCE)
    except NewsclfError as error:
        problems.append(str(error).replace(os.path.expanduser("~") + os.sep, "~" + os.sep))
        return facts
    except ImportError as error:
        problems.append(message("not_importable", package=error.name))
        return facts
    works = bool(folder) or label.theme == EXPECTED
    if not works:
        problems.append(message("wrong_label", model=opened.name, theme=label.theme, expected=EXPECTED))
    return {**facts, "model": opened.name, "themes": len(opened.themes), "works": works}


def _terminal() -> Facts:
    names = ("LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG")
    return {
        "language": language(),
        "locale": {name: os.environ[name] for name in names if os.environ.get(name)},
        "encoding": locale.getpreferredencoding(False),
        "output": sys.stdout.encoding,
        "is_terminal": sys.stdout.isatty(),
        "columns": shutil.get_terminal_size().columns,
    }


def _temporary() -> Facts:
    """Where what cannot stay in memory is kept, whether it can be written, and how many bytes are free."""
    try:
        folder = tempfile.gettempdir()
        with tempfile.TemporaryFile() as file:
            file.write(b"1")
        return {"folder": private(folder), "writable": True, "free": shutil.disk_usage(folder).free}
    except OSError as error:
        return {"folder": None, "writable": False, "free": 0, "reason": os_reason(error)}


def _memory() -> Mapping[str, int | None]:
    """Bytes of memory: those of the machine, those that nobody uses, and those that this process may use at most."""
    facts: dict[str, int | None] = {"total": None, "available": None, "limit": None}
    told = dict(re.findall(r"^(MemTotal|MemAvailable):\s*(\d+) kB", _text("/proc/meminfo"), re.MULTILINE))
    if told:
        facts["total"], facts["available"] = (1024 * int(told.get(name, 0)) or None for name in ("MemTotal", "MemAvailable"))
    elif "SC_PHYS_PAGES" in getattr(os, "sysconf_names", {}):
        facts["total"] = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit = _text("/sys/fs/cgroup/memory.max").strip()
    facts["limit"] = int(limit) if limit.isdecimal() else None
    return facts


def _text(path: str) -> str:
    try:
        return Path(path).read_text("ascii")
    except (OSError, ValueError):
        return ""


def _fonts() -> Facts | None:
    """How many fonts have Chinese characters, as fontconfig lists them, and some of them; None where there is no fontconfig."""
    try:
        done = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, timeout=_PATIENCE)
    except (OSError, subprocess.SubprocessError):
        return None
    families = {line.split(",")[0].strip() for line in done.stdout.decode("utf-8", "replace").splitlines()} - {""}
    return {"count": len(families), "such_as": sorted(families)[:_MOST_FONTS]}
