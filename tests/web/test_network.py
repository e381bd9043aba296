"""The pages of parties, network, values and structure: who may, what is refused, what is kept."""

import csv
import io
import re
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import structure, values
from schakel.domain.chains.actions.actions import Doer, add_action
from schakel.domain.chains.choices import Answer, ParticipationStatus, ShareKind, StatementKind
from schakel.domain.chains.models import (
    ChainAgreement,
    Departure,
    Participation,
    Responsibility,
    Share,
    Stance,
    Statement,
    StatementVersion,
    Structure,
)
from schakel.domain.chains.queries import network
from schakel.domain.parties.choices import PartyKind
from tests import factories, signing

pytestmark = pytest.mark.django_db

VALUE = {"kind": "climate", "title": "Minder verbranden", "text": "Schuim wordt vulling."}
FACTS = {
    "size_class": "sme",
    "kvk_number": "12345678",
    "owners-TOTAL_FORMS": "1",
    "owners-INITIAL_FORMS": "0",
}


class Place(NamedTuple):
    """A chain in which everything is there once."""

    case: signing.Case
    value: Statement
    task: Responsibility
    agreement: ChainAgreement

    def url(self, name: str) -> str:
        numbers = {
            "value": self.value.pk,
            "give_stance": self.value.pk,
            "task": self.task.pk,
            "agreement": self.agreement.pk,
        }
        kind = name.rsplit("_", maxsplit=1)[-1]
        own = {"party", "change_place", "change_facts", "leave", "undo_departure"}
        pk = self.case.parties[0].pk if name in own else numbers.get(name, numbers.get(kind))
        whole = name.startswith("new_") or pk is None
        return reverse(f"chains:{name}", args=[self.case.chain.slug, *([] if whole else [pk])])


@pytest.fixture
def place() -> Place:
    case = signing.ready_chain()
    return Place(
        case,
        values.state(
            by=case.director,
            at=timezone.now(),
            chain=case.chain,
            kind=StatementKind.CLIMATE,
            text=values.StatementText("Klimaat", "Minder uitstoot."),
        ),
        structure.add_task(by=case.director, chain=case.chain, task=structure.Task("Afzet")),
        structure.add_agreement(
            by=case.director,
            chain=case.chain,
            agreed=structure.Agreed("Kwaliteit", "Droog aanleveren.", signing.TODAY),
        ),
    )


class Post(NamedTuple):
    """A form: where it is sent, by whom, with what, and the field that it can't do without."""

    name: str
    data: dict[str, str]
    needs: str
    by: str = "director"


POSTS = [
    Post("new_value", VALUE, "text"),
    Post("change_value", {"title": "B", "text": "Anders.", "version": "1"}, "text"),
    Post("dot", {"text": "In 2030 geen matras in de oven."}, "text"),
    Post(
        "give_stance",
        {"answer": "remark", "remark": "Mits droog.", "version": "1"},
        "answer",
        "party",
    ),
    Post("organise", {"plan": "director", "form": "cooperative", "version": "0"}, "plan"),
    Post("new_task", {"what": "Inkoop", "responsible": "director", "decides": "together"}, "what"),
    Post(
        "change_task",
        {"what": "Verkoop", "responsible": "together", "decides": "director", "version": "1"},
        "decides",
    ),
    Post("new_agreement", {"title": "Prijs", "text": "Vast.", "agreed_on": "2026-01-05"}, "text"),
    Post(
        "change_agreement",
        {"title": "Prijs", "text": "Vast.", "agreed_on": "2026-01-05", "version": "1"},
        "agreed_on",
    ),
    Post("change_place", {"link": "", "interest": "public"}, "interest"),
    Post("leave", {"left_on": signing.TODAY.isoformat(), "reason": "Andere koers."}, "reason"),
]
BUTTONS = [
    "remove_value",
    "restore_value",
    "remove_task",
    "restore_task",
    "remove_agreement",
    "restore_agreement",
    "usual_tasks",
    "undo_departure",
]
PAGES = ["values", "value", "structure", "network", "party", "parties"]
FILES = ["export_values", "export_structure", "export_parties"]
KEPT = (
    Statement,
    StatementVersion,
    Stance,
    Structure,
    Responsibility,
    ChainAgreement,
    Departure,
    Share,
)


def state_of_things() -> list[Any]:
    rows = [list(model.objects.order_by("pk").values()) for model in KEPT]
    return [*rows, list(Participation.objects.order_by("pk").values())]


def signed_in(user: User) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user)
    return client


def filled_in(post: Post, place: Place) -> dict[str, str]:
    if post.name != "change_place":
        return post.data
    return post.data | {"seen_sha256": network.place_sha256(place.case.parties[0])}


def person(post: Post, place: Place) -> User:
    return place.case.people[0] if post.by == "party" else place.case.director


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.name)
class TestEveryForm:
    def test_it_is_kept(self, post: Post, place: Place) -> None:
        before = state_of_things()
        client = signed_in(person(post, place))
        assert client.post(place.url(post.name), filled_in(post, place)).status_code == 302
        assert state_of_things() != before

    def test_sent_twice_is_kept_once(self, post: Post, place: Place) -> None:
        client = signed_in(person(post, place))
        client.post(place.url(post.name), filled_in(post, place))
        once = state_of_things()
        client.post(place.url(post.name), filled_in(post, place))
        assert state_of_things() == once

    def test_who_may_not(self, post: Post, place: Place) -> None:
        before = state_of_things()
        others = {place.case.manager, place.case.director, place.case.people[1]}
        if post.by == "party":
            others -= {place.case.people[1]}
        for other in others - {person(post, place)}:
            answer = signed_in(other).post(place.url(post.name), filled_in(post, place))
            assert answer.status_code == 403
        for kind in UserKind:
            answer = signed_in(factories.user(kind)).post(
                place.url(post.name), filled_in(post, place)
            )
            assert answer.status_code == 404
        assert state_of_things() == before

    def test_a_missing_field_keeps_what_was_typed(self, post: Post, place: Place) -> None:
        before = state_of_things()
        data = {name: text for name, text in filled_in(post, place).items() if name != post.needs}
        answer = signed_in(person(post, place)).post(place.url(post.name), data | {"sent": "1"})
        assert answer.status_code == 422
        assert state_of_things() == before
        form = answer.context["form"]
        assert post.needs in form.errors
        assert all(form[name].value() == text for name, text in data.items() if name in form.fields)

    def test_a_number_that_is_not_there(self, post: Post, place: Place) -> None:
        url = place.url(post.name)
        nowhere = re.sub(r"/\d+/", "/999999/", url)
        if nowhere != url:
            answer = signed_in(person(post, place)).post(nowhere, filled_in(post, place))
            assert answer.status_code == 404


@pytest.mark.parametrize("name", BUTTONS)
def test_buttons(name: str, place: Place) -> None:
    director = signed_in(place.case.director)
    assert director.get(place.url(name)).status_code == 405
    assert director.post(place.url(name)).status_code == 302
    for other in (place.case.manager, place.case.people[0]):
        assert signed_in(other).post(place.url(name)).status_code == 403
    for kind in UserKind:
        assert signed_in(factories.user(kind)).post(place.url(name)).status_code == 404


@pytest.mark.parametrize("what", ["value", "task", "agreement"])
def test_removed_and_put_back(what: str, place: Place) -> None:
    director = signed_in(place.case.director)
    answer = director.post(place.url(f"remove_{what}"), follow=True)
    restore = place.url(f"restore_{what}")
    assert f'action="{restore}"' in answer.text
    before = state_of_things()
    director.post(restore)
    assert state_of_things() != before
    again = director.get(answer.redirect_chain[0][0])
    assert f'action="{restore}"' not in again.text


@pytest.mark.parametrize("name", [*PAGES, *FILES])
def test_all_of_the_chain_reads(name: str, place: Place) -> None:
    for reader in (place.case.director, place.case.manager, place.case.people[0]):
        assert signed_in(reader).get(place.url(name)).status_code == 200
    for kind in UserKind:
        assert signed_in(factories.user(kind)).get(place.url(name)).status_code == 404


def test_addresses_of_people_are_for_the_director_and_the_party_itself(place: Place) -> None:
    email = place.case.people[0].email
    seen = {
        who: email in signed_in(reader).get(place.url("party")).text
        for who, reader in (
            ("director", place.case.director),
            ("itself", place.case.people[0]),
            ("another", place.case.people[1]),
            ("client", place.case.manager),
        )
    }
    assert seen == {"director": True, "itself": True, "another": False, "client": False}


def test_the_page_of_a_party_has_its_open_actions(place: Place) -> None:
    case = place.case
    for who, what in ((0, "Overkapping begroten"), (1, "Machine testen")):
        add_action(
            by=case.director,
            on=signing.TODAY,
            chain=case.chain,
            what=what,
            doer=Doer(case.parties[who]),
            due_on=signing.LATER,
        )
    page = signed_in(case.people[1]).get(place.url("party")).text
    assert "Overkapping begroten" in page
    assert "Machine testen" not in page


def test_candidates_are_for_the_director(place: Place) -> None:
    url = reverse("chains:missing", args=[place.case.chain.slug])
    party = factories.organisation(name="Hogeschool", kind=PartyKind.KNOWLEDGE)
    page = signed_in(place.case.director).get(url).text
    invite = reverse("chains:invite", args=[place.case.chain.slug])
    assert f"{invite}?partij={party.pk}" in page
    filled = signed_in(place.case.director).get(f"{invite}?partij={party.pk}").text
    assert 'value="Hogeschool"' in filled
    for other in (place.case.manager, place.case.people[0]):
        assert signed_in(other).get(url).status_code == 403


@pytest.mark.parametrize("asked", ["", "0", "x", "99999999999999999999999", "-1"])
def test_an_unknown_party_in_the_address_of_the_invitation(asked: str, place: Place) -> None:
    url = reverse("chains:invite", args=[place.case.chain.slug])
    assert signed_in(place.case.director).get(url, {"partij": asked}).status_code == 200


@pytest.mark.parametrize("asked", ["0", "x", "99999999999999999999999", "²"])
def test_an_unknown_number_to_put_back(asked: str, place: Place) -> None:
    client = signed_in(place.case.director)
    assert client.get(place.url("structure"), {"task": asked}).status_code == 200
    assert client.get(place.url("values"), {"removed": asked}).status_code == 200


def test_a_party_agrees_in_one_tap(place: Place) -> None:
    client = signed_in(place.case.people[0])
    page = client.get(place.url("values")).text
    assert f'action="{place.url("give_stance")}"' in page
    client.post(place.url("give_stance"), {"answer": "agree", "version": "1"})
    assert f'action="{place.url("give_stance")}"' not in client.get(place.url("values")).text
    assert Stance.objects.get().answer == Answer.AGREE


def test_an_answer_without_a_why_stays_typed(place: Place) -> None:
    answer = signed_in(place.case.people[0]).post(
        place.url("give_stance"), {"answer": "disagree", "remark": "", "version": "1"}
    )
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert re.search(r'value="disagree"[^>]*checked', answer.text)


def test_a_text_that_changed_while_it_was_read(place: Place) -> None:
    values.change_statement(
        by=place.case.director,
        at=timezone.now(),
        statement=place.value,
        version=1,
        text=values.StatementText("Klimaat", "Heel andere tekst."),
    )
    client = signed_in(place.case.people[0])
    data = {"answer": "remark", "remark": "Mits droog.", "version": "1"}
    answer = client.post(place.url("give_stance"), data)
    assert answer.status_code == 422
    assert "Heel andere tekst." in answer.text
    assert "Mits droog." in answer.text
    assert 'name="version" value="2"' in answer.text
    assert client.post(place.url("give_stance"), data | {"version": "2"}).status_code == 302


LATE = [
    ("change_value", {"title": "Mijne", "text": "Mijn tekst.", "version": "7"}),
    (
        "change_task",
        {"what": "Mijne", "responsible": "director", "decides": "director", "version": "7"},
    ),
    (
        "change_agreement",
        {"title": "Mijne", "text": "X", "agreed_on": "2026-01-05", "version": "7"},
    ),
    ("change_place", {"interest": "public", "seen_sha256": "oud"}),
    ("change_facts", FACTS | {"seen_sha256": "oud"}),
    ("shares", {"seen_sha256": "oud"}),
]


@pytest.mark.parametrize(("name", "data"), LATE, ids=[name for name, _ in LATE])
def test_who_comes_late_sees_both(name: str, data: dict[str, str], place: Place) -> None:
    before = state_of_things()
    client = signed_in(place.case.director)
    answer = client.post(place.url(name), data)
    assert answer.status_code == 409
    assert "Two versions" in answer.text
    assert state_of_things() == before
    form = answer.context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() is not None}
    hidden = "version" if "version" in data else "seen_sha256"
    again = client.post(place.url(name), data | {hidden: sent[hidden]})
    assert again.status_code == 302


def test_shares_with_a_comma_and_too_much(place: Place) -> None:
    client = signed_in(place.case.director)
    url = place.url("shares")
    one, two, three = (party.pk for party in place.case.parties)
    answer = client.post(
        url, {f"costs-{one}": "60", f"costs-{two}": "40.01"}, headers={"accept-language": "en"}
    )
    assert answer.status_code == 409
    seen = answer.context["form"].data["seen_sha256"]
    data = {"seen_sha256": seen, f"costs-{one}": "60", f"costs-{two}": "40.01"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "100.01" in answer.text
    assert 'value="40.01"' in answer.text
    dutch = client.post(
        url,
        data | {f"costs-{two}": "39,5", f"returns-{three}": "12,25"},
        headers={"accept-language": "nl"},
    )
    assert dutch.status_code == 302
    assert set(Share.objects.values_list("percent", flat=True)) == {
        Decimal("60"),
        Decimal("39.5"),
        Decimal("12.25"),
    }


def test_facts_and_owners(place: Place) -> None:
    owner = factories.organisation(name="Moeder BV")
    client = signed_in(place.case.director)
    party = place.case.parties[0].organisation
    data = FACTS | {
        "group": "Groep Noord",
        "owners-0-party": "moeder bv",
        "owners-0-percent": "51",
        "seen_sha256": network.facts_sha256(party),
    }
    assert client.post(place.url("change_facts"), data).status_code == 302
    page = client.get(place.url("party")).text
    assert "Moeder BV (51%)" in page
    assert "Groep Noord" in page
    party.refresh_from_db()
    wrong = data | {"owners-0-party": "Onbekend", "seen_sha256": network.facts_sha256(party)}
    answer = client.post(place.url("change_facts"), wrong)
    assert answer.status_code == 422
    assert "no party with this name" in answer.text
    assert party.held_by.get().owner == owner


def test_the_picture_says_what_the_table_says(place: Place) -> None:
    names = [party.organisation.name for party in place.case.parties]
    page = signed_in(place.case.people[0]).get(place.url("network")).text
    for name in names:
        assert page.count(name) >= 2
    assert page.count("<svg") >= 2
    assert "style=" not in page


def test_who_declined_or_left_is_not_in_the_picture(place: Place) -> None:
    gone = factories.participation(
        place.case.chain,
        organisation=factories.organisation(name="Vertrokken BV"),
        status=ParticipationStatus.LEFT,
    )
    page = signed_in(place.case.director).get(place.url("network")).text
    picture = page[page.index("<svg", page.index("schakel-picture")) : page.index("</figure>")]
    assert "Vertrokken BV" not in picture
    assert gone.organisation.name in signed_in(place.case.director).get(place.url("parties")).text


def test_csv_of_parties_values_and_structure(place: Place) -> None:
    nasty = factories.organisation(name="=cmd|' /C calc'!A0", kind=PartyKind.FUNDER)
    factories.participation(place.case.chain, organisation=nasty)
    values.give_stance(
        by=place.case.people[0],
        at=timezone.now(),
        statement=place.value,
        version=1,
        answer=Answer.DISAGREE,
        remark="+31",
    )
    client = signed_in(place.case.director)
    files = {
        name: list(
            csv.reader(
                io.StringIO(client.get(place.url(name)).content.decode("utf-8-sig")), delimiter=";"
            )
        )
        for name in FILES
    }
    cells = [cell for rows in files.values() for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert "'=cmd|' /C calc'!A0" in cells
    assert "'+31" in cells
    assert len(files["export_values"]) == 1 + 4
    assert len(files["export_parties"]) == 1 + 4
    assert len(files["export_structure"]) == 1 + 2


@pytest.mark.parametrize("name", ["values", "structure", "parties", "network", *FILES])
def test_as_many_queries_for_many_rows_as_for_one(name: str, place: Place) -> None:
    client = signed_in(place.case.director)
    client.get(place.url(name))
    counts = []
    for more in (1, 60):
        for number in range(more):
            _one_more(place, more + number)
        with CaptureQueriesContext(connection) as queried:
            assert client.get(place.url(name)).status_code == 200
        counts.append(len(queried))
    assert counts[0] == counts[1], queried.captured_queries[-5:]


def _one_more(place: Place, number: int) -> None:
    case = place.case
    factories.participation(case.chain)
    values.state(
        by=case.director,
        at=timezone.now(),
        chain=case.chain,
        kind=StatementKind.CLIMATE,
        text=values.StatementText(f"Waarde {number}", "Tekst."),
    )
    structure.add_task(
        by=case.director,
        chain=case.chain,
        task=structure.Task(f"Taak {number}", helpers=case.parties),
    )
    structure.add_agreement(
        by=case.director,
        chain=case.chain,
        agreed=structure.Agreed(f"A {number}", "Tekst.", signing.TODAY, case.parties),
    )


def test_lists_are_paged(place: Place) -> None:
    for number in range(30):
        _one_more(place, number)
    client = signed_in(place.case.director)
    for name in ("values", "parties", "network"):
        assert len(client.get(place.url(name)).context["page"]) == 25
        assert client.get(place.url(name), {"page": "2"}).context["page"].number == 2


def test_the_lists_of_the_structure_are_paged_each_by_itself(place: Place) -> None:
    for number in range(30):
        _one_more(place, number)
    structure.divide_shares(
        by=place.case.director,
        chain=place.case.chain,
        shares=[(place.case.parties[0], ShareKind.COSTS, Decimal(60))],
    )
    client = signed_in(place.case.director)
    page = client.get(place.url("structure"), {"tasks": "2", "shares": "2"})
    pages = page.context["pages"]
    assert [pages[name].number for name in ("tasks", "shares", "agreements")] == [2, 2, 1]
    assert len(pages["agreements"]) == 25
    assert "?tasks=2&amp;shares=2&amp;agreements=2" in page.text
    assert "?tasks=1&amp;shares=2" in page.text
    assert "60%" in page.text
    whole = client.get(place.url("export_structure")).content.decode("utf-8-sig")
    assert all(f"Taak {number}" in whole for number in range(30))
