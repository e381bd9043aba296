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
    NEVER = "never"


@dataclass(frozen=True)
class MomentState:
    """A moment of the canvas. `due_on` is None for an end of which nobody knows the day yet."""

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
    canvases = chain.canvases.select_related("fixed_by")
    return states(chain, canvases, chain.canvas_waivers.all(), on)


def states(
    chain: Chain, canvases: Collection[Canvas], waivers: Collection[CanvasWaiver], on: date
) -> tuple[MomentState, ...]:
    """The three moments from what was read of the chain already."""
    by_moment = {canvas.moment: canvas for canvas in canvases}
    left_out = {waiver.moment: waiver for waiver in waivers}
    found = []
    for moment in CanvasMoment:
        canvas, waiver, due_on = by_moment.get(moment), left_out.get(moment), due(chain, moment)
        late = _is_past(chain, moment, due_on, on)
        state = _done(canvas, waiver) or _waiting(chain, due_on, on, late=late)
        waits = state in {CanvasState.LATE, CanvasState.OPEN}
        found.append(MomentState(moment, canvas, waiver, due_on, state, is_late=late and waits))
    return tuple(found)


def due(chain: Chain, moment: CanvasMoment) -> date | None:
    """The day of a moment: the start of the chain, 3 months on, the end.

    An operating chain ends after the months of the programme's norm, where it has one.
    """
    if moment == CanvasMoment.START:
        return chain.started_on
    if moment == CanvasMoment.THREE_MONTHS:
        return months_later(chain.started_on, 3)
    norm = chain.programme.norm_months if chain.phase == Phase.OPERATE else None
    return months_later(chain.started_on, norm) if norm else None


def _is_past(chain: Chain, moment: CanvasMoment, due_on: date | None, on: date) -> bool:
    if due_on is None or chain.phase == Phase.CLOSED:
        return False
    return due_on + (START_WITHIN if moment == CanvasMoment.START else timedelta()) < on


def _done(canvas: Canvas | None, waiver: CanvasWaiver | None) -> CanvasState | None:
    if canvas:
        return CanvasState.FIXED if canvas.fixed_on else CanvasState.OPEN
    return CanvasState.WAIVED if waiver else None


def _waiting(chain: Chain, due_on: date | None, on: date, *, late: bool) -> CanvasState:
    if chain.phase == Phase.CLOSED:
        return CanvasState.NEVER
    if late:
        return CanvasState.LATE
    return CanvasState.DUE if due_on and due_on <= on + AHEAD else CanvasState.TO_COME


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
