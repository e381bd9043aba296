"""Mail per chain about what happened in it, at the rhythm somebody chose."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices.digest import DigestRhythm, Place
from schakel.domain.chains.models import Chain, DigestWish
from schakel.domain.chains.policies.digest import period_end
from schakel.domain.chains.queries.chains import chains_for
from schakel.domain.chains.queries.digest import Happening, happened, wishes
from schakel.domain.journal import actions as journal
from schakel.domain.outbox import actions as outbox

MORNING = time(7)

AddressOf = Callable[[Place | None, Chain], str]
"""From a place in a chain (None: where the rhythm is chosen) to its absolute address."""


@journal.in_turn
def choose_digests(*, by: User, on: date, rhythms: Mapping[Chain, DigestRhythm | str]) -> None:
    """Choose how often to be mailed about each chain; an empty rhythm means never.

    A new wish tells of what happens from today on; another rhythm goes on where the mail was.
    """
    present = {
        wish.chain_id: wish for wish in DigestWish.objects.filter(user=by, chain__in=list(rhythms))
    }
    for chain, rhythm in rhythms.items():
        wish = present.get(chain.pk)
        if (wish.rhythm if wish else "") == rhythm:
            continue
        require(by, "chains.view_chain", chain)
        wish = wish or DigestWish(user=by, chain=chain, told_through=on - timedelta(days=1))
        journal.record(
            by=by, action="chains.choose_digest", subject=chain, details={"rhythm": rhythm}
        )
        if rhythm:
            wish.rhythm = rhythm
            wish.full_clean()
            wish.save()
        elif wish.pk:
            wish.delete()


def send_digests(*, on: date, address_of: AddressOf) -> int:
    """Post every digest that is due, each in a transaction of its own; how many were posted.

    Doing it again on the same day posts nothing: the wish remembers up to which day it told.
    Where nothing happened nothing is posted, and the next digest begins where the last ended.
    """
    due = [wish.pk for wish in wishes() if period_end(wish.rhythm, wish.told_through, on)]
    return sum(_send(number, on, address_of) for number in due)


@journal.in_turn
def _send(number: int, on: date, address_of: AddressOf) -> bool:
    wish = wishes().filter(pk=number).first()
    through = wish and period_end(wish.rhythm, wish.told_through, on)
    if not wish or not through or not chains_for(wish.user).filter(pk=wish.chain_id).exists():
        return False
    news = happened(wish.chain, wish.told_through, through, wish.user)
    if not news:
        return False
    first, wish.told_through = wish.told_through + timedelta(days=1), through
    wish.save(update_fields=["told_through"])
    journal.record(
        by=None,
        action="chains.send_digest",
        subject=wish,
        details={"chain": wish.chain_id, "through": through.isoformat(), "count": len(news)},
    )
    outbox.post(
        to=wish.user.email,
        subject=_("What happened in the chain %(chain)s") % {"chain": wish.chain.name},
        text=_text(wish, news, first, address_of),
        key=f"chains.digest:{wish.pk}:{through.isoformat()}",
        not_before=datetime.combine(on, MORNING, timezone.get_default_timezone()),
    )
    return True


def _text(wish: DigestWish, news: list[Happening], first: date, address_of: AddressOf) -> str:
    parts = [
        _("Dear %(name)s,") % {"name": wish.user.name},
        _("This happened in the chain %(chain)s from %(first)s to %(last)s, the newest first.")
        % {
            "chain": wish.chain.name,
            "first": date_format(first, "j F Y"),
            "last": date_format(wish.told_through, "j F Y"),
        },
    ]
    for day, those in groupby(news, key=lambda one: one.on):
        lines = [date_format(day, "l j F Y").capitalize()]
        for one in those:
            lines += [f"- {one.text}", f"  {address_of(one.place, wish.chain)}"]
        parts.append("\n".join(lines))
    parts.append(
        _("You get this mail %(rhythm)s. Another rhythm, or none:\n%(address)s")
        % {"rhythm": wish.get_rhythm_display(), "address": address_of(None, wish.chain)}
    )
    return "\n\n".join(parts)
