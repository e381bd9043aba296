from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions.complexity import assess_complexity
from schakel.domain.chains.choices import Level
from schakel.domain.chains.indicators import INDICATORS
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.complexity import assessments, estimate_of, norm_of
from schakel.engine.effort import Complexity, Estimate, estimate
from schakel.web.chains.forms.complexity import ComplexityForm
from schakel.web.chains.load import chain_or_404, require_now
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest


@require_http_methods(["GET", "POST"])
def assess(request: SignedInRequest, slug: str) -> HttpResponse:
    """The six indicators and what they lead to; only the director of the chain answers them."""
    chain = chain_or_404(request, slug)
    newest = assessments(chain).first()
    form = ComplexityForm(
        request.POST or None,
        initial={name.key: getattr(newest, name.key) for name in INDICATORS} if newest else None,
    )
    if request.method == "POST":
        require(request.user, "chains.assess_complexity", chain)
        if form.is_valid():
            with refusals(form):
                _assess(request, chain, form)
                return redirect("chains:complexity", chain.slug)
    context = {
        "chain": chain,
        "tab": "complexity",
        "form": form,
        "indicator_fields": [form[indicator.key] for indicator in INDICATORS],
        "newest": newest,
        "history": assessments(chain)[1:],
        **_result(estimate_of(newest) if newest else None),
    }
    return render(
        request, "chains/complexity.html", context, status=422 if request.method == "POST" else 200
    )


@require_safe
def preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the answers given so far lead to, before anything is saved."""
    chain = chain_or_404(request, slug)
    require_now(request, "chains.assess_complexity", chain)
    form = ComplexityForm(request.GET)
    found = None
    if form.is_valid():
        found = estimate(Complexity.of(form.levels()), norm_of(chain.programme))
    return render(
        request, "chains/_estimate.html", {"chain": chain, "preview": True, **_result(found)}
    )


def _assess(request: SignedInRequest, chain: Chain, form: ComplexityForm) -> None:
    assess_complexity(
        by=request.user,
        on=timezone.localdate(),
        chain=chain,
        levels=form.levels(),
        explanation=form.cleaned_data["explanation"],
    )
    messages.success(request, _("The complexity has been recorded."))


def _result(found: Estimate | None) -> dict[str, Any]:
    """The estimate with the words of each reason beside its figures."""
    words = {indicator.key: indicator for indicator in INDICATORS}
    reasons = [
        {
            "label": words[reason.indicator].label,
            "level": Level(reason.level.value),
            "text": words[reason.indicator].levels[Level(reason.level.value)],
            "hours": float(reason.hours_per_week),
            "whole_months": int(reason.months),
        }
        for reason in (found.reasons if found else ())
    ]
    return {"estimate": found, "reasons": reasons}
