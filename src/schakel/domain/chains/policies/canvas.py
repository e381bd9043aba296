"""What the state of the canvases of a chain allows."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from schakel.domain.chains.choices.canvas import CanvasMoment
from schakel.domain.chains.models import Canvas
from schakel.lib.errors import Refused


def check_may_begin(moment: CanvasMoment, present: Collection[Canvas]) -> None:
    """Refuse a canvas out of order: each begins as a copy of the one before it, once fixed."""
    begun = {canvas.moment for canvas in present}
    if moment != CanvasMoment.START and CanvasMoment.START not in begun:
        raise Refused(_("Begin with the canvas at the start; the later ones go on from it."))
    if any(canvas.fixed_on is None for canvas in present):
        raise Refused(_("Fix the present canvas first; the next one begins as a copy of it."))
    if moment == CanvasMoment.THREE_MONTHS and CanvasMoment.END in begun:
        raise Refused(_("The canvas at the end has begun, so there is none in between any more."))


def check_not_fixed(canvas: Canvas) -> None:
    """Refuse to change a canvas that was fixed at its moment."""
    if canvas.fixed_on:
        raise Refused(
            _("This canvas was fixed and stays as it is. Later changes go into the next canvas.")
        )


def check_something_filled(canvas: Canvas) -> None:
    """Refuse to fix a canvas that says nothing."""
    if not canvas.filled:
        raise Refused(_("Fill in at least one block before fixing the canvas."))


def check_seen(canvas: Canvas, seen_sha256: str) -> None:
    """Refuse to fix another text than the one that was on the screen."""
    if canvas.compute_hash() != seen_sha256:
        raise Refused(
            _("The canvas changed while you were looking. Read it again, then fix it as it is now.")
        )


def check_may_waive(moment: CanvasMoment, begun: Collection[str]) -> None:
    """Refuse to leave out a canvas that has begun, or one that the client always asks for."""
    if moment != CanvasMoment.THREE_MONTHS:
        raise Refused(_("Only the canvas after 3 months can be left out, with a reason."))
    if moment in begun:
        raise Refused(_("This canvas has begun already. Fill it in and fix it."))
