"""The queue of ideas without an explorer (D3)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.chains import NewLink
from schakel.domain.chains.choices import LinkKind, StartPoint
from schakel.domain.chains.models import Appointment, TimeEntry
from schakel.domain.explorer.actions import (
    Commission,
    IdeaAnswers,
    bring_back_idea,
    change_idea,
    commission_exploration,
    drop_idea,
    report_findings,
    report_idea,
    start_chain,
    withdraw_exploration,
)
from schakel.domain.explorer.choices import STEPS, Advice, IdeaState
from schakel.domain.explorer.models import Exploration, Idea
from schakel.domain.explorer.queries import (
    IdeaFilter,
    Sort,
    explorer_work,
    ideas_for,
    queue,
    rows,
    startable_ideas,
    who_could_explore,
)
from schakel.domain.journal.models import Entry
from schakel.domain.programmes.models import Programme
from schakel.domain.reference.models import Municipality, Province, Sector
from schakel.lib.errors import Refused
from tests import factories
from tests.signing import TODAY

pytestmark = pytest.mark.django_db

WOOD = IdeaAnswers("Hout uit sloop", "Balken naar de meubelmaker.")


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def manager() -> User:
    return factories.user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def programme(manager: User) -> Programme:
    return factories.programme(manager)


@pytest.fixture
def director() -> User:
    return factories.user(UserKind.DIRECTOR)


def sector(code: str) -> Sector:
    made, _new = Sector.objects.get_or_create(pk=code, defaults={"name_nl": code, "name_en": code})
    return made


def report(by: User, programme: Programme, **fields: Any) -> Idea:
    answers = fields.pop("answers", WOOD)
    return report_idea(by=by, on=fields.pop("on", TODAY), programme=programme, answers=answers)


def commission(by: User, idea: Idea, **fields: Any) -> Exploration:
    defaults: dict[str, Any] = {
        "question": "Wie doet mee?",
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=30),
    }
    return commission_exploration(
        by=by, on=TODAY, idea=idea, commission=Commission(**(defaults | fields))
    )


def test_from_idea_to_chain(manager: User, programme: Programme, director: User) -> None:
    idea = report(director, programme)
    assert (idea.state, idea.waiting_since, idea.tonnes_low) == (IdeaState.WAITING, TODAY, None)
    exploration = commission(manager, idea, explorer=director, budget=Decimal(2500))
    idea.refresh_from_db()
    assert idea.state == IdeaState.EXPLORING
    assert list(explorer_work(director)) == [exploration]
    report_findings(
        by=director,
        on=TODAY,
        exploration=exploration,
        findings="Twee gemeenten doen mee.",
        advice=Advice.GO,
    )
    idea.refresh_from_db()
    assert idea.state == IdeaState.EXPLORED
    assert list(startable_ideas(manager)) == [idea]
    chain = start_chain(
        by=manager,
        on=TODAY,
        idea=idea,
        programme=programme,
        name=idea.title,
        purpose=idea.what,
        start_point=StartPoint.PUBLIC_QUESTION,
        links=[NewLink(LinkKind.SUPPLIER, "Sloop")],
    )
    idea.refresh_from_db()
    assert (idea.state, idea.chain) == (IdeaState.STARTED, chain)
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    assert entry.details["chain"] == chain.pk
    assert not any("meubelmaker" in str(one.details) for one in Entry.objects.all())


def test_an_idea_is_dropped_with_reason_and_lesson_and_can_come_back(
    manager: User, programme: Programme
) -> None:
    idea = report(manager, programme, on=TODAY - timedelta(weeks=9))
    for reason, lesson, words in (("", "Les.", "why"), ("Te klein.", " ", "learn")):
        with pytest.raises(Refused, match=words):
            drop_idea(by=manager, idea=idea, reason=reason, lesson=lesson)
    dropped = drop_idea(by=manager, idea=idea, reason="Te klein.", lesson="Meet eerst.")
    assert dropped.state == IdeaState.DROPPED
    assert queue(manager, TODAY).count == 0
    back = bring_back_idea(by=manager, on=TODAY, idea=idea)
    assert (back.state, back.waiting_since, back.lesson) == (
        IdeaState.WAITING,
        TODAY,
        "Meet eerst.",
    )


def test_a_withdrawn_exploration_puts_the_idea_back(
    manager: User, programme: Programme, director: User
) -> None:
    idea = report(manager, programme, on=TODAY - timedelta(weeks=9))
    first = commission(manager, idea, explorer=director)
    with pytest.raises(Refused, match="why the exploration is withdrawn"):
        withdraw_exploration(by=manager, on=TODAY, exploration=first, reason=" ")
    back = withdraw_exploration(by=manager, on=TODAY, exploration=first, reason="Geen tijd.")
    assert (back.state, back.waiting_since) == (IdeaState.WAITING, TODAY)
    second = commission(manager, idea, bureau="Bureau Voorbeeld")
    with pytest.raises(Refused, match="has ended"):
        report_findings(by=director, on=TODAY, exploration=first, findings="x", advice="go")
    report_findings(by=manager, on=TODAY, exploration=second, findings="Nee.", advice="no_go")
    assert second.who == "Bureau Voorbeeld"


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({}, ValidationError, "Choose a chain director"),
        ({"bureau": "B", "question": " "}, Refused, "what the exploration has to answer"),
        ({"bureau": "B", "ends_on": TODAY - timedelta(days=1)}, Refused, "before the first"),
        ({"bureau": "B", "budget": Decimal(-1)}, ValidationError, "greater than or equal"),
    ],
)
def test_a_commission_names_who_what_and_when(
    fields: dict[str, Any],
    error: type[Exception],
    words: str,
    manager: User,
    programme: Programme,
) -> None:
    idea = report(manager, programme)
    with pytest.raises(error, match=words):
        commission(manager, idea, **fields)
    idea.refresh_from_db()
    assert idea.state == IdeaState.WAITING


def test_only_a_director_explores(manager: User, programme: Programme) -> None:
    idea = report(manager, programme)
    with pytest.raises(Refused, match="kind chain director"):
        commission(manager, idea, explorer=factories.user(UserKind.PARTY))


def test_who_may_do_what(manager: User, programme: Programme, director: User) -> None:
    party, other = factories.user(UserKind.PARTY), factories.user(UserKind.PROGRAMME_MANAGER)
    idea = report(party, programme)
    assert idea.organisation == party.organisation
    for person in (party, director, other):
        with pytest.raises(PermissionDenied):
            commission(person, idea, explorer=director)
        with pytest.raises(PermissionDenied):
            drop_idea(by=person, idea=idea, reason="x", lesson="y")
    exploration = commission(manager, idea, explorer=director)
    for person in (party, other, factories.user(UserKind.DIRECTOR)):
        with pytest.raises(PermissionDenied):
            report_findings(by=person, on=TODAY, exploration=exploration, findings="x", advice="go")
    for kind in (UserKind.ASSESSOR, UserKind.ADMINISTRATOR):
        with pytest.raises(PermissionDenied):
            report(factories.user(kind), programme)


def test_who_sees_what(manager: User, programme: Programme, director: User) -> None:
    party = factories.user(UserKind.PARTY)
    colleague = factories.user(UserKind.PARTY, organisation=party.organisation)
    mine, others = report(party, programme), report(director, programme)
    elsewhere = report(director, factories.programme())
    assert set(ideas_for(manager)) == {mine, others}
    assert set(ideas_for(director)) == {mine, others, elsewhere}
    assert set(ideas_for(party)) == set(ideas_for(colleague)) == {mine}
    for kind in (UserKind.PARTY, UserKind.ASSESSOR, UserKind.ADMINISTRATOR):
        assert not ideas_for(factories.user(kind)).exists()


def test_who_reported_it_changes_it_while_it_waits(
    manager: User, programme: Programme, director: User
) -> None:
    party = factories.user(UserKind.PARTY)
    idea = report(party, programme)
    more = IdeaAnswers("Hout", "Meer hout.", (sector("wood"),), tonnes_high=Decimal(90))
    changed = change_idea(by=party, idea=idea, version=1, answers=more)
    assert (changed.version, changed.tonnes_low, changed.tonnes_high) == (2, *[Decimal(90)] * 2)
    assert [one.pk for one in changed.sectors.all()] == ["wood"]
    with pytest.raises(Refused, match="Somebody changed this idea"):
        change_idea(by=party, idea=idea, version=1, answers=more)
    with pytest.raises(PermissionDenied):
        change_idea(by=director, idea=idea, version=2, answers=more)
    commission(manager, idea, explorer=director)
    with pytest.raises(Refused, match="is being explored"):
        change_idea(by=party, idea=idea, version=2, answers=more)
    change_idea(by=manager, idea=idea, version=2, answers=more)


def test_the_same_idea_sent_twice_is_one(manager: User, programme: Programme) -> None:
    assert report(manager, programme) == report(manager, programme)
    assert Idea.objects.count() == 1


def test_ranges_run_from_low_to_high(manager: User, programme: Programme) -> None:
    for answers in (
        IdeaAnswers("x", "y", tonnes_low=Decimal(2), tonnes_high=Decimal(1)),
        IdeaAnswers("x", "y", value_low=Decimal(2), value_high=Decimal(1)),
        IdeaAnswers("x", "y", tonnes_low=Decimal(-1)),
    ):
        with pytest.raises(ValidationError):
            report(manager, programme, answers=answers)


def test_the_database_refuses_a_half_settled_idea(manager: User, programme: Programme) -> None:
    idea = report(manager, programme)
    for state in (IdeaState.DROPPED, IdeaState.STARTED):
        with pytest.raises(IntegrityError), transaction.atomic():
            Idea.objects.filter(pk=idea.pk).update(state=state)


def test_the_queue_tells_how_many_and_the_oldest(manager: User, programme: Programme) -> None:
    assert queue(manager, TODAY).oldest is None
    old = report(manager, programme, on=TODAY - timedelta(weeks=34))
    report(manager, programme)
    found = queue(manager, TODAY)
    assert (found.count, found.oldest, found.weeks) == (2, old, 34)


def test_filter_and_order(manager: User, programme: Programme) -> None:
    utrecht, _new = Province.objects.get_or_create(
        pk="PV26", defaults={"name": "Utrecht", "latitude": 52, "longitude": 5}
    )
    for number, (title, tonnes) in enumerate((("Coöperatie", None), ("Béton", 5), ("Ander", 9))):
        report(
            manager,
            programme,
            on=TODAY - timedelta(days=number),
            answers=IdeaAnswers(
                title,
                "x",
                (sector("wood"),) if number else (),
                province=utrecht if number == 2 else None,
                tonnes_low=Decimal(tonnes) if tonnes else None,
                value_low=Decimal(10 - tonnes) if tonnes else None,
            ),
        )

    def titles(sort: Sort = Sort.OLDEST, **chosen: str) -> list[str]:
        return [one.title for one in rows(manager, IdeaFilter(**chosen), sort)]

    assert titles() == ["Ander", "Béton", "Coöperatie"]
    assert titles(Sort.NEWEST) == ["Coöperatie", "Béton", "Ander"]
    assert titles(Sort.TONNES) == ["Ander", "Béton", "Coöperatie"]
    assert titles(Sort.VALUE) == ["Béton", "Ander", "Coöperatie"]
    assert titles(search="cooperatie") == ["Coöperatie"]
    assert titles(sector="wood") == ["Ander", "Béton"]
    assert titles(province="PV26") == ["Ander"]
    assert titles(state=IdeaState.DROPPED) == []


def test_who_could_explore_by_experience_and_time(manager: User, programme: Programme) -> None:
    wood, utrecht = (
        sector("wood"),
        Province.objects.get_or_create(
            pk="PV26", defaults={"name": "Utrecht", "latitude": 52, "longitude": 5}
        )[0],
    )
    town, _new = Municipality.objects.get_or_create(
        pk="GM0344",
        defaults={"name": "Utrecht", "province": utrecht, "latitude": 52, "longitude": 5},
    )
    fresh, busy, known = (factories.user(UserKind.DIRECTOR, name=name) for name in "abc")
    factories.user(UserKind.DIRECTOR, name="weg", is_active=False)
    for person in (busy, known):
        chain = factories.chain(director=person)
        Appointment.objects.filter(chain=chain).update(starts_on=TODAY - timedelta(weeks=20))
        party = factories.participation(chain).organisation
        if person == known:
            party.sectors.add(wood)
            party.municipality = town
            party.save()
        TimeEntry.objects.create(
            chain=chain,
            worked_on=TODAY,
            hours=16 if person == busy else 8,
            role="broker",
            phase="explore",
            activity="Bellen",
            worked_by=person,
        )
    idea = report(manager, programme, answers=IdeaAnswers("x", "y", (wood,), province=utrecht))
    first, second, third = who_could_explore(idea, TODAY)
    assert first.director == known
    assert (first.chains, first.in_sector, first.in_region) == (1, 1, 1)
    assert (first.appointed, first.booked, first.free) == (
        Decimal(4),
        Decimal("1.0"),
        Decimal("3.0"),
    )
    assert (second.director, second.chains) == (fresh, 0)
    assert (third.director, third.booked) == (busy, Decimal("2.0"))


def test_lists_take_a_fixed_number_of_queries(manager: User, programme: Programme) -> None:
    def queries(number: int) -> int:
        for row in range(number):
            director = factories.user(UserKind.DIRECTOR)
            factories.participation(factories.chain(director=director))
            answers = IdeaAnswers(f"Idee {row} {number}", "x", (sector("wood"),))
            commission(manager, report(manager, programme, answers=answers), explorer=director)
        idea = report(manager, programme)
        with CaptureQueriesContext(connection) as captured:
            for one in rows(manager):
                assert (one.programme.client, list(one.sectors.all()), one.place) is not None
                assert all(exploration.who for exploration in one.present)  # type: ignore[attr-defined]
            assert who_could_explore(idea, TODAY)
        return len(captured)

    assert queries(1) == queries(30)


@given(steps=st.lists(st.sampled_from(list(STEPS)), max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_order_of_steps_leaves_the_table_of_states(steps: list[Any]) -> None:
    """Whatever is tried: an idea only moves as STEPS says, with what belongs to its state."""
    with transaction.atomic():
        manager = factories.user(UserKind.PROGRAMME_MANAGER)
        programme = factories.programme(manager)
        idea = report(manager, programme)
        for step in steps:
            before = Idea.objects.get(pk=idea.pk).state
            sources, target = STEPS[step]
            done = _try(step, manager, programme, idea)
            now = Idea.objects.get(pk=idea.pk)
            assert done == (before in sources)
            assert now.state == (target if done else before)
            open_ones = now.explorations.filter(reported_on=None, withdrawn_on=None).count()
            assert open_ones == (now.state == IdeaState.EXPLORING)
            assert (now.chain is not None) == (now.state == IdeaState.STARTED)
        transaction.set_rollback(True)


def _try(step: str, manager: User, programme: Programme, idea: Idea) -> bool:
    last = idea.explorations.order_by("-pk").first()
    to_last = {"by": manager, "on": TODAY, "exploration": last}
    if last is None and step in {"withdraw", "report"}:
        return False
    try:
        match step:
            case "commission":
                commission(manager, idea, bureau="Bureau")
            case "withdraw":
                withdraw_exploration(**to_last, reason="Geen tijd.")  # type: ignore[arg-type]
            case "report":
                report_findings(**to_last, findings="Ja.", advice="go")  # type: ignore[arg-type]
            case "start":
                start_chain(
                    by=manager,
                    on=TODAY,
                    idea=idea,
                    programme=programme,
                    name="Keten",
                    purpose="Doel.",
                    start_point=StartPoint.PUBLIC_QUESTION,
                    links=[NewLink(LinkKind.SUPPLIER, "Sloop")],
                )
            case "drop":
                drop_idea(by=manager, idea=idea, reason="Te klein.", lesson="Meet eerst.")
            case _:
                bring_back_idea(by=manager, on=TODAY, idea=idea)
    except Refused:
        return False
    return True
