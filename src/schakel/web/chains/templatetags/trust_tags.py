from typing import Any

from django import template

from schakel.domain.chains.queries.trust import pulse_coverage

register = template.Library()


@register.inclusion_tag("chains/_pulses_kept.html", takes_context=True)
def pulses_kept(context: dict[str, Any]) -> dict[str, Any]:
    """For the client of `chain`: that pulses are kept, and nothing of what is in them."""
    chain, user = context["chain"], context["request"].user
    may = user.has_perm("chains.view_pulse_coverage", chain)
    return {"coverage": pulse_coverage(chain) if may else None}
