"""The only place that writes in this room."""

from schakel.domain.journal import actions as journal
from schakel.domain.parties.choices import Interest, PartyKind, SizeClass
from schakel.domain.parties.models import Organisation


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
