from django.conf import settings
from django.core.mail.utils import DNS_NAME
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from schakel.domain.outbox.choices import Trouble


def new_message_id() -> str:
    """A Message-ID (RFC 5322) at the domain of the sender; it stays the same at every attempt."""
    sender = settings.DEFAULT_FROM_EMAIL.strip("> ").rpartition("@")[2]
    return f"<{get_random_string(32)}@{sender or DNS_NAME}>"


class Message(models.Model):
    """A mail on its way. Its text can hold a link that lets somebody in: it goes once it is sent.

    `due_at` lies ahead while somebody is sending it (a lease) and after a failure (a back-off).
    `attempts` counts every time that sending began, `failures` the times that it surely did not
    arrive. What was begun and has no known end, may have arrived.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    message_id = models.CharField(_("Message-ID"), max_length=320, default=new_message_id)
    created_at = models.DateTimeField(_("made at"))
    due_at = models.DateTimeField(_("to be sent from"))
    attempted_at = models.DateTimeField(_("last attempt at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failures = models.PositiveSmallIntegerField(_("failed attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    trouble = models.CharField(_("trouble"), max_length=20, choices=Trouble.choices, blank=True)
    last_error = models.CharField(_("answer of the mail server"), max_length=300, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_waiting",
                condition=models.Q(sent_at=None, given_up_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(given_up_at=None),
                name="message_has_one_end",
            ),
            models.CheckConstraint(
                condition=models.Q(failures__lte=models.F("attempts")),
                name="message_fails_when_tried",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(text=""),
                name="message_text_goes_when_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.message_id


class MessageFile(models.Model):
    """What goes with a message; it is removed once the message is sent."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100)
    content = models.BinaryField(_("content"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of a message")
        verbose_name_plural = _("files of messages")

    def __str__(self) -> str:
        return self.name
