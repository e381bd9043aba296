from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains import phases
from schakel.domain.chains.actions.chains import (
    NewLink,
    appoint_director,
    end_appointment,
    start_chain,
)
from schakel.domain.chains.choices import LinkKind, StartPoint
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.chains import chain_rows, chains_for, current_appointment
from schakel.domain.journal.models import Entry
from schakel.domain.programmes.choices import Phase
from schakel.domain.programmes.models import Programme
from schakel.lib.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
LINKS = [NewLink(LinkKind.SUPPLIER, "Zaagsel"), NewLink(LinkKind.BUYER, "Meubels")]


@pytest.fixture
def manager() -> User:
    return factories.user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def programme(manager: User) -> Programme:
    return factories.programme(manager)


def start(by: User | None, programme: Programme, name: str = "Hout uit de stad") -> Chain:
    return start_chain(
        by=by,
        on=TODAY,
        programme=programme,
        name=name,
        purpose="Gekapte bomen worden meubels.",
        start_point=StartPoint.FRONT_RUNNERS,
        links=LINKS,
        initiative=factories.initiative(),
    )


def test_chain_starts_in_the_explore_phase_with_its_links(
    manager: User, programme: Programme
) -> None:
    chain = start(manager, programme)
    chain.refresh_from_db()
    assert (chain.phase, chain.slug, chain.started_on) == (
        Phase.EXPLORE,
        "hout-uit-de-stad",
        TODAY,
    )
    assert [(link.position, link.kind, link.name) for link in chain.links.all()] == [
        (1, "supplier", "Zaagsel"),
        (2, "buyer", "Meubels"),
    ]
    details = Entry.objects.get(action="chains.start_chain").details
    assert details["programme"] == programme.pk
    assert "Gekapte" not in str(details)


def test_second_chain_of_a_name_gets_another_key(manager: User, programme: Programme) -> None:
    assert start(manager, programme, "Nieuw").slug == "nieuw-2"
    assert start(manager, programme, "Nieuw").slug == "nieuw-3"


def test_a_nameless_link_leaves_nothing_behind(manager: User, programme: Programme) -> None:
    with pytest.raises(ValidationError):
        start_chain(
            by=manager,
            on=TODAY,
            programme=programme,
            name="Hout",
            purpose="Doel",
            start_point=StartPoint.PUBLIC_QUESTION,
            links=[NewLink(LinkKind.SUPPLIER, " ")],
        )
    assert not Chain.objects.exists()


@pytest.mark.parametrize("kind", UserKind)
def test_only_the_manager_of_the_programme_starts_a_chain(
    kind: UserKind, programme: Programme
) -> None:
    with pytest.raises(PermissionDenied):
        start(factories.user(kind), programme)


def appoint(manager: User, chain: Chain, director: User, starts_on: date) -> None:
    appoint_director(
        by=manager,
        chain=chain,
        director=director,
        hours_per_week=Decimal(8),
        starts_on=starts_on,
        why="De belangen zijn mondeling besproken en volgen deze week.",
    )


def test_a_new_director_ends_the_earlier_appointment(manager: User, programme: Programme) -> None:
    chain = start(manager, programme)
    first, second = factories.user(UserKind.DIRECTOR), factories.user(UserKind.DIRECTOR)
    appoint(manager, chain, first, TODAY)
    appoint(manager, chain, second, TODAY + timedelta(days=10))
    earlier, later = chain.appointments.order_by("starts_on")
    assert (earlier.director, earlier.ends_on) == (first, TODAY + timedelta(days=9))
    assert (later.director, later.ends_on) == (second, None)
    assert current_appointment(chain, TODAY + timedelta(days=9)) == earlier
    assert current_appointment(chain, TODAY + timedelta(days=10)) == later


def test_replacing_on_the_first_day_keeps_both_for_that_day(
    manager: User, programme: Programme
) -> None:
    chain = start(manager, programme)
    for _ in range(2):
        appoint(manager, chain, factories.user(UserKind.DIRECTOR), TODAY)
    assert [one.ends_on for one in chain.appointments.order_by("pk")] == [TODAY, None]


def test_appointment_cannot_begin_before_the_one_it_replaces(
    manager: User, programme: Programme
) -> None:
    chain = start(manager, programme)
    appoint(manager, chain, factories.user(UserKind.DIRECTOR), TODAY)
    with pytest.raises(Refused):
        appoint(manager, chain, factories.user(UserKind.DIRECTOR), TODAY - timedelta(days=1))
    assert chain.appointments.count() == 1


def test_a_new_director_also_shortens_an_appointment_that_would_end_later(
    manager: User, programme: Programme
) -> None:
    chain = start(manager, programme)
    first, second = factories.user(UserKind.DIRECTOR), factories.user(UserKind.DIRECTOR)
    appoint(manager, chain, first, TODAY)
    end_appointment(
        by=manager, appointment=chain.appointments.get(), ends_on=TODAY + timedelta(days=90)
    )
    appoint(manager, chain, second, TODAY + timedelta(days=10))
    earlier, later = chain.appointments.order_by("starts_on")
    assert (earlier.ends_on, later.ends_on) == (TODAY + timedelta(days=9), None)
    assert Entry.objects.latest("sequence").details["replaces"] == [earlier.pk]


def test_who_cannot_sign_in_any_more_directs_no_chain(manager: User, programme: Programme) -> None:
    director = factories.user(UserKind.DIRECTOR)
    chain = factories.chain(manager=manager, programme=programme, director=director)
    assert current_appointment(chain, TODAY)
    User.objects.filter(pk=director.pk).update(is_active=False)
    assert current_appointment(chain, TODAY) is None


def test_an_appointment_ended_by_somebody_else_is_not_ended_again(
    manager: User, programme: Programme
) -> None:
    chain = factories.chain(
        manager=manager, programme=programme, director=factories.user(UserKind.DIRECTOR)
    )
    early = chain.appointments.get()
    end_appointment(by=manager, appointment=chain.appointments.get(), ends_on=TODAY)
    with pytest.raises(Refused):
        end_appointment(by=manager, appointment=early, ends_on=TODAY + timedelta(days=9))
    assert chain.appointments.get().ends_on == TODAY


@pytest.mark.parametrize("kind", sorted(set(UserKind) - {UserKind.DIRECTOR}))
def test_only_a_director_is_appointed(kind: UserKind, manager: User, programme: Programme) -> None:
    with pytest.raises(Refused):
        appoint(manager, start(manager, programme), factories.user(kind), TODAY)


def test_a_closed_chain_gets_no_director(manager: User, programme: Programme) -> None:
    chain = factories.chain(programme=programme, phase=Phase.CLOSED)
    with pytest.raises(Refused):
        appoint(manager, chain, factories.user(UserKind.DIRECTOR), TODAY)


def test_the_director_does_not_appoint(manager: User, programme: Programme) -> None:
    director = factories.user(UserKind.DIRECTOR)
    chain = factories.chain(manager=manager, programme=programme, director=director)
    with pytest.raises(PermissionDenied):
        appoint(director, chain, director, TODAY)


def test_ending_takes_the_chain_out_of_the_directors_sight(
    manager: User, programme: Programme
) -> None:
    director = factories.user(UserKind.DIRECTOR)
    chain = factories.chain(manager=manager, programme=programme, director=director)
    assert chain in chains_for(director)
    yesterday = timezone.localdate() - timedelta(days=1)
    end_appointment(by=manager, appointment=chain.appointments.get(), ends_on=yesterday)
    assert chain not in chains_for(director)
    with pytest.raises(Refused):
        end_appointment(by=manager, appointment=chain.appointments.get(), ends_on=yesterday)


def test_appointment_does_not_end_before_it_began(manager: User, programme: Programme) -> None:
    chain = factories.chain(
        manager=manager, programme=programme, director=factories.user(UserKind.DIRECTOR)
    )
    with pytest.raises(Refused):
        end_appointment(by=manager, appointment=chain.appointments.get(), ends_on=date(2020, 1, 1))


def test_list_has_the_present_director_and_can_be_of_one_phase(
    manager: User, programme: Programme
) -> None:
    director = factories.user(UserKind.DIRECTOR)
    chain = factories.chain(manager=manager, programme=programme, director=director)
    factories.chain(programme=programme, phase=Phase.OPERATE)
    factories.chain()
    rows = chain_rows(manager, timezone.localdate())
    assert rows.count() == 2
    (explored,) = chain_rows(manager, timezone.localdate(), Phase.EXPLORE)
    assert explored == chain
    assert [one.director for one in explored.present_appointments] == [director]  # type: ignore[attr-defined]


def test_phases_form_one_line_with_ways_back_and_out() -> None:
    line, phase = [Phase.EXPLORE], phases.next_gate(Phase.EXPLORE)
    while phase:
        line.append(phase.target)
        phase = phases.next_gate(phase.target)
    assert line == [Phase.EXPLORE, Phase.ASSEMBLE, Phase.OPERATE, Phase.CLOSED]
    assert phases.moves_from(Phase.CLOSED) == ()
    assert phases.transition(Phase.EXPLORE, Phase.OPERATE) is None
    back = phases.transition(Phase.OPERATE, Phase.ASSEMBLE)
    assert back is not None
    assert back.move is phases.Move.BACK


def test_diagram_in_the_documentation_is_not_stale() -> None:
    page = Path(settings.ROOT) / "docs" / "reference" / "phases.md"
    assert page.read_text() == phases.diagram()
