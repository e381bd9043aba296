"""The links of a chain: which places there are, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions.put_back import OUT_OF_THE_WAY, RemovedLink
from schakel.domain.chains.choices import LinkKind
from schakel.domain.chains.models import Chain, Link
from schakel.domain.chains.policies import parties as policies
from schakel.domain.chains.queries.parties import links_sha256
from schakel.domain.journal import actions as journal
from schakel.domain.programmes.policies import check_unchanged
from schakel.lib.errors import Refused


@dataclass(frozen=True)
class LinkRow:
    """A link as it has to be: an existing one by its number, or a new one."""

    pk: int | None
    kind: LinkKind | str
    name: str


@journal.in_turn
def change_links(
    *, by: User | None, chain: Chain, links: Sequence[LinkRow], seen_sha256: str | None = None
) -> list[RemovedLink]:
    """Make the chain's links these, in this order; a link left out is removed if it is empty.

    `seen_sha256` is the hash of the links that the person started from (`queries.links_sha256`).
    What was removed comes back, to be put back with `restore_links`.
    """
    require(by, "chains.change_links", chain)
    chain = journal.present(chain)
    policies.check_not_closed(chain)
    check_unchanged(links_sha256(chain), seen_sha256)
    current = {link.pk: link for link in chain.links.all()}
    kept = [row.pk for row in links if row.pk is not None]
    if not set(kept) <= set(current) or len(kept) != len(set(kept)):
        raise Refused(_("Somebody changed the links while you were typing. Look at them again."))
    removed = [_remove(link) for pk, link in current.items() if pk not in kept]
    chain.links.update(position=F("position") + OUT_OF_THE_WAY)
    for position, row in enumerate(links, start=1):
        link = current[row.pk] if row.pk is not None else Link(chain=chain)
        link.kind, link.name, link.position = str(row.kind), row.name.strip(), position
        link.full_clean()
        link.save()
    journal.record(
        by=by,
        action="chains.change_links",
        subject=chain,
        details={
            "links": list(chain.links.values_list("pk", flat=True)),
            "removed": sorted(one.pk for one in removed),
        },
    )
    return removed


def _remove(link: Link) -> RemovedLink:
    policies.check_link_is_empty(link)
    gone = RemovedLink(
        pk=link.pk,
        kind=link.kind,
        name=link.name,
        position=link.position,
        parties=tuple(link.participations.values_list("pk", flat=True)),
    )
    link.participations.update(link=None)
    link.delete()
    return gone
