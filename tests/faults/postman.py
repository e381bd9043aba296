"""A process that posts (`post N`) or delivers (`deliver MINUTES`, that long from now)."""

import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from schakel.domain.outbox import actions  # noqa: E402


def main(what: str, number: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    if what == "deliver":
        done = actions.deliver_due(at=timezone.now() + timedelta(minutes=number))
        sys.stdout.write(str(done.sent))
        return
    with transaction.atomic():
        for each in range(number):
            actions.post(
                to=f"an{each}@example.org",
                subject="Een brief",
                text="Tekst",
                key=str(each),
                not_before=timezone.now() + timedelta(seconds=1),
            )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
