"""One message to the mail server, and what is known about it afterwards."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage, get_connection

from schakel.domain.outbox.models import Message

PERMANENT = 500


class NotDelivered(Exception):
    """The message surely did not arrive."""


class Unreachable(NotDelivered):
    """The server did not let us in: nothing was offered."""


class Rejected(NotDelivered):
    """The server said no to this message."""

    def __init__(self, code: int, answer: str) -> None:
        super().__init__(f"{code} {answer}")
        self.permanent = code >= PERMANENT


class Uncertain(Exception):
    """The connection broke while the message was handed over: it may have arrived."""


def send(message: Message) -> None:
    """Hand the message to the server; raises Unreachable, Rejected or Uncertain."""
    mail = EmailMessage(
        subject=message.subject,
        body=message.text,
        to=[message.to],
        headers={"Message-ID": message.message_id},
    )
    for file in message.files.all():
        mail.attach(file.name, bytes(file.content), file.media_type)
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise Unreachable(str(error)) from error
    try:
        connection.send_messages([mail])
    except SMTPRecipientsRefused as error:
        raise Rejected(*_answer(*next(iter(error.recipients.values())))) from error
    except SMTPResponseException as error:
        raise Rejected(*_answer(error.smtp_code, error.smtp_error)) from error
    except ValueError as error:
        raise Rejected(PERMANENT, str(error)) from error
    except (OSError, SMTPException) as error:
        raise Uncertain(str(error)) from error
    finally:
        connection.close()


def _answer(code: int, text: bytes | str) -> tuple[int, str]:
    return code, text.decode(errors="replace") if isinstance(text, bytes) else text
