"""`schakel remind`: mail people about actions that are due or late."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.cli.addresses import address_of_action
from schakel.cli.base import Command as BaseCommand
from schakel.domain.chains.actions.reminders import due_reminders


class Command(BaseCommand):
    help = _(
        "Remind people by mail of actions that are due in three days or late. Running it twice "
        "mails once; `schakel deliver --forever` does it every day by itself."
    )
    example = "schakel remind"

    def handle(self, **options: Any) -> None:  # noqa: ARG002
        count = due_reminders(timezone.localdate(), address_of_action)
        self.stdout.write(
            ngettext(
                "%(count)s action is due or late; who does it has been mailed once.",
                "%(count)s actions are due or late; who does them has been mailed once each.",
                count,
            )
            % {"count": count}
        )
