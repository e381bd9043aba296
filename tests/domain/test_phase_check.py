"""The check of a phase, and what it rests on: size, region, client (D1, E2, E3, E5, B1-B2)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.actions.complexity import assess_complexity
from schakel.domain.chains.actions.gates import decide_gate
from schakel.domain.chains.actions.promises import answer_proposal, propose_terms
from schakel.domain.chains.actions.size import SizeAnswers, choose_assets, estimate_size
from schakel.domain.chains.actions.values import StatementText, state
from schakel.domain.chains.checks import (
    CHECKS,
    CanvasFacts,
    DecisionFacts,
    LadderFacts,
    Line,
    State,
    StructureFacts,
    UpdateFacts,
    ValueFacts,
    check_phase,
)
from schakel.domain.chains.choices import (
    GateOutcome,
    Level,
    ParticipationStatus,
    StartPoint,
    StatementKind,
)
from schakel.domain.chains.choices.canvas import CanvasMoment
from schakel.domain.chains.gates import GATES
from schakel.domain.chains.models import Chain, Commitment, Participation
from schakel.domain.chains.queries.phase_check import check_facts, phase_checks, present_check
from schakel.domain.chains.queries.size import asset_uses, assets_sha256, size_estimates, size_of
from schakel.domain.journal.models import Entry
from schakel.domain.parties.choices import PartyKind
from schakel.domain.programmes.actions import (
    AssetAnswers,
    StrengthAnswers,
    add_asset,
    add_strength,
    change_size_rule,
    change_strength,
    remove_asset,
    remove_strength,
    restore_asset,
    restore_strength,
)
from schakel.domain.programmes.choices import WORKING_PHASES, AssetKind, Phase
from schakel.domain.programmes.models import ClientAsset, RegionalStrength
from schakel.domain.programmes.queries import client_assets, regional_strengths, strengths_of
from schakel.domain.programmes.strengths import OF_THE_REPORT, Fit, Strength, judge_fit
from schakel.domain.reference.models import Municipality, Province, Sector
from schakel.engine.effort.size import SizeVerdict
from schakel.lib.errors import Refused
from tests import factories, signing
from tests.signing import TODAY, Case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def sector(code: str) -> Sector:
    made, _new = Sector.objects.get_or_create(pk=code, defaults={"name_nl": code, "name_en": code})
    return made


def place(code: str, province: str) -> Municipality:
    at, _new = Province.objects.get_or_create(
        pk=province, defaults={"name": province, "latitude": 52, "longitude": 5}
    )
    made, _made = Municipality.objects.get_or_create(
        pk=code, defaults={"name": code, "province": at, "latitude": 52, "longitude": 5}
    )
    return made


def fresh(case: Case) -> Chain:
    return Chain.objects.select_related("programme", "initiative").get(pk=case.chain.pk)


def line(case: Case, key: str, phase: Phase = Phase.EXPLORE) -> Line:
    check = {one.phase: one for one in phase_checks(fresh(case), TODAY)}[phase]
    return next(one for one in check.lines if one.key == key)


def estimate(case: Case, low: int | None = 900, **fields: Any) -> Any:
    answers = SizeAnswers("Telling", None if low is None else Decimal(low), **fields)
    return estimate_size(by=case.director, on=TODAY, chain=case.chain, answers=answers)


def middling(case: Case) -> None:
    levels = signing.LOW | {"regulation": Level.HIGH, "technology": Level.HIGH, "players": "medium"}
    assess_complexity(by=case.director, on=TODAY, chain=case.chain, levels=levels)


def asset(case: Case, **fields: Any) -> ClientAsset:
    answers = AssetAnswers(AssetKind.LAND, "Opslagterrein", "Grondregister", TODAY)
    return add_asset(
        by=case.manager, programme=fields.get("programme", case.chain.programme), answers=answers
    )


def strength(case: Case, code: str = "furniture", **fields: Any) -> RegionalStrength:
    defaults: dict[str, Any] = {"source": "CBS", "stated_on": TODAY, "region": "Voorbeeldstreek"}
    answers = StrengthAnswers(sector=sector(code), **(defaults | fields))
    return add_strength(by=case.manager, programme=case.chain.programme, answers=answers)


def test_every_phase_has_the_conditions_of_its_gate_and_the_lessons() -> None:
    case = signing.ready_chain()
    for check in phase_checks(fresh(case), TODAY):
        gate = {Phase.EXPLORE: "explore-assemble", Phase.ASSEMBLE: "assemble-operate"}.get(
            check.phase, "operate-closed"
        )
        assert {one.key for one in check.conditions} == {one.key for one in GATES[gate]}
        assert {one.key for one in check.lessons} == {one.key for one in CHECKS[check.phase]}
        assert check.done + len(check.open) == len(check.lines)
        assert all(one.label_text and one.source_text and one.detail_text for one in check.lines)
    assert [check.phase for check in phase_checks(fresh(case), TODAY)] == list(WORKING_PHASES)


def test_what_is_open_comes_first() -> None:
    case = signing.ready_chain()
    check = present_check(fresh(case), TODAY)
    assert check is not None
    states = [one.state for one in check.conditions]
    assert states == sorted(states, key=[State.MISSING, State.ATTENTION, State.DONE].index)
    assert {State.MISSING, State.DONE} <= set(states)


def test_a_closed_chain_has_no_present_check() -> None:
    case = signing.ready_chain()
    Chain.objects.update(phase=Phase.CLOSED)
    assert present_check(fresh(case), TODAY) is None


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (StartPoint.FRONT_RUNNERS, "Front-runner companies"),
        (StartPoint.PUBLIC_QUESTION, "A government takes up"),
    ],
)
def test_the_start_point_is_told(start: StartPoint, words: str) -> None:
    case = signing.ready_chain()
    Chain.objects.update(start_point=start)
    assert line(case, "start_point").detail_text.startswith(words)


def test_a_simple_chain_gets_built_without_an_estimate() -> None:
    case = signing.ready_chain()
    found = line(case, "size")
    assert found.state is State.DONE
    assert "Small and simple: complexity 0 of 12" in found.detail_text


def test_a_complex_chain_goes_from_unknown_to_in_between_to_large_enough() -> None:
    case = signing.ready_chain()
    middling(case)
    assert line(case, "size").state is State.MISSING
    estimate(case, 900)
    between = line(case, "size")
    assert between.state is State.ATTENTION
    assert "complexity of 5 of 12 needs 2,084 tonnes a year" in between.detail_text
    assert "find 1,184 tonnes a year more" in between.detail_text
    assert "carries a complexity of 2 of 12" in between.detail_text
    estimate(case, 900, tonnes_high=Decimal(3000))
    assert "hangs on the volume" in line(case, "size").detail_text
    estimate(case, 2084)
    assert line(case, "size").state is State.DONE
    assert size_estimates(case.chain).count() == 3


def test_the_programme_sets_what_it_asks() -> None:
    case = signing.ready_chain()
    middling(case)
    estimate(case, 900, value_low=Decimal(200_000))
    rule: dict[str, Any] = {"by": case.manager, "programme": case.chain.programme}
    change_size_rule(
        **rule, simple_points=2, full_tonnes=Decimal(1200), full_value=Decimal(1_200_000)
    )
    assert size_of(fresh(case)).size.verdict is SizeVerdict.IN_BETWEEN
    assert "200,000 to 200,000 euro" in line(case, "size").detail_text
    change_size_rule(**rule, simple_points=2, full_tonnes=Decimal(1200), full_value=None)
    assert size_of(fresh(case)).size.verdict is SizeVerdict.ENOUGH
    with pytest.raises(Refused, match="Somebody changed this"):
        change_size_rule(
            **rule,
            simple_points=2,
            full_tonnes=Decimal(1),
            full_value=None,
            seen_sha256="0" * 64,
        )
    with pytest.raises(ValidationError):
        change_size_rule(**rule, simple_points=13, full_tonnes=Decimal(1), full_value=None)
    with pytest.raises(PermissionDenied):
        change_size_rule(
            **(rule | {"by": case.director}),
            simple_points=2,
            full_tonnes=Decimal(1),
            full_value=None,
        )


def test_an_estimate_keeps_its_range_and_is_kept_once() -> None:
    case = signing.ready_chain()
    first = estimate(case, 900)
    assert (first.tonnes_low, first.tonnes_high, first.value_low) == (900, 900, None)
    entries = Entry.objects.count()
    assert estimate(case, 900).pk == first.pk
    assert Entry.objects.count() == entries
    with pytest.raises(Refused, match="tonnes a year, the euro a year, or both"):
        estimate(case, None)
    with pytest.raises(ValidationError, match="from low to high"):
        estimate(case, 900, tonnes_high=Decimal(1))
    with pytest.raises(ValidationError):
        estimate(case, -1)
    for person in (case.manager, case.people[0]):
        with pytest.raises(PermissionDenied):
            estimate_size(by=person, on=TODAY, chain=case.chain, answers=SizeAnswers("x"))
    Chain.objects.update(phase=Phase.CLOSED)
    with pytest.raises(Refused, match="closed"):
        estimate(case, 1000)


def test_the_journal_holds_no_source_in_words() -> None:
    case = signing.ready_chain()
    estimate(case, 900)
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    assert "Telling" not in str(entry.details)
    assert entry.details["tonnes_low"] == "900"


def a(code: str, province: str = "PV26", **fields: Any) -> Strength:
    shares = {"share": fields.get("share"), "national_share": fields.get("national")}
    return Strength(code, province, "", **shares, knowledge="", source="x", stated_on=TODAY)


@pytest.mark.parametrize(
    ("sectors", "provinces", "strengths", "fit"),
    [
        ({"textile"}, {"PV26"}, [a("textile")], Fit.FITS),
        ({"textile"}, {"PV26"}, [a("textile", "")], Fit.FITS),
        ({"textile"}, {"PV23"}, [a("textile")], Fit.NO_DATA),
        ({"wood"}, {"PV26"}, [a("textile")], Fit.NO_FIT),
        (set(), {"PV26"}, [a("textile")], Fit.NO_SECTOR),
        ({"textile"}, {"PV26"}, [], Fit.NO_DATA),
        ({"textile"}, {"PV26"}, [a("textile", share=Decimal(2), national=Decimal(1))], Fit.FITS),
        ({"textile"}, {"PV26"}, [a("textile", share=Decimal(1), national=Decimal(2))], Fit.NO_DATA),
    ],
)
def test_fit_with_the_region(
    sectors: set[str], provinces: set[str], strengths: list[Strength], fit: Fit
) -> None:
    assert judge_fit(sectors, provinces, strengths).fit is fit


def test_specialisation_only_where_both_shares_are_known() -> None:
    assert a("textile", share=Decimal("1.9")).quotient is None
    assert a("textile", share=Decimal("1.9"), national=Decimal("1.1")).quotient == Decimal("1.73")
    assert a("textile", share=Decimal("1.9"), national=Decimal(0)).quotient is None


def test_the_strengths_of_the_report_are_facts_with_a_source() -> None:
    assert [(one.sector, one.region) for one in OF_THE_REPORT] == [
        ("mobility", "Utrecht"),
        ("textile", "Twente"),
    ]
    codes = set(Sector.objects.values_list("pk", flat=True))
    if codes:
        assert {one.sector for one in OF_THE_REPORT} <= codes
    assert all(one.source and one.stated_on for one in OF_THE_REPORT)


def test_the_chain_is_held_against_the_strengths_of_its_parties_region() -> None:
    case = signing.ready_chain()
    for one in OF_THE_REPORT:
        sector(one.sector)
    assert line(case, "region").state is State.MISSING
    party = case.parties[0].organisation
    party.municipality = place("GM0153", "PV23")
    party.save()
    assert "Strong in the region: " in line(case, "region").detail_text
    party.sectors.add(sector("wood"))
    assert line(case, "region").state is State.ATTENTION
    assert "(wood) are no strength of the region" in line(case, "region").detail_text
    party.sectors.add(sector("textile"))
    found = line(case, "region")
    assert found.state is State.DONE
    assert "(Twente)" in found.detail_text
    Participation.objects.filter(pk=case.parties[0].pk).update(status=ParticipationStatus.DECLINED)
    assert line(case, "region").state is State.MISSING


def test_the_initiative_gives_the_sectors_while_no_party_does() -> None:
    case = signing.ready_chain()
    initiative = factories.initiative()
    initiative.sectors.add(sector("furniture"))
    Chain.objects.update(initiative=initiative)
    strength(case)
    assert line(case, "region").state is State.DONE


def test_strengths_are_kept_changed_taken_out_and_put_back() -> None:
    case = signing.ready_chain()
    made = strength(case, share=Decimal("1.9"), national_share=Decimal("1.1"))
    assert made.as_strength.quotient == Decimal("1.73")
    answers = StrengthAnswers(sector("wood"), "CBS 2026", TODAY, region="Elders")
    changed = change_strength(by=case.manager, strength=made, version=1, answers=answers)
    assert (changed.version, changed.sector_id) == (2, "wood")
    with pytest.raises(Refused, match="Somebody changed this"):
        change_strength(by=case.manager, strength=made, version=1, answers=answers)
    with pytest.raises(Refused, match="province, or the name"):
        strength(case, region=" ")
    remove_strength(by=case.manager, strength=made)
    entries = Entry.objects.count()
    remove_strength(by=case.manager, strength=made)
    assert Entry.objects.count() == entries
    assert list(regional_strengths(case.chain.programme)) == []
    restore_strength(by=case.manager, strength=made)
    assert strengths_of(case.chain.programme)[0].sector == "wood"
    for change in (remove_strength, restore_strength):
        with pytest.raises(PermissionDenied):
            change(by=case.director, strength=made)


def test_the_client_helps_where_the_chain_uses_what_it_has() -> None:
    case = signing.ready_chain()
    assert line(case, "client").state is State.MISSING
    land = asset(case)
    assert line(case, "client").state is State.ATTENTION
    seen = assets_sha256(fresh(case))
    choose_assets(by=case.director, chain=case.chain, assets=[land], seen_sha256=seen)
    found = line(case, "client")
    assert found.state is State.DONE
    assert "Opslagterrein. So one of the parties with a direct interest" in found.detail_text
    with pytest.raises(Refused, match="Somebody changed this"):
        choose_assets(by=case.manager, chain=case.chain, assets=[], seen_sha256=seen)
    remove_asset(by=case.manager, asset=land)
    assert list(asset_uses(case.chain)) == []
    with pytest.raises(Refused, match="Choose again"):
        choose_assets(
            by=case.director, chain=case.chain, assets=[ClientAsset.objects.get(pk=land.pk)]
        )
    restore_asset(by=case.manager, asset=land)
    assert [one.asset for one in asset_uses(case.chain)] == [land]
    choose_assets(by=case.manager, chain=case.chain, assets=[])
    assert list(client_assets(case.chain.programme)) == [land]
    assert list(asset_uses(case.chain)) == []


def test_what_another_client_has_cannot_be_used() -> None:
    case = signing.ready_chain()
    other = asset(case, programme=factories.programme(case.manager))
    with pytest.raises(Refused, match="Choose again"):
        choose_assets(by=case.director, chain=case.chain, assets=[other])
    with pytest.raises(PermissionDenied):
        choose_assets(by=case.people[0], chain=case.chain, assets=[])


def test_an_old_invitation_asks_for_a_nudge() -> None:
    case = signing.ready_chain()
    invited = factories.participation(
        case.chain,
        status=ParticipationStatus.INVITED,
        answered_on=None,
        invited_on=TODAY - timedelta(weeks=5),
    )
    found = line(case, "moving")
    assert found.state is State.ATTENTION
    assert [who.name for who in found.judged.missing] == [invited.organisation.name]


def test_a_silent_logbook_asks_for_a_nudge() -> None:
    case = signing.ready_chain()
    assert "it was due on 16 February 2026" in line(case, "moving").detail_text
    Chain.objects.update(started_on=TODAY)
    assert line(case, "moving").state is State.DONE


def test_missing_kinds_of_party_are_named() -> None:
    case = signing.ready_chain()
    found = line(case, "network")
    assert found.state is State.ATTENTION
    assert "knowledge institute" in found.detail_text
    assert "enterprise" not in found.detail_text


def test_the_facts_take_as_many_queries_for_many_parties_as_for_few() -> None:
    def queries(enterprises: int) -> int:
        case = signing.ready_chain(enterprises)
        signing.signed(case)
        for number in range(enterprises):
            estimate(case, 900 + number)
            choose_assets(by=case.director, chain=case.chain, assets=[asset(case)])
            strength(case)
        chain = fresh(case)
        check_facts(chain, TODAY)
        with CaptureQueriesContext(connection) as captured:
            check_facts(chain, TODAY)
        return len(captured)

    assert queries(1) == queries(9)


def test_nobody_but_the_manager_keeps_the_lists() -> None:
    case = signing.ready_chain()
    stranger = factories.user(UserKind.PROGRAMME_MANAGER)
    for person in (case.director, stranger, case.people[0]):
        with pytest.raises(PermissionDenied):
            add_asset(
                by=person,
                programme=case.chain.programme,
                answers=AssetAnswers(AssetKind.LAND, "x", "y", TODAY),
            )


@pytest.mark.parametrize(
    ("fields", "key", "state", "words"),
    [
        ({"values": ValueFacts(0, 0, False)}, "values", State.MISSING, "not been put down"),
        ({"values": ValueFacts(3, 2, True)}, "values", State.ATTENTION, "agrees: 2 of 3"),
        ({"values": ValueFacts(3, 3, False)}, "values", State.ATTENTION, "dot on the horizon"),
        ({"values": ValueFacts(3, 3, True)}, "values", State.DONE, "with the 3 values"),
        ({"structure": StructureFacts(4, False)}, "structure", State.MISSING, "business plan"),
        ({"structure": StructureFacts(4, True)}, "structure", State.ATTENTION, "misses: 4"),
        ({"structure": StructureFacts(0, True)}, "structure", State.DONE, "misses: 0"),
        ({"late_actions": 2}, "moving", State.ATTENTION, "date has passed: 2"),
        ({"missing_kinds": ()}, "network", State.DONE, "Every kind of party"),
        ({"missing_kinds": (PartyKind.ENTERPRISE,)}, "network", State.ATTENTION, "in every link"),
        ({"overdue_promises": 1}, "promises_kept", State.ATTENTION, "has passed: 1"),
        ({"broken_promises": 2}, "promises_kept", State.ATTENTION, "not kept: 2"),
        ({"ladder": LadderFacts(0, 0, ())}, "ladder", State.MISSING, "Nobody takes part"),
        ({"ladder": LadderFacts(3, 1, ((7, "A"),))}, "ladder", State.ATTENTION, "signature: 1"),
        ({"ladder": LadderFacts(3, 3, ())}, "ladder", State.DONE, "3 of 3 parties"),
        (
            {"canvas": CanvasFacts((CanvasMoment.START,), None)},
            "canvas",
            State.ATTENTION,
            "in time: at the start",
        ),
        ({"canvas": CanvasFacts((), TODAY)}, "canvas", State.DONE, "next one is due on"),
        ({"canvas": CanvasFacts((), None)}, "canvas", State.DONE, "No canvas is due"),
        (
            {"update": UpdateFacts(None, TODAY - timedelta(days=1))},
            "updates",
            State.ATTENTION,
            "was due on",
        ),
        ({"update": UpdateFacts(None, TODAY)}, "updates", State.DONE, "first update is due"),
        ({"update": UpdateFacts(TODAY, TODAY)}, "updates", State.DONE, "Last sent on"),
        ({"decision": None}, "conditions", State.DONE, "No decision"),
        ({"decision": DecisionFacts(TODAY, "")}, "conditions", State.DONE, "set no conditions"),
        (
            {"decision": DecisionFacts(TODAY, "Meet 100% eerst.")},
            "conditions",
            State.ATTENTION,
            "next one: Meet 100% eerst.",
        ),
    ],
)
def test_the_lessons_on_plain_facts(
    fields: dict[str, Any], key: str, state: State, words: str
) -> None:
    case = signing.ready_chain()
    signing.signed(case)
    facts = replace(check_facts(fresh(case), TODAY), **fields)
    check = check_phase(Phase.ASSEMBLE, facts)
    found = next(one for one in check.lines if one.key == key)
    assert (found.state, words in found.detail_text) == (state, True)


def test_values_and_structure_are_read_from_the_chain() -> None:
    case = signing.ready_chain()
    facts = check_facts(fresh(case), TODAY)
    assert facts.values == ValueFacts(0, 0, False)
    assert not facts.structure.plan_owner
    assert facts.structure.gaps > 0
    text = StatementText("Minder CO2", "Minder matrassen in de oven.")
    state(
        by=case.director,
        at=timezone.now(),
        chain=case.chain,
        kind=StatementKind.CLIMATE,
        text=text,
    )
    assert check_facts(fresh(case), TODAY).values == ValueFacts(1, 0, False)


def test_ladder_canvas_update_and_conditions_are_read_from_the_chain() -> None:
    case = signing.ready_chain()
    facts = check_facts(fresh(case), TODAY)
    assert (facts.ladder.parties, facts.ladder.signed, len(facts.ladder.stuck)) == (3, 0, 3)
    assert facts.canvas.late == (CanvasMoment.START, CanvasMoment.THREE_MONTHS)
    assert facts.update == UpdateFacts(None, factories.STARTED + timedelta(weeks=6))
    assert facts.decision is None
    decide_gate(
        by=case.manager,
        on=TODAY,
        chain=case.chain,
        outcome=GateOutcome.NO_GO,
        reasons="Te vroeg.",
        conditions=" Eerst een afnemer. ",
        lesson="Begin bij de afnemer.",
    )
    assert check_facts(fresh(case), TODAY).decision == DecisionFacts(TODAY, "Eerst een afnemer.")


def test_what_was_promised_is_checked_by_the_terms_that_hold() -> None:
    case = signing.ready_chain()
    signing.signed(case)
    after = signing.LATER + timedelta(days=1)
    assert check_facts(fresh(case), after).overdue_promises == 3
    commitment = Commitment.objects.filter(participation=case.parties[0]).get()
    given: dict[str, Any] = {"commitment": commitment, "on": TODAY}
    propose_terms(
        **given,
        by=case.people[0],
        amount=commitment.amount,
        due_on=after + timedelta(days=30),
        reason="De oogst valt later.",
    )
    answer_proposal(**given, by=case.director, accept=True)
    assert check_facts(fresh(case), after).overdue_promises == 2
