"""The Business Model Canvas of a chain at three moments."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import canvas as actions
from schakel.domain.chains.actions.canvas import BlockEdit
from schakel.domain.chains.choices.canvas import CanvasBlock, CanvasMoment
from schakel.domain.chains.models import Canvas, CanvasWaiver, Chain
from schakel.domain.chains.models.canvas import base_of
from schakel.domain.chains.queries import canvas as queries
from schakel.domain.chains.queries.canvas import CanvasState
from schakel.domain.chains.queries.work import TaskKind, tasks_for
from schakel.domain.journal.models import Entry
from schakel.domain.programmes.choices import Phase
from schakel.domain.reports.queries import accountability
from schakel.lib.errors import Refused
from tests.factories import STARTED, chain, user

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
START, MIDDLE, END = CanvasMoment
SEGMENTS, PARTNERS = CanvasBlock.CUSTOMER_SEGMENTS, CanvasBlock.KEY_PARTNERS


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def director() -> User:
    return user(UserKind.DIRECTOR)


@pytest.fixture
def keten(director: User) -> Chain:
    return chain(director=director)


def begun(keten: Chain, by: User, moment: CanvasMoment = START) -> Canvas:
    return actions.begin_canvas(by=by, at=NOW, chain=keten, moment=moment)


def typed(canvas: Canvas, by: User, text: str, block: CanvasBlock = SEGMENTS) -> actions.Saved:
    """Somebody types this in a block, beginning from what `canvas` says."""
    edit = BlockEdit(text, base_of(getattr(canvas, block)))
    return actions.save_canvas(by=by, at=NOW, canvas=canvas, edits={block: edit})


def fixed(keten: Chain, by: User, moment: CanvasMoment = START, text: str = "Hotels") -> Canvas:
    canvas = typed(begun(keten, by, moment), by, text).canvas
    return actions.fix_canvas(by=by, on=TODAY, canvas=canvas, seen_sha256=canvas.compute_hash())


class TestWriting:
    def test_only_the_director_writes(self, keten: Chain, director: User) -> None:
        canvas = begun(keten, director)
        manager = keten.programme.managers.get()
        for stranger in (manager, user(UserKind.DIRECTOR), user(UserKind.PARTY)):
            with pytest.raises(PermissionDenied):
                begun(keten, stranger)
            with pytest.raises(PermissionDenied):
                typed(canvas, stranger, "Iets")
            with pytest.raises(PermissionDenied):
                actions.waive_canvas(
                    by=stranger, on=TODAY, chain=keten, moment=MIDDLE, reason="Nee."
                )

    def test_beginning_twice_gives_the_same(self, keten: Chain, director: User) -> None:
        assert begun(keten, director) == begun(keten, director)

    def test_a_block_is_saved_with_a_hash_in_the_journal(
        self, keten: Chain, director: User
    ) -> None:
        saved = typed(begun(keten, director), director, "Hotels in de regio")
        assert saved.canvas.customer_segments == "Hotels in de regio"
        assert (saved.canvas.version, saved.conflicts) == (2, ())
        entry = Entry.objects.get(action="chains.save_canvas")
        assert "Hotels" not in str(entry.details)

    def test_nothing_new_is_no_version(self, keten: Chain, director: User) -> None:
        canvas = typed(begun(keten, director), director, "Hotels").canvas
        assert typed(canvas, director, "Hotels").canvas.version == canvas.version
        assert Entry.objects.filter(action="chains.save_canvas").count() == 1

    def test_two_people_in_two_blocks_do_not_clash(self, keten: Chain, director: User) -> None:
        canvas = begun(keten, director)
        typed(canvas, director, "Hotels", SEGMENTS)
        saved = typed(canvas, director, "Inzamelaar", PARTNERS)
        assert saved.conflicts == ()
        assert (saved.canvas.customer_segments, saved.canvas.key_partners) == (
            "Hotels",
            "Inzamelaar",
        )

    def test_a_late_edit_of_the_same_block_is_kept_out_and_named(
        self, keten: Chain, director: User
    ) -> None:
        canvas = begun(keten, director)
        typed(canvas, director, "Hotels")
        edits = {
            SEGMENTS: BlockEdit("Zorg", base_of("")),
            PARTNERS: BlockEdit("Inzamelaar", base_of("")),
        }
        saved = actions.save_canvas(by=director, at=NOW, canvas=canvas, edits=edits)
        assert saved.conflicts == (SEGMENTS,)
        assert (saved.canvas.customer_segments, saved.canvas.key_partners) == (
            "Hotels",
            "Inzamelaar",
        )

    def test_an_untouched_block_of_an_old_page_changes_nothing(
        self, keten: Chain, director: User
    ) -> None:
        canvas = begun(keten, director)
        typed(canvas, director, "Hotels")
        untouched = {SEGMENTS: BlockEdit("", base_of(""))}
        saved = actions.save_canvas(by=director, at=NOW, canvas=canvas, edits=untouched)
        assert (saved.conflicts, saved.canvas.customer_segments) == ((), "Hotels")

    def test_a_block_has_a_limit(self, keten: Chain, director: User) -> None:
        with pytest.raises(ValidationError):
            typed(begun(keten, director), director, "x" * 1_501)


class TestMoments:
    def test_the_next_one_is_a_copy(self, keten: Chain, director: User) -> None:
        first = fixed(keten, director, text="Hotels")
        second = begun(keten, director, MIDDLE)
        assert second.texts == first.texts
        assert second.fixed_on is None

    def test_order(self, keten: Chain, director: User) -> None:
        for moment in (MIDDLE, END):
            with pytest.raises(Refused, match="at the start"):
                begun(keten, director, moment)
        begun(keten, director)
        with pytest.raises(Refused, match="Fix the present canvas"):
            begun(keten, director, END)

    def test_none_in_between_once_the_end_has_begun(self, keten: Chain, director: User) -> None:
        fixed(keten, director)
        fixed(keten, director, END, "Zorg")
        with pytest.raises(Refused, match="at the end has begun"):
            begun(keten, director, MIDDLE)

    def test_a_fixed_canvas_stays(self, keten: Chain, director: User) -> None:
        canvas = fixed(keten, director)
        assert canvas.content_sha256 == canvas.compute_hash()
        with pytest.raises(Refused, match="stays as it is"):
            typed(canvas, director, "Anders")
        with pytest.raises(Refused, match="stays as it is"):
            actions.fix_canvas(by=director, on=TODAY, canvas=canvas, seen_sha256="")

    def test_the_database_keeps_a_fixed_canvas(self, keten: Chain, director: User) -> None:
        canvas = fixed(keten, director)
        rows = Canvas.objects.filter(pk=canvas.pk)
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            rows.update(customer_segments="Anders")
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            rows.delete()

    def test_an_empty_one_is_not_fixed(self, keten: Chain, director: User) -> None:
        canvas = begun(keten, director)
        with pytest.raises(Refused, match="at least one block"):
            actions.fix_canvas(by=director, on=TODAY, canvas=canvas, seen_sha256="")

    def test_what_was_seen_is_fixed(self, keten: Chain, director: User) -> None:
        canvas = typed(begun(keten, director), director, "Hotels").canvas
        seen = canvas.compute_hash()
        typed(canvas, director, "Zorg")
        with pytest.raises(Refused, match="changed while you were looking"):
            actions.fix_canvas(by=director, on=TODAY, canvas=canvas, seen_sha256=seen)

    def test_the_middle_one_can_be_left_out_with_a_reason(
        self, keten: Chain, director: User
    ) -> None:
        def waive(moment: CanvasMoment, reason: str = "Er is nog geen afnemer.") -> CanvasWaiver:
            return actions.waive_canvas(
                by=director, on=TODAY, chain=keten, moment=moment, reason=reason
            )

        with pytest.raises(ValidationError):
            waive(MIDDLE, "")
        for moment in (START, END):
            with pytest.raises(Refused, match="after 3 months"):
                waive(moment)
        made = waive(MIDDLE)
        with pytest.raises(ValidationError):
            waive(MIDDLE)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            CanvasWaiver.objects.filter(pk=made.pk).update(reason="Anders")
        fixed(keten, director)
        assert begun(keten, director, MIDDLE).moment == MIDDLE
        with pytest.raises(Refused, match="begun already"):
            waive(MIDDLE)


class TestDue:
    def states(self, keten: Chain, on: date) -> list[CanvasState]:
        return [one.state for one in queries.moments(keten, on)]

    def test_from_the_start_of_the_chain(self, keten: Chain) -> None:
        due = [one.due_on for one in queries.moments(keten, STARTED)]
        assert due == [STARTED, date(2026, 4, 5), None]
        assert self.states(keten, STARTED) == ["due", "to_come", "to_come"]
        assert self.states(keten, STARTED + timedelta(days=15)) == ["late", "to_come", "to_come"]
        assert self.states(keten, date(2026, 3, 22)) == ["late", "due", "to_come"]
        assert self.states(keten, date(2026, 4, 6)) == ["late", "late", "to_come"]

    def test_what_was_done_is_not_late(self, keten: Chain, director: User) -> None:
        fixed(keten, director)
        begun(keten, director, MIDDLE)
        found = queries.moments(keten, date(2027, 1, 1))
        assert [one.state for one in found] == ["fixed", "open", "to_come"]
        assert [one.is_late for one in found] == [False, True, False]
        assert [one.is_settled for one in found] == [True, False, False]

    def test_at_the_end_of_the_norm_when_the_chain_operates(
        self, keten: Chain, director: User
    ) -> None:
        fixed(keten, director)
        assert queries.moments(keten, TODAY)[2].due_on is None
        move(keten, Phase.OPERATE)
        assert queries.moments(keten, TODAY)[2].due_on is None
        keten.programme.norm_hours_per_week, keten.programme.norm_months = 8, 6
        keten.programme.save()
        assert queries.moments(keten, date(2026, 7, 5))[2].state == "due"
        assert queries.moments(keten, date(2026, 7, 6))[2].state == "late"

    def test_a_closed_chain_waits_for_none(self, keten: Chain, director: User) -> None:
        canvas = fixed(keten, director)
        move(keten, Phase.CLOSED)
        assert self.states(keten, TODAY) == ["fixed", "never", "never"]
        for write in (
            lambda: begun(keten, director, END),
            lambda: typed(canvas, director, "Zorg"),
            lambda: actions.waive_canvas(
                by=director, on=TODAY, chain=keten, moment=MIDDLE, reason="Nee."
            ),
        ):
            with pytest.raises(Refused, match="closed"):
                write()

    def test_what_was_left_out_waits_no_more(self, keten: Chain, director: User) -> None:
        actions.waive_canvas(
            by=director, on=TODAY, chain=keten, moment=MIDDLE, reason="Nog geen afnemer."
        )
        assert queries.moments(keten, date(2027, 1, 1))[1].state == "waived"


def move(keten: Chain, phase: Phase) -> None:
    keten.phase = phase
    keten.save(update_fields=["phase"])


class TestWork:
    def asked(self, person: User, on: date) -> list[tuple[str, date | None]]:
        return [
            (task.what, task.due)
            for task in tasks_for(person, on)
            if task.kind == TaskKind.FILL_CANVAS
        ]

    def test_the_director_is_asked_in_time(self, keten: Chain, director: User) -> None:
        assert self.asked(director, STARTED) == [("at the start", None)]
        assert self.asked(director, STARTED + timedelta(weeks=3)) == [("at the start", STARTED)]
        fixed(keten, director)
        assert self.asked(director, STARTED + timedelta(weeks=3)) == []
        assert self.asked(director, date(2026, 4, 1)) == [("after 3 months", date(2026, 4, 5))]
        begun(keten, director, MIDDLE)
        assert self.asked(director, date(2026, 4, 1)) == []
        assert self.asked(director, date(2026, 4, 6)) == [("after 3 months", date(2026, 4, 5))]

    def test_at_the_end_and_not_after_it(self, keten: Chain, director: User) -> None:
        fixed(keten, director)
        keten.programme.norm_hours_per_week, keten.programme.norm_months = 8, 6
        keten.programme.save()
        move(keten, Phase.OPERATE)
        fixed(keten, director, MIDDLE)
        assert self.asked(director, date(2026, 7, 1)) == [("at the end", date(2026, 7, 5))]
        move(keten, Phase.CLOSED)
        assert self.asked(director, date(2026, 7, 1)) == []

    def test_nobody_else_is_asked(self, keten: Chain) -> None:
        assert self.asked(keten.programme.managers.get(), TODAY) == []

    def test_queries_do_not_grow(self, keten: Chain, director: User) -> None:
        with CaptureQueriesContext(connection) as few:
            tasks_for(director, TODAY)
        for _ in range(5):
            fixed(chain(director=director), director)
        with CaptureQueriesContext(connection) as many:
            tasks_for(director, TODAY)
        assert len(few) == len(many)


def test_compare_marks_what_changed(keten: Chain, director: User) -> None:
    first = fixed(keten, director, text="Hotels en zorg")
    second = typed(begun(keten, director, MIDDLE), director, "Hotels en kantoren").canvas
    changes = {change.block: change for change in queries.compare(first, second)}
    assert [block for block, change in changes.items() if change.changed] == [SEGMENTS]
    assert [piece.text for piece in changes[SEGMENTS].after if piece.change == "new"] == [
        "kantoren"
    ]


def test_newest_canvas_of_a_day(keten: Chain, director: User) -> None:
    first = fixed(keten, director)
    second = begun(keten, director, MIDDLE)
    assert queries.newest_canvas(keten) == second
    assert queries.newest_canvas(keten, TODAY - timedelta(days=1)) is None
    assert first != second


def test_the_report_shows_the_newest_canvas_in_dutch(keten: Chain, director: User) -> None:
    def told(end: date) -> str:
        report = accountability(keten, STARTED, end, TODAY)
        (case,) = (one for one in report.sections if one.heading == "Businesscase ontwikkeling")
        return str([part for part in case.parts if part.title == "Business Model Canvas"])

    assert told(TODAY) == "[]"
    fixed(keten, director, text="Hotels in de regio")
    assert "Klantsegmenten" in told(TODAY)
    assert "Hotels in de regio" in told(TODAY)
    assert "vastgelegd op" in told(TODAY)
    assert told(TODAY - timedelta(days=1)) == "[]"
    begun(keten, director, MIDDLE)
    assert "na 3 maanden, nog niet vastgelegd" in told(TODAY)
