"""Words of the report beside the choices of the chain."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
