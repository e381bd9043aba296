from decimal import Decimal

from django import template
from django.utils.formats import number_format

from schakel.domain.chains.choices import Unit

register = template.Library()


@register.filter
def quantity(amount: Decimal, unit: str) -> str:
    """An amount with its unit, without decimals that say nothing: 4 ton, 4,2 ton, 1 stuk."""
    plain = Decimal(f"{amount.normalize():f}")
    return f"{number_format(plain, force_grouping=True)} {Unit(unit).behind(amount)}"
