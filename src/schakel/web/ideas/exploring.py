"""Having an idea explored, and what becomes of it."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schakel.domain.accounts.permissions import require
from schakel.domain.explorer import actions, queries
from schakel.domain.explorer.models import Exploration, Idea
from schakel.lib.errors import Refused
from schakel.web.ideas.forms import CommissionForm, DropForm, FindingsForm, ReasonForm
from schakel.web.ideas.load import idea_or_404
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest


@require_http_methods(["GET", "POST"])
def commission(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a waiting idea to an explorer, perhaps the one named by `?verkenner=`."""
    idea = idea_or_404(request, pk)
    require(request.user, "explorer.commission_exploration", idea)
    today = timezone.localdate()
    initial = {"starts_on": today, "explorer": request.GET.get("verkenner", "")}
    form = CommissionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = actions.commission_exploration(
                by=request.user, on=today, idea=idea, commission=form.commission()
            )
            messages.success(request, _("%(who)s explores this idea.") % {"who": made.who})
            return redirect("ideas:detail", pk)
    return _page(request, "ideas/commission.html", idea, form)


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    idea = idea_or_404(request, pk)
    require(request.user, "explorer.commission_exploration", idea)
    exploration = _newest_or_404(idea)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.withdraw_exploration(
                by=request.user,
                on=timezone.localdate(),
                exploration=exploration,
                **form.cleaned_data,
            )
            messages.success(request, _("The idea waits for an explorer again."))
            return redirect("ideas:detail", pk)
    return _page(request, "ideas/withdraw.html", idea, form, exploration=exploration)


@require_http_methods(["GET", "POST"])
def findings(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the exploration found; the explorer reports it, or the client for a bureau."""
    idea = idea_or_404(request, pk)
    exploration = _newest_or_404(idea)
    require(request.user, "explorer.report_findings", exploration)
    form = FindingsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.report_findings(
                by=request.user,
                on=timezone.localdate(),
                exploration=exploration,
                **form.cleaned_data,
            )
            messages.success(request, _("The findings have been recorded."))
            return redirect("ideas:detail", pk)
    return _page(request, "ideas/findings.html", idea, form, exploration=exploration)


@require_http_methods(["GET", "POST"])
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    idea = idea_or_404(request, pk)
    require(request.user, "explorer.drop_idea", idea)
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.drop_idea(by=request.user, idea=idea, **form.cleaned_data)
            messages.success(request, _("The idea has been dropped; its lesson is kept."))
            return redirect("ideas:detail", pk)
    return _page(request, "ideas/drop.html", idea, form)


@require_POST
def bring_back(request: SignedInRequest, pk: int) -> HttpResponse:
    idea = idea_or_404(request, pk)
    require(request.user, "explorer.drop_idea", idea)
    try:
        actions.bring_back_idea(by=request.user, on=timezone.localdate(), idea=idea)
        messages.success(request, _("The idea is in the queue again."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("ideas:detail", pk)


def _newest_or_404(idea: Idea) -> Exploration:
    """The newest commission of an idea, open or not: what has ended is refused with a reason."""
    return get_object_or_404(queries.explorations_of(idea)[:1])


def _page(
    request: SignedInRequest, template: str, idea: Idea, form: Form, **context: Any
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"idea": idea, "form": form} | context, status=status)
