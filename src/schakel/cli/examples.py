"""Fictional people, parties and one chain on its way, made through the actions only.

Everything is marked as example, and every address is at example.org. The passwords are public,
so this is refused unless the site can be reached from this machine alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.domain.accounts.actions import add_user
from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.accounts.queries import has_account
from schakel.domain.chains.actions.chains import NewLink, appoint_director, start_chain
from schakel.domain.chains.actions.complexity import assess_complexity
from schakel.domain.chains.actions.diary import (
    BarrierAnswers,
    book_hours,
    report_barrier,
    write_log_entry,
)
from schakel.domain.chains.actions.letters import (
    Promise,
    add_commitment,
    draft_letter,
    open_letter,
    sign_letter,
)
from schakel.domain.chains.actions.parties import answer_invitation, ask_party
from schakel.domain.chains.choices import LinkKind, LogTopic, StartPoint, Unit
from schakel.domain.chains.letters import CONSENT
from schakel.domain.chains.models import Chain, Letter, Participation
from schakel.domain.parties.actions import add_party
from schakel.domain.parties.choices import Interest, PartyKind, SizeClass
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.actions import start_programme
from schakel.domain.programmes.choices import DirectorRole, ProgrammeKind
from schakel.domain.programmes.models import Programme
from schakel.lib.errors import Refused

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    kind: UserKind
    password: str
    party: str = ""


@dataclass(frozen=True)
class Party:
    name: str
    kind: PartyKind
    interest: Interest
    size_class: SizeClass | str = ""


PARTIES = (
    Party("Voorbeeldprovincie", PartyKind.GOVERNMENT, Interest.PUBLIC),
    Party("Voorbeeldomgevingsdienst", PartyKind.SUPERVISOR, Interest.PUBLIC),
    Party("Matras Retour Voorbeeld BV", PartyKind.ENTERPRISE, Interest.PRIVATE, SizeClass.SME),
    Party("Schuimwerk Voorbeeld BV", PartyKind.ENTERPRISE, Interest.PRIVATE, SizeClass.SME),
    Party("Slaapgoed Voorbeeld BV", PartyKind.ENTERPRISE, Interest.PRIVATE, SizeClass.LARGE),
    Party("Voorbeeld Hotelgroep BV", PartyKind.ENTERPRISE, Interest.PRIVATE, SizeClass.LARGE),
)

PEOPLE = (
    Person(
        "programmamanager@example.org",
        "Voorbeeld Programmamanager",
        UserKind.PROGRAMME_MANAGER,
        "kring-loopt-rond-1",
        "Voorbeeldprovincie",
    ),
    Person(
        "ketenregisseur@example.org",
        "Voorbeeld Ketenregisseur",
        UserKind.DIRECTOR,
        "kring-loopt-rond-2",
    ),
    Person(
        "inzamelaar@example.org",
        "Voorbeeld Inzamelaar",
        UserKind.PARTY,
        "kring-loopt-rond-3",
        "Matras Retour Voorbeeld BV",
    ),
    Person(
        "verwerker@example.org",
        "Voorbeeld Verwerker",
        UserKind.PARTY,
        "kring-loopt-rond-4",
        "Schuimwerk Voorbeeld BV",
    ),
    Person(
        "maker@example.org",
        "Voorbeeld Maker",
        UserKind.PARTY,
        "kring-loopt-rond-5",
        "Slaapgoed Voorbeeld BV",
    ),
    Person(
        "genodigde@example.org",
        "Voorbeeld Genodigde",
        UserKind.PARTY,
        "kring-loopt-rond-6",
        "Voorbeeld Hotelgroep BV",
    ),
    Person(
        "beoordelaar@example.org",
        "Voorbeeld Beoordelaar",
        UserKind.ASSESSOR,
        "kring-loopt-rond-7",
    ),
    Person(
        "beheerder@example.org",
        "Voorbeeld Beheerder",
        UserKind.ADMINISTRATOR,
        "kring-loopt-rond-8",
    ),
)

LINKS = (
    NewLink(LinkKind.SUPPLIER, "Afgedankte matrassen van milieustraten"),
    NewLink(LinkKind.COLLECTOR, "Inzamelen en sorteren"),
    NewLink(LinkKind.PROCESSOR, "Demonteren en schuim vermalen"),
    NewLink(LinkKind.MAKER, "Nieuwe matrassen maken"),
    NewLink(LinkKind.BUYER, "Hotelbedden"),
)

JOINED = {
    "Matras Retour Voorbeeld BV": 2,
    "Schuimwerk Voorbeeld BV": 3,
    "Slaapgoed Voorbeeld BV": 4,
}

LOG = (
    (56, LogTopic.REVIEW, "Eerste gesprek met de provincie over matrassen uit de milieustraten."),
    (49, LogTopic.STREAM_WHICH, "Het gaat om matrassen van milieustraten en van hotels."),
    (47, LogTopic.STREAM_SIZE, "Geschat 900 ton per jaar, waarvan 60 procent schuim."),
    (40, LogTopic.PARTNERS_INVOLVEMENT, "Inzamelaar en verwerker zaten voor het eerst aan tafel."),
    (33, LogTopic.CASE_OBSTACLES, "Natte matrassen zijn niet te verwerken: overkapping nodig."),
    (26, LogTopic.PARTNERS_EXPANSION, "De maker doet mee; met een hotelgroep loopt een gesprek."),
    (19, LogTopic.RESULT_MILESTONE, "Proef met 200 matrassen: 85 procent is materiaal geworden."),
    (12, LogTopic.LESSON, "Begin bij de afnemer: die bepaalt welke kwaliteit schuim nodig is."),
    (5, LogTopic.OUTLOOK, "Nodig: antwoord van de hotelgroep en handtekeningen onder de letter."),
)

HOURS = (
    (55, "3", DirectorRole.ARCHITECT, "Idee uitgewerkt met de provincie"),
    (48, "6", DirectorRole.ARCHITECT, "Schets van de keten en de stromen"),
    (41, "8", DirectorRole.BROKER, "Gesprekken met inzamelaar en verwerker"),
    (34, "7.5", DirectorRole.BROKER, "Maker en hotelgroep benaderd"),
    (27, "6", DirectorRole.COACH, "Nagepraat met de verwerker over de risico's"),
    (20, "8", DirectorRole.MANAGER, "Proef met 200 matrassen begeleid"),
    (13, "5", DirectorRole.MANAGER, "Letter of commitment opgesteld"),
    (6, "4", DirectorRole.BROKER, "Hotelgroep uitgenodigd"),
)

BARRIER = BarrierAnswers(
    title="Einde-afvalstatus van vermalen schuim",
    rule="Wet milieubeheer, artikel 1.1",
    activities="Vermalen van schuim uit afgedankte matrassen tot vulling.",
    problem="Zolang het schuim afval heet, mag de maker het zonder vergunning niet innemen.",
    consequences="De maker koopt nieuw schuim; het gebruikte schuim wordt verbrand.",
    tried="Vooroverleg met de omgevingsdienst; gevraagd welke gegevens nodig zijn.",
    solutions="Een rechtsoordeel over de einde-afvalstatus, of ruimte voor een proef.",
)


@transaction.atomic
def load_examples(report: Callable[[str], None]) -> None:
    """Make the examples once; tell the sign-in names and passwords every time."""
    host = urlsplit(settings.BASE_URL).hostname
    if host not in LOOPBACK:
        raise Refused(
            _(
                "Example people have public passwords, so they are made only at 127.0.0.1, "
                "not at %(host)s."
            )
            % {"host": host}
        )
    if not has_account(PEOPLE[0].email):
        _make()
    report(_("Example people (fictional) to sign in with:"))
    for person in PEOPLE:
        report(f"  {person.kind.label:<20}  {person.email:<30}  {person.password}")


def _make() -> None:
    today = timezone.localdate()
    parties = {one.name: _party(one) for one in PARTIES}
    people = {one.email.split("@")[0]: _person(one, parties) for one in PEOPLE}
    manager, director = people["programmamanager"], people["ketenregisseur"]
    programme = start_programme(
        by=manager,
        name="Voorbeeldprogramma Gebruikte Materialen",
        client=parties["Voorbeeldprovincie"],
        kind=ProgrammeKind.CLIENT,
        description="Een fictief programma: de provincie is opdrachtgever en belanghebbende.",
        norm_hours_per_week=Decimal(8),
        norm_months=6,
        is_example=True,
    )
    chain = _chain(manager, director, programme, today)
    _invite(director, chain, parties, people, today)
    _diary(director, chain, today)
    _letter(director, chain, people, today)


def _party(one: Party) -> Organisation:
    return add_party(
        by=None,
        name=one.name,
        kind=one.kind,
        interest=one.interest,
        size_class=one.size_class,
        is_example=True,
    )


def _person(one: Person, parties: dict[str, Organisation]) -> User:
    return add_user(
        by=None,
        email=one.email,
        name=one.name,
        kind=one.kind,
        password=one.password,
        organisation=parties.get(one.party),
        is_example=True,
    )


def _chain(manager: User, director: User, programme: Programme, today: date) -> Chain:
    start = today - timedelta(weeks=9)
    chain = start_chain(
        by=manager,
        on=start,
        programme=programme,
        name="Matrassen opnieuw (voorbeeld)",
        purpose=(
            "Minder matrassen in de verbrandingsoven, en werk in de regio: schuim uit afgedankte "
            "matrassen wordt vulling voor nieuwe. Elk deel van de keten rekent nu voor zichzelf, "
            "en samen blijft er waarde liggen."
        ),
        start_point=StartPoint.PUBLIC_QUESTION,
        links=LINKS,
        is_example=True,
    )
    appoint_director(
        by=manager,
        chain=chain,
        director=director,
        hours_per_week=Decimal(8),
        starts_on=start + timedelta(days=3),
    )
    assess_complexity(
        by=director,
        on=start + timedelta(weeks=1),
        chain=chain,
        levels={
            "players": "medium",
            "technology": "medium",
            "scale": "low",
            "crossing_sectors": "medium",
            "confidentiality": "low",
            "regulation": "high",
        },
        explanation="De einde-afvalstatus van het schuim is de grootste vraag.",
    )
    return chain


def _invite(
    director: User,
    chain: Chain,
    parties: dict[str, Organisation],
    people: dict[str, User],
    today: date,
) -> None:
    links = {link.position: link for link in chain.links.all()}
    invited = {**JOINED, "Voorbeeld Hotelgroep BV": 5, "Voorbeeldomgevingsdienst": None}
    workers = {user.organisation_id: user for user in people.values() if user.organisation_id}
    for name, position in invited.items():
        party, weeks = parties[name], 6 if name in JOINED else 1
        user = workers.get(party.pk)
        participation = ask_party(
            by=director,
            on=today - timedelta(weeks=weeks),
            chain=chain,
            organisation=party,
            link=links[position] if position else None,
        )
        if user and name in JOINED:
            answered = today - timedelta(weeks=weeks - 1)
            answer_invitation(by=user, on=answered, participation=participation, accept=True)


def _diary(director: User, chain: Chain, today: date) -> None:
    for days, topic, text in LOG:
        day = today - timedelta(days=days)
        write_log_entry(by=director, on=day, chain=chain, happened_on=day, topic=topic, text=text)
    for days, hours, role, activity in HOURS:
        day = today - timedelta(days=days)
        book_hours(
            by=director,
            on=day,
            chain=chain,
            worked_on=day,
            hours=Decimal(hours),
            role=role,
            activity=activity,
        )
    report_barrier(by=director, on=today - timedelta(days=30), chain=chain, answers=BARRIER)


def _letter(director: User, chain: Chain, people: dict[str, User], today: date) -> None:
    letter = draft_letter(by=director, chain=chain)
    written = today - timedelta(days=10)
    for key, what, amount, unit, days in (
        ("inzamelaar", "Droge matrassen inzamelen en aanleveren", "300", Unit.TONNE, 180),
        ("verwerker", "Schuim vermalen volgens de afgesproken kwaliteit", "150", Unit.TONNE, 210),
        ("maker", "Proefmatrassen met 30 procent gebruikt schuim", "50", Unit.DELIVERABLE, 45),
    ):
        participation = chain.participations.get(organisation=people[key].organisation)
        promise = Promise(participation, what, Decimal(amount), unit, today + timedelta(days=days))
        add_commitment(by=director, on=written, letter=letter, promise=promise)
    opened = open_letter(by=director, on=written, letter=letter)
    for key in ("inzamelaar", "verwerker"):
        _sign(people[key], opened)


def _sign(user: User, letter: Letter) -> None:
    participation = Participation.objects.get(chain=letter.chain, organisation=user.organisation)
    sign_letter(
        by=user,
        at=timezone.now(),
        letter=letter,
        participation=participation,
        name=user.name,
        position="Directeur",
        consent=str(CONSENT),
        seen_sha256=letter.content_sha256,
    )
