"""Where something of a chain is mended, and who may: for the gate and for the phase check."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Chain
from schakel.domain.chains.policies.closed import may_now


@dataclass(frozen=True)
class Mend:
    view: str
    permission: str
    label: str | Promise


PARTIES = Mend("chains:parties", "chains.invite_party", _("To the parties"))
LETTER = Mend("chains:letter", "chains.draft_letter", _("To the letter of commitment"))
MENDS = {
    "director": Mend("chains:appoint", "chains.appoint_director", _("Appoint a chain director")),
    "complexity": Mend("chains:complexity", "chains.assess_complexity", _("Assess the complexity")),
    "supply": PARTIES,
    "demand": PARTIES,
    "enterprises": PARTIES,
    "answers": PARTIES,
    "links_filled": PARTIES,
    "letter_open": LETTER,
    "promises_measurable": LETTER,
    "promise_each": LETTER,
    "letter_signed": LETTER,
    "barriers_known": Mend("chains:barriers", "chains.report_barrier", _("To the barriers")),
    "size": Mend("chains:size", "chains.view_chain", _("To impact and size")),
    "region": Mend("chains:fit", "chains.view_chain", _("To the region and the client")),
    "client": Mend("chains:fit", "chains.view_chain", _("To the region and the client")),
    "network": Mend("chains:missing", "chains.invite_party", _("Who is missing")),
    "values": Mend("chains:values", "chains.view_chain", _("To the values")),
    "structure": Mend("chains:structure", "chains.view_chain", _("To the structure")),
    "moving": Mend("chains:nudges", "chains.nudge_party", _("Dragging and pulling")),
    "promises_kept": Mend("chains:commitments", "chains.view_chain", _("To the promises")),
    "ladder": Mend("chains:ladder", "chains.view_chain", _("To the ladder")),
    "canvas": Mend("chains:canvas", "chains.view_chain", _("To the canvas")),
    "updates": Mend("chains:updates", "chains.view_updates", _("To the updates")),
    "conditions": Mend("chains:gate", "chains.view_chain", _("To the gate")),
    "lesson": Mend("chains:log", "chains.write_log", _("To the logbook")),
}


@dataclass(frozen=True)
class Way:
    """An address with what it is called; empty when this person has nothing to do there."""

    url: str
    label: str | Promise


NOWHERE = Way("", "")


def way_to_mend(user: User, chain: Chain, key: str) -> Way:
    """Where this person can mend what a condition or check is about."""
    mend = MENDS.get(key)
    if mend and may_now(user, mend.permission, chain):
        return Way(reverse(mend.view, args=[chain.slug]), mend.label)
    return NOWHERE
