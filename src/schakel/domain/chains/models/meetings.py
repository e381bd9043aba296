import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.meetings import (
    Attendance,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
)
from schakel.domain.chains.models.chain import Chain
from schakel.domain.chains.models.participation import Participation
from schakel.domain.register.fields import LongText


class Meeting(models.Model):
    """People of a chain come together. `uid` and `sequence` are those of the calendar (RFC 5545).

    Moments are kept in UTC; the local time of the Netherlands is what people agreed on.
    """

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="meetings", verbose_name=_("chain")
    )
    kind = models.CharField(_("kind of meeting"), max_length=15, choices=MeetingKind)
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("video link"), max_length=500, blank=True)
    agenda = LongText(_("purpose and agenda"), blank=True)
    status = models.CharField(
        _("state"), max_length=10, choices=MeetingStatus, default=MeetingStatus.DRAFT
    )
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    minutes = LongText(_("minutes"), blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    organised_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("organised by")
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message=_("A meeting ends later than it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at=None) | models.Q(status="draft"),
                name="only_a_draft_meeting_is_removed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def one_day(self) -> bool:
        return timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)


class Invitee(models.Model):
    """A party asked to a meeting; without a party it is the client of the programme.

    `people` are the ones asked by name; when there are none, everybody of the party is asked.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="invitees", verbose_name=_("meeting")
    )
    participation = models.ForeignKey(
        Participation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_invitees",
        verbose_name=_("party"),
    )
    people = models.ManyToManyField(
        User, blank=True, related_name="+", verbose_name=_("people by name")
    )
    answer = models.CharField(_("answer"), max_length=5, choices=MeetingAnswer, blank=True)
    answered_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    attendance = models.CharField(_("attendance"), max_length=10, choices=Attendance, blank=True)

    class Meta:
        ordering = ["participation__organisation__name", "pk"]
        verbose_name = _("invitee")
        verbose_name_plural = _("invitees")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "participation"], name="invited_once"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=models.Q(participation=None),
                name="client_invited_once",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None, answered_by=None)
                | (
                    ~models.Q(answer="")
                    & models.Q(answered_at__isnull=False, answered_by__isnull=False)
                ),
                name="meeting_answer_has_moment_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_name}, {self.meeting}"

    @property
    def party_name(self) -> str:
        """The party, or the client of the programme."""
        if self.participation:
            return self.participation.organisation.name
        return self.meeting.chain.programme.client.name
