from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.accounts.queries import last_change
from schakel.domain.chains.actions import updates as actions
from schakel.domain.chains.models import Chain, Update, UpdateDraft
from schakel.domain.chains.queries import updates as queries
from schakel.domain.chains.updates import UpdateDocument
from schakel.transfer.hours_csv import updates_csv
from schakel.web.chains.downloads import file_answer
from schakel.web.chains.forms.parties import EmptyForm
from schakel.web.chains.forms.updates import PeriodForm, UpdateForm, present
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.shell.autosave import STALE, is_autosave, not_saved, saved
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest
from schakel.web.shell.stale import compare


@require_safe
def updates(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_updates", chain)
    start, end = queries.next_period(chain, timezone.localdate())
    form = PeriodForm(initial={"starts_on": start, "ends_on": end})
    return _list_page(request, chain, form, status=200)


@require_safe
def export_updates(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_updates", chain)
    return csv_file(updates_csv(queries.updates(chain)), f"updates-{chain.slug}")


@require_POST
def begin_update(request: SignedInRequest, slug: str) -> HttpResponse:
    """Draft an update from the log entries of a period."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.write_update", chain)
    form = PeriodForm(request.POST)
    if form.is_valid():
        with refusals(form):
            actions.begin_update(
                by=request.user, at=timezone.now(), chain=chain, **form.cleaned_data
            )
            return redirect("chains:update_draft", chain.slug)
    return _list_page(request, chain, form, status=422)


@require_http_methods(["GET", "POST"])
def update_draft(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write the update. Who is late sees the present text beside what was typed, and chooses."""
    chain, draft = _draft(request, slug)
    if request.method == "GET":
        form = UpdateForm(initial=present(draft) | {"version": draft.version})
        return _draft_page(request, chain, draft, form)
    form = UpdateForm(request.POST)
    stale = False
    if form.is_valid():
        with refusals(form):
            kept = _save(request, draft, form)
            if is_autosave(request):
                return saved(kept.version)
            if "check" in request.POST:
                return redirect("chains:send_update", chain.slug)
            messages.success(request, _("The draft has been saved."))
            return redirect("chains:update_draft", chain.slug)
        stale = form.cleaned_data["version"] != draft.version
    if is_autosave(request):
        return not_saved(form, stale=stale)
    return _draft_page(request, chain, draft, form, stale=stale)


@require_POST
def refill_update(request: SignedInRequest, slug: str) -> HttpResponse:
    """Add the log entries that have come since; what was typed and not saved comes along."""
    chain, draft = _draft(request, slug)
    form = UpdateForm(request.POST)
    stale = False
    if form.is_valid():
        with refusals(form):
            kept = _save(request, draft, form)
            actions.refill_update(
                by=request.user, at=timezone.now(), draft=kept, version=kept.version
            )
            messages.success(request, _("The log entries have been added under their headings."))
            return redirect("chains:update_draft", chain.slug)
        stale = form.cleaned_data["version"] != draft.version
    return _draft_page(request, chain, draft, form, stale=stale)


@require_http_methods(["GET", "POST"])
def send_update(request: SignedInRequest, slug: str) -> HttpResponse:
    """Look at it once more as it will arrive, and send it."""
    chain, draft = _draft(request, slug)
    today = timezone.localdate()
    form = EmptyForm(request.POST)
    if request.method == "POST":
        from schakel.transfer.pdf.updates import update_pdf

        form.is_valid()
        with refusals(form):
            sent = actions.send_update(
                by=request.user,
                at=timezone.now(),
                draft=draft,
                version=_version(request),
                as_pdf=partial(update_pdf, made_on=today),
            )
            messages.success(request, _("The update has been sent."))
            return redirect("chains:update", chain.slug, sent.number)
    context = {
        "chain": chain,
        "tab": "updates",
        "draft": draft,
        "document": queries.document(draft, today),
        "receivers": queries.receivers(chain),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/update_send.html", context, status=status)


@require_safe
def update(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """One as it was sent."""
    chain, found = _sent(request, slug, number)
    document = UpdateDocument.of(found.document)
    context = {"chain": chain, "tab": "updates", "update": found, "document": document}
    return render(request, "chains/update.html", context)


@require_safe
def update_pdf(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The PDF as it was sent."""
    _chain, found = _sent(request, slug, number)
    return file_answer(bytes(found.content), found.name, found.media_type)


def _sent(request: SignedInRequest, slug: str, number: int) -> tuple[Chain, Update]:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_updates", chain)
    found = queries.update_called(chain, number)
    if found is None:
        raise Http404
    return chain, found


def _draft(request: SignedInRequest, slug: str) -> tuple[Chain, UpdateDraft]:
    chain = chain_or_404(request, slug)
    require_now(request, "chains.write_update", chain)
    draft = queries.draft_of(chain)
    if draft is None:
        raise Http404
    return chain, draft


def _save(request: SignedInRequest, draft: UpdateDraft, form: UpdateForm) -> UpdateDraft:
    found = form.cleaned_data
    return actions.save_update(
        by=request.user,
        at=timezone.now(),
        draft=draft,
        version=found["version"] or 0,
        starts_on=found["starts_on"],
        ends_on=found["ends_on"],
        sections=form.sections(),
    )


def _version(request: SignedInRequest) -> int:
    """The version that was looked at before sending."""
    given = request.POST.get("version", "")
    return int(given[:9]) if given.isascii() and given.isdigit() else 0


def _list_page(
    request: SignedInRequest, chain: Chain, form: PeriodForm, status: int
) -> HttpResponse:
    context = {
        "chain": chain,
        "tab": "updates",
        "form": form,
        "rhythm": queries.update_rhythm(chain, timezone.localdate()),
        "draft": queries.draft_of(chain),
        "page": Paginator(queries.updates(chain), 25).get_page(request.GET.get("page")),
    }
    return render(request, "chains/updates.html", context, status=status)


def _draft_page(
    request: SignedInRequest,
    chain: Chain,
    draft: UpdateDraft,
    form: UpdateForm,
    *,
    stale: bool = False,
) -> HttpResponse:
    comparison = compare(form, present(draft), last_change(draft)) if stale else None
    if stale:
        form.data = {**request.POST.dict(), "version": str(draft.version)}
    context = {
        "chain": chain,
        "tab": "updates",
        "draft": draft,
        "form": form,
        "told": list(form.told()),
        "comparison": comparison,
        "facts": queries.facts(chain, draft.starts_on, draft.ends_on),
        "unused": queries.unused_entries(chain, draft.starts_on, draft.ends_on, draft.used),
    }
    status = STALE if stale else 422 if request.method == "POST" else 200
    return render(request, "chains/update_draft.html", context, status=status)
