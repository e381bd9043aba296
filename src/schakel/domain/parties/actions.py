"""The only place that writes in this room."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from schakel.domain.journal import actions as journal
from schakel.domain.parties.choices import Interest, PartyKind, SizeClass
from schakel.domain.parties.models import Group, Organisation, Shareholding
from schakel.domain.parties.policies import check_owners
from schakel.domain.reference.models import Municipality, Sector
from schakel.lib.hashing import sha256_hex


@journal.in_turn
def add_party(
    *,
    by: journal.Actor | None,
    name: str,
    kind: PartyKind,
    interest: Interest,
    size_class: SizeClass | str = "",
    kvk_number: str = "",
    is_example: bool = False,
) -> Organisation:
    """Add a party.

    This room lies under the one with the permissions: the action that calls this one, such as
    inviting a party into a chain, has asked whether this person may.
    """
    party = Organisation(
        name=" ".join(name.split()),
        kind=kind,
        interest=interest,
        size_class=size_class,
        kvk_number=kvk_number,
        is_example=is_example,
    )
    party.full_clean()
    party.save(force_insert=True)
    journal.record(by=by, action="parties.add_party", subject=party, details={"kind": kind})
    return party


@dataclass(frozen=True)
class PartyFacts:
    """What can be known of a party; its name and kind are not changed."""

    size_class: SizeClass | str
    kvk_number: str
    group: str
    municipality: Municipality | None
    sectors: tuple[Sector, ...]


@dataclass(frozen=True)
class Owner:
    """Who holds shares, in per cent; None where it is not known how many."""

    party: Organisation
    percent: Decimal | None


@journal.in_turn
def change_party(*, by: journal.Actor | None, party: Organisation, facts: PartyFacts) -> None:
    """Change what is known. A group is named; an unknown name makes a new group.

    The action that calls this one has asked whether this person may.
    """
    party.size_class, party.kvk_number = facts.size_class, facts.kvk_number
    party.group, party.municipality = _group(facts.group), facts.municipality
    party.full_clean()
    party.save()
    party.sectors.set(facts.sectors)
    journal.record(
        by=by,
        action="parties.change_party",
        subject=party,
        details={
            "size_class": str(party.size_class),
            "kvk_sha256": sha256_hex(party.kvk_number),
            "group": party.group_id,
            "municipality": party.municipality_id,
            "sectors": sorted(sector.pk for sector in facts.sectors),
        },
    )


@journal.in_turn
def set_owners(*, by: journal.Actor | None, party: Organisation, owners: Sequence[Owner]) -> None:
    """Make these the ones who hold shares in the party.

    Raises Refused where a party would own itself, stands there twice, or the shares add up to
    more than 100 percent. The action that calls this one has asked whether this person may.
    """
    check_owners(party, [(one.party, one.percent) for one in owners])
    named = {one.party.pk for one in owners}
    party.held_by.exclude(owner__in=named).delete()
    for one in owners:
        share = party.held_by.filter(owner=one.party).first()
        share = share or Shareholding(owner=one.party, owned=party)
        share.percent = one.percent
        share.full_clean()
        share.save()
    journal.record(
        by=by, action="parties.set_owners", subject=party, details={"owners": sorted(named)}
    )


def _group(name: str) -> Group | None:
    name = " ".join(name.split())
    if not name:
        return None
    group = Group.objects.filter(name__iexact=name).first()
    if group is None:
        group = Group(name=name)
        group.full_clean()
        group.save(force_insert=True)
    return group
