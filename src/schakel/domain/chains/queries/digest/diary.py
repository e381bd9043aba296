"""The logbook, for who may read it; barriers; canvases that were fixed."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.digest import Place
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.digest.happenings import Days, Happening

MOST_CHARACTERS = 160


def happenings(chain: Chain, days: Days, user: User) -> Iterator[Happening]:
    within = (days.first, days.last)
    if user.has_perm("chains.view_log", chain):
        for entry in chain.log_entries.filter(written_at__date__range=within):
            text = _("In the logbook, %(topic)s: %(text)s") % {
                "topic": entry.get_topic_display(),
                "text": Truncator(" ".join(entry.text.split())).chars(MOST_CHARACTERS),
            }
            yield Happening(timezone.localdate(entry.written_at), text, Place.LOG)
    for barrier in chain.barriers.filter(reported_on__range=within):
        text = _("A barrier was recorded: %(title)s") % {"title": barrier.title}
        yield Happening(barrier.reported_on, text, Place.BARRIERS)
    for canvas in chain.canvases.filter(fixed_on__range=within):
        if canvas.fixed_on:
            text = _("The canvas was fixed: %(moment)s.") % {"moment": canvas.get_moment_display()}
            yield Happening(canvas.fixed_on, text, Place.CANVAS)
