"""An idea of a party of the chain, being explored by its director."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from schakel.domain.explorer.actions import (
    Commission,
    IdeaAnswers,
    commission_exploration,
    report_idea,
)
from tests.signing import Case


def parameters(case: Case) -> dict[str, dict[str, Any]]:
    today = timezone.localdate()
    idea = report_idea(
        by=case.people[0],
        on=today,
        programme=case.chain.programme,
        answers=IdeaAnswers("Hout uit sloop", "Balken naar de meubelmaker."),
    )
    commission_exploration(
        by=case.manager,
        on=today,
        idea=idea,
        commission=Commission(
            "Wie doet mee?", today, today + timedelta(days=30), explorer=case.director
        ),
    )
    at = {"pk": idea.pk}
    pages = ("detail", "change", "commission", "withdraw", "findings", "drop", "bring_back")
    return {f"ideas:{name}": at for name in pages}
