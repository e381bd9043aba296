from django import template

from schakel.domain.chains.models import Barrier

register = template.Library()


@register.simple_tag
def barrier_field(name: str) -> str:
    """The question or the name of a field, as the form shows it."""
    names = {field.name: str(field.verbose_name) for field in Barrier._meta.fields}
    text = names.get(name, name)
    return text[:1].upper() + text[1:]
