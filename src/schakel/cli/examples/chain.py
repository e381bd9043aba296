"""One chain on its way, made through the actions only."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from schakel.cli.examples.director import declare_before_the_appointment
from schakel.cli.examples.scene import Scene
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.chains import NewLink, appoint_director, start_chain
from schakel.domain.chains.actions.complexity import assess_complexity
from schakel.domain.chains.actions.diary import (
    book_hours,
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
from schakel.domain.chains.choices import LinkKind, LogTopic, RateKind, StartPoint, Unit
from schakel.domain.chains.letters import CONSENT
from schakel.domain.chains.models import Chain, Letter, Participation
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.choices import DirectorRole
from schakel.domain.programmes.models import Programme

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


def begin(manager: User, director: User, programme: Programme, today: date) -> Chain:
    """The chain with its director, as it was nine weeks ago."""
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
    declare_before_the_appointment(director, start)
    appoint_director(
        by=manager,
        chain=chain,
        director=director,
        hours_per_week=Decimal(8),
        starts_on=start + timedelta(days=3),
        ends_on=today + timedelta(weeks=5),
        rate_kind=RateKind.HOURLY,
        rate=Decimal(95),
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


def add(scene: Scene) -> None:
    """What happened in the chain since: parties, logbook, hours, a letter that two signed."""
    director, chain, today = scene.director, scene.chain, scene.today
    _invite(director, chain, scene.parties, scene.people, today)
    _diary(director, chain, today)
    _letter(director, chain, scene.people, today)


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


def _letter(director: User, chain: Chain, people: dict[str, User], today: date) -> None:
    letter = draft_letter(by=director, chain=chain)
    written = today - timedelta(days=10)
    for key, what, amount, unit, days in (
        ("inzamelaar", "Proefpartij van vier ton droge matrassen leveren", "4", Unit.TONNE, -5),
        ("verwerker", "Meetrapport van de maalproef delen", "1", Unit.DELIVERABLE, -2),
        ("inzamelaar", "Meewerken aan het gezamenlijke plan", "80", Unit.HOURS, 20),
        ("inzamelaar", "Droge matrassen inzamelen en aanleveren", "300", Unit.TONNE, 180),
        ("verwerker", "Schuim vermalen volgens de afgesproken kwaliteit", "150", Unit.TONNE, 210),
        ("maker", "Proefmatrassen met 30 procent gebruikt schuim", "50", Unit.DELIVERABLE, 45),
    ):
        participation = chain.participations.get(organisation=people[key].organisation)
        promise = Promise(participation, what, Decimal(amount), unit, today + timedelta(days=days))
        add_commitment(by=director, on=written, letter=letter, promise=promise)
    opened = open_letter(by=director, on=written, letter=letter)
    for key in ("inzamelaar", "verwerker"):
        _sign(people[key], opened, timezone.now() - timedelta(days=8))


def _sign(user: User, letter: Letter, at: datetime) -> None:
    participation = Participation.objects.get(chain=letter.chain, organisation=user.organisation)
    sign_letter(
        by=user,
        at=at,
        letter=letter,
        participation=participation,
        name=user.name,
        position="Directeur",
        consent=str(CONSENT),
        seen_sha256=letter.content_sha256,
    )
