"""Make the documentation site: ``python -m docs.build OUT`` → ``OUT/zh``, ``OUT/en``, and ``OUT/index.html``, which leads to zh.

Two sites from one folder, so that search, navigation and Sphinx's own words are in the reader's language, too. `docs.pages` says
which files become which pages. Warnings are errors. Needs the extra ``docs``; nothing is fetched, neither here nor by a reader.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from docs.pages import HERE, LANGUAGES, write_pages

_LEADS_ON = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="0; url=zh/index.html">
<title>newsclf</title>
<p><a href="zh/index.html">中文文档</a></p>
<p><a href="en/index.html" lang="en">Documentation in English</a></p>
</html>
"""


def main() -> None:
    """Build both languages at once; leave with 1 when either has a warning."""
    parser = argparse.ArgumentParser(prog="python -m docs.build", description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path, help="the folder of the site")
    out: Path = parser.parse_args().out.resolve()
    with tempfile.TemporaryDirectory() as staged:
        started = [_start(code, Path(staged) / code, out / code) for code in LANGUAGES]
        codes = [process.wait() for process in started]
    out.joinpath("index.html").write_text(_LEADS_ON, encoding="utf-8")
    sys.exit(max(codes))


def _start(code: str, source: Path, out: Path) -> subprocess.Popen[bytes]:
    """A process of Sphinx that builds one language from its pages, staged in ``source``."""
    write_pages(code, source)
    language = ["-D", f"language={LANGUAGES[code]}", "-D", f"html_search_language={code}"]
    strict = ["-W", "--keep-going", "-n", "-q", "-E"]
    command = [sys.executable, "-m", "sphinx", *strict, "-c", str(HERE), *language, str(source), str(out)]
    return subprocess.Popen(command, cwd=HERE.parent)


if __name__ == "__main__":
    main()
