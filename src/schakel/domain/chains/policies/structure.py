"""What the state of the structure allows: responsibilities, shares, agreements."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from schakel.domain.chains.choices import Holder, ParticipationStatus, ShareKind
from schakel.domain.chains.models import (
    Chain,
    ChainAgreement,
    Letter,
    Participation,
    Responsibility,
)
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.lib.errors import Refused

WHOLE = Decimal(100)


def check_version(present: int, seen: int) -> None:
    """Refuse an edit that began from a version somebody has changed since."""
    if present != seen:
        raise Refused(
            _(
                "Somebody changed this while you were typing. Compare what you typed with what "
                "stands there now, then save again."
            )
        )


def check_takes_part(chain: Chain, party: Participation | None) -> None:
    """Only a party that takes part can hold something in the structure."""
    if party is None:
        return
    if party.chain_id != chain.pk:
        raise Refused(_("This party is not in this chain. Choose a party of the chain."))
    if party.status != ParticipationStatus.JOINED:
        raise Refused(
            _("%(party)s does not take part in the chain now. Choose another party.")
            % {"party": party.organisation.name}
        )


def check_letter_of_chain(chain: Chain, letter: Letter | None) -> None:
    """Refuse a letter of another chain: it is not for the readers of this one."""
    if letter is not None and letter.chain_id != chain.pk:
        raise Refused(_("This letter is not of this chain. Choose one of its own."))


def check_names_party(holder: str, party: Participation | None) -> None:
    if (holder == Holder.PARTY) != (party is not None):
        raise Refused(_("Choose which party it is."))


def check_add_up(percentages: Mapping[str, Iterable[Decimal]]) -> None:
    """The shares in one thing together are never more than the whole of it."""
    for kind in ShareKind:
        total = sum(percentages.get(kind, ()), Decimal(0))
        if total > WHOLE:
            raise Refused(
                _("The shares in %(what)s add up to %(total)s percent: 100 at most.")
                % {"what": kind.label, "total": number_format(total.normalize(), use_l10n=True)}
            )


def check_there(item: Responsibility | ChainAgreement) -> None:
    check_not_closed(item.chain)
    if item.removed_at:
        raise Refused(_("This was removed. Put it back first."))


def check_not_listed(chain: Chain, what: str) -> None:
    """A responsibility stands in the list once."""
    if chain.responsibilities.filter(what__iexact=what, removed_at=None).exists():
        raise Refused(_("This responsibility stands in the list already."))
