"""The pages of actions, meetings and quiet parties: who sees them, who writes, what comes of it."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.actions import Doer, add_action, change_action, finish_action
from schakel.domain.chains.actions.diary import write_log_entry
from schakel.domain.chains.actions.meetings import Guest, call_meeting
from schakel.domain.chains.choices import LogTopic
from schakel.domain.chains.choices.meetings import MeetingStatus
from schakel.domain.chains.models import Action, DueMove, Meeting, Nudge
from schakel.domain.outbox.models import Message
from tests import factories, signing
from tests import meeting as meetings
from tests.signing import TODAY, Case

pytestmark = pytest.mark.django_db
SOON = TODAY + timedelta(days=5)


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def case() -> Case:
    return signing.ready_chain()


def action(case: Case, what: str = "Offerte opvragen", **fields: Any) -> Action:
    defaults: dict[str, Any] = {"doer": Doer(case.parties[0]), "due_on": SOON}
    return add_action(
        by=case.director, on=TODAY, chain=case.chain, what=what, **(defaults | fields)
    )


def called(case: Case) -> Meeting:
    made = meetings.planned(case, [Guest(case.parties[0]), Guest(None)])
    call_meeting(by=case.director, at=timezone.now(), meeting=made, post=meetings.POST)
    return made


def over(case: Case) -> Meeting:
    made = called(case)
    now = timezone.now()
    Meeting.objects.update(starts_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))
    return made


def url(name: str, case: Case, *rest: int, query: str = "") -> str:
    return reverse(f"chains:{name}", args=[case.chain.slug, *rest]) + query


def form_of_action(case: Case) -> dict[str, str]:
    return {"what": "Bellen", "owner": str(case.parties[0].pk), "due_on": f"{SOON:%Y-%m-%d}"}


def form_of_meeting(case: Case) -> dict[str, Any]:
    return {
        "kind": "retreat",
        "title": "Heidag",
        "day": f"{SOON:%Y-%m-%d}",
        "start": "09:30",
        "end": "16:00",
        "parties": [str(case.parties[0].pk)],
    }


def lines(case: Case, what: str = "Proef doen") -> dict[str, str]:
    empty = {f"line-{n}-{name}": "" for n in range(2) for name in ("what", "owner", "due_on")}
    first = {f"line-0-{name}": value for name, value in form_of_action(case).items()}
    management = {"line-TOTAL_FORMS": "2", "line-INITIAL_FORMS": "0"}
    return management | empty | first | {"line-0-what": what}


class Post(NamedTuple):
    """A page that writes for the director: what it needs, what is posted, and what it must leave.

    `field` is one without which it is refused with 422; empty where there is none.
    """

    name: str
    rest: Callable[[Case], list[int]]
    data: Callable[[Case], dict[str, Any]]
    field: str = ""


def of_action(case: Case) -> list[int]:
    return [action(case).pk]


def of_meeting(case: Case) -> list[int]:
    return [called(case).pk]


def nothing(case: Case) -> list[int]:
    assert case
    return []


POSTS = [
    Post("add_action", nothing, form_of_action, "what"),
    Post(
        "change_action",
        of_action,
        lambda case: {"what": "Bellen", "owner": str(case.parties[0].pk), "version": "1"},
        "what",
    ),
    Post(
        "move_action",
        of_action,
        lambda _case: {
            "to_day": f"{SOON + timedelta(days=9):%Y-%m-%d}",
            "reason": "Ziek",
            "version": "1",
        },
        "reason",
    ),
    Post("drop_action", of_action, lambda _case: {"reason": "Vervalt", "version": "1"}, "reason"),
    Post("finish_action", of_action, lambda _case: {}),
    Post("remove_action", of_action, lambda _case: {}),
    Post("plan_meeting", nothing, form_of_meeting, "title"),
    Post(
        "change_meeting", of_meeting, lambda case: form_of_meeting(case) | {"version": "2"}, "start"
    ),
    Post("call_meeting", of_meeting, lambda _case: {}),
    Post(
        "cancel_meeting",
        of_meeting,
        lambda _case: {"reason": "Zaal dicht", "version": "2"},
        "reason",
    ),
    Post("agree", of_meeting, lines, "line-0-what"),
    Post(
        "nudge",
        lambda case: [case.parties[0].pk],
        lambda _case: {"nudged_on": f"{TODAY:%Y-%m-%d}", "how": "called", "result": "spoken"},
        "how",
    ),
]
BY_PARTY = {"move_action", "finish_action"}


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.name)
class TestEveryPost:
    def test_the_director_writes(self, client: Client, case: Case, post: Post) -> None:
        client.force_login(case.director)
        response = client.post(url(post.name, case, *post.rest(case)), post.data(case))
        assert response.status_code == 302
        assert client.get(response["Location"]).status_code == 200

    def test_who_only_reads_is_refused(self, client: Client, case: Case, post: Post) -> None:
        address = url(post.name, case, *post.rest(case))
        readers = [case.manager, case.people[1]]
        readers += [] if post.name in BY_PARTY else [case.people[0]]
        for reader in readers:
            client.force_login(reader)
            assert client.post(address, post.data(case)).status_code == 403

    def test_a_stranger_finds_nothing(self, client: Client, case: Case, post: Post) -> None:
        address = url(post.name, case, *post.rest(case))
        for kind in UserKind:
            client.force_login(factories.user(kind))
            assert client.post(address, post.data(case)).status_code == 404

    def test_a_number_of_another_chain_is_absent(
        self, client: Client, case: Case, post: Post
    ) -> None:
        rest = post.rest(case)
        if not rest:
            return
        other = signing.ready_chain()
        client.force_login(other.director)
        for numbers in (rest, [999_999]):
            address = url(post.name, other, *numbers)
            assert client.post(address, post.data(other)).status_code == 404

    def test_a_missing_field_changes_nothing_and_keeps_the_rest(
        self, client: Client, case: Case, post: Post
    ) -> None:
        if not post.field:
            return
        client.force_login(case.director)
        address = url(post.name, case, *post.rest(case))
        before = Message.objects.count(), Action.objects.count(), Meeting.objects.count()
        data = post.data(case)
        response = client.post(address, data | {post.field: ""})
        assert response.status_code == 422
        assert before == (Message.objects.count(), Action.objects.count(), Meeting.objects.count())
        page = response.content.decode()
        kept = [value for key, value in data.items() if key not in {post.field, "version"}]
        assert all((typed if isinstance(typed, str) else typed[0]) in page for typed in kept)


class TestActions:
    def test_a_line_is_enough_and_twice_makes_one(self, client: Client, case: Case) -> None:
        client.force_login(case.director)
        for _twice in range(2):
            assert client.post(url("add_action", case), form_of_action(case)).status_code == 302
        made = Action.objects.get()
        assert (made.what, made.owner, made.due_on) == ("Bellen", case.parties[0], SOON)

    def test_out_of_a_log_entry(self, client: Client, case: Case) -> None:
        entry = write_log_entry(
            by=case.director,
            on=TODAY,
            chain=case.chain,
            happened_on=TODAY,
            topic=LogTopic.REVIEW,
            text="De overkapping moet groter.",
        )
        client.force_login(case.director)
        assert f"?log={entry.pk}" in client.get(url("log", case)).content.decode()
        page = client.get(url("add_action", case, query=f"?log={entry.pk}"))
        assert "De overkapping moet groter." in page.content.decode()
        client.post(url("add_action", case), form_of_action(case) | {"log": str(entry.pk)})
        assert Action.objects.get().log_entry == entry
        other = signing.ready_chain()
        client.force_login(other.director)
        for wrong in (f"?log={entry.pk}", "?meeting=999"):
            assert client.get(url("add_action", other, query=wrong)).status_code == 404

    def test_a_party_sees_all_and_marks_its_own(self, client: Client, case: Case) -> None:
        own, other = action(case), action(case, "Van een ander", doer=Doer(case.parties[1]))
        client.force_login(case.people[0])
        page = client.get(url("actions", case)).content.decode()
        assert url("finish_action", case, own.pk) in page
        assert "Van een ander" in page
        assert url("finish_action", case, other.pk) not in page
        assert 'name="picked"' not in page
        back = client.post(url("finish_action", case, own.pk), {"back": "state=all&page=1"})
        assert back["Location"] == url("actions", case, query="?state=all&page=1")

    def test_several_at_once_and_undo(self, client: Client, case: Case) -> None:
        one, two = action(case, "Een"), action(case, "Twee")
        client.force_login(case.director)
        chosen = {"picked": [f"{one.pk}-1", f"{two.pk}-1"], "back": "sort=what"}
        response = client.post(url("change_actions", case), chosen | {"kind": "remove"})
        assert response["Location"].endswith(f"?sort=what&removed={one.pk}%2C{two.pk}")
        assert "2 actions have been removed" in client.get(response["Location"]).content.decode()
        client.post(url("restore_actions", case), {"actions": f"{one.pk},{two.pk}"})
        assert Action.objects.filter(removed_at=None).count() == 2

    @pytest.mark.parametrize(
        "data",
        [
            {"kind": "finish"},
            {"kind": "move", "reason": "Ziek"},
            {"kind": "drop"},
            {"kind": "owner"},
            {"kind": "fly"},
            {},
        ],
        ids=str,
    )
    def test_a_mistake_in_several_keeps_the_choice(
        self, client: Client, case: Case, data: dict[str, str]
    ) -> None:
        one = action(case)
        client.force_login(case.director)
        picked = {} if data == {"kind": "finish"} else {"picked": f"{one.pk}-1"}
        response = client.post(url("change_actions", case), data | picked)
        assert response.status_code == 422
        one.refresh_from_db()
        assert one.version == 1
        assert (f'value="{one.pk}-1"' in response.content.decode()) is True
        assert ("checked" in response.content.decode()) is bool(picked)

    def test_both_versions_are_shown_to_who_is_late(self, client: Client, case: Case) -> None:
        made = action(case, "Oud")
        change_action(by=case.director, action=made, version=1, what="Van een collega", doer=Doer())
        client.force_login(case.director)
        late = form_of_action(case) | {"version": "1", "what": "Van mij"}
        response = client.post(url("change_action", case, made.pk), late)
        page = response.content.decode()
        assert response.status_code == 409
        assert "Van mij" in page
        assert "collega" in page
        again = late | {"version": response.context["form"]["version"].value()}
        assert client.post(url("change_action", case, made.pk), again).status_code == 302

    def test_moved_dates_stand_on_the_page(self, client: Client, case: Case) -> None:
        made = action(case)
        client.force_login(case.people[0])
        client.post(
            url("move_action", case, made.pk),
            {"to_day": f"{SOON + timedelta(days=2):%Y-%m-%d}", "reason": "Griep", "version": "1"},
        )
        assert DueMove.objects.get().moved_by == case.people[0]
        assert "Griep" in client.get(url("action", case, made.pk)).content.decode()

    def test_the_file_holds_what_is_filtered(self, client: Client, case: Case) -> None:
        action(case, "=1+1")
        done = action(case, "Gedaan")
        finish_action(by=case.director, on=TODAY, action=done)
        client.force_login(case.manager)
        answer = client.get(url("export_actions", case, query="?state=open"))
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert [row[1] for row in rows] == ["What", "'=1+1"]
        assert rows[1][5] == f"{SOON:%d-%m-%Y}"

    @pytest.mark.parametrize("query", ["?owner=x&state=y&sort=z&page=q", "?removed=1,x,%00,9" * 9])
    def test_nonsense_in_the_address_is_ignored(
        self, client: Client, case: Case, query: str
    ) -> None:
        action(case)
        client.force_login(case.director)
        page = client.get(url("actions", case, query=query))
        assert page.status_code == 200
        assert len(page.context["page"].object_list) == 1

    def test_as_many_queries_for_1_row_as_for_200(self, client: Client, case: Case) -> None:
        client.force_login(case.director)

        def count() -> int:
            with CaptureQueriesContext(connection) as made:
                client.get(url("actions", case))
            return len(made)

        action(case, "Eerste")
        count()
        few = count()
        for number in range(199):
            action(case, f"Actie {number}")
        assert count() == few


class TestMeetings:
    def test_planned_called_answered(self, client: Client, case: Case) -> None:
        client.force_login(case.director)
        response = client.post(url("plan_meeting", case), form_of_meeting(case))
        made = Meeting.objects.get()
        assert response["Location"] == url("meeting", case, made.pk)
        assert timezone.localtime(made.starts_at).strftime("%H:%M") == "09:30"
        client.force_login(case.people[0])
        assert client.get(url("meeting", case, made.pk)).status_code == 404
        client.force_login(case.director)
        client.post(url("call_meeting", case, made.pk))
        assert Message.objects.get().to == case.people[0].email
        assert f"http://testserver{url('meeting', case, made.pk)}" in Message.objects.get().text
        client.force_login(case.people[0])
        own = made.invitees.get()
        client.post(url("answer_meeting", case, made.pk, own.pk), {"answer": "yes"})
        own.refresh_from_db()
        assert (own.answer, own.answered_by) == ("yes", case.people[0])

    @pytest.mark.parametrize("given", ["", "perhaps", "yes\x00"])
    def test_another_answer_is_none(self, client: Client, case: Case, given: str) -> None:
        made = called(case)
        own = made.invitees.get(participation=case.parties[0])
        client.force_login(case.people[0])
        client.post(url("answer_meeting", case, made.pk, own.pk), {"answer": given})
        own.refresh_from_db()
        assert own.answer == ""

    def test_a_time_that_the_clock_skips(self, client: Client, case: Case) -> None:
        client.force_login(case.director)
        data = form_of_meeting(case) | {"day": "2027-03-28", "start": "02:30"}
        response = client.post(url("plan_meeting", case), data)
        assert response.status_code == 422
        assert "summer time" in str(response.context["form"].errors["start"])
        assert client.post(url("plan_meeting", case), data | {"start": "03:30"}).status_code == 302

    def test_who_is_named_brings_the_party(self, client: Client, case: Case) -> None:
        client.force_login(case.director)
        data = form_of_meeting(case) | {"parties": [], "people": [str(case.manager.pk)]}
        client.post(url("plan_meeting", case), data)
        invitee = Meeting.objects.get().invitees.get()
        assert (invitee.participation, list(invitee.people.all())) == (None, [case.manager])

    def test_the_calendar_file(self, client: Client, case: Case) -> None:
        made = called(case)
        client.force_login(case.manager)
        answer = client.get(url("meeting_calendar", case, made.pk))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.content.startswith(b"BEGIN:VCALENDAR")

    def test_attendance_then_agreements(self, client: Client, case: Case) -> None:
        made = over(case)
        client.force_login(case.director)
        there = {f"attendance-{one.pk}": "present" for one in made.invitees.all()}
        missing = client.post(url("record_meeting", case, made.pk), {"minutes": "Wel getypt"})
        assert missing.status_code == 422
        assert "Wel getypt" in missing.content.decode()
        response = client.post(
            url("record_meeting", case, made.pk), there | {"minutes": "Kort", "version": "2"}
        )
        assert response["Location"] == url("agree", case, made.pk)
        made.refresh_from_db()
        assert (made.status, made.minutes) == (MeetingStatus.HELD, "Kort")
        client.post(url("agree", case, made.pk), lines(case))
        assert Action.objects.get().meeting == made

    def test_a_bad_line_makes_no_action_of_any(self, client: Client, case: Case) -> None:
        made = called(case)
        client.force_login(case.director)
        second = {"line-1-what": "Half", "line-1-owner": "director", "line-1-due_on": "2020-01-01"}
        response = client.post(url("agree", case, made.pk), lines(case) | second)
        assert response.status_code == 422
        assert not Action.objects.exists()
        empty = {
            key: "" if key.endswith(("what", "owner", "due_on")) else value
            for key, value in lines(case).items()
        }
        assert client.post(url("agree", case, made.pk), empty).status_code == 422

    def test_a_cancelled_meeting_goes_on_after_all(self, client: Client, case: Case) -> None:
        made = called(case)
        client.force_login(case.director)
        client.post(url("cancel_meeting", case, made.pk), {"reason": "Ziek", "version": "2"})
        page = client.get(url("meeting", case, made.pk)).content.decode()
        assert "Ziek" in page
        client.post(url("restore_meeting", case, made.pk))
        made.refresh_from_db()
        assert made.status == MeetingStatus.CALLED

    def test_a_removed_draft_is_offered_back(self, client: Client, case: Case) -> None:
        made = meetings.planned(case)
        client.force_login(case.director)
        response = client.post(url("remove_meeting", case, made.pk))
        assert (
            url("restore_meeting", case, made.pk)
            in client.get(response["Location"]).content.decode()
        )
        client.post(url("restore_meeting", case, made.pk))
        assert client.get(url("meeting", case, made.pk)).status_code == 200

    def test_an_agenda_is_text_and_never_markup(self, client: Client, case: Case) -> None:
        client.force_login(case.director)
        client.post(url("plan_meeting", case), form_of_meeting(case) | {"agenda": "<script>x"})
        page = client.get(url("meeting", case, Meeting.objects.get().pk)).content.decode()
        assert "<script>x" not in page


class TestNudges:
    def test_only_the_director_sees_who_is_quiet(self, client: Client, case: Case) -> None:
        for reader in (case.manager, case.people[0]):
            client.force_login(reader)
            for name in ("nudges", "export_nudges"):
                assert client.get(url(name, case)).status_code == 403

    def test_one_tap_records_and_changes_the_suggestion(self, client: Client, case: Case) -> None:
        client.force_login(case.director)
        page = client.get(url("nudges", case)).content.decode()
        assert "call and ask how it goes" in page
        for party in case.parties:
            client.post(url("nudge", case, party.pk), {"tap": "called-no_answer"})
        assert Nudge.objects.filter(nudged_on=TODAY, how="called").count() == 3
        page = client.get(url("nudges", case)).content.decode()
        assert "call and ask how it goes" not in page
        assert "Just nudged" in page

    def test_a_tap_that_is_none_is_refused(self, client: Client, case: Case) -> None:
        client.force_login(case.director)
        for tap in ("called-x", "x", ""):
            response = client.post(url("nudge", case, case.parties[0].pk), {"tap": tap})
            assert response.status_code == 422
        assert not Nudge.objects.exists()

    def test_the_file(self, client: Client, case: Case) -> None:
        client.force_login(case.director)
        text = client.get(url("export_nudges", case)).content.decode("utf-8-sig")
        assert text.count("\r\n") == 4

    def test_the_file_of_one_party(self, client: Client, case: Case) -> None:
        party, other = case.parties[:2]
        address = url("export_nudges_party", case, party.pk)
        client.force_login(case.director)
        for one in (party, other):
            client.post(url("nudge", case, one.pk), {"tap": "called-no_answer"})
        assert address in client.get(url("nudge", case, party.pk)).content.decode()
        rows = client.get(address).content.decode("utf-8-sig").splitlines()
        assert rows[1:] == [f"{TODAY:%-d-%m-%Y};called;no answer yet;;{case.director.name}"]
        client.force_login(case.manager)
        assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    "name", ["change_actions", "restore_actions", "finish_action", "call_meeting", "move_action"]
)
def test_get_is_not_for_writing(client: Client, case: Case, name: str) -> None:
    client.force_login(case.director)
    rest = {"finish_action": of_action, "move_action": of_action, "call_meeting": of_meeting}
    numbers = rest.get(name, nothing)(case)
    assert client.get(url(name, case, *numbers)).status_code == 405


def test_nobody_without_signing_in(client: Client, case: Case) -> None:
    for name in ("actions", "meetings", "nudges", "add_action"):
        assert client.get(url(name, case))["Location"].startswith(reverse("account_login"))


def test_the_client_reads_actions_and_meetings(client: Client, case: Case) -> None:
    user: User = case.manager
    made, meeting = action(case), called(case)
    client.force_login(user)
    for address in (
        url("actions", case),
        url("action", case, made.pk),
        url("meetings", case),
        url("meetings", case, query="?when=past&kind=retreat"),
        url("meeting", case, meeting.pk),
    ):
        assert client.get(address).status_code == 200
