"""Mails that remind of an action: some days before its date, and once when it is late."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Action
from schakel.domain.chains.queries.chains import current_directors
from schakel.domain.chains.queries.reminders import to_remind_of
from schakel.domain.outbox import actions as outbox


@transaction.atomic
def due_reminders(on: date, address_of: Callable[[Action], str]) -> int:
    """Post the reminders of a day; how many actions they are about.

    Running it twice mails once: the key names the action, its date and the kind of reminder, so
    an action that was moved is reminded of again. A late action is mailed about once.
    """
    actions = list(to_remind_of(on))
    directors = current_directors({action.chain_id for action in actions}, on)
    for action in actions:
        kind = "late" if action.due_on < on else "soon"
        for person in _people(action, directors):
            outbox.post(
                to=person.email,
                subject=_subject(action, kind),
                text=_text(action, kind, address_of(action)),
                key=f"action:{action.pk}:{action.due_on}:{kind}:{person.pk}",
            )
    return len(actions)


def _people(action: Action, directors: dict[int, User]) -> list[User]:
    """The person named, else everybody of the party; without a party the chain director."""
    if action.owner is None:
        director = directors.get(action.chain_id)
        return [director] if director else []
    if action.person and action.person.is_active:
        return [action.person]
    return [person for person in action.owner.organisation.users.all() if person.is_active]


def _subject(action: Action, kind: str) -> str:
    subject = _("Late: %(what)s") if kind == "late" else _("Reminder: %(what)s")
    return subject % {"what": action.what}


def _text(action: Action, kind: str, address: str) -> str:
    text = (
        _(
            "In the chain %(chain)s this was agreed, and it was due on %(day)s:\n\n%(what)s\n\n"
            "Done already? Mark it as done. Not possible? Choose another day and say why:\n"
            "%(address)s"
        )
        if kind == "late"
        else _(
            "In the chain %(chain)s this was agreed, and it is due on %(day)s:\n\n"
            "%(what)s\n\nDone already? Mark it as done. Not possible? Choose another day and say "
            "why:\n%(address)s"
        )
    )
    return text % {
        "chain": action.chain.name,
        "day": date_format(action.due_on, "j F Y"),
        "what": action.what,
        "address": address,
    }
