"""Two texts compared word by word, and days that lie months apart."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from schakel.lib.months import months_later
from schakel.lib.word_diff import Change, Piece, word_diff

texts = st.text(st.sampled_from("abé.\n  "), max_size=40)


def test_words_that_went_and_came() -> None:
    before, after = word_diff("drie gemeenten doen mee", "vijf gemeenten doen mee\nen hotels")
    assert before == (
        Piece(Change.GONE, "drie"),
        Piece(Change.SAME, " "),
        Piece(Change.SAME, "gemeenten doen mee"),
    )
    assert after[0] == Piece(Change.NEW, "vijf")
    assert after[-1] == Piece(Change.NEW, "en hotels")


@given(texts, texts)
def test_both_texts_stay_whole(before: str, after: str) -> None:
    left, right = word_diff(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after
    kept = [
        "".join(piece.text for piece in side if piece.change == Change.SAME).split()
        for side in (left, right)
    ]
    assert kept[0] == kept[1]


@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(piece.change == Change.SAME for side in word_diff(text, text) for piece in side)


def test_months_later() -> None:
    assert months_later(date(2026, 1, 5), 3) == date(2026, 4, 5)
    assert months_later(date(2025, 11, 30), 3) == date(2026, 2, 28)
    assert months_later(date(2026, 12, 31), 12) == date(2027, 12, 31)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_months_later_is_that_many_months_on(day: date, months: int) -> None:
    later = months_later(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day <= day.day
