from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions.levels import set_level
from schakel.domain.chains.choices import LEVEL_MEANING, CommitmentLevel
from schakel.domain.chains.queries import levels as queries
from schakel.domain.chains.queries.letters import joined
from schakel.domain.chains.queries.promises import counts_of
from schakel.transfer.levels_csv import levels_csv, steps_csv
from schakel.web.chains.forms.levels import LevelForm
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PER_PAGE = 25


@require_safe
def ladder(request: SignedInRequest, slug: str) -> HttpResponse:
    """How serious every party is: the steps, who stands where, and who is stuck since when."""
    chain = chain_or_404(request, slug)
    today = timezone.localdate()
    lines = queries.ladder(chain, today)
    counts = queries.ladder_counts(lines)
    context = {
        "chain": chain,
        "tab": "ladder",
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "levels": list(CommitmentLevel),
        "steps": [(level, LEVEL_MEANING[level], count) for level, count in counts.by_level],
        "counts": counts,
        "promises": counts_of(chain, today),
    }
    return render(request, "chains/ladder.html", context)


@require_safe
def export_ladder(request: SignedInRequest, slug: str) -> HttpResponse:
    """On which step every party stands, as CSV."""
    chain = chain_or_404(request, slug)
    today = timezone.localdate()
    return csv_file(levels_csv(queries.ladder(chain, today)), f"commitment-{chain.slug}")


@require_safe
def export_party(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The steps of one party as CSV; the reasons only for who may read them."""
    chain = chain_or_404(request, slug)
    part = get_object_or_404(joined(chain), pk=pk)
    with_reasons = queries.may_read_reasons(request.user, part)
    content = steps_csv(part, queries.level_history(part), with_reasons)
    return csv_file(content, f"commitment-{slugify(part.organisation.name)}-{slug}")


@require_http_methods(["GET", "POST"])
def party(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The steps of one party; the director sets the next."""
    chain = chain_or_404(request, slug)
    part = get_object_or_404(joined(chain), pk=pk)
    may_set = request.user.has_perm("chains.set_level", chain)
    if request.method == "POST":
        require(request.user, "chains.set_level", chain)
    today = timezone.localdate()
    present = queries.level_of(part, today)
    form = LevelForm(
        request.POST or None,
        present=present,
        on=today,
        kept=queries.kept_promises(part, today),
    )
    if form.is_valid():
        with refusals(form):
            set_level(by=request.user, on=today, participation=part, **form.cleaned_data)
            messages.success(request, _("The party stands on another step now."))
            return redirect("chains:ladder_party", slug, pk)
    history = queries.level_history(part)
    context = {
        "chain": chain,
        "tab": "ladder",
        "part": part,
        "present": present,
        "history": Paginator(history, PER_PAGE).get_page(request.GET.get("page")),
        "may_set": may_set,
        "may_read": queries.may_read_reasons(request.user, part),
        "meaning": LEVEL_MEANING[present.level],
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "chains/ladder_party.html", context, status=status)
