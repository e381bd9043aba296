"""The canvas that waits for the director: at the start, after 3 months, at the end."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.canvas import CanvasMoment
from schakel.domain.chains.models import Canvas, CanvasWaiver, Chain
from schakel.domain.chains.queries.canvas import CanvasState, MomentState, states
from schakel.domain.chains.queries.work.tasks import Task, TaskKind

SHOWN = {CanvasState.DUE, CanvasState.LATE}


def tasks(user: User, chains: Sequence[Chain], on: date) -> Iterator[Task]:
    if user.kind != UserKind.DIRECTOR:
        return
    few = Canvas.objects.only("chain", "moment", "began_on", "fixed_on")
    prefetch_related_objects(
        chains,
        Prefetch("canvases", few, to_attr="present_canvases"),
        Prefetch("canvas_waivers", CanvasWaiver.objects.all(), to_attr="present_waivers"),
    )
    for chain in chains:
        for one in _possible(chain, on):
            if one.state in SHOWN or one.is_late:
                yield _task(chain, one)


def _possible(chain: Chain, on: date) -> Iterator[MomentState]:
    """One waits at a time: the later ones begin from the canvas at the start."""
    canvases = chain.present_canvases  # type: ignore[attr-defined]
    begun = {canvas.moment for canvas in canvases}
    asked = {CanvasMoment.START}
    if CanvasMoment.START in begun:
        asked |= {CanvasMoment.END}
        asked |= set() if CanvasMoment.END in begun else {CanvasMoment.THREE_MONTHS}
    found = states(chain, canvases, chain.present_waivers, on)  # type: ignore[attr-defined]
    return (one for one in found if one.moment in asked)


def _task(chain: Chain, one: MomentState) -> Task:
    what = str(one.moment.label)
    if one.moment == CanvasMoment.START and not one.is_late:
        return Task(TaskKind.FILL_CANVAS, chain, since=one.due_on, what=what)
    return Task(TaskKind.FILL_CANVAS, chain, since=one.due_on, due=one.due_on, what=what)
