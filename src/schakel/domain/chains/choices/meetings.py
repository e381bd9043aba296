from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingKind(TextChoices):
    """Why people of the chain come together (report, De ketenregisseur in de praktijk)."""

    RETREAT = "retreat", _("retreat")
    INTRODUCTION = "introduction", _("introduction")
    CONSULTATION = "consultation", _("consultation")
    GATE = "gate", _("go or no-go")
    OTHER = "other", _("other meeting")


class MeetingStatus(TextChoices):
    DRAFT = "draft", _("draft")
    CALLED = "called", _("invitations sent")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class MeetingAnswer(TextChoices):
    YES = "yes", _("comes")
    MAYBE = "maybe", _("perhaps")
    NO = "no", _("does not come")


class Attendance(TextChoices):
    PRESENT = "present", _("present")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class CalendarMethod(StrEnum):
    """What a calendar file asks of the program that opens it (RFC 5546)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
