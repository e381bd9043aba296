"""The pages of barriers: who sees them, who writes, and what comes of it."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import barriers as actions
from schakel.domain.chains.models import Barrier, BarrierStep, Chain
from tests.factories import chain, participation, user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BARRIER = {
    "title": "Afvalstatus",
    "rule": "",
    "activities": "Inzamelen",
    "problem": "Blijft afval",
    "consequences": "Duur vervoer",
    "tried": "Overleg",
    "solutions": "Einde-afval",
}
ANSWERS = actions.BarrierAnswers(**BARRIER)
STEP = {
    "happened_on": TODAY.isoformat(),
    "authority": "Omgevingsdienst",
    "status": "partly",
    "text": "Een proef mag.",
}


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def director() -> User:
    return user(UserKind.DIRECTOR)


@pytest.fixture
def manager() -> User:
    return user(UserKind.PROGRAMME_MANAGER)


@pytest.fixture
def keten(director: User, manager: User) -> Chain:
    return chain(director=director, manager=manager)


@pytest.fixture
def party(keten: Chain) -> User:
    member = user(UserKind.PARTY)
    participation(keten, organisation=member.organisation)
    return member


def url(name: str, keten: Chain, *rest: int | str) -> str:
    return reverse(name, args=[keten.slug, *rest])


def barrier(keten: Chain, by: User, **other: str) -> Barrier:
    answers = replace(ANSWERS, **other)
    return actions.report_barrier(by=by, on=TODAY, chain=keten, answers=answers)


class TestBarriers:
    def test_everyone_in_the_chain_reads_and_only_the_director_changes(
        self, client: Client, director: User, manager: User, party: User, keten: Chain
    ) -> None:
        found = barrier(keten, director)
        for reader in (director, manager, party):
            client.force_login(reader)
            assert "Afvalstatus" in client.get(url("chains:barriers", keten)).content.decode()
            page = client.get(url("chains:barrier", keten, found.pk)).content.decode()
            assert "Blijft afval" in page
            assert ("/bewerken/" in page) == (reader == director)
            status = client.get(url("chains:change_barrier", keten, found.pk)).status_code
            assert status == (200 if reader == director else 403)

    def test_a_barrier_of_another_chain_is_not_there(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        elsewhere = barrier(chain(director=director), director)
        client.force_login(director)
        for name in ("chains:barrier", "chains:change_barrier"):
            assert client.get(url(name, keten, elsewhere.pk)).status_code == 404

    def test_a_change_is_saved(self, client: Client, director: User, keten: Chain) -> None:
        found = barrier(keten, director)
        client.force_login(director)
        address = url("chains:change_barrier", keten, found.pk)
        assert client.post(address, BARRIER | {"tried": "Brief", "version": 1}).status_code == 302
        found.refresh_from_db()
        assert (found.tried, found.version) == ("Brief", 2)

    def test_a_stale_edit_gets_409_and_can_be_saved_after_comparing(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        found = barrier(keten, director)
        newer = replace(ANSWERS, problem="Nieuwere tekst")
        actions.change_barrier(by=director, barrier=found, version=1, answers=newer)
        client.force_login(director)
        address = url("chains:change_barrier", keten, found.pk)
        response = client.post(address, BARRIER | {"problem": "Mijn tekst", "version": 1})
        assert response.status_code == 409
        page = response.content.decode()
        assert "<del>Nieuwere</del>" in page
        assert "Mijn tekst" in page
        found.refresh_from_db()
        assert found.problem == "Nieuwere tekst"
        again = response.context["form"]["version"].value()
        client.post(address, BARRIER | {"problem": "Samen", "version": again})
        found.refresh_from_db()
        assert found.problem == "Samen"

    def test_no_version_is_a_stale_edit(self, client: Client, director: User, keten: Chain) -> None:
        found = barrier(keten, director)
        client.force_login(director)
        address = url("chains:change_barrier", keten, found.pk)
        assert client.post(address, BARRIER).status_code == 409


class TestSteps:
    def test_the_director_adds_and_everybody_reads(
        self, client: Client, director: User, manager: User, party: User, keten: Chain
    ) -> None:
        found = barrier(keten, director)
        address = url("chains:barrier_step", keten, found.pk, "antwoord")
        for reader in (manager, party):
            client.force_login(reader)
            assert client.get(address).status_code == 403
            assert client.post(address, STEP).status_code == 403
        client.force_login(director)
        assert client.get(address).status_code == 200
        for _ in range(2):
            assert client.post(address, STEP).status_code == 302
        assert BarrierStep.objects.count() == 1
        for reader in (director, manager, party):
            client.force_login(reader)
            page = client.get(url("chains:barrier", keten, found.pk)).content.decode()
            assert "Een proef mag." in page
            assert ("/verloop/" in page) == (reader == director)

    @pytest.mark.parametrize(
        ("page", "status"),
        [("poging", "reported"), ("voorgelegd", "submitted"), ("vervallen", "dropped")],
    )
    def test_other_steps(
        self, client: Client, director: User, keten: Chain, page: str, status: str
    ) -> None:
        found = barrier(keten, director)
        client.force_login(director)
        address = url("chains:barrier_step", keten, found.pk, page)
        assert client.post(address, STEP).status_code == 302
        found.refresh_from_db()
        assert found.status == status

    def test_a_missing_field_keeps_what_was_typed(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        found = barrier(keten, director)
        client.force_login(director)
        address = url("chains:barrier_step", keten, found.pk, "antwoord")
        for field in STEP:
            answer = client.post(address, STEP | {field: ""})
            assert answer.status_code == 422
            assert list(answer.context["form"].errors) == [field]
        later = client.post(address, STEP | {"happened_on": "2099-01-01"})
        assert later.status_code == 422
        assert "Een proef mag." in later.content.decode()
        assert not BarrierStep.objects.exists()

    def test_what_is_not_there(self, client: Client, director: User, keten: Chain) -> None:
        found, elsewhere = barrier(keten, director), barrier(chain(director=director), director)
        client.force_login(director)
        for pk, page in ((found.pk, "iets"), (elsewhere.pk, "poging"), (0, "poging")):
            address = url("chains:barrier_step", keten, pk, page)
            assert client.post(address, STEP).status_code == 404
        client.force_login(user(UserKind.DIRECTOR))
        address = url("chains:barrier_step", keten, found.pk, "poging")
        assert client.post(address, STEP).status_code == 404


def test_the_history_shows_what_changed(
    client: Client, director: User, party: User, keten: Chain
) -> None:
    found = barrier(keten, director)
    changed = replace(ANSWERS, tried="Overleg en bezoek")
    actions.change_barrier(by=director, barrier=found, version=1, answers=changed)
    client.force_login(party)
    page = client.get(url("chains:barrier_history", keten, found.pk)).content.decode()
    assert "Version 2" in page
    assert "en bezoek</ins>" in page


class TestRegister:
    def shown(self, client: Client, query: str = "") -> str:
        return client.get(f"{reverse('chains:barrier_register')}?{query}").content.decode()

    def test_a_foreign_barrier_is_on_no_page_and_in_no_file(
        self, client: Client, director: User, manager: User, party: User, keten: Chain
    ) -> None:
        own = barrier(keten, director)
        stranger = user(UserKind.DIRECTOR)
        foreign = chain(director=stranger)
        barrier(
            foreign,
            stranger,
            title="KANARIE-TITEL",
            rule="KANARIE-WET",
            authority="KANARIE-GEZAG",
        )
        for reader in (director, manager, party):
            client.force_login(reader)
            for address in (
                reverse("chains:barrier_register"),
                reverse("chains:export_barrier_register"),
                url("chains:barriers", keten),
                url("chains:export_barriers", keten),
                url("chains:barrier", keten, own.pk),
            ):
                body = client.get(address).content.decode()
                assert "Afvalstatus" in body
                assert "KANARIE" not in body
        client.force_login(director)
        assert client.get(url("chains:export_barriers", foreign)).status_code == 404
        assert "KANARIE-TITEL" not in self.shown(client, "rule=KANARIE-WET")

    def test_filtered_on_the_page_and_in_the_file(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        barrier(keten, director, rule="Omgevingswet")
        barrier(keten, director, title="Stalling")
        client.force_login(director)
        for address in (reverse("chains:barrier_register"), url("chains:barriers", keten)):
            page = client.get(address, {"rule": "Omgevingswet"}).content.decode()
            assert "1 barrier found" in page
            assert "Stalling" not in page
        file = client.get(reverse("chains:export_barrier_register"), {"rule": "Omgevingswet"})
        assert len(file.content.decode("utf-8-sig").strip().splitlines()) == 2
        assert "Nothing found" in self.shown(client, "search=bestaatniet")

    def test_somebody_without_chains_reads_what_it_is_for(self, client: Client) -> None:
        client.force_login(user(UserKind.ASSESSOR))
        assert "No barriers recorded" in self.shown(client)

    @pytest.mark.parametrize("name", ["chains:barrier_register", "chains:barriers"])
    def test_queries_do_not_grow(
        self, client: Client, director: User, keten: Chain, name: str
    ) -> None:
        client.force_login(director)
        address = url(name, keten) if name == "chains:barriers" else reverse(name)
        export = address + "export.csv"

        def queries() -> list[int]:
            counts = []
            for one in (address, export):
                with CaptureQueriesContext(connection) as caught:
                    assert client.get(one).status_code == 200
                counts.append(len(caught))
            return counts

        first = barrier(keten, director)
        few = queries()
        Barrier.objects.bulk_create(
            Barrier(chain=keten, reported_on=TODAY, **(BARRIER | {"title": f"Nummer {number}"}))
            for number in range(199)
        )
        assert first.pk
        assert queries() == few
        assert "?page=2" in client.get(address).content.decode()
