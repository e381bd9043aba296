"""The pages of logbook and hours: who sees them, who writes, and what comes of it."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import diary
from schakel.domain.chains.choices import LogTopic
from schakel.domain.chains.models import Chain, LogEntry, TimeEntry
from schakel.domain.programmes.choices import DirectorRole
from tests.factories import chain, participation, user

pytestmark = pytest.mark.django_db
ENTRY = {"happened_on": "2026-02-03", "topic": "case_scale", "text": "Proef geslaagd."}
HOURS = {"worked_on": "2026-02-03", "hours": "1.5", "role": "broker", "activity": "Bellen"}


class Post(NamedTuple):
    """A page that writes: its name, what is posted, and what comes of it."""

    name: str
    data: dict[str, str]
    model: type[LogEntry] | type[TimeEntry]


POSTS = [
    Post("chains:write_log", ENTRY, LogEntry),
    Post("chains:book_hours", HOURS, TimeEntry),
]


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
    made = chain(director=director, manager=manager)
    made.appointments.update(starts_on=date(2026, 1, 5))
    return made


@pytest.fixture
def party(keten: Chain) -> User:
    member = user(UserKind.PARTY)
    participation(keten, organisation=member.organisation)
    return member


def url(name: str, keten: Chain, *rest: int) -> str:
    return reverse(name, args=[keten.slug, *rest])


def entry(keten: Chain, by: User, text: str = "Overleg.", **fields: object) -> LogEntry:
    today = timezone.localdate()
    defaults = {"happened_on": today, "topic": LogTopic.REVIEW}
    return diary.write_log_entry(by=by, on=today, chain=keten, text=text, **(defaults | fields))  # type: ignore[arg-type]


def booked(keten: Chain, by: User, day: date | None = None) -> TimeEntry:
    today = timezone.localdate()
    return diary.book_hours(
        by=by,
        on=today,
        chain=keten,
        worked_on=day or today,
        hours=Decimal("1.5"),
        role=DirectorRole.BROKER,
        activity="Bellen",
    )


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.name)
class TestEveryPost:
    def test_the_director_writes(
        self, client: Client, director: User, keten: Chain, post: Post
    ) -> None:
        client.force_login(director)
        assert client.post(url(post.name, keten), post.data).status_code == 302
        assert post.model.objects.get().chain == keten

    def test_who_only_reads_is_refused(
        self, client: Client, manager: User, party: User, keten: Chain, post: Post
    ) -> None:
        for reader in (manager, party):
            client.force_login(reader)
            assert client.post(url(post.name, keten), post.data).status_code == 403
        assert not post.model.objects.exists()

    def test_a_stranger_finds_nothing(self, client: Client, keten: Chain, post: Post) -> None:
        for kind in UserKind:
            client.force_login(user(kind))
            assert client.post(url(post.name, keten), post.data).status_code == 404
        assert not post.model.objects.exists()

    def test_nobody_without_signing_in(self, client: Client, keten: Chain, post: Post) -> None:
        response = client.post(url(post.name, keten), post.data)
        assert response.headers["Location"].startswith(reverse("account_login"))
        assert not post.model.objects.exists()

    def test_a_missing_field_keeps_what_was_typed(
        self, client: Client, director: User, keten: Chain, post: Post
    ) -> None:
        client.force_login(director)
        for field in post.data.keys() - {"rule"}:
            response = client.post(url(post.name, keten), post.data | {field: ""})
            form = response.context["form"]
            assert response.status_code == 422
            assert list(form.errors) == [field]
            kept = {name: form[name].value() for name in post.data if name != field}
            assert kept == {name: typed for name, typed in post.data.items() if name != field}
        assert not post.model.objects.exists()

    def test_a_chain_that_is_not_there(self, client: Client, director: User, post: Post) -> None:
        client.force_login(director)
        assert client.post(reverse(post.name, args=["bestaat-niet"]), post.data).status_code == 404


@pytest.mark.parametrize("name", ["chains:write_log", "chains:book_hours"])
def test_get_on_a_post_page_is_not_allowed(
    client: Client, director: User, keten: Chain, name: str
) -> None:
    client.force_login(director)
    assert client.get(url(name, keten)).status_code == 405


class TestLog:
    def test_manager_and_director_read_and_a_party_does_not(
        self, client: Client, director: User, manager: User, party: User, keten: Chain
    ) -> None:
        stranger = user(UserKind.DIRECTOR)
        for reader, status in ((director, 200), (manager, 200), (party, 403), (stranger, 404)):
            client.force_login(reader)
            for name in ("chains:log", "chains:export_log"):
                assert client.get(url(name, keten)).status_code == status

    def test_only_the_director_gets_the_form(
        self, client: Client, director: User, manager: User, keten: Chain
    ) -> None:
        entry(keten, director)
        for reader, shown in ((director, True), (manager, False)):
            client.force_login(reader)
            page = client.get(url("chains:log", keten)).content.decode()
            assert (url("chains:write_log", keten) in page) == shown
            assert ("/verbeteren/" in page) == shown

    def test_the_empty_logbook_says_what_it_is_for(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        client.force_login(director)
        assert "The logbook is still empty" in client.get(url("chains:log", keten)).content.decode()

    def test_entries_stand_under_their_month(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        entry(keten, director, "In februari.", happened_on=date(2026, 2, 27))
        entry(keten, director, "In maart.", happened_on=date(2026, 3, 1))
        client.force_login(director)
        page = client.get(url("chains:log", keten)).content.decode()
        order = ["<h2>March 2026", "In maart.", "<h2>February 2026", "In februari."]
        assert sorted(order, key=page.index) == order

    def test_typed_text_is_never_markup(self, client: Client, director: User, keten: Chain) -> None:
        entry(keten, director, "<script>alert(1)</script>")
        client.force_login(director)
        page = client.get(url("chains:log", keten)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page

    def test_a_future_date_is_refused_and_keeps_the_text(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        client.force_login(director)
        later = timezone.localdate() + timedelta(days=1)
        data = ENTRY | {"happened_on": later.isoformat()}
        response = client.post(url("chains:write_log", keten), data)
        assert response.status_code == 422
        page = response.content.decode()
        assert "This date is still to come" in page
        assert "Proef geslaagd." in page

    def test_filter_by_topic_heading_phase_and_words(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        entry(keten, director, "Alfa verwerker", topic=LogTopic.CASE_SCALE)
        entry(keten, director, "Beta verwerker", topic=LogTopic.CASE_SUPPORT)
        entry(keten, director, "Gamma", topic=LogTopic.LESSON)
        client.force_login(director)

        def shown(query: str) -> list[str]:
            page = client.get(f"{url('chains:log', keten)}?{query}").content.decode()
            return [word for word in ("Alfa", "Beta", "Gamma") if word in page]

        assert shown("about=case") == ["Alfa", "Beta"]
        assert shown("about=case_scale") == ["Alfa"]
        assert shown("search=VERWERKER+beta") == ["Beta"]
        assert shown("phase=operate") == []
        assert shown("phase=nonsense&about=nonsense") == ["Alfa", "Beta", "Gamma"]

    def test_the_page_is_paged_and_its_queries_do_not_grow(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        client.force_login(director)

        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as caught:
                client.get(url("chains:log", keten))
            return len(caught)

        first = entry(keten, director)
        entry(keten, director, corrects=first)
        few = queries()
        for _ in range(30):
            entry(keten, director, corrects=entry(keten, director))
        assert queries() == few
        response = client.get(f"{url('chains:log', keten)}?page=2")
        assert len(response.context["page"].object_list) == 25

    def test_an_entry_is_found_on_its_page(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        first = entry(keten, director)
        for _ in range(25):
            entry(keten, director)
        client.force_login(director)
        response = client.get(url("chains:log_entry", keten, first.pk))
        assert response.headers["Location"].endswith(f"/logboek/?page=2#entry-{first.pk}")
        page = client.get(response.headers["Location"]).content.decode()
        assert f'id="entry-{first.pk}"' in page

    def test_late_is_visible(self, client: Client, director: User, keten: Chain) -> None:
        client.force_login(director)
        late = "The update is late"
        for weeks, shown in ((7, True), (5, False)):
            keten.started_on = timezone.localdate() - timedelta(weeks=weeks)
            keten.save()
            page = client.get(url("chains:log", keten)).content.decode()
            assert (late in page) == shown


class TestCorrection:
    def test_both_stay_to_be_seen_and_point_to_each_other(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        wrong = entry(keten, director, "Drie partijen")
        client.force_login(director)
        form = client.get(url("chains:correct_log", keten, wrong.pk))
        assert form.context["form"]["text"].value() == "Drie partijen"
        client.post(url("chains:correct_log", keten, wrong.pk), ENTRY | {"text": "Vier partijen"})
        right = LogEntry.objects.get(corrects=wrong)
        page = client.get(url("chains:log", keten)).content.decode()
        assert "<del><p>Drie partijen</p></del>" in page
        assert "Vier partijen" in page
        assert url("chains:log_entry", keten, right.pk) in page
        assert url("chains:log_entry", keten, wrong.pk) in page
        assert url("chains:correct_log", keten, wrong.pk) not in page

    def test_a_second_correction_is_refused(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        wrong = entry(keten, director)
        entry(keten, director, corrects=wrong)
        client.force_login(director)
        response = client.post(url("chains:correct_log", keten, wrong.pk), ENTRY)
        assert response.status_code == 422
        assert "already been corrected" in response.content.decode()

    def test_who_may_not(
        self, client: Client, director: User, manager: User, party: User, keten: Chain
    ) -> None:
        wrong = entry(keten, director)
        elsewhere = entry(chain(director=director), director)
        for reader, status in ((manager, 403), (party, 403), (user(UserKind.DIRECTOR), 404)):
            client.force_login(reader)
            address = url("chains:correct_log", keten, wrong.pk)
            assert client.post(address, ENTRY).status_code == status
        client.force_login(director)
        for missing in (elsewhere.pk, 10**9):
            address = url("chains:correct_log", keten, missing)
            assert client.post(address, ENTRY).status_code == 404
        assert LogEntry.objects.count() == 2


def test_the_export_holds_what_is_filtered_and_no_formula(
    client: Client, director: User, keten: Chain
) -> None:
    wrong = entry(keten, director, '=HYPERLINK("http://x";"y")\nTweede; regel "é"')
    right = entry(keten, director, "Goed", corrects=wrong)
    entry(keten, director, "Andere kop", topic=LogTopic.LESSON)
    client.force_login(director)
    response = client.get(f"{url('chains:export_log', keten)}?about=review")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"logboek-{keten.slug}-" in response.headers["Content-Disposition"]
    text = response.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row["Number"] for row in rows] == [str(right.pk), str(wrong.pk)]
    assert rows[1]["What happened"] == '\'=HYPERLINK("http://x";"y")\nTweede; regel "é"'
    assert rows[0]["Corrects number"] == rows[1]["Number"]
    assert rows[1]["Corrected by number"] == rows[0]["Number"]


class TestHours:
    def test_manager_reads_a_party_does_not(
        self, client: Client, director: User, manager: User, party: User, keten: Chain
    ) -> None:
        booked(keten, director)
        for reader, status in ((director, 200), (manager, 200), (party, 403)):
            client.force_login(reader)
            assert client.get(url("chains:hours", keten)).status_code == status
        client.force_login(manager)
        page = client.get(url("chains:hours", keten)).content.decode()
        assert "Bellen" in page
        assert "/terugnemen/" not in page

    def test_today_and_the_last_role_are_offered(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        booked(keten, director)
        client.force_login(director)
        form = client.get(url("chains:hours", keten)).context["form"]
        assert form.initial.pop("token")
        assert form.initial == {"worked_on": timezone.localdate(), "role": "broker"}

    @pytest.mark.parametrize(("language", "typed"), [("nl", "1,5"), ("en", "1.5")])
    def test_hours_are_typed_in_the_way_of_the_language(
        self, client: Client, director: User, keten: Chain, language: str, typed: str
    ) -> None:
        client.force_login(director)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        client.post(url("chains:book_hours", keten), HOURS | {"hours": typed})
        assert TimeEntry.objects.get().hours == Decimal("1.5")

    def test_taken_back_and_put_back(self, client: Client, director: User, keten: Chain) -> None:
        taken = booked(keten, director)
        client.force_login(director)
        response = client.post(url("chains:remove_hours", keten, taken.pk), follow=True)
        page = response.content.decode()
        assert url("chains:restore_hours", keten, taken.pk) in page
        assert "No hours booked yet" in page
        client.post(url("chains:restore_hours", keten, taken.pk))
        assert "No hours booked yet" not in client.get(url("chains:hours", keten)).content.decode()

    def test_taking_back_is_for_who_worked(
        self, client: Client, director: User, manager: User, party: User, keten: Chain
    ) -> None:
        taken = booked(keten, director)
        elsewhere = booked(chain(director=director), director)
        address = url("chains:remove_hours", keten, taken.pk)
        for other, status in ((manager, 403), (party, 403), (user(UserKind.DIRECTOR), 404)):
            client.force_login(other)
            assert client.post(address).status_code == status
        client.force_login(director)
        assert client.get(address).status_code == 405
        assert client.post(url("chains:remove_hours", keten, elsewhere.pk)).status_code == 404
        assert not TimeEntry.objects.exclude(removed_at=None).exists()

    def test_putting_back_is_for_who_took_back(
        self, client: Client, director: User, manager: User, keten: Chain
    ) -> None:
        taken = diary.remove_hours(by=director, entry=booked(keten, director))
        address = url("chains:restore_hours", keten, taken.pk)
        for other, status in ((manager, 403), (user(UserKind.DIRECTOR), 404)):
            client.force_login(other)
            assert client.post(address).status_code == status
        client.force_login(director)
        assert client.get(address).status_code == 405
        assert client.post(url("chains:restore_hours", keten, 10**9)).status_code == 404

    @pytest.mark.parametrize("removed", ["x", "-1", "9" * 40, "²"])
    def test_a_strange_address_is_harmless(
        self, client: Client, director: User, keten: Chain, removed: str
    ) -> None:
        client.force_login(director)
        response = client.get(url("chains:hours", keten), {"removed": removed})
        assert response.status_code == 200

    def test_too_little_and_too_much_both_warn(
        self, client: Client, director: User, keten: Chain
    ) -> None:
        today = timezone.localdate()
        keten.appointments.update(starts_on=today - timedelta(weeks=5, days=-1))
        client.force_login(director)
        page = client.get(url("chains:hours", keten)).content.decode()
        assert "Fewer hours than the norm" in page
        for days in range(20):
            booked(keten, director, today - timedelta(days=days))
        page = client.get(url("chains:hours", keten)).content.decode()
        assert "More hours than the norm" in page

    def test_queries_do_not_grow(self, client: Client, director: User, keten: Chain) -> None:
        client.force_login(director)
        counts: list[int] = []
        for many in (1, 24):
            for _ in range(many):
                booked(keten, director, timezone.localdate() - timedelta(days=len(counts)))
                if TimeEntry.objects.count() >= 15:
                    break
            with CaptureQueriesContext(connection) as caught:
                client.get(url("chains:hours", keten))
            counts.append(len(caught))
        assert counts[0] == counts[1]
