from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()


@dataclass(frozen=True)
class Tab:
    """A page of the chain: who may not see it does not get the tab."""

    key: str
    view: str
    label: str | Promise
    permission: str = "chains.view_chain"


TABS = (
    Tab("overview", "chains:overview", _("Overview")),
    Tab("parties", "chains:parties", _("Parties")),
    Tab("complexity", "chains:complexity", _("Complexity")),
    Tab("letter", "chains:letter", _("Letter of commitment")),
    Tab("gate", "chains:gate", _("Go or no-go")),
    Tab("log", "chains:log", _("Logbook"), "chains.view_log"),
    Tab("hours", "chains:hours", _("Hours"), "chains.view_hours"),
    Tab("barriers", "chains:barriers", _("Barriers")),
    Tab("report", "reports:accountability", _("Accountability report"), "reports.make_report"),
)


@register.inclusion_tag("chains/_tabs.html", takes_context=True)
def chain_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """The tabs of `chain` in the context; `tab` in the context names the current one."""
    chain, user = context["chain"], context["request"].user
    current = context.get("tab")
    tabs = [
        {
            "label": tab.label,
            "url": reverse(tab.view, args=[chain.slug]),
            "current": tab.key == current,
        }
        for tab in TABS
        if user.has_perm(tab.permission, chain)
    ]
    return {"tabs": tabs}
