from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import canvas as actions
from schakel.domain.chains.choices.canvas import CanvasBlock, CanvasMoment
from schakel.domain.chains.models import Canvas, Chain
from schakel.domain.chains.models.canvas import base_of
from schakel.domain.chains.policies.closed import may_now
from schakel.domain.chains.queries import canvas as queries
from schakel.lib.errors import Refused
from schakel.web.chains.forms.canvas import CanvasForm, WaiveForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

STALE = 409
ADDRESSES = {
    CanvasMoment.START: "start",
    CanvasMoment.THREE_MONTHS: "3-maanden",
    CanvasMoment.END: "eind",
}
MOMENTS = {address: moment for moment, address in ADDRESSES.items()}


@require_safe
def newest(request: SignedInRequest, slug: str) -> HttpResponse:
    """The canvas of today: the one begun last, or the first that is to come."""
    chain = chain_or_404(request, slug)
    found = queries.newest_canvas(chain)
    moment = CanvasMoment(found.moment) if found else CanvasMoment.START
    return _page(request, chain, moment)


@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, slug: str, moment: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    chosen = _moment_or_404(moment)
    if request.method != "POST":
        return _page(request, chain, chosen)
    require_now(request, "chains.edit_canvas", chain)
    canvas = queries.canvas_at(chain, chosen)
    if canvas is None:
        raise Http404
    form = CanvasForm(canvas, request.POST)
    if "X-Autosave" in request.headers:
        return _autosave(request, canvas, form)
    if form.is_valid():
        with refusals(form):
            saved = _save(request, canvas, form)
            if not saved.conflicts:
                messages.success(request, _("The canvas has been saved."))
                return redirect("chains:canvas_moment", chain.slug, moment)
            return _stale(request, chain, form, saved)
    return _page(request, chain, chosen, Typed(form))


@require_POST
def begin(request: SignedInRequest, slug: str, moment: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.edit_canvas", chain)
    chosen = _moment_or_404(moment)
    try:
        actions.begin_canvas(by=request.user, at=timezone.now(), chain=chain, moment=chosen)
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, chain, chosen, Typed())
    return redirect("chains:canvas_moment", chain.slug, moment)


@require_http_methods(["GET", "POST"])
def fix(request: SignedInRequest, slug: str, moment: str) -> HttpResponse:
    """Read the canvas once more, then freeze it as it was shown."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.edit_canvas", chain)
    chosen = _moment_or_404(moment)
    canvas = get_object_or_404(chain.canvases, moment=chosen)
    status = 200
    if request.method == "POST":
        try:
            actions.fix_canvas(
                by=request.user,
                on=timezone.localdate(),
                canvas=canvas,
                seen_sha256=request.POST.get("seen", ""),
            )
            messages.success(
                request, _("The canvas has been fixed. It stays as it is from now on.")
            )
            return redirect("chains:canvas_moment", chain.slug, moment)
        except Refused as refused:
            messages.error(request, str(refused))
            status = 422
    context = {
        "chain": chain,
        "tab": "canvas",
        "canvas": canvas,
        "address": moment,
        "blocks": _blocks(canvas),
        "empty": [block.label for block, text in _blocks(canvas) if not text.strip()],
        "now_sha256": canvas.compute_hash(),
        "density": _density(canvas),
    }
    return render(request, "chains/canvas_fix.html", context, status=status)


@require_http_methods(["GET", "POST"])
def waive(request: SignedInRequest, slug: str, moment: str) -> HttpResponse:
    """Say why the canvas of a moment is left out."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.edit_canvas", chain)
    chosen = _moment_or_404(moment)
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.waive_canvas(
                by=request.user,
                on=timezone.localdate(),
                chain=chain,
                moment=chosen,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("The reason has been recorded."))
            return redirect("chains:canvas_moment", chain.slug, moment)
    context = {"chain": chain, "tab": "canvas", "form": form, "moment": chosen, "address": moment}
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/canvas_waive.html", context, status=status)


@require_safe
def compare(request: SignedInRequest, slug: str) -> HttpResponse:
    """Two canvases side by side, with what changed marked."""
    chain = chain_or_404(request, slug)
    canvases = {ADDRESSES[CanvasMoment(one.moment)]: one for one in chain.canvases.all()}
    pair = _pair(list(canvases), request.GET.get("van", ""), request.GET.get("naar", ""))
    changes = queries.compare(canvases[pair[0]], canvases[pair[1]]) if pair else ()
    context = {
        "chain": chain,
        "tab": "canvas",
        "canvases": list(canvases.items()),
        "pair": pair,
        "before": canvases[pair[0]] if pair else None,
        "after": canvases[pair[1]] if pair else None,
        "changes": changes,
        "changed": sum(change.changed for change in changes),
    }
    return render(request, "chains/canvas_compare.html", context)


def _pair(there: list[str], before: str, after: str) -> tuple[str, str] | None:
    """The two that were asked for, where they are there; else the last two."""
    if before in there and after in there and before != after:
        return before, after
    return (there[-2], there[-1]) if len(there) > 1 else None


def _moment_or_404(address: str) -> CanvasMoment:
    try:
        return MOMENTS[address]
    except KeyError:
        raise Http404 from None


def _save(request: SignedInRequest, canvas: Canvas, form: CanvasForm) -> actions.Saved:
    return actions.save_canvas(
        by=request.user, at=timezone.now(), canvas=canvas, edits=form.edits()
    )


def _autosave(request: SignedInRequest, canvas: Canvas, form: CanvasForm) -> JsonResponse:
    """The answer to the page's own script: when it was saved, or both texts of what clashes."""
    if not form.is_valid():
        errors = [
            f"{form.fields[name].label}: {' '.join(map(str, texts))}"
            for name, texts in form.errors.items()
        ]
        return JsonResponse({"error": " ".join(errors)}, status=422)
    try:
        saved = _save(request, canvas, form)
    except Refused as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    present, edits = saved.canvas.texts, form.edits()
    # A block that shows an older text keeps its old mark, so that a later edit of it clashes.
    shown = {block for block, edit in edits.items() if edit.text == present[block]}
    answer: dict[str, Any] = {
        "saved": time_format(timezone.localtime(), "H:i"),
        "version": saved.canvas.version,
        "fields": {
            f"base_{block.value}": base_of(present[block]) for block in shown | set(saved.conflicts)
        },
    }
    if saved.conflicts:
        answer |= {
            "error": _conflict_words(saved.conflicts),
            "yours": {block.value: edits[block].text for block in saved.conflicts},
            "present": {block.value: present[block] for block in saved.conflicts},
        }
    return JsonResponse(answer, status=STALE if saved.conflicts else 200)


def _conflict_words(conflicts: tuple[CanvasBlock, ...]) -> str:
    return _(
        "Somebody else changed %(blocks)s in the meantime. Your text is still in the block, the "
        "present one is below it. Bring them together, then save again."
    ) % {"blocks": ", ".join(str(block.label) for block in conflicts)}


def _stale(
    request: SignedInRequest, chain: Chain, form: CanvasForm, saved: actions.Saved
) -> HttpResponse:
    """Both texts of every block that clashes; saving again puts the typed one in its place."""
    texts = saved.canvas.texts
    typed = {block.value for block in saved.conflicts}
    form.renew(
        {f"base_{key}": base_of(text) for key, text in texts.items()}
        | {key: text for key, text in texts.items() if key not in typed},
        _conflict_words(saved.conflicts),
    )
    present = {block.value: texts[block] for block in saved.conflicts}
    moment = CanvasMoment(saved.canvas.moment)
    return _page(request, chain, moment, Typed(form, STALE, present))


@dataclass(frozen=True)
class Typed:
    """What was sent and not saved whole; `present` are the texts of the blocks that clash."""

    form: CanvasForm | None = None
    status: int = 422
    present: dict[str, str] = field(default_factory=dict)


def _page(
    request: SignedInRequest, chain: Chain, moment: CanvasMoment, typed: Typed | None = None
) -> HttpResponse:
    states = queries.moments(chain, timezone.localdate())
    here = next(one for one in states if one.moment == moment)
    may_edit = may_now(request.user, "chains.edit_canvas", chain)
    form = typed.form if typed else None
    if here.canvas and here.canvas.fixed_on is None and may_edit:
        form = form or CanvasForm(here.canvas)
    context = {
        "chain": chain,
        "tab": "canvas",
        "states": [(ADDRESSES[one.moment], one) for one in states],
        "here": here,
        "address": ADDRESSES[moment],
        "may_edit": may_edit,
        "may_compare": sum(one.canvas is not None for one in states) > 1,
        "form": form,
        "present": typed.present if typed else {},
        "blocks": _blocks(here.canvas) if here.canvas else [],
        "density": _density(here.canvas),
    }
    return render(request, "chains/canvas.html", context, status=typed.status if typed else 200)


def _blocks(canvas: Canvas) -> list[tuple[CanvasBlock, str]]:
    return [(block, canvas.texts[block]) for block in CanvasBlock]


def _density(canvas: Canvas | None) -> str:
    """How small the letters are on paper, so that a full canvas stays on one sheet."""
    texts = canvas.texts.values() if canvas else ()
    length = sum(len(text) + 30 * text.count("\n") for text in texts)
    return "full" if length > 7_000 else "dense" if length > 3_500 else "light"
