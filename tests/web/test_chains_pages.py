"""Start, director, links, parties, complexity, overview and list of chains."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LinkKind, ParticipationStatus
from schakel.domain.chains.models import Chain, Participation
from schakel.domain.parties.choices import PartyKind
from schakel.domain.programmes.choices import Phase
from schakel.engine.effort import INDICATORS
from tests import factories
from tests.web.seen import seen

pytestmark = pytest.mark.django_db

OTHERS = [
    (UserKind.PROGRAMME_MANAGER, 404),
    (UserKind.DIRECTOR, 404),
    (UserKind.PARTY, 404),
    (UserKind.ASSESSOR, 404),
    (UserKind.ADMINISTRATOR, 404),
]


def signed_in(user: User, language: str = "en") -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(user)
    return client


@pytest.fixture
def manager() -> User:
    return factories.user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def director() -> User:
    return factories.user(UserKind.DIRECTOR)


@pytest.fixture
def chain(manager: User, director: User) -> Chain:
    return factories.chain(manager=manager, director=director)


@pytest.fixture
def taking_part(chain: Chain) -> User:
    party = factories.user(UserKind.PARTY)
    factories.participation(chain, organisation=party.organisation)
    return party


def page(name: str, chain: Chain, *more: object) -> str:
    return reverse(f"chains:{name}", args=[chain.slug, *more])


def link_rows(*rows: tuple[Any, str, str], start: int = 1) -> dict[str, Any]:
    """A formset as the browser sends it: (number of the link, kind, name) per row."""
    data: dict[str, Any] = {"links-TOTAL_FORMS": len(rows), "links-INITIAL_FORMS": 0}
    for index, (pk, kind, name) in enumerate(rows):
        data |= {
            f"links-{index}-pk": pk,
            f"links-{index}-kind": kind,
            f"links-{index}-name": name,
            f"links-{index}-ORDER": index + start,
        }
    return data


class TestStart:
    def data(self, programme_pk: int, **changed: Any) -> dict[str, Any]:
        rows = link_rows(("", "supplier", "Zaagsel"), ("", "maker", ""), ("", "buyer", "Meubels"))
        return (
            rows
            | {
                "programme": programme_pk,
                "name": "Hout uit de stad",
                "purpose": "Bomen worden meubels.",
                "start_point": "front_runners",
            }
            | changed
        )

    def test_from_an_initiative(self, manager: User) -> None:
        programme, initiative = factories.programme(manager), factories.initiative()
        client = signed_in(manager)
        address = f"{reverse('chains:start')}?initiative={initiative.slug}"
        assert f'value="{initiative.name}"' in client.get(address).text
        answer = client.post(address, self.data(programme.pk))
        chain = Chain.objects.get()
        assert answer.headers["Location"] == page("appoint", chain)
        assert (chain.initiative, chain.programme, chain.start_point) == (
            initiative,
            programme,
            "front_runners",
        )
        assert [link.name for link in chain.links.all()] == ["Zaagsel", "Meubels"]
        assert chain.started_on == timezone.localdate()

    @pytest.mark.parametrize(
        "changed",
        [
            {"name": ""},
            {"purpose": ""},
            {"start_point": "anders"},
            {"links-0-name": "", "links-2-name": ""},
            {"links-0-kind": "planeet"},
            {"links-TOTAL_FORMS": "21"},
            {"links-TOTAL_FORMS": "veel"},
        ],
    )
    def test_bad_input_starts_nothing(self, changed: dict[str, str], manager: User) -> None:
        data = self.data(factories.programme(manager).pk, **changed)
        answer = signed_in(manager).post(reverse("chains:start"), data)
        assert answer.status_code == 422
        assert "schakel-error-summary" in answer.text
        assert not Chain.objects.exists()

    def test_only_under_an_own_programme(self, manager: User) -> None:
        factories.programme(manager)
        foreign = factories.programme()
        client = signed_in(manager)
        assert foreign.name not in client.get(reverse("chains:start")).text
        assert client.post(reverse("chains:start"), self.data(foreign.pk)).status_code == 422
        assert not Chain.objects.exists()

    def test_without_a_programme_the_page_says_what_to_do(self, manager: User) -> None:
        assert reverse("programmes:start") in signed_in(manager).get(reverse("chains:start")).text

    def test_an_unknown_initiative_is_not_there(self, manager: User) -> None:
        address = f"{reverse('chains:start')}?initiative=bestaat-niet"
        assert signed_in(manager).get(address).status_code == 404

    @pytest.mark.parametrize("kind", sorted(set(UserKind) - {UserKind.PROGRAMME_MANAGER}))
    def test_nobody_else(self, kind: UserKind) -> None:
        client = signed_in(factories.user(kind))
        assert client.get(reverse("chains:start")).status_code == 403
        assert client.post(reverse("chains:start"), {}).status_code == 403


class TestDirector:
    def test_hours_are_proposed_from_the_norm(self, manager: User) -> None:
        programme = factories.programme(manager, norm_hours_per_week=Decimal("7.5"), norm_months=6)
        chain = factories.chain(programme=programme)
        assert 'value="7,5"' in signed_in(manager, "nl").get(page("appoint", chain)).text

    def test_appoint_and_replace(self, chain: Chain, manager: User, director: User) -> None:
        successor = factories.user(UserKind.DIRECTOR)
        tomorrow = timezone.localdate() + timedelta(days=1)
        data = {"director": successor.pk, "hours_per_week": "6,5", "starts_on": str(tomorrow)}
        client, url = signed_in(manager, "nl"), page("appoint", chain)
        assert client.post(url, data | seen(client, url)).status_code == 422
        why = {"why": "De belangen zijn besproken."}
        answer = client.post(url, data | why | seen(client, url))
        assert answer.headers["Location"] == page("director", chain)
        earlier, later = chain.appointments.order_by("starts_on")
        assert (earlier.director, earlier.ends_on) == (director, timezone.localdate())
        assert (later.director, later.hours_per_week) == (successor, Decimal("6.5"))

    @pytest.mark.parametrize(
        "changed",
        [
            {"director": ""},
            {"director": "999999"},
            {"hours_per_week": "0"},
            {"hours_per_week": "41"},
            {"starts_on": "31-02-2026"},
            {"starts_on": "2020-01-01"},
            {"ends_on": "2020-01-01"},
            {"rate": "80"},
            {"rate": "-1", "rate_kind": "hourly"},
            {"rate_kind": "hourly"},
            {"why": ""},
        ],
    )
    def test_bad_input_changes_nothing(
        self, changed: dict[str, str], chain: Chain, manager: User
    ) -> None:
        data = {
            "director": factories.user(UserKind.DIRECTOR).pk,
            "hours_per_week": "8",
            "starts_on": str(timezone.localdate()),
            "why": "De belangen zijn besproken.",
        }
        client, url = signed_in(manager), page("appoint", chain)
        answer = client.post(url, data | changed | seen(client, url))
        assert answer.status_code == 422
        assert chain.appointments.count() == 1

    def test_two_managers_at_once_do_not_undo_each_other(
        self, chain: Chain, manager: User, director: User
    ) -> None:
        client, url = signed_in(manager), page("appoint", chain)
        early = seen(client, url)
        day = str(timezone.localdate())
        chosen = [factories.user(UserKind.DIRECTOR).pk for _ in range(2)]
        why = "De belangen zijn besproken."
        sent = [
            {"director": pk, "hours_per_week": "8", "starts_on": day, "why": why} for pk in chosen
        ]
        assert client.post(url, sent[0] | early).status_code == 302
        late = client.post(url, sent[1] | early)
        assert late.status_code == 422
        assert "Somebody changed this while you were typing." in late.text
        assert chain.appointments.get(ends_on=None).director_id == chosen[0]

    def test_a_party_cannot_be_chosen(self, chain: Chain, manager: User) -> None:
        data = {
            "director": factories.user(UserKind.PARTY).pk,
            "hours_per_week": "8",
            "starts_on": str(timezone.localdate()),
            "why": "De belangen zijn besproken.",
        }
        assert signed_in(manager).post(page("appoint", chain), data).status_code == 422

    def test_end(self, chain: Chain, manager: User) -> None:
        client = signed_in(manager)
        address = page("end_appointment", chain)
        assert client.get(address).status_code == 200
        data = {"ends_on": str(timezone.localdate()), "reason": "own_request", "note": "Verhuist."}
        assert client.post(address, data | {"ends_on": "2020-01-01"}).status_code == 422
        assert client.post(address, data | {"reason": ""}).status_code == 422
        assert client.post(address, data).status_code == 302
        ended = chain.appointments.get()
        assert (ended.ends_on, ended.end_reason) == (timezone.localdate(), "own_request")
        again = client.post(address, data)
        assert again.status_code == 422
        assert "already ends on that day or earlier" in again.text

    @pytest.mark.parametrize("name", ["appoint", "end_appointment"])
    def test_director_and_party_may_not(
        self, name: str, chain: Chain, director: User, taking_part: User
    ) -> None:
        for user in (director, taking_part):
            assert signed_in(user).post(page(name, chain), {}).status_code == 403


@pytest.mark.parametrize(("kind", "status"), OTHERS)
@pytest.mark.parametrize(
    "name",
    ["overview", "parties", "links", "invite", "complexity", "appoint", "complexity_preview"],
)
def test_strangers_find_nothing(name: str, kind: UserKind, status: int, chain: Chain) -> None:
    assert signed_in(factories.user(kind)).get(page(name, chain)).status_code == status


@pytest.mark.parametrize("name", ["links", "invite", "complexity", "appoint", "end_appointment"])
def test_strangers_post_nothing(name: str, chain: Chain) -> None:
    for kind in UserKind:
        assert signed_in(factories.user(kind)).post(page(name, chain), {}).status_code == 404


def test_who_is_not_signed_in_goes_to_the_sign_in_page(chain: Chain) -> None:
    answer = Client().get(page("overview", chain))
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_who_was_only_invited_does_not_see_the_chain(chain: Chain) -> None:
    party = factories.user(UserKind.PARTY)
    factories.participation(
        chain,
        organisation=party.organisation,
        status=ParticipationStatus.INVITED,
        answered_on=None,
    )
    assert signed_in(party).get(page("overview", chain)).status_code == 404


class TestLinks:
    def test_reorder_rename_add_remove(self, chain: Chain, director: User) -> None:
        first, second = factories.link(chain), factories.link(chain)
        rows = [(second.pk, "maker", "Zagen"), ("", "buyer", "Verkopen"), (first.pk, "other", "")]
        client, url = signed_in(director), page("links", chain)
        answer = client.post(url, link_rows(*rows) | seen(client, url))
        assert answer.headers["Location"] == page("parties", chain)
        assert [link.name for link in chain.links.all()] == ["Zagen", "Verkopen"]
        assert chain.links.first() == second

    def test_the_number_decides_the_order(self, chain: Chain, director: User) -> None:
        data = link_rows(("", "maker", "b"), ("", "buyer", "a")) | {"links-0-ORDER": 9}
        client, url = signed_in(director), page("links", chain)
        client.post(url, data | seen(client, url))
        assert [link.name for link in chain.links.all()] == ["a", "b"]

    def test_a_link_with_a_party_stays(self, chain: Chain, director: User) -> None:
        link = factories.link(chain, name="Blijft")
        factories.participation(chain, link=link)
        data = link_rows((link.pk, "maker", ""), ("", "buyer", "Nieuw"))
        client, url = signed_in(director), page("links", chain)
        answer = client.post(url, data | seen(client, url))
        assert answer.status_code == 422
        assert "has a party and cannot be removed" in answer.text
        assert [one.name for one in chain.links.all()] == ["Blijft"]

    def test_a_link_of_another_chain_is_out_of_reach(self, chain: Chain, director: User) -> None:
        foreign = factories.link(factories.chain(), name="Van hen")
        data = link_rows((foreign.pk, "maker", "Van mij"))
        client, url = signed_in(director), page("links", chain)
        assert client.post(url, data | seen(client, url)).status_code == 422
        foreign.refresh_from_db()
        assert foreign.name == "Van hen"

    def test_a_stale_page_removes_no_link_that_it_does_not_know(
        self, chain: Chain, director: User
    ) -> None:
        link = factories.link(chain, name="Eerst")
        client, url = signed_in(director), page("links", chain)
        early = seen(client, url)
        added = link_rows((link.pk, "maker", "Eerst"), ("", "buyer", "Nieuw"))
        assert client.post(url, added | early).status_code == 302
        late = client.post(url, link_rows((link.pk, "maker", "Anders")) | early)
        assert late.status_code == 422
        assert "Somebody changed this while you were typing." in late.text
        assert "Anders" in late.text
        assert [one.name for one in chain.links.all()] == ["Eerst", "Nieuw"]

    def test_manager_and_party_may_not(
        self, chain: Chain, manager: User, taking_part: User
    ) -> None:
        for user in (manager, taking_part):
            assert signed_in(user).get(page("links", chain)).status_code == 403
            assert signed_in(user).post(page("links", chain), {}).status_code == 403


class TestInvite:
    def test_the_list_of_known_parties_has_an_end(self, chain: Chain, director: User) -> None:
        client, url = signed_in(director), page("invite", chain)
        assert "The list offers" not in client.get(url).text
        for _ in range(201):
            factories.organisation()
        text = client.get(url).text
        assert text.count('<option value="Voorbeeldbedrijf') <= 200
        assert "The list offers the first 200 parties by name." in text

    known = {"which": "known", "known-email": "in@example.org"}

    def token(self, text: str) -> str:
        found = re.search(r"http://127\.0\.0\.1:8000/uitnodiging/([\w-]{40,})/", text)
        assert found
        return found[1]

    def test_a_known_party(
        self, chain: Chain, director: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        link, party = factories.link(chain), factories.organisation(name="Hout  & Zn BV")
        data = self.known | {"known-party": " hout  & zn bv ", "known-link": link.pk}
        party.name = "Hout & Zn BV"
        party.save()
        with django_capture_on_commit_callbacks(execute=True):
            answer = signed_in(director).post(page("invite", chain), data)
        assert answer.status_code == 200
        participation = chain.participations.get()
        assert (participation.organisation, participation.link) == (party, link)
        assert self.token(answer.text) in mail.outbox[0].body
        again = signed_in(director).get(page("parties", chain))
        assert "/uitnodiging/" not in again.text
        assert "in@example.org" in again.text

    def test_a_new_party_beside_the_chain(self, chain: Chain, director: User) -> None:
        data = {
            "which": "new",
            "new-name": "Waterschap",
            "new-kind": "supervisor",
            "new-interest": "public",
            "new-size_class": "",
            "new-kvk_number": "87654321",
            "new-link": "",
            "new-email": "in@example.org",
        }
        assert signed_in(director).post(page("invite", chain), data).status_code == 200
        participation = chain.participations.get()
        assert participation.link is None
        assert participation.organisation.kind == PartyKind.SUPERVISOR
        answer = signed_in(director).post(page("invite", chain), data)
        assert answer.status_code == 422
        assert "87654321" in answer.text
        assert chain.participations.count() == 1

    @pytest.mark.parametrize(
        "changed",
        [
            {"known-party": "Bestaat niet"},
            {"known-email": "geen adres"},
            {"known-link": "999999"},
        ],
    )
    def test_bad_input_invites_nobody(
        self, changed: dict[str, str], chain: Chain, director: User
    ) -> None:
        data = self.known | {"known-party": factories.organisation().name} | changed
        answer = signed_in(director).post(page("invite", chain), data)
        assert answer.status_code == 422
        assert not Participation.objects.exists()

    def test_a_link_of_another_chain_is_no_choice(self, chain: Chain, director: User) -> None:
        foreign = factories.link(factories.chain())
        data = self.known | {
            "known-party": factories.organisation().name,
            "known-link": foreign.pk,
        }
        assert signed_in(director).post(page("invite", chain), data).status_code == 422

    def test_manager_and_party_may_not(
        self, chain: Chain, manager: User, taking_part: User
    ) -> None:
        invited = factories.participation(
            chain, status=ParticipationStatus.INVITED, answered_on=None
        )
        for user in (manager, taking_part):
            assert signed_in(user).get(page("invite", chain)).status_code == 403
            for name in ("resend_invitation", "withdraw_invitation"):
                assert signed_in(user).post(page(name, chain, invited.pk)).status_code == 403

    def test_send_again_and_withdraw(self, chain: Chain, director: User) -> None:
        data = self.known | {"known-party": factories.organisation().name}
        client = signed_in(director)
        first = self.token(client.post(page("invite", chain), data).text)
        pk = chain.participations.get().pk
        again = client.post(page("resend_invitation", chain, pk), {"email": "b@example.org"})
        second = self.token(again.text)
        assert Client().get(reverse("invitation:show", args=[first])).status_code == 410
        assert Client().get(reverse("invitation:show", args=[second])).status_code == 200
        assert client.get(page("withdraw_invitation", chain, pk)).status_code == 405
        client.post(page("withdraw_invitation", chain, pk))
        assert not chain.participations.exists()
        assert Client().get(reverse("invitation:show", args=[second])).status_code == 404
        back = page("restore_invitation", chain)
        assert back in client.get(page("parties", chain)).text
        assert "works again" in client.post(back, follow=True).text
        assert Client().get(reverse("invitation:show", args=[second])).status_code == 200
        assert back not in client.get(page("parties", chain)).text
        assert client.post(back).status_code == 302
        assert chain.participations.count() == 1

    def test_a_removed_link_can_be_put_back(self, chain: Chain, director: User) -> None:
        for name in ("Eerste", "Tweede"):
            factories.link(chain, name=name)
        client, url = signed_in(director), page("links", chain)
        first, second = chain.links.all()
        sent = link_rows((first.pk, first.kind, ""), (second.pk, second.kind, second.name))
        assert client.post(url, sent | seen(client, url)).status_code == 302
        assert [one.name for one in chain.links.all()] == ["Tweede"]
        back = page("restore_links", chain)
        other = factories.chain(director=director)
        assert client.get(page("parties", other)).context["undo"] == {}
        assert "back in their places" in client.post(back, follow=True).text
        assert [one.name for one in chain.links.all()] == ["Eerste", "Tweede"]

    def test_a_party_of_another_chain_is_not_there(self, chain: Chain, director: User) -> None:
        foreign = factories.participation(
            factories.chain(), status=ParticipationStatus.INVITED, answered_on=None
        )
        for name in ("resend_invitation", "withdraw_invitation"):
            answer = signed_in(director).post(page(name, chain, foreign.pk), {"email": "a@b.nl"})
            assert answer.status_code == 404

    def test_who_takes_part_is_not_withdrawn(self, chain: Chain, director: User) -> None:
        joined = factories.participation(chain)
        answer = signed_in(director).post(
            page("withdraw_invitation", chain, joined.pk), follow=True
        )
        assert "has been answered already" in answer.text
        assert chain.participations.get() == joined


class TestParties:
    def test_links_in_order_with_empty_ones_and_who_is_missing(
        self, chain: Chain, taking_part: User
    ) -> None:
        factories.link(chain, LinkKind.SUPPLIER, name="Eerste schakel")
        factories.link(chain, LinkKind.BUYER, name="Tweede schakel")
        text = signed_in(taking_part).get(page("parties", chain)).text
        assert text.index("Eerste schakel") < text.index("Tweede schakel")
        assert text.count('data-state="empty"') == 2
        assert "Funder" in text
        assert "Without funds for scaling" in text

    def test_addresses_are_for_the_director_alone(
        self, chain: Chain, director: User, manager: User, taking_part: User
    ) -> None:
        data = TestInvite.known | {"known-party": factories.organisation().name}
        signed_in(director).post(page("invite", chain), data)
        assert "in@example.org" in signed_in(director).get(page("parties", chain)).text
        for user in (manager, taking_part):
            assert "in@example.org" not in signed_in(user).get(page("parties", chain)).text

    @pytest.mark.parametrize("name", ["parties", "overview"])
    def test_a_fixed_number_of_queries(self, name: str, chain: Chain, director: User) -> None:
        counts = []
        for more in (1, 12):
            for _ in range(more):
                factories.participation(chain, link=factories.link(chain))
            client = signed_in(director)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page(name, chain)).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestComplexity:
    def test_answers_give_hours_months_and_reasons(self, chain: Chain, director: User) -> None:
        client = signed_in(director)
        answer = client.post(page("complexity", chain), dict.fromkeys(INDICATORS, "high"))
        assert answer.headers["Location"] == page("complexity", chain)
        text = client.get(page("complexity", chain)).text
        assert "<dd>8</dd>" in text
        assert "<dd>24</dd>" in text
        assert "<dd>832</dd>" in text
        assert text.count("+ 0.67 hours a week") == 6
        assert "The programme has no norm of its own" in text

    def test_the_norm_stands_beside_it_and_applies(self, director: User) -> None:
        programme = factories.programme(norm_hours_per_week=8, norm_months=6)
        chain = factories.chain(programme=programme, director=director)
        client = signed_in(director)
        client.post(page("complexity", chain), dict.fromkeys(INDICATORS, "low"))
        text = client.get(page("complexity", chain)).text
        assert "<dd>4</dd>" in text
        assert "The norm of the programme applies" in text
        assert "sets 8 hours a week during 6 months: 208 hours in total" in text

    def test_preview_saves_nothing(self, chain: Chain, director: User) -> None:
        client = signed_in(director)
        answers = dict.fromkeys(INDICATORS, "medium")
        text = client.get(page("complexity_preview", chain), answers).text
        assert "<dd>6</dd>" in text
        assert "Answer all six" in client.get(page("complexity_preview", chain), {}).text
        assert not chain.assessments.exists()

    @pytest.mark.parametrize("wrong", ["", "huge"])
    def test_bad_input_is_named_and_the_rest_kept(
        self, wrong: str, chain: Chain, director: User
    ) -> None:
        data = dict.fromkeys(INDICATORS, "high") | {"scale": wrong, "explanation": "Bewaar mij"}
        answer = signed_in(director).post(page("complexity", chain), data)
        assert answer.status_code == 422
        assert 'href="#id_scale_0"' in answer.text
        assert "Bewaar mij" in answer.text
        assert not chain.assessments.exists()

    def test_manager_and_party_read_only(
        self, chain: Chain, manager: User, taking_part: User
    ) -> None:
        for user in (manager, taking_part):
            client = signed_in(user)
            assert "Save the complexity" not in client.get(page("complexity", chain)).text
            data = dict.fromkeys(INDICATORS, "low")
            assert client.post(page("complexity", chain), data).status_code == 403
            assert client.get(page("complexity_preview", chain), data).status_code == 403


class TestOverviewAndList:
    def test_overview_tells_where_the_chain_stands(self, chain: Chain, director: User) -> None:
        factories.link(chain, name="Lege plek")
        text = signed_in(director).get(page("overview", chain)).text
        assert 'aria-current="step"' in text
        assert chain.purpose in text
        assert "Lege plek" in text
        assert director.name in text
        assert "Assess the complexity" in text
        assert "Draft the letter of commitment" in text
        assert "0 of 0 kept" in text
        assert "conditions of the next gate met" in text

    def test_a_party_sees_no_log_and_no_hours(self, chain: Chain, taking_part: User) -> None:
        text = signed_in(taking_part).get(page("overview", chain)).text
        assert "Newest in the logbook" not in text
        assert "Hours booked" not in text
        assert page("hours", chain) not in text

    def test_list_per_person_and_phase(self, chain: Chain, director: User) -> None:
        other = factories.chain()
        later = factories.chain(director=director, phase=Phase.OPERATE)
        client = signed_in(director)
        text = client.get(reverse("chains:list")).text
        assert chain.name in text
        assert later.name in text
        assert other.name not in text
        explored = client.get(reverse("chains:list"), {"phase": "explore"}).text
        assert later.slug not in explored
        assert "No chain in this phase" in client.get("/ketens/", {"phase": "closed"}).text
        assert client.get("/ketens/", {"phase": "onzin"}).text.count("<tr>") == 3

    def test_list_is_paged_with_a_fixed_number_of_queries(self, manager: User) -> None:
        programme = factories.programme(manager)
        client = signed_in(manager)
        counts = []
        for more in (1, 29):
            for _ in range(more):
                factories.chain(programme=programme, director=factories.user(UserKind.DIRECTOR))
            with CaptureQueriesContext(connection) as queries:
                text = client.get(reverse("chains:list")).text
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert text.count("<tr>") == 26

    @pytest.mark.parametrize("kind", UserKind)
    def test_an_empty_list_says_what_to_do(self, kind: UserKind) -> None:
        text = signed_in(factories.user(kind)).get(reverse("chains:list")).text
        assert "No chains yet" in text
