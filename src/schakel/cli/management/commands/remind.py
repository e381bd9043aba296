"""`schakel remind`: mail people about actions that are due or late."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.cli.base import Command as BaseCommand
from schakel.domain.chains.actions.reminders import due_reminders
from schakel.domain.chains.models import Action


class Command(BaseCommand):
    help = _(
        "Remind people by mail of actions that are due in three days or late. To be run every "
        "day; running it twice mails once."
    )
    example = "schakel remind"

    def handle(self, **options: Any) -> None:  # noqa: ARG002
        count = due_reminders(timezone.localdate(), _address)
        self.stdout.write(
            ngettext(
                "%(count)s action is due or late; who does it has been mailed once.",
                "%(count)s actions are due or late; who does them has been mailed once each.",
                count,
            )
            % {"count": count}
        )


def _address(action: Action) -> str:
    return urljoin(settings.BASE_URL, reverse("chains:action", args=[action.chain.slug, action.pk]))
