"""What is known of the parties, what they agree on, and how the chain is organised."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from schakel.cli.examples.scene import Scene
from schakel.domain.chains.actions.places import change_facts
from schakel.domain.chains.actions.structure import (
    Agreed,
    Held,
    Task,
    add_agreement,
    add_task,
    divide_shares,
    organise,
)
from schakel.domain.chains.actions.values import StatementText, give_stance, state
from schakel.domain.chains.choices import (
    Answer,
    Holder,
    OrganisationForm,
    ShareKind,
    StatementKind,
)
from schakel.domain.chains.models import Participation, Statement
from schakel.domain.parties.actions import PartyFacts, add_party, change_party
from schakel.domain.parties.choices import Interest, PartyKind, SizeClass
from schakel.domain.reference.queries import municipalities, sectors

FACTS = {
    "inzamelaar": ("GM0995", ("waste",), SizeClass.SME),
    "verwerker": ("GM0034", ("waste", "plastics"), SizeClass.SME),
    "maker": ("GM0034", ("furniture", "textile"), SizeClass.LARGE),
}

NETWORK = (
    ("Hogeschool Voorbeeld", PartyKind.KNOWLEDGE, "public", "GM0034", ("plastics", "furniture")),
    ("Instituut voor Textiel (voorbeeld)", PartyKind.KNOWLEDGE, "public", "GM0344", ("textile",)),
    ("Voorbeeldfonds Kringlopen", PartyKind.FUNDER, "public", "GM0995", ("waste",)),
    ("Voorbeeldbank", PartyKind.FUNDER, "private", "GM0344", ()),
    ("Gemeente Voorbeeldstad", PartyKind.GOVERNMENT, "public", "GM0034", ("public-services",)),
    ("Bewoners van de Voorbeeldwijk", PartyKind.CITIZENS, "public", "GM0034", ()),
    ("Milieustraat Voorbeeld BV", PartyKind.ENTERPRISE, "private", "GM0995", ("waste",)),
    ("Voorbeeld Zorgbedden BV", PartyKind.ENTERPRISE, "private", "GM0344", ("health",)),
)

DOT = (
    "In 2030 gaat in Flevoland geen matras meer de oven in. Elke afgedankte matras wordt binnen "
    "de provincie uit elkaar gehaald, het schuim wordt vulling voor nieuwe matrassen, en alle "
    "partijen in de keten verdienen eraan."
)

VALUES = (
    (
        StatementKind.CLIMATE,
        StatementText(
            "Minder CO2 door minder verbranden",
            "Schuim dat vulling wordt, hoeft niet te worden verbrand en vervangt nieuw schuim.",
            "Schuim dat niet wordt verbrand",
            Decimal(540),
            "ton per jaar",
        ),
        (Answer.AGREE, Answer.AGREE, Answer.AGREE),
        "",
    ),
    (
        StatementKind.SUPPLY_SECURITY,
        StatementText(
            "Grondstof uit de eigen regio",
            "De maker hangt minder af van nieuw schuim van ver weg, en weet wat het kost.",
            "Aandeel gebruikt schuim in een nieuwe matras",
            Decimal(30),
            "procent",
        ),
        (Answer.AGREE, Answer.AGREE, Answer.REMARK),
        "Akkoord zolang de kwaliteit per partij wordt gemeten; 30 procent is voor ons het maximum.",
    ),
    (
        StatementKind.COMPANY_CASE,
        StatementText(
            "Elk bedrijf houdt er iets aan over",
            "Inzamelaar, verwerker en maker verdienen hun kosten binnen vijf jaar terug.",
            "Terugverdientijd per bedrijf",
            Decimal(5),
            "jaar",
        ),
        (Answer.DISAGREE, Answer.AGREE, None),
        "De overkapping betalen wij nu alleen. Zonder bijdrage halen wij die vijf jaar niet.",
    ),
    (
        StatementKind.CHAIN_CASE,
        StatementText(
            "De keten als geheel is goedkoper dan verbranden",
            "Wat de keten samen kost, is minder dan inzamelen, verbranden en nieuw schuim kopen.",
            "Kosten van de keten per matras",
            Decimal(11),
            "euro",
        ),
        (Answer.AGREE, None, Answer.AGREE),
        "",
    ),
)


def add(scene: Scene) -> None:
    now = timezone.now()
    parties = {
        key: scene.chain.participations.get(organisation=scene.people[key].organisation)
        for key in FACTS
    }
    _network(scene, parties)
    _values(scene, now - timedelta(days=21))
    _structure(scene, parties)


def _facts(municipality: str, names: tuple[str, ...], size: SizeClass | str) -> PartyFacts:
    return PartyFacts(
        size_class=size,
        kvk_number="",
        group="",
        municipality=municipalities().filter(pk=municipality).first(),
        sectors=tuple(sectors().filter(pk__in=names)),
    )


def _network(scene: Scene, parties: dict[str, Participation]) -> None:
    """Who could take an empty place, and what is known of who is in the chain."""
    for key, (place, names, size) in FACTS.items():
        change_facts(
            by=scene.director,
            participation=parties[key],
            facts=_facts(place, names, size),
            owners=(),
        )
    for name, kind, interest, place, names in NETWORK:
        party = add_party(
            by=None, name=name, kind=kind, interest=Interest(interest), is_example=True
        )
        change_party(by=None, party=party, facts=_facts(place, names, ""))


def _values(scene: Scene, written: datetime) -> None:
    director, chain = scene.director, scene.chain
    dot = state(
        by=director,
        at=written,
        chain=chain,
        kind=StatementKind.DOT,
        text=StatementText("Stip op de horizon", DOT),
    )
    _answers(scene, dot, (Answer.AGREE, Answer.AGREE, None), "", written)
    for kind, text, answers, remark in VALUES:
        value = state(by=director, at=written, chain=chain, kind=kind, text=text)
        _answers(scene, value, answers, remark, written)


def _answers(
    scene: Scene,
    statement: Statement,
    answers: tuple[Answer | None, ...],
    remark: str,
    written: datetime,
) -> None:
    for day, (key, answer) in enumerate(zip(FACTS, answers, strict=True), start=1):
        if answer:
            give_stance(
                by=scene.people[key],
                at=written + timedelta(days=day),
                statement=statement,
                version=1,
                answer=answer,
                remark="" if answer == Answer.AGREE else remark,
            )


def _structure(scene: Scene, parties: dict[str, Participation]) -> None:
    director, chain = scene.director, scene.chain
    collector, processor, maker = parties.values()
    organise(
        by=director,
        chain=chain,
        version=0,
        form=OrganisationForm.CONTRACT,
        note="Bij een go voor de operatie wordt een coöperatie onderzocht.",
        plan=Held(Holder.PARTY, processor),
    )
    together, nobody = Held(Holder.TOGETHER), Held()
    for what, responsible, decides, helpers in (
        ("Businessplan schrijven", Held(Holder.PARTY, processor), together, (collector, maker)),
        ("Projectleiding", Held(Holder.DIRECTOR), together, ()),
        ("Vergunningen", Held(Holder.PARTY, processor), Held(Holder.PARTY, processor), ()),
        ("Inkoop", Held(Holder.PARTY, collector), Held(Holder.PARTY, collector), ()),
        ("Verwerking", Held(Holder.PARTY, processor), Held(Holder.PARTY, processor), (maker,)),
        ("Afzet", Held(Holder.PARTY, maker), Held(Holder.PARTY, maker), ()),
        ("Kwaliteit", Held(Holder.PARTY, maker), together, (processor,)),
        ("Communicatie", Held(Holder.DIRECTOR), Held(Holder.DIRECTOR), ()),
        ("Financiën", nobody, together, ()),
    ):
        add_task(by=director, chain=chain, task=Task(what, responsible, decides, helpers))
    divide_shares(
        by=director,
        chain=chain,
        shares=[
            (party, kind, Decimal(percent))
            for kind, percentages in (
                (ShareKind.COSTS, (25, 50, 15)),
                (ShareKind.RETURNS, (20, 45, 35)),
            )
            for party, percent in zip(parties.values(), percentages, strict=True)
        ],
    )
    add_agreement(
        by=director,
        chain=chain,
        agreed=Agreed(
            title="Kwaliteit van het schuim",
            text=(
                "De verwerker levert schuim zonder metaal en textiel, met hooguit 5 procent vocht. "
                "De maker meet elke partij en meldt afkeur binnen twee werkdagen."
            ),
            agreed_on=scene.today - timedelta(days=18),
            between=(processor, maker),
        ),
    )
