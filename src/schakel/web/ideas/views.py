from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.core.validators import slug_re
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.permissions import require, require_kind
from schakel.domain.accounts.queries import last_change
from schakel.domain.explorer import actions, queries
from schakel.domain.explorer.choices import IdeaState
from schakel.domain.explorer.models import Idea
from schakel.domain.register.models import Initiative
from schakel.domain.register.queries import initiatives
from schakel.transfer.ideas_csv import ideas_csv
from schakel.web.ideas.forms import IdeaFilterForm, IdeaForm, ReportForm
from schakel.web.ideas.lines import IdeaLine
from schakel.web.ideas.load import idea_or_404
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest
from schakel.web.shell.stale import Comparison, compare

PAGE_SIZE = 25
STALE = 409


@require_safe
def idea_list(request: SignedInRequest) -> HttpResponse:
    """The queue: searched, filtered, in an order and in pages, all of it in the address."""
    require(request.user, "explorer.view_ideas")
    today = timezone.localdate()
    filters = IdeaFilterForm(request.GET)
    chosen = filters.chosen()
    found = queries.rows(request.user, chosen, filters.order())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "filtered": chosen != queries.IdeaFilter(),
        "queue": queries.queue(request.user, today),
        "page": page,
        "lines": [IdeaLine(idea, today) for idea in page],
    }
    return render(request, "ideas/list.html", context)


@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """The ideas as they are filtered, as CSV."""
    require(request.user, "explorer.view_ideas")
    filters, today = IdeaFilterForm(request.GET), timezone.localdate()
    content = ideas_csv(queries.rows(request.user, filters.chosen(), filters.order()), today)
    return csv_file(content, "ideeen")


@require_http_methods(["GET", "POST"])
def report(request: SignedInRequest) -> HttpResponse:
    """Report an idea, perhaps from the initiative named by `?initiatief=`."""
    require_kind(request.user, "explorer.report_idea")
    initiative = _initiative(request)
    form = ReportForm(request.POST or None, user=request.user, initial=_from(initiative))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            idea = actions.report_idea(
                by=request.user,
                on=timezone.localdate(),
                programme=form.cleaned_data["programme"],
                answers=form.answers(),
                organisation=form.cleaned_data.get("organisation"),
                initiative=initiative,
            )
            messages.success(request, _("The idea is in the queue."))
            return redirect("ideas:detail", idea.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "initiative": initiative}
    return render(request, "ideas/report.html", context, status=status)


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """All of an idea: what it says, who could explore it, and what became of it."""
    idea = idea_or_404(request, pk)
    today = timezone.localdate()
    explorations = list(queries.explorations_of(idea))
    present = next(
        (one for one in explorations if not one.reported_on and not one.withdrawn_on), None
    )
    may_commission = request.user.has_perm("explorer.commission_exploration", idea)
    context: dict[str, Any] = {
        "idea": idea,
        "line": IdeaLine(idea, today),
        "explorations": explorations,
        "present": present,
        "may_report": present and request.user.has_perm("explorer.report_findings", present),
        "may_commission": may_commission,
        "may_see_chain": idea.chain and request.user.has_perm("chains.view_chain", idea.chain),
    }
    if may_commission and idea.state == IdeaState.WAITING:
        context["candidates"] = queries.who_could_explore(idea, today)
    return render(request, "ideas/detail.html", context)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change an idea. Who is late sees the present one beside what was typed, and chooses."""
    idea = idea_or_404(request, pk)
    require(request.user, "explorer.change_idea", idea)
    form = IdeaForm(request.POST or None, initial=IdeaForm.of(idea))
    comparison: Comparison | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        with refusals(form):
            actions.change_idea(by=request.user, idea=idea, version=version, answers=form.answers())
            messages.success(request, _("The idea has been changed."))
            return redirect("ideas:detail", pk)
        if version != idea.version:
            comparison = compare(form, _stands(idea), last_change(idea))
            form.data = form.data.copy()
            form.data["version"] = str(idea.version)
    context = {"form": form, "idea": idea, "comparison": comparison}
    status = STALE if comparison else 422 if request.method == "POST" else 200
    return render(request, "ideas/change.html", context, status=status)


def _stands(idea: Idea) -> dict[str, Any]:
    return {name: value for name, value in IdeaForm.of(idea).items() if name != "version"}


def _initiative(request: SignedInRequest) -> Initiative | None:
    """The initiative of the register that the idea comes from, if one is named."""
    slug = request.GET.get("initiatief", "")
    if not slug:
        return None
    if not slug_re.match(slug):
        raise Http404
    return get_object_or_404(initiatives(), slug=slug)


def _from(initiative: Initiative | None) -> dict[str, Any]:
    if initiative is None:
        return {}
    return {
        "title": initiative.name,
        "what": initiative.summary,
        "sectors": [sector.pk for sector in initiative.sectors.all()],
        "province": initiative.province_id,
    }
