from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions.size import choose_assets, estimate_size
from schakel.domain.chains.checks import size_words
from schakel.domain.chains.queries.phase_check import region_facts
from schakel.domain.chains.queries.size import (
    asset_uses,
    assets_sha256,
    size_estimates,
    size_of,
)
from schakel.domain.programmes.queries import client_assets
from schakel.transfer.size_csv import size_csv
from schakel.web.chains.forms.size import AssetsForm, SizeForm
from schakel.web.chains.load import chain_or_404
from schakel.web.chains.phase_words import REGION_FIT
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PAGE_SIZE = 25


@require_http_methods(["GET", "POST"])
def size(request: SignedInRequest, slug: str) -> HttpResponse:
    """Impact and size: the verdict with its ways out; only the director estimates."""
    chain = chain_or_404(request, slug)
    newest = size_estimates(chain).first()
    form = SizeForm(
        request.POST or None,
        initial=SizeForm.of(newest) if newest else None,
    )
    if request.method == "POST":
        require(request.user, "chains.estimate_size", chain)
        if form.is_valid():
            with refusals(form):
                estimate_size(
                    by=request.user, on=timezone.localdate(), chain=chain, answers=form.answers()
                )
                messages.success(request, _("The estimate has been recorded."))
                return redirect("chains:size", chain.slug)
    facts = size_of(chain)
    context = {
        "chain": chain,
        "tab": "size",
        "form": form,
        "facts": facts,
        "words": size_words(facts),
        "rule": chain.programme.size_rule,
        "newest": newest,
        "page": Paginator(size_estimates(chain), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/size.html", context, status=status)


@require_safe
def export_size(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every estimate of impact and size, as CSV."""
    chain = chain_or_404(request, slug)
    return csv_file(size_csv(size_estimates(chain)), f"omvang-{chain.slug}")


@require_http_methods(["GET", "POST"])
def fit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Fit with the region and with the client, and what of the client the chain makes use of."""
    chain = chain_or_404(request, slug)
    form = AssetsForm(
        request.POST or None,
        chain=chain,
        initial={
            "assets": list(asset_uses(chain).values_list("asset", flat=True)),
            "seen_sha256": assets_sha256(chain),
        },
    )
    if request.method == "POST":
        require(request.user, "chains.choose_assets", chain)
        if form.is_valid():
            with refusals(form):
                choose_assets(
                    by=request.user,
                    chain=chain,
                    assets=list(form.cleaned_data["assets"]),
                    seen_sha256=form.cleaned_data["seen_sha256"] or None,
                )
                messages.success(request, _("The choice has been saved."))
                return redirect("chains:fit", chain.slug)
    region = region_facts(chain)
    context = {
        "chain": chain,
        "tab": "fit",
        "form": form,
        "region": region,
        "region_text": REGION_FIT[region.fit.fit],
        "uses": asset_uses(chain),
        "known": client_assets(chain.programme),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/fit.html", context, status=status)
