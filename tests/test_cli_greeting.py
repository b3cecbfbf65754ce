"""What somebody sees who only types ``newsclf``."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ENGLISH

from newsclf.cli.frame import width_of
from newsclf.cli.greeting import EXAMPLES

CHINESE = {**ENGLISH, "LC_ALL": "zh_CN.UTF-8"}


def test_no_words_at_all_greet_in_the_language_of_the_locale(call):
    english, chinese = call(), call(env=CHINESE)
    assert (english.returncode, english.err, chinese.returncode) == (0, "", 0)
    for done, told in ((english, "Chinese newspaper"), (chinese, "中文报纸"), (call("--lang", "zh"), "中文报纸")):
        assert told in done.out.splitlines()[0]
        assert all(f"$ {line}" in done.out for _, line in EXAMPLES)
        assert "newsclf --help" in done.out
        assert max(width_of(line) for line in done.out.splitlines()) <= 80
        assert len(done.out.splitlines()) <= 24
    own = [line for line in chinese.out.splitlines()[1:] if "newsclf" not in line]
    assert len(own) > 8
    assert not re.search("[A-Za-z]", "".join(own))


@pytest.mark.parametrize("line", [line for _, line in EXAMPLES])
def test_every_example_works_as_it_stands_in_an_empty_folder(line, tmp_path):
    here = str(Path(sys.executable).parent)
    env = {**ENGLISH, "PATH": here + os.pathsep + os.environ["PATH"]}
    if not Path(here, "newsclf").exists():
        pytest.skip("newsclf is not installed beside this Python")
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, cwd=tmp_path, env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"themes-zh@" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_help_stays_the_full_list(call):
    assert call("--help").out.startswith("Usage: newsclf")
    assert "doctor" in call("--help").out


def test_greeting_needs_nothing_heavy():
    heavy = "{'numpy', 'rich', 'sklearn', 'difflib', 'newsclf.cli.usage', 'newsclf.cli.shells'}"
    code = (
        f"import sys\nfrom newsclf.cli import main\ntry: main([])\nexcept SystemExit: print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=ENGLISH, check=True)
    assert done.stdout.decode().splitlines()[-1] == "[]"
