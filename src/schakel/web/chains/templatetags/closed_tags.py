from typing import Any

from django import template

from schakel.domain.chains.policies import closed

register = template.Library()


@register.simple_tag(takes_context=True)
def may_now(context: dict[str, Any], permission: str) -> bool:
    """Whether a button for this in `chain` would work: this person may, and the chain is open."""
    return closed.may_now(context["request"].user, permission, context["chain"])
