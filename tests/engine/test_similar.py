"""Which texts are about the same, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.engine.reference import similar as reference
from schakel.engine.similar import Text, alike, law_of

WORDS = ("schuim", "matras", "matrassen", "afval", "vergunning", "fiets", "stalling", "hek")
texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=5), min_size=2, max_size=4)

FOAM = "vermalen schuim uit matrassen blijft afval zolang er geen einde-afvalstatus is"
CUSHIONS = "het schuim van kussens heet afval; de einde-afvalstatus ontbreekt"
BIKES = "de stalling van fietsen past niet in het omgevingsplan van de gemeente"


def found(law: str = "", *others: Text) -> list[int]:
    return [like.key for like in alike(Text(0, law, FOAM), others)]


def test_the_same_words_are_alike_and_others_are_not() -> None:
    assert found("", Text(1, "", BIKES), Text(2, "", CUSHIONS)) == [2]


def test_the_reason_is_told_in_words() -> None:
    (like,) = alike(Text(0, "", FOAM), [Text(1, "", CUSHIONS)])
    assert not like.same_law
    assert set(like.words) == {"afvalstatus", "einde", "schuim", "afval"}


def test_the_same_law_comes_first() -> None:
    law = "wet milieubeheer, artikel 1.1"
    others = (Text(1, "", CUSHIONS), Text(2, "wet milieubeheer (art. 10.2)", BIKES))
    assert found(law, *others) == [2, 1]


def test_a_text_is_not_alike_to_itself_and_at_most_five_are_told() -> None:
    assert found("", Text(0, "", FOAM)) == []
    assert found("", *(Text(key, "", CUSHIONS) for key in range(1, 9))) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("typed", "law"),
    [
        ("wet milieubeheer", "wet milieubeheer"),
        ("wet milieubeheer, artikel 1.1", "wet milieubeheer"),
        ("besluit  activiteiten-leefomgeving (art. 3)", "besluit activiteiten leefomgeving"),
        ("artikel 5", ""),
        ("", ""),
    ],
)
def test_a_law_is_compared_without_its_article(typed: str, law: str) -> None:
    assert law_of(typed) == law


def test_no_law_is_no_common_law() -> None:
    assert found("artikel 5", Text(1, "artikel 6", BIKES)) == []


@given(texts)
def test_equals_the_reference(words: list[list[str]]) -> None:
    one, *others = (Text(key, "", " ".join(text)) for key, text in enumerate(words))
    for like in alike(one, others, threshold=0, at_most=9):
        expected = reference.likeness(words[0], words[like.key], words)
        assert like.score == pytest.approx(expected)
        assert 0 <= like.score <= 1


@given(texts)
def test_likeness_is_the_same_from_both_sides(words: list[list[str]]) -> None:
    given_texts = [Text(key, "", " ".join(text)) for key, text in enumerate(words)]
    there = {like.key: like.score for like in alike(given_texts[0], given_texts, 0, 9)}
    back = {like.key: like.score for like in alike(given_texts[1], given_texts, 0, 9)}
    assert there.get(1) == pytest.approx(back.get(0))
