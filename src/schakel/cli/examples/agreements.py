"""What was agreed in the chain: meetings, actions, and how a quiet party was sought."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from schakel.cli.examples.scene import Scene
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.actions import Doer, add_action, finish_action, move_action
from schakel.domain.chains.actions.meeting_mail import MeetingPost
from schakel.domain.chains.actions.meetings import (
    Agreement,
    Guest,
    MeetingPlan,
    agree,
    answer_meeting,
    call_meeting,
    plan_meeting,
    record_meeting,
)
from schakel.domain.chains.actions.nudges import record_nudge
from schakel.domain.chains.choices.actions import NudgeHow, NudgeResult
from schakel.domain.chains.choices.meetings import Attendance, MeetingAnswer, MeetingKind
from schakel.domain.chains.models import Action, Meeting, Participation

UNSENT = MeetingPost(lambda _meeting: "", lambda _meeting, _method, _address: b"")

RETREAT_MINUTES = """Iedereen vertelde wat het eigen bedrijf nodig heeft om mee te doen.

De verwerker heeft droge matrassen nodig; de inzamelaar wil weten wie de overkapping betaalt. De \
maker wil eerst zeker zijn van de kwaliteit van het schuim. Afgesproken is een proef met 200 \
matrassen, en daarna pas over prijzen te praten."""


def add(scene: Scene) -> None:
    parties = {
        key: scene.chain.participations.get(organisation=scene.people[key].organisation)
        for key in ("inzamelaar", "verwerker", "maker")
    }
    retreat = _retreat(scene, parties)
    _actions(scene, parties, retreat)
    _to_come(scene, parties)
    record_nudge(
        by=scene.director,
        on=scene.today - timedelta(days=9),
        participation=parties["maker"],
        nudged_on=scene.today - timedelta(days=9),
        how=NudgeHow.CALLED,
        result=NudgeResult.NO_ANSWER,
        outcome="Voicemail ingesproken over de handtekening.",
    )


def _retreat(scene: Scene, parties: dict[str, Participation]) -> Meeting:
    """A retreat three weeks ago, at which one party was missed."""
    day = scene.today - timedelta(days=33)
    meeting = _planned(
        scene,
        MeetingPlan(
            MeetingKind.RETREAT,
            "Heidag: van idee naar keten",
            _at(day, 9, 30),
            _at(day, 16, 0),
            place="Boerderij De Kring, Voorbeelddorp",
            agenda="Kennismaken met elkaars bedrijf.\nWat levert samenwerken op, en voor wie?\n"
            "Welke proef doen we eerst?",
        ),
        [Guest(party) for party in parties.values()],
        day - timedelta(days=18),
    )
    for key in ("inzamelaar", "verwerker"):
        _answered(scene.people[key], meeting, parties[key], day - timedelta(days=12))
    there = {
        one.pk: Attendance.PRESENT if one.participation != parties["maker"] else Attendance.EXCUSED
        for one in meeting.invitees.select_related("participation")
    }
    meeting.refresh_from_db()
    record_meeting(
        by=scene.director,
        at=_at(day, 20, 0),
        meeting=meeting,
        version=meeting.version,
        attendance=there,
        minutes=RETREAT_MINUTES,
    )
    return meeting


def _actions(scene: Scene, parties: dict[str, Participation], retreat: Meeting) -> None:
    day, today = scene.today - timedelta(days=33), scene.today
    _permit, trial, samples, _roof = agree(
        by=scene.director,
        on=day,
        meeting=retreat,
        agreements=[
            Agreement(
                "Vragenlijst voor de omgevingsdienst invullen",
                Doer(for_party=parties["verwerker"]),
                today + timedelta(days=4),
            ),
            Agreement(
                "Proef met 200 matrassen uitvoeren",
                Doer(parties["verwerker"]),
                today - timedelta(days=20),
            ),
            Agreement(
                "Kwaliteitseisen voor het schuim op papier zetten",
                Doer(parties["maker"], scene.people["maker"]),
                today - timedelta(days=19),
            ),
            Agreement(
                "Offerte voor een overkapping opvragen",
                Doer(parties["inzamelaar"]),
                today - timedelta(days=5),
            ),
        ],
    )
    finish_action(by=scene.people["verwerker"], on=today - timedelta(days=19), action=trial)
    _moved(scene.people["maker"], samples, today - timedelta(days=19), 8, "Laborant met vakantie")
    _moved(scene.people["maker"], samples, today - timedelta(days=11), 9, "Wacht op de proef")
    add_action(
        by=scene.director,
        on=today - timedelta(days=5),
        chain=scene.chain,
        what="Hotelgroep bellen over het aantal bedden",
        doer=Doer(),
        due_on=today + timedelta(days=2),
        origin=scene.chain.log_entries.first(),
    )
    add_action(
        by=scene.director,
        on=today - timedelta(days=12),
        chain=scene.chain,
        what="Vervoerskosten per ton uitrekenen",
        doer=Doer(parties["inzamelaar"]),
        due_on=today + timedelta(days=10),
    )


def _to_come(scene: Scene, parties: dict[str, Participation]) -> None:
    """A consultation in two weeks, and a draft of an introduction."""
    day = scene.today + timedelta(days=13)
    meeting = _planned(
        scene,
        MeetingPlan(
            MeetingKind.CONSULTATION,
            "Ketenoverleg: uitkomst van de proef",
            _at(day, 13, 0),
            _at(day, 15, 30),
            place="Schuimwerk Voorbeeld BV, Voorbeeldstad",
            agenda="Uitkomst van de proef met 200 matrassen.\nKwaliteitseisen van de maker.\n"
            "Wie tekent nog?",
        ),
        [*(Guest(party) for party in parties.values()), Guest(None)],
        scene.today - timedelta(days=6),
    )
    _answered(
        scene.people["verwerker"], meeting, parties["verwerker"], scene.today - timedelta(days=5)
    )
    plan_meeting(
        by=scene.director,
        chain=scene.chain,
        plan=MeetingPlan(
            MeetingKind.INTRODUCTION,
            "Kennismaking met de hotelgroep",
            _at(scene.today + timedelta(days=20), 10, 0),
            _at(scene.today + timedelta(days=20), 11, 30),
            link="https://overleg.example.org/hotelgroep",
        ),
        guests=[],
    )


def _planned(scene: Scene, plan: MeetingPlan, guests: list[Guest], on: date) -> Meeting:
    meeting = plan_meeting(by=scene.director, chain=scene.chain, plan=plan, guests=guests)
    call_meeting(by=scene.director, at=_at(on, 12, 0), meeting=meeting, post=UNSENT)
    return meeting


def _answered(user: User, meeting: Meeting, party: Participation, on: date) -> None:
    answer_meeting(
        by=user,
        at=_at(on, 12, 0),
        invitee=meeting.invitees.get(participation=party),
        answer=MeetingAnswer.YES,
    )


def _moved(user: User, action: Action, on: date, days: int, why: str) -> None:
    action.refresh_from_db()
    move_action(
        by=user,
        at=_at(on, 12, 0),
        action=action,
        version=action.version,
        to_day=action.due_on + timedelta(days=days),
        reason=why,
    )


def _at(day: date, hour: int, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
