"""Words of the report beside the choices of the chain."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.parties.choices import PartyKind
from schakel.domain.programmes.choices import Phase
from schakel.domain.programmes.strengths import Fit

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

WHAT_A_PHASE_IS: dict[Phase, str | Promise] = {
    Phase.EXPLORE: _(
        "There is an idea of the chain and of its possible impact, but it is still unclear who "
        "supports it, and parties that can play a part are not on board yet."
    ),
    Phase.ASSEMBLE: _(
        "The chain is clear and the players are in view, on the supply side and the demand side. "
        "Trust is built and commitment is made, so that there can be an agreement to invest."
    ),
    Phase.OPERATE: _(
        "The product is made and the services are delivered. The director coaches and reflects, "
        "and keeps an eye on the wider public interest."
    ),
}

REGION_FIT: dict[Fit, str | Promise] = {
    Fit.FITS: _("The chain joins in with a strength of the region."),
    Fit.NO_FIT: _(
        "The sectors of the chain are no known strength of the region. That does not stop a chain, "
        "but knowledge and partners will have to come from further away."
    ),
    Fit.NO_SECTOR: _("The parties of the chain have no sector yet, so the fit cannot be told."),
    Fit.NO_DATA: _("The strengths of the region have not been noted down for this programme."),
}
