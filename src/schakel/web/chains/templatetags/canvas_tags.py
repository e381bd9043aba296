from django import template

register = template.Library()


@register.simple_tag
def present_text(present: dict[str, str], block: str) -> str | None:
    """What stands in a block that somebody else changed; None for a block without a clash."""
    return present.get(block)
