from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.domain.accounts.permissions import PERMISSIONS


@dataclass(frozen=True)
class NavigationItem:
    label: str
    url: str
    current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the base page needs: the navigation for this person."""
    items = [(_("Register"), "register:list")]
    if request.user.is_authenticated:
        items = [
            (_("My work"), "work:home"),
            (_("Chains"), "chains:list"),
            (_("Programmes"), "programmes:list"),
            *([(_("Ideas"), "ideas:list")] if _sees_ideas(request) else []),
            *items,
        ]
    return {"navigation": [_item(request, label, reverse(name)) for label, name in items]}


def _sees_ideas(request: HttpRequest) -> bool:
    return getattr(request.user, "kind", None) in PERMISSIONS["explorer.view_ideas"]


def _item(request: HttpRequest, label: str, url: str) -> NavigationItem:
    return NavigationItem(label, url, current=request.path.startswith(url))
