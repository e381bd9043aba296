from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions import promises as actions
from schakel.domain.chains.models import Chain, Commitment
from schakel.domain.chains.queries import letters as letter_queries
from schakel.domain.chains.queries import promises as queries
from schakel.domain.chains.queries.work.commitment import unsigned_letters
from schakel.transfer.promises_csv import history_csv, promises_csv
from schakel.web.chains.forms.promises import (
    AnswerForm,
    DeliveryForm,
    PromiseFilterForm,
    ProposalForm,
    ReasonForm,
    SeenForm,
)
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PER_PAGE = 25


@require_safe
def promises(request: SignedInRequest, slug: str) -> HttpResponse:
    """The promises that hold now, soonest first: how they stand, filtered."""
    chain = chain_or_404(request, slug)
    today = timezone.localdate()
    filters = PromiseFilterForm(request.GET, parties=letter_queries.joined(chain))
    found = queries.promises(chain, today, filters.chosen())
    context = {
        "chain": chain,
        "tab": "promises",
        "filters": filters,
        "filtered": filters.chosen() != queries.PromiseFilter(),
        "counts": queries.counts_of(chain, today),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "today": today,
    }
    return render(request, "chains/commitments.html", context)


@require_safe
def export_promises(request: SignedInRequest, slug: str) -> HttpResponse:
    """The promises as they are filtered, as CSV."""
    chain = chain_or_404(request, slug)
    today = timezone.localdate()
    filters = PromiseFilterForm(request.GET, parties=letter_queries.joined(chain))
    found = queries.promises(chain, today, filters.chosen())
    return csv_file(promises_csv(found), f"toezeggingen-{chain.slug}")


@require_safe
def export_history(request: SignedInRequest, slug: str) -> HttpResponse:
    """What happened to all promises of the chain, as CSV."""
    chain = chain_or_404(request, slug)
    return csv_file(history_csv(queries.history_of_chain(chain)), f"verloop-{chain.slug}")


@require_safe
def promise(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One promise with what happened to it."""
    return _show(request, _promise_or_404(request, slug, pk), None)


@require_http_methods(["GET", "POST"])
def report(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Record what there is so far, or that the promise was kept."""
    commitment = _promise_or_404(request, slug, pk)
    require(request.user, "chains.report_promise", commitment)
    today = timezone.localdate()
    form = DeliveryForm(
        request.POST or None, commitment=commitment, on=today, seen=queries.last_event(commitment)
    )
    if form.is_valid():
        with refusals(form):
            event = actions.report_delivery(
                by=request.user, on=today, commitment=commitment, **form.cleaned_data
            )
            messages.success(
                request,
                _("The promise is recorded as kept.")
                if event.kind == "fulfilled"
                else _("The progress is recorded."),
            )
            return redirect("chains:promise", slug, pk)
    return _step(request, commitment, form, _("Record progress"), "report")


@require_http_methods(["GET", "POST"])
def propose(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    commitment = _promise_or_404(request, slug, pk)
    require(request.user, "chains.report_promise", commitment)
    form = ProposalForm(
        request.POST or None, commitment=commitment, seen=queries.last_event(commitment)
    )
    if form.is_valid():
        with refusals(form):
            actions.propose_terms(
                by=request.user,
                on=timezone.localdate(),
                commitment=commitment,
                **form.cleaned_data,
            )
            messages.success(
                request, _("The proposal is made. It holds as soon as the other side accepts it.")
            )
            return redirect("chains:promise", slug, pk)
    return _step(request, commitment, form, _("Propose new terms"), "propose")


@require_http_methods(["GET", "POST"])
def break_promise(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    commitment = _promise_or_404(request, slug, pk)
    require(request.user, "chains.judge_promise", commitment.letter.chain)
    form = ReasonForm(request.POST or None, seen=queries.last_event(commitment))
    if form.is_valid():
        with refusals(form):
            actions.break_promise(
                by=request.user,
                on=timezone.localdate(),
                commitment=commitment,
                **form.cleaned_data,
            )
            messages.success(request, _("The promise is recorded as not kept."))
            return redirect("chains:promise", slug, pk)
    return _step(request, commitment, form, _("Record as not kept"), "break")


@require_http_methods(["GET", "POST"])
def reopen(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    commitment = _promise_or_404(request, slug, pk)
    require(request.user, "chains.judge_promise", commitment.letter.chain)
    form = ReasonForm(request.POST or None, seen=queries.last_event(commitment))
    if form.is_valid():
        with refusals(form):
            actions.reopen_promise(
                by=request.user,
                on=timezone.localdate(),
                commitment=commitment,
                **form.cleaned_data,
            )
            messages.success(request, _("The promise is open again."))
            return redirect("chains:promise", slug, pk)
    return _step(request, commitment, form, _("Open the promise again"), "reopen")


@require_POST
def answer(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Accept or decline what the other side proposed."""
    commitment = _promise_or_404(request, slug, pk)
    require(request.user, "chains.report_promise", commitment)
    form = AnswerForm(request.POST)
    if form.is_valid():
        with refusals(form):
            accept = form.cleaned_data["answer"] == "accept"
            actions.answer_proposal(
                by=request.user,
                on=timezone.localdate(),
                commitment=commitment,
                accept=accept,
                note=form.cleaned_data["note"],
                seen=form.cleaned_data["seen"],
            )
            messages.success(
                request,
                _("The new terms hold from now on.") if accept else _("The proposal is declined."),
            )
            return redirect("chains:promise", slug, pk)
    return _show(request, commitment, form)


@require_POST
def withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    commitment = _promise_or_404(request, slug, pk)
    require(request.user, "chains.report_promise", commitment)
    form = SeenForm(request.POST)
    if form.is_valid():
        with refusals(form):
            actions.withdraw_proposal(
                by=request.user,
                on=timezone.localdate(),
                commitment=commitment,
                **form.cleaned_data,
            )
            messages.success(request, _("The proposal is withdrawn."))
            return redirect("chains:promise", slug, pk)
    return _show(request, commitment, form)


def _promise_or_404(request: SignedInRequest, slug: str, pk: int) -> Any:
    """A promise with how it stands today."""
    chain = chain_or_404(request, slug)
    return get_object_or_404(queries.promise_in(chain, timezone.localdate()), pk=pk)


def _about(request: SignedInRequest, commitment: Commitment) -> dict[str, Any]:
    """What a page shows of a promise beside a form: its history, and who may do what."""
    chain: Chain = commitment.letter.chain
    user = request.user
    proposal = queries.open_proposal(commitment)
    may_report = user.has_perm("chains.report_promise", commitment)
    own_side = may_report and proposal is not None and proposal.side == actions.side_of(user)
    return {
        "chain": chain,
        "tab": "promises",
        "commitment": commitment,
        "history": Paginator(queries.history(commitment), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "proposal": proposal,
        "may_report": may_report,
        "may_judge": user.has_perm("chains.judge_promise", chain),
        "may_answer": may_report and proposal is not None and not own_side,
        "may_withdraw": own_side,
        "holds": commitment.letter.status == "open" and queries.is_signed(commitment),
        "waits_for_signature": commitment.participation.organisation_id == user.organisation_id
        and unsigned_letters(user, [chain]).filter(pk=commitment.letter_id).exists(),
        "is_settled": commitment.standing in queries.SETTLED_STANDINGS,  # type: ignore[attr-defined]
        "seen": queries.last_event(commitment),
        "today": timezone.localdate(),
    }


def _show(request: SignedInRequest, commitment: Commitment, form: BaseForm | None) -> HttpResponse:
    context = _about(request, commitment) | {"form": form}
    return render(request, "chains/promise.html", context, status=422 if form else 200)


def _step(
    request: SignedInRequest, commitment: Commitment, form: BaseForm, title: str, step: str
) -> HttpResponse:
    context = _about(request, commitment) | {
        "form": form,
        "title": title,
        "step": step,
        "back": reverse("chains:promise", args=[commitment.letter.chain.slug, commitment.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "chains/promise_step.html", context, status=status)
