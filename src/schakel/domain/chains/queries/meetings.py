"""Reading the meetings of a chain: to come, held, who answered, who was there."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import ABSENT
from schakel.domain.chains.choices.meetings import Attendance, MeetingAnswer, MeetingStatus
from schakel.domain.chains.models import Action, Chain, Invitee, Meeting, Participation

TO_COME, PAST = "to_come", "past"


def meetings(user: User, chain: Chain) -> QuerySet[Meeting]:
    """The meetings this person may see: a draft only by who draws it up."""
    found = chain.meetings.filter(removed_at=None).select_related(
        "chain__programme__client", "organised_by"
    )
    if user.has_perm("chains.change_meetings", chain):
        return found
    return found.exclude(status=MeetingStatus.DRAFT)


@dataclass(frozen=True)
class MeetingFilter:
    """What the reader looks for: `when` is `to_come` or `past`; an empty kind means every kind."""

    when: str = TO_COME
    kind: str = ""


def meeting_rows(user: User, chain: Chain, at: datetime, only: MeetingFilter) -> QuerySet[Meeting]:
    """The list, soonest first (the past: newest first), with how many answered and came."""
    wanted = Q(ends_at__gt=at) if only.when == TO_COME else Q(ends_at__lte=at)
    if only.kind:
        wanted &= Q(kind=only.kind)
    order = ("starts_at", "pk") if only.when == TO_COME else ("-starts_at", "-pk")
    return (
        meetings(user, chain)
        .filter(wanted)
        .annotate(
            asked=_invitees(Q()),
            coming=_invitees(Q(answer=MeetingAnswer.YES)),
            unanswered=_invitees(Q(answer="")),
            attended=_invitees(Q(attendance=Attendance.PRESENT)),
            agreed=_number(
                Action.objects.filter(removed_at=None, meeting=OuterRef("pk")), "meeting"
            ),
        )
        .order_by(*order)
    )


def removed_meetings(chain: Chain) -> QuerySet[Meeting]:
    """Drafts that were removed and can be put back."""
    return chain.meetings.filter(removed_at__isnull=False)


def invitees(meeting: Meeting) -> QuerySet[Invitee]:
    """Who is asked, with what they answered: three queries."""
    return meeting.invitees.select_related(
        "meeting__chain__programme__client",
        "participation__organisation",
        "participation__link",
        "answered_by",
    ).prefetch_related("people")


def may_be_asked(chain: Chain) -> QuerySet[Participation]:
    """Parties that can be asked to a meeting: whoever has not declined or left."""
    return chain.participations.exclude(status__in=ABSENT).select_related("organisation", "link")


def people_to_ask(chain: Chain) -> QuerySet[User]:
    """The people of those parties and of the client, by party."""
    parties = Q(organisation__participations__in=may_be_asked(chain).values("pk"))
    return (
        User.objects.filter(parties | Q(programmes=chain.programme_id), is_active=True)
        .select_related("organisation")
        .distinct()
        .order_by("organisation__name", "name")
    )


def own_invitee(user: User, meeting: Meeting) -> Invitee | None:
    """The place of this person's party (or the client) on the list."""
    if user.kind == UserKind.PROGRAMME_MANAGER:
        return invitees(meeting).filter(participation=None).first()
    if user.kind == UserKind.PARTY:
        return invitees(meeting).filter(participation__organisation=user.organisation_id).first()
    return None


def next_meeting(user: User, chain: Chain, at: datetime) -> Meeting | None:
    """The first meeting to come that people were invited to."""
    return meetings(user, chain).filter(status=MeetingStatus.CALLED, ends_at__gt=at).first()


def without_attendance(chain: Chain, at: datetime) -> QuerySet[Meeting]:
    """Meetings that are over, and of which nobody wrote down who was there."""
    return chain.meetings.filter(status=MeetingStatus.CALLED, ends_at__lte=at)


def _invitees(wanted: Q) -> Coalesce:
    return _number(Invitee.objects.filter(wanted, meeting=OuterRef("pk")), "meeting")


def _number(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
