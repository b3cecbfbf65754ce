"""Build the shipped model: ``python -m training.build`` → ``models/themes-zh``.

The same data give the same model, byte for byte, on the same machine and library versions. The card holds the
cross-validated figures of ``results/evaluation.json`` when they were measured on the same data.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import newsclf
from training.evaluate import fit
from training.labelled import HERE, RESULTS, own_paragraphs, public_paragraphs

SHIPPED = HERE.parent / "models" / "themes-zh"


def main() -> None:
    """Build, and say what was built."""
    parser = argparse.ArgumentParser(prog="python -m training.build", description=__doc__.split("\n")[0])
    parser.add_argument("-o", "--out", type=Path, default=SHIPPED, help="the model folder (default: %(default)s)")
    parser.add_argument("--own-only", action="store_true", help="leave the public paragraphs out")
    arguments = parser.parse_args()
    public = [] if arguments.own_only else public_paragraphs()
    if not public:
        print("building from our own paragraphs only: not the model that ships", file=sys.stderr)
    classifier = fit(public + own_paragraphs())
    classifier.save(arguments.out, notes=notes(classifier.training_["fingerprint"]))
    print(newsclf.load(arguments.out).name)


def notes(fingerprint: str) -> dict[str, Any]:
    """What the card says beyond what the model itself knows."""
    said: dict[str, Any] = {
        "Data": "Paragraphs written for this project (machine-written, CC0; `training/corpus/CARD.md`) and labelled public"
        " news of three sources (labels only in the repository). The real page that we test on was never trained on.",
        "Limits": "Made for simplified Chinese news prose of the 1990s to 2020s. Headings and captions are rare in its data."
        " Paragraphs chosen for labelling lean towards the themes, so that the share of each theme in an archive is not the"
        " share in these data. A label is a reading aid, not a finding about the persons named in a text.",
    }
    path = RESULTS / "evaluation.json"
    measured = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    if measured.get("data") == fingerprint:
        said["Measured (grouped cross-validation, public paragraphs)"] = figures(measured["grouped_cross_validation"]["public"])
        for source, result in measured["leave_one_source_out"].items():
            said[f"Measured on {source}, fitted without it"] = figures(result)
        if "real_page" in measured:
            page = measured["real_page"]
            said["Measured on the real page"] = {name: round(page[name], 3) for name in ("segments", "accepted", "primary")}
    return said


def figures(result: dict[str, Any]) -> dict[str, Any]:
    """The figures of a result that a card shows."""
    low, high = result["macro_f1_interval"]
    per_theme = {f"F1 {theme}": round(m["f1"], 3) for theme, m in result["per_theme"].items()}
    return {
        "texts": result["n"],
        "macro-F1": f"{result['macro_f1']:.3f} (95 %: {low:.3f} to {high:.3f})",
        "accuracy": round(result["accuracy"], 3),
        **per_theme,
        **{f"calibration error {theme}": round(error, 3) for theme, error in result["calibration_error"].items()},
    }


if __name__ == "__main__":
    main()
