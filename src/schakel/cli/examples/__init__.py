"""Fictional people, parties and one chain on its way, made through the actions only.

Everything is marked as example, and every address is at example.org. The passwords are public,
so this is refused unless the site can be reached from this machine alone.

A subject with examples of its own has a module here with `add(scene)`, named in SUBJECTS in the
order in which things happened.
"""

from collections.abc import Callable
from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.cli.examples import (
    agreements,
    barriers,
    canvas,
    chain,
    commitment,
    director,
    hours,
    ideas,
    network,
    phases,
    trust,
)
from schakel.cli.examples.people import PARTIES, PEOPLE, Party, Person
from schakel.cli.examples.scene import Scene
from schakel.domain.accounts.actions import add_user
from schakel.domain.accounts.models import User
from schakel.domain.accounts.queries import has_account
from schakel.domain.outbox.actions import nothing_is_mailed
from schakel.domain.parties.actions import add_party
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.actions import start_programme
from schakel.domain.programmes.choices import ProgrammeKind
from schakel.lib.errors import Refused

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SUBJECTS: tuple[Callable[[Scene], None], ...] = (
    chain.add,
    commitment.add,
    canvas.add,
    barriers.add,
    network.add,
    agreements.add,
    hours.add,
    director.add,
    phases.add,
    trust.add,
    ideas.add,
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
        with nothing_is_mailed():
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
    scene = Scene(
        manager=manager,
        director=director,
        people=people,
        parties=parties,
        chain=chain.begin(manager, director, programme, today),
        today=today,
    )
    for add in SUBJECTS:
        add(scene)


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
