"""Candidates, nominations, interests and experts of the example chain."""

from datetime import date, timedelta

from django.utils import timezone

from schakel.cli.examples.scene import Scene
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.candidates import (
    Finding,
    NewCandidate,
    add_candidate,
    change_need,
    nominate,
    score_candidate,
)
from schakel.domain.chains.actions.experts import ExpertTerms, call_expert
from schakel.domain.chains.actions.independence import (
    Decision,
    Interest,
    confirm_interests,
    declare_interest,
    handle_conflict,
)
from schakel.domain.chains.choices import (
    Criterion,
    HandlingOutcome,
    InterestKind,
    Payer,
    Strength,
)
from schakel.domain.chains.models import Candidate, Participation
from schakel.domain.chains.queries.independence import conflicts, interests_sha256

ROUND_TABLE = "Bracht in een eerdere keten elf partijen aan tafel; nagevraagd bij twee van hen."
FINDINGS = {
    "ketenregisseur@example.org": {
        Criterion.INDEPENDENT: (Strength.STRONG, "Werkt voor geen partij; belangen opgegeven."),
        Criterion.VISION: (Strength.SOLID, "Schetste in het gesprek de keten over drie jaar."),
        Criterion.CONNECTING: (Strength.STRONG, ROUND_TABLE),
        Criterion.COACHING: (Strength.STRONG, "Belde na elke bijeenkomst na; partijen noemen dat."),
        Criterion.RELATIONS: (Strength.SOLID, "Sprak de maker aan op een toezegging die uitbleef."),
        Criterion.PRACTICAL: (Strength.SOLID, "Elke bijeenkomst eindigt met namen en data."),
        Criterion.FINANCIAL: (Strength.OUTLINE, "Leest een businesscase, rekent hem niet zelf."),
        Criterion.NETWORK: (Strength.SOLID, "Kent de bouw en de afvalsector, nog niet de hotels."),
        Criterion.PERSEVERING: (Strength.STRONG, "Hield een keten twee jaar vast tot de proef."),
        Criterion.ROLE_ARCHITECT: (Strength.SOLID, "Tekende de keten van matras tot hotelbed."),
        Criterion.ROLE_BROKER: (Strength.STRONG, "Vond de verwerker, die niemand kende."),
        Criterion.ROLE_MANAGER: (Strength.SOLID, "Afsprakenlijst van de eerste periode is bij."),
        Criterion.ROLE_COACH: (Strength.STRONG, "Verwerker zegt: zonder die gesprekken afgehaakt."),
    },
    "bouwer.van.ketens@example.org": {
        Criterion.INDEPENDENT: (Strength.STRONG, "Zelfstandig, zonder opdrachten in deze sector."),
        Criterion.VISION: (Strength.STRONG, "Publiceerde een toekomstbeeld voor textiel."),
        Criterion.CONNECTING: (Strength.SOLID, "Leidde een keten van bermgras tot karton."),
        Criterion.COACHING: (Strength.OUTLINE, "Noemt zelf dat doorvragen moeilijk is."),
        Criterion.PRACTICAL: (Strength.OUTLINE, "Blijft in het gesprek in algemeenheden."),
        Criterion.FINANCIAL: (Strength.STRONG, "Rekende drie businesscases door; stukken gezien."),
        Criterion.NETWORK: (Strength.OUTLINE, "Kent de regio nog niet."),
        Criterion.ROLE_ARCHITECT: (Strength.STRONG, "Bedacht en startte twee ketens."),
    },
}


def add(scene: Scene) -> None:
    """The first assignment ends soon: candidates for the next, of whom the parties choose."""
    change_need(
        by=scene.manager,
        on=scene.today - timedelta(days=16),
        chain=scene.chain,
        criterion=Criterion.RELATIONS,
        strength=Strength.STRONG,
        reason="De handtekeningen staan er bijna; nu gaat het om nakomen wat is toegezegd.",
        version=0,
    )
    found = _candidates(scene)
    _nominations(scene, found)
    _interests(scene)
    call_expert(
        by=scene.director,
        chain=scene.chain,
        terms=ExpertTerms(
            name="Rekenaar Voorbeeld",
            organisation="Rekenbureau Voorbeeld",
            criterion=Criterion.FINANCIAL,
            why="Rekent de businesscase van de keten door, per partij en als geheel.",
            starts_on=scene.today - timedelta(days=20),
            ends_on=scene.today + timedelta(days=40),
            payer=Payer.CLIENT,
        ),
    )


def declare_before_the_appointment(director: User, on: date) -> None:
    """What the director declared before the chain had parties."""
    declare_interest(
        by=director,
        on=on,
        interest=Interest(
            organisation_name="Voorbeeldomgevingsdienst",
            kind=InterestKind.CLIENT,
            description="Begeleidt er vier dagen per jaar een leergang over vergunningen.",
            starts_on=on - timedelta(days=400),
        ),
    )
    confirm_interests(by=director, on=on, seen_sha256=interests_sha256(director))


def _candidates(scene: Scene) -> dict[str, Candidate]:
    backgrounds = {
        "ketenregisseur@example.org": "Sociologie; acht jaar projectleider in de bouw en afval.",
        "bouwer.van.ketens@example.org": "Economie; zelfstandig adviseur van ketens in textiel.",
    }
    names = {"ketenregisseur@example.org": scene.director.name}
    found = {}
    for email, findings in FINDINGS.items():
        found[email] = add_candidate(
            by=scene.manager,
            on=scene.today - timedelta(days=15),
            chain=scene.chain,
            candidate=NewCandidate(
                names.get(email, "Voorbeeld Ketenbouwer"), email, backgrounds[email]
            ),
        )
        score_candidate(
            by=scene.manager,
            on=scene.today - timedelta(days=12),
            candidate=found[email],
            findings={key.value: Finding(*finding) for key, finding in findings.items()},
        )
    return found


def _nominations(scene: Scene, found: dict[str, Candidate]) -> None:
    for key in ("inzamelaar", "verwerker"):
        person = scene.people[key]
        nominate(
            by=person,
            on=scene.today - timedelta(days=4),
            participation=Participation.objects.get(
                chain=scene.chain, organisation=person.organisation
            ),
            candidate=found["ketenregisseur@example.org"],
        )


def _interests(scene: Scene) -> None:
    """Two interests that touch a party; the client accepted both, with a measure."""
    director = scene.director
    _accept_conflicts(
        scene,
        5,
        "De leergang gaat niet over matrassen, en staat los van het toezicht.",
        "De regisseur zit niet bij gesprekken over handhaving.",
    )
    declare_interest(
        by=director,
        on=scene.today - timedelta(days=3),
        interest=Interest(
            organisation_name="Voorbeeld Hotelgroep BV",
            kind=InterestKind.FAMILY,
            description="Zus werkt er bij de inkoop.",
        ),
    )
    confirm_interests(
        by=director,
        on=scene.today - timedelta(days=3),
        seen_sha256=interests_sha256(director),
    )
    _accept_conflicts(
        scene,
        2,
        "De hotelgroep is nog niet aangesloten, en de zus beslist niet over matrassen.",
        "Een ander voert namens de keten het gesprek over de prijs met de hotelgroep.",
    )


def _accept_conflicts(scene: Scene, days_ago: int, reason: str, measure: str) -> None:
    """Accept what has not been decided on yet."""
    for one in conflicts(scene.director, scene.chain, scene.today).found:
        if one.is_open:
            handle_conflict(
                by=scene.manager,
                at=timezone.now() - timedelta(days=days_ago),
                chain=scene.chain,
                person=scene.director,
                key=one.conflict.key,
                decision=Decision(HandlingOutcome.ACCEPTED, reason, measure),
            )
