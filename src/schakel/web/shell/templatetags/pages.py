from django import template
from django.http import QueryDict

register = template.Library()


@register.simple_tag
def to_page(query: QueryDict, name: str, number: int) -> str:
    """The address of another page of a list; what else the address holds stays."""
    changed = query.copy()
    changed[name] = str(number)
    return f"?{changed.urlencode()}"
