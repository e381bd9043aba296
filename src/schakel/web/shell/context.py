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
            *_seen(request, "programmes.view_programme", _("Programmes"), "programmes:list"),
            *_seen(request, "explorer.view_ideas", _("Ideas"), "ideas:list"),
            *items,
        ]
    return {"navigation": [_item(request, label, reverse(name)) for label, name in items]}


def _seen(request: HttpRequest, permission: str, label: str, name: str) -> list[tuple[str, str]]:
    """A page that is empty for whoever may not see what it lists is not offered to them."""
    kind = getattr(request.user, "kind", None)
    return [(label, name)] if kind in PERMISSIONS[permission] else []


def _item(request: HttpRequest, label: str, url: str) -> NavigationItem:
    return NavigationItem(label, url, current=request.path.startswith(url))
