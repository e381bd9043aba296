"""The page of the accountability report: preview, file, and who may make one."""

from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import diary
from schakel.domain.chains.choices import LogTopic
from schakel.domain.chains.models import Chain
from schakel.domain.journal import queries as journal
from schakel.domain.reports import format as words
from tests.factories import STARTED, chain, participation, user

pytestmark = pytest.mark.django_db
PERIOD = {"start": "2026-01-05", "end": "2026-03-31"}


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
def page_url(keten: Chain) -> str:
    return reverse("reports:accountability", args=[keten.slug])


@pytest.fixture
def file_url(keten: Chain) -> str:
    return reverse("reports:make_file", args=[keten.slug])


def write(keten: Chain, by: User, text: str, topic: LogTopic) -> None:
    diary.write_log_entry(
        by=by,
        on=timezone.localdate(),
        chain=keten,
        happened_on=date(2026, 2, 3),
        topic=topic,
        text=text,
    )


def test_director_and_manager_see_every_heading(
    client: Client, director: User, manager: User, page_url: str
) -> None:
    for reader in (director, manager):
        client.force_login(reader)
        response = client.get(page_url)
        assert response.status_code == 200
        page = response.content.decode()
        for heading in (words.NAME, words.PARTICIPANTS, words.DIRECTOR):
            assert heading in page
        for form in words.HEADINGS.values():
            assert form.title.split("{")[0].strip(" (") in page


def test_a_party_is_refused_and_a_stranger_finds_nothing(
    client: Client, keten: Chain, page_url: str, file_url: str
) -> None:
    party = user(UserKind.PARTY)
    participation(keten, organisation=party.organisation)
    strangers = [user(kind) for kind in UserKind]
    data = PERIOD | {"report_format": "pdf"}
    for reader, status in ((party, 403), *((stranger, 404) for stranger in strangers)):
        client.force_login(reader)
        assert client.get(page_url).status_code == status
        assert client.post(file_url, data).status_code == status
    assert journal.entry_count() == 0


def test_without_signing_in_there_is_no_report(
    client: Client, page_url: str, file_url: str
) -> None:
    for response in (client.get(page_url), client.post(file_url, PERIOD)):
        assert response.headers["Location"].startswith(reverse("account_login"))


def test_the_first_period_runs_from_the_start_to_today(
    client: Client, director: User, page_url: str
) -> None:
    client.force_login(director)
    report = client.get(page_url).context["report"]
    assert (report.start, report.end) == (STARTED, timezone.localdate())


def test_what_is_empty_links_to_the_logbook_and_what_is_filled_does_not(
    client: Client, director: User, manager: User, keten: Chain, page_url: str
) -> None:
    write(keten, director, "Kans gezien.", LogTopic.OPPORTUNITY)
    client.force_login(director)
    page = client.get(page_url, PERIOD).content.decode()
    log = reverse("chains:log", args=[keten.slug])
    assert "Kans gezien." in page
    assert f"{log}?about=bottleneck" in page
    assert f"{log}?about=opportunity" not in page
    client.force_login(manager)
    assert f"{log}?about=" not in client.get(page_url, PERIOD).content.decode()


@pytest.mark.parametrize(
    ("period", "field"),
    [
        ({"start": "2026-03-31", "end": "2026-01-05"}, "end"),
        ({"start": "2026-01-05", "end": ""}, "end"),
        ({"start": "31 februari", "end": "2026-01-05"}, "start"),
        (
            {
                "start": "2026-01-05",
                "end": (timezone.localdate() + timedelta(days=1)).isoformat(),
            },
            "end",
        ),
    ],
)
def test_a_bad_period_has_one_clear_message_and_makes_nothing(
    client: Client, director: User, keten: Chain, period: dict[str, str], field: str
) -> None:
    page_url = reverse("reports:accountability", args=[keten.slug])
    file_url = reverse("reports:make_file", args=[keten.slug])
    client.force_login(director)
    for response in (
        client.get(page_url, period),
        client.post(file_url, period | {"report_format": "pdf"}),
    ):
        assert response.status_code == 422
        errors = response.context["form"].errors
        assert list(errors) == [field]
        assert len(errors[field]) == 1
        assert response.context["report"] is None
    assert journal.entry_count() == 0


def test_the_pdf_is_downloaded_and_the_journal_knows_it(
    client: Client, director: User, keten: Chain, file_url: str
) -> None:
    write(keten, director, "Kans gezien.", LogTopic.OPPORTUNITY)
    head = journal.head()
    client.force_login(director)
    response = client.post(file_url, PERIOD | {"report_format": "pdf"})
    assert response.headers["Content-Type"] == "application/pdf"
    name = f"verantwoording-{keten.slug}-2026-01-05-2026-03-31.pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    assert "Kans gezien." in text
    recorded = journal.entries_about(keten).get()
    assert recorded.actor == f"user:{director.pk}"
    assert recorded.details["file_sha256"] == sha256(response.content).hexdigest()
    assert recorded.details["head"] == head.sequence
    assert head.hash[:16] in text


def test_the_word_file_is_downloaded_by_the_manager(
    client: Client, manager: User, keten: Chain, file_url: str
) -> None:
    client.force_login(manager)
    response = client.post(file_url, PERIOD | {"report_format": "docx"})
    headings = [
        line.text
        for line in Document(BytesIO(response.content)).paragraphs
        if line.style is not None and line.style.name == "Heading 1"
    ]
    assert len(headings) == 14
    assert journal.entries_about(keten).get().details["format"] == "docx"


def test_the_next_period_follows_the_last_report(
    client: Client, director: User, page_url: str, file_url: str
) -> None:
    client.force_login(director)
    client.post(file_url, PERIOD | {"report_format": "pdf"})
    report = client.get(page_url).context["report"]
    assert (report.start, report.end) == (date(2026, 4, 1), timezone.localdate())


@pytest.mark.parametrize("report_format", ["", "exe", "../pdf"])
def test_another_format_is_refused(
    client: Client, director: User, file_url: str, report_format: str
) -> None:
    client.force_login(director)
    response = client.post(file_url, PERIOD | {"report_format": report_format})
    assert response.status_code == 422
    assert journal.entry_count() == 0


def test_get_makes_no_file(client: Client, director: User, file_url: str) -> None:
    client.force_login(director)
    assert client.get(file_url).status_code == 405


def test_queries_do_not_grow_with_the_logbook(
    client: Client, director: User, keten: Chain, page_url: str
) -> None:
    client.force_login(director)
    counts = []
    for many in (1, 30):
        for _ in range(many):
            write(keten, director, "Overleg.", LogTopic.REVIEW)
            participation(keten)
        with CaptureQueriesContext(connection) as caught:
            client.get(page_url, PERIOD)
        counts.append(len(caught))
    assert counts[0] == counts[1]
