from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions.gates import decide_gate
from schakel.domain.chains.gates import Evidence, Finding
from schakel.domain.chains.models import Chain, GateDecision
from schakel.domain.chains.phases import Transition, moves_from, next_gate, transition
from schakel.domain.chains.queries import gates as queries
from schakel.domain.chains.queries.letters import open_letter_of, own_participation
from schakel.domain.programmes.choices import Phase
from schakel.web.chains.forms.gate import GateForm
from schakel.web.chains.load import chain_or_404
from schakel.web.shell.refusals import refusals
from schakel.web.shell.signed_in import SignedInRequest

PAGE_SIZE = 25


@dataclass(frozen=True)
class Mend:
    """Where a condition is mended, and who may."""

    view: str
    permission: str
    label: str | Promise


PARTIES = Mend("chains:parties", "chains.invite_party", gettext_lazy("To the parties"))
LETTER = Mend("chains:letter", "chains.draft_letter", gettext_lazy("To the letter of commitment"))
MENDS = {
    "director": Mend(
        "chains:appoint", "chains.appoint_director", gettext_lazy("Appoint a chain director")
    ),
    "complexity": Mend(
        "chains:complexity", "chains.assess_complexity", gettext_lazy("Assess the complexity")
    ),
    "supply": PARTIES,
    "demand": PARTIES,
    "enterprises": PARTIES,
    "answers": PARTIES,
    "links_filled": PARTIES,
    "letter_open": LETTER,
    "promises_measurable": LETTER,
    "promise_each": LETTER,
    "letter_signed": LETTER,
    "barriers_known": Mend(
        "chains:barriers", "chains.report_barrier", gettext_lazy("To the barriers")
    ),
    "lesson": Mend("chains:log", "chains.write_log", gettext_lazy("To the logbook")),
}


@dataclass(frozen=True)
class FindingLine:
    finding: Finding
    url: str
    label: str | Promise


@dataclass(frozen=True)
class DecisionLine:
    """A decision with its evidence as it was frozen."""

    decision: GateDecision
    evidence: Evidence


@require_http_methods(["GET", "POST"])
def gate(request: SignedInRequest, slug: str) -> HttpResponse:
    """The evidence of the next gate (or of the step in `naar`), the decision, the history."""
    chain = chain_or_404(request, slug)
    if request.method == "POST":
        require(request.user, "chains.decide_gate", chain)
    move = _move(chain, request.GET.get("naar", ""))
    if move is None:
        return _render(request, chain, {"evidence": None})
    today = timezone.localdate()
    evidence = queries.evidence_of(chain, today, move)
    form = GateForm(request.POST or None, evidence=evidence, move=move)
    if form.is_valid():
        with refusals(form):
            decision = decide_gate(
                by=request.user, on=today, chain=chain, to_phase=move.target, **form.decision()
            )
            messages.success(request, _decided(decision))
            return redirect("chains:gate", slug)
    context = {
        "evidence": evidence,
        "lines": [_line(request.user, chain, finding) for finding in evidence.findings],
        "move": move,
        "others": [one for one in moves_from(chain.phase) if one != move],
        "form": form,
    }
    return _render(request, chain, context)


def _move(chain: Chain, target: str) -> Transition | None:
    """The step asked for, else the one forward; None for a closed chain, 404 for no step."""
    if not target:
        return next_gate(chain.phase)
    move = transition(chain.phase, target)
    if move is None:
        raise Http404
    return move


def _line(user: User, chain: Chain, finding: Finding) -> FindingLine:
    """A finding with the place where this person can mend it, if there is one."""
    mend = None if finding.met else MENDS.get(finding.key)
    if mend and user.has_perm(mend.permission, chain):
        return FindingLine(finding, reverse(mend.view, args=[chain.slug]), mend.label)
    if finding.key == "letter_signed" and not finding.met:
        return FindingLine(finding, _own_signing(user, chain, finding), _("Sign for your party"))
    return FindingLine(finding, "", "")


def _own_signing(user: User, chain: Chain, finding: Finding) -> str:
    """Where this person signs, if the own party is one that is missing."""
    own, letter = own_participation(user, chain), open_letter_of(chain)
    if own and letter and own.pk in {who.id for who in finding.missing}:
        return reverse("chains:sign_letter", args=[chain.slug, letter.number])
    return ""


def _decided(decision: GateDecision) -> str:
    if decision.outcome == "go":
        return _("Go: the chain is now in the %(phase)s.") % {
            "phase": Phase(decision.to_phase).label
        }
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
