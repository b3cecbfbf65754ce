"""Folders made with intent: all checksums fit, and what is inside would lead scoring astray."""

import json
import pickle
import warnings

import numpy as np
import pytest

import newsclf
from models import Trap, put, resign, sha256, write_manifest
from newsclf.errors import ForeignModelError, ModelError
from newsclf.explanation import explain
from newsclf.model_folder import read
from newsclf.tokens import SEGMENTER

TEXTS = ["志愿者在高铁站为返乡旅客引路。" * 50, "清理河道垃圾。", "", "hello", "\0\ud800𠀀"]
FILES = ["trie.base.npy", "trie.check.npy", "weights.places.npy", "weights.rows.npy", "groups.rows.npy", "groups.lists.npy"]


def array(folder, name):
    return np.load(folder / name)


def manifest_of(folder):
    return json.loads((folder / "manifest.json").read_bytes())


def refused(folder):
    with pytest.raises(ForeignModelError) as caught:
        read(folder)
    assert "\n" not in str(caught.value)


def labels_soundly(folder):
    """A model that is opened labels without error or warning, and with probabilities."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = read(folder)
        labels = [*model.label_many(TEXTS), *map(model.label, TEXTS)]
        explain(model, TEXTS[0])
    assert all(0 <= score <= 1 for label in labels for score in (label.score, *label.scores.values()))


@pytest.mark.parametrize("name", [*FILES, "alphabet.txt", "CARD.md", "manifest.json", "manifest.sha256", "dictionary.txt"])
def test_no_pickle_runs_wherever_it_stands(make_folder, tmp_path, name):
    folder = make_folder()
    (folder / name).write_bytes(pickle.dumps(Trap(tmp_path / "trapped")))
    if name == "manifest.json":
        write_manifest(folder, (folder / name).read_bytes())
    elif name == "dictionary.txt":
        resign(folder, files={**manifest_of(folder)["files"], name: "0" * 64})
    if name not in ("manifest.json", "manifest.sha256"):
        resign(folder)
    if name == "CARD.md":
        labels_soundly(folder)  # it is for people; newsclf never looks into it
    else:
        with pytest.raises(ModelError):
            read(folder)
    assert not (tmp_path / "trapped").exists()


@pytest.mark.parametrize(
    "theme",
    [
        "\x1b[2J",
        "a\nb",
        "a\rb",
        "\x9b31m",
        "\u202eabc",
        "a\u2066b",
        "\ud800",
        "\u200b",
        "a\0",
        "\u2028",
        "",
        1,
        None,
        ["a"],
        "other",
    ],
)
def test_theme_names_are_texts_that_can_be_seen(make_folder, theme):
    folder = make_folder()
    if theme == "":
        resign(folder, themes=["a", "a", "b", "c"])
    else:
        resign(folder, themes=[theme, "livelihood", "spring_travel", "volunteering"])
    refused(folder)


@pytest.mark.parametrize("theme", ["生态　保护", "生态 保护", "[bold]x[/bold]", "écologie", "👩"])
def test_theme_names_in_any_script_are_welcome(make_folder, theme):
    folder = make_folder()
    resign(folder, themes=[theme, "livelihood", "spring_travel", "volunteering"])
    labels_soundly(folder)


@pytest.mark.parametrize("name", ["\x1b]0;x\x07", "a\nb", "\u202e", "x" * 256, 1, None])
def test_the_name_is_short_and_can_be_seen(make_folder, name):
    folder = make_folder()
    resign(folder, name=name)
    refused(folder)


@pytest.mark.parametrize("value", [1, None, ["/"], {"/": 1}])
def test_the_separator_of_paths_is_a_text(make_folder, value):
    folder = make_folder()
    resign(folder, hierarchy=value)
    refused(folder)


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-Infinity", "1e400", "1e300", "-1e300", "9" * 400, "true", "null", '"1"', "[1]"]
)
@pytest.mark.parametrize("key", ["intercept", "thresholds"])
def test_numbers_are_numbers_of_common_size(make_folder, key, value):
    folder = make_folder()
    resign(folder, **{key: [0.5, 0.5, 0.5, 777000777]})
    write_manifest(folder, (folder / "manifest.json").read_bytes().replace(b"777000777", value.encode()))
    refused(folder)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "9" * 5000])
def test_a_manifest_with_no_json_anywhere_is_refused(make_folder, value):
    folder = make_folder()
    resign(folder, notes=777000777)
    write_manifest(folder, (folder / "manifest.json").read_bytes().replace(b"777000777", value.encode()))
    refused(folder)


def test_a_manifest_that_says_two_things_is_refused(make_folder):
    folder = make_folder()
    data = (folder / "manifest.json").read_bytes()
    write_manifest(folder, data.replace(b'"name"', b'"name": "innocent", "name"', 1))
    refused(folder)


def test_a_manifest_without_end_is_refused(make_folder):
    folder = make_folder()
    resign(folder, notes=777000777)
    data = (folder / "manifest.json").read_bytes()
    write_manifest(folder, data.replace(b"777000777", b"[" * 900 + b"]" * 900))
    refused(folder)


@pytest.mark.parametrize(
    "changes",
    [
        {"scales": {"unit": [1e12] * 4, "density": [1e12] * 4}},
        {"scales": {"unit": [5e-324] * 4, "density": [5e-324] * 4}},
        {"square_scale": 5e-324},
        {"square_scale": 1e12},
        {"longest": 1},
        {"longest": 1e12},
        {"calibration": {"slope": [1e12] * 4, "offset": [-1e12] * 4}},
        {"calibration": {"slope": [5e-324] * 4, "offset": [0] * 4}},
        {"intercept": [1e12, -1e12, 0, 1]},
        {"known_floor": 1.0},
        {"known_floor": 0.0},
        {"thresholds": [5e-324] * 4},
        {"answers_other": False},
    ],
)
def test_extreme_numbers_give_probabilities_all_the_same(make_folder, changes):
    folder = make_folder()
    resign(folder, **changes)
    labels_soundly(folder)


def test_extreme_numbers_all_together_give_probabilities(make_folder):
    folder = make_folder()
    resign(
        folder,
        scales={"unit": [1e12] * 4, "density": [1e12] * 4},
        calibration={"slope": [1e12] * 4, "offset": [1e12] * 4},
        square_scale=5e-324,
        longest=1,
        groups={name: [-1e12] * 4 for name in manifest_of(folder)["groups"]},
    )
    for number in (0, 1, 2**15, 2**16 - 1):
        put(folder, "weights.rows.npy", np.full_like(array(folder, "weights.rows.npy"), number))
        labels_soundly(folder)


def test_weights_of_any_kind_give_probabilities(make_folder):
    folder, random = make_folder(), np.random.default_rng(0)
    rows = array(folder, "weights.rows.npy")
    for _ in range(5):
        put(folder, "weights.rows.npy", random.integers(0, 2**16, rows.shape, dtype=np.uint16))
        labels_soundly(folder)


@pytest.mark.parametrize("parent", [0, 1, 3])
def test_a_state_that_no_step_leads_to_is_refused(make_folder, parent):
    folder = make_folder()
    check = array(folder, "trie.check.npy")
    check[np.flatnonzero(check >= 0)[-1]] = parent
    put(folder, "trie.check.npy", check)
    refused(folder)


def test_states_that_lead_back_to_themselves_keep_nobody_walking(make_folder):
    folder = make_folder()
    base, check = array(folder, "trie.base.npy"), array(folder, "trie.check.npy")
    letters = 2 + len((folder / "alphabet.txt").read_text("utf-8"))
    state = int(np.flatnonzero(check[: len(check) - letters] >= 0)[-1])
    base[state], check[state] = state - 2, state  # the first character leads from there to there
    put(folder, "trie.base.npy", base)
    put(folder, "trie.check.npy", check)
    labels_soundly(folder)


@pytest.mark.parametrize("extra", ["\0", " ", "\n", "，", "0", "\x1b", "_-", "\u202e", "\U000e0001"])
def test_an_alphabet_is_of_letters_each_once(make_folder, extra):
    folder = make_folder()
    characters = (folder / "alphabet.txt").read_text("utf-8")
    put(folder, "alphabet.txt", (characters[: -len(extra)] + extra).encode())
    refused(folder)


@pytest.mark.parametrize("data", [b"0\xff", b"0\xed\xa0\x80", "0志愿".encode("utf-16"), b"", "志0".encode(), "0志志".encode()])
def test_an_alphabet_that_is_none_is_refused(make_folder, data):
    folder = make_folder()
    put(folder, "alphabet.txt", data)
    refused(folder)


def test_an_alphabet_larger_than_the_trie_is_refused(make_folder):
    folder = make_folder()
    put(
        folder,
        "alphabet.txt",
        ("0" + "".join(map(chr, range(0x3400, 0x4DB0))) + "".join(map(chr, range(0x4E00, 0x9FF0)))).encode(),
    )
    refused(folder)


@pytest.mark.parametrize(
    ("lines", "good"),
    [
        ("河长制 5\n", True),
        ("河 长制 5\n", True),
        ("(a+)+$ 0\n", True),
        ("河长制\n", False),
        ("河长制 -1\n", False),
        ("河长制 1e9\n", False),
        ("河长制 5.5\n", False),
        (f"河长制 {10**13}\n", False),
        (f"河长制 {'9' * 5000}\n", False),
        (" 5\n", False),
        ("\n", False),
    ],
)
def test_a_dictionary_is_words_and_frequencies(make_folder, lines, good):
    folder = make_folder()
    (folder / "dictionary.txt").write_text(lines, "utf-8")
    manifest = manifest_of(folder)
    manifest["files"]["dictionary.txt"] = ""
    write_manifest(folder, json.dumps(manifest).encode())
    resign(folder)
    if good:
        labels_soundly(folder)
    else:
        refused(folder)


def test_a_term_in_groups_without_number_is_refused(make_folder):
    folder = make_folder()
    lists = array(folder, "groups.lists.npy")
    put(folder, "groups.lists.npy", np.zeros((len(lists), 129), dtype=np.int16))
    refused(folder)


def test_every_term_in_every_group_gives_probabilities(make_folder):
    folder = make_folder()
    put(folder, "groups.rows.npy", np.ones_like(array(folder, "groups.rows.npy")))
    put(folder, "groups.lists.npy", np.zeros((2, 128), dtype=np.int16))
    labels_soundly(folder)


@pytest.mark.parametrize("name", FILES)
def test_columns_first_and_records_are_refused(make_folder, name):
    folder = make_folder()
    before = array(folder, name)
    put(folder, name, np.asfortranarray(np.stack([before, before])))
    refused(folder)
    put(folder, name, before.view([("a", before.dtype)]))
    refused(folder)


def test_a_word_that_holds_a_space_in_its_normal_form_survives_saving(corpus, tmp_path):
    part = corpus[:200:4]
    labels = ["ecology" if row["theme"] == "ecology" else "other" for row in part]
    classifier = newsclf.ThemeClassifier(dictionary=[("´河长", 5)])
    classifier.fit([row["text"] for row in part], labels).save(tmp_path / "model")
    assert [word for word, _ in read(tmp_path / "model").dictionary] == [" \u0301河长"]


def test_a_sentence_does_not_repeat_a_whole_file(make_folder):
    folder = make_folder()
    resign(folder, segmenter="x" * 100_000)
    with pytest.raises(ForeignModelError) as caught:
        read(folder)
    assert len(str(caught.value)) < 1000
    (folder / "dictionary.txt").write_text("河长制 " + "x" * 100_000, "utf-8")
    resign(
        folder, segmenter=SEGMENTER, files={**manifest_of(folder)["files"], "dictionary.txt": sha256(folder / "dictionary.txt")}
    )
    with pytest.raises(ForeignModelError) as caught:
        read(folder)
    assert len(str(caught.value)) < 1000
