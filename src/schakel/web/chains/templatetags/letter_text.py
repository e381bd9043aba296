import re
from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

from schakel.domain.chains.choices import Unit

register = template.Library()

HEADING = re.compile(r"\d{1,2}\. \S.{0,100}")


@register.filter
def letter_text(text: str) -> SafeString:
    """Plain text as paragraphs; a first line such as "1. Purpose" becomes a heading above its own.

    Everything is escaped.
    """
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return mark_safe("\n".join(_block(block) for block in blocks))  # noqa: S308


@register.filter
def in_unit(amount: Decimal, unit: str) -> str:
    """An amount with its unit: 4,2 ton."""
    return f"{number_format(amount.normalize(), force_grouping=True)} {Unit(unit).after(amount)}"


def _block(block: str) -> str:
    first, _, rest = block.partition("\n")
    if not HEADING.fullmatch(first.strip()):
        return linebreaks(block, autoescape=True)
    return f"<h3>{escape(first.strip())}</h3>\n{linebreaks(rest, autoescape=True)}"
