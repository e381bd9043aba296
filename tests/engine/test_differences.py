"""Differences between two texts: both can be read back from them."""

from hypothesis import given
from hypothesis import strategies as st

from schakel.lib.differences import Change, Piece, differences

texts = st.text(st.sampled_from("ab .\n,é"), max_size=60)


@given(texts, texts)
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(one.text for one in pieces if one.change is not Change.NEW) == old
    assert "".join(one.text for one in pieces if one.change is not Change.GONE) == new


@given(texts)
def test_the_same_text_has_no_differences(text: str) -> None:
    assert all(one.change is Change.SAME for one in differences(text, text))


def test_a_word_is_replaced_as_a_whole() -> None:
    assert differences("In 2030 geen matras", "In 2035 geen matras") == (
        Piece(Change.SAME, "In "),
        Piece(Change.GONE, "2030"),
        Piece(Change.NEW, "2035"),
        Piece(Change.SAME, " geen matras"),
    )
