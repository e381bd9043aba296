"""A chain ready for its letter of commitment: a party per link, and the people around it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.complexity import assess_complexity
from schakel.domain.chains.actions.letters import Promise, add_commitment, draft_letter, sign_letter
from schakel.domain.chains.actions.letters import open_letter as open_for_signing
from schakel.domain.chains.choices import Level, LinkKind, Unit
from schakel.domain.chains.models import Chain, Letter, Participation, Signature
from tests import factories

TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=90)
LOW = dict.fromkeys(
    ("players", "technology", "scale", "crossing_sectors", "confidentiality", "regulation"),
    Level.LOW,
)


@dataclass(frozen=True)
class Case:
    chain: Chain
    manager: User
    director: User
    parties: tuple[Participation, ...]
    people: tuple[User, ...]


def ready_chain(enterprises: int = 3) -> Case:
    """Supplier, processor and maker (and more) take part; the complexity is assessed."""
    manager = factories.user(UserKind.PROGRAMME_MANAGER)
    director = factories.user(UserKind.DIRECTOR)
    chain = factories.chain(manager=manager, director=director)
    kinds = [LinkKind.SUPPLIER, LinkKind.PROCESSOR, LinkKind.MAKER, LinkKind.BUYER]
    people = tuple(factories.user(UserKind.PARTY) for _ in range(enterprises))
    parties = tuple(
        factories.participation(
            chain,
            organisation=person.organisation,
            link=factories.link(chain, kinds[index % len(kinds)]),
        )
        for index, person in enumerate(people)
    )
    assess_complexity(by=director, on=TODAY, chain=chain, levels=LOW)
    return Case(chain, manager, director, parties, people)


def promise(party: Participation, **fields: Any) -> Promise:
    defaults: dict[str, Any] = {
        "what": "Levert schone matrassen aan de verwerker",
        "amount": Decimal("12.50"),
        "unit": Unit.TONNE,
        "due_on": LATER,
    }
    return Promise(participation=party, **(defaults | fields))


def drafted(case: Case, on: date = TODAY) -> Letter:
    """A draft in which every party promises something."""
    letter = draft_letter(by=case.director, chain=case.chain)
    for party in case.parties:
        add_commitment(by=case.director, on=on, letter=letter, promise=promise(party))
    return letter


def opened(case: Case) -> Letter:
    return open_for_signing(by=case.director, on=TODAY, letter=drafted(case))


def sign(letter: Letter, party: Participation, person: User, **fields: Any) -> Signature:
    defaults = {
        "name": person.name,
        "position": "directeur",
        "consent": "Ik ben akkoord.",
        "seen_sha256": letter.content_sha256,
    }
    return sign_letter(
        by=person,
        at=timezone.now(),
        letter=letter,
        participation=party,
        **(defaults | fields),
    )


def signed(case: Case) -> Letter:
    letter = opened(case)
    for party, person in zip(case.parties, case.people, strict=True):
        sign(letter, party, person)
    return letter
