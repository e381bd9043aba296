"""What a sign of life was, what the next nudge is and why, and where it is given."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from schakel.domain.chains.choices.actions import NudgeHow
from schakel.domain.chains.models import Chain
from schakel.domain.chains.queries.nudges import NextStep, PartySigns, SignKind

SIGNS: dict[SignKind, Promise | str] = {
    SignKind.JOINED: gettext_lazy("joined the chain"),
    SignKind.SIGNED: gettext_lazy("signed the letter of commitment"),
    SignKind.ANSWERED: gettext_lazy("answered an invitation"),
    SignKind.PRESENT: gettext_lazy("was at a meeting"),
    SignKind.DID_ACTION: gettext_lazy("did an action"),
    SignKind.SAID: gettext_lazy("said what it thinks of the values"),
    SignKind.PROMISE: gettext_lazy("kept a promise, or told about it"),
    SignKind.NOTED: gettext_lazy("is named in the logbook"),
    SignKind.SPOKEN: gettext_lazy("was spoken to"),
}
OTHER_WAYS: dict[NudgeHow, Promise | str] = {
    NudgeHow.CALLED: gettext_lazy("No answer last time: call instead of mailing."),
    NudgeHow.VISITED: gettext_lazy("No answer last time: visit instead of calling."),
}
MEETINGS: dict[NextStep, Promise | str] = {
    NextStep.MISSED_MEETING: gettext_lazy(
        "Was not at the meeting of %(day)s: talk it over afterwards."
    ),
    NextStep.UNANSWERED: gettext_lazy(
        "No answer to the invitation for %(day)s: send it again or call."
    ),
}


def sign_words(signs: PartySigns) -> str:
    return str(SIGNS[signs.sign])


def words(signs: PartySigns) -> str:
    """The next nudge in a sentence, with its reason."""
    one = signs.suggestion
    if one.meeting and one.step in MEETINGS:
        day = date_format(timezone.localdate(one.meeting.starts_at), "j F")
        return str(MEETINGS[one.step]) % {"day": day}
    if one.step == NextStep.OTHER_WAY:
        other = str(OTHER_WAYS[one.other or NudgeHow.CALLED])
        return f"{other} {_count(one.late)}" if one.late else other
    if one.step == NextStep.WAIT and one.until:
        return _("Just nudged: give it until %(day)s.") % {"day": date_format(one.until, "j F")}
    return _plain(signs)


def _plain(signs: PartySigns) -> str:
    match signs.suggestion.step:
        case NextStep.LATE_ACTIONS:
            return _late(signs.suggestion.late)
        case NextStep.UNSIGNED:
            return _("The letter of commitment is open and not signed: ask what is in the way.")
        case NextStep.QUIET:
            return ngettext(
                "Quiet for %(weeks)s week: call and ask how it goes.",
                "Quiet for %(weeks)s weeks: call and ask how it goes.",
                signs.weeks,
            ) % {"weeks": signs.weeks}
        case _:
            return _("Nothing needed now.")


def address(chain: Chain, signs: PartySigns) -> str:
    """Where the reason can be seen, or the nudge be given; empty when nothing is needed."""
    one, party = signs.suggestion, signs.participation
    if one.late:
        return f"{reverse('chains:actions', args=[chain.slug])}?owner={party.pk}&trouble=late"
    if one.meeting:
        return reverse("chains:meeting", args=[chain.slug, one.meeting.pk])
    if one.step == NextStep.UNSIGNED:
        return reverse("chains:letter", args=[chain.slug])
    return reverse("chains:nudge", args=[chain.slug, party.pk]) if one.asks else ""


def _late(count: int) -> str:
    return ngettext(
        "%(count)s action is late: call and ask what is needed.",
        "%(count)s actions are late: call and ask what is needed.",
        count,
    ) % {"count": count}


def _count(late: int) -> str:
    return ngettext("%(count)s action is late.", "%(count)s actions are late.", late) % {
        "count": late
    }
