"""`schakel digest`: mail who asked for it what happened in their chains."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from schakel.cli.addresses import address_of
from schakel.cli.base import Command as BaseCommand
from schakel.domain.chains.actions.digest import send_digests


class Command(BaseCommand):
    help = _(
        "Mail who asked for it what happened in their chains. Doing it twice a day mails once; "
        "`schakel deliver --forever` does it every day by itself."
    )
    example = "schakel digest"

    def handle(self, **_options: Any) -> None:
        with override(settings.LANGUAGE_CODE):
            count = send_digests(on=timezone.localdate(), address_of=address_of)
        self.stdout.write(
            ngettext("%(count)s digest was posted.", "%(count)s digests were posted.", count)
            % {"count": count}
        )
