from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.accounts.queries import last_change
from schakel.domain.chains.actions import hours as actions
from schakel.domain.chains.models import Chain, OutsourcedWork
from schakel.domain.chains.queries import outsourcing as queries
from schakel.transfer.hours_csv import work_csv
from schakel.web.chains.forms.outsourcing import WorkFilterForm, WorkForm
from schakel.web.chains.forms.parties import EmptyForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.shell.autosave import STALE
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest
from schakel.web.shell.stale import Comparison, compare


@require_safe
def work_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """The work that can go out, and who pays for it."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_hours", chain)
    filters = WorkFilterForm(request.GET)
    chosen = filters.chosen()
    work = queries.outsourced_work(chain, chosen)
    context = {
        "chain": chain,
        "tab": "hours",
        "filters": filters,
        "filtered": chosen != queries.WorkFilter(),
        "totals": queries.work_totals(work),
        "removed": _just_removed(request, chain),
        "page": Paginator(work, 25).get_page(request.GET.get("page")),
    }
    return render(request, "chains/work_list.html", context)


@require_safe
def export_work(request: SignedInRequest, slug: str) -> HttpResponse:
    """The list as it is filtered, as CSV."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.view_hours", chain)
    work = queries.outsourced_work(chain, WorkFilterForm(request.GET).chosen())
    return csv_file(work_csv(work), f"uit-te-besteden-{chain.slug}")


@require_http_methods(["GET", "POST"])
def add_work(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require_now(request, "chains.outsource_work", chain)
    form = WorkForm(chain, request.POST or None, initial={"phase": chain.phase})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.add_work(by=request.user, chain=chain, work=form.work())
            messages.success(request, _("The work stands on the list."))
            return redirect("chains:work", chain.slug)
    return _form_page(request, chain, form)


@require_http_methods(["GET", "POST"])
def change_work(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change it. Who is late sees the present text beside what was typed, and chooses."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.outsource_work", chain)
    present = get_object_or_404(queries.outsourced_work(chain), pk=pk)
    edited = queries.outsourced_work(chain).get(pk=pk)
    form = WorkForm(chain, request.POST or None, instance=edited)
    comparison: Comparison | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            actions.change_work(by=request.user, work=present, version=version, to=form.work())
            messages.success(request, _("The work has been changed."))
            return redirect("chains:work", chain.slug)
        if version != present.version:
            comparison = compare(form, _present(present), last_change(present))
            form.data = form.data.copy()
            form.data["version"] = str(present.version)
    return _form_page(request, chain, form, present, comparison)


@require_POST
def remove_work(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.outsource_work", chain)
    work = get_object_or_404(queries.outsourced_work(chain), pk=pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.remove_work(by=request.user, work=work)
        return redirect(f"{reverse('chains:work', args=[slug])}?removed={work.pk}")
    return _to_list(request, chain, form)


@require_POST
def restore_work(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.outsource_work", chain)
    work = get_object_or_404(queries.removed_work(chain), pk=pk)
    form = EmptyForm(request.POST)
    form.is_valid()
    with refusals(form):
        actions.restore_work(by=request.user, work=work)
        messages.success(request, _("The work stands on the list again."))
    return _to_list(request, chain, form)


def _form_page(
    request: SignedInRequest,
    chain: Chain,
    form: WorkForm,
    present: OutsourcedWork | None = None,
    comparison: Comparison | None = None,
) -> HttpResponse:
    context = {
        "chain": chain,
        "tab": "hours",
        "form": form,
        "work": present,
        "comparison": comparison,
    }
    status = STALE if comparison else 422 if request.method == "POST" else 200
    return render(request, "chains/work_form.html", context, status=status)


def _present(work: OutsourcedWork) -> dict[str, object]:
    names = (name for name in WorkForm.Meta.fields if name != "paying_party")
    return {name: getattr(work, name) for name in names} | {"paying_party": work.paying_party_id}


def _to_list(request: SignedInRequest, chain: Chain, form: EmptyForm) -> HttpResponse:
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("chains:work", chain.slug)


def _just_removed(request: SignedInRequest, chain: Chain) -> OutsourcedWork | None:
    """What was taken off a moment ago, to offer it back."""
    pk = request.GET.get("removed", "")
    if not (pk.isascii() and pk.isdigit()):
        return None
    return queries.removed_work(chain).filter(pk=int(pk[:18])).first()
