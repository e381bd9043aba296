"""What processes of `tests.faults.writer` do at the same moment, and what there is in the end."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import (
    chains,
    diary,
    gates,
    letters,
    links,
    parties,
    promises,
)
from schakel.domain.chains.choices import LinkKind, LogTopic, StartPoint
from schakel.domain.chains.models import (
    Appointment,
    Chain,
    Commitment,
    CommitmentEvent,
    GateDecision,
    Letter,
    LogEntry,
    Participation,
    Signature,
    TimeEntry,
)
from schakel.domain.chains.queries.chains import appointments_sha256
from schakel.domain.journal import queries as journal
from schakel.domain.journal.models import Entry
from schakel.domain.parties.choices import Interest, PartyKind
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes import actions as programmes
from schakel.domain.programmes import queries as programme_queries
from schakel.domain.programmes.choices import ProgrammeKind
from schakel.domain.programmes.models import Programme
from schakel.lib.errors import Refused
from tests import factories, signing

TODAY = timezone.localdate()
DONE, REFUSED = "done", "refused"
Write = Callable[[], object]


def prepare(writers: int) -> dict[str, Any]:
    """A chain with its people, an open letter, an invitation, and what each race is about."""
    case = signing.ready_chain()
    letter = signing.opened(case)
    by_director: dict[str, Any] = {"by": case.director, "on": TODAY, "chain": case.chain}
    tokens: list[str] = []

    def keep(token: str) -> str:
        tokens.append(token)
        return token

    parties.invite_party(
        **by_director,
        organisation=factories.organisation(),
        link=None,
        email="nieuw@example.org",
        address_of=keep,
    )
    entry = diary.write_log_entry(
        **by_director, happened_on=TODAY, topic=LogTopic.REVIEW, text="Kennisgemaakt."
    )
    asked = [
        parties.ask_party(**by_director, organisation=party, link=None).pk
        for party in (factories.organisation() for _ in range(writers))
    ]
    for one in Participation.objects.filter(pk__in=asked):
        factories.user(UserKind.PARTY, organisation=one.organisation)
    return {
        "chain": case.chain.pk,
        "director": case.director.pk,
        "manager": case.manager.pk,
        "letter": letter.pk,
        "signer": case.people[0].pk,
        "token": tokens[0],
        "entry": entry.pk,
        "asked": asked,
    }


def facts(chain: int) -> dict[str, Any]:
    """What there is in the end."""
    entries = LogEntry.objects.filter(chain=chain)
    hours = TimeEntry.objects.filter(chain=chain)
    return {
        "faults": sum(fault is not None for fault in journal.faults()),
        "actions": dict(Counter(Entry.objects.values_list("action", flat=True))),
        "log": sorted(entries.filter(text__startswith="regel").values_list("text", flat=True)),
        "corrections": entries.filter(corrects__isnull=False).count(),
        "hours": sorted(hours.values_list("activity", flat=True)),
        "signatures": Signature.objects.count(),
        "promises": dict(Counter(CommitmentEvent.objects.values_list("kind", flat=True))),
        "appointments": Appointment.objects.filter(chain=chain).count(),
        "decisions": GateDecision.objects.count(),
        "letters": sorted(Letter.objects.filter(chain=chain).values_list("status", flat=True)),
        "slugs": sorted(
            slug
            for model in (Chain, Programme)
            for slug in model.objects.filter(name="Matrassen").values_list("slug", flat=True)
        ),
        "kvk": Organisation.objects.filter(kvk_number="12345678").count(),
        "accounts": User.objects.filter(email="nieuw@example.org").count(),
        "answered": Participation.objects.filter(chain=chain, status="joined").count(),
    }


def mixed(writer: int, chain: int, director: int, rounds: int) -> list[Write]:
    """The daily work of a director in one chain, in several windows at once."""
    by: dict[str, Any] = {
        "by": User.objects.get(pk=director),
        "on": TODAY,
        "chain": Chain.objects.get(pk=chain),
    }
    writes: list[Write] = []
    for number in range(rounds):
        day = TODAY - timedelta(days=number)
        name = f"regel {writer}-{number}"

        def log(day: Any = day, name: str = name) -> object:
            return diary.write_log_entry(**by, happened_on=day, topic=LogTopic.OUTLOOK, text=name)

        def book(day: Any = day, name: str = name) -> object:
            return diary.book_hours(
                **by, worked_on=day, hours=Decimal("0.5"), role="coach", activity=name
            )

        def rename() -> object:
            rows = [links.LinkRow(one.pk, one.kind, one.name) for one in by["chain"].links.all()]
            return links.change_links(by=by["by"], chain=by["chain"], links=rows)

        writes += [log, book, rename]
    return writes


def sign(writer: int, letter: int, signer: int) -> list[Write]:
    person = User.objects.get(pk=signer)
    opened = Letter.objects.get(pk=letter)
    party = Participation.objects.get(chain=opened.chain, organisation=person.organisation)
    return [lambda: signing.sign(opened, party, person)] * 3


def start(writer: int, manager: int) -> list[Write]:
    """A programme and a chain, both of a name that everyone chooses."""
    by = User.objects.get(pk=manager)
    programme = programme_queries.managed_by(by)[0]

    def chain() -> object:
        return chains.start_chain(
            by=by,
            on=TODAY,
            programme=programme,
            name="Matrassen",
            purpose="Minder afval.",
            start_point=StartPoint.PUBLIC_QUESTION,
            links=[chains.NewLink(LinkKind.SUPPLIER, "Inzamelen")],
        )

    def another() -> object:
        return programmes.start_programme(
            by=by, name="Matrassen", client=programme.client, kind=ProgrammeKind.CLIENT
        )

    return [chain, another, chain]


def once(writer: int, case: dict[str, Any]) -> list[Write]:
    """What can happen only once, tried by everyone at the same moment."""
    director, manager = (User.objects.get(pk=case[name]) for name in ("director", "manager"))
    chain = Chain.objects.get(pk=case["chain"])
    entry = LogEntry.objects.get(pk=case["entry"])
    party = parties.NewParty("Nieuw", PartyKind.ENTERPRISE, Interest.PRIVATE, kvk_number="12345678")

    def correct() -> object:
        return diary.write_log_entry(
            by=director,
            on=TODAY,
            chain=chain,
            happened_on=TODAY,
            topic=LogTopic.REVIEW,
            text="Verbeterd.",
            corrects=entry,
        )

    def join() -> object:
        return parties.join_with_new_account(
            on=TODAY, token=case["token"], name="Nieuw", password=factories.PASSWORD
        )

    def invite() -> object:
        return parties.ask_party(by=director, on=TODAY, chain=chain, organisation=party, link=None)

    def decide() -> object:
        return gates.decide_gate(
            by=manager, on=TODAY, chain=chain, outcome="no_go", reasons="Nog niet.", lesson="Eerst."
        )

    def draft() -> object:
        return letters.draft_letter(by=director, chain=chain)

    def fill_the_day() -> object:
        return diary.book_hours(
            by=director,
            on=TODAY,
            chain=chain,
            worked_on=TODAY - timedelta(days=30),
            hours=Decimal(13),
            role="coach",
            activity="volle dag",
        )

    return [correct, join, invite, decide, draft, fill_the_day]


def agree(writer: int, case: dict[str, Any]) -> list[Write]:
    """New terms that one side proposes and the other accepts, and one director for one place."""
    director, manager, person = (
        User.objects.get(pk=case[name]) for name in ("director", "manager", "signer")
    )
    chain = Chain.objects.get(pk=case["chain"])
    promise = Commitment.objects.get(
        letter=case["letter"], participation__organisation=person.organisation
    )
    seen = appointments_sha256(chain)

    def propose() -> object:
        return promises.propose_terms(
            by=person,
            on=TODAY,
            commitment=promise,
            amount=Decimal(8),
            due_on=signing.LATER,
            reason="De oogst valt later.",
        )

    def accept() -> object:
        return promises.answer_proposal(by=director, on=TODAY, commitment=promise, accept=True)

    def appoint() -> object:
        return chains.appoint_director(
            by=manager,
            chain=chain,
            director=director,
            hours_per_week=Decimal(6),
            starts_on=TODAY + timedelta(days=30),
            why="Kent de keten.",
            seen_sha256=seen,
        )

    return [propose, *(accept for _ in range(3)), appoint]


def weigh(writer: int, manager: int) -> list[Write]:
    """Everyone saves the role weights of one programme."""
    by = User.objects.get(pk=manager)
    programme = programme_queries.managed_by(by).order_by("pk")[0]
    weights = programme_queries.role_weights(programme)
    return [lambda: programmes.change_role_weights(by=by, programme=programme, weights=weights)] * 3


def answer_or_withdraw(writer: int, director: int, asked: list[int]) -> list[Write]:
    """Half of the writers accept each invitation while the other half takes it back."""
    by = User.objects.get(pk=director)
    given = [Participation.objects.select_related("chain").get(pk=pk) for pk in asked]
    people = [User.objects.get(organisation=one.organisation_id) for one in given]

    def accept(one: Participation, person: User) -> object:
        return parties.answer_invitation(by=person, on=TODAY, participation=one, accept=True)

    def withdraw(one: Participation, person: User) -> object:
        return parties.withdraw_invitation(by=by, participation=one)

    do = accept if writer % 2 else withdraw
    return [
        lambda one=one, person=person: do(one, person)  # type: ignore[misc]
        for one, person in zip(given, people, strict=True)
    ]


RACES: dict[str, Callable[..., list[Write]]] = {
    "mixed": mixed,
    "sign": sign,
    "start": start,
    "once": once,
    "agree": agree,
    "weigh": weigh,
    "answer_or_withdraw": answer_or_withdraw,
}


def race(name: str, at: float, **arguments: Any) -> dict[str, Any]:
    """Fetch everything first, then write from the moment `at` on."""
    writes = RACES[name](**arguments)
    time.sleep(max(at - time.time(), 0))
    counts, errors = Counter({DONE: 0, REFUSED: 0}), []
    for write in writes:
        try:
            write()
            counts[DONE] += 1
        except (Refused, ValidationError):
            counts[REFUSED] += 1
        except Exception as error:
            errors.append(f"{name}: {error!r}")
    return {**counts, "errors": errors}


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    "prepare": prepare,
    "facts": facts,
    "race": race,
}
