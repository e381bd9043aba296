from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import letters
from schakel.domain.chains.actions.complexity import assess_complexity
from schakel.domain.chains.actions.diary import book_hours, write_log_entry
from schakel.domain.chains.actions.updates import begin_update, send_update
from schakel.domain.chains.actions.values import StatementText, state
from schakel.domain.chains.choices import LogTopic, ParticipationStatus, Unit
from schakel.domain.chains.letters import CONSENT
from schakel.domain.chains.models import Chain, Letter
from schakel.domain.chains.queries.work import TaskKind, tasks_for, tasks_in
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.engine.effort import INDICATORS
from tests import factories

pytestmark = pytest.mark.django_db

HOME = "/mijn-werk/"
STEPS = {
    TaskKind.ANSWER_INVITATION,
    TaskKind.SIGN_LETTER,
    TaskKind.KEEP_PROMISE,
    TaskKind.APPOINT_DIRECTOR,
    TaskKind.DECIDE_GATE,
    TaskKind.SEND_UPDATE,
    TaskKind.ASSESS_COMPLEXITY,
    TaskKind.FILL_LINKS,
    TaskKind.DRAFT_LETTER,
    TaskKind.OPEN_LETTER,
}
"""What this file is about; other subjects test their own tasks."""


def today() -> date:
    return timezone.localdate()


def kinds(user: User) -> list[TaskKind]:
    return [task.kind for task in tasks_for(user, today()) if task.kind in STEPS]


def signed_in(user: User) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user)
    return client


@pytest.fixture
def manager() -> User:
    return factories.user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def director() -> User:
    return factories.user(UserKind.DIRECTOR)


@pytest.fixture
def chain(manager: User, director: User) -> Chain:
    made = factories.chain(manager=manager, director=director, started_on=today())
    made.appointments.update(starts_on=today())
    return made


@pytest.fixture
def party(chain: Chain) -> User:
    user = factories.user(UserKind.PARTY)
    factories.participation(chain, organisation=user.organisation, link=factories.link(chain))
    return user


def open_letter(chain: Chain, party: User, director: User, days: int = 30) -> Letter:
    letter = letters.draft_letter(by=director, chain=chain)
    promise = letters.Promise(
        chain.participations.get(organisation=party.organisation),
        "Schuim leveren",
        unit=Unit.TONNE,
        amount=10,  # type: ignore[arg-type]
        due_on=today() + timedelta(days=days),
    )
    letters.add_commitment(by=director, on=today(), letter=letter, promise=promise)
    return letters.open_letter(by=director, on=today(), letter=letter)


def sign(letter: Letter, party: User) -> None:
    letters.sign_letter(
        by=party,
        at=timezone.now(),
        letter=letter,
        participation=letter.chain.participations.get(organisation=party.organisation),
        name=party.name,
        position="Directeur",
        consent=str(CONSENT),
        seen_sha256=letter.content_sha256,
    )


def steps(user: User) -> list[TaskKind]:
    """What moves a chain on, whenever it is done: not the canvas and the logbook."""
    rhythm = (TaskKind.FILL_CANVAS, TaskKind.SEND_UPDATE)
    return [kind for kind in kinds(user) if kind not in rhythm]


def test_director_gets_the_next_steps_one_by_one(chain: Chain, director: User, party: User) -> None:
    state(
        by=director,
        at=timezone.now(),
        chain=chain,
        kind="climate",
        text=StatementText("Klimaat", "Minder verbranden."),
    )
    assert steps(director) == [TaskKind.ASSESS_COMPLEXITY, TaskKind.DRAFT_LETTER]
    assess_complexity(by=director, on=today(), chain=chain, levels=dict.fromkeys(INDICATORS, "low"))
    assert steps(director) == [TaskKind.DRAFT_LETTER]
    letters.draft_letter(by=director, chain=chain)
    assert steps(director) == [TaskKind.OPEN_LETTER]
    factories.link(chain)
    assert steps(director) == [TaskKind.FILL_LINKS, TaskKind.OPEN_LETTER]


def test_an_invited_party_fills_a_link_for_now(chain: Chain, director: User) -> None:
    link = factories.link(chain)
    asked = factories.participation(
        chain, link=link, status=ParticipationStatus.INVITED, answered_on=None
    )
    assert TaskKind.FILL_LINKS not in kinds(director)
    asked.status, asked.answered_on = ParticipationStatus.DECLINED, today()
    asked.save()
    assert TaskKind.FILL_LINKS in kinds(director)


@pytest.mark.parametrize(("weeks", "expected"), [(4, None), (5, "due"), (6, "due"), (7, "late")])
def test_log_update_by_the_rhythm_of_the_programme(
    weeks: int, expected: str | None, director: User
) -> None:
    factories.chain(
        programme=factories.programme(update_every_weeks=6),
        director=director,
        started_on=today() - timedelta(weeks=weeks),
    )
    found = [task for task in tasks_for(director, today()) if task.kind == TaskKind.SEND_UPDATE]
    assert bool(found) is (expected is not None)
    if found:
        assert found[0].due is not None
        assert (found[0].due < today()) is (expected == "late")
        dates = [task.due or date.max for task in tasks_for(director, today())]
        assert dates == sorted(dates)


def test_sending_the_update_ends_the_task_and_keeping_the_log_does_not(
    chain: Chain, director: User
) -> None:
    Chain.objects.filter(pk=chain.pk).update(started_on=today() - timedelta(weeks=8))
    chain.refresh_from_db()
    write_log_entry(
        by=director,
        on=today(),
        chain=chain,
        happened_on=today(),
        topic=LogTopic.REVIEW,
        text="Bijgewerkt",
    )
    assert TaskKind.SEND_UPDATE in kinds(director)
    draft = begin_update(
        by=director,
        at=timezone.now(),
        chain=chain,
        starts_on=chain.started_on,
        ends_on=today(),
    )
    assert TaskKind.SEND_UPDATE in kinds(director)
    send_update(
        by=director, at=timezone.now(), draft=draft, version=1, as_pdf=lambda _document: b"%PDF-"
    )
    assert TaskKind.SEND_UPDATE not in kinds(director)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(8, TaskKind.FEW_HOURS), (20, None), (24, None), (26, TaskKind.MANY_HOURS)],
)
def test_hours_that_leave_the_norm(hours: int, expected: TaskKind | None, director: User) -> None:
    """Five weeks at 4 hours by the appointment: 20 hours, with a quarter on either side."""
    chain = factories.chain(director=director)
    chain.appointments.update(starts_on=today() - timedelta(days=34))
    for day in range(2):
        book_hours(
            by=director,
            on=today(),
            chain=chain,
            worked_on=today() - timedelta(days=day),
            hours=Decimal(hours) / 2,
            role=DirectorRole.BROKER,
            activity="Bellen",
        )
    found = {task.kind for task in tasks_for(director, today())}
    found &= {TaskKind.FEW_HOURS, TaskKind.MANY_HOURS}
    assert found == ({expected} if expected else set())


def test_party_answers_then_signs_then_keeps(
    chain: Chain, director: User, party: User, manager: User
) -> None:
    assert kinds(party) == []
    letter = open_letter(chain, party, director)
    assert kinds(party) == [TaskKind.SIGN_LETTER]
    assert TaskKind.DECIDE_GATE not in kinds(manager)
    sign(letter, party)
    assert kinds(party) == [TaskKind.KEEP_PROMISE]
    assert TaskKind.DECIDE_GATE in kinds(manager)


def test_a_promise_far_ahead_waits(chain: Chain, director: User, party: User) -> None:
    open_letter(chain, party, director, days=61)
    assert kinds(party) == [TaskKind.SIGN_LETTER]


def test_nobody_gets_the_tasks_of_another_party(chain: Chain, director: User, party: User) -> None:
    other = factories.user(UserKind.PARTY)
    factories.participation(
        factories.chain(), organisation=other.organisation, status=ParticipationStatus.JOINED
    )
    open_letter(chain, party, director)
    assert kinds(other) == []


def test_invitation_leads_to_the_page_that_answers_it(chain: Chain) -> None:
    user = factories.user(UserKind.PARTY)
    asked = factories.participation(
        chain,
        organisation=user.organisation,
        status=ParticipationStatus.INVITED,
        answered_on=None,
    )
    assert kinds(user) == [TaskKind.ANSWER_INVITATION]
    text = signed_in(user).get(HOME).text
    assert reverse("invitation:answer", args=[asked.pk]) in text
    assert chain.name in text


def test_manager_is_told_which_chains_have_no_director(manager: User) -> None:
    programme = factories.programme(manager)
    chain = factories.chain(programme=programme)
    factories.chain(programme=programme, phase=Phase.CLOSED)
    factories.chain()
    assert [(task.kind, task.chain) for task in tasks_for(manager, today())] == [
        (TaskKind.APPOINT_DIRECTOR, chain)
    ]


@pytest.mark.parametrize("kind", [UserKind.ASSESSOR, UserKind.ADMINISTRATOR])
def test_who_has_no_chains_has_no_tasks(kind: UserKind) -> None:
    factories.chain()
    user = factories.user(kind)
    assert kinds(user) == []
    assert "Nothing waits for you" in signed_in(user).get(HOME).text


@pytest.mark.parametrize("kind", [UserKind.PROGRAMME_MANAGER, UserKind.DIRECTOR, UserKind.PARTY])
def test_page_takes_a_fixed_number_of_queries(kind: UserKind) -> None:
    user = factories.user(kind)
    manager = factories.user(UserKind.PROGRAMME_MANAGER)
    programme = factories.programme(user if kind == UserKind.PROGRAMME_MANAGER else manager)
    counts: list[Any] = []
    for more in (1, 9):
        for _ in range(more):
            chain = factories.chain(
                programme=programme, director=user if kind == UserKind.DIRECTOR else None
            )
            if kind == UserKind.PARTY:
                factories.participation(
                    chain,
                    organisation=user.organisation,
                    status=ParticipationStatus.INVITED,
                    answered_on=None,
                )
        client = signed_in(user)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(HOME).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_every_task_of_every_kind_has_words_and_a_page(
    chain: Chain, director: User, party: User, manager: User
) -> None:
    letter = open_letter(chain, party, director)
    for user in (director, party, manager):
        text = signed_in(user).get(HOME).text
        for task in tasks_for(user, today()):
            assert task.chain.name in text
    assert "Sign the letter of commitment" in signed_in(party).get(HOME).text
    sign(letter, party)
    assert "Schuim leveren" in signed_in(party).get(HOME).text
    assert reverse("chains:gate", args=[chain.slug]) in signed_in(manager).get(HOME).text


def test_the_tasks_of_one_chain_are_those_of_it_among_all(
    chain: Chain, director: User, party: User, manager: User
) -> None:
    open_letter(chain, party, director)
    other = factories.chain(programme=chain.programme, director=director, started_on=today())
    factories.participation(other, organisation=party.organisation)
    undirected = factories.chain(programme=chain.programme)
    for user in (director, party, manager):
        everything = tasks_for(user, today())
        assert everything
        for one in (chain, other, undirected):
            own = [task for task in everything if task.chain == one]
            assert tasks_in(user, one, today()) == own


def test_the_tasks_of_a_chain_that_is_closed_or_of_others_are_none(
    chain: Chain, manager: User
) -> None:
    director = factories.user(UserKind.DIRECTOR)
    closed = factories.chain(programme=chain.programme, director=director, phase=Phase.CLOSED)
    assert tasks_in(manager, closed, today()) == []
    assert tasks_in(director, closed, today()) == []
    assert tasks_in(director, chain, today()) == []


def test_only_reading() -> None:
    assert signed_in(factories.user(UserKind.PARTY)).post(HOME).status_code == 405
