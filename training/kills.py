"""Kill ``newsclf label`` at random moments, over and over, and compare what comes out in the end with an undisturbed run.

Protocol: an archive of three files made of our own paragraphs (CSV with line breaks in cells and rows that cannot be read,
packed JSON lines, and lines in GB18030) is labelled once without disturbance. Then the same command is started again and
again with a new output, and each time killed after a random while (SIGKILL to the command alone, to it and its workers, or
SIGINT), until one run gets to its end; its output must be the same to the last byte, and nothing else may be left. That is
repeated until so many runs were killed as asked for.

Run as ``python -m training.kills [--kills N] [--seed N]``; writes ``training/results/kills.json``.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from training.benchmarks.machine import facts

HERE = Path(__file__).parent
ROWS = 24_000
WAYS = ("SIGKILL to the command", "SIGKILL to the command and its workers", "SIGINT")


def main() -> None:
    """Do what the module says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = torment(Path(folder), arguments.kills, random.Random(arguments.seed))
    found |= {"seed": arguments.seed, "machine": facts()}
    (HERE / "results" / "kills.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(json.dumps(found, ensure_ascii=False))
    if found["lost"] or found["differing"] or found["refused"]:
        sys.exit("rows were lost")


def torment(folder: Path, kills: int, chance: random.Random, rows: int = ROWS) -> dict[str, object]:
    """Kill so many runs over an archive of three files of so many rows; count what became of them."""
    make_archive(folder, rows)
    start = time.monotonic()
    run(command(folder, "expected.csv", 1), folder).communicate()
    usual = time.monotonic() - start
    expected = outputs(folder, "expected.csv")
    counts: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    while sum(ways.values()) < kills:
        way = chance.choice(WAYS)
        process = run(command(folder, "out.csv", chance.choice([1, 2])), folder)
        with process:
            if not survived(process, chance.uniform(0, 1.2 * usual), way):
                ways[way] += 1
                continue
            if process.returncode != 1:  # some rows are rejected
                counts["refused"] += 1
                print(process.stderr.read().decode() if process.stderr else "", file=sys.stderr)
                break
        found = outputs(folder, "out.csv")
        counts["finished"] += 1
        counts["differing"] += found != expected
        counts["lost"] += abs(found[0].count(b"\r\n") - expected[0].count(b"\r\n"))
        counts["left behind"] += len(list(folder.iterdir())) - 7
        for path in folder.glob("out.csv*"):
            path.unlink()
    keys = ("finished", "differing", "lost", "left behind", "refused")
    return {"rows": 3 * rows, "kills": sum(ways.values()), "ways": dict(ways), **{key: counts[key] for key in keys}}


def make_archive(folder: Path, rows: int) -> None:
    """Write the inputs."""
    texts = [json.loads(line)["text"] for line in (HERE / "corpus" / "paragraphs.jsonl").read_text("utf-8").splitlines()]
    with (folder / "a.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["编号", "text"])
        for number in range(rows):
            text = texts[number % len(texts)]
            writer.writerow([number, text if number % 7 else text[:20] + "\n" + text[20:]] + ["多"] * (number % 1000 == 999))
    with gzip.open(folder / "b.jsonl.gz", "wt", encoding="utf-8") as lines:
        for number in range(rows):
            lines.write(json.dumps({"text": texts[number % len(texts)], "编号": number}, ensure_ascii=False) + "\n")
    (folder / "c.tsv").write_text("text\n" + "".join(f"{texts[n % len(texts)]}\n" for n in range(rows)), encoding="gb18030")


def command(folder: Path, out: str, jobs: int) -> list[str]:
    """The command under test."""
    newsclf = str(Path(sys.executable).with_name("newsclf"))
    return [newsclf, "label", "a.csv", "b.jsonl.gz", "c.tsv", "-o", out, "--jobs", str(jobs), "--lang", "en"]


def run(words: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start it, in a process group of its own."""
    return subprocess.Popen(words, cwd=folder, stderr=subprocess.PIPE, start_new_session=True)


def survived(process: subprocess.Popen[bytes], seconds: float, way: str) -> bool:
    """Whether a process ends by itself before its time; else it is killed."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        if way == WAYS[0]:
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGINT if way == WAYS[2] else signal.SIGKILL)
        process.wait()
        return False
    return True


def outputs(folder: Path, out: str) -> tuple[bytes, bytes]:
    """What was written."""
    return (folder / out).read_bytes(), (folder / f"{out}.rejects.jsonl").read_bytes()


if __name__ == "__main__":
    main()
