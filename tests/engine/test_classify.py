"""Texts to codes: against a slow reference, on a small market of made-up texts, and its file."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.classify import Model, gathered, load, save, shipped, suggest, train, words
from schakel.engine.classify import judge as judging
from schakel.engine.classify.learn import fit
from schakel.engine.classify.model import confidence, softmax
from schakel.engine.classify.text import BUCKETS, hashed, normalised, runs, weighed
from schakel.engine.classify.wordings import FOLDS, folds_of, near_groups
from schakel.engine.errors import BadInput
from schakel.engine.reference import classify as slow

NAMES = {
    "170201": ("hout", "wood"),
    "170405": ("ijzer en staal", "iron and steel"),
    "170504": ("grond en stenen", "soil and stones"),
    "200101": ("papier en karton", "paper and cardboard"),
    "200102": ("glas", "glass"),
    "100102": ("vliegas van kolen", "coal fly ash"),
}
TEXTS = {
    "170201": ("houten balken", "sloophout", "planken hout", "hout van kozijnen", "a-hout blank"),
    "170405": ("staal profielen", "oud ijzer", "ijzerschroot", "stalen buizen", "betonijzer"),
    "170504": ("schone grond", "zand en grond", "grond met stenen", "klei grond", "teelgrond"),
    "200101": (
        "karton dozen",
        "oud papier",
        "papier kantoor",
        "kartonnen kokers",
        "kranten papier",
    ),
    "200102": ("flessen glas", "vlakglas", "glas wit", "glazen potten", "ruiten van glas"),
}

texts_of = st.lists(st.text("abcdeé -&3", max_size=24), min_size=1, max_size=5)


def small_model() -> Model:
    """Weights of chance: what it says means nothing, but it says something about every text."""
    chance = np.random.default_rng(0)
    return Model(
        ("010101", "020202", "030303", "040404"),
        chance.uniform(1, 8, BUCKETS).astype(np.float16).astype(np.float32),
        chance.integers(-127, 128, (BUCKETS, 4)).astype(np.int8),
        chance.uniform(0.01, 0.1, 4).astype(np.float32),
        chance.normal(size=4).astype(np.float32),
        0.8,
        -0.1,
        0.4,
        {"source": "chance"},
    )


MODEL = small_model()


@pytest.fixture(scope="module")
def learned() -> Model:
    pairs = [(text, code) for code, each in TEXTS.items() for text in each]
    texts, codes = zip(*pairs, strict=True)
    return train(gathered(texts, codes, NAMES), NAMES, {"source": "made up"})


@given(texts_of)
def test_runs_are_weighed_as_in_plain_steps(texts: list[str]) -> None:
    found = hashed(texts)
    value = weighed(found, MODEL.rarity)
    for row, text in enumerate(texts):
        words = normalised(text).split()
        assert sorted(runs(" ".join(words))) == sorted(slow.runs(words))
        part = slice(found.start[row], found.start[row + 1])
        plain = slow.values(words, MODEL.rarity.tolist())
        assert dict(zip(found.bucket[part].tolist(), value[part].tolist(), strict=True)) == (
            pytest.approx(plain)
        )


WEIGHTS = (MODEL.weights * MODEL.scale.astype(np.float64)).tolist()


@given(texts_of)
def test_codes_and_confidence_are_those_of_the_reference(texts: list[str]) -> None:
    found = suggest(MODEL, texts, top=4)
    for row, text in enumerate(texts):
        value = slow.values(normalised(text).split(), MODEL.rarity.tolist())
        ranked = slow.ranked(value, WEIGHTS, MODEL.offset.tolist(), MODEL.slope, MODEL.shift)
        assert found.confidence[row] == pytest.approx([sure for _code, sure in ranked])
        assert set(found.code[row].tolist()) == {code for code, _sure in ranked}
        letters = any(char.isalpha() for char in text)
        assert found.known[row] == (letters and ranked[0][1] >= MODEL.least)


@settings(deadline=None)
@given(st.lists(st.text("abc ", min_size=1, max_size=9), min_size=2, max_size=7))
def test_texts_that_hang_together_share_a_group(texts: list[str]) -> None:
    texts = [*(text for text in map(normalised, texts) if text), "abba", "abbaabba"]
    vectors = []
    for text in texts:
        counts: dict[str, float] = {}
        for run in slow.runs(text.split()):
            if not run.startswith("_"):
                counts[run] = counts.get(run, 0) + 1
        vectors.append(counts)
    mine, plain = near_groups(texts).tolist(), slow.near_groups(vectors, 0.85)
    assert [[a == b for b in mine] for a in mine] == [[a == b for b in plain] for a in plain]


def test_folds_keep_groups_whole_and_are_about_as_large() -> None:
    groups = np.array([0] * 7 + list(range(1, 34)))
    fold = folds_of(groups)
    assert len(set(fold[groups == 0])) == 1
    assert np.bincount(fold).tolist() == [8] * FOLDS


def test_a_text_is_read_without_capitals_accents_and_escapes() -> None:
    assert normalised("  Puin &amp;lt; 50 cm, CAFÉ_afval ") == "puin 50 cm cafe afval"
    assert normalised("…") == ""


def test_words_never_seen_are_read_by_their_letters(learned: Model) -> None:
    found = suggest(learned, ["houtplaten", "glasbak", "staalplaat"], top=1)
    assert [learned.codes[code] for code in found.code[:, 0]] == ["170201", "200102", "170405"]


def test_a_code_without_texts_is_found_by_its_name(learned: Model) -> None:
    found = suggest(learned, ["vliegas kolen"], top=1)
    assert learned.codes[found.code[0, 0]] == "100102"


def test_what_says_nothing_gets_less_confidence(learned: Model) -> None:
    clear, nothing, empty = suggest(learned, ["oud papier", "qqqq xx", ""]).confidence[:, 0]
    assert clear > nothing
    assert clear > empty


def test_least_decides_what_is_known(learned: Model) -> None:
    assert suggest(learned, ["oud papier"], least=0.0).known.all()
    assert not suggest(learned, ["oud papier"], least=1.0).known.any()


def test_figures_come_with_the_model(learned: Model) -> None:
    assert learned.about["wordings"] == 25
    assert learned.about["source"] == "made up"
    assert 0.3 < learned.about["top_1"] <= learned.about["top_5"] <= 1


def test_learning_twice_gives_the_same(learned: Model) -> None:
    pairs = [(text, code) for code, each in TEXTS.items() for text in each]
    texts, codes = zip(*pairs, strict=True)
    again = train(gathered(texts, codes, NAMES), NAMES, {"source": "made up"})
    assert np.array_equal(again.weights, learned.weights)
    assert again.about == learned.about


def test_no_held_out_text_is_learned_from(monkeypatch: Any) -> None:
    read: list[frozenset[str]] = []

    def watched(wordings: Any, names: Any) -> Any:
        read.append(frozenset(wordings.texts))
        return fit(wordings, names)

    monkeypatch.setattr(judging, "fit", watched)
    pairs = [(text, code) for code, each in TEXTS.items() for text in each]
    texts, codes = zip(*pairs, strict=True)
    wordings = gathered(texts, codes, NAMES)
    held = judging.held_out(wordings, NAMES)
    for number, seen in enumerate(read):
        out = {text for text, fold in zip(wordings.texts, held.fold, strict=True) if fold == number}
        assert seen == set(wordings.texts) - out


def judged(count: int, seed: int) -> judging.HeldOut:
    """Two codes, scores four times as bold as they should be."""
    chance = np.random.default_rng(seed)
    odds = chance.normal(0, 2, count)
    second = chance.random(count) < 1 / (1 + np.exp(-odds))
    scores = np.column_stack([np.zeros(count), 4 * odds])
    return judging.HeldOut(scores, np.column_stack([~second, second]), np.arange(count) % FOLDS)


def test_confidence_is_the_share_that_is_right() -> None:
    held = judged(4_000, 1)
    bent = judging.calibrated(held)
    assert bent.heat == pytest.approx(4, rel=0.2)
    found = judging.figures(held)
    assert found["calibration_error"] < 0.03
    assert found["top_5"] == 1


def test_answers_are_given_where_enough_of_them_are_right() -> None:
    held = judged(4_000, 2)
    order, hits = judging.best(held, 1)
    bent = judging.calibrated(held)
    chances = softmax(held.scores / bent.heat).max(axis=1)
    right = hits[:, 0]
    least = judging._least(confidence(chances, bent.slope, bent.shift), right)
    answered = confidence(chances, bent.slope, bent.shift) >= least
    assert 0.2 < answered.mean() < 0.9
    assert right[answered].mean() == pytest.approx(judging.SURE, abs=0.01)
    assert right[~answered].mean() < right[answered].mean()
    assert order[:, 0].tolist() == held.scores.argmax(axis=1).tolist()


def test_a_wording_holds_every_code_that_was_reported() -> None:
    texts = [f"tekst {'abcdefghijk'[n]}" for n in range(11)] + ["Tekst A", "tekst-a", "--"]
    codes = ["170201"] * 11 + ["170405", "170201", "170201"]
    found = gathered(texts, codes, NAMES)
    assert len(found) == 11
    assert found.codes[0] == {"170201", "170405"}


@pytest.mark.parametrize(
    ("texts", "codes", "line"),
    [
        (["a", "b"], ["170201", "17"], "line 3, code: “17” is not in the list of codes"),
        (
            ["a", "b"],
            ["170201", "170405"],
            "texts: has 2 different texts; give at least 10, of two codes",
        ),
    ],
)
def test_what_cannot_be_learned_from_is_named(
    texts: list[str], codes: list[str], line: str
) -> None:
    with pytest.raises(BadInput) as caught:
        gathered(texts, codes, NAMES)
    assert str(caught.value) == line


@pytest.mark.parametrize(("top", "least"), [(0, None), (5, None), (1, 1.5), (1, float("nan"))])
def test_a_question_that_makes_no_sense_is_refused(top: int, least: float | None) -> None:
    with pytest.raises(BadInput):
        suggest(MODEL, ["hout"], top, least)


def test_no_texts_give_no_suggestions() -> None:
    assert suggest(MODEL, [], top=4).code.shape == (0, 4)


def test_a_file_gives_back_the_model(tmp_path: Path) -> None:
    save(tmp_path / "m.npz", MODEL)
    found = load(tmp_path / "m.npz")
    assert found.codes == MODEL.codes
    assert np.array_equal(found.weights, MODEL.weights)
    assert found.about["source"] == "chance"
    texts = ["hout", "grond en stenen"]
    assert np.array_equal(suggest(found, texts, 4).code, suggest(MODEL, texts, 4).code)


def _changed(content: bytes, name: str, value: Any) -> bytes:
    with np.load(io.BytesIO(content)) as held:
        arrays = {key: held[key] for key in held.files}
    arrays[name] = value
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def _about(text: str) -> Any:
    return np.frombuffer(text.encode(), dtype=np.uint8)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"no zip at all",
        lambda content: content[: len(content) // 2],
        lambda content: content[:2000] + bytes(500) + content[2500:],
        lambda content: _changed(content, "weights", np.zeros((3, 3), dtype=np.int8)),
        lambda content: _changed(content, "offset", np.full(4, np.nan, dtype=np.float32)),
        lambda content: _changed(content, "codes", np.array([1, 2, 3, 4])),
        lambda content: _changed(content, "codes", np.array([{}], dtype=object)),
        lambda content: _changed(content, "settings", np.zeros(2)),
        lambda content: _changed(content, "about", _about("[]")),
        lambda content: _changed(content, "about", _about('{"format": 0}')),
        lambda content: _changed(content, "about", np.array([255, 254], dtype=np.uint8)),
    ],
)
def test_a_damaged_or_foreign_file_is_refused(damage: Any, tmp_path: Path) -> None:
    save(tmp_path / "m.npz", MODEL)
    path = tmp_path / "other.npz"
    path.write_bytes(damage((tmp_path / "m.npz").read_bytes()))
    with pytest.raises(BadInput, match=r"^other\.npz"):
        load(path)


def test_a_file_that_unpacks_to_more_than_any_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("codes.npy", bytes(201_000_000))
    with pytest.raises(BadInput):
        load(path)


def test_the_shipped_model_knows_its_codes_and_says_what_it_was_made_of() -> None:
    model = shipped()
    assert len(model.codes) == 842
    assert {"source", "trained_on", "wordings", "top_1", "top_5"} <= set(model.about)
    texts = ["sloophout", "koperen leidingen", "snoeihout", "kartonnen dozen", "teerhoudend asfalt"]
    found = suggest(model, texts, top=5)
    for row, code in enumerate(["170201", "170401", "200201", "200101", "170301"]):
        assert code in [model.codes[place] for place in found.code[row]]


def test_the_shipped_model_does_not_know_what_says_nothing() -> None:
    texts = ["", "qwx zzkj", "123456", "iets", "lorem ipsum dolor sit amet"]
    assert not suggest(shipped(), texts).known.any()


def test_the_words_at_work_belong_to_codes_of_the_list() -> None:
    assert set(words()) <= set(shipped().codes)
    each = [word for found in words().values() for word in found]
    assert all(normalised(word) for word in each)
    found = suggest(shipped(), ["toner", "autobanden", "zwavelzuur"], top=1)
    assert [shipped().codes[place] for place in found.code[:, 0]] == ["080318", "160103", "060101"]


def test_the_shipped_model_is_small() -> None:
    from importlib.resources import files

    content = files("schakel.engine.classify").joinpath("data", "ewc.npz").read_bytes()
    assert len(content) < 4_000_000
    assert replace(shipped(), least=0.0).weights.dtype == np.int8
