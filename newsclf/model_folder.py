"""The model folder: manifest, checksums, arrays, vocabularies. No pickle; nothing in it can run.

Reading is parse → check → build: the manifest is parsed, every file is checked against it, then the model is built.

``FORMAT`` rises when a folder written by this version could be misread by an older one, or the other way round: when a
file changes its meaning, when `newsclf.text.normalise` or `newsclf.features` give other terms for the same text. The
reader of the older number then stays, with a test that opens a folder of that number.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from newsclf.decisions import Rule
from newsclf.errors import DamagedModelError, FolderInUseError, ForeignModelError, MissingModelError, NewerModelError, OutputError
from newsclf.features import BLOCKS
from newsclf.messages import os_reason
from newsclf.scoring import Block, Model
from newsclf.themes import OTHER
from newsclf.tokens import SEGMENTER

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
MANIFEST_SUM: Final = "manifest.sha256"
CARD: Final = "CARD.md"


def terms_file(block: str) -> str:
    """The vocabulary of a block: one term a line, UTF-8, in the order of the rows of its arrays."""
    return f"{block}.terms.txt"


def idf_file(block: str) -> str:
    """The inverse document frequencies of a block, float32, shape (n_terms,)."""
    return f"{block}.idf.npy"


def coef_file(block: str) -> str:
    """The weights of a block, float32, shape (n_terms, n_themes)."""
    return f"{block}.coef.npy"


def write(folder: str | os.PathLike[str], model: Model, facts: dict[str, Any], card: str) -> None:
    """Write a model folder: beside its place first, then moved there whole.

    Parameters
    ----------
    folder : path
        A new folder, an empty one, or a newsclf model to replace.
    model : Model
    facts : dict
        What else the manifest says: training fingerprint, metrics, parameters.
    card : str
        The text of ``CARD.md``.

    Raises
    ------
    FolderInUseError
        When the folder holds something else.
    OutputError
        When it cannot be written.
    """
    target = Path(folder)
    try:
        if target.exists() and not _is_ours(target):
            raise FolderInUseError(target=str(target))
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.absolute().parent))
        try:
            _write_files(aside, target.name, model, facts, card)
            aside.chmod(0o755)
            if target.exists():
                shutil.rmtree(target)
            aside.replace(target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise OutputError(target=str(target), reason=os_reason(error)) from error


def _is_ours(target: Path) -> bool:
    """Whether a folder may be replaced: an empty one, or a model and nothing else."""
    if not target.is_dir():
        return False
    names = {path.name for path in target.iterdir()}
    if not names:
        return True
    try:
        listed = set(json.loads((target / MANIFEST).read_bytes())["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False
    return MANIFEST_SUM in names and names <= listed | {MANIFEST, MANIFEST_SUM}


def _plain(value: Any) -> Any:
    """NumPy's numbers, which a parameter search sets, as JSON's."""
    return value.item()


def _write_files(folder: Path, name: str, model: Model, facts: dict[str, Any], card: str) -> None:
    for block, weights in model.blocks.items():
        terms = sorted(weights.vocabulary, key=weights.vocabulary.__getitem__)
        (folder / terms_file(block)).write_bytes("".join(f"{term}\n" for term in terms).encode())
        np.save(folder / idf_file(block), weights.idf, allow_pickle=False)
        np.save(folder / coef_file(block), weights.coef, allow_pickle=False)
    (folder / CARD).write_bytes(card.encode("utf-8", "backslashreplace"))
    manifest = {
        "format": FORMAT,
        "name": name,
        "themes": list(model.themes),
        "thresholds": model.rule.thresholds.tolist(),
        "calibration": {"slope": model.rule.slope.tolist(), "offset": model.rule.offset.tolist()},
        "intercept": model.intercept.tolist(),
        "answers_other": model.rule.answers_other,
        "known_floor": model.known_floor,
        "segmenter": SEGMENTER,
        **facts,
        "files": {path.name: _sha256(path.read_bytes()) for path in sorted(folder.iterdir())},
    }
    data = (json.dumps(manifest, ensure_ascii=False, indent=1, default=_plain) + "\n").encode("utf-8", "backslashreplace")
    (folder / MANIFEST).write_bytes(data)
    (folder / MANIFEST_SUM).write_bytes(_sum_line(data))


def _sum_line(manifest: bytes) -> bytes:
    """What stands in ``manifest.sha256``, as sha256sum writes it."""
    return f"{_sha256(manifest)}  {MANIFEST}\n".encode("ascii")


def read(folder: str | os.PathLike[str]) -> Model:
    """Open a model folder.

    Raises
    ------
    MissingModelError, ForeignModelError, DamagedModelError, NewerModelError
        When it is refused; each says why.
    """
    path = Path(folder)
    manifest, fingerprint = _parse(path)
    _check(path, manifest)
    try:
        return _build(path, manifest, fingerprint)
    except Exception as error:  # a hostile manifest or array can raise nearly anything
        raise ForeignModelError(folder=str(path), reason=f"{type(error).__name__}: {error}") from error


def _parse(path: Path) -> tuple[dict[str, Any], str]:
    if not path.is_dir():
        raise MissingModelError(folder=str(path))
    try:
        data = (path / MANIFEST).read_bytes()
    except OSError as error:
        raise ForeignModelError(folder=str(path), reason=MANIFEST) from error
    try:
        manifest = json.loads(data)
        number = manifest["format"]
        files = manifest["files"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if (path / MANIFEST_SUM).is_file():
            raise DamagedModelError(folder=str(path), file=MANIFEST) from error
        raise ForeignModelError(folder=str(path), reason=MANIFEST) from error
    if type(number) is not int or number < 1 or not isinstance(files, dict):
        raise ForeignModelError(folder=str(path), reason=MANIFEST)
    if number > FORMAT:
        raise NewerModelError(folder=str(path), format=number, supported=FORMAT)
    try:
        written = (path / MANIFEST_SUM).read_bytes()
    except OSError as error:
        raise DamagedModelError(folder=str(path), file=MANIFEST_SUM) from error
    if written != _sum_line(data):
        raise DamagedModelError(folder=str(path), file=MANIFEST)
    return manifest, _sha256(data)


def _check(path: Path, manifest: dict[str, Any]) -> None:
    """Every file that the manifest lists is there and unchanged, and it lists every file that we shall read."""
    needed = {name(block) for block in BLOCKS for name in (terms_file, idf_file, coef_file)}
    for file in sorted(needed | set(manifest["files"])):
        if Path(file).name != file or file not in manifest["files"]:
            raise ForeignModelError(folder=str(path), reason=file)
        try:
            digest = _sha256((path / file).read_bytes())
        except (OSError, ValueError) as error:
            raise DamagedModelError(folder=str(path), file=file) from error
        if digest != manifest["files"][file]:
            raise DamagedModelError(folder=str(path), file=file)
    if manifest.get("segmenter") != SEGMENTER:
        raise ForeignModelError(folder=str(path), reason=f"segmenter: {manifest.get('segmenter')}")


def _build(path: Path, manifest: dict[str, Any], fingerprint: str) -> Model:
    themes, name, floor = manifest["themes"], manifest["name"], manifest["known_floor"]
    if type(themes) is not list or not themes or len(set(themes)) != len(themes) or OTHER in themes:
        raise ValueError("themes")
    if not all(isinstance(text, str) for text in (*themes, name)) or not name.isprintable():
        raise ValueError("names")
    if type(floor) is not float or not 0 <= floor <= 1:
        raise ValueError("known_floor")
    blocks = {block: _block(path, block, len(themes)) for block in BLOCKS}
    intercept = _numbers(manifest["intercept"], len(themes))
    return Model(f"{name}@{fingerprint[:12]}", blocks, intercept, _rule(manifest, tuple(themes)), floor, manifest)


def _rule(manifest: dict[str, Any], themes: tuple[str, ...]) -> Rule:
    slope, offset = (_numbers(manifest["calibration"][name], len(themes)) for name in ("slope", "offset"))
    thresholds = _numbers(manifest["thresholds"], len(themes))
    if (slope <= 0).any() or (thresholds <= 0).any() or (thresholds > 1).any():
        raise ValueError("calibration")
    if type(manifest["answers_other"]) is not bool:
        raise ValueError("answers_other")
    return Rule(themes, slope, offset, thresholds, manifest["answers_other"])


def _numbers(values: list[float], size: int) -> NDArray[np.float64]:
    if any(type(value) not in (float, int) for value in values):
        raise ValueError("numbers")
    return _finite(np.array(values, dtype=np.float64), (size,))


def _block(path: Path, block: str, n_themes: int) -> Block:
    terms = (path / terms_file(block)).read_bytes().decode().split("\n")[:-1]
    idf = open_memmap(path / idf_file(block), mode="r")
    coef = open_memmap(path / coef_file(block), mode="r")
    if idf.dtype != np.float32 or coef.dtype != np.float32:
        raise ValueError("dtype")
    vocabulary = {term: row for row, term in enumerate(terms)}
    return Block(vocabulary, _finite(idf, (len(vocabulary),)), _finite(coef, (len(vocabulary), n_themes)))


def _finite(array: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    if array.shape != shape or not np.isfinite(array).all():
        raise ValueError(f"array of shape {array.shape}, expected finite numbers of shape {shape}")
    return array


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
