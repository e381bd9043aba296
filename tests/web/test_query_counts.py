"""Every page and file without a number in its address takes as many queries for 200 rows as for 1.

A page that comes later is measured by itself; its rows are made in `more`.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.letters import draft_letter, open_letter
from schakel.domain.chains.choices import (
    Criterion,
    InterestKind,
    LogTopic,
    ParticipationStatus,
    Unit,
)
from schakel.domain.chains.choices.actions import NudgeHow, NudgeResult
from schakel.domain.chains.choices.meetings import MeetingKind, MeetingStatus
from schakel.domain.chains.choices.values import StatementKind
from schakel.domain.chains.models import (
    Action,
    Barrier,
    CallReminder,
    Candidate,
    ChainAgreement,
    Commitment,
    DeclaredInterest,
    Expert,
    Invitee,
    LogEntry,
    LogParty,
    Meeting,
    Nomination,
    Nudge,
    OutsourcedWork,
    Pulse,
    Responsibility,
    SizeEstimate,
    Statement,
    StatementVersion,
    TimeEntry,
)
from schakel.domain.explorer.models import Idea
from schakel.domain.parties.choices import PartyKind
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.domain.programmes.models import ClientAsset
from tests import factories, signing
from tests.signing import TODAY, Case
from tests.web.test_access import all_routes

MANY = 200
NOW = timezone.now()


@pytest.mark.django_db
def test_every_list_takes_a_fixed_number_of_queries() -> None:
    case = signing.ready_chain()
    people = (case.director, case.manager, case.people[0])
    more(case, range(1))
    for who in people:
        dict(counted(who, case))
    few = {who: dict(counted(who, case)) for who in people}
    more(case, range(1, MANY))
    many = {who: dict(counted(who, case)) for who in people}
    assert len(few[case.director]) > 60
    grown = {
        f"{who.kind} {address}": (few[who][address], number)
        for who in people
        for address, number in many[who].items()
        if number != few[who][address]
    }
    assert grown == {}


def counted(who: User, case: Case) -> Iterator[tuple[str, int]]:
    """The addresses that answer this person, with the number of queries of a visit."""
    client = Client()
    client.force_login(who)
    for address in addresses(case):
        reset_queries()
        with CaptureQueriesContext(connection) as made:
            status = client.get(address).status_code
        if status == 200:
            yield address, len(made)


def addresses(case: Case) -> Iterator[str]:
    """Every address without a number: of the chain, of its programme, and outside of them."""
    chain, programme = case.chain.slug, case.chain.programme.slug
    slugs = {"chains": chain, "programmes": programme, "reports": chain}
    for route in all_routes():
        space = route.name.split(":", maxsplit=1)[0]
        tries: tuple[list[str], ...] = ([], [slugs[space]] if space in slugs else [])
        if set(route.parameters) <= {"slug"}:
            yield from found(route.name, tries)


def found(name: str, tries: Sequence[Sequence[str]]) -> Iterator[str]:
    for arguments in tries:
        with suppress(NoReverseMatch):
            yield reverse(name, args=arguments)
            return


def more(case: Case, numbers: range) -> None:
    """A row of everything that is listed for each of these numbers."""
    for make in (parties, promises, diary, agreements, director, course, outside):
        make(case, numbers)


def parties(case: Case, numbers: range) -> None:
    for number in numbers:
        kind = PartyKind.values[number % len(PartyKind)]
        status = list(ParticipationStatus)[number % len(ParticipationStatus)]
        answered = None if status == ParticipationStatus.INVITED else factories.STARTED
        factories.participation(
            case.chain,
            organisation=factories.organisation(kind=kind),
            status=status,
            answered_on=answered,
        )


def promises(case: Case, numbers: range) -> None:
    """In the next version of the letter, which is opened."""
    letter = draft_letter(by=case.director, chain=case.chain)
    joined = case.chain.participations.filter(status=ParticipationStatus.JOINED)
    by = [*joined, *(case.parties[0] for _ in numbers)]
    Commitment.objects.bulk_create(
        Commitment(
            letter=letter,
            participation=one,
            what=f"Levert {number}",
            amount=Decimal(2),
            unit=Unit.TONNE,
            due_on=TODAY + timedelta(days=9),
        )
        for number, one in enumerate(by)
    )
    open_letter(by=case.director, on=TODAY, letter=letter)


def diary(case: Case, numbers: range) -> None:
    chain, by = case.chain, case.director
    for number in numbers:
        entry = LogEntry.objects.create(
            chain=chain,
            happened_on=TODAY,
            phase=Phase.EXPLORE,
            topic=LogTopic.REVIEW,
            text=f"Regel {number}",
            written_by=by,
            written_at=NOW,
        )
        LogParty.objects.create(entry=entry, organisation=case.parties[0].organisation)
    TimeEntry.objects.bulk_create(
        TimeEntry(
            chain=chain,
            worked_on=TODAY,
            hours=Decimal("0.25"),
            role=DirectorRole.BROKER,
            phase=Phase.EXPLORE,
            activity=f"Werk {number}",
            worked_by=by,
            for_party=case.parties[number % 3],
        )
        for number in numbers
    )
    OutsourcedWork.objects.bulk_create(
        OutsourcedWork(chain=chain, title=f"Werk {number}", phase=Phase.EXPLORE)
        for number in numbers
    )


def agreements(case: Case, numbers: range) -> None:
    chain, by = case.chain, case.director
    for number in numbers:
        start = NOW + timedelta(days=-1 if number % 2 else 1)
        meeting = Meeting.objects.create(
            chain=chain,
            kind=MeetingKind.CONSULTATION,
            title=f"Overleg {number}",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            status=MeetingStatus.CALLED,
            organised_by=by,
        )
        Invitee.objects.create(meeting=meeting, participation=case.parties[0])
        Action.objects.create(
            chain=chain,
            what=f"Doen {number}",
            owner=case.parties[number % 3],
            meeting=meeting,
            due_on=TODAY + timedelta(days=number % 9 - 4),
            made_on=TODAY,
        )
        Nudge.objects.create(
            participation=case.parties[number % 3],
            nudged_on=TODAY,
            how=NudgeHow.CALLED,
            result=NudgeResult.SPOKEN,
            nudged_by=by,
        )
        Responsibility.objects.create(chain=chain, what=f"Taak {number}").helpers.add(*case.parties)
        agreed = ChainAgreement.objects.create(
            chain=chain, title=f"Afspraak {number}", text="Tekst.", agreed_on=TODAY
        )
        agreed.between.add(*case.parties)
        value = Statement.objects.create(chain=chain, kind=StatementKind.CLIMATE)
        StatementVersion.objects.create(
            statement=value,
            number=1,
            title=f"Waarde {number}",
            text="Tekst.",
            written_by=by,
            written_at=NOW,
        )


def director(case: Case, numbers: range) -> None:
    chain = case.chain
    for number in numbers:
        person = factories.user(UserKind.DIRECTOR)
        candidate = Candidate.objects.create(
            chain=chain,
            name=person.name,
            email=person.email,
            added_by=case.manager,
            added_on=TODAY,
        )
        new = chain.participations.filter(nomination=None, status=ParticipationStatus.JOINED)
        if party := new.first():
            Nomination.objects.create(
                participation=party,
                candidate=candidate,
                nominated_by=case.people[0],
                nominated_on=TODAY,
            )
        Expert.objects.create(
            chain=chain,
            name=f"Expert {number}",
            criterion=Criterion.NETWORK,
            why="Nodig.",
            starts_on=TODAY,
            payer="client",
            called_by=case.director,
        )
        DeclaredInterest.objects.create(
            person=case.director,
            organisation_name=f"Bedrijf {number}",
            kind=InterestKind.OTHER,
            description="Band.",
            declared_on=TODAY,
        )


def course(case: Case, numbers: range) -> None:
    texts = dict.fromkeys(("activities", "problem", "consequences", "tried", "solutions"), "Tekst.")
    Barrier.objects.bulk_create(
        Barrier(chain=case.chain, title=f"Regel {number}", reported_on=TODAY, **texts)
        for number in numbers
    )
    SizeEstimate.objects.bulk_create(
        SizeEstimate(
            chain=case.chain,
            tonnes_low=100,
            tonnes_high=200,
            source="Telling",
            estimated_on=TODAY,
            estimated_by=case.director,
        )
        for _ in numbers
    )
    told = {"participation": case.parties[0], "happened_on": TODAY}
    for number in numbers:
        Pulse.objects.create(
            **told, written_by=case.director, occasion=str(number), score=3, written_at=NOW
        )
        CallReminder.objects.create(**told, director=case.director, occasion=str(number))


def outside(case: Case, numbers: range) -> None:
    """Other chains of the same people, ideas, initiatives, and what the client has."""
    own = case.chain.programme
    for number in numbers:
        other = factories.chain(programme=own, director=case.director)
        factories.participation(other, organisation=case.parties[0].organisation)
        factories.programme(case.manager)
        factories.initiative()
        Idea.objects.create(
            programme=own,
            title=f"Idee {number}",
            what="Tekst.",
            reported_by=case.director,
            reported_on=TODAY,
            waiting_since=TODAY,
        )
        ClientAsset.objects.create(
            programme=own, kind="land", description=f"T {number}", source="Lijst", stated_on=TODAY
        )
