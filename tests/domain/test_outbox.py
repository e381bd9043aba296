"""The outbox over a real SMTP server on this machine."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from typing import Any
from unittest.mock import Mock, patch

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone, translation

from schakel.domain.outbox import actions, policies, queries
from schakel.domain.outbox.choices import Trouble
from schakel.domain.outbox.models import Message, MessageFile
from tests.ports import free_port

pytestmark = pytest.mark.django_db
OK = "250 OK"


class Mailbox:
    """What the server took in; `answers` are given first, one per mail."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.answers: list[str] = []
        self.hang_up = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else OK
        if answer == OK:
            content = envelope.content
            assert isinstance(content, bytes)
            self.mails.append(message_from_bytes(content, policy=default))
        if self.hang_up:
            assert server.transport
            server.transport.close()
        return answer


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield mailbox
    controller.stop()


@pytest.fixture
def no_server(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()


def post(key: str = "one", **changes: Any) -> Message:
    given: dict[str, Any] = {
        "to": "an@example.org",
        "subject": "Een brief",
        "text": "De tekst met een geheime koppeling: é€",
    }
    actions.post(key=key, **(given | changes))
    return Message.objects.get(key=key)


def test_what_is_posted_arrives_whole(mailbox: Mailbox) -> None:
    file = actions.File("brief.pdf", "application/pdf", b"%PDF \x00\xff")
    message = post(subject="Één\nonderwerp", files=[file])
    assert actions.deliver_due() == actions.Round(sent=1, later=0, given_up=0)
    (mail,) = mailbox.mails
    assert mail["Subject"] == "Één onderwerp"
    assert mail["To"] == "an@example.org"
    assert mail["Message-ID"] == message.message_id
    text, attached = mail.iter_parts()  # type: ignore[attr-defined]
    assert text.get_content().strip() == "De tekst met een geheime koppeling: é€"
    assert attached.get_filename() == "brief.pdf"
    assert attached.get_content() == b"%PDF \x00\xff"


def test_the_text_and_the_files_are_gone_once_it_is_sent(mailbox: Mailbox) -> None:
    message = post(files=[actions.File("a.txt", "text/plain", b"a")])
    actions.deliver_due()
    message.refresh_from_db()
    assert message.sent_at
    assert message.text == ""
    assert not MessageFile.objects.exists()


def test_it_is_sent_after_the_commit_by_itself(
    mailbox: Mailbox, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post()
        assert mailbox.mails == []
    assert len(mailbox.mails) == 1
    actions.deliver_due()
    assert len(mailbox.mails) == 1


def test_the_same_key_mails_once(mailbox: Mailbox) -> None:
    post(text="eerst")
    post(text="daarna")
    actions.deliver_due()
    post(text="en weer")
    actions.deliver_due()
    (mail,) = mailbox.mails
    assert mail.get_content().strip() == "eerst"  # type: ignore[attr-defined]


def test_nothing_is_mailed_of_what_was_rolled_back(mailbox: Mailbox) -> None:
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    assert actions.deliver_due().sent == 0
    assert mailbox.mails == []


def test_it_waits_until_the_asked_moment(
    mailbox: Mailbox, django_capture_on_commit_callbacks: Any
) -> None:
    later = timezone.now() + timedelta(hours=3)
    with django_capture_on_commit_callbacks(execute=True):
        post(not_before=later)
    assert actions.deliver_due(at=later - timedelta(seconds=1)).sent == 0
    assert actions.deliver_due(at=later).sent == 1


@pytest.mark.parametrize("to", ["", "geen adres", "an@example.org\nBcc: x@example.org"])
def test_an_address_that_is_none_is_refused(to: str) -> None:
    with pytest.raises(ValidationError):
        post(to=to)
    assert not Message.objects.exists()


def test_it_is_posted_inside_a_transaction_only() -> None:
    outside = patch.object(actions, "connection", Mock(in_atomic_block=False))
    with outside, pytest.raises(transaction.TransactionManagementError):
        post()
    assert not Message.objects.exists()


def test_a_server_that_is_away_is_tried_again_until_it_answers(
    no_server: None, settings: Any, request: pytest.FixtureRequest
) -> None:
    messages = [post(str(number)) for number in range(3)]
    start = timezone.now()
    assert actions.deliver_due(at=start) == actions.Round(sent=0, later=1, given_up=0)
    messages[0].refresh_from_db()
    assert messages[0].trouble == Trouble.UNREACHABLE
    assert messages[0].due_at == start + policies.WAITS[0]
    mailbox: Mailbox = request.getfixturevalue("mailbox")
    assert actions.deliver_due(at=start).sent == 2
    assert actions.deliver_due(at=start + policies.WAITS[0]).sent == 1
    assert {mail["Message-ID"] for mail in mailbox.mails} == {m.message_id for m in messages}


def test_requests_do_not_wait_for_a_server_that_is_away(
    no_server: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            post(str(number))
    assert sum(message.attempts for message in Message.objects.all()) == 1


def test_it_is_given_up_after_two_days_and_can_be_started_anew(
    no_server: None, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    message, now = post(), timezone.now()
    for wait in (*policies.WAITS, timedelta(0)):
        actions.deliver_due(at=now)
        now += wait
    message.refresh_from_db()
    assert message.given_up_at
    assert message.attempts == len(policies.WAITS) + 1
    with translation.override("en"):
        call_command("deliver")
    assert "Not delivered to an@example.org" in capsys.readouterr().out
    mailbox: Mailbox = request.getfixturevalue("mailbox")
    call_command("deliver", again=True)
    (mail,) = mailbox.mails
    assert mail["Message-ID"] == message.message_id
    assert not queries.given_up().exists()


@pytest.mark.parametrize(
    ("answer", "round_", "given_up"),
    [
        ("451 greylisted", actions.Round(sent=0, later=1, given_up=0), False),
        ("550 no such mailbox", actions.Round(sent=0, later=0, given_up=1), True),
    ],
)
def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_not(
    mailbox: Mailbox, answer: str, round_: actions.Round, given_up: bool
) -> None:
    mailbox.answers = [answer]
    message = post()
    other = post("other")
    assert actions.deliver_due() == actions.Round(1, round_.later, round_.given_up)
    message.refresh_from_db()
    assert (message.given_up_at is not None) == given_up
    assert answer[:3] in message.last_error
    assert message.trouble == Trouble.REFUSED
    other.refresh_from_db()
    assert other.sent_at


def test_nobody_gets_a_third_copy(mailbox: Mailbox) -> None:
    """The connection breaks each time after the server took the mail in, before it says so."""
    mailbox.hang_up = True
    message, now = post(), timezone.now()
    for _ in range(4):
        actions.deliver_due(at=now)
        now += policies.LEASE
    message.refresh_from_db()
    assert len(mailbox.mails) == policies.MOST_COPIES
    assert {mail["Message-ID"] for mail in mailbox.mails} == {message.message_id}
    assert message.trouble == Trouble.INTERRUPTED


def test_a_message_that_another_worker_took_is_left_alone(mailbox: Mailbox) -> None:
    message, now = post(), timezone.now()
    assert actions._take(message.pk, now)
    assert actions._take(message.pk, now) is None
    assert actions.deliver_due(at=now).sent == 0
    assert actions.deliver_due(at=now + policies.LEASE).sent == 1


def test_examples_mail_nobody(mailbox: Mailbox) -> None:
    with actions.nothing_is_mailed():
        actions.post(to="an@example.org", subject="a", text="b", key="c")
    assert not Message.objects.exists()
