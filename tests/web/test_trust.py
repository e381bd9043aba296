"""The pages of trust: for the director who writes, and nothing of it for anybody else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import trust as actions
from schakel.domain.chains.actions.meetings import Guest, plan_meeting, record_meeting
from schakel.domain.chains.actions.trust import Reading
from schakel.domain.chains.choices.meetings import Attendance
from schakel.domain.chains.models import (
    Appointment,
    CallReminder,
    Chain,
    Meeting,
    Participation,
    Pulse,
)
from schakel.domain.journal.models import Entry
from schakel.domain.outbox.models import Message
from tests import meeting
from tests.factories import chain, participation, user
from tests.web import world
from tests.web.test_access import all_routes

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PULSE = {
    "score": "2",
    "felt": "Durft het niet te zeggen.",
    "occasion": "Ketentafel",
    "happened_on": TODAY.isoformat(),
}
# Two texts, and the score in words, which the empty form of a later director offers as well.
CANARIES = ("KANARIE-GEVOEL", "KANARIE-GELEGENHEID", "1 distrust", "1 wantrouwen")


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def director() -> User:
    return user(UserKind.DIRECTOR)


@pytest.fixture
def keten(director: User) -> Chain:
    return chain(director=director)


@pytest.fixture
def party(keten: Chain) -> Participation:
    return participation(keten, organisation=user(UserKind.PARTY).organisation)


def held_meeting(director: User, present: Participation, *absent: Participation) -> Meeting:
    """An hour ago, with who was there recorded."""
    start = timezone.now() - timedelta(hours=1)
    made = plan_meeting(
        by=director,
        chain=present.chain,
        plan=meeting.plan(starts_at=start, ends_at=start + timedelta(minutes=30)),
        guests=[Guest(one) for one in (present, *absent)],
    )
    return record_meeting(
        by=director,
        at=timezone.now(),
        meeting=made,
        version=made.version,
        attendance={
            one.pk: Attendance.PRESENT if one.participation == present else Attendance.ABSENT
            for one in made.invitees.all()
        },
        minutes="",
    )


@pytest.fixture
def others(keten: Chain, party: Participation) -> list[User]:
    """Who see the chain and may see nothing of its trust."""
    return [keten.programme.managers.get(), party.organisation.users.get()]


def url(name: str, keten: Chain, *rest: int | str) -> str:
    return reverse(f"chains:{name}", args=[keten.slug, *rest])


def kept(party: Participation, by: User, **other: object) -> Pulse:
    fields = {"happened_on": TODAY, "occasion": "Ketentafel", "score": 4, "felt": ""}
    reading = Reading(**(fields | other))  # type: ignore[arg-type]
    return actions.record_pulse(by=by, on=TODAY, participation=party, reading=reading)


def waiting(party: Participation, by: User) -> CallReminder:
    (call,) = actions.plan_calls(
        by=by,
        on=TODAY,
        chain=party.chain,
        happened_on=TODAY,
        occasion="Ketentafel",
        parties=[party],
    )
    return call


@pytest.mark.parametrize(
    "address",
    ["trust", "export_pulses", "plan_calls", "record", "call", "settle", "remove", "restore"],
)
def test_nobody_but_the_director_gets_in(
    client: Client,
    keten: Chain,
    party: Participation,
    others: list[User],
    address: str,
) -> None:
    director = keten.appointments.get().director
    pulse, call = kept(party, director), waiting(party, director)
    taken = actions.remove_pulse(by=director, pulse=kept(party, director, occasion="Bezoek"))
    target, method = {
        "trust": (url("trust", keten), "get"),
        "export_pulses": (url("export_pulses", keten), "get"),
        "plan_calls": (url("plan_calls", keten), "post"),
        "record": (url("record_pulse", keten, party.pk), "post"),
        "call": (url("call_after", keten, call.pk), "post"),
        "settle": (url("settle_call", keten, call.pk, "gebeld"), "post"),
        "remove": (url("remove_pulse", keten, pulse.pk), "post"),
        "restore": (url("restore_pulse", keten, taken.pk), "post"),
    }[address]
    for other in others:
        client.force_login(other)
        assert getattr(client, method)(target, PULSE).status_code == 403
    for kind in UserKind:
        client.force_login(user(kind))
        assert getattr(client, method)(target, PULSE).status_code == 404
    client.force_login(director)
    assert getattr(client, method)(target, PULSE).status_code in {200, 302, 422}


class TestPages:
    def test_keep_take_back_and_put_back(
        self, client: Client, director: User, keten: Chain, party: Participation
    ) -> None:
        client.force_login(director)
        for _ in range(2):
            answer = client.post(url("record_pulse", keten, party.pk), PULSE)
            assert answer.status_code == 302
        pulse = Pulse.objects.get()
        page = client.get(url("trust", keten)).content.decode()
        assert "Durft het niet te zeggen." in page
        answer = client.post(url("remove_pulse", keten, pulse.pk), follow=True)
        page = answer.content.decode()
        assert "Durft het niet te zeggen." not in page
        assert url("restore_pulse", keten, pulse.pk) in page
        page = client.post(url("restore_pulse", keten, pulse.pk), follow=True).content.decode()
        assert "Durft het niet te zeggen." in page

    def test_a_missing_field_keeps_what_was_typed(
        self, client: Client, director: User, keten: Chain, party: Participation
    ) -> None:
        client.force_login(director)
        for field in ("score", "occasion", "happened_on"):
            answer = client.post(url("record_pulse", keten, party.pk), PULSE | {field: ""})
            assert answer.status_code == 422
            assert list(answer.context["form"].errors) == [field]
            assert "Durft het niet te zeggen." in answer.content.decode()
        later = PULSE | {"happened_on": "2099-01-01"}
        assert client.post(url("record_pulse", keten, party.pk), later).status_code == 422
        assert not Pulse.objects.exists()

    def test_what_was_typed_is_not_kept_in_the_browser(
        self, client: Client, director: User, keten: Chain, party: Participation
    ) -> None:
        client.force_login(director)
        page = client.get(url("record_pulse", keten, party.pk)).content.decode()
        assert "data-keep=" not in page
        assert "data-autosave>" not in page

    def test_after_a_meeting(
        self, client: Client, director: User, keten: Chain, party: Participation
    ) -> None:
        client.force_login(director)
        page = client.get(url("plan_calls", keten)).content.decode()
        assert party.organisation.name in page
        sent = {"happened_on": TODAY.isoformat(), "occasion": "Ketentafel", "parties": [party.pk]}
        for _ in range(2):
            assert client.post(url("plan_calls", keten), sent).status_code == 302
        call = CallReminder.objects.get()
        assert url("call_after", keten, call.pk) in client.get("/mijn-werk/").content.decode()
        answer = client.post(url("settle_call", keten, call.pk, "gebeld"), follow=True)
        assert url("settle_call", keten, call.pk, "terug") in answer.content.decode()
        assert url("call_after", keten, call.pk) not in client.get("/mijn-werk/").content.decode()
        client.post(url("settle_call", keten, call.pk, "terug"))
        assert client.post(url("call_after", keten, call.pk), PULSE).status_code == 302
        call.refresh_from_db()
        assert call.outcome == "pulse"

    def test_after_a_meeting_of_the_chain_for_the_director_alone(
        self,
        client: Client,
        director: User,
        keten: Chain,
        party: Participation,
        others: list[User],
    ) -> None:
        absent = participation(keten)
        held = held_meeting(director, party, absent)
        client.force_login(director)
        page = client.get(url("meeting", keten, held.pk)).content.decode()
        calls = f"{url('plan_calls', keten)}?bijeenkomst={held.pk}"
        assert calls in page
        form = client.get(calls).context["form"]
        assert form.initial["parties"] == [party]
        sent = {"meeting": held.pk, "happened_on": TODAY.isoformat(), "parties": [party.pk]}
        assert client.post(url("plan_calls", keten), sent).status_code == 302
        call = CallReminder.objects.get()
        assert (call.meeting, call.occasion) == (held, held.title)
        address = url("call_after", keten, call.pk)
        assert address in client.get(url("meeting", keten, held.pk)).content.decode()
        given = PULSE | {"meeting": client.get(address).context["form"].initial["meeting"]}
        assert client.post(address, given).status_code == 302
        pulse = Pulse.objects.get()
        assert pulse.meeting == held
        with override("en"):
            told = f"{pulse.score} {pulse.get_score_display()}"
        assert told in client.get(url("meeting", keten, held.pk)).content.decode()
        for other in others:
            client.force_login(other)
            page = client.get(url("meeting", keten, held.pk)).content.decode()
            assert held.title in page
            assert "After the meeting" not in page
            assert told not in page

    def test_without_meeting_or_occasion_it_is_about_nothing(
        self, client: Client, director: User, keten: Chain, party: Participation
    ) -> None:
        client.force_login(director)
        elsewhere = chain(director=director)
        other = held_meeting(director, participation(elsewhere))
        for about in ({"occasion": ""}, {"occasion": "", "meeting": other.pk}):
            answer = client.post(url("record_pulse", keten, party.pk), PULSE | about)
            assert answer.status_code == 422
        asked = f"{url('record_pulse', keten, party.pk)}?bijeenkomst={other.pk}"
        assert "meeting" not in client.get(asked).context["form"].initial

    def test_whom_cannot_be_chosen(self, client: Client, director: User, keten: Chain) -> None:
        elsewhere = participation(chain(director=director))
        client.force_login(director)
        sent = {"happened_on": TODAY.isoformat(), "occasion": "X", "parties": [elsewhere.pk]}
        assert client.post(url("plan_calls", keten), sent).status_code == 422
        assert client.post(url("record_pulse", keten, elsewhere.pk), PULSE).status_code == 404
        assert client.post(url("plan_calls", keten), {}).status_code == 422

    def test_what_is_not_there(
        self, client: Client, director: User, keten: Chain, party: Participation
    ) -> None:
        call, pulse = waiting(party, director), kept(party, director)
        client.force_login(director)
        for address in (
            url("settle_call", keten, call.pk, "iets"),
            url("settle_call", keten, 0, "gebeld"),
            url("remove_pulse", keten, 0),
            url("restore_pulse", keten, pulse.pk),
        ):
            assert client.post(address).status_code == 404
        assert client.get(url("remove_pulse", keten, pulse.pk)).status_code == 405

    def test_a_closed_chain_says_so(
        self, client: Client, director: User, keten: Chain, party: Participation
    ) -> None:
        pulse = kept(party, director)
        Chain.objects.filter(pk=keten.pk).update(phase="closed")
        client.force_login(director)
        page = client.post(url("remove_pulse", keten, pulse.pk), follow=True).content.decode()
        assert "This chain is closed" in page
        assert Pulse.objects.get().removed_at is None

    def test_queries_do_not_grow(
        self, client: Client, director: User, keten: Chain, party: Participation
    ) -> None:
        client.force_login(director)
        counts = []
        for number in (1, 199):
            Pulse.objects.bulk_create(
                Pulse(
                    participation=party,
                    written_by=director,
                    happened_on=TODAY,
                    occasion=f"Nummer {number}-{one}",
                    score=3,
                    written_at=timezone.now(),
                )
                for one in range(number)
            )
            for address in (url("trust", keten), url("export_pulses", keten)):
                with CaptureQueriesContext(connection) as caught:
                    client.get(address)
                counts.append(len(caught))
        assert counts[:2] == counts[2:]
        assert "?page=2" in client.get(url("trust", keten)).content.decode()


class TestNothingLeaks:
    """A canary in a pulse: on no page, in no file, report, mail or journal of anybody else."""

    def test_it_is_on_no_page_of_anybody_else(self) -> None:
        place = world.build()
        director = place.people["director"]
        assert isinstance(director, User)
        keten = Chain.objects.get(appointments__director=director)
        party = keten.participations.filter(status="joined").first()
        assert party
        kept(
            party,
            director,
            score=1,
            felt="KANARIE-GEVOEL",
            occasion="KANARIE-GELEGENHEID",
        )
        later = user(UserKind.DIRECTOR)
        keten.appointments.update(ends_on=TODAY)
        Appointment.objects.create(
            chain=keten,
            director=later,
            hours_per_week=4,
            starts_on=TODAY,
            appointed_by=keten.programme.managers.get(),
        )
        writer = Client()
        writer.force_login(director)
        own = writer.get(url("trust", keten)).content.decode()
        assert "KANARIE-GEVOEL" in own
        assert "KANARIE-GELEGENHEID" in writer.get(url("export_pulses", keten)).content.decode()
        readers = {name: one for name, one in place.people.items() if one != director}
        for name, person in (readers | {"later director": later}).items():
            reader = Client()
            if not isinstance(person, AnonymousUser):
                reader.force_login(person)
            for route in all_routes():
                with transaction.atomic():
                    body = reader.get(place.url(route.name)).content
                    transaction.set_rollback(True)
                for canary in CANARIES[: 2 if route.name == "chains:record_pulse" else None]:
                    assert canary.encode() not in body, (name, route.name)

    def test_it_is_in_no_report_mail_or_journal(
        self, client: Client, director: User, keten: Chain, party: Participation
    ) -> None:
        kept(party, director, score=1, felt="KANARIE-GEVOEL", occasion="KANARIE-GELEGENHEID")
        client.force_login(director)
        report = client.get(reverse("reports:accountability", args=[keten.slug])).content.decode()
        said = [str(entry.details) for entry in Entry.objects.all()]
        posted = [str(vars(one)) for one in (*Message.objects.all(), *mail.outbox)]
        for canary in CANARIES:
            assert canary not in report
            assert canary not in "".join(said + posted)

    def test_the_client_reads_that_pulses_are_kept(
        self, client: Client, director: User, keten: Chain, party: Participation, others: list[User]
    ) -> None:
        kept(party, director, score=1, felt="KANARIE-GEVOEL")
        manager, person = others
        address = reverse("chains:parties", args=[keten.slug])
        for reader, told in ((manager, True), (person, False), (director, False)):
            client.force_login(reader)
            page = client.get(address).content.decode()
            assert ("of 1 party. What is in them" in page) == told
            assert "KANARIE" not in page

    def test_only_the_director_gets_the_tab(
        self, client: Client, director: User, keten: Chain, others: list[User]
    ) -> None:
        for reader in (director, *others):
            client.force_login(reader)
            page = client.get(reverse("chains:overview", args=[keten.slug])).content.decode()
            assert (url("trust", keten) in page) == (reader == director)
