"""Declared interests held live against the parties of a chain, also those that join later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import HandlingOutcome, InterestKind, ParticipationStatus
from schakel.domain.chains.independence import (
    Body,
    ChainParty,
    Conflict,
    Holdings,
    Tie,
    find,
)
from schakel.domain.chains.models import (
    Candidate,
    Chain,
    ConflictHandling,
    Declaration,
    DeclaredInterest,
    Participation,
)
from schakel.domain.chains.queries.chains import chains_for, coming_appointments
from schakel.domain.parties.models import Organisation, Shareholding
from schakel.lib.hashing import sha256_of


def interests(person: User) -> QuerySet[DeclaredInterest]:
    """What this person declared, also what has ended."""
    return person.declared_interests.filter(removed_at=None)


def removed_interests(person: User) -> QuerySet[DeclaredInterest]:
    return person.declared_interests.exclude(removed_at=None)


def interests_sha256(person: User) -> str:
    """What a page shows of the interests, so that nobody confirms another list than they saw."""
    return sha256_of(list(interests(person).order_by("pk").values_list("pk", "version")))


def declaration_of(person: User) -> Declaration | None:
    """The newest one."""
    return person.declarations.first()


def is_current(person: User) -> bool:
    """The list is still the one that was declared."""
    declaration = declaration_of(person)
    return declaration is not None and declaration.interests_sha256 == interests_sha256(person)


class Declared(StrEnum):
    """`OUTDATED`: a party joined after the day of the declaration, or an interest changed."""

    MISSING = "missing"
    OUTDATED = "outdated"
    CURRENT = "current"


@dataclass(frozen=True)
class Found:
    """A conflict with how the client handled it, if it was."""

    conflict: Conflict
    sentence: str
    handling: ConflictHandling | None
    history: tuple[ConflictHandling, ...]

    @property
    def key(self) -> str:
        """The tie, the party and the ground as one word; 0 is the employer of the account."""
        interest, _version, party, ground = self.conflict.key
        return f"{interest or 0}-{party}-{ground}"

    @property
    def is_open(self) -> bool:
        return self.handling is None

    @property
    def is_accepted(self) -> bool:
        return self.handling is not None and self.handling.outcome == HandlingOutcome.ACCEPTED


@dataclass(frozen=True)
class Independence:
    """How independent one person is in one chain, by what is known today."""

    person: User
    declaration: Declaration | None
    declared: Declared
    interests: tuple[DeclaredInterest, ...]
    found: tuple[Found, ...]
    joined_since: tuple[str, ...]

    @property
    def touching(self) -> tuple[DeclaredInterest, ...]:
        """The declared interests that lie behind a conflict: all that the client reads of them."""
        behind = {one.conflict.tie.interest for one in self.found}
        return tuple(one for one in self.interests if one.pk in behind)

    @property
    def open(self) -> tuple[Found, ...]:
        """The conflicts that nobody decided on."""
        return tuple(one for one in self.found if one.is_open)

    @property
    def standing(self) -> tuple[Found, ...]:
        """The conflicts that were not accepted: open ones, and refused ones."""
        return tuple(one for one in self.found if not one.is_accepted)

    @property
    def is_clear(self) -> bool:
        return self.declared is Declared.CURRENT and not self.standing


@dataclass(frozen=True)
class _Known:
    """Everything the check needs, fetched at once."""

    participations: tuple[Participation, ...]
    interests: tuple[DeclaredInterest, ...]
    declarations: dict[int, Declaration]
    handlings: tuple[ConflictHandling, ...]
    organisations: dict[int, Organisation]
    holdings: Holdings


def conflicts(person: User, chain: Chain, on: date) -> Independence:
    """The ties of one person held against every party of one chain, and against the client."""
    return check([(chain, person)], on)[chain.pk, person.pk]


def check(pairs: Sequence[tuple[Chain, User]], on: date) -> dict[tuple[int, int], Independence]:
    """The same for many people in many chains, in six queries."""
    known = _gather(pairs)
    return {(chain.pk, person.pk): _judge(chain, person, known, on) for chain, person in pairs}


def _gather(pairs: Sequence[tuple[Chain, User]]) -> _Known:
    chains = [chain for chain, _ in pairs]
    people = [person for _, person in pairs]
    participations = tuple(
        Participation.objects.filter(chain__in=chains)
        .exclude(status=ParticipationStatus.DECLINED)
        .select_related("organisation__group")
    )
    declared = tuple(
        DeclaredInterest.objects.filter(person__in=people, removed_at=None).select_related(
            "organisation__group"
        )
    )
    newest = Declaration.objects.filter(person__in=people).order_by("declared_on", "pk")
    employers = {one.organisation_id for one in people if one.organisation_id}
    clients = {chain.programme.client_id for chain in chains}
    extra = Organisation.objects.filter(pk__in=employers | clients).select_related("group")
    tied = {one.organisation_id for one in declared if one.organisation_id} | employers
    shares = Shareholding.objects.filter(Q(owner__in=tied) | Q(owned__in=tied))
    return _Known(
        participations=participations,
        interests=declared,
        declarations={one.person_id: one for one in newest},
        handlings=tuple(
            ConflictHandling.objects.filter(chain__in=chains, person__in=people).select_related(
                "handled_by"
            )
        ),
        organisations={one.pk: one for one in extra},
        holdings={(one.owner_id, one.owned_id): one.percent for one in shares},
    )


def _judge(chain: Chain, person: User, known: _Known, on: date) -> Independence:
    own = tuple(one for one in known.interests if one.person_id == person.pk)
    present = [one for one in known.participations if one.chain_id == chain.pk]
    found = find(_ties(person, own, known), _parties(chain, present, known), known.holdings, on)
    declaration = known.declarations.get(person.pk)
    later = tuple(
        one.organisation.name
        for one in present
        if declaration and one.answered_on and one.answered_on > declaration.declared_on
    )
    return Independence(
        person=person,
        declaration=declaration,
        declared=_declared(declaration, own, later),
        interests=own,
        found=tuple(_found(one, chain, person, known) for one in found),
        joined_since=later,
    )


def _declared(
    declaration: Declaration | None, own: Sequence[DeclaredInterest], later: Sequence[str]
) -> Declared:
    if declaration is None:
        return Declared.MISSING
    present = sha256_of([(one.pk, one.version) for one in sorted(own, key=lambda one: one.pk)])
    if later or present != declaration.interests_sha256:
        return Declared.OUTDATED
    return Declared.CURRENT


def _ties(person: User, own: Sequence[DeclaredInterest], known: _Known) -> list[Tie]:
    ties = [
        Tie(
            interest=one.pk,
            version=one.version,
            kind=InterestKind(one.kind),
            body=_body(one.organisation) if one.organisation else Body(None, one.organisation_name),
            until=one.ends_on,
        )
        for one in own
    ]
    employer = known.organisations.get(person.organisation_id or 0)
    if employer and not any(
        tie.kind == InterestKind.EMPLOYMENT and tie.body.id == employer.pk for tie in ties
    ):
        ties.append(Tie(None, 0, InterestKind.EMPLOYMENT, _body(employer)))
    return ties


def _parties(chain: Chain, present: Sequence[Participation], known: _Known) -> list[ChainParty]:
    client = known.organisations[chain.programme.client_id]
    parties = [ChainParty(client.pk, _body(client), is_client=True)]
    return parties + [
        ChainParty(
            one.organisation_id,
            _body(one.organisation),
            is_asked=one.status == ParticipationStatus.INVITED,
        )
        for one in present
        if one.organisation_id != client.pk
    ]


def _body(organisation: Organisation) -> Body:
    group = organisation.group
    return Body(
        organisation.pk, organisation.name, group.pk if group else None, group.name if group else ""
    )


def _found(conflict: Conflict, chain: Chain, person: User, known: _Known) -> Found:
    history = tuple(
        one
        for one in known.handlings
        if (one.chain_id, one.person_id) == (chain.pk, person.pk)
        and (one.interest_id, one.interest_version, one.party_id, one.ground) == conflict.key
    )
    return Found(conflict, conflict.sentence(person.name), history[0] if history else None, history)


def people_in_view(chain: Chain, on: date) -> QuerySet[User]:
    """Who directs the chain or is to, and the candidates who have an account."""
    directing = coming_appointments(on).filter(chain=chain)
    listed = chain.candidates.filter(removed_at=None)
    return User.objects.filter(
        Q(pk__in=directing.values("director")) | Q(email__in=listed.values("email")),
        kind=UserKind.DIRECTOR,
        is_active=True,
    )


def chains_to_declare_for(user: User) -> QuerySet[Chain]:
    """The chains this person may see, and for a director also those they are a candidate of."""
    if user.kind != UserKind.DIRECTOR:
        return chains_for(user)
    listed = Candidate.objects.filter(email=user.email, removed_at=None).values("chain")
    return Chain.objects.select_related("programme", "initiative").filter(
        Q(pk__in=chains_for(user).order_by().values("pk")) | Q(pk__in=listed)
    )


def party_names(chain: Chain) -> list[str]:
    """Whom a declaration is held against: the client, and who takes part or is asked to."""
    asked = chain.participations.exclude(status=ParticipationStatus.DECLINED)
    names = asked.order_by("organisation__name").values_list("organisation__name", flat=True)
    return [chain.programme.client.name, *names]
