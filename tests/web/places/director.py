from typing import Any

from django.utils import timezone

from schakel.domain.chains.actions.candidates import NewCandidate, add_candidate
from schakel.domain.chains.actions.experts import ExpertTerms, call_expert
from schakel.domain.chains.actions.independence import Interest, declare_interest
from schakel.domain.chains.choices import Criterion, InterestKind, Payer
from schakel.domain.chains.queries.independence import conflicts
from tests.signing import Case


def parameters(case: Case) -> dict[str, dict[str, Any]]:
    """A candidate, an expert, and a director with shares in a party of the chain."""
    today, chain, director = timezone.localdate(), case.chain, case.director
    slug = {"slug": chain.slug}
    candidate = add_candidate(
        by=case.manager,
        on=today,
        chain=chain,
        candidate=NewCandidate("Voorbeeld Kandidaat", "kandidaat@example.org"),
    )
    interest = declare_interest(
        by=director,
        on=today,
        interest=Interest(
            case.parties[0].organisation.name, InterestKind.SHAREHOLDING, "Twee procent."
        ),
    )
    expert = call_expert(
        by=director,
        chain=chain,
        terms=ExpertTerms(
            "Voorbeeld Rekenaar", Criterion.FINANCIAL, "Businesscase", today, Payer.CLIENT
        ),
    )
    (found,) = conflicts(director, chain, today).found
    of_candidate, of_expert = slug | {"pk": candidate.pk}, slug | {"pk": expert.pk}
    of_appointment = slug | {"pk": chain.appointments.get().pk}
    of_interest = {"pk": interest.pk}
    return {
        "chains:change_need": slug | {"criterion": Criterion.NETWORK.value},
        "chains:candidate": of_candidate,
        "chains:score_candidate": of_candidate,
        "chains:remove_candidate": of_candidate,
        "chains:restore_candidate": of_candidate,
        "chains:handle_conflict": slug | {"person": director.pk, "key": found.key},
        "chains:assignment": of_appointment,
        "chains:assignment_tasks": of_appointment,
        "chains:handover": of_appointment,
        "chains:change_expert": of_expert,
        "chains:remove_expert": of_expert,
        "chains:restore_expert": of_expert,
        "chains:interests": {},
        "chains:export_interests": {},
        "chains:confirm_interests": {},
        "chains:declare_interest": {},
        "chains:change_interest": of_interest,
        "chains:remove_interest": of_interest,
        "chains:restore_interest": of_interest,
    }
