"""Updates to the platform manager: when one is due, what goes in, what was sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max, QuerySet, Sum
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import TOPICS, LetterStatus, LogHeading, ParticipationStatus
from schakel.domain.chains.models import Chain, LogEntry, Update, UpdateDraft
from schakel.domain.chains.policies.updates import LONGEST_SECTION
from schakel.domain.chains.queries.diary import phase_on, time_entries, valid_log_entries
from schakel.domain.chains.queries.gates import step_decided
from schakel.domain.chains.queries.hours import norm_pace
from schakel.domain.chains.updates import Fact, Told, UpdateDocument
from schakel.domain.journal import queries as journal
from schakel.domain.programmes.choices import DirectorRole
from schakel.lib.asked_once import asked_once

LANGUAGE = "nl"
SOON = timedelta(days=7)


@dataclass(frozen=True)
class UpdateRhythm:
    """When the last update was sent, and by when the programme expects the next."""

    last_on: date | None
    since: date
    due_on: date
    weeks: int
    late: bool
    soon: bool


def update_rhythm(chain: Chain, on: date) -> UpdateRhythm:
    return update_rhythms((chain,), on)[chain.pk]


@asked_once
def update_rhythms(chains: tuple[Chain, ...], on: date) -> dict[int, UpdateRhythm]:
    """By chain, in one query; the first update counts from the start of the chain."""
    last = dict(
        Update.objects.filter(chain__in=[chain.pk for chain in chains])
        .order_by()
        .values_list("chain")
        .annotate(Max("sent_at"))
    )
    found = {}
    for chain in chains:
        weeks = chain.programme.update_every_weeks
        last_on = timezone.localdate(last[chain.pk]) if chain.pk in last else None
        since = last_on or chain.started_on
        due = since + timedelta(weeks=weeks)
        found[chain.pk] = UpdateRhythm(
            last_on, since, due, weeks, late=due < on, soon=due <= on + SOON
        )
    return found


def updates(chain: Chain) -> QuerySet[Update]:
    """What was sent, newest first, without the files."""
    return chain.updates.defer("content", "document", "text").select_related("sent_by")


def update_called(chain: Chain, number: int) -> Update | None:
    """One as it was sent, with everything in it."""
    return (
        chain.updates.select_related("sent_by")
        .prefetch_related("sent_to")
        .filter(number=number)
        .first()
    )


def draft_of(chain: Chain) -> UpdateDraft | None:
    return (
        UpdateDraft.objects.select_related("chain__programme__client", "saved_by")
        .filter(chain=chain)
        .first()
    )


def receivers(chain: Chain) -> QuerySet[User]:
    """The platform manager: whoever manages the programme."""
    return chain.programme.managers.filter(is_active=True).order_by("name", "pk")


def next_period(chain: Chain, on: date) -> tuple[date, date]:
    """From the day after the last update's period, or the start of the chain, to today."""
    last = chain.updates.aggregate(last=Max("ends_on"))["last"]
    start = last + timedelta(days=1) if last else chain.started_on
    return min(start, on), on


def unused_entries(chain: Chain, start: date, end: date, used: Iterable[int]) -> list[LogEntry]:
    """What the logbook holds on this period and has not gone into the update yet."""
    done = set(used)
    return [entry for entry in valid_log_entries(chain, start, end) if entry.pk not in done]


def filled(
    sections: dict[str, str], entries: Iterable[LogEntry]
) -> tuple[dict[str, str], list[int]]:
    """The sections with these entries under their headings, and which of them found room."""
    headings = {topic: heading for heading, topics in TOPICS.items() for topic in topics}
    texts, used = dict(sections), []
    with translation.override(LANGUAGE):
        for entry in entries:
            heading = headings[entry.topic]  # type: ignore[index]
            before = texts.get(heading, "").rstrip()
            line = f"{_opening(entry, heading)}: {entry.text.strip()}"
            text = f"{before}\n\n{line}" if before else line
            if len(text) <= LONGEST_SECTION:
                texts[heading.value] = text
                used.append(entry.pk)
    return texts, used


def document(draft: UpdateDraft, on: date) -> UpdateDocument:
    """The update as it would be sent now, in the language of the programme."""
    chain = draft.chain
    with translation.override(LANGUAGE):
        head = journal.head()
        return UpdateDocument(
            title=_("Update to the platform manager"),
            chain=chain.name,
            programme=chain.programme.name,
            client=chain.programme.client.name,
            period=f"{_day(draft.starts_on)} – {_day(draft.ends_on)}",
            made_on=_day(on),
            director=draft.saved_by.name,
            facts=tuple(facts(chain, draft.starts_on, draft.ends_on)),
            sections=tuple(
                Told(str(heading.label), draft.sections[heading].strip())
                for heading in LogHeading
                if draft.sections.get(heading, "").strip()
            ),
            head_sequence=head.sequence,
            head_hash=head.hash,
        )


def facts(chain: Chain, start: date, end: date) -> list[Fact]:
    """The figures of a period that the client may read: no party's own, only the chain's."""
    found = [
        Fact(_("Phase"), str(phase_on(chain, end).label)),
        Fact(_("Parties that take part"), str(_joined(chain, end))),
        *_letter_facts(chain, end),
        *_decision_facts(chain, start, end),
        *_hours_facts(chain, start, end),
    ]
    barriers = chain.barriers.filter(reported_on__range=(start, end)).count()
    if barriers:
        found.append(Fact(_("Barriers recorded in this period"), str(barriers)))
    return found


def _joined(chain: Chain, end: date) -> int:
    joined = chain.participations.filter(status=ParticipationStatus.JOINED)
    return joined.filter(answered_on__lte=end).count()


def _letter_facts(chain: Chain, end: date) -> list[Fact]:
    letter = chain.letters.filter(status=LetterStatus.OPEN, opened_on__lte=end).first()
    if letter is None:
        return []
    promises = letter.commitments.count()
    signed = letter.signatures.filter(signed_at__date__lte=end).count()
    return [
        Fact(_("Promises in the letter of commitment"), str(promises)),
        Fact(_("Signatures under the letter of commitment"), str(signed)),
    ]


def _decision_facts(chain: Chain, start: date, end: date) -> list[Fact]:
    decisions = chain.decisions.filter(decided_on__range=(start, end)).order_by("decided_on", "pk")
    return [
        Fact(_("Decision of %(day)s") % {"day": _day(one.decided_on)}, step_decided(one))
        for one in decisions
    ]


def _hours_facts(chain: Chain, start: date, end: date) -> list[Fact]:
    by_role = dict(
        time_entries(chain)
        .filter(worked_on__range=(start, end))
        .order_by()
        .values_list("role")
        .annotate(Sum("hours"))
    )
    if not by_role:
        return []
    told = [f"{role.label} {_number(by_role[role])}" for role in DirectorRole if role in by_role]
    found = [
        Fact(_("Hours of the director in this period"), _number(sum(by_role.values(), Decimal(0)))),
        Fact(_("Hours by role"), "; ".join(told)),
    ]
    if pace := norm_pace(chain, end):
        found.append(
            Fact(
                _("Hours since the start against the norm"),
                _("%(booked)s of %(expected)s")
                % {"booked": _number(pace.booked), "expected": _number(round(pace.expected, 1))},
            )
        )
    return found


def _opening(entry: LogEntry, heading: LogHeading) -> str:
    day = _day(entry.happened_on)
    return day if len(TOPICS[heading]) == 1 else f"{day}, {entry.get_topic_display()}"


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _number(value: Decimal) -> str:
    text = number_format(value, use_l10n=True)
    return text.rstrip("0").rstrip(",") if "," in text else text
