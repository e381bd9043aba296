"""The accountability report: every heading of the format, from the chain's data, never invented."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import diary
from schakel.domain.chains.actions.barriers import BarrierAnswers, report_barrier
from schakel.domain.chains.choices import (
    TOPICS,
    GateOutcome,
    LetterStatus,
    LogHeading,
    LogTopic,
    ParticipationStatus,
)
from schakel.domain.chains.models import (
    Chain,
    GateDecision,
    Letter,
    Participation,
    Signature,
)
from schakel.domain.journal import queries as journal
from schakel.domain.journal.queries import Head
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.domain.programmes.models import RoleWeight
from schakel.domain.reports import format as words
from schakel.domain.reports.accountability import (
    AccountabilityReport,
    Figure,
    Items,
    Paragraph,
    Section,
)
from schakel.domain.reports.accountability import Table as ReportTable
from schakel.domain.reports.actions import record_report
from schakel.domain.reports.choices import ReportFormat
from schakel.domain.reports.queries import accountability, default_period
from schakel.lib.errors import Refused
from tests.factories import (
    STARTED,
    chain,
    commitment,
    initiative,
    letter,
    link,
    organisation,
    participation,
    user,
)

pytestmark = pytest.mark.django_db
END = date(2026, 3, 31)
HEADINGS = [
    "Naam Keteninitiatief",
    "Deelnemers keteninitiatief",
    "Naam ketenmanager",
    "Terugblik afgelopen periode (periode 5 januari 2026 – 31 maart 2026)",
    "Businesscase ontwikkeling",
    "Vraagstukken financiën",
    "Effect op grondstofstromen",
    "Samenwerking ketenpartners",
    "Vraagstukken wet- en regelgeving (incl. ruimtelijk beleid)",
    "Resultaten/successen",
    "Kansen",
    "Knelpunten",
    "Overige leerervaringen",
    "Vooruitblik/nodig komende maanden",
]


@pytest.fixture
def director() -> User:
    return user(UserKind.DIRECTOR, name="Ria Regisseur")


@pytest.fixture
def keten(director: User) -> Chain:
    return chain(director=director, name="Matrassenketen")


def report(keten: Chain, start: date = STARTED, end: date = END) -> AccountabilityReport:
    return accountability(keten, start, end, made_on=end)


def section(keten: Chain, heading: LogHeading, **period: date) -> Section:
    made = report(keten, **period)
    return next(item for item in made.sections if item.log_heading == heading)


def text_of(thing: Any) -> str:
    """Everything a reader can read, with a bar between cells."""
    match thing:
        case AccountabilityReport():
            return "\n".join(text_of(item) for item in thing.sections)
        case Section():
            parts = "\n".join(f"{p.title}\n{text_of(p.blocks)}" for p in thing.parts)
            return f"{thing.heading}\n{text_of(thing.blocks)}\n{parts}"
        case Paragraph():
            return f"{thing.label}: {thing.text}"
        case Figure():
            return f"{thing.picture.title}: {thing.picture.description}"
        case ReportTable():
            return "\n".join([thing.caption, *(" | ".join(row) for row in thing.rows)])
        case Items(items=parts) | tuple(parts):
            return "\n".join(part if isinstance(part, str) else text_of(part) for part in parts)
        case _:
            raise TypeError(thing)


def write(keten: Chain, by: User, text: str, topic: LogTopic, **fields: Any) -> Any:
    fields = {"on": END, "happened_on": date(2026, 2, 3)} | fields
    return diary.write_log_entry(by=by, chain=keten, text=text, topic=topic, **fields)


def opened(letter: Letter, on: date = date(2026, 2, 1), status: str = LetterStatus.OPEN) -> Letter:
    """The draft, opened for signing on a day of our choice."""
    letter.status, letter.opened_on = status, on
    letter.content, letter.content_sha256 = "{}", "a" * 64
    letter.save()
    return letter


def sign(letter: Letter, part: Participation, on: date) -> None:
    Signature.objects.create(
        letter=letter,
        participation=part,
        signed_by=user(UserKind.PARTY, organisation=part.organisation),
        name="T. Tekenaar",
        position="directeur",
        consent="Ik teken.",
        content_sha256=letter.content_sha256,
        signed_at=datetime(on.year, on.month, on.day, 0, 30, tzinfo=ZoneInfo("Europe/Amsterdam")),
        journal_sequence=1,
    )


def decide(keten: Chain, on: date, **fields: Any) -> None:
    defaults = {
        "from_phase": Phase.EXPLORE,
        "to_phase": Phase.ASSEMBLE,
        "outcome": GateOutcome.GO,
        "reasons": "Genoeg partijen.",
        "evidence": {},
        "evidence_sha256": "0" * 64,
        "conditions_met": True,
        "decided_by": user(UserKind.PROGRAMME_MANAGER),
        "decided_on": on,
    }
    GateDecision.objects.create(chain=keten, **(defaults | fields))


def test_every_heading_of_the_format_in_its_order(keten: Chain) -> None:
    assert [item.heading for item in report(keten).sections] == HEADINGS


def test_the_format_asks_about_every_topic_under_its_own_heading() -> None:
    asked = {
        heading: tuple(topic for topic, _ in form.points)
        for heading, form in words.HEADINGS.items()
    }
    assert asked == TOPICS


def test_a_chain_without_records_says_so_under_every_heading_of_the_log() -> None:
    bare = report(chain())
    told = [item.heading for item in bare.sections if not item.is_empty]
    assert told == ["Naam Keteninitiatief"]


@pytest.mark.parametrize("topic", LogTopic)
def test_an_entry_stands_under_the_heading_of_its_topic_and_nowhere_else(
    keten: Chain, director: User, topic: LogTopic
) -> None:
    write(keten, director, "Dit is er gebeurd.", topic)
    holding = [
        item.log_heading for item in report(keten).sections if "Dit is er gebeurd." in text_of(item)
    ]
    assert holding == [heading for heading, topics in TOPICS.items() if topic in topics]
    assert "3 februari 2026: Dit is er gebeurd." in text_of(report(keten))


def test_points_without_entries_are_named_as_empty(keten: Chain, director: User) -> None:
    write(keten, director, "Provincie wil bijdragen.", LogTopic.FINANCE_SUBSIDY)
    finance = section(keten, LogHeading.FINANCE)
    assert [part.title for part in finance.parts] == ["Subsidies"]
    assert finance.empty_points == (
        "Eigen middelen / op eigen benen",
        "Fondsen voor schaling",
        "Fondsen voor kennisontwikkeling",
    )


def test_entries_outside_the_period_stay_out(keten: Chain, director: User) -> None:
    for day in (4, 5, 6, 7):
        write(keten, director, f"Dag {day}.", LogTopic.REVIEW, happened_on=date(2026, 3, day))
    text = text_of(report(keten, start=date(2026, 3, 5), end=date(2026, 3, 6)))
    assert [day for day in (4, 5, 6, 7) if f"Dag {day}." in text] == [5, 6]


def test_a_corrected_entry_gives_way_to_its_correction(keten: Chain, director: User) -> None:
    wrong = write(keten, director, "Drie partijen.", LogTopic.REVIEW)
    write(keten, director, "Vier partijen.", LogTopic.REVIEW, corrects=wrong)
    text = text_of(report(keten))
    assert "Vier partijen." in text
    assert "Drie partijen." not in text


def test_participants_with_link_since_and_signature(keten: Chain) -> None:
    place = link(keten, name="Inzamelen")
    maker = participation(keten, organisation=organisation(name="Vezel BV"), link=place)
    participation(keten, organisation=organisation(name="Toezicht"), link=None)
    participation(
        keten,
        organisation=organisation(name="Twijfelaar"),
        status=ParticipationStatus.INVITED,
        answered_on=None,
    )
    sign(opened(letter(keten)), maker, date(2026, 3, 31))
    rows = text_of(report(keten).sections[1]).splitlines()
    assert any(
        row.startswith("Vezel BV | Inzamelen (") and row.endswith("getekend op 31 maart 2026")
        for row in rows
    )
    assert any(
        row.startswith("Toezicht | naast de keten") and row.endswith("nog niet getekend")
        for row in rows
    )
    assert "Twijfelaar" not in "\n".join(rows)
    assert "5 januari 2026" in "\n".join(rows)


def test_what_came_after_the_period_is_not_yet_known(keten: Chain) -> None:
    late = END + timedelta(days=1)
    part = participation(keten, organisation=organisation(name="Laatkomer"), answered_on=late)
    early = participation(keten, organisation=organisation(name="Vroeg BV"))
    sign(opened(letter(keten)), early, late)
    newer = letter(keten)
    commitment(newer, part, what="Later beloofd")
    opened(newer, late, LetterStatus.REPLACED)
    decide(keten, late)
    text = text_of(report(keten))
    for unknown in ("Laatkomer", "getekend op", "Later beloofd", "Besluit"):
        assert unknown not in text


def test_the_director_with_hours_and_period(keten: Chain) -> None:
    assert (
        text_of(report(keten).sections[2])
        .strip()
        .endswith("Ria Regisseur, 4 uur per week vanaf 5 januari 2026")
    )


def test_a_director_who_left_before_is_not_named(keten: Chain) -> None:
    keten.appointments.update(ends_on=date(2026, 1, 31))
    assert "tot en met 31 januari 2026" in text_of(report(keten).sections[2])
    assert report(keten, start=date(2026, 2, 1)).sections[2].is_empty


def test_streams_come_from_the_initiative(keten: Chain) -> None:
    keten.initiative = initiative(
        stream_in="Matrassen", product_out="Isolatie", quantity="1,5 miljoen stuks"
    )
    streams = section(keten, LogHeading.STREAMS)
    text = text_of(streams)
    for told in ("| Matrassen", "| Isolatie", "| 1,5 miljoen stuks"):
        assert told in text
    assert "Afvalcodes" not in text
    assert "Welke stromen" not in streams.empty_points


def test_commitments_and_signatures_stand_under_working_together(keten: Chain) -> None:
    part = participation(keten, organisation=organisation(name="Vezel BV"))
    made = letter(keten)
    commitment(
        made, part, what="Matrassen leveren", amount=Decimal("1250.50"), due_on=date(2026, 6, 1)
    )
    sign(opened(made), part, date(2026, 2, 9))
    text = text_of(section(keten, LogHeading.PARTNERS))
    assert "Vezel BV | Matrassen leveren | 1.250,5 " in text
    assert "1 juni 2026" in text
    assert "Vezel BV | T. Tekenaar | directeur | 9 februari 2026" in text


def test_a_draft_letter_promises_nothing(keten: Chain) -> None:
    commitment(letter(keten), participation(keten), what="Nog niet")
    assert "Nog niet" not in text_of(report(keten))


def test_who_came_in_who_was_asked_and_who_declined(keten: Chain) -> None:
    in_period = date(2026, 2, 2)
    participation(keten, organisation=organisation(name="Erbij BV"), answered_on=in_period)
    participation(
        keten,
        organisation=organisation(name="Nee BV"),
        status=ParticipationStatus.DECLINED,
        answered_on=in_period,
    )
    participation(
        keten,
        organisation=organisation(name="Open BV"),
        status=ParticipationStatus.INVITED,
        answered_on=None,
    )
    text = text_of(section(keten, LogHeading.PARTNERS))
    assert "Aangesloten in deze periode: Erbij BV" in text
    assert "Afgezien van deelname: Nee BV" in text
    assert "Uitgenodigd, nog geen antwoord: Open BV" in text
    later = text_of(section(keten, LogHeading.PARTNERS, start=date(2026, 3, 1)))
    assert "Erbij BV" not in later


def test_hours_against_the_appointment_and_the_profile(keten: Chain, director: User) -> None:
    RoleWeight.objects.create(
        programme=keten.programme, phase=Phase.EXPLORE, role=DirectorRole.BROKER, weight=3
    )
    end = STARTED + timedelta(weeks=5, days=-1)
    for day, hours in ((3, "2.5"), (30, "7.5"), (60, "8")):
        diary.book_hours(
            by=director,
            on=END,
            chain=keten,
            worked_on=STARTED + timedelta(days=day),
            hours=Decimal(hours),
            role=DirectorRole.BROKER,
            activity="Bellen",
        )
    text = text_of(section(keten, LogHeading.REVIEW, end=end))
    assert "Geboekt: 10 uur. Volgens de aanstelling: 20 uur (4 uur per week)." in text
    assert "Dat is minder dan de aanstelling vraagt." in text
    assert "| 10 | 100% | 100%" in text
    assert "makelaar: 100% geboekt, 100% volgens het profiel" in text


def test_gate_decisions_are_milestones_with_their_reasons(keten: Chain) -> None:
    decide(
        keten,
        date(2026, 3, 12),
        conditions="Nog een afnemer.",
        conditions_met=False,
        override_reason="De verwerker kan niet wachten.",
        lesson="Begin eerder met afnemers.",
    )
    results = section(keten, LogHeading.RESULTS)
    text = text_of(results)
    for told in (
        "12 maart 2026: Besluit go",
        "Redenen: Genoeg partijen.",
        "Voorwaarden: Nog een afnemer.",
        "Niet aan alle voorwaarden van de poort was voldaan.",
        "Waarom toch doorgegaan: De verwerker kan niet wachten.",
    ):
        assert told in text
    assert "Mijlpalen" not in results.empty_points
    assert "Begin eerder met afnemers." in text_of(section(keten, LogHeading.LESSONS))


def test_back_stop_and_reopen_are_called_by_their_name(keten: Chain) -> None:
    steps = (
        (Phase.ASSEMBLE, Phase.EXPLORE),
        (Phase.EXPLORE, Phase.CLOSED),
        (Phase.CLOSED, Phase.EXPLORE),
        (Phase.OPERATE, Phase.CLOSED),
    )
    for before, after in steps:
        decide(keten, date(2026, 3, 12), from_phase=before, to_phase=after)
    text = text_of(section(keten, LogHeading.RESULTS))
    for told in (
        "Besluit een fase terug: van ketenlapperfase naar verkennerfase.",
        "Besluit stoppen: van verkennerfase naar afgesloten.",
        "Besluit heropenen: van afgesloten naar verkennerfase.",
        "Besluit go: van operatiefase naar afgesloten.",
    ):
        assert told in text, text


def test_barriers_by_the_five_questions_word_for_word(keten: Chain, director: User) -> None:
    report_barrier(
        by=director,
        on=date(2026, 2, 1),
        chain=keten,
        answers=BarrierAnswers(
            "Afvalstatus", "Kaderrichtlijn", "Antwoord 1", "Antwoord 2", "Antwoord 3",
            "Antwoord 4", "Antwoord 5",
        ),
    )  # fmt: skip
    lines = text_of(section(keten, LogHeading.RULES)).splitlines()
    at = lines.index("Belemmering: Afvalstatus")
    assert lines[at + 1 :] == [
        ": Gemeld op 1 februari 2026. Regel waar het om gaat: Kaderrichtlijn.",
        "Wat voor een soort/type bedrijfsactiviteiten zijn hierbij aan de orde?: Antwoord 1",
        "Wat is concreet uw probleem met belemmerende wetgeving en/of beleid?: Antwoord 2",
        "Wat zijn de consequenties van het probleem?: Antwoord 3",
        "Wat heeft u al gedaan om het probleem op te lossen?: Antwoord 4",
        "Welke mogelijke oplossingen ziet u verder nog?: Antwoord 5",
    ]
    before = section(keten, LogHeading.RULES, end=date(2026, 1, 31))
    assert before.is_empty


def test_the_report_is_dutch_whatever_the_reader_speaks(keten: Chain) -> None:
    with translation.override("en"):
        english = report(keten)
        assert translation.get_language() == "en"
    with translation.override("nl"):
        assert english == report(keten)
    assert english.period == "5 januari 2026 – 31 maart 2026"


def test_another_chain_is_never_in_it(keten: Chain, director: User) -> None:
    other = chain(director=director)
    participation(other, organisation=organisation(name="Andermans BV"))
    write(other, director, "Andermans nieuws", LogTopic.REVIEW)
    assert "Andermans" not in text_of(report(keten))


def test_it_carries_the_head_of_the_journal(keten: Chain, director: User) -> None:
    assert report(keten).head == Head(0, "0" * 64)
    write(keten, director, "Iets", LogTopic.REVIEW)
    assert report(keten).head == journal.head()


class TestRecording:
    def record(self, keten: Chain, by: User | None, **fields: Any) -> Any:
        defaults: dict[str, Any] = {
            "on": END,
            "start": STARTED,
            "end": END,
            "report_format": ReportFormat.PDF,
            "head": journal.head(),
            "file_sha256": "b" * 64,
        }
        return record_report(by=by, chain=keten, **(defaults | fields))

    def test_the_journal_knows_period_format_and_file(self, keten: Chain, director: User) -> None:
        entry = self.record(keten, director)
        assert entry.details == {
            "start": "2026-01-05",
            "end": "2026-03-31",
            "format": "pdf",
            "head": 0,
            "file_sha256": "b" * 64,
        }

    def test_the_command_line_may(self, keten: Chain) -> None:
        assert self.record(keten, None).actor == "system"

    def test_a_party_may_not(self, keten: Chain) -> None:
        party = user(UserKind.PARTY)
        participation(keten, organisation=party.organisation)
        with pytest.raises(PermissionDenied):
            self.record(keten, party)

    def test_a_period_that_ends_before_it_starts_or_in_the_future_is_refused(
        self, keten: Chain, director: User
    ) -> None:
        for wrong in ({"end": STARTED - timedelta(days=1)}, {"end": END + timedelta(days=1)}):
            with pytest.raises(Refused):
                self.record(keten, director, **wrong)
        assert journal.entry_count() == 0

    def test_the_next_period_follows_the_last_report(self, keten: Chain, director: User) -> None:
        assert default_period(keten, END) == (STARTED, END)
        self.record(keten, director, end=date(2026, 2, 28))
        assert default_period(keten, END) == (date(2026, 3, 1), END)
        self.record(keten, director, start=date(2026, 3, 1))
        assert default_period(keten, END) == (date(2026, 3, 1), END)
        assert default_period(chain(), END) == (STARTED, END)

    def test_a_report_made_again_of_an_earlier_period_does_not_turn_back_the_next(
        self, keten: Chain, director: User
    ) -> None:
        self.record(keten, director, end=date(2026, 2, 28))
        self.record(keten, director, end=date(2026, 1, 31))
        assert default_period(keten, END) == (date(2026, 3, 1), END)
