"""The canvas that waits for the director: at the start, after 3 months, at the end."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.canvas import CanvasMoment
from schakel.domain.chains.models import Canvas, CanvasWaiver, Chain, GateDecision
from schakel.domain.chains.queries.canvas import CanvasState, MomentState, states
from schakel.domain.chains.queries.chains import chains_for
from schakel.domain.chains.queries.work.tasks import Task, TaskKind
from schakel.domain.programmes.choices import Phase

SHOWN = {CanvasState.DUE, CanvasState.LATE}


def tasks(user: User, on: date) -> Iterator[Task]:
    if user.kind != UserKind.DIRECTOR:
        return
    few = Canvas.objects.only("chain", "moment", "began_on", "fixed_on")
    closings = GateDecision.objects.filter(to_phase=Phase.CLOSED)
    chains = chains_for(user).prefetch_related(
        Prefetch("canvases", few, to_attr="present_canvases"),
        Prefetch("canvas_waivers", CanvasWaiver.objects.all(), to_attr="present_waivers"),
        Prefetch("decisions", closings, to_attr="closings"),
    )
    for chain in chains:
        for one in _moments(chain, on):
            if one.state in SHOWN or one.is_late:
                yield _task(chain, one)


def _moments(chain: Chain, on: date) -> Iterator[MomentState]:
    """What can be done now: a closed chain is asked for the end only, an open one for the rest."""
    closed = chain.phase == Phase.CLOSED
    closings, canvases = chain.closings, chain.present_canvases  # type: ignore[attr-defined]
    closed_on = closings[0].decided_on if closed and closings else None
    found = states(chain, canvases, chain.present_waivers, closed_on, on)  # type: ignore[attr-defined]
    if closed:
        return iter(found[-1:] if canvases else ())
    return (one for one in found[:-1] if _can_be_done(one, canvases))


def _can_be_done(one: MomentState, canvases: list[Canvas]) -> bool:
    """After 3 months the task comes once the canvas at the start is there, so that one waits."""
    begun = {canvas.moment for canvas in canvases}
    if one.moment == CanvasMoment.START:
        return True
    return CanvasMoment.START in begun and CanvasMoment.END not in begun


def _task(chain: Chain, one: MomentState) -> Task:
    what = str(one.moment.label)
    if one.moment == CanvasMoment.START and not one.is_late:
        return Task(TaskKind.FILL_CANVAS, chain, since=one.due_on, what=what)
    return Task(TaskKind.FILL_CANVAS, chain, since=one.due_on, due=one.due_on, what=what)
