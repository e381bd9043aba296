"""The logbook, for who may read it; updates; barriers; canvases that were fixed."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.digest import Place
from schakel.domain.chains.models import BarrierStep, Chain
from schakel.domain.chains.queries.digest.happenings import Days, Happening

MOST_CHARACTERS = 160


def happenings(chain: Chain, days: Days, user: User) -> Iterator[Happening]:
    if user.has_perm("chains.view_log", chain):
        yield from _logbook(chain, days)
    if user.has_perm("chains.view_updates", chain):
        for update in chain.updates.filter(sent_at__date__range=_within(days)).only("sent_at"):
            day = timezone.localdate(update.sent_at)
            yield Happening(day, _("An update was sent to the platform manager."), Place.UPDATES)
    yield from _barriers(chain, days)
    for canvas in chain.canvases.filter(fixed_on__range=_within(days)):
        if canvas.fixed_on:
            text = _("The canvas was fixed: %(moment)s.") % {"moment": canvas.get_moment_display()}
            yield Happening(canvas.fixed_on, text, Place.CANVAS)


def _within(days: Days) -> tuple[date, date]:
    return days.first, days.last


def _logbook(chain: Chain, days: Days) -> Iterator[Happening]:
    for entry in chain.log_entries.filter(written_at__date__range=_within(days)):
        text = _("In the logbook, %(topic)s: %(text)s") % {
            "topic": entry.get_topic_display(),
            "text": Truncator(" ".join(entry.text.split())).chars(MOST_CHARACTERS),
        }
        yield Happening(timezone.localdate(entry.written_at), text, Place.LOG)


def _barriers(chain: Chain, days: Days) -> Iterator[Happening]:
    for barrier in chain.barriers.filter(reported_on__range=_within(days)):
        text = _("A barrier was recorded: %(title)s") % {"title": barrier.title}
        yield Happening(barrier.reported_on, text, Place.BARRIERS)
    steps = BarrierStep.objects.filter(
        barrier__chain=chain, written_at__date__range=_within(days)
    ).select_related("barrier")
    for step in steps:
        text = _("Barrier %(title)s: %(what)s") % {
            "title": step.barrier.title,
            "what": step.get_kind_display(),
        }
        yield Happening(timezone.localdate(step.written_at), text, Place.BARRIERS)
