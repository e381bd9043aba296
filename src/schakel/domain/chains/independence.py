"""Whether somebody stands above the parties: ties held against parties, without a database.

Source: report, chapters *Rollen* (independent, and stays so) and *Competentieprofiel*.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import localize
from django.utils.translation import gettext as _

from schakel.domain.chains.choices import ConflictGround, InterestKind


@dataclass(frozen=True)
class Body:
    """An organisation with what links it to others; `id` is None where it is no known party."""

    id: int | None
    name: str
    group: int | None = None
    group_name: str = ""


@dataclass(frozen=True)
class Tie:
    """A person's tie to an organisation. `interest` is None for the employer of the account."""

    interest: int | None
    version: int
    kind: InterestKind
    body: Body
    until: date | None = None

    def runs_on(self, on: date) -> bool:
        """An interest that has ended is no tie any more; one that is still to come is."""
        return self.until is None or self.until >= on


@dataclass(frozen=True)
class ChainParty:
    """Who takes part in the chain, is asked to, or commissions it."""

    id: int
    body: Body
    is_client: bool = False
    is_asked: bool = False


ConflictKey = tuple[int | None, int, int, str]
"""The interest (None: the employer of the account), its version, the party and the ground."""


@dataclass(frozen=True)
class Conflict:
    """A tie that touches a party of the chain, and on what ground."""

    tie: Tie
    party: ChainParty
    ground: ConflictGround
    percent: Decimal | None = None

    @property
    def key(self) -> ConflictKey:
        """What a handling points at: a changed interest is another conflict."""
        return self.tie.interest, self.tie.version, self.party.id, self.ground.value

    def sentence(self, person: str) -> str:
        """The conflict in full sentences, with the party and the ground."""
        return f"{_tie_sentence(self.tie, person)} {_ground_sentence(self)}"


Holdings = Mapping[tuple[int, int], Decimal | None]
"""From (owner, owned) to the percentage, None where it is not known."""


def find(
    ties: Sequence[Tie], parties: Sequence[ChainParty], holdings: Holdings, on: date
) -> tuple[Conflict, ...]:
    """Every running tie against every party: itself, its group, and shares in either direction."""
    return tuple(
        conflict
        for tie in ties
        if tie.runs_on(on)
        for party in parties
        for conflict in _between(tie, party, holdings)
    )


def _between(tie: Tie, party: ChainParty, holdings: Holdings) -> Iterator[Conflict]:
    ours, theirs = tie.body, party.body
    if _same(ours, theirs):
        yield Conflict(tie, party, ConflictGround.SAME)
        return
    if ours.group is not None and ours.group == theirs.group:
        yield Conflict(tie, party, ConflictGround.GROUP)
    if ours.id is None or theirs.id is None:
        return
    if (ours.id, theirs.id) in holdings:
        yield Conflict(tie, party, ConflictGround.HOLDS, holdings[ours.id, theirs.id])
    if (theirs.id, ours.id) in holdings:
        yield Conflict(tie, party, ConflictGround.HELD, holdings[theirs.id, ours.id])


def _same(one: Body, other: Body) -> bool:
    """By identity; an organisation typed in by name is the party of that name."""
    if one.id is not None and other.id is not None:
        return one.id == other.id
    return _folded(one.name) == _folded(other.name)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _tie_sentence(tie: Tie, person: str) -> str:
    words = {"person": person, "organisation": tie.body.name}
    match tie.kind:
        case InterestKind.EMPLOYMENT:
            return _("%(person)s works for %(organisation)s.") % words
        case InterestKind.SHAREHOLDING:
            return _("%(person)s holds shares in %(organisation)s.") % words
        case InterestKind.CLIENT:
            return _("%(organisation)s is a client of %(person)s.") % words
        case InterestKind.SUPERVISORY:
            return _("%(person)s has a supervisory or board role at %(organisation)s.") % words
        case InterestKind.FAMILY:
            return _("%(person)s has family at %(organisation)s.") % words
        case _:
            return _("%(person)s has another tie with %(organisation)s.") % words


def _ground_sentence(conflict: Conflict) -> str:
    words = {
        "organisation": conflict.tie.body.name,
        "party": conflict.party.body.name,
        "group": conflict.party.body.group_name,
        "percent": "" if conflict.percent is None else localize(conflict.percent.normalize()),
    }
    return f"{_link(conflict, words)} {_place(conflict.party, words)}".strip()


def _link(conflict: Conflict, words: dict[str, str]) -> str:
    known = conflict.percent is not None
    match conflict.ground:
        case ConflictGround.GROUP:
            return _("%(organisation)s and %(party)s belong to the same group, %(group)s.") % words
        case ConflictGround.HOLDS if known:
            return _("%(organisation)s holds %(percent)s%% of the shares in %(party)s.") % words
        case ConflictGround.HOLDS:
            return _("%(organisation)s holds shares in %(party)s.") % words
        case ConflictGround.HELD if known:
            return _("%(party)s holds %(percent)s%% of the shares in %(organisation)s.") % words
        case ConflictGround.HELD:
            return _("%(party)s holds shares in %(organisation)s.") % words
        case _:
            return ""


def _place(party: ChainParty, words: dict[str, str]) -> str:
    if party.is_client:
        return _("%(party)s is the client of this chain.") % words
    if party.is_asked:
        return _("%(party)s has been asked to take part in this chain.") % words
    return _("%(party)s is a party of this chain.") % words
