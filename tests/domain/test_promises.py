"""What becomes of a promise: progress, kept, broken, new terms by both sides."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.actions import promises as actions
from schakel.domain.chains.actions.letters import (
    Promise,
    add_commitment,
    change_commitment,
    draft_letter,
    open_letter,
)
from schakel.domain.chains.choices import CommitmentEventKind, Standing
from schakel.domain.chains.models import Commitment, CommitmentEvent
from schakel.domain.chains.queries import promises as queries
from schakel.domain.chains.queries.work import TaskKind, tasks_for
from schakel.domain.journal.models import Entry
from schakel.domain.reports.queries import accountability
from schakel.lib.errors import Refused
from tests import factories, signing
from tests.signing import LATER, TODAY, Case

pytestmark = pytest.mark.django_db
AFTER = LATER + timedelta(days=3)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def kept_by(case: Case, party: int = 0) -> Commitment:
    return Commitment.objects.get(
        participation=case.parties[party], letter__chain=case.chain, letter__status="open"
    )


def signed_case(enterprises: int = 3) -> tuple[Case, Commitment]:
    case = signing.ready_chain(enterprises)
    signing.signed(case)
    return case, kept_by(case)


def deliver(case: Case, commitment: Commitment, amount: str, **said: Any) -> CommitmentEvent:
    defaults: dict[str, Any] = {
        "by": case.people[0],
        "on": TODAY,
        "happened_on": TODAY,
        "note": "Weegbon 12",
        "fulfilled": False,
    }
    return actions.report_delivery(
        commitment=commitment, amount=Decimal(amount), **(defaults | said)
    )


def propose(case: Case, commitment: Commitment, **said: Any) -> CommitmentEvent:
    defaults: dict[str, Any] = {
        "by": case.people[0],
        "on": TODAY,
        "amount": Decimal(8),
        "due_on": LATER + timedelta(days=30),
        "reason": "De oogst valt later.",
    }
    return actions.propose_terms(commitment=commitment, **(defaults | said))


def stands(commitment: Commitment, on: date = TODAY) -> queries.Terms:
    return queries.terms_of(commitment, on)


def test_a_promise_grows_and_is_kept() -> None:
    case, commitment = signed_case()
    deliver(case, commitment, "5")
    assert stands(commitment).done == 5
    assert stands(commitment).standing == Standing.OPEN
    deliver(case, commitment, "12.50", fulfilled=True, by=case.director)
    assert stands(commitment).standing == Standing.FULFILLED
    assert stands(commitment, AFTER).standing == Standing.FULFILLED
    kinds = [event.kind for event in queries.history(commitment)]
    assert kinds == [CommitmentEventKind.FULFILLED, CommitmentEventKind.PROGRESS]
    entry = Entry.objects.filter(action="chains.promise_fulfilled").get()
    assert "Weegbon" not in str(entry.details)


def test_the_same_report_twice_is_kept_once() -> None:
    case, commitment = signed_case()
    first = deliver(case, commitment, "5", seen=0)
    assert deliver(case, commitment, "5", seen=0) == first
    assert CommitmentEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "said", "words"),
    [
        ("12.49", {"fulfilled": True}, "Less was delivered"),
        ("12.50", {"fulfilled": True, "note": " "}, "what shows it"),
        ("1", {"happened_on": TODAY + timedelta(days=1)}, "not after today"),
        ("1", {"happened_on": TODAY - timedelta(days=1)}, "on which the letter was opened"),
        ("1", {"seen": 99}, "in the meantime"),
    ],
)
def test_a_report_that_is_refused(amount: str, said: dict[str, Any], words: str) -> None:
    case, commitment = signed_case()
    with pytest.raises(Refused, match=words):
        deliver(case, commitment, amount, **said)
    assert not CommitmentEvent.objects.exists()


def test_nothing_negative_is_delivered() -> None:
    case, commitment = signed_case()
    with pytest.raises(ValidationError):
        deliver(case, commitment, "-1")


def test_who_did_not_sign_has_nothing_to_keep_yet() -> None:
    case = signing.ready_chain()
    signing.opened(case)
    with pytest.raises(Refused, match="has not signed this promise"):
        deliver(case, kept_by(case), "1")
    draft = draft_letter(by=case.director, chain=case.chain)
    first = draft.commitments.first()
    assert first
    with pytest.raises(Refused, match="stands in a draft"):
        deliver(case, first, "1", by=case.director)


def test_only_the_party_itself_and_the_director_speak_about_a_promise() -> None:
    case, commitment = signed_case()
    for person in (case.people[1], case.manager, factories.user(UserKind.DIRECTOR)):
        with pytest.raises(PermissionDenied):
            deliver(case, commitment, "1", by=person)
        with pytest.raises(PermissionDenied):
            propose(case, commitment, by=person)
    with pytest.raises(PermissionDenied):
        actions.break_promise(by=case.people[0], on=AFTER, commitment=commitment, reason="Nee.")


def test_broken_only_after_its_day_and_with_the_reason() -> None:
    case, commitment = signed_case()
    with pytest.raises(Refused, match="has not passed"):
        actions.break_promise(by=case.director, on=LATER, commitment=commitment, reason="Te laat.")
    with pytest.raises(Refused, match="why"):
        actions.break_promise(by=case.director, on=AFTER, commitment=commitment, reason=" ")
    actions.break_promise(by=case.director, on=AFTER, commitment=commitment, reason="Geen matras.")
    assert stands(commitment, AFTER).standing == Standing.BROKEN
    with pytest.raises(Refused, match="not kept"):
        deliver(case, commitment, "1", on=AFTER)
    actions.reopen_promise(by=case.director, on=AFTER, commitment=commitment, reason="Vergissing.")
    assert stands(commitment, AFTER).standing == Standing.LATE
    with pytest.raises(Refused, match="open already"):
        actions.reopen_promise(by=case.director, on=AFTER, commitment=commitment, reason="Nog.")


@pytest.mark.parametrize("by_party", [True, False])
def test_new_terms_hold_when_the_other_side_accepts(by_party: bool) -> None:
    case, commitment = signed_case()
    asks, answers = case.people[0], case.director
    if not by_party:
        asks, answers = answers, asks
    propose(case, commitment, by=asks)
    assert stands(commitment).amount == Decimal("12.50")
    with pytest.raises(Refused, match="Your own side"):
        actions.answer_proposal(by=asks, on=TODAY, commitment=commitment, accept=True)
    with pytest.raises(Refused, match="waits for an answer"):
        propose(case, commitment, by=answers, amount=Decimal(9))
    actions.answer_proposal(by=answers, on=TODAY, commitment=commitment, accept=True)
    terms = stands(commitment)
    assert (terms.amount, terms.due_on) == (Decimal(8), LATER + timedelta(days=30))
    commitment.refresh_from_db()
    assert (commitment.amount, commitment.due_on) == (Decimal("12.50"), LATER)
    assert stands(commitment, LATER + timedelta(days=5)).standing == Standing.DUE
    with pytest.raises(Refused, match="no proposal"):
        actions.answer_proposal(by=answers, on=TODAY, commitment=commitment, accept=True)


def test_a_declined_or_withdrawn_proposal_changes_nothing() -> None:
    case, commitment = signed_case()
    propose(case, commitment)
    with pytest.raises(Refused, match="why"):
        actions.answer_proposal(by=case.director, on=TODAY, commitment=commitment, accept=False)
    actions.answer_proposal(
        by=case.director, on=TODAY, commitment=commitment, accept=False, note="Te weinig."
    )
    propose(case, commitment)
    with pytest.raises(Refused, match="other side made"):
        actions.withdraw_proposal(by=case.director, on=TODAY, commitment=commitment)
    actions.withdraw_proposal(by=case.people[0], on=TODAY, commitment=commitment)
    assert (stands(commitment).amount, stands(commitment).due_on) == (Decimal("12.50"), LATER)
    assert queries.history(commitment).count() == 4
    with pytest.raises(Refused, match="no proposal"):
        actions.withdraw_proposal(by=case.people[0], on=TODAY, commitment=commitment)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"due_on": TODAY}, "date after today"),
        ({"amount": Decimal("12.50"), "due_on": LATER}, "hold already"),
        ({"reason": ""}, "why"),
    ],
)
def test_a_proposal_that_is_refused(said: dict[str, Any], words: str) -> None:
    case, commitment = signed_case()
    with pytest.raises(Refused, match=words):
        propose(case, commitment, **said)


def test_a_newer_letter_carries_on_what_is_open_by_the_terms_that_hold() -> None:
    case, commitment = signed_case()
    deliver(case, commitment, "5")
    propose(case, commitment)
    actions.answer_proposal(by=case.director, on=TODAY, commitment=commitment, accept=True)
    other = kept_by(case, 1)
    deliver(case, other, "12.50", fulfilled=True, by=case.people[1])
    draft = draft_letter(by=case.director, chain=case.chain)
    carried = {one.participation_id: one for one in draft.commitments.all()}
    assert set(carried) == {case.parties[0].pk, case.parties[2].pk}
    assert carried[case.parties[0].pk].amount == Decimal(8)
    factories.commitment(draft, case.parties[1])
    open_letter(by=case.director, on=TODAY, letter=draft)
    again = kept_by(case)
    assert again.continues == commitment
    assert stands(again).done == 5
    held = queries.promises(case.chain, TODAY)
    assert {one.pk for one in held} >= {again.pk, other.pk}
    assert commitment.pk not in {one.pk for one in held}
    with pytest.raises(Refused, match="was replaced"):
        deliver(case, commitment, "6")
    deliver(case, again, "7")
    assert stands(again).done == 7


@pytest.mark.parametrize(
    "changed",
    [{"amount": Decimal(1000)}, {"what": "Alle matrassen."}, {"due_on": TODAY + timedelta(days=1)}],
    ids=lambda changed: next(iter(changed)),
)
def test_a_promise_that_the_director_changed_in_a_newer_letter_binds_once_it_is_signed(
    changed: dict[str, Any],
) -> None:
    case, _commitment = signed_case()
    draft = draft_letter(by=case.director, chain=case.chain)
    carried = draft.commitments.get(participation=case.parties[0])
    assert queries.is_signed(carried)
    told = {name: getattr(carried, name) for name in Promise.__dataclass_fields__} | changed
    change_commitment(by=case.director, on=TODAY, commitment=carried, promise=Promise(**told))
    open_letter(by=case.director, on=TODAY, letter=draft)
    now = kept_by(case)
    assert not queries.is_signed(now)
    assert not queries.promises(case.chain, TODAY).get(pk=now.pk).bound
    assert queries.is_signed(kept_by(case, 1))
    with pytest.raises(Refused, match="has not signed"):
        actions.break_promise(by=case.director, on=AFTER, commitment=now, reason="Niets.")
    draft.refresh_from_db()
    signing.sign(draft, case.parties[0], case.people[0])
    assert queries.is_signed(now)


def test_terms_of_both_sides_bind_in_a_newer_letter_too() -> None:
    case, commitment = signed_case()
    propose(case, commitment)
    actions.answer_proposal(by=case.director, on=TODAY, commitment=commitment, accept=True)
    for _version in range(2):
        draft = draft_letter(by=case.director, chain=case.chain)
        open_letter(by=case.director, on=TODAY, letter=draft)
        assert queries.is_signed(kept_by(case))


def test_a_draft_with_a_promise_that_was_settled_since_is_not_opened() -> None:
    case, commitment = signed_case()
    draft = draft_letter(by=case.director, chain=case.chain)
    deliver(case, commitment, "12.50", fulfilled=True)
    with pytest.raises(Refused, match="settled under the present letter"):
        open_letter(by=case.director, on=TODAY, letter=draft)


def test_the_database_keeps_what_happened() -> None:
    case, commitment = signed_case()
    event = deliver(case, commitment, "5")
    for change in (
        lambda: CommitmentEvent.objects.filter(pk=event.pk).update(amount=6),
        lambda: CommitmentEvent.objects.filter(pk=event.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_counts_and_filters_take_one_query_for_any_number() -> None:
    def counted(enterprises: int) -> int:
        case, commitment = signed_case(enterprises)
        deliver(case, commitment, "12.50", fulfilled=True)
        propose(case, kept_by(case, 1), by=case.people[1])
        with CaptureQueriesContext(connection) as captured:
            counts = queries.counts_of(case.chain, AFTER)
        assert (counts.kept, counts.late, counts.proposals) == (1, enterprises - 1, 1)
        assert counts.total == enterprises
        kept = queries.promises(case.chain, TODAY, queries.PromiseFilter("fulfilled"))
        assert [one.pk for one in kept] == [commitment.pk]
        return len(captured)

    assert counted(3) == counted(30) == 1


def test_work_for_the_party_and_the_director() -> None:
    case, commitment = signed_case()
    soon = LATER - timedelta(days=50)

    def kinds(person: int | None, on: date) -> list[TaskKind]:
        user = case.director if person is None else case.people[person]
        return [task.kind for task in tasks_for(user, on) if task.at]

    assert kinds(0, TODAY) == []
    assert kinds(0, soon) == [TaskKind.KEEP_PROMISE]
    assert TaskKind.JUDGE_PROMISE in kinds(None, AFTER)
    propose(case, commitment)
    assert kinds(None, TODAY) == [TaskKind.ANSWER_PROPOSAL]
    assert kinds(0, soon) == []
    actions.withdraw_proposal(by=case.people[0], on=TODAY, commitment=commitment)
    propose(case, commitment, by=case.director)
    assert kinds(0, TODAY) == [TaskKind.ANSWER_PROPOSAL]


def test_the_report_tells_what_became_of_the_promises() -> None:
    case, commitment = signed_case()
    deliver(case, commitment, "13", fulfilled=True)
    propose(case, kept_by(case, 1), by=case.people[1])
    actions.answer_proposal(by=case.director, on=TODAY, commitment=kept_by(case, 1), accept=True)
    report = accountability(case.chain, TODAY, TODAY, made_on=TODAY)
    text = str(report.sections)
    assert "Nagekomen in deze periode: Levert schone matrassen" in text
    assert "loopt, met nieuwe afspraken" in text
    before = TODAY - timedelta(days=1)
    earlier = str(accountability(case.chain, before, before, made_on=TODAY).sections)
    assert "Nagekomen" not in earlier


class ProgressNeverChangesTheTerms(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.decimals(min_value=0, max_value=50, places=2), min_size=1, max_size=4, unique=True
        )
    )
    def test_what_was_said_last_is_what_there_is(self, amounts: list[Decimal]) -> None:
        case, commitment = signed_case()
        for amount in amounts:
            deliver(case, commitment, str(amount))
        terms = stands(commitment)
        assert terms.done == amounts[-1]
        assert (terms.amount, terms.due_on) == (commitment.amount, commitment.due_on)
        assert queries.history(commitment).count() == len(amounts)


def test_a_next_draft_takes_over_many_promises_in_as_many_queries_as_few() -> None:
    counts = []
    for more in (0, 12):
        case = signing.ready_chain()
        draft = signing.drafted(case)
        for number in range(more):
            given = signing.promise(case.parties[0], what=f"Levert {number}")
            add_commitment(by=case.director, on=TODAY, letter=draft, promise=given)
        open_letter(by=case.director, on=TODAY, letter=draft)
        with CaptureQueriesContext(connection) as made:
            assert draft_letter(by=case.director, chain=case.chain).commitments.count() == 3 + more
        counts.append(len(made))
    assert counts[0] == counts[1]
