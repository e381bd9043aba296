"""Two versions side by side: every word of both is there, and what differs is marked."""

from datetime import date
from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from schakel.web.shell.stale import compare, pieces

TEXTS = st.text(alphabet="ab \n.é", max_size=40)


def joined(parts: Any, *, marked: bool | None = None) -> str:
    return "".join(p.text for p in parts if marked is None or p.marked == marked)


@given(TEXTS, TEXTS)
def test_no_letter_is_lost_and_what_is_not_marked_is_in_both(typed: str, present: str) -> None:
    left, right = pieces(typed, present)
    assert (joined(left), joined(right)) == (typed, present)
    assert joined(left, marked=False) == joined(right, marked=False)
    if typed == present:
        assert not any(piece.marked for piece in left + right)


def test_only_the_words_that_differ_are_marked() -> None:
    left, right = pieces("Schuim en katoen apart.", "Schuim en hout apart.")
    assert joined(left, marked=True) == "katoen"
    assert joined(right, marked=True) == "hout"


def test_a_very_long_text_is_compared_line_by_line() -> None:
    lines = [f"Regel {number} met woorden erin\n" for number in range(3000)]
    changed = [*lines[:1500], "Iets anders\n", *lines[1501:]]
    left, right = pieces("".join(lines), "".join(changed))
    assert joined(left, marked=True) == lines[1500]
    assert joined(right, marked=True) == "Iets anders\n"


class SampleForm(forms.Form):
    kind = forms.ChoiceField(choices=[("a", "Appel"), ("Groep", [("b", "Peer")])], label="Soort")
    when = forms.DateField(label="Dag")
    text = forms.CharField(label="Tekst")


def test_values_are_shown_as_people_read_them() -> None:
    sent = SampleForm({"kind": "b", "when": "2026-11-24", "text": "Een\r\ntekst "})
    present = {"kind": "a", "when": date(2026, 11, 24), "text": "Een\ntekst"}
    found = compare(sent, present, None)
    (kind,) = [each for each in found.differences if each.label == "Soort"]
    assert (joined(kind.typed), joined(kind.present)) == ("Peer", "Appel")
    assert found.same == ["Dag", "Tekst"]


@pytest.mark.parametrize(("typed", "present"), [("", "Er staat iets"), ("Iets", "")])
def test_an_empty_version_is_shown_as_empty(typed: str, present: str) -> None:
    left, right = pieces(typed, present)
    assert (joined(left), joined(right)) == (typed, present)
