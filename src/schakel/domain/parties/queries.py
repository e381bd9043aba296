"""Reading parties: their names and kinds are no secret, who takes part in what is."""

from collections import Counter

from django.db.models import QuerySet

from schakel.domain.parties.models import Group, Organisation, Shareholding


def parties() -> QuerySet[Organisation]:
    return Organisation.objects.all()


def find_party(label: str) -> Organisation | None:
    """The party that `label` (see `labels`) stands for, whatever its capitals."""
    wanted = " ".join(label.split()).casefold()
    return next((one for text, one in labels() if text.casefold() == wanted), None)


def labels() -> list[tuple[str, Organisation]]:
    """Every party with a text that tells it from all others: its name, and a number if need be."""
    found = list(parties())
    uses = Counter(one.name.casefold() for one in found)
    return [(one.name if uses[one.name.casefold()] == 1 else _numbered(one), one) for one in found]


def _numbered(party: Organisation) -> str:
    return f"{party.name} ({party.kvk_number or f'nr. {party.pk}'})"


def owners(party: Organisation) -> QuerySet[Shareholding]:
    """Who holds shares in this party."""
    return party.held_by.select_related("owner")


def owned(party: Organisation) -> QuerySet[Shareholding]:
    """In whom this party holds shares."""
    return party.holds.select_related("owned")


def groups() -> QuerySet[Group]:
    return Group.objects.all()
