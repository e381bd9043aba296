"""What became of the promises: one kept, one late, one with new terms, one proposal to answer."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from schakel.cli.examples.scene import Scene
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.levels import set_level
from schakel.domain.chains.actions.promises import (
    answer_proposal,
    propose_terms,
    report_delivery,
)
from schakel.domain.chains.choices import CommitmentLevel
from schakel.domain.chains.models import Commitment, Participation


def add(scene: Scene) -> None:
    _promises(scene)
    _ladder(scene)


def _promises(scene: Scene) -> None:
    today, director = scene.today, scene.director
    collector, processor = scene.people["inzamelaar"], scene.people["verwerker"]
    _deliver(
        scene,
        collector,
        "Proefpartij",
        happened_on=today - timedelta(days=6),
        amount=Decimal("4.2"),
        note="Weegbonnen 118 en 121.",
        fulfilled=True,
    )
    _deliver(
        scene,
        collector,
        "Droge matrassen",
        happened_on=today - timedelta(days=3),
        amount=Decimal(38),
        note="De eerste twee vrachten van de milieustraten.",
        fulfilled=False,
    )
    plan = _promise(scene, "Meewerken")
    propose_terms(
        by=collector,
        on=today - timedelta(days=4),
        commitment=plan,
        amount=Decimal(80),
        due_on=today + timedelta(days=45),
        reason="De planner is tot het einde van de maand ziek; het aantal uren blijft gelijk.",
    )
    answer_proposal(
        by=director,
        on=today - timedelta(days=2),
        commitment=plan,
        accept=True,
        note="Besproken met de andere partijen: het plan kan wachten.",
    )
    propose_terms(
        by=processor,
        on=today - timedelta(days=1),
        commitment=_promise(scene, "Schuim vermalen"),
        amount=Decimal(120),
        due_on=today + timedelta(days=240),
        reason="De tweede maallijn komt een maand later. Daarna is 120 ton haalbaar.",
    )


def _ladder(scene: Scene) -> None:
    today = scene.today
    _step(
        scene,
        "maker",
        CommitmentLevel.TALKING,
        since=today - timedelta(days=30),
        reason="Zat bij alle drie de gesprekken en deelde de eisen aan de vulling.",
    )
    _step(
        scene,
        "inzamelaar",
        CommitmentLevel.INVESTED,
        since=today - timedelta(days=6),
        reason="",
        commitment=_promise(scene, "Proefpartij"),
    )


def _promise(scene: Scene, start: str) -> Commitment:
    return Commitment.objects.get(letter__chain=scene.chain, what__startswith=start)


def _deliver(scene: Scene, person: User, start: str, **said: Any) -> None:
    report_delivery(by=person, on=scene.today, commitment=_promise(scene, start), **said)


def _step(scene: Scene, key: str, level: CommitmentLevel, **said: Any) -> None:
    set_level(
        by=scene.director,
        on=scene.today,
        participation=Participation.objects.get(
            chain=scene.chain, organisation=scene.people[key].organisation
        ),
        level=level,
        **said,
    )
