"""What the state of a chain allows with its actions."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.choices.actions import ActionState
from schakel.domain.chains.models import Action, Chain, LogEntry, Meeting, Participation
from schakel.lib.errors import Refused


def check_takes_part(chain: Chain, party: Participation | None) -> None:
    """Refuse a party of another chain, or one that does not take part."""
    if party is None:
        return
    if party.chain_id != chain.pk or party.status != ParticipationStatus.JOINED:
        raise Refused(_("Choose a party that takes part in this chain."))


def check_works_for(person: User | None, party: Participation | None) -> None:
    """Refuse a person who does not work for the owner of the action."""
    if person and (party is None or person.organisation_id != party.organisation_id):
        raise Refused(_("This person does not work for the owner. Choose one who does."))


def check_origin(chain: Chain, origin: Meeting | LogEntry | None) -> None:
    if origin is not None and origin.chain_id != chain.pk:
        raise Refused(_("An action comes from a meeting or log entry of its own chain."))


def check_not_past(day: date, on: date) -> None:
    if day < on:
        raise Refused(_("This day has passed. Choose today or a later day."))


def check_day(day: date | None) -> None:
    if day is None:
        raise Refused(_("Choose the new day."))


def check_present(action: Action) -> None:
    if action.removed_at:
        raise Refused(_("This action has been removed. Put it back first."))


def check_open(action: Action) -> None:
    check_present(action)
    if action.state != ActionState.OPEN:
        raise Refused(_("This action is closed already. Reopen it first."))


def check_moved(action: Action, day: date) -> None:
    if action.due_on == day:
        raise Refused(_("The action is due on this day already. Choose another day."))


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Give the reason, so that everyone can see why."))


def check_version(action: Action, version: int) -> None:
    """Refuse an edit that began from a version somebody has changed since."""
    if action.version != version:
        raise Refused(
            _(
                "Somebody changed this action while you were typing. Compare what you typed with "
                "what stands there now, then save again."
            )
        )


def check_picked(wanted: Sequence[tuple[int, int]], found: Sequence[Action]) -> None:
    """Refuse when nothing was chosen, or something of it changed since the list was shown."""
    if not wanted:
        raise Refused(_("Choose at least one action in the list."))
    present = {(action.pk, action.version) for action in found}
    stale = len(set(wanted) - present)
    if stale:
        raise Refused(
            ngettext(
                "%(count)s of the chosen actions changed in the meantime. Nothing was changed; "
                "look at the list again.",
                "%(count)s of the chosen actions changed in the meantime. Nothing was changed; "
                "look at the list again.",
                stale,
            )
            % {"count": stale}
        )
