from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import experts as actions
from schakel.domain.chains.models import Chain, Expert
from schakel.domain.chains.queries import assignment as queries
from schakel.transfer.director_csv import experts_csv
from schakel.web.chains.forms.assignment import ExpertForm
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

STALE = 409
PAGE_SIZE = 25


@require_safe
def experts(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    page = Paginator(queries.experts(chain), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "experts",
        "page": page,
        "removed": _just_removed(request, chain),
    }
    return render(request, "chains/experts.html", context)


@require_safe
def export_experts(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    return csv_file(experts_csv(queries.experts(chain)), f"experts-{chain.slug}")


@require_http_methods(["GET", "POST"])
def call_expert(request: SignedInRequest, slug: str) -> HttpResponse:
    """Call in an expert, perhaps for the gap named by `?voor=`."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.call_expert", chain)
    form = ExpertForm(
        request.POST or None,
        initial={"starts_on": timezone.localdate(), "criterion": request.GET.get("voor", "")},
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.call_expert(by=request.user, chain=chain, terms=form.terms())
            messages.success(request, _("The expert is on the list."))
            return redirect("chains:experts", chain.slug)
    context = {"chain": chain, "tab": "director", "sub": "experts", "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/expert_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def change_expert(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change the terms. Who is late sees what stands there now beside what was typed."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.call_expert", chain)
    present = get_object_or_404(queries.experts(chain), pk=pk)
    form = ExpertForm(request.POST or None, instance=queries.experts(chain).get(pk=pk))
    stale = False
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            actions.change_expert(
                by=request.user, expert=present, version=version, terms=form.terms()
            )
            messages.success(request, _("The terms of the expert have been changed."))
            return redirect("chains:experts", chain.slug)
        stale = version != present.version
        if stale:
            form.data = form.data.copy()
            form.data["version"] = str(present.version)
    context = {
        "chain": chain,
        "tab": "director",
        "sub": "experts",
        "form": form,
        "expert": present,
        "stale": stale,
    }
    status = STALE if stale else 422 if request.method == "POST" else 200
    return render(request, "chains/expert_form.html", context, status=status)


@require_POST
def remove_expert(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.call_expert", chain)
    found = get_object_or_404(queries.experts(chain), pk=pk)
    actions.remove_expert(by=request.user, expert=found)
    return redirect(f"{reverse('chains:experts', args=[slug])}?removed={pk}")


@require_POST
def restore_expert(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.call_expert", chain)
    found = get_object_or_404(queries.removed_experts(chain), pk=pk)
    actions.restore_expert(by=request.user, expert=found)
    messages.success(request, _("The expert is on the list again."))
    return redirect("chains:experts", chain.slug)


def _just_removed(request: SignedInRequest, chain: Chain) -> Expert | None:
    """The expert who was taken off a moment ago, to offer them back."""
    pk = request.GET.get("removed", "")
    if not (pk.isascii() and pk.isdigit()):
        return None
    if not request.user.has_perm("chains.call_expert", chain):
        return None
    return queries.removed_experts(chain).filter(pk=int(pk[:18])).first()
