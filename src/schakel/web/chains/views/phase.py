from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.domain.accounts.models import User
from schakel.domain.chains.checks import Line, PhaseCheck, State
from schakel.domain.chains.models import Chain
from schakel.domain.chains.phases import Move, next_gate
from schakel.domain.chains.queries.gates import closing_decision, moves_of
from schakel.domain.chains.queries.phase_check import phase_checks
from schakel.domain.programmes.choices import Phase
from schakel.web.chains.load import chain_or_404
from schakel.web.chains.mends import Way, way_to_mend
from schakel.web.chains.moves import Step
from schakel.web.chains.phase_words import WHAT_A_PHASE_IS
from schakel.web.chains.views.overview import phase_track
from schakel.web.shell.signed_in import SignedInRequest


@dataclass(frozen=True)
class LineWithWay:
    """A line of the checklist with the place where this person does something about it."""

    line: Line
    way: Way

    @property
    def is_met(self) -> bool:
        return self.line.state is State.DONE


@dataclass(frozen=True)
class Part:
    """A phase on the page: what it is, its conditions and the lessons beside them."""

    check: PhaseCheck
    about: object
    conditions: list[LineWithWay]
    lessons: list[LineWithWay]

    @property
    def counts(self) -> list[tuple[State, int]]:
        return [(state, self.check.count(state)) for state in State]


@require_safe
def phase(request: SignedInRequest, slug: str) -> HttpResponse:
    """What each phase needs, answered from the data, with the way to what is still to be done."""
    chain = chain_or_404(request, slug)
    parts = [
        _part(request.user, chain, check) for check in phase_checks(chain, timezone.localdate())
    ]
    context = {
        "chain": chain,
        "tab": "phase",
        "phases": phase_track(chain),
        "present": next((one for one in parts if one.check.phase == chain.phase), None),
        "others": [one for one in parts if one.check.phase != chain.phase],
        "closing": closing_decision(chain),
        "gate": next_gate(chain.phase),
        "steps": [Step(one) for one in moves_of(chain) if one.move is not Move.FORWARD]
        if request.user.has_perm("chains.decide_gate", chain)
        else [],
        "today": timezone.localdate(),
    }
    return render(request, "chains/phase.html", context)


def _part(user: User, chain: Chain, check: PhaseCheck) -> Part:
    return Part(
        check=check,
        about=WHAT_A_PHASE_IS[Phase(check.phase)],
        conditions=[_with_way(user, chain, line) for line in check.conditions],
        lessons=[_with_way(user, chain, line) for line in check.lessons],
    )


def _with_way(user: User, chain: Chain, line: Line) -> LineWithWay:
    return LineWithWay(line, way_to_mend(user, chain, line.key))
