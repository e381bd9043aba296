"""The gates between phases: conditions, decisions, frozen evidence (requirements D1-D2)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.actions.barriers import BarrierAnswers, report_barrier
from schakel.domain.chains.actions.complexity import assess_complexity
from schakel.domain.chains.actions.diary import (
    book_hours,
    remove_hours,
    restore_hours,
    write_log_entry,
)
from schakel.domain.chains.actions.gates import decide_gate
from schakel.domain.chains.actions.letters import draft_letter, open_letter
from schakel.domain.chains.choices import (
    GateOutcome,
    Level,
    LinkKind,
    LogTopic,
    ParticipationStatus,
)
from schakel.domain.chains.gates import GATES, Evidence
from schakel.domain.chains.models import (
    Appointment,
    Chain,
    ComplexityAssessment,
    GateDecision,
    Link,
    Participation,
)
from schakel.domain.chains.phases import TRANSITIONS
from schakel.domain.chains.queries.gates import (
    closed_from,
    closing_decision,
    gate_decisions,
    gate_evidence,
    gate_summary,
    moves_of,
    overridden_decision,
)
from schakel.domain.journal.models import Entry
from schakel.domain.parties.choices import PartyKind
from schakel.domain.programmes.choices import Phase
from schakel.lib.errors import Refused
from schakel.lib.hashing import sha256_of
from tests import factories, signing
from tests.signing import TODAY, Case

pytestmark = pytest.mark.django_db

REASONS = "De partijen zijn eruit."


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def evidence(chain: Chain) -> Evidence:
    found = gate_evidence(Chain.objects.get(pk=chain.pk), TODAY)
    assert found is not None
    return found


def unmet(chain: Chain) -> dict[str, list[str]]:
    """Per unmet condition who is missing."""
    return {one.key: [who.name for who in one.missing] for one in evidence(chain).unmet}


def decide(case: Case, outcome: GateOutcome = GateOutcome.GO, **fields: Any) -> GateDecision:
    defaults: dict[str, Any] = {
        "by": case.manager,
        "on": TODAY,
        "chain": Chain.objects.get(pk=case.chain.pk),
        "outcome": outcome,
        "reasons": REASONS,
    }
    return decide_gate(**(defaults | fields))


def test_a_chain_with_everything_done_meets_all_conditions() -> None:
    case = signing.ready_chain()
    signing.signed(case)
    found = evidence(case.chain)
    assert found.conditions_met
    assert found.met_count == len(GATES["explore-assemble"]) == 11


def test_a_new_chain_meets_only_its_purpose() -> None:
    chain = factories.chain()
    met = {finding.key for finding in evidence(chain).findings if finding.met}
    assert met == {"purpose", "answers"}


def _no_purpose(case: Case) -> None:
    Chain.objects.update(purpose=" ")


def _director_left(case: Case) -> None:
    Appointment.objects.update(ends_on=TODAY - timedelta(days=1))


def _no_assessment(case: Case) -> None:
    ComplexityAssessment.objects.all().delete()


def _no_supply(case: Case) -> None:
    Link.objects.filter(kind=LinkKind.SUPPLIER).update(kind=LinkKind.OTHER)


def _no_demand(case: Case) -> None:
    Link.objects.filter(kind=LinkKind.MAKER).update(kind=LinkKind.OTHER)


def _two_in_one_link(case: Case) -> None:
    Participation.objects.filter(pk=case.parties[1].pk).update(link=case.parties[0].link)


def _new_version_open(case: Case) -> None:
    draft = draft_letter(by=case.director, chain=case.chain)
    open_letter(by=case.director, on=TODAY, letter=draft)


@pytest.mark.parametrize(
    ("undo", "key"),
    [
        (_no_purpose, "purpose"),
        (_director_left, "director"),
        (_no_assessment, "complexity"),
        (_no_supply, "supply"),
        (_no_demand, "demand"),
        (_two_in_one_link, "enterprises"),
        (_new_version_open, "letter_signed"),
    ],
)
def test_one_thing_undone_is_one_condition_unmet(undo: Callable[[Case], None], key: str) -> None:
    case = signing.ready_chain()
    signing.signed(case)
    undo(case)
    assert list(unmet(case.chain)) == [key]


def test_an_unanswered_invitation_is_named() -> None:
    case = signing.ready_chain()
    signing.signed(case)
    invited = factories.participation(
        case.chain, status=ParticipationStatus.INVITED, answered_on=None
    )
    assert unmet(case.chain) == {"answers": [invited.organisation.name]}


def test_who_declined_is_not_missing() -> None:
    case = signing.ready_chain()
    signing.signed(case)
    factories.participation(case.chain, status=ParticipationStatus.DECLINED)
    assert unmet(case.chain) == {}


def test_who_joins_later_without_promise_or_signature_is_named() -> None:
    case = signing.ready_chain()
    signing.signed(case)
    late = factories.participation(case.chain, link=factories.link(case.chain, LinkKind.BUYER))
    name = late.organisation.name
    assert unmet(case.chain) == {"promise_each": [name], "letter_signed": [name]}


def test_a_government_in_a_link_promises_and_whoever_promises_signs() -> None:
    case = signing.ready_chain()
    municipality = factories.participation(
        case.chain,
        organisation=factories.organisation(kind=PartyKind.GOVERNMENT),
        link=factories.link(case.chain, LinkKind.BUYER),
    )
    letter = signing.drafted(case)
    factories.commitment(letter, municipality)
    letter = open_letter(by=case.director, on=TODAY, letter=letter)
    for party, person in zip(case.parties, case.people, strict=True):
        signing.sign(letter, party, person)
    assert unmet(case.chain) == {"letter_signed": [municipality.organisation.name]}


def test_a_supervisor_beside_the_chain_need_not_sign() -> None:
    case = signing.ready_chain()
    factories.participation(
        case.chain, organisation=factories.organisation(kind=PartyKind.SUPERVISOR)
    )
    signing.signed(case)
    assert unmet(case.chain) == {}


def test_without_a_letter_its_three_conditions_are_unmet() -> None:
    case = signing.ready_chain()
    signing.drafted(case)
    names = [party.organisation.name for party in case.parties]
    assert unmet(case.chain) == {
        "letter_open": [],
        "promises_measurable": [],
        "promise_each": names,
        "letter_signed": names,
    }


def test_go_moves_the_phase_and_freezes_the_evidence() -> None:
    case = signing.ready_chain()
    letter = signing.signed(case)
    decision = decide(case, conditions="Voor juni een businesscase.")
    case.chain.refresh_from_db()
    assert case.chain.phase == Phase.ASSEMBLE
    assert (decision.from_phase, decision.to_phase) == (Phase.EXPLORE, Phase.ASSEMBLE)
    assert decision.conditions_met
    assert decision.conditions == "Voor juni een businesscase."
    decision.refresh_from_db()
    assert sha256_of(decision.evidence) == decision.evidence_sha256
    kept = Evidence.from_json(decision.evidence)
    assert kept.letter_sha256 == letter.content_sha256
    assert [party.name for party in kept.parties] == [
        party.organisation.name for party in case.parties
    ]
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    assert entry.details["evidence_sha256"] == decision.evidence_sha256
    assert entry.details["outcome"] == GateOutcome.GO
    assert REASONS not in str(entry.details)


def test_no_go_keeps_reasons_and_lesson_and_the_phase() -> None:
    case = signing.ready_chain()
    decision = decide(case, GateOutcome.NO_GO, lesson="Eerst de vraagzijde.", conditions="Meer.")
    case.chain.refresh_from_db()
    assert case.chain.phase == Phase.EXPLORE
    assert (decision.lesson, decision.reasons) == ("Eerst de vraagzijde.", REASONS)
    assert decision.override_reason == ""
    assert not decision.conditions_met
    assert overridden_decision(case.chain) is None


def test_a_go_past_unmet_conditions_needs_a_reason_that_stays() -> None:
    case = signing.ready_chain()
    with pytest.raises(Refused, match="Not every condition is met"):
        decide(case, override_reason="  ")
    decision = decide(case, override_reason="De vergunning verloopt anders.")
    assert decision.override_reason == "De vergunning verloopt anders."
    assert overridden_decision(case.chain) == decision
    summary = gate_summary(Chain.objects.get(pk=case.chain.pk), TODAY)
    assert summary.overridden == summary.last == decision
    assert summary.evidence is not None
    assert summary.evidence.gate == "assemble-operate"


def test_an_override_is_kept_only_where_it_was_needed() -> None:
    case = signing.ready_chain()
    signing.signed(case)
    assert decide(case, override_reason="Niet nodig.").override_reason == ""


def test_the_database_asks_for_the_reason_too() -> None:
    case = signing.ready_chain()
    row = {
        "chain": case.chain,
        "from_phase": Phase.EXPLORE,
        "to_phase": Phase.ASSEMBLE,
        "outcome": GateOutcome.GO,
        "reasons": REASONS,
        "evidence": {},
        "evidence_sha256": "0" * 64,
        "conditions_met": False,
        "decided_by": case.manager,
        "decided_on": TODAY,
    }
    for change, constraint in (
        ({}, "go_past_unmet_conditions_has_a_reason"),
        ({"conditions_met": True, "reasons": ""}, "gate_decision_has_reasons"),
        ({"conditions_met": True, "to_phase": Phase.EXPLORE}, "gate_leads_to_another_phase"),
    ):
        with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
            GateDecision.objects.create(**(row | change))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reasons": " "}, "Write down the reasons"),
        ({"outcome": GateOutcome.NO_GO, "lesson": " "}, "lesson of this no-go"),
        ({"to_phase": Phase.OPERATE}, "no such step"),
        ({"to_phase": "nowhere"}, "no such step"),
        ({"seen_sha256": "0" * 64}, "evidence changed while you were deciding"),
    ],
)
def test_decision_refused(fields: dict[str, Any], words: str) -> None:
    case = signing.ready_chain()
    signing.signed(case)
    with pytest.raises(Refused, match=words):
        decide(case, **fields)
    assert not GateDecision.objects.exists()
    case.chain.refresh_from_db()
    assert case.chain.phase == Phase.EXPLORE


def test_the_evidence_seen_is_the_evidence_decided_on() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    seen = evidence(case.chain).sha256
    assert decide(case, GateOutcome.NO_GO, lesson="Les.", seen_sha256=seen).evidence_sha256 == seen
    signing.sign(letter, case.parties[0], case.people[0])
    with pytest.raises(Refused, match="evidence changed"):
        decide(case, GateOutcome.NO_GO, lesson="Les.", seen_sha256=seen)


def test_only_the_manager_of_the_programme_decides() -> None:
    case = signing.ready_chain()
    for person in (
        case.director,
        case.people[0],
        factories.user(UserKind.PROGRAMME_MANAGER),
        factories.user(UserKind.ADMINISTRATOR),
    ):
        with pytest.raises(PermissionDenied):
            decide(case, by=person, override_reason="Toch.")


def test_a_phase_that_moved_meanwhile_is_refused() -> None:
    case = signing.ready_chain()
    seen = Chain.objects.get(pk=case.chain.pk)
    decide(case, override_reason="Toch.")
    with pytest.raises(Refused, match="another phase in the meantime"):
        decide(case, chain=seen, override_reason="Nog eens.")
    assert GateDecision.objects.count() == 1


def test_back_a_phase_and_close() -> None:
    case = signing.ready_chain()
    decide(case, override_reason="Toch.")
    with pytest.raises(Refused, match="step forward"):
        decide(case, GateOutcome.NO_GO, to_phase=Phase.EXPLORE, lesson="Les.")
    back = decide(case, to_phase=Phase.EXPLORE)
    assert (back.from_phase, back.to_phase) == (Phase.ASSEMBLE, Phase.EXPLORE)
    assert back.conditions_met
    with pytest.raises(Refused, match="what other chains can learn"):
        decide(case, to_phase=Phase.CLOSED)
    stop = decide(case, to_phase=Phase.CLOSED, lesson="Te vroeg begonnen.")
    assert (stop.lesson, stop.conditions_met) == ("Te vroeg begonnen.", True)
    case.chain.refresh_from_db()
    assert case.chain.phase == Phase.CLOSED
    assert gate_evidence(case.chain, TODAY) is None
    with pytest.raises(Refused, match="no such step"):
        decide(case)
    assert [one.to_phase for one in gate_decisions(case.chain)] == [
        Phase.CLOSED,
        Phase.EXPLORE,
        Phase.ASSEMBLE,
    ]


def test_operation_is_completed_with_the_lessons_in_the_logbook() -> None:
    case = signing.ready_chain()
    Chain.objects.update(phase=Phase.OPERATE)
    with pytest.raises(Refused, match="Not every condition is met"):
        decide(case)
    write_log_entry(
        by=case.director,
        on=TODAY,
        chain=case.chain,
        happened_on=TODAY,
        topic=LogTopic.LESSON,
        text="Begin bij de afnemer.",
    )
    done = decide(case)
    assert (done.to_phase, done.conditions_met) == (Phase.CLOSED, True)


@pytest.mark.parametrize("phase", [Phase.EXPLORE, Phase.ASSEMBLE, Phase.OPERATE])
def test_a_closed_chain_reopens_only_in_the_phase_it_closed_from(phase: Phase) -> None:
    case = signing.ready_chain()
    Chain.objects.update(phase=phase)
    decide(case, to_phase=Phase.CLOSED, lesson="Les.", override_reason="Toch.")
    closed = Chain.objects.get(pk=case.chain.pk)
    assert closed_from(closed) == phase
    assert [one.target for one in moves_of(closed)] == [phase]
    for other in {Phase.EXPLORE, Phase.ASSEMBLE, Phase.OPERATE} - {phase}:
        with pytest.raises(Refused, match="no such step"):
            decide(case, to_phase=other)
    with pytest.raises(Refused, match="reasons"):
        decide(case, to_phase=phase, reasons=" ")
    reopened = decide(case, to_phase=phase, reasons="Er is een koper gevonden.")
    assert sha256_of(reopened.evidence) == reopened.evidence_sha256
    case.chain.refresh_from_db()
    assert case.chain.phase == phase
    assert closing_decision(case.chain) is None
    decide(case, to_phase=Phase.CLOSED, lesson="Les.", override_reason="Toch.")
    assert gate_decisions(case.chain).count() == 3


def test_only_the_manager_moves_a_chain() -> None:
    case = signing.ready_chain()
    decide(case, to_phase=Phase.CLOSED, lesson="Les.")
    for person in (case.director, case.people[0], factories.user(UserKind.PROGRAMME_MANAGER)):
        with pytest.raises(PermissionDenied):
            decide(case, by=person, to_phase=Phase.EXPLORE)


def test_nothing_is_written_in_a_closed_chain() -> None:
    case = signing.ready_chain()
    by_director: dict[str, Any] = {"by": case.director, "on": TODAY, "chain": case.chain}
    hours: dict[str, Any] = {
        "worked_on": TODAY,
        "hours": Decimal(2),
        "role": "broker",
        "activity": "Gebeld",
    }
    words: dict[str, Any] = {"happened_on": TODAY, "topic": LogTopic.REVIEW, "text": "Gesprek."}
    booked = book_hours(**by_director, **hours)
    decide(case, to_phase=Phase.CLOSED, lesson="Les.")
    answers = BarrierAnswers(*["Tekst."] * 7)
    entries = Entry.objects.count()
    for step in (
        lambda: book_hours(**by_director, **hours),
        lambda: remove_hours(by=case.director, entry=booked),
        lambda: restore_hours(by=case.director, entry=booked),
        lambda: write_log_entry(**by_director, **words),
        lambda: report_barrier(**by_director, answers=answers),
        lambda: assess_complexity(**by_director, levels=signing.LOW),
        lambda: draft_letter(by=case.director, chain=case.chain),
    ):
        with pytest.raises(Refused, match="closed"):
            step()
    assert Entry.objects.count() == entries


def test_assemble_to_operate_asks_for_links_and_barriers() -> None:
    case = signing.ready_chain()
    signing.signed(case)
    decide(case)
    assert unmet(case.chain) == {}
    empty = factories.link(case.chain, LinkKind.BUYER, name="inkoop")
    ComplexityAssessment.objects.update(regulation=Level.HIGH)
    assert unmet(case.chain) == {"links_filled": [empty.name], "barriers_known": []}
    answers = BarrierAnswers("Afvalstatus", "", "a", "b", "c", "d", "e")
    report_barrier(by=case.director, on=TODAY, chain=case.chain, answers=answers)
    assert unmet(case.chain) == {"links_filled": [empty.name]}


def test_evidence_stays_when_the_chain_changes() -> None:
    case = signing.ready_chain()
    signing.opened(case)
    decision = decide(case, override_reason="Toch.")
    before = Evidence.from_json(decision.evidence)
    organisation = case.parties[0].organisation
    was = organisation.name
    organisation.name = "Heel anders"
    organisation.save()
    Participation.objects.filter(pk=case.parties[1].pk).update(link=None)
    decision.refresh_from_db()
    kept = Evidence.from_json(decision.evidence)
    assert kept == before
    assert was in {party.name for party in kept.parties}
    assert sha256_of(decision.evidence) == decision.evidence_sha256


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE chains_gatedecision SET reasons = 'anders'",
        "UPDATE chains_gatedecision SET evidence = '{}'",
        "DELETE FROM chains_gatedecision",
    ],
)
def test_the_database_keeps_decisions(statement: str) -> None:
    case = signing.ready_chain()
    decide(case, override_reason="Toch.")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert GateDecision.objects.get().reasons == REASONS


def test_the_number_of_queries_does_not_grow() -> None:
    def queries(enterprises: int) -> int:
        case = signing.ready_chain(enterprises)
        signing.signed(case)
        chain = Chain.objects.get(pk=case.chain.pk)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            gate_evidence(chain, TODAY)
        return len(captured)

    assert queries(3) == queries(12) == 10


def test_every_gate_of_the_table_is_a_move_and_every_text_fills_in() -> None:
    assert set(GATES) <= {move.gate for move in TRANSITIONS}
    chain = factories.chain()
    case = signing.ready_chain()
    signing.signed(case)
    for found in (evidence(chain), evidence(case.chain)):
        for finding in found.findings:
            assert "%" not in finding.detail_text
            assert finding.label_text
            assert finding.source_text
    dated = next(one for one in evidence(case.chain).findings if one.key == "letter_open")
    assert str(TODAY.year) in dated.detail_text
    assert TODAY.isoformat() not in dated.detail_text


def test_the_same_decision_sent_twice_is_taken_once() -> None:
    case = signing.ready_chain()
    decide(case, GateOutcome.NO_GO, lesson="Les.")
    with pytest.raises(Refused, match="recorded already"):
        decide(case, GateOutcome.NO_GO, lesson="Les.")
    decide(case, GateOutcome.NO_GO, lesson="Les.", reasons="Andere redenen.")
    assert GateDecision.objects.count() == 2
