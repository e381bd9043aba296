"""The pages of the phase check, of impact and size, and of the fit with region and client."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Chain, SizeEstimate
from schakel.domain.programmes.actions import AssetAnswers, add_asset, remove_asset
from schakel.domain.programmes.choices import AssetKind, Phase
from schakel.domain.programmes.models import ClientAsset
from tests import factories, signing
from tests.signing import TODAY, Case

pytestmark = pytest.mark.django_db

ESTIMATE = {"tonnes_low": "700", "tonnes_high": "900", "source": "Telling bij de milieustraat"}
PAGES = ("phase", "size", "fit")


def browser(user: User | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user:
        client.force_login(user)
    return client


def url(case: Case, name: str) -> str:
    return reverse(f"chains:{name}", args=[case.chain.slug])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def asset(case: Case) -> ClientAsset:
    answers = AssetAnswers(AssetKind.LAND, "Opslagterrein", "Grondregister", TODAY)
    return add_asset(by=case.manager, programme=case.chain.programme, answers=answers)


@pytest.mark.parametrize("page", PAGES)
def test_everyone_in_the_chain_reads_and_a_stranger_finds_nothing(page: str) -> None:
    case = signing.ready_chain()
    for person in (case.manager, case.director, case.people[0]):
        assert browser(person).get(url(case, page)).status_code == 200
    for kind in UserKind:
        assert browser(factories.user(kind)).get(url(case, page)).status_code == 404
        assert browser(factories.user(kind)).post(url(case, page), ESTIMATE).status_code in {
            404,
            405,
        }
    assert browser(None).get(url(case, page)).status_code == 302


def test_the_check_leads_to_where_it_is_done_for_who_may() -> None:
    case = signing.ready_chain()
    letter, parties = url(case, "letter"), url(case, "parties")
    shown = text_of(browser(case.director).get(url(case, "phase")))
    main = shown.split("schakel-workplace__page")[1]
    assert f'href="{letter}"' in main
    assert f'href="{parties}"' in main
    assert "Needed for the go" in main
    for_party = text_of(browser(case.people[0]).get(url(case, "phase")))
    assert f'href="{letter}"' not in for_party.split("schakel-workplace__page")[1]
    assert browser(case.director).post(url(case, "phase")).status_code == 405


def test_a_closed_chain_shows_its_phases_without_a_present_one() -> None:
    case = signing.ready_chain()
    Chain.objects.update(phase=Phase.CLOSED)
    assert "The phases" in text_of(browser(case.director).get(url(case, "phase")))


def test_the_manager_sees_the_other_steps_of_every_phase_and_nobody_else_does() -> None:
    case = signing.ready_chain()
    ways = {
        Phase.EXPLORE: ["closed"],
        Phase.ASSEMBLE: ["explore", "closed"],
        Phase.OPERATE: ["assemble"],
    }
    for phase, steps in ways.items():
        Chain.objects.filter(pk=case.chain.pk).update(phase=phase)
        shown = browser(case.manager).get(url(case, "phase")).content.decode()
        for step in steps:
            assert f"{url(case, 'gate')}?naar={step}" in shown
        for person in (case.director, case.people[0]):
            assert "?naar=" not in browser(person).get(url(case, "phase")).content.decode()


def test_the_check_takes_a_fixed_number_of_queries() -> None:
    def queries(enterprises: int) -> int:
        case = signing.ready_chain(enterprises)
        client = browser(case.director)
        client.get(url(case, "phase"))
        with CaptureQueriesContext(connection) as captured:
            client.get(url(case, "phase"))
        return len(captured)

    assert queries(1) == queries(9)


def test_the_director_estimates_and_reads_the_way_out() -> None:
    case = signing.ready_chain()
    client = browser(case.director)
    response = client.post(url(case, "size"), ESTIMATE, follow=True)
    text = text_of(response)
    assert "The estimate has been recorded." in text
    assert "700 to 900 tonnes a year; value not known" in text
    assert "Telling bij de milieustraat" in text
    assert 'value="700"' in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"source": ""}, "This field is required."),
        ({"tonnes_low": "veel"}, "Enter a number."),
        ({"tonnes_low": "-1"}, "greater than or equal to 0"),
        ({"tonnes_high": "1"}, "Give the tonnes from low to high"),
        ({"tonnes_low": "", "tonnes_high": ""}, "Give the tonnes a year, the euro a year, or both"),
    ],
)
def test_a_bad_estimate_is_refused_with_everything_typed(
    fields: dict[str, str], words: str
) -> None:
    case = signing.ready_chain()
    response = browser(case.director).post(url(case, "size"), ESTIMATE | fields)
    assert response.status_code == 422
    assert words in text_of(response)
    for value in (ESTIMATE | fields).values():
        assert value in text_of(response)
    assert not SizeEstimate.objects.exists()


def test_only_the_director_estimates() -> None:
    case = signing.ready_chain()
    for person in (case.manager, case.people[0]):
        assert browser(person).post(url(case, "size"), ESTIMATE).status_code == 403
        assert "Record the estimate" not in text_of(browser(person).get(url(case, "size")))


def test_the_estimates_are_paged_and_downloaded() -> None:
    def queries(number: int) -> int:
        case = signing.ready_chain()
        SizeEstimate.objects.bulk_create(
            SizeEstimate(
                chain=case.chain,
                tonnes_low=row,
                tonnes_high=row,
                source="=1+1",
                estimated_on=TODAY,
                estimated_by=case.director,
            )
            for row in range(number)
        )
        client = browser(case.people[0])
        text = text_of(client.get(url(case, "size")))
        assert text.count("tonnes a year; value not known") == min(number, 25)
        file = client.get(url(case, "export_size")).content.decode("utf-8-sig")
        assert file.count("'=1+1") == number
        with CaptureQueriesContext(connection) as captured:
            client.get(url(case, "size"))
        return len(captured)

    assert queries(1) == queries(200)


def test_director_and_manager_choose_what_the_chain_uses() -> None:
    case = signing.ready_chain()
    land = asset(case)
    for person in (case.director, case.manager):
        client = browser(person)
        seen = client.get(url(case, "fit")).context["form"].initial["seen_sha256"]
        sent = {"assets": [str(land.pk)], "seen_sha256": seen}
        response = client.post(url(case, "fit"), sent, follow=True)
        assert "The choice has been saved." in text_of(response)
        assert "direct interest sits at the table" in text_of(response)
    assert browser(case.people[0]).post(url(case, "fit"), sent).status_code == 403
    assert "land: Opslagterrein" in text_of(browser(case.people[0]).get(url(case, "fit")))


def test_a_stale_or_foreign_choice_is_refused() -> None:
    case = signing.ready_chain()
    land = asset(case)
    client = browser(case.director)
    stale = client.post(url(case, "fit"), {"assets": [land.pk], "seen_sha256": "0" * 64})
    assert stale.status_code == 422
    assert "Somebody changed this while you were typing" in text_of(stale)
    remove_asset(by=case.manager, asset=land)
    gone = client.post(url(case, "fit"), {"assets": [land.pk]})
    assert gone.status_code == 422
    assert client.post(url(case, "fit"), {"assets": ["x"]}).status_code == 422
