from dataclasses import dataclass
from enum import Enum
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()


class Group(Enum):
    """What the pages of a chain are about, in the order of the menu."""

    STATE = _("Where we stand")
    TOGETHER = _("Together")
    WORK = _("Work")
    COURSE = _("Course")
    DIRECTION = _("Direction")


@dataclass(frozen=True)
class Tab:
    """A page of the chain: who may not see it does not get the tab."""

    key: str
    view: str
    label: str | Promise
    group: Group
    permission: str = "chains.view_chain"


TABS = (
    Tab("overview", "chains:overview", _("Overview"), Group.STATE),
    Tab("phase", "chains:phase", _("Phase check"), Group.STATE),
    Tab("gate", "chains:gate", _("Go or no-go"), Group.STATE),
    Tab("size", "chains:size", _("Impact and size"), Group.STATE),
    Tab("complexity", "chains:complexity", _("Complexity"), Group.STATE),
    Tab("fit", "chains:fit", _("Region and client"), Group.STATE),
    Tab("parties", "chains:parties", _("Parties"), Group.TOGETHER),
    Tab("values", "chains:values", _("Values"), Group.TOGETHER),
    Tab("ladder", "chains:ladder", _("Commitment"), Group.TOGETHER),
    Tab("letter", "chains:letter", _("Letter of commitment"), Group.TOGETHER),
    Tab("promises", "chains:commitments", _("Promises"), Group.TOGETHER),
    Tab("structure", "chains:structure", _("Structure"), Group.TOGETHER),
    Tab("actions", "chains:actions", _("Actions"), Group.WORK),
    Tab("meetings", "chains:meetings", _("Meetings"), Group.WORK),
    Tab("nudges", "chains:nudges", _("Dragging and pulling"), Group.WORK, "chains.nudge_party"),
    Tab("trust", "chains:trust", _("Trust"), Group.WORK, "chains.keep_pulse"),
    Tab("hours", "chains:hours", _("Hours"), Group.WORK, "chains.view_hours"),
    Tab("log", "chains:log", _("Logbook"), Group.WORK, "chains.view_log"),
    Tab("updates", "chains:updates", _("Updates"), Group.WORK, "chains.view_updates"),
    Tab("canvas", "chains:canvas", _("Business Model Canvas"), Group.COURSE),
    Tab("barriers", "chains:barriers", _("Barriers"), Group.COURSE),
    Tab("director", "chains:director", _("Chain director"), Group.DIRECTION),
    Tab(
        "report",
        "reports:accountability",
        _("Accountability report"),
        Group.DIRECTION,
        "reports.make_report",
    ),
)


@register.inclusion_tag("chains/_tabs.html", takes_context=True)
def chain_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """The pages of `chain` by group; `tab` in the context names the current one."""
    chain, user = context["chain"], context["request"].user
    current = context.get("tab")
    seen = {
        permission
        for permission in {tab.permission for tab in TABS}
        if user.has_perm(permission, chain)
    }
    groups = [
        {
            "label": group.value,
            "pages": [
                {
                    "label": tab.label,
                    "url": reverse(tab.view, args=[chain.slug]),
                    "current": tab.key == current,
                }
                for tab in TABS
                if tab.group is group and tab.permission in seen
            ],
        }
        for group in Group
    ]
    label = next((tab.label for tab in TABS if tab.key == current), "")
    return {"groups": [group for group in groups if group["pages"]], "current": label}
