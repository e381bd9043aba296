from collections.abc import Iterator

import pytest
from django.utils import translation

from schakel.domain.reference.actions import load_reference


@pytest.fixture
def reference(db: None) -> None:
    """The List of Waste, the sectors and the places, as the product ships them."""
    load_reference()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages are compared in the language they are written in."""
    with translation.override("en"):
        yield
