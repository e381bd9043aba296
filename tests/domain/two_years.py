"""Two years of a chain with six parties, from idea to operation, through the actions alone.

Every day is set by hand, so that what the overview must say can be worked out on paper.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import actions, canvas, diary, letters, meetings, nudges
from schakel.domain.chains.actions import promises as promise_actions
from schakel.domain.chains.actions import updates as update_actions
from schakel.domain.chains.actions import values as value_actions
from schakel.domain.chains.actions.actions import Doer
from schakel.domain.chains.actions.barriers import BarrierAnswers, report_barrier
from schakel.domain.chains.actions.canvas import BlockEdit
from schakel.domain.chains.actions.chains import NewLink, appoint_director
from schakel.domain.chains.actions.complexity import assess_complexity
from schakel.domain.chains.actions.gates import decide_gate
from schakel.domain.chains.actions.independence import confirm_interests
from schakel.domain.chains.actions.letters import Promise
from schakel.domain.chains.actions.meeting_mail import MeetingPost
from schakel.domain.chains.actions.meetings import Agreement, Guest, MeetingPlan
from schakel.domain.chains.actions.parties import answer_invitation, ask_party
from schakel.domain.chains.actions.values import StatementText
from schakel.domain.chains.choices import (
    GateOutcome,
    Level,
    LinkKind,
    LogTopic,
    StartPoint,
    Unit,
)
from schakel.domain.chains.choices.actions import NudgeHow, NudgeResult
from schakel.domain.chains.choices.canvas import CanvasBlock, CanvasMoment
from schakel.domain.chains.choices.meetings import Attendance, MeetingKind
from schakel.domain.chains.choices.values import Answer, StatementKind
from schakel.domain.chains.letters import CONSENT
from schakel.domain.chains.models import Action, Chain, Commitment, Letter, Meeting, Participation
from schakel.domain.chains.models.canvas import base_of
from schakel.domain.chains.queries import independence
from schakel.domain.explorer import actions as explorer
from schakel.domain.explorer.choices import Advice
from schakel.domain.explorer.models import Exploration
from schakel.domain.parties.choices import Interest, PartyKind
from schakel.domain.programmes.choices import DirectorRole
from schakel.domain.programmes.models import Programme
from schakel.engine.effort import INDICATORS
from tests import factories

END = date(2026, 12, 31)
FIRST_HOURS, LAST_HOURS = date(2025, 1, 15), date(2026, 12, 30)
UPDATES = (
    date(2025, 3, 3),
    date(2025, 9, 1),
    date(2026, 3, 2),
    date(2026, 9, 7),
    date(2026, 11, 30),
)
POST = MeetingPost(
    address_of=lambda meeting: f"/bijeenkomsten/{meeting.pk}/", calendar=lambda *_: b""
)

LINKS = (
    LinkKind.SUPPLIER,
    LinkKind.COLLECTOR,
    LinkKind.PROCESSOR,
    LinkKind.MAKER,
    LinkKind.BUYER,
)
VALUES = {
    StatementKind.DOT: StatementText("Stip", "In 2030 wordt geen matras meer verbrand."),
    StatementKind.CLIMATE: StatementText("Klimaat", "Minder CO2 uit nieuw schuim."),
    StatementKind.CHAIN_CASE: StatementText("Businesscase", "Elk deel verdient eraan."),
}
PROMISES = {
    "S": ("S", 300, Unit.TONNE, date(2025, 10, 1)),
    "C": ("C", 280, Unit.TONNE, date(2025, 11, 3)),
    "P": ("P", 150, Unit.TONNE, date(2026, 6, 1)),
    "M": ("M", 50, Unit.DELIVERABLE, date(2026, 9, 1)),
    "B": ("B", 40, Unit.HOURS, date(2027, 1, 20)),
    "S2": ("S", 5000, Unit.EURO, date(2027, 3, 1)),
}

BARRIER = BarrierAnswers(
    title="Einde-afval",
    rule="Wet milieubeheer",
    activities="Schuim vermalen.",
    problem="Het blijft afval.",
    consequences="De maker mag het niet innemen.",
    tried="Overleg met de omgevingsdienst.",
    solutions="Een rechtsoordeel.",
)

Clock = Callable[[date], datetime]


@dataclass
class Story:
    """The people by a short name; `clock` moves the day that the product takes for today."""

    clock: Clock
    manager: User
    director: User
    programme: Programme
    people: dict[str, User]
    exploration: Exploration = field(init=False)
    chain: Chain = field(init=False)
    letter: Letter = field(init=False)
    parties: dict[str, Participation] = field(default_factory=dict)
    promised: dict[str, Commitment] = field(default_factory=dict)


Event = Callable[[Story, date, datetime], None]


def tell(clock: Clock) -> Story:
    """The whole story, day by day; afterwards it is the last day of 2026."""
    clock(date(2025, 1, 6))
    story = _people(clock)
    for day, happens in sorted(_days(), key=lambda one: one[0]):
        happens(story, day, clock(day))
    clock(END)
    return story


def _days() -> list[tuple[date, Event]]:
    """What happens on which day."""
    weeks = range(0, (LAST_HOURS - FIRST_HOURS).days + 1, 14)
    return [
        (date(2025, 1, 6), _report_idea),
        (date(2025, 1, 10), _start),
        (date(2025, 1, 13), _appoint),
        (date(2025, 2, 3), _ask),
        (date(2025, 2, 17), _answer("SCPMT")),
        (date(2025, 3, 3), _answer("B")),
        (date(2025, 3, 10), _agree_on_values),
        (date(2025, 4, 7), _open_letter),
        (date(2025, 5, 5), _sign),
        (date(2025, 5, 19), _decide),
        (date(2025, 5, 26), _call_retreat),
        (date(2025, 6, 13), _agree_at_retreat),
        (date(2025, 7, 14), _finish_trial),
        (date(2025, 8, 1), _move(date(2025, 9, 1))),
        (date(2025, 8, 4), _barrier_and_canvas),
        (date(2025, 9, 1), _move(date(2025, 11, 3))),
        (date(2025, 9, 29), _deliver("S", 310)),
        (date(2025, 10, 20), _renegotiate),
        (date(2025, 11, 3), _move(date(2026, 2, 2))),
        (date(2026, 1, 30), _deliver("C", 250)),
        (date(2026, 3, 2), _decide),
        (date(2026, 6, 8), _break_promise),
        (date(2026, 12, 1), _work_for_buyer),
        (date(2026, 12, 14), _call_consultation),
        (date(2026, 12, 28), _nudge),
        *((FIRST_HOURS + timedelta(days=days), _book) for days in weeks),
        *((sent, _update) for sent in UPDATES),
    ]


def _people(clock: Clock) -> Story:
    manager = factories.user(UserKind.PROGRAMME_MANAGER, name="Meta Manager")
    programme = factories.programme(
        manager, norm_hours_per_week=Decimal(8), norm_months=24, update_every_weeks=6
    )
    people = {key: factories.user(UserKind.PARTY, name=f"Persoon {key}") for key in "SCPMB"}
    supervisor = factories.organisation(
        name="Omgevingsdienst T", kind=PartyKind.SUPERVISOR, interest=Interest.PUBLIC
    )
    people["T"] = factories.user(UserKind.PARTY, name="Persoon T", organisation=supervisor)
    director = factories.user(UserKind.DIRECTOR, name="Dora Director")
    return Story(clock, manager, director, programme, people)


def _report_idea(story: Story, day: date, _at: datetime) -> None:
    idea = explorer.report_idea(
        by=story.manager,
        on=day,
        programme=story.programme,
        answers=explorer.IdeaAnswers(title="Matrassen", what="Schuim wordt weer vulling."),
    )
    story.exploration = explorer.commission_exploration(
        by=story.manager,
        on=day,
        idea=idea,
        commission=explorer.Commission(
            question="Wie neemt schuim af?",
            starts_on=day,
            ends_on=date(2025, 1, 10),
            bureau="Adviesbureau Voorbeeld",
        ),
    )


def _start(story: Story, day: date, _at: datetime) -> None:
    explorer.report_findings(
        by=story.manager,
        on=day,
        exploration=story.exploration,
        findings="Drie makers willen praten.",
        advice=Advice.GO,
    )
    story.chain = explorer.start_chain(
        by=story.manager,
        on=day,
        idea=story.exploration.idea,
        programme=story.programme,
        name="Matrassen opnieuw",
        purpose="Minder verbranden, en een kloppende businesscase.",
        start_point=StartPoint.PUBLIC_QUESTION,
        links=[NewLink(kind, str(kind.label)) for kind in LINKS],
    )


def _appoint(story: Story, day: date, _at: datetime) -> None:
    seen = independence.interests_sha256(story.director)
    confirm_interests(by=story.director, on=day, seen_sha256=seen)
    appoint_director(
        by=story.manager,
        chain=story.chain,
        director=story.director,
        hours_per_week=Decimal(8),
        starts_on=day,
    )
    assess_complexity(
        by=story.director,
        on=day,
        chain=story.chain,
        levels=dict.fromkeys(INDICATORS, Level.MEDIUM),
    )


def _ask(story: Story, day: date, _at: datetime) -> None:
    """Five links, and a supervisor beside them."""
    links = list(story.chain.links.order_by("position"))
    for key, link in zip("SCPMBT", [*links, None], strict=True):
        organisation = story.people[key].organisation
        assert organisation
        story.parties[key] = ask_party(
            by=story.director, on=day, chain=story.chain, organisation=organisation, link=link
        )


def _answer(keys: str) -> Event:
    def answer(story: Story, day: date, _at: datetime) -> None:
        for key in keys:
            story.parties[key] = answer_invitation(
                by=story.people[key], on=day, participation=story.parties[key], accept=True
            )

    return answer


def _agree_on_values(story: Story, _day: date, at: datetime) -> None:
    """Everybody agrees with the dot and with climate; the maker not with the case."""
    for kind, text in VALUES.items():
        statement = value_actions.state(
            by=story.director, at=at, chain=story.chain, kind=kind, text=text
        )
        for key, person in story.people.items():
            differs = key == "M" and kind == StatementKind.CHAIN_CASE
            value_actions.give_stance(
                by=person,
                at=at,
                statement=statement,
                version=1,
                answer=Answer.DISAGREE if differs else Answer.AGREE,
                remark="De maker betaalt nu alles." if differs else "",
            )


def _open_letter(story: Story, day: date, _at: datetime) -> None:
    letter = letters.draft_letter(by=story.director, chain=story.chain)
    for key, (party, amount, unit, due_on) in PROMISES.items():
        promise = Promise(story.parties[party], f"Toezegging {key}", Decimal(amount), unit, due_on)
        story.promised[key] = letters.add_commitment(
            by=story.director, on=day, letter=letter, promise=promise
        )
    story.letter = letters.open_letter(by=story.director, on=day, letter=letter)


def _sign(story: Story, _day: date, at: datetime) -> None:
    for key in "SCPMB":
        letters.sign_letter(
            by=story.people[key],
            at=at,
            letter=story.letter,
            participation=story.parties[key],
            name=story.people[key].name,
            position="directeur",
            consent=str(CONSENT),
            seen_sha256=story.letter.content_sha256,
        )


def _decide(story: Story, day: date, _at: datetime) -> None:
    """A go, with every condition met."""
    decision = decide_gate(
        by=story.manager,
        on=day,
        chain=story.chain,
        outcome=GateOutcome.GO,
        reasons="Het bewijs is er.",
    )
    assert decision.conditions_met, decision.evidence
    story.chain.refresh_from_db()


def _call_retreat(story: Story, _day: date, at: datetime) -> None:
    _call(story, MeetingKind.RETREAT, "Heidag", date(2025, 6, 12), at)


def _agree_at_retreat(story: Story, day: date, at: datetime) -> None:
    """The buyer was not there; the others agree on two things to do."""
    meeting = Meeting.objects.get(chain=story.chain)
    buyer = story.parties["B"]
    meetings.record_meeting(
        by=story.director,
        at=at,
        meeting=meeting,
        version=meeting.version,
        attendance={
            invitee.pk: Attendance.ABSENT
            if invitee.participation_id == buyer.pk
            else Attendance.PRESENT
            for invitee in meeting.invitees.all()
        },
        minutes="Wie levert welke kwaliteit schuim?",
    )
    meeting.refresh_from_db()
    meetings.agree(
        by=story.director,
        on=day,
        meeting=meeting,
        agreements=[
            Agreement("Proef draaien", Doer(owner=story.parties["P"]), date(2025, 7, 15)),
            Agreement("Overkapping regelen", Doer(owner=story.parties["C"]), date(2025, 8, 1)),
        ],
    )


def _finish_trial(story: Story, day: date, _at: datetime) -> None:
    trial = Action.objects.get(owner=story.parties["P"])
    actions.finish_action(by=story.people["P"], on=day, action=trial)


def _move(to_day: date) -> Event:
    """The collector moves its own action on the day that it is due."""

    def move(story: Story, day: date, at: datetime) -> None:
        action = Action.objects.get(owner=story.parties["C"])
        assert action.due_on == day
        actions.move_action(
            by=story.people["C"],
            at=at,
            action=action,
            version=action.version,
            to_day=to_day,
            reason="De vergunning laat op zich wachten.",
        )

    return move


def _call(story: Story, kind: MeetingKind, title: str, day: date, at: datetime) -> None:
    zone = timezone.get_current_timezone()
    meeting = meetings.plan_meeting(
        by=story.director,
        chain=story.chain,
        plan=MeetingPlan(
            kind=kind,
            title=title,
            starts_at=datetime.combine(day, time(10), zone),
            ends_at=datetime.combine(day, time(16), zone),
            place="Voorbeeldhuis",
        ),
        guests=[Guest(story.parties[key], (person,)) for key, person in story.people.items()],
    )
    meetings.call_meeting(by=story.director, at=at, meeting=meeting, post=POST)


def _barrier_and_canvas(story: Story, day: date, at: datetime) -> None:
    report_barrier(by=story.director, on=day, chain=story.chain, answers=BARRIER)
    begun = canvas.begin_canvas(
        by=story.director, at=at, chain=story.chain, moment=CanvasMoment.START
    )
    partners = BlockEdit("Vijf bedrijven en een toezichthouder", base_of(""))
    canvas.save_canvas(
        by=story.director, at=at, canvas=begun, edits={CanvasBlock.KEY_PARTNERS: partners}
    )


def _deliver(key: str, amount: int) -> Event:
    def deliver(story: Story, day: date, _at: datetime) -> None:
        promise_actions.report_delivery(
            by=story.people[key],
            on=day,
            commitment=story.promised[key],
            happened_on=day,
            amount=Decimal(amount),
            note="Weegbrief bij de stukken.",
            fulfilled=True,
        )

    return deliver


def _renegotiate(story: Story, day: date, _at: datetime) -> None:
    """The collector asks for less and later, the director agrees."""
    commitment = story.promised["C"]
    promise_actions.propose_terms(
        by=story.people["C"],
        on=day,
        commitment=commitment,
        amount=Decimal(250),
        due_on=date(2026, 2, 2),
        reason="De milieustraten leveren minder.",
    )
    promise_actions.answer_proposal(by=story.director, on=day, commitment=commitment, accept=True)


def _break_promise(story: Story, day: date, _at: datetime) -> None:
    promise_actions.break_promise(
        by=story.director, on=day, commitment=story.promised["P"], reason="De lijn staat stil."
    )


def _book(story: Story, day: date, _at: datetime) -> None:
    diary.book_hours(
        by=story.director,
        on=day,
        chain=story.chain,
        worked_on=day,
        hours=Decimal(8),
        role=DirectorRole.BROKER,
        activity="Gesprekken",
    )


def _update(story: Story, day: date, at: datetime) -> None:
    """A lesson in the logbook, and the update since the one before."""
    number = UPDATES.index(day)
    diary.write_log_entry(
        by=story.director,
        on=day,
        chain=story.chain,
        happened_on=day,
        topic=LogTopic.LESSON,
        text=f"Wat er tot {day.isoformat()} gebeurde.",
    )
    draft = update_actions.begin_update(
        by=story.director,
        at=at,
        chain=story.chain,
        starts_on=UPDATES[number - 1] + timedelta(days=1) if number else date(2025, 1, 10),
        ends_on=day,
    )
    update_actions.send_update(
        by=story.director,
        at=at,
        draft=draft,
        version=draft.version,
        as_pdf=lambda _document: b"%PDF-1.7 test",
    )


def _work_for_buyer(story: Story, day: date, _at: datetime) -> None:
    actions.add_action(
        by=story.director,
        on=day,
        chain=story.chain,
        what="Verslag voor de afnemer schrijven",
        doer=Doer(for_party=story.parties["B"]),
        due_on=date(2027, 1, 15),
    )


def _call_consultation(story: Story, _day: date, at: datetime) -> None:
    _call(story, MeetingKind.CONSULTATION, "Overleg", date(2027, 1, 21), at)


def _nudge(story: Story, day: date, _at: datetime) -> None:
    nudges.record_nudge(
        by=story.director,
        on=day,
        participation=story.parties["P"],
        nudged_on=day,
        how=NudgeHow.CALLED,
        result=NudgeResult.SPOKEN,
        outcome="Een nieuwe machine komt in februari.",
    )
