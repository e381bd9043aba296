from typing import Any

from django.utils import timezone

from schakel.domain.chains.actions import structure, values
from schakel.domain.chains.choices import StatementKind
from tests.signing import TODAY, Case


def parameters(case: Case) -> dict[str, dict[str, Any]]:
    value = values.state(
        by=case.director,
        at=timezone.now(),
        chain=case.chain,
        kind=StatementKind.CLIMATE,
        text=values.StatementText("Minder verbranden", "Schuim wordt vulling."),
    )
    task = structure.add_task(by=case.director, chain=case.chain, task=structure.Task("Afzet"))
    agreement = structure.add_agreement(
        by=case.director,
        chain=case.chain,
        agreed=structure.Agreed("Kwaliteit", "Droog aanleveren.", TODAY),
    )
    slug = {"slug": case.chain.slug}
    party = ("party", "change_place", "change_facts", "leave", "undo_departure")
    places = (
        (case.parties[0].pk, party),
        (value.pk, ("value", "change_value", "give_stance", "remove_value", "restore_value")),
        (task.pk, ("change_task", "remove_task", "restore_task")),
        (agreement.pk, ("change_agreement", "remove_agreement", "restore_agreement")),
    )
    return {f"chains:{name}": slug | {"pk": pk} for pk, names in places for name in names}
