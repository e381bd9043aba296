"""Absolute addresses of pages, for mail that a command sends."""

from django.conf import settings
from django.urls import reverse

from schakel.domain.chains.choices.digest import Place
from schakel.domain.chains.models import Action, Chain

ROUTES = {
    Place.OVERVIEW: "chains:overview",
    Place.LOG: "chains:log",
    Place.LETTER: "chains:letter",
    Place.PROMISES: "chains:commitments",
    Place.PARTIES: "chains:parties",
    Place.VALUES: "chains:values",
    Place.STRUCTURE: "chains:structure",
    Place.BARRIERS: "chains:barriers",
    Place.CANVAS: "chains:canvas",
    Place.MEETINGS: "chains:meetings",
    Place.ACTIONS: "chains:actions",
    Place.UPDATES: "chains:updates",
    Place.DECISIONS: "chains:gate",
}


def address_of(place: Place | None, chain: Chain) -> str:
    """Where this place of the chain is; without a place, where the rhythm of mail is chosen."""
    path = reverse(ROUTES[place], args=[chain.slug]) if place else reverse("work:digests")
    return f"{settings.BASE_URL}{path}"


def address_of_action(action: Action) -> str:
    path = reverse("chains:action", args=[action.chain.slug, action.pk])
    return f"{settings.BASE_URL}{path}"
