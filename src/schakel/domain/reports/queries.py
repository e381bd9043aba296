"""What a report says: the chain's own data under the headings of the format."""

from datetime import date, timedelta
from difflib import get_close_matches
from functools import partial

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format

from schakel.domain.chains.charts import role_picture
from schakel.domain.chains.choices import LogHeading, LogTopic, ParticipationStatus
from schakel.domain.chains.models import (
    Appointment,
    Chain,
    GateDecision,
    Letter,
    Participation,
)
from schakel.domain.chains.queries import diary
from schakel.domain.chains.queries.gates import step_decided
from schakel.domain.journal import queries as journal
from schakel.domain.programmes.choices import Phase
from schakel.domain.register.models import Initiative
from schakel.domain.reports import format as words
from schakel.domain.reports.accountability import (
    AccountabilityReport,
    Block,
    Figure,
    Items,
    Paragraph,
    Part,
    Section,
    Table,
)
from schakel.domain.reports.barriers import barrier_parts
from schakel.domain.reports.canvas import canvas_blocks
from schakel.domain.reports.commitment import promises
from schakel.domain.reports.words import number

REPORT_MADE = "reports.record_report"

ByTopic = dict[LogTopic, tuple[Block, ...]]


def chain_called(name: str) -> Chain | None:
    """The chain with this key, or this name in any case; None when there is none or more."""
    chains = Chain.objects.select_related("programme__client", "initiative")
    found = chains.filter(slug=name) or chains.filter(name__iexact=name)
    return found[0] if len(found) == 1 else None


def chains_like(name: str) -> list[str]:
    """The keys of at most three chains whose key or name looks like this."""
    keys = dict(Chain.objects.values_list("slug", "slug"))
    keys |= {title.casefold(): slug for title, slug in Chain.objects.values_list("name", "slug")}
    near = get_close_matches(name.casefold(), keys, n=3, cutoff=0.5)
    return list(dict.fromkeys(keys[match] for match in near))


def default_period(chain: Chain, on: date) -> tuple[date, date]:
    """From the day after the last day reported about, or the start of the chain, to today."""
    made = journal.entries_about(chain).filter(action=REPORT_MADE)
    last = max(made, key=lambda entry: str(entry.details["end"]), default=None)
    if last is None:
        return min(chain.started_on, on), on
    next_start = date.fromisoformat(last.details["end"]) + timedelta(days=1)
    return (next_start, on) if next_start <= on else (date.fromisoformat(last.details["start"]), on)


def accountability(chain: Chain, start: date, end: date, made_on: date) -> AccountabilityReport:
    """Every heading of the format, in Dutch, with what was recorded from start to end."""
    with translation.override("nl"):
        return AccountabilityReport(
            title=words.TITLE,
            chain_name=chain.name,
            chain_slug=chain.slug,
            programme=chain.programme.name,
            client=chain.programme.client.name,
            start=start,
            end=end,
            made_on=made_on,
            period=f"{_day(start)} – {_day(end)}",
            made_on_text=_day(made_on),
            head=journal.head(),
            sections=(
                Section(words.NAME, blocks=_name(chain, end)),
                Section(words.PARTICIPANTS, blocks=_participants(chain, end)),
                Section(words.DIRECTOR, blocks=_directors(chain, start, end)),
                *_log_sections(chain, start, end),
            ),
        )


def _log_sections(chain: Chain, start: date, end: date) -> list[Section]:
    """The headings that the logbook fills, each with what the rest of the chain adds to it."""
    logged = _logged(chain, start, end)
    letter = _letter(chain, end)
    facts: dict[LogHeading, ByTopic] = {
        LogHeading.STREAMS: {LogTopic.STREAM_WHICH: _streams(chain.initiative)},
        LogHeading.PARTNERS: {LogTopic.PARTNERS_EXPANSION: _expansion(chain, start, end)},
        LogHeading.RESULTS: {LogTopic.RESULT_MILESTONE: _decisions(chain, start, end)},
        LogHeading.LESSONS: {LogTopic.LESSON: _decision_lessons(chain, start, end)},
    }
    more = {
        LogHeading.REVIEW: (Part("Inzet ketenregisseur", _hours(chain, start, end)),),
        LogHeading.CASE: (Part("Business Model Canvas", canvas_blocks(chain, end)),),
        LogHeading.PARTNERS: (
            Part("Toezeggingen", promises(chain, letter, start, end)),
            Part("Ondertekening letter of commitment", _signatures(letter, end)),
        ),
        LogHeading.RULES: barrier_parts(chain, end),
    }
    return [
        _section(heading, start, end, logged | _joined(facts.get(heading, {}), logged), more)
        for heading in LogHeading
    ]


def _joined(facts: ByTopic, logged: ByTopic) -> ByTopic:
    return {topic: (*blocks, *logged.get(topic, ())) for topic, blocks in facts.items()}


def _section(
    heading: LogHeading,
    start: date,
    end: date,
    by_topic: ByTopic,
    more: dict[LogHeading, tuple[Part, ...]],
) -> Section:
    """Points with something to tell become parts; the others are named as empty."""
    form = words.HEADINGS[heading]
    told = [(title, by_topic.get(topic, ())) for topic, title in form.points]
    parts = [Part(title, blocks) for title, blocks in told if title and blocks]
    parts += [part for part in more.get(heading, ()) if part.blocks]
    return Section(
        form.title.format(start=_day(start), end=_day(end)),
        form.guidance,
        blocks=tuple(block for title, blocks in told if not title for block in blocks),
        parts=tuple(parts),
        empty_points=tuple(title for title, blocks in told if title and not blocks),
        log_heading=heading,
    )


def _logged(chain: Chain, start: date, end: date) -> ByTopic:
    by_topic: ByTopic = {}
    for entry in diary.valid_log_entries(chain, start, end):
        topic = LogTopic(entry.topic)
        block = Paragraph(entry.text, label=_day(entry.happened_on))
        by_topic[topic] = (*by_topic.get(topic, ()), block)
    return by_topic


def _name(chain: Chain, end: date) -> tuple[Block, ...]:
    phase = diary.phase_on(chain, end)
    facts = (
        ("Programma", chain.programme.name),
        ("Opdrachtgever", chain.programme.client.name),
        ("Gestart op", _day(chain.started_on)),
        ("Fase", str(phase.label)),
    )
    return (
        Paragraph(chain.name),
        Paragraph(chain.purpose, label="Doel"),
        Table("Kerngegevens", ("Gegeven", "Waarde"), facts),
    )


def _participants(chain: Chain, end: date) -> tuple[Block, ...]:
    letter = _letter(chain, end)
    signed = _signed(letter, end) if letter else {}
    rows = tuple(
        (
            participation.organisation.name,
            _place(participation),
            str(participation.get_interest_display()),
            _day(participation.answered_on) if participation.answered_on else "",
            f"getekend op {_day(signed[participation.pk])}"
            if participation.pk in signed
            else "nog niet getekend",
        )
        for participation in _joined_before(chain, end)
    )
    header = ("Partij", "Schakel", "Belang", "Deelnemer sinds", "Letter of commitment")
    return (Table("Deelnemers", header, rows),) if rows else ()


def _signed(letter: Letter, end: date) -> dict[int, date]:
    """When the last of those who sign for a party had signed, by participation."""
    signatures = letter.signatures.filter(signed_at__date__lte=end).order_by("signed_at")
    waiting = letter.signers.exclude(person__in=signatures.values("signed_by"))
    missing = set(waiting.values_list("participation", flat=True))
    return {
        one.participation_id: timezone.localdate(one.signed_at)
        for one in signatures
        if one.participation_id not in missing
    }


def _joined_before(chain: Chain, end: date) -> QuerySet[Participation]:
    return chain.participations.filter(
        status=ParticipationStatus.JOINED, answered_on__lte=end
    ).select_related("organisation", "link")


def _place(participation: Participation) -> str:
    link = participation.link
    return f"{link.name} ({link.get_kind_display()})" if link else "naast de keten"


def _directors(chain: Chain, start: date, end: date) -> tuple[Block, ...]:
    served = chain.appointments.filter(starts_on__lte=end).exclude(ends_on__lt=start)
    names = tuple(
        _appointment(item) for item in served.select_related("director").order_by("starts_on")
    )
    return (Items(names),) if names else ()


def _appointment(item: Appointment) -> str:
    until = f" tot en met {_day(item.ends_on)}" if item.ends_on else ""
    hours = number(item.hours_per_week)
    return f"{item.director.name}, {hours} uur per week vanaf {_day(item.starts_on)}{until}"


PACE_WORDS = {
    diary.PaceVerdict.EARLY: "",
    diary.PaceVerdict.UNDER: "Dat is minder dan de aanstelling vraagt.",
    diary.PaceVerdict.ON_TRACK: "Dat past bij de aanstelling.",
    diary.PaceVerdict.OVER: "Dat is meer dan de aanstelling vraagt: een teveel aan tijd is ook een "
    "risico, omdat de regisseur dan op de stoel van de ondernemers gaat zitten.",
}


def _hours(chain: Chain, start: date, end: date) -> tuple[Block, ...]:
    pace = diary.pace(chain, start, end)
    if not pace.booked:
        return ()
    expected = number(round(pace.expected, 1))
    summary = (
        f"Geboekt: {number(pace.booked)} uur. Volgens de aanstelling: {expected} uur "
        f"({number(pace.expected_per_week)} uur per week). {PACE_WORDS[pace.verdict]}"
    )
    return (Paragraph(summary.strip()), *_roles(chain, start, end))


def _roles(chain: Chain, start: date, end: date) -> list[Block]:
    """A picture and its table for every phase in which hours were booked in the period."""
    blocks: list[Block] = []
    for phase in Phase:
        shares = diary.role_shares(chain, phase, start, end)
        if not any(share.hours for share in shares):
            continue
        rows = tuple(
            (
                str(share.role.label),
                number(share.hours),
                f"{share.booked_percent}%",
                "geen profiel" if share.profile_percent is None else f"{share.profile_percent}%",
            )
            for share in shares
        )
        header = ("Rol", "Uren", "Aandeel", "Profiel van het programma")
        blocks.append(Figure(role_picture(shares, phase)))
        blocks.append(Table(f"Uren per rol: {phase.label}", header, rows, numeric=(1, 2, 3)))
    return blocks


def _streams(initiative: Initiative | None) -> tuple[Block, ...]:
    if initiative is None:
        return ()
    codes = "; ".join(str(code) for code in initiative.waste_codes.all())
    facts = (
        ("Reststroom of materiaal", initiative.stream_in),
        ("Product of toepassing", initiative.product_out),
        ("Hoeveelheid zoals opgegeven", initiative.quantity),
        ("Afvalcodes (Euralcode)", codes),
    )
    rows = tuple((name, value) for name, value in facts if value)
    caption = "Stromen volgens het initiatievenregister"
    return (Table(caption, ("Gegeven", "Waarde"), rows),) if rows else ()


def _expansion(chain: Chain, start: date, end: date) -> tuple[Block, ...]:
    """Who came in, who was asked and who declined in the period."""
    answered = chain.participations.filter(answered_on__range=(start, end))
    groups = (
        ("Aangesloten in deze periode", answered.filter(status=ParticipationStatus.JOINED)),
        ("Afgezien van deelname", answered.filter(status=ParticipationStatus.DECLINED)),
        (
            "Uitgenodigd, nog geen antwoord",
            chain.participations.filter(status=ParticipationStatus.INVITED, invited_on__lte=end),
        ),
    )
    lines = []
    for label, participations in groups:
        names = participations.values_list("organisation__name", flat=True)
        if text := ", ".join(names.order_by("organisation__name")):
            lines.append(f"{label}: {text}")
    return (Items(tuple(lines)),) if lines else ()


def _letter(chain: Chain, end: date) -> Letter | None:
    """The newest letter that was open for signing by then; a draft promises nothing yet."""
    return chain.letters.filter(opened_on__lte=end).order_by("-number").first()


def _signatures(letter: Letter | None, end: date) -> tuple[Block, ...]:
    if letter is None:
        return ()
    signatures = letter.signatures.filter(signed_at__date__lte=end)
    rows = tuple(
        (
            item.participation.organisation.name,
            item.name,
            item.position,
            _day(timezone.localdate(item.signed_at)),
        )
        for item in signatures.select_related("participation__organisation")
    )
    caption = f"Handtekeningen onder versie {letter.number}"
    header = ("Partij", "Ondertekend door", "Functie", "Datum")
    return (Table(caption, header, rows),) if rows else ()


def _decisions_in(chain: Chain, start: date, end: date) -> QuerySet[GateDecision]:
    decisions = chain.decisions.filter(decided_on__range=(start, end))
    return decisions.order_by("decided_on", "pk")


def _decisions(chain: Chain, start: date, end: date) -> tuple[Block, ...]:
    return tuple(
        Paragraph(_decision(item), label=_day(item.decided_on))
        for item in _decisions_in(chain, start, end)
    )


def _decision(item: GateDecision) -> str:
    lines = [
        f"Besluit {step_decided(item)}: van {item.get_from_phase_display()} naar "
        f"{item.get_to_phase_display()}.",
        f"Redenen: {item.reasons}",
    ]
    if item.conditions:
        lines.append(f"Voorwaarden: {item.conditions}")
    if not item.conditions_met:
        lines.append("Niet aan alle voorwaarden van de poort was voldaan.")
    if item.override_reason:
        lines.append(f"Waarom toch doorgegaan: {item.override_reason}")
    return "\n".join(lines)


def _decision_lessons(chain: Chain, start: date, end: date) -> tuple[Block, ...]:
    decisions = _decisions_in(chain, start, end).exclude(lesson="")
    return tuple(Paragraph(item.lesson, label=_day(item.decided_on)) for item in decisions)


_day = partial(date_format, format="j F Y")
