from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.accounts.queries import last_change
from schakel.domain.chains.actions import barriers as actions
from schakel.domain.chains.models import Barrier
from schakel.domain.chains.policies.barriers import may_reopen
from schakel.domain.chains.queries import barriers as queries
from schakel.transfer.barriers_csv import barriers_csv
from schakel.web.chains.forms.barriers import BarrierFilterForm, BarrierForm
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest
from schakel.web.shell.stale import Comparison, compare

STALE = 409
PER_PAGE = 25


@require_safe
def barriers(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    form = BarrierFilterForm(request.GET, *queries.rules_and_authorities(queries.barriers(chain)))
    chosen = form.chosen()
    found = queries.barriers(chain, chosen)
    context = {
        "chain": chain,
        "tab": "barriers",
        "filters": form,
        "filtered": chosen != queries.BarrierFilter(),
        "counts": queries.barrier_counts(chain),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "chains/barriers.html", context)


@require_safe
def export_barriers(request: SignedInRequest, slug: str) -> HttpResponse:
    """The barriers of a chain as they are filtered, as CSV."""
    chain = chain_or_404(request, slug)
    form = BarrierFilterForm(request.GET, *queries.rules_and_authorities(queries.barriers(chain)))
    found = queries.barriers(chain, form.chosen()).select_related("chain")
    return csv_file(barriers_csv(found), f"belemmeringen-{chain.slug}")


@require_safe
def register(request: SignedInRequest) -> HttpResponse:
    """The barriers of every chain that the reader may see: the same barrier returns."""
    everything = queries.barriers_for(request.user)
    form = BarrierFilterForm(request.GET, *queries.rules_and_authorities(everything))
    chosen = form.chosen()
    found = queries.barriers_for(request.user, chosen)
    context = {
        "filters": form,
        "filtered": chosen != queries.BarrierFilter(),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "chains/barrier_register.html", context)


@require_safe
def export_register(request: SignedInRequest) -> HttpResponse:
    """The register as it is filtered, as CSV."""
    everything = queries.barriers_for(request.user)
    form = BarrierFilterForm(request.GET, *queries.rules_and_authorities(everything))
    found = queries.barriers_for(request.user, form.chosen())
    return csv_file(barriers_csv(found), "belemmeringen")


@require_safe
def barrier(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    found = get_object_or_404(queries.barriers(chain), pk=pk)
    context = {
        "chain": chain,
        "tab": "barriers",
        "barrier": found,
        "steps": found.steps.select_related("written_by"),
        "may_reopen": may_reopen(found),
        "alike": queries.alike_barriers(request.user, found),
    }
    return render(request, "chains/barrier.html", context)


@require_safe
def barrier_history(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Every version of a barrier, with what changed word by word."""
    chain = chain_or_404(request, slug)
    found = get_object_or_404(queries.barriers(chain), pk=pk)
    context = {
        "chain": chain,
        "tab": "barriers",
        "barrier": found,
        "revisions": queries.revisions(found),
    }
    return render(request, "chains/barrier_history.html", context)


@require_http_methods(["GET", "POST"])
def report_barrier(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    require(request.user, "chains.report_barrier", chain)
    form = BarrierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = actions.report_barrier(
                by=request.user, on=timezone.localdate(), chain=chain, answers=_answers(form)
            )
            messages.success(request, _("The barrier has been recorded."))
            return redirect("chains:barrier", chain.slug, made.pk)
    context = {"chain": chain, "tab": "barriers", "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "chains/barrier_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def change_barrier(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change the answers. Who is late sees the present ones beside what was typed, and chooses."""
    chain = chain_or_404(request, slug)
    require(request.user, "chains.report_barrier", chain)
    present = get_object_or_404(queries.barriers(chain), pk=pk)
    form = BarrierForm(request.POST or None, instance=queries.barriers(chain).get(pk=pk))
    comparison: Comparison | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            actions.change_barrier(
                by=request.user, barrier=present, version=version, answers=_answers(form)
            )
            messages.success(request, _("The barrier has been changed."))
            return redirect("chains:barrier", chain.slug, pk)
        if version != present.version:
            comparison = compare(form, _present(present), last_change(present))
            form.data = form.data.copy()
            form.data["version"] = str(present.version)
    context = {
        "chain": chain,
        "tab": "barriers",
        "form": form,
        "barrier": present,
        "comparison": comparison,
    }
    status = STALE if comparison else 422 if request.method == "POST" else 200
    return render(request, "chains/barrier_form.html", context, status=status)


def _present(barrier: Barrier) -> dict[str, str]:
    return {name: getattr(barrier, name) for name in BarrierForm.Meta.fields}


def _answers(form: BarrierForm) -> actions.BarrierAnswers:
    return actions.BarrierAnswers(
        **{name: form.cleaned_data[name] for name in BarrierForm.Meta.fields}
    )
