"""Reading the Business Model Canvas of a chain: the three moments, and what changed between."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from schakel.domain.chains.choices.canvas import CanvasBlock, CanvasMoment
from schakel.domain.chains.models import Canvas, CanvasWaiver, Chain
from schakel.domain.programmes.choices import Phase
from schakel.lib.months import months_later
from schakel.lib.word_diff import Change, Piece, word_diff

START_WITHIN = timedelta(weeks=2)
"""The report asks for a canvas at the start; it counts as late two weeks after it."""
AHEAD = timedelta(weeks=2)


class CanvasState(StrEnum):
    TO_COME = "to_come"
    DUE = "due"
    LATE = "late"
    OPEN = "open"
    WAIVED = "waived"
    FIXED = "fixed"


@dataclass(frozen=True)
class MomentState:
    """A moment of the canvas. `due_on` is None for the end of a chain that still goes on."""

    moment: CanvasMoment
    canvas: Canvas | None
    waiver: CanvasWaiver | None
    due_on: date | None
    state: CanvasState
    is_late: bool

    @property
    def is_settled(self) -> bool:
        return self.state in {CanvasState.FIXED, CanvasState.WAIVED}


def moments(chain: Chain, on: date) -> tuple[MomentState, ...]:
    """The three moments of one chain, in order."""
    closing = chain.decisions.filter(to_phase=Phase.CLOSED).first()
    closed_on = closing.decided_on if closing and chain.phase == Phase.CLOSED else None
    return states(
        chain, chain.canvases.select_related("fixed_by"), chain.canvas_waivers.all(), closed_on, on
    )


def states(
    chain: Chain,
    canvases: Collection[Canvas],
    waivers: Collection[CanvasWaiver],
    closed_on: date | None,
    on: date,
) -> tuple[MomentState, ...]:
    """The three moments from what was read of the chain already."""
    by_moment = {canvas.moment: canvas for canvas in canvases}
    left_out = {waiver.moment: waiver for waiver in waivers}
    found = []
    for moment in CanvasMoment:
        canvas, waiver = by_moment.get(moment), left_out.get(moment)
        due_on = due(chain, moment, closed_on)
        late = _is_late(moment, due_on, on)
        state = _state(canvas, waiver, due_on, on, late=late)
        found.append(
            MomentState(moment, canvas, waiver, due_on, state, is_late=late and _waits(state))
        )
    return tuple(found)


def due(chain: Chain, moment: CanvasMoment, closed_on: date | None) -> date | None:
    """The day of a moment: the start of the chain, 3 months on, the day it closed."""
    return {
        CanvasMoment.START: chain.started_on,
        CanvasMoment.THREE_MONTHS: months_later(chain.started_on, 3),
        CanvasMoment.END: closed_on,
    }[moment]


def _is_late(moment: CanvasMoment, due_on: date | None, on: date) -> bool:
    grace = START_WITHIN if moment == CanvasMoment.START else timedelta()
    return due_on is not None and due_on + grace < on


def _state(
    canvas: Canvas | None, waiver: CanvasWaiver | None, due_on: date | None, on: date, *, late: bool
) -> CanvasState:
    if canvas:
        return CanvasState.FIXED if canvas.fixed_on else CanvasState.OPEN
    if waiver:
        return CanvasState.WAIVED
    if late:
        return CanvasState.LATE
    return CanvasState.DUE if due_on and due_on <= on + AHEAD else CanvasState.TO_COME


def _waits(state: CanvasState) -> bool:
    return state in {CanvasState.LATE, CanvasState.OPEN}


def newest_canvas(chain: Chain, by: date | None = None) -> Canvas | None:
    """The canvas that was begun last; with `by`, the last one begun on or before that day."""
    canvases = chain.canvases.filter(began_on__lte=by) if by else chain.canvases.all()
    return canvases.last()


def canvas_at(chain: Chain, moment: CanvasMoment) -> Canvas | None:
    return chain.canvases.select_related("fixed_by").filter(moment=moment).first()


@dataclass(frozen=True)
class BlockChange:
    """A block at two moments, with the words that went on one side and that came on the other."""

    block: CanvasBlock
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.change != Change.SAME for piece in (*self.before, *self.after))


def compare(before: Canvas, after: Canvas) -> tuple[BlockChange, ...]:
    """Every block of two canvases side by side."""
    return tuple(
        BlockChange(block, *word_diff(getattr(before, block), getattr(after, block)))
        for block in CanvasBlock
    )
