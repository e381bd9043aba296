from typing import Any

from django.utils import timezone

from schakel.domain.chains.actions.trust import Reading, plan_calls, record_pulse, remove_pulse
from tests.signing import Case


def parameters(case: Case) -> dict[str, dict[str, Any]]:
    today = timezone.localdate()
    by: dict[str, Any] = {"by": case.director, "on": today}
    kept, taken = (
        record_pulse(
            **by, participation=case.parties[0], reading=Reading(today, occasion, 2, "Zacht.")
        )
        for occasion in ("Ketentafel", "Bezoek")
    )
    remove_pulse(by=case.director, pulse=taken)
    (call,) = plan_calls(
        **by,
        chain=case.chain,
        happened_on=today,
        occasion="Ketentafel",
        parties=[case.parties[1]],
    )
    slug = {"slug": case.chain.slug}
    return {
        "chains:record_pulse": slug | {"pk": case.parties[0].pk},
        "chains:call_after": slug | {"pk": call.pk},
        "chains:settle_call": slug | {"pk": call.pk, "outcome": "gebeld"},
        "chains:remove_pulse": slug | {"pk": kept.pk},
        "chains:restore_pulse": slug | {"pk": taken.pk},
    }
