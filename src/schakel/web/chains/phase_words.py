"""The phases and the fit with the region, in the words of the report."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.programmes.choices import Phase
from schakel.domain.programmes.strengths import Fit

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
