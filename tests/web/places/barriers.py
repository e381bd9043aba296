from typing import Any

from schakel.domain.chains.models import Barrier
from tests.signing import Case


def parameters(case: Case) -> dict[str, dict[str, Any]]:
    barrier = Barrier.objects.get(chain=case.chain)
    at = {"slug": case.chain.slug, "pk": barrier.pk}
    return {
        "chains:barrier_register": {},
        "chains:export_barrier_register": {},
        "chains:barrier_history": at,
        "chains:barrier_step": at | {"page": "antwoord"},
    }
