"""`schakel deliver`: send the mail that waits, and again what did not arrive."""

import logging
import os
import time
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from schakel.cli.addresses import address_of, address_of_action
from schakel.cli.base import Command as BaseCommand
from schakel.domain.chains.actions.digest import send_digests
from schakel.domain.chains.actions.reminders import due_reminders
from schakel.domain.outbox import actions, queries

EVERY_SECONDS = 2
MOST_LINES = 20

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = _(
        "Send the mail that waits, and try again what did not arrive. With --forever the digests "
        "and the reminders of the day are posted too."
    )
    example = "schakel deliver\nschakel deliver --forever\nschakel deliver --again"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true", help=_("go on until it is stopped"))
        parser.add_argument(
            "--again", action="store_true", help=_("start anew with what was given up")
        )
        parser.add_argument(
            "--beside", type=int, metavar="PID", help=_("stop when this parent process has ended")
        )

    def handle(self, *, forever: bool, again: bool, beside: int | None, **_options: Any) -> None:
        if again:
            actions.try_again()
        if not forever:
            self._report(actions.deliver_due())
            return
        done: date | None = None
        while beside is None or os.getppid() == beside:
            done = _round(done)
            time.sleep(EVERY_SECONDS)

    def _report(self, done: actions.Round) -> None:
        self.stdout.write(
            _("Sent: %(sent)s. Tried again later: %(later)s. Given up: %(given_up)s.")
            % {"sent": done.sent, "later": done.later, "given_up": done.given_up}
        )
        for message in queries.given_up()[:MOST_LINES]:
            self.stdout.write(
                _("Not delivered to %(to)s, %(moment)s: %(trouble)s (%(answer)s)")
                % {
                    "moment": date_format(localtime(message.given_up_at), "j F Y H:i"),
                    "to": message.to,
                    "trouble": message.get_trouble_display(),
                    "answer": message.last_error,
                }
            )


def _round(posted_on: date | None) -> date | None:
    """Post digests and reminders once a day, and deliver; the day of which they have been posted.

    A database that is away is no reason to stop for good.
    """
    close_old_connections()
    today = localdate()
    try:
        if posted_on != today:
            with override(settings.LANGUAGE_CODE):
                send_digests(on=today, address_of=address_of)
                due_reminders(today, address_of_action)
        actions.deliver_due()
    except DatabaseError:
        log.exception("Delivering mail failed; it is tried again.")
        return posted_on
    return today
