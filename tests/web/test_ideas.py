"""The pages of the queue of ideas."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Chain
from schakel.domain.explorer.actions import (
    Commission,
    IdeaAnswers,
    commission_exploration,
    drop_idea,
    report_idea,
)
from schakel.domain.explorer.choices import IdeaState
from schakel.domain.explorer.models import Exploration, Idea
from schakel.domain.programmes.models import Programme
from schakel.domain.reference.models import Sector
from tests import factories
from tests.signing import TODAY

pytestmark = pytest.mark.django_db
MORE_THAN_THREE_DIGITS = 123_456

DAY, LATER = f"{TODAY:%Y-%m-%d}", f"{TODAY + timedelta(days=30):%Y-%m-%d}"
IDEA = {"title": "Hout uit sloop", "what": "Balken naar de meubelmaker.", "tonnes_low": "1200"}
GIVEN = {"bureau": "Bureau Voorbeeld", "question": "Wie?", "starts_on": DAY, "ends_on": LATER}


@pytest.fixture
def manager() -> User:
    return factories.user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def programme(manager: User) -> Programme:
    return factories.programme(manager)


@pytest.fixture
def party() -> User:
    return factories.user(UserKind.PARTY)


@pytest.fixture
def idea(party: User, programme: Programme) -> Idea:
    answers = IdeaAnswers("Hout uit sloop", "Balken naar de meubelmaker.")
    return report_idea(by=party, on=TODAY, programme=programme, answers=answers)


def browser(user: User | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user:
        client.force_login(user)
    return client


def url(name: str, *args: int) -> str:
    return reverse(f"ideas:{name}", args=args)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def explored_by(manager: User, idea: Idea, director: User | None) -> Exploration:
    given = Commission(
        "Wie?", TODAY, TODAY, explorer=director, bureau="" if director else "Bureau", budget=None
    )
    return commission_exploration(by=manager, on=TODAY, idea=idea, commission=given)


def test_a_party_reports_an_idea_and_sees_its_own(party: User, programme: Programme) -> None:
    client = browser(party)
    sent = IDEA | {"programme": str(programme.pk)}
    response = client.post(url("report"), sent, follow=True)
    assert "The idea is in the queue." in text_of(response)
    idea = Idea.objects.get()
    assert idea.organisation == party.organisation
    assert "1,200 tonnes a year; value not known" in text_of(response)
    assert "Who could explore this" not in text_of(response)
    assert "Hout uit sloop" in text_of(client.get(url("list")))
    other = browser(factories.user(UserKind.PARTY))
    assert "Hout uit sloop" not in text_of(other.get(url("list")))
    assert other.get(url("detail", idea.pk)).status_code == 404


def test_a_manager_reports_for_a_party_in_an_own_programme(
    manager: User, programme: Programme, party: User
) -> None:
    client = browser(manager)
    foreign = factories.programme()
    refused = client.post(url("report"), IDEA | {"programme": str(foreign.pk)})
    assert refused.status_code == 422
    assert "Balken naar de meubelmaker." in text_of(refused)
    sent = IDEA | {"programme": str(programme.pk), "organisation": str(party.organisation_id)}
    client.post(url("report"), sent)
    assert Idea.objects.get().organisation == party.organisation


def test_an_idea_can_come_from_the_register(manager: User, programme: Programme) -> None:
    found = factories.initiative(name="Tegels terug")
    client = browser(manager)
    page = f"{url('report')}?initiatief={found.slug}"
    assert 'value="Tegels terug"' in text_of(client.get(page))
    client.post(page, IDEA | {"programme": str(programme.pk)})
    assert Idea.objects.get().initiative == found
    assert client.get(f"{url('report')}?initiatief=nergens").status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"tonnes_low": "veel"}, "Enter a number."),
        ({"tonnes_high": "1"}, "Give the tonnes from low to high"),
        ({"sectors": ["nergens"]}, "Select a valid choice."),
    ],
)
def test_a_bad_idea_keeps_what_was_typed(
    fields: dict[str, Any], words: str, manager: User, programme: Programme
) -> None:
    sent = IDEA | {"programme": str(programme.pk)} | fields
    response = browser(manager).post(url("report"), sent)
    assert response.status_code == 422
    assert words in text_of(response)
    assert "Balken naar de meubelmaker." in text_of(response)
    assert not Idea.objects.exists()


def test_who_is_late_sees_both_versions(party: User, idea: Idea) -> None:
    client = browser(party)
    change = url("change", idea.pk)
    first = client.post(change, IDEA | {"what": "Stammen", "version": "1"}, follow=True)
    assert "The idea has been changed." in text_of(first)
    late = client.post(change, IDEA | {"what": "Pallets", "version": "1"})
    assert late.status_code == 409
    assert "Stammen" in text_of(late)
    assert "Pallets" in text_of(late)
    client.post(change, IDEA | {"what": "Pallets", "version": "2"})
    idea.refresh_from_db()
    assert idea.what == "Pallets"


def test_the_manager_commissions_and_the_director_reports(manager: User, idea: Idea) -> None:
    director = factories.user(UserKind.DIRECTOR, pk=MORE_THAN_THREE_DIGITS)
    client = browser(manager)
    shown = text_of(client.get(url("detail", idea.pk)))
    assert f"?verkenner={director.pk}" in shown
    page = f"{url('commission', idea.pk)}?verkenner={director.pk}"
    assert f'value="{director.pk}" selected' in text_of(client.get(page))
    sent = GIVEN | {"bureau": "", "explorer": str(director.pk), "budget": "2500"}
    done = client.post(page, sent, follow=True)
    assert f"{director.name} explores this idea." in text_of(done)
    assert "budget 2,500 euro" in text_of(done)
    reader = browser(factories.user(UserKind.DIRECTOR))
    assert "budget" not in text_of(reader.get(url("detail", idea.pk)))
    explorer = browser(director)
    assert "Report the findings" in text_of(explorer.get(url("detail", idea.pk)))
    findings = {"findings": "Twee gemeenten doen mee.", "advice": "go"}
    assert reader.post(url("findings", idea.pk), findings).status_code == 403
    bare = explorer.post(url("findings", idea.pk), findings | {"advice": ""})
    assert bare.status_code == 422
    assert "Twee gemeenten doen mee." in text_of(bare)
    explorer.post(url("findings", idea.pk), findings)
    again = explorer.post(url("findings", idea.pk), findings)
    assert again.status_code == 422
    assert "has ended" in text_of(again)
    assert "Start a chain" in text_of(client.get(url("detail", idea.pk)))


@pytest.mark.parametrize(
    "fields", [{"bureau": ""}, {"explorer": "x"}, {"question": ""}, {"ends_on": "2020-01-01"}]
)
def test_a_bad_commission(fields: dict[str, str], manager: User, idea: Idea) -> None:
    response = browser(manager).post(url("commission", idea.pk), GIVEN | fields)
    assert response.status_code == 422
    assert not Exploration.objects.exists()


def test_one_of_the_two_explores_and_the_form_says_so(manager: User, idea: Idea) -> None:
    director = factories.user(UserKind.DIRECTOR)
    client, address = browser(manager), url("commission", idea.pk)
    page = client.get(address)
    assert "Choose one of the two" in text_of(page)
    labels = re.findall(r'<label[^>]*for="id_(explorer|bureau)"[^>]*>(.*?)</label>', page.text)
    assert labels == [("explorer", "Chain director"), ("bureau", "Advice bureau")]
    neither = client.post(address, GIVEN | {"bureau": ""})
    assert set(neither.context["form"].errors) == {"explorer"}
    assert 'id="id_explorer_error"' in neither.text
    both = client.post(address, GIVEN | {"explorer": str(director.pk)})
    assert set(both.context["form"].errors) == {"bureau"}
    assert 'id="id_bureau_error"' in both.text


def test_withdraw_drop_and_bring_back(manager: User, idea: Idea) -> None:
    client = browser(manager)
    client.post(url("commission", idea.pk), GIVEN)
    assert "Bureau Voorbeeld" in text_of(client.get(url("withdraw", idea.pk)))
    assert client.post(url("withdraw", idea.pk), {"reason": ""}).status_code == 422
    client.post(url("withdraw", idea.pk), {"reason": "Geen tijd."})
    assert client.post(url("drop", idea.pk), {"reason": "Te klein."}).status_code == 422
    dropped = client.post(
        url("drop", idea.pk), {"reason": "Te klein.", "lesson": "Meet eerst."}, follow=True
    )
    assert "Meet eerst." in text_of(dropped)
    back = client.post(url("bring_back", idea.pk), follow=True)
    assert "The idea is in the queue again." in text_of(back)
    twice = client.post(url("bring_back", idea.pk), follow=True)
    assert "this step cannot be made now" in text_of(twice)
    assert client.get(url("bring_back", idea.pk)).status_code == 405


def test_others_are_kept_out(manager: User, idea: Idea, party: User) -> None:
    director = factories.user(UserKind.DIRECTOR)
    explored_by(manager, idea, None)
    posts = ("commission", "withdraw", "drop", "bring_back")
    for name in posts:
        for person in (director, party):
            assert browser(person).post(url(name, idea.pk), GIVEN).status_code == 403
        stranger = factories.user(UserKind.PROGRAMME_MANAGER)
        assert browser(stranger).post(url(name, idea.pk), GIVEN).status_code == 404
        assert browser(manager).post(url(name, 999), GIVEN).status_code == 404
        assert browser(None).post(url(name, idea.pk), GIVEN).status_code == 302
    for kind in (UserKind.ASSESSOR, UserKind.ADMINISTRATOR):
        client = browser(factories.user(kind))
        for page in (url("list"), url("report"), url("export"), url("detail", idea.pk)):
            assert client.get(page).status_code == 403
    assert browser(director).get(url("change", idea.pk)).status_code == 403


def test_an_exploration_that_never_was(manager: User, idea: Idea) -> None:
    for name in ("withdraw", "findings"):
        assert browser(manager).get(url(name, idea.pk)).status_code == 404


def test_a_chain_starts_from_an_idea(manager: User, idea: Idea) -> None:
    client = browser(manager)
    page = f"{reverse('chains:start')}?idee={idea.pk}"
    shown = text_of(client.get(page))
    assert 'value="Hout uit sloop"' in shown
    assert "Balken naar de meubelmaker." in shown
    sent = {
        "programme": str(idea.programme_id),
        "name": "Hout uit sloop",
        "purpose": "Balken worden kasten.",
        "start_point": "front_runners",
        "links-TOTAL_FORMS": "1",
        "links-INITIAL_FORMS": "0",
        "links-0-kind": "supplier",
        "links-0-name": "Sloop",
    }
    other = factories.programme(manager)
    refused = client.post(page, sent | {"programme": str(other.pk)})
    assert refused.status_code == 422
    assert "This idea belongs to the programme" in text_of(refused)
    client.post(page, sent)
    idea.refresh_from_db()
    assert (idea.state, idea.chain) == (IdeaState.STARTED, Chain.objects.get())
    assert "became a chain" in text_of(client.get(url("detail", idea.pk)))
    assert client.get(page).status_code == 404
    assert client.get(f"{reverse('chains:start')}?idee=x").status_code == 404


def test_the_queue_says_how_many_wait_and_how_long(manager: User, programme: Programme) -> None:
    client = browser(manager)
    assert "No ideas yet" in text_of(client.get(url("list")))
    for weeks in (34, 2):
        report_idea(
            by=manager,
            on=TODAY - timedelta(weeks=weeks),
            programme=programme,
            answers=IdeaAnswers(f"Idee {weeks}", "x"),
        )
    text = text_of(client.get(url("list")))
    assert "2 ideas wait for an explorer." in text
    assert "The oldest has waited 34 weeks:" in text
    assert text.index("Idee 34</a></h2>") < text.index("Idee 2</a></h2>")
    found = text_of(client.get(url("list"), {"search": "34", "state": "waiting", "sort": "title"}))
    assert "1 idea found" in found
    odd = client.get(url("list"), {"state": "x", "sector": "x", "province": "x", "sort": "x"})
    assert odd.status_code == 200
    assert "Nothing found" in text_of(client.get(url("list"), {"search": "nergens"}))


def test_the_list_is_paged_downloaded_and_read_in_a_fixed_number_of_queries(
    manager: User, programme: Programme
) -> None:
    wood, _new = Sector.objects.get_or_create(
        pk="wood", defaults={"name_nl": "hout", "name_en": "wood"}
    )

    def queries(number: int) -> int:
        for row in range(number):
            answers = IdeaAnswers(f"=1+{row} van {number}", "x", (wood,))
            made = report_idea(by=manager, on=TODAY, programme=programme, answers=answers)
            if row % 2 == 0:
                explored_by(manager, made, None)
        client = browser(manager)
        client.get(url("list"))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(url("list"))
        assert len(page.context["lines"]) == min(Idea.objects.count(), 25)
        file = client.get(url("export"), {"search": "van"}).content.decode("utf-8-sig")
        assert file.count("'=1+") == Idea.objects.count()
        return len(captured)

    few = queries(2)
    assert few == queries(198)


def test_a_dropped_idea_tells_its_lesson_to_who_sees_it(
    manager: User, idea: Idea, party: User
) -> None:
    drop_idea(by=manager, idea=idea, reason="Te klein.", lesson="Meet eerst.")
    text = text_of(browser(party).get(url("detail", idea.pk)))
    assert "Meet eerst." in text
    assert "Bring it back" not in text


def test_my_work_names_the_ideas_that_ask_something(
    manager: User, programme: Programme, party: User
) -> None:
    def ideas(person: User) -> list[tuple[str, str]]:
        page = browser(person).get(reverse("work:home"))
        return [(str(one.kind), one.idea.title) for one in page.context["ideas"]]

    director = factories.user(UserKind.DIRECTOR)
    made = [
        report_idea(
            by=party,
            on=TODAY - timedelta(weeks=weeks),
            programme=programme,
            answers=IdeaAnswers(f"Idee {weeks}", "x"),
        )
        for weeks in (20, 9, 8, 3)
    ]
    assert ideas(manager) == [("find_explorer", "Idee 20"), ("find_explorer", "Idee 9")]
    explored_by(manager, made[0], director)
    assert ideas(director) == [("explore", "Idee 20")]
    browser(director).post(url("findings", made[0].pk), {"findings": "Ja.", "advice": "go"})
    assert ideas(manager) == [("decide", "Idee 20"), ("find_explorer", "Idee 9")]
    assert ideas(director) == ideas(party) == ideas(factories.user(UserKind.ASSESSOR)) == []
