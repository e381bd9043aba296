"""No object may get an address that is a page of its own."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from schakel.domain.chains.actions import chains
from schakel.domain.programmes import actions as programmes
from schakel.domain.register.models import PAGES

RESERVED = {
    "ketens": chains.RESERVED_SLUGS,
    "programmas": programmes.RESERVED_SLUGS,
    "register": PAGES,
}


def addresses(patterns: list[URLPattern | URLResolver], start: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        text = start + str(pattern.pattern)
        inner = pattern.url_patterns if isinstance(pattern, URLResolver) else []
        found += addresses(inner, text) if inner else [text]
    return found


@pytest.mark.parametrize("folder", RESERVED)
def test_every_page_beside_the_objects_is_reserved(folder: str) -> None:
    fixed = {
        found[1]
        for address in addresses(get_resolver().url_patterns)
        if (found := re.match(rf"\^?{folder}/([a-z-]+)/", address))
    }
    assert fixed
    assert fixed <= RESERVED[folder]
