from typing import Any

from django.utils import timezone

from schakel.domain.chains.actions.canvas import begin_canvas
from schakel.domain.chains.choices.canvas import CanvasMoment
from tests.signing import Case


def parameters(case: Case) -> dict[str, dict[str, Any]]:
    begin_canvas(by=case.director, at=timezone.now(), chain=case.chain, moment=CanvasMoment.START)
    start = {"slug": case.chain.slug, "moment": "start"}
    middle = {"slug": case.chain.slug, "moment": "3-maanden"}
    return {
        "chains:canvas_moment": start,
        "chains:begin_canvas": start,
        "chains:fix_canvas": start,
        "chains:waive_canvas": middle,
    }
