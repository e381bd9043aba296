"""What people of a chain agreed to do: actions with an owner and a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices.actions import ActionState, BulkKind
from schakel.domain.chains.models import (
    Action,
    Chain,
    DueMove,
    LogEntry,
    Meeting,
    Participation,
)
from schakel.domain.chains.policies import actions as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.journal import actions as journal
from schakel.lib.hashing import sha256_hex


@dataclass(frozen=True)
class Doer:
    """Who does it: a party, perhaps one person of it, or (no owner) the chain director.

    `for_party` is the party whose work the director does.
    """

    owner: Participation | None = None
    person: User | None = None
    for_party: Participation | None = None


@dataclass(frozen=True)
class BulkChange:
    """What happens to several actions; `day`, `reason` and `owner` where the kind asks for them."""

    kind: BulkKind | str
    day: date | None = None
    reason: str = ""
    owner: Participation | None = None


@journal.in_turn
def add_action(
    *,
    by: User,
    on: date,
    chain: Chain,
    what: str,
    doer: Doer,
    due_on: date,
    origin: Meeting | LogEntry | None = None,
) -> Action:
    """Agree on an action. The same open one from the same origin is not made a second time."""
    require(by, "chains.change_actions", chain)
    check_not_closed(journal.present(chain))
    policies.check_origin(chain, origin)
    policies.check_not_past(due_on, on)
    action = Action(chain=chain, due_on=due_on, made_on=on)
    action.meeting = origin if isinstance(origin, Meeting) else None
    action.log_entry = origin if isinstance(origin, LogEntry) else None
    _give(action, what, doer)
    action.full_clean()
    same = _same_open_action(action)
    if same:
        return same
    action.save(force_insert=True)
    _record(by, "chains.add_action", action)
    return action


@journal.in_turn
def change_action(*, by: User, action: Action, version: int, what: str, doer: Doer) -> Action:
    """Say it better, or have somebody else do it; the date is moved with `move_action`."""
    action = _present(by, action, own=False)
    policies.check_version(action, version)
    policies.check_open(action)
    _give(action, what, doer)
    return _save(by, "chains.change_action", action)


@journal.in_turn
def move_action(
    *, by: User, at: datetime, action: Action, version: int, to_day: date, reason: str
) -> Action:
    """Give an action another day, with the reason; the director, or the party that owns it."""
    action = _present(by, action)
    policies.check_version(action, version)
    return _move(by, at, action, to_day, reason)


@journal.in_turn
def finish_action(*, by: User, on: date, action: Action) -> Action:
    """Mark as done; the director, or the party that owns it. A second time changes nothing."""
    action = _present(by, action)
    if action.state == ActionState.DONE:
        return action
    return _close(by, on, action, ActionState.DONE)


@journal.in_turn
def drop_action(*, by: User, on: date, action: Action, version: int, reason: str) -> Action:
    """It will not be done, for a reason."""
    action = _present(by, action, own=False)
    policies.check_version(action, version)
    policies.check_reason(reason)
    return _close(by, on, action, ActionState.DROPPED, reason)


@journal.in_turn
def reopen_action(*, by: User, action: Action) -> Action:
    """It was not done after all: the director, or the party that marked its own as done."""
    found = journal.present(action)
    action = _present(by, action, own=found.state != ActionState.DROPPED)
    policies.check_present(action)
    if action.state == ActionState.OPEN:
        return action
    action.state, action.drop_reason = ActionState.OPEN, ""
    action.closed_on, action.closed_by = None, None
    return _save(by, "chains.reopen_action", action)


@journal.in_turn
def remove_action(*, by: User, action: Action) -> Action:
    """Take out what should not have been there. It is kept, so that this can be undone."""
    return _remove(by, _present(by, action, own=False))


@journal.in_turn
def restore_actions(*, by: User, chain: Chain, actions: Sequence[int]) -> int:
    """Undo the removal of actions of this chain; how many came back."""
    require(by, "chains.change_actions", chain)
    check_not_closed(journal.present(chain))
    removed = list(chain.actions.filter(pk__in=actions, removed_at__isnull=False))
    for action in removed:
        action.removed_at = None
        _save(by, "chains.restore_action", action)
    return len(removed)


@journal.in_turn
def change_many(
    *, by: User, at: datetime, chain: Chain, picked: Sequence[tuple[int, int]], change: BulkChange
) -> list[Action]:
    """The same change to several actions, all or none.

    `picked` are numbers with the version that was on the screen. Raises Refused when one of them
    changed since, or does not allow the change.
    """
    require(by, "chains.change_actions", chain)
    check_not_closed(journal.present(chain))
    found = list(
        chain.actions.filter(pk__in=[pk for pk, _version in picked], removed_at=None)
        .select_related("chain", "owner")
        .order_by("pk")
    )
    policies.check_picked(picked, found)
    if change.kind in {BulkKind.DROP, BulkKind.MOVE}:
        policies.check_reason(change.reason)
    if change.kind == BulkKind.MOVE:
        policies.check_day(change.day)
    for action in found:
        _change_one(by, at, action, change)
    return found


def _change_one(by: User, at: datetime, action: Action, change: BulkChange) -> None:
    on = timezone.localdate(at)
    match BulkKind(change.kind):
        case BulkKind.FINISH:
            _close(by, on, action, ActionState.DONE)
        case BulkKind.DROP:
            _close(by, on, action, ActionState.DROPPED, change.reason)
        case BulkKind.REMOVE:
            _remove(by, action)
        case BulkKind.OWNER:
            policies.check_open(action)
            _give(action, action.what, Doer(change.owner))
            _save(by, "chains.change_action", action)
        case BulkKind.MOVE if change.day and action.due_on != change.day:
            _move(by, at, action, change.day, change.reason)


def _present(by: User, action: Action, *, own: bool = True) -> Action:
    """The action as it is now, if this person may change it; with `own` its party may as well."""
    action = journal.present(action, "chain", "owner")
    if not own or by.has_perm("chains.change_actions", action.chain):
        require(by, "chains.change_actions", action.chain)
    else:
        require(by, "chains.do_own_action", action)
    check_not_closed(action.chain)
    return action


def _give(action: Action, what: str, doer: Doer) -> None:
    policies.check_takes_part(action.chain, doer.owner)
    policies.check_takes_part(action.chain, doer.for_party)
    policies.check_works_for(doer.person, doer.owner)
    action.what = " ".join(what.split())
    action.owner, action.person = doer.owner, doer.person
    action.for_party = doer.for_party


def _same_open_action(action: Action) -> Action | None:
    same = ("what", "owner", "person", "for_party", "due_on", "meeting", "log_entry")
    return action.chain.actions.filter(
        state=ActionState.OPEN,
        removed_at=None,
        **{name: getattr(action, name) for name in same},
    ).first()


def _move(by: User, at: datetime, action: Action, to_day: date, reason: str) -> Action:
    policies.check_open(action)
    policies.check_reason(reason)
    policies.check_not_past(to_day, timezone.localdate(at))
    policies.check_moved(action, to_day)
    move = DueMove(
        action=action,
        from_day=action.due_on,
        to_day=to_day,
        reason=reason,
        moved_by=by,
        moved_at=at,
    )
    move.full_clean()
    move.save(force_insert=True)
    action.due_on = to_day
    return _save(by, "chains.move_action", action, from_day=move.from_day.isoformat(), move=move.pk)


def _close(by: User, on: date, action: Action, state: ActionState, reason: str = "") -> Action:
    policies.check_open(action)
    action.state, action.drop_reason = state, reason
    action.closed_on, action.closed_by = on, by
    return _save(by, "chains.close_action", action)


def _remove(by: User, action: Action) -> Action:
    if action.removed_at:
        return action
    action.removed_at = timezone.now()
    return _save(by, "chains.remove_action", action)


def _save(by: User, name: str, action: Action, **details: Any) -> Action:
    action.version += 1
    action.full_clean()
    action.save()
    _record(by, name, action, **details)
    return action


def _record(by: User, name: str, action: Action, **details: Any) -> None:
    journal.record(
        by=by,
        action=name,
        subject=action,
        details={
            "chain": action.chain_id,
            "owner": action.owner_id,
            "for_party": action.for_party_id,
            "due_on": action.due_on.isoformat(),
            "state": action.state,
            "version": action.version,
            "what_sha256": sha256_hex(action.what),
            **details,
        },
    )
