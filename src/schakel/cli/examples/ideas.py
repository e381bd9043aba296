"""Ideas for a chain: some wait for an explorer, one is being explored, others are settled."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from schakel.cli.examples.scene import Scene
from schakel.domain.explorer.actions import (
    Commission,
    IdeaAnswers,
    commission_exploration,
    drop_idea,
    report_findings,
    report_idea,
)
from schakel.domain.explorer.choices import Advice
from schakel.domain.explorer.models import Idea
from schakel.domain.reference.models import Sector


@dataclass(frozen=True)
class Told:
    """An idea as somebody told it; tonnes and euro a year from low to high, or not known."""

    weeks: int
    who: str
    title: str
    what: str
    sectors: tuple[str, ...]
    tonnes: tuple[int, ...] = ()
    euro: tuple[int, ...] = ()
    source: str = ""


IDEAS = (
    Told(
        weeks=34,
        who="programmamanager",
        title="Hout uit sloop en snoei naar de meubelmaker",
        what=(
            "Gemeenten en aannemers houden jaarlijks balken en stammen over. Een zagerij en "
            "twee meubelmakers zeiden belangstelling te hebben, maar niemand heeft tijd om "
            "het los te trekken."
        ),
        sectors=("wood", "furniture"),
        tonnes=(1200, 2500),
        euro=(150000, 400000),
        source="Gesprekken met drie gemeenten (fictief)",
    ),
    Told(
        weeks=19,
        who="ketenregisseur",
        title="Beddengoed van hotels terug naar garen",
        what=(
            "Hotels vervangen lakens en dekbedden elke twee jaar. Wasserijen kunnen "
            "inzamelen; een spinner zoekt wit katoen."
        ),
        sectors=("textile", "hospitality"),
        tonnes=(80, 140),
        euro=(),
        source="Platformbijeenkomst (fictief)",
    ),
    Told(
        weeks=11,
        who="verwerker",
        title="Latex uit matrassen als valdemping onder speeltoestellen",
        what=(
            "Bij het demonteren blijft latex over dat niet naar nieuwe matrassen kan. "
            "Vermalen past het onder kunstgras en tegels."
        ),
        sectors=("sport", "plastics"),
        tonnes=(60, 60),
        euro=(45000, 70000),
        source="Eigen proef",
    ),
    Told(
        weeks=6,
        who="maker",
        title="Emballage van meubelwinkels ophalen en hergebruiken",
        what=("Elke levering komt met folie en karton; de lege vrachtwagen rijdt toch terug."),
        sectors=("packaging", "retail"),
        tonnes=(),
        euro=(),
        source="",
    ),
    Told(
        weeks=26,
        who="programmamanager",
        title="Werkkleding van de provincie als grondstof",
        what=("De provincie koopt zelf kleding in en kan vragen om terugname."),
        sectors=("textile", "public-services"),
        tonnes=(8, 15),
        euro=(),
        source="Inkoopafdeling (fictief)",
    ),
    Told(
        weeks=40,
        who="programmamanager",
        title="Koffiedik uit kantoren naar oesterzwammen",
        what=("Kantoren in het centrum hebben samen genoeg koffiedik voor een kwekerij."),
        sectors=("food",),
        tonnes=(20, 35),
        euro=(30000, 60000),
        source="Deskresearch (fictief)",
    ),
    Told(
        weeks=22,
        who="ketenregisseur",
        title="Gebruikte stoeptegels als halffabricaat",
        what=("Bij herinrichting komen hele tegels vrij die nu worden vergruisd."),
        sectors=("construction", "infrastructure"),
        tonnes=(3000, 6000),
        euro=(200000, 350000),
        source="Bestekken van twee gemeenten (fictief)",
    ),
)


def add(scene: Scene) -> None:
    """Four wait, one is being explored, one has been explored, one was dropped."""
    ideas = [_report(scene, told) for told in IDEAS]
    today, manager = scene.today, scene.manager
    commission_exploration(
        by=manager,
        on=today - timedelta(weeks=3),
        idea=ideas[4],
        commission=Commission(
            question="Welke kleding komt vrij, wie neemt terug, en wie maakt er wat van?",
            starts_on=today - timedelta(weeks=3),
            ends_on=today + timedelta(weeks=5),
            explorer=scene.director,
            budget=Decimal(2500),
        ),
    )
    explored = commission_exploration(
        by=manager,
        on=today - timedelta(weeks=14),
        idea=ideas[6],
        commission=Commission(
            question="Is er genoeg aanbod van één maat, en wie wil de tegels keuren?",
            starts_on=today - timedelta(weeks=14),
            ends_on=today - timedelta(weeks=4),
            bureau="Voorbeeldbureau Kringlopen (fictief)",
            budget=Decimal(6000),
        ),
    )
    report_findings(
        by=manager,
        on=today - timedelta(weeks=4),
        exploration=explored,
        findings=(
            "Twee gemeenten en een aannemer doen mee als een tegelmaker keurt. Die is gevonden. "
            "Opslag is het knelpunt: daarvoor is grond van de provincie nodig."
        ),
        advice=Advice.GO,
    )
    drop_idea(
        by=manager,
        idea=ideas[5],
        reason="Een kwekerij in de stad heeft dit zelf opgepakt; regie is niet nodig.",
        lesson="Op de schaal van een wijk regelen ondernemers het vaak zelf.",
    )


def _report(scene: Scene, told: Told) -> Idea:
    return report_idea(
        by=scene.people[told.who],
        on=scene.today - timedelta(weeks=told.weeks),
        programme=scene.chain.programme,
        answers=IdeaAnswers(
            title=told.title,
            what=told.what,
            sectors=tuple(Sector.objects.filter(pk__in=told.sectors)),
            tonnes_low=_amount(told.tonnes, 0),
            tonnes_high=_amount(told.tonnes, -1),
            value_low=_amount(told.euro, 0),
            value_high=_amount(told.euro, -1),
            source=told.source,
        ),
        is_example=True,
    )


def _amount(ends: tuple[int, ...], which: int) -> Decimal | None:
    return Decimal(ends[which]) if ends else None
