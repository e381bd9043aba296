"""Words of the report beside the choices of the chain."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices.canvas import CanvasBlock
from schakel.domain.parties.choices import PartyKind

WHY_KIND_IS_NEEDED: dict[PartyKind, str | Promise] = {
    PartyKind.ENTERPRISE: _("Every link needs an enterprise that does the work."),
    PartyKind.GOVERNMENT: _(
        "Who makes the rules can tell what room the law gives, and change what stands in the way."
    ),
    PartyKind.SUPERVISOR: _(
        "Who supervises decides on permits: better at the table early than surprised late."
    ),
    PartyKind.KNOWLEDGE: _("Knowledge of the material and the technique makes the risks clear."),
    PartyKind.FUNDER: _("Without funds for scaling a chain stays a pilot."),
    PartyKind.CITIZENS: _("Citizens supply, use and judge what the chain makes."),
}

CANVAS_QUESTIONS: dict[CanvasBlock, str | Promise] = {
    CanvasBlock.KEY_PARTNERS: _("With whom in and around the chain?"),
    CanvasBlock.KEY_ACTIVITIES: _("What has to be done for it?"),
    CanvasBlock.KEY_RESOURCES: _("What is needed: machines, people, knowledge, permits?"),
    CanvasBlock.VALUE_PROPOSITIONS: _("What value, and for whom?"),
    CanvasBlock.CUSTOMER_RELATIONSHIPS: _("How do customers stay?"),
    CanvasBlock.CHANNELS: _("How does it get to the customer?"),
    CanvasBlock.CUSTOMER_SEGMENTS: _("Who buys the product or the service?"),
    CanvasBlock.COST_STRUCTURE: _("What costs most?"),
    CanvasBlock.REVENUE_STREAMS: _("Who pays for what?"),
}
