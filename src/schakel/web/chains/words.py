"""Words of the report beside the choices of the chain."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.queries.structure import Gap
from schakel.domain.parties.choices import PartyKind
from schakel.engine.match import Reason

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

GAPS: dict[Gap, tuple[str | Promise, str | Promise]] = {
    Gap.PLAN_OWNER: (
        _("Nobody owns the business plan"),
        _("Agree who writes it, keeps it up to date and answers for it."),
    ),
    Gap.FORM: (
        _("The form of organisation has not been chosen"),
        _("A cooperative, a joint venture, or agreements alone: each asks something else."),
    ),
    Gap.TASKS: (
        _("No responsibilities have been divided"),
        _("Begin with the usual list and strike what does not apply."),
    ),
    Gap.RESPONSIBLE: (
        _("A responsibility is held by nobody"),
        _("Name a party that takes part, the director, or the parties together."),
    ),
    Gap.DECIDER: (
        _("It is not clear who decides"),
        _("Decisiveness asks that everybody knows who cuts the knot."),
    ),
    Gap.SHARES: (
        _("No shares have been divided"),
        _("Who has what share of control, costs and returns?"),
    ),
    Gap.NOT_WHOLE: (
        _("Shares do not add up to 100 percent"),
        _("Divide the rest, or say who takes it."),
    ),
    Gap.AGREEMENTS: (
        _("No agreements have been written down"),
        _("Write down what was agreed, on which day and between whom."),
    ),
}

WHY_CANDIDATE: dict[Reason, str | Promise] = {
    Reason.HELD_SUCH_A_PLACE: _("held such a place in another chain"),
    Reason.SAME_SECTOR: _("works in the same sector"),
    Reason.SAME_MUNICIPALITY: _("is in the same municipality"),
    Reason.SAME_PROVINCE: _("is in the same province"),
}
