"""The coach at work: pulses of three parties after the retreat and later, and calls that wait."""

from datetime import timedelta

from schakel.cli.examples.scene import Scene
from schakel.domain.chains.actions.trust import Reading, plan_calls, record_pulse
from schakel.domain.chains.choices.meetings import MeetingKind

AFTER_RETREAT = (
    (33, "verwerker", 3, "Wil wel, maar wacht tot de maker tekent."),
    (33, "inzamelaar", 4, ""),
    (32, "maker", 2, "Gebeld. Bang dat de verwerker er met de kennis vandoor gaat."),
)
PULSES = (
    (20, "verwerker", "Proef met 200 matrassen", 4, "Trots op de proef. Dat mag vaker gezegd."),
    (19, "maker", "Proef met 200 matrassen", 3, "De proef hielp. Over de prijs nog gespannen."),
    (8, "maker", "Nabellen na de ketentafel", 4, "Voelt zich gehoord over de kwaliteit."),
    (
        8,
        "inzamelaar",
        "Nabellen na de ketentafel",
        3,
        "Moe van het vergaderen; wil concreet worden.",
    ),
)
MEETING = "Ketentafel over de letter"


def add(scene: Scene) -> None:
    """Oldest first, as it went."""
    parties = {
        key: scene.chain.participations.get(organisation=scene.people[key].organisation)
        for key in ("maker", "verwerker", "inzamelaar")
    }
    retreat = scene.chain.meetings.get(kind=MeetingKind.RETREAT)
    for days, key, score, felt in AFTER_RETREAT:
        day = scene.today - timedelta(days=days)
        record_pulse(
            by=scene.director,
            on=day,
            participation=parties[key],
            reading=Reading(day, retreat.title, score, felt, retreat),
        )
    for days, key, occasion, score, felt in PULSES:
        day = scene.today - timedelta(days=days)
        record_pulse(
            by=scene.director,
            on=day,
            participation=parties[key],
            reading=Reading(day, occasion, score, felt),
        )
    day = scene.today - timedelta(days=1)
    plan_calls(
        by=scene.director,
        on=day,
        chain=scene.chain,
        happened_on=day,
        occasion=MEETING,
        parties=[parties["maker"], parties["verwerker"]],
    )
