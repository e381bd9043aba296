"""The people and parties of the examples: fictional, with public passwords."""

from dataclasses import dataclass

from schakel.domain.accounts.choices import UserKind
from schakel.domain.parties.choices import Interest, PartyKind, SizeClass


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
