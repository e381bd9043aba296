from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions.gates import decide_gate
from schakel.domain.chains.choices import GateOutcome
from schakel.domain.chains.gates import Evidence, Finding
from schakel.domain.chains.models import Chain, GateDecision
from schakel.domain.chains.phases import Move, Transition, transition
from schakel.domain.chains.queries import gates as queries
from schakel.domain.chains.queries.letters import open_letter_of, own_participation
from schakel.transfer.decisions_csv import decisions_csv
from schakel.web.chains.forms.gate import GateForm
from schakel.web.chains.load import chain_or_404
from schakel.web.chains.mends import NOWHERE, Way, way_to_mend
from schakel.web.chains.moves import Step
from schakel.web.shell.downloads import csv_file
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PAGE_SIZE = 25


@dataclass(frozen=True)
class FindingLine:
    finding: Finding
    way: Way


@dataclass(frozen=True)
class DecisionLine:
    """A decision with its evidence as it was frozen."""

    decision: GateDecision
    evidence: Evidence

    @property
    def move(self) -> Move | None:
        """What kind of step was decided on."""
        step = transition(self.decision.from_phase, self.decision.to_phase)
        return step.move if step else None


@require_http_methods(["GET", "POST"])
def gate(request: SignedInRequest, slug: str) -> HttpResponse:
    """The evidence of the next gate (or of the step in `naar`), the decision, the history."""
    chain = chain_or_404(request, slug)
    if request.method == "POST":
        require(request.user, "chains.decide_gate", chain)
    moves = queries.moves_of(chain)
    move = _move(moves, request.GET.get("naar", ""))
    others = [Step(one) for one in moves if one != move]
    if move is None:
        closing = queries.closing_decision(chain)
        return _render(request, chain, {"evidence": None, "others": others, "closing": closing})
    today = timezone.localdate()
    evidence = queries.evidence_of(chain, today, move)
    form = GateForm(request.POST or None, evidence=evidence, move=move)
    if form.is_valid():
        with refusals(form):
            decision = decide_gate(
                by=request.user, on=today, chain=chain, to_phase=move.target, **form.decision()
            )
            messages.success(request, _decided(decision, Step(move)))
            return redirect("chains:gate", slug)
    context = {
        "evidence": evidence,
        "lines": [_line(request.user, chain, finding) for finding in evidence.findings],
        "step": Step(move),
        "others": others,
        "form": form,
    }
    return _render(request, chain, context)


@require_safe
def export_decisions(request: SignedInRequest, slug: str) -> HttpResponse:
    chain = chain_or_404(request, slug)
    return csv_file(decisions_csv(queries.gate_decisions(chain)), f"besluiten-{chain.slug}")


def _move(moves: tuple[Transition, ...], target: str) -> Transition | None:
    """The step asked for, else the one forward; None for a closed chain, 404 for no step."""
    if target:
        move = next((one for one in moves if one.target == target), None)
        if move is None:
            raise Http404
        return move
    return next((one for one in moves if one.move is Move.FORWARD), None)


def _line(user: User, chain: Chain, finding: Finding) -> FindingLine:
    """A finding with the place where this person can mend it, if there is one."""
    way = NOWHERE if finding.met else way_to_mend(user, chain, finding.key)
    if finding.key == "letter_signed" and not finding.met and not way.url:
        way = Way(_own_signing(user, chain, finding), _("Sign for your party"))
    return FindingLine(finding, way)


def _own_signing(user: User, chain: Chain, finding: Finding) -> str:
    """Where this person signs, if the own party is one that is missing."""
    own, letter = own_participation(user, chain), open_letter_of(chain)
    if own and letter and own.pk in {who.id for who in finding.missing}:
        return reverse("chains:sign_letter", args=[chain.slug, letter.number])
    return ""


def _decided(decision: GateDecision, step: Step) -> str:
    if decision.outcome == GateOutcome.GO:
        return step.done
    return _("No-go: the decision, its reasons and its lesson are kept.")


def _render(request: SignedInRequest, chain: Chain, context: dict[str, Any]) -> HttpResponse:
    page = Paginator(queries.gate_decisions(chain), PAGE_SIZE).get_page(request.GET.get("page"))
    decisions = [DecisionLine(one, Evidence.from_json(one.evidence)) for one in page]
    form = context.get("form")
    return render(
        request,
        "chains/gate.html",
        {"chain": chain, "tab": "gate", "decisions": decisions, "page": page} | context,
        status=422 if form is not None and form.errors else 200,
    )
