"""Build the shipped model: ``python -m training.build`` → ``models/themes-zh``.

The same data give the same model, byte for byte, on the same machine and library versions. The card holds the
cross-validated figures of ``results/evaluation.json`` when they were measured on the same data.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import newsclf
from newsclf import themes
from training.figures import measured_table
from training.labelled import HERE, RESULTS, own_paragraphs, public_paragraphs
from training.recipe import fit, shipped, vectors

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
    classifier = fit(public + own_paragraphs(), shipped(vectors(own_only=arguments.own_only)))
    facts = {theme.key: theme for theme in themes.SHIPPED}
    classifier.save(arguments.out, notes=notes(classifier.training_["fingerprint"]), themes=facts)
    print(newsclf.load(arguments.out).name)


def notes(fingerprint: str) -> dict[str, str]:
    """What the card says beyond what the model itself knows."""
    said = {
        "Data": "Paragraphs written for this project (machine-written, CC0; `training/corpus/CARD.md`) and labelled public"
        " news of three sources (labels only in the repository). The real page that we test on was never trained on.",
        "Limits": "Made for simplified Chinese news prose of the 1990s to 2020s. Headings and captions, and older newspapers,"
        " are only among our own paragraphs."
        " Paragraphs chosen for labelling lean towards the themes, so that the share of each theme in an archive is not the"
        " share in these data. A label is a reading aid, not a finding about the persons named in a text.",
    }
    path = RESULTS / "evaluation.json"
    measured = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    if measured.get("data") == fingerprint:
        said["Measured"] = measured_table(measured)
    return said


if __name__ == "__main__":
    main()
