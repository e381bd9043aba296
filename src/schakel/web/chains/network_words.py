"""Words of the report beside what a structure misses and why a party could take a place."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.queries.structure import Gap
from schakel.engine.match import Reason

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
