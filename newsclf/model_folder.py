"""The model folder: manifest, checksums, arrays, vocabularies. No pickle; nothing in it can run.

Reading is parse → check → build: the manifest is parsed, every file is checked against it, then the model is built.

``FORMAT`` rises when a folder written by this version could be misread by an older one, or the other way round: when a
file changes its meaning, when `newsclf.text.normalise` or `newsclf.features` give other terms for the same text. The
reader of the older number then stays, with a test that opens a folder of that number. (Format 1 had neither a lexicon
nor vectors; without them, 2 is read as 1 was.)
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

from newsclf.blocks import Block, LexiconBlock, TermBlock, VectorBlock
from newsclf.decisions import Rule
from newsclf.errors import DamagedModelError, FolderInUseError, ForeignModelError, MissingModelError, NewerModelError, OutputError
from newsclf.features import TERMS
from newsclf.lexicon import Lexicon
from newsclf.messages import os_reason
from newsclf.scoring import Model
from newsclf.themes import OTHER
from newsclf.tokens import SEGMENTER

FORMAT: Final = 2
MANIFEST: Final = "manifest.json"
MANIFEST_SUM: Final = "manifest.sha256"
CARD: Final = "CARD.md"


def terms_file(block: str) -> str:
    """The vocabulary of a block: one term a line, UTF-8, in the order of the rows of its arrays."""
    return f"{block}.terms.txt"


def idf_file(block: str) -> str:
    """The inverse document frequencies of the terms of a block, float32, shape (n_terms,)."""
    return f"{block}.idf.npy"


def coef_file(block: str) -> str:
    """The weights of a block, float32, shape (n_features, n_themes)."""
    return f"{block}.coef.npy"


LEXICON: Final = "lexicon.json"
"""The groups of a lexicon: name to words, in the order of the rows of its weights."""

_FILES: Final = {
    **{block: (terms_file(block), idf_file(block), coef_file(block)) for block in (*TERMS, "vectors")},
    "lexicon": (LEXICON, coef_file("lexicon")),
}
"""The files of each block that a model can have."""


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
        _write_block(folder, block, weights)
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
        "blocks": list(model.blocks),
        **facts,
        "files": {path.name: _sha256(path.read_bytes()) for path in sorted(folder.iterdir())},
    }
    data = (json.dumps(manifest, ensure_ascii=False, indent=1, default=_plain) + "\n").encode("utf-8", "backslashreplace")
    (folder / MANIFEST).write_bytes(data)
    (folder / MANIFEST_SUM).write_bytes(_sum_line(data))


def _write_block(folder: Path, name: str, block: Block) -> None:
    np.save(folder / coef_file(name), block.coef, allow_pickle=False)
    if isinstance(block, LexiconBlock):
        (folder / LEXICON).write_bytes(json.dumps(block.lexicon.groups, ensure_ascii=False, indent=1, default=list).encode())
    elif isinstance(block, VectorBlock):
        _write_terms(folder, name, block.vocabulary, block.weight)
    elif isinstance(block, TermBlock):
        _write_terms(folder, name, block.vocabulary, block.idf)


def _write_terms(folder: Path, name: str, vocabulary: dict[str, int], idf: NDArray[np.float32]) -> None:
    terms = sorted(vocabulary, key=vocabulary.__getitem__)
    (folder / terms_file(name)).write_bytes("".join(f"{term}\n" for term in terms).encode())
    np.save(folder / idf_file(name), idf, allow_pickle=False)


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
    needed = {file for block in _blocks(manifest) for file in _FILES.get(block, ())}
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


def _blocks(manifest: dict[str, Any]) -> list[str]:
    """The names of the blocks; format 1 did not say them, it had the two of TF-IDF."""
    return list(manifest.get("blocks", TERMS))


def _build(path: Path, manifest: dict[str, Any], fingerprint: str) -> Model:
    themes, name, floor = manifest["themes"], manifest["name"], manifest["known_floor"]
    if type(themes) is not list or not themes or len(set(themes)) != len(themes) or OTHER in themes:
        raise ValueError("themes")
    if not all(isinstance(text, str) for text in (*themes, name)) or not name.isprintable():
        raise ValueError("names")
    if type(floor) is not float or not 0 <= floor <= 1:
        raise ValueError("known_floor")
    blocks = {block: _block(path, block, len(themes)) for block in _blocks(manifest)}
    if not set(TERMS) <= set(blocks):
        raise ValueError("blocks")
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


def _block(path: Path, name: str, n_themes: int) -> Block:
    if name == "lexicon":
        lexicon = _lexicon(json.loads((path / LEXICON).read_bytes()))
        return LexiconBlock(lexicon, _array(path / coef_file(name), (lexicon.width, n_themes)))
    vocabulary, idf = _terms(path, name)
    coef = _array(path / coef_file(name), (len(vocabulary), n_themes))
    if name == "vectors":
        return VectorBlock(vocabulary, idf, coef)
    if name not in TERMS:
        raise ValueError(f"block {name}")
    return TermBlock(name, vocabulary, idf, coef)


def _terms(path: Path, name: str) -> tuple[dict[str, int], NDArray[np.float32]]:
    terms = (path / terms_file(name)).read_bytes().decode().split("\n")[:-1]
    vocabulary = {term: row for row, term in enumerate(terms)}
    return vocabulary, _array(path / idf_file(name), (len(vocabulary),))


def _lexicon(groups: Any) -> Lexicon:
    if type(groups) is not dict or not all(type(words) is list for words in groups.values()):
        raise ValueError("lexicon")
    if not all(isinstance(word, str) for words in groups.values() for word in words):
        raise ValueError("lexicon")
    return Lexicon(groups)


def _array(file: Path, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """An array of 32-bit numbers of a given shape, mapped into memory."""
    array = open_memmap(file, mode="r")
    if array.dtype != np.float32:
        raise ValueError(f"dtype {array.dtype}")
    return _finite(array, shape)


def _finite(array: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    if array.shape != shape or not np.isfinite(array).all():
        raise ValueError(f"array of shape {array.shape}, expected finite numbers of shape {shape}")
    return array


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
