"""A model as an ONNX graph of standard operators: code points of raw texts in, labels and probabilities out.

ONNX has no operator that cuts a string into characters, so that the caller gives code points (``[ord(c) for c in text]``); all
else of `newsclf.text.normalise`, but for traditional characters, is done here, by tables and by moving together what is kept.
Sums are 32-bit floats, which moves a probability by some 1e-7; thresholds are compared in 64 bits.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.decisions import SUREST
from newsclf.errors import MissingExtraError
from newsclf.exports.tables import SPACE, character_tables
from newsclf.exports.terms import Terms, terms_of
from newsclf.lazy import attribute
from newsclf.lexicon import ROOT_SCALE
from newsclf.scoring import Model
from newsclf.themes import OTHER
from newsclf.trie import FIRST

OPSET: Final = 17
IR_VERSION: Final = 8
"""Of 2022: what runs ONNX since then can run the graph."""

INPUT: Final = "characters"

_PROGRAM: Final = """
<ir_version: {ir_version}, opset_import: ["" : {opset}], producer_name: "newsclf">
newsclf (int64[texts, characters] characters) => (string[texts] label, float[texts, {themes}] probabilities) {{
    some_texts = Shape <start = 0, end = 1> (characters)
    column = Concat <axis = 0> (some_texts, one)
    nothing = ConstantOfShape <value = int64[1] {{0}}> (column)
    filled = Concat <axis = 1> (characters, nothing)
    inside = Clip (filled, nothing_at_all, last_character)
    short_rows = Gather <axis = 0> (row_of_character, inside)
    rows = Cast <to = 7> (short_rows)
    folded_codes = Gather <axis = 0> (codes_of_row, rows)
    folded_flags = Gather <axis = 0> (flags_of_row, rows)
    codes = Reshape (folded_codes, as_one_row)
    flags = Reshape (folded_flags, as_one_row)

    is_space = Equal (codes, space)
    is_seen = GreaterOrEqual (codes, zero)
    {seen}
    seen_between = Concat <axis = 1> (nothing, seen_kept, nothing)
    flags_before = GatherElements <axis = 1> (seen_between, seen_count)
    next_place = Add (seen_count, one)
    flags_after = GatherElements <axis = 1> (seen_between, next_place)
    odd_before = Mod (flags_before, two)
    is_behind = Equal (odd_before, one)
    is_before = GreaterOrEqual (flags_after, two)
    means_nothing = Or (is_behind, is_before)
    means_something = Not (means_nothing)
    is_kept_space = And (is_space, means_something)
    is_kept = Or (is_seen, is_kept_space)
    plain_codes = Max (codes, zero)
    {spaced}
    fewer = Slice (spaced_kept, zero, minus_one, one)
    code_before = Concat <axis = 1> (nothing, fewer)
    is_number = Equal (spaced_kept, digit)
    is_behind_number = Equal (code_before, digit)
    is_repeated = And (is_number, is_behind_number)
    is_first = Not (is_repeated)
    {written}

    counts = TfIdfVectorizer <mode = "TF", min_gram_length = 1, max_gram_length = {longest}, max_skip_count = 0> (written_kept)
    sums = MatMul (counts, weights)
    squares = Slice (sums, zero, one, one)
    root = Sqrt (squares)
    by_longest = Div (squares, root_of_longest)
    length = Max (root, by_longest)
    is_without = Equal (length, zero_float)
    unit_length = Where (is_without, one_float, length)
    unit_sums = Slice (sums, one, density_first, one)
    unit = Div (unit_sums, unit_length)
    {blocks}
    features = Concat <axis = 1> ({features})
    scores = MatMul (features, slopes)
    logits = Add (scores, offsets)
    finer_logits = Cast <to = 11> (logits)
    clipped = Clip (finer_logits, least_sure, surest)
    finer = Sigmoid (clipped)
    probabilities = Cast <to = 1> (finer)
    {choice}
    label = Gather <axis = 0> (names, place)
}}
"""

_KEPT: Final = """
    {name}_mask = Cast <to = 7> ({keep})
    {name}_count = CumSum ({name}_mask, one_scalar)
    {name}_target = Sub ({name}_count, one)
    {name}_width = Shape <start = 1, end = 2> ({values})
    {name}_place = Where ({keep}, {name}_target, {name}_width)
    {name}_wider = Concat <axis = 1> ({values}, nothing)
    {name}_shape = Shape ({name}_wider)
    {name}_empty = ConstantOfShape <value = int64[1] {{0}}> ({name}_shape)
    {name}_moved = ScatterElements <axis = 1> ({name}_empty, {name}_place, {values})
    {name}_kept = Slice ({name}_moved, zero, {name}_width, one)
"""
"""What is kept of each row of values, moved together; zeros behind it. What is not kept goes to a last column, cut off."""

_DENSITY: Final = """
    letters = Greater (written_kept, zero)
    of_each = Cast <to = 1> (letters)
    of_all = ReduceSum <keepdims = 1> (of_each, one)
    length_in_characters = Max (of_all, one_float)
    density_sums = Slice (sums, density_first, density_last, one)
    density = Div (density_sums, length_in_characters)
"""

_ROOTS: Final = """
    in_groups = Gather <axis = 1> (counts, terms_in_groups)
    hits = MatMul (in_groups, groups_of_terms)
    hits_per_character = Div (hits, length_in_characters)
    roots = Sqrt (hits_per_character)
"""

_BY_MARGIN: Final = """
    margins = Sub (finer, thresholds)
    no_margin = ConstantOfShape <value = double[1] {0}> (column)
    choices = Concat <axis = 1> (margins, no_margin)
    place = ArgMax <axis = 1, keepdims = 0> (choices)
"""
_BY_PROBABILITY: Final = "place = ArgMax <axis = 1, keepdims = 0> (finer)"


def graph_of(model: Model) -> Any:
    """A model as an ONNX graph.

    Parameters
    ----------
    model : Model

    Returns
    -------
    onnx.ModelProto
        Input: ``characters``, int64 of shape (n_texts, n_characters): the code points of each raw text, zeros behind it. Outputs:
        ``label``, strings of shape (n_texts,), the primary themes; ``probabilities``, float32 of shape (n_texts, n_themes).

    Raises
    ------
    MissingExtraError
        When onnx is not installed.
    """
    try:
        parse, to_array = attribute("onnx.parser", "parse_model"), attribute("onnx.numpy_helper", "from_array")
    except ImportError as error:
        raise MissingExtraError(what="ONNX", extra="export") from error
    terms = terms_of(model)
    graph = parse(_program(model, terms))
    arrays = {**_constants(), **character_tables(model.alphabet.characters), **_numbers(model, terms)}
    graph.graph.initializer.extend(to_array(array, name) for name, array in arrays.items())
    counts = next(node for node in graph.graph.node if node.op_type == "TfIdfVectorizer")
    counts.attribute.extend(attribute("onnx.helper", "make_attribute")(*pair) for pair in _pool(model, terms).items())
    return graph


def _program(model: Model, terms: Terms) -> str:
    blocks = {"density": _DENSITY} if terms.density.size else {}
    blocks |= {"roots": _ROOTS} if terms.member.size else {}
    return _PROGRAM.format(
        ir_version=IR_VERSION,
        opset=OPSET,
        themes=len(model.themes),
        longest=max(map(len, terms.terms)),
        seen=_KEPT.format(name="seen", values="flags", keep="is_seen"),
        spaced=_KEPT.format(name="spaced", values="plain_codes", keep="is_kept"),
        written=_KEPT.format(name="written", values="spaced_kept", keep="is_first"),
        blocks="".join(blocks.values()),
        features=", ".join(["unit", *blocks]),
        choice=_BY_MARGIN if model.rule.answers_other else _BY_PROBABILITY,
    )


def _constants() -> dict[str, NDArray[Any]]:
    whole = {"zero": 0, "one": 1, "two": 2, "minus_one": -1, "space": SPACE, "digit": FIRST}
    return {
        **{name: np.array([value], dtype=np.int64) for name, value in whole.items()},
        "one_scalar": np.array(1, dtype=np.int64),
        "nothing_at_all": np.array(0, dtype=np.int64),
        "as_one_row": np.array([0, -1], dtype=np.int64),
        "least_sure": np.array(-SUREST),
        "surest": np.array(SUREST),
        "zero_float": np.zeros(1, dtype=np.float32),
        "one_float": np.ones(1, dtype=np.float32),
    }


def _numbers(model: Model, terms: Terms) -> dict[str, NDArray[Any]]:
    """Weights, and where they stand in the sums: first the squares, then the unit block, then the density block."""
    rule, n_themes = model.rule, len(model.themes)
    themes, of_density = np.eye(n_themes), terms.density.shape[1]
    floats = {
        "weights": np.hstack([terms.squares[:, None], terms.unit, terms.density]),
        "root_of_longest": np.sqrt([model.weights.longest]),
        "offsets": rule.slope * model.intercept + rule.offset,
    }
    slopes = [themes, themes[:of_density]]
    numbers: dict[str, NDArray[Any]] = {"names": np.array([*model.themes, OTHER], dtype=object)}
    if of_density:
        numbers["density_last"] = np.array([1 + 2 * n_themes])
    if model.weights.groups is not None:
        numbers["terms_in_groups"] = np.flatnonzero(terms.member.any(axis=1))
        floats["groups_of_terms"] = terms.member[numbers["terms_in_groups"]]
        slopes.append(ROOT_SCALE * model.weights.groups.coef)
    if rule.answers_other:
        numbers["thresholds"] = rule.thresholds.astype(np.float64)
    floats["slopes"] = np.vstack(slopes) * rule.slope
    numbers["density_first"] = np.array([1 + n_themes])
    return numbers | {name: array.astype(np.float32) for name, array in floats.items()}


def _pool(model: Model, terms: Terms) -> dict[str, list[int]]:
    """The terms as ONNX has them: in codes, the short ones first."""
    code = {char: FIRST + place for place, char in enumerate(model.alphabet.characters)}
    lengths = np.array(list(map(len, terms.terms)))
    sizes = [size * int((lengths == size).sum()) for size in range(1, int(lengths.max()) + 1)]
    return {
        "ngram_counts": [0, *np.cumsum(sizes)[:-1].tolist()],
        "ngram_indexes": list(range(len(terms.terms))),
        "pool_int64s": [code[char] for term in terms.terms for char in term],
    }
