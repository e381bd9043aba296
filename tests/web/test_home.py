"""The public front page."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schakel.domain.reference.actions import load_reference
from schakel.domain.reference.models import Sector
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def figures(text: str) -> dict[str, int]:
    found = re.findall(r"<dt>([^<]+)</dt><dd>([\d,.]+)</dd>", text)
    return {label: int(number) for label, number in found}


def test_the_figures_are_counted(visitor: Client) -> None:
    load_reference(by=None)
    for province in ("PV24", "PV24", None):
        factories.initiative(province_id=province).sectors.set(Sector.objects.all()[:2])
    assert figures(visitor.get("/").text) == {
        "initiatives in the register": 3,
        "sectors": 2,
        "provinces": 1,
    }


def test_an_empty_product_has_a_front_page(visitor: Client) -> None:
    response = visitor.get(reverse("home"))
    assert response.status_code == 200
    assert set(figures(response.text).values()) == {0}
    assert response.text.count("<h1") == 1


def test_the_search_box_leads_to_the_register(visitor: Client) -> None:
    text = visitor.get("/").text
    form = re.search(r'<form class="schakel-search[^>]*action="([^"]+)"[^>]*>(.*?)</form>', text)
    form = form or re.search(
        r'<form class="schakel-search[^>]*action="([^"]+)"[^>]*>(.*?)</form>', text, re.DOTALL
    )
    assert form
    assert form[1] == reverse("register:list")
    assert 'name="q"' in form[2]


def test_the_newest_three_are_shown_in_a_fixed_number_of_queries(
    visitor: Client, django_assert_max_num_queries: Any
) -> None:
    for year in range(2010, 2020):
        factories.initiative(name=f"Keten {year}", first_year=year)
    factories.initiative(name="Zonder jaar")
    with django_assert_max_num_queries(4):
        text = visitor.get("/").text
    assert re.findall(r"Keten \d{4}|Zonder jaar", text) == [
        "Keten 2019",
        "Keten 2018",
        "Keten 2017",
    ]
