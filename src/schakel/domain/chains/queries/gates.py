"""Gathering the evidence of a gate, and reading the decisions taken."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices import GateOutcome, LogTopic
from schakel.domain.chains.gates import (
    Evidence,
    Facts,
    LetterFacts,
    LinkFacts,
    PartyFacts,
    PromiseFacts,
    judge,
)
from schakel.domain.chains.models import Chain, GateDecision, Letter
from schakel.domain.chains.phases import Move, Transition, moves_from, next_gate, transition
from schakel.domain.chains.queries.chains import current_appointment
from schakel.domain.chains.queries.letters import commitments_of, open_letter_of, parties_signed
from schakel.domain.programmes.choices import Phase


def gate_evidence(chain: Chain, on: date) -> Evidence | None:
    """The findings of the gate that the chain stands before; None when it is closed."""
    move = next_gate(chain.phase)
    return evidence_of(chain, on, move) if move else None


def evidence_of(chain: Chain, on: date, move: Transition) -> Evidence:
    """The findings of one move. The number of queries does not depend on the chain's size."""
    facts = gate_facts(chain, on)
    return Evidence(
        chain=chain.pk,
        chain_name=chain.name,
        gate=move.gate,
        from_phase=move.source.value,
        to_phase=move.target.value,
        on=on,
        findings=judge(move.gate, facts),
        parties=facts.parties,
        letter=facts.letter.number if facts.letter else None,
        letter_sha256=facts.letter.sha256 if facts.letter else "",
    )


def gate_facts(chain: Chain, on: date) -> Facts:
    """The state of the chain on a day, in ten queries."""
    appointment = current_appointment(chain, on)
    assessment = chain.assessments.order_by("-assessed_on", "-pk").first()
    letter, parties = _letter_and_parties(chain)
    return Facts(
        on=on,
        purpose=chain.purpose,
        has_director=appointment is not None,
        director_until=appointment.ends_on if appointment else None,
        assessed_on=assessment.assessed_on if assessment else None,
        regulation=assessment.regulation if assessment else "",
        links=tuple(LinkFacts(link.pk, link.name) for link in chain.links.all()),
        parties=parties,
        letter=letter,
        barriers=chain.barriers.count(),
        lessons=chain.log_entries.filter(topic=LogTopic.LESSON, correction__isnull=True).count(),
    )


def _letter_and_parties(chain: Chain) -> tuple[LetterFacts | None, tuple[PartyFacts, ...]]:
    letter = open_letter_of(chain)
    promised = _promises(letter) if letter else ()
    signers = parties_signed(letter) if letter else set()
    promises: dict[int, int] = {}
    for one in promised:
        promises[one.party] = promises.get(one.party, 0) + 1
    parties = tuple(
        PartyFacts(
            id=pk,
            name=name,
            kind=kind,
            status=status,
            link=link,
            link_kind=link_kind or "",
            promises=promises.get(pk, 0),
            signed=pk in signers,
        )
        for pk, name, kind, status, link, link_kind in chain.participations.values_list(
            "pk", "organisation__name", "organisation__kind", "status", "link", "link__kind"
        )
    )
    if letter is None or letter.opened_on is None:
        return None, parties
    facts = LetterFacts(
        number=letter.number,
        sha256=letter.content_sha256,
        opened_on=letter.opened_on,
        promises=promised,
    )
    return facts, parties


def _promises(letter: Letter) -> tuple[PromiseFacts, ...]:
    rows = commitments_of(letter).values_list(
        "participation", "participation__organisation__name", "amount", "unit", "due_on"
    )
    return tuple(PromiseFacts(*row) for row in rows)


def gate_decisions(chain: Chain) -> QuerySet[GateDecision]:
    """Every decision, newest first, with who took it."""
    return chain.decisions.select_related("decided_by")


OTHER_STEPS: dict[Move, str | Promise] = {
    Move.BACK: _("back a phase"),
    Move.STOP: _("stop"),
    Move.REOPEN: _("reopen"),
}


def step_decided(decision: GateDecision) -> str:
    """What was decided in a word: go, no-go, or the name of a step that is not forward."""
    step = transition(decision.from_phase, decision.to_phase)
    outcome = str(decision.get_outcome_display())
    return str(OTHER_STEPS.get(step.move, outcome)) if step else outcome


def closing_decision(chain: Chain) -> GateDecision | None:
    """The decision with which the chain was closed; None while it goes on."""
    if chain.phase != Phase.CLOSED:
        return None
    return gate_decisions(chain).filter(outcome=GateOutcome.GO, to_phase=Phase.CLOSED).first()


def closed_from(chain: Chain) -> str:
    """The phase that a closed chain was in before, empty for a chain that goes on."""
    decision = closing_decision(chain)
    return decision.from_phase if decision else ""


def moves_of(chain: Chain) -> tuple[Transition, ...]:
    """Every step that can be decided on now: forward, back, stop, or reopening."""
    return moves_from(chain.phase, closed_from(chain))


def overridden_decision(chain: Chain) -> GateDecision | None:
    """The newest go that passed a gate although conditions were not met."""
    return gate_decisions(chain).filter(outcome=GateOutcome.GO, conditions_met=False).first()


@dataclass(frozen=True)
class GateSummary:
    """What the overview of a chain tells about its gate."""

    evidence: Evidence | None
    last: GateDecision | None
    overridden: GateDecision | None

    @property
    def last_step(self) -> str:
        return step_decided(self.last) if self.last else ""


def gate_summary(chain: Chain, on: date) -> GateSummary:
    return GateSummary(
        evidence=gate_evidence(chain, on),
        last=gate_decisions(chain).first(),
        overridden=overridden_decision(chain),
    )
