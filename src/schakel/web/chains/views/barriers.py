from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.accounts.queries import last_change
from schakel.domain.chains.actions import diary as actions
from schakel.domain.chains.models import Barrier
from schakel.domain.chains.queries import diary as queries
from schakel.web.chains.forms.diary import BarrierForm
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest
from schakel.web.shell.stale import Comparison, compare

STALE = 409


@require_safe
def barriers(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    page = Paginator(queries.barriers(chain), 25).get_page(request.GET.get("page"))
    return render(
        request, "chains/barriers.html", {"chain": chain, "tab": "barriers", "page": page}
    )


@require_safe
def barrier(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    chain = chain_or_404(request, slug)
    found = get_object_or_404(queries.barriers(chain), pk=pk)
    return render(
        request, "chains/barrier.html", {"chain": chain, "tab": "barriers", "barrier": found}
    )


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
