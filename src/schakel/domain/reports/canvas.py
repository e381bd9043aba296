"""What the newest canvas says, for the heading that asks for the parts of the canvas."""

from datetime import date
from functools import partial

from django.utils import timezone
from django.utils.formats import date_format

from schakel.domain.chains.choices.canvas import CanvasBlock
from schakel.domain.chains.models import Canvas, Chain
from schakel.domain.chains.queries.canvas import newest_canvas
from schakel.domain.reports.accountability import Block, Paragraph

_day = partial(date_format, format="j F Y")


def canvas_blocks(chain: Chain, end: date) -> tuple[Block, ...]:
    """The filled blocks of the canvas that was begun last by then, each under its name."""
    canvas = newest_canvas(chain, end)
    if canvas is None or not canvas.filled:
        return ()
    blocks = (
        Paragraph(text, label=str(block.label).capitalize())
        for block, text in zip(CanvasBlock, canvas.texts.values(), strict=True)
        if text.strip()
    )
    return (Paragraph(f"Canvas {canvas.get_moment_display()}, {_state(canvas)}."), *blocks)


def _state(canvas: Canvas) -> str:
    if canvas.fixed_on:
        return f"vastgelegd op {_day(canvas.fixed_on)}"
    return f"nog niet vastgelegd, stand van {_day(timezone.localdate(canvas.changed_at))}"
