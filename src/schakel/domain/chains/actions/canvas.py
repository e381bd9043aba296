"""Writing the Business Model Canvas of a chain: begin, save, fix, leave out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices.canvas import CanvasBlock, CanvasMoment
from schakel.domain.chains.models import Canvas, CanvasWaiver, Chain
from schakel.domain.chains.models.canvas import base_of
from schakel.domain.chains.policies import canvas as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.journal import actions as journal
from schakel.lib.hashing import sha256_hex


@dataclass(frozen=True)
class BlockEdit:
    """What somebody typed in a block, and the mark of the text they began from."""

    text: str
    base: str


@dataclass(frozen=True)
class Saved:
    """The canvas as it is now; `conflicts` are blocks that somebody else changed meanwhile."""

    canvas: Canvas
    conflicts: tuple[CanvasBlock, ...]


@journal.in_turn
def begin_canvas(*, by: User, at: datetime, chain: Chain, moment: CanvasMoment) -> Canvas:
    """Begin the canvas of a moment, as a copy of the one before it. A second time it is kept."""
    require(by, "chains.edit_canvas", chain)
    check_not_closed(journal.present(chain))
    present = list(chain.canvases.all())
    if same := next((one for one in present if one.moment == moment), None):
        return same
    policies.check_may_begin(moment, present)
    texts = present[-1].texts if present else {}
    canvas = Canvas(
        chain=chain, moment=moment, began_on=timezone.localdate(at), changed_at=at, **texts
    )
    canvas.full_clean()
    canvas.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.begin_canvas",
        subject=canvas,
        details={"chain": chain.pk, "moment": canvas.moment},
    )
    return canvas


@journal.in_turn
def save_canvas(
    *, by: User, at: datetime, canvas: Canvas, edits: Mapping[CanvasBlock, BlockEdit]
) -> Saved:
    """Save the blocks that were edited, each by itself.

    A block that somebody else changed since `base` is left as it is and named as a conflict.
    """
    current = journal.present(canvas, "chain")
    require(by, "chains.edit_canvas", current.chain)
    check_not_closed(current.chain)
    policies.check_not_fixed(current)
    changed: list[CanvasBlock] = []
    conflicts: list[CanvasBlock] = []
    for block, edit in edits.items():
        present = getattr(current, block)
        if edit.text == present or base_of(edit.text) == edit.base:
            continue
        (changed if base_of(present) == edit.base else conflicts).append(block)
    if changed:
        _write(by, at, current, {block: edits[block].text for block in changed})
    return Saved(current, tuple(conflicts))


def _write(by: User, at: datetime, canvas: Canvas, texts: Mapping[CanvasBlock, str]) -> None:
    for block, text in texts.items():
        setattr(canvas, block, text)
    canvas.version += 1
    canvas.changed_at = at
    canvas.full_clean()
    canvas.save(update_fields=[*texts, "version", "changed_at"])
    journal.record(
        by=by,
        action="chains.save_canvas",
        subject=canvas,
        details={
            "chain": canvas.chain_id,
            "moment": canvas.moment,
            "version": canvas.version,
            "texts_sha256": {block.value: sha256_hex(text) for block, text in texts.items()},
        },
    )


@journal.in_turn
def fix_canvas(*, by: User, on: date, canvas: Canvas, seen_sha256: str) -> Canvas:
    """Freeze the canvas as it was seen, with the day and a hash of what it says."""
    current = journal.present(canvas, "chain")
    require(by, "chains.edit_canvas", current.chain)
    check_not_closed(current.chain)
    policies.check_not_fixed(current)
    policies.check_something_filled(current)
    policies.check_seen(current, seen_sha256)
    current.fixed_on, current.fixed_by = on, by
    current.content_sha256 = current.compute_hash()
    current.full_clean()
    current.save(update_fields=["fixed_on", "fixed_by", "content_sha256"])
    journal.record(
        by=by,
        action="chains.fix_canvas",
        subject=current,
        details={
            "chain": current.chain_id,
            "moment": current.moment,
            "content_sha256": current.content_sha256,
        },
    )
    return current


@journal.in_turn
def waive_canvas(
    *, by: User, on: date, chain: Chain, moment: CanvasMoment, reason: str
) -> CanvasWaiver:
    """Say that the developments do not make the canvas of a moment possible, and why."""
    require(by, "chains.edit_canvas", chain)
    check_not_closed(journal.present(chain))
    policies.check_may_waive(moment, chain.canvases.values_list("moment", flat=True))
    waiver = CanvasWaiver(chain=chain, moment=moment, reason=reason, waived_on=on, waived_by=by)
    waiver.full_clean()
    waiver.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.waive_canvas",
        subject=waiver,
        details={
            "chain": chain.pk,
            "moment": waiver.moment,
            "reason_sha256": sha256_hex(waiver.reason),
        },
    )
    return waiver
