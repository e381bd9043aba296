"""Small objects for tests, each valid by itself; pass what the test is about."""

import itertools
from datetime import date, timedelta
from typing import Any

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LinkKind, ParticipationStatus, StartPoint, Unit
from schakel.domain.chains.models import (
    Appointment,
    Chain,
    Commitment,
    Letter,
    Link,
    Participation,
)
from schakel.domain.parties.choices import Interest, PartyKind
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.choices import ProgrammeKind
from schakel.domain.programmes.models import Programme
from schakel.domain.register.models import Initiative

PASSWORD = "een-lang-genoeg-wachtwoord"
STARTED = date(2026, 1, 5)
_number = itertools.count(1)


def organisation(**fields: Any) -> Organisation:
    defaults = {
        "name": f"Voorbeeldbedrijf {next(_number)}",
        "kind": PartyKind.ENTERPRISE,
        "interest": Interest.PRIVATE,
    }
    return Organisation.objects.create(**(defaults | fields))


def user(kind: UserKind, **fields: Any) -> User:
    n = next(_number)
    if kind == UserKind.PARTY:
        fields.setdefault("organisation", organisation())
    defaults = {"email": f"persoon{n}@example.org", "name": f"Persoon {n}", "password": PASSWORD}
    return User.objects.create_user(kind=kind, **(defaults | fields))


def initiative(**fields: Any) -> Initiative:
    n = next(_number)
    return Initiative.objects.create(
        **({"slug": f"initiatief-{n}", "name": f"Initiatief {n}"} | fields)
    )


def programme(*managers: User, **fields: Any) -> Programme:
    n = next(_number)
    fields.setdefault(
        "client",
        organisation(name=f"Provincie {n}", kind=PartyKind.GOVERNMENT, interest=Interest.PUBLIC),
    )
    defaults = {"slug": f"programma-{n}", "name": f"Programma {n}", "kind": ProgrammeKind.CLIENT}
    made = Programme.objects.create(**(defaults | fields))
    made.managers.add(*managers)
    return made


def chain(*, manager: User | None = None, director: User | None = None, **fields: Any) -> Chain:
    n = next(_number)
    manager = manager or user(UserKind.PROGRAMME_MANAGER)
    fields.setdefault("programme", programme(manager))
    defaults = {
        "slug": f"keten-{n}",
        "name": f"Keten {n}",
        "purpose": "Minder afval en een kloppende businesscase.",
        "start_point": StartPoint.PUBLIC_QUESTION,
        "started_on": STARTED,
    }
    made = Chain.objects.create(**(defaults | fields))
    if director:
        Appointment.objects.create(
            chain=made,
            director=director,
            hours_per_week=4,
            starts_on=STARTED,
            appointed_by=manager,
        )
    return made


def link(chain: Chain, kind: LinkKind = LinkKind.SUPPLIER, **fields: Any) -> Link:
    position = chain.links.count() + 1
    defaults = {"kind": kind, "name": f"Schakel {position}", "position": position}
    return Link.objects.create(chain=chain, **(defaults | fields))


def participation(chain: Chain, **fields: Any) -> Participation:
    """A party that takes part; pass status=INVITED and answered_on=None for an invitation."""
    fields.setdefault("organisation", organisation())
    defaults = {
        "interest": Interest.PRIVATE,
        "status": ParticipationStatus.JOINED,
        "invited_on": STARTED,
        "answered_on": STARTED,
    }
    return Participation.objects.create(chain=chain, **(defaults | fields))


def letter(chain: Chain, **fields: Any) -> Letter:
    """A draft; open it through the action, since an opened letter is frozen in the database too."""
    defaults = {"number": chain.letters.count() + 1, "text": "Wij bouwen samen deze keten."}
    return Letter.objects.create(chain=chain, **(defaults | fields))


def commitment(letter: Letter, participation: Participation, **fields: Any) -> Commitment:
    defaults = {
        "what": "Levert schone matrassen aan de verwerker",
        "amount": 12,
        "unit": Unit.TONNE,
        "due_on": date.today() + timedelta(days=90),  # noqa: DTZ011
    }
    return Commitment.objects.create(
        letter=letter, participation=participation, **(defaults | fields)
    )
