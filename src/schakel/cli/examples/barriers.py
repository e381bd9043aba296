"""The barriers of the example chain: one with an answer of the authority, one just recorded."""

from datetime import timedelta

from schakel.cli.examples.scene import Scene
from schakel.domain.chains.actions.barriers import (
    BarrierAnswers,
    NewStep,
    add_barrier_step,
    report_barrier,
)
from schakel.domain.chains.choices.barriers import BarrierStatus, RuleKind, StepKind

AUTHORITY = "Voorbeeldomgevingsdienst"

END_OF_WASTE = BarrierAnswers(
    title="Einde-afvalstatus van vermalen schuim",
    rule="Wet milieubeheer",
    article="artikel 1.1",
    rule_kind=RuleKind.LAW,
    authority=AUTHORITY,
    activities="Vermalen van schuim uit afgedankte matrassen tot vulling.",
    problem="Zolang het schuim afval heet, mag de maker het zonder vergunning niet innemen.",
    consequences="De maker koopt nieuw schuim; het gebruikte schuim wordt verbrand.",
    tried="Vooroverleg met de omgevingsdienst; gevraagd welke gegevens nodig zijn.",
    solutions="Een rechtsoordeel over de einde-afvalstatus, of ruimte voor een proef.",
)

FIRE_SAFETY = BarrierAnswers(
    title="Brandveiligheid van hotelbedden met gebruikt schuim",
    rule="Besluit bouwwerken leefomgeving",
    rule_kind=RuleKind.DECREE,
    authority="Voorbeeldgemeente",
    activities="Matrassen met gebruikt schuim leveren aan hotels.",
    problem="De keuring gaat uit van één soort schuim; gebruikt schuim verschilt per partij.",
    consequences="Elke partij moet apart gekeurd worden, dat kost meer dan de matras opbrengt.",
    tried="Het keuringsinstituut gevraagd naar een keuring per mengsel.",
    solutions="Een keuring per receptuur, met een steekproef per kwartaal.",
)

STEPS = (
    (27, StepKind.ATTEMPT, "Productblad gemaakt: samenstelling, herkomst en reiniging.", "", ""),
    (21, StepKind.SUBMITTED, "Gevraagd om een rechtsoordeel voor het schuim.", AUTHORITY, ""),
    (
        9,
        StepKind.ANSWER,
        "Voor een proef van 20 ton mag het. Over een vaste stroom volgt later een oordeel.",
        AUTHORITY,
        BarrierStatus.PARTLY,
    ),
)


def add(scene: Scene) -> None:
    """Recorded, tried, submitted to the authority, and answered in part."""

    recorded = report_barrier(
        by=scene.director,
        on=scene.today - timedelta(days=30),
        chain=scene.chain,
        answers=END_OF_WASTE,
    )
    for days, kind, text, authority, status in STEPS:
        day = scene.today - timedelta(days=days)
        step = NewStep(kind, day, text, authority, status)
        add_barrier_step(by=scene.director, on=day, barrier=recorded, step=step)
    report_barrier(
        by=scene.director,
        on=scene.today - timedelta(days=12),
        chain=scene.chain,
        answers=FIRE_SAFETY,
    )
