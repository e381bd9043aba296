"""Hours in a party's seat, work that goes out, a first update and the draft of the second."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from schakel.cli.examples.scene import Scene
from schakel.domain.chains.actions.diary import book_hours, write_log_entry
from schakel.domain.chains.actions.hours import Work, add_work
from schakel.domain.chains.actions.updates import begin_update, send_update
from schakel.domain.chains.choices import LogTopic, WorkPayer, WorkStatus
from schakel.domain.chains.models import Participation
from schakel.domain.chains.policies.attachments import NewFile
from schakel.domain.outbox.actions import nothing_is_mailed
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.transfer.pdf.updates import update_pdf

SEATED = (
    (38, "1.5", DirectorRole.MANAGER, "Businesscase van de verwerker doorgerekend"),
    (24, "2", DirectorRole.MANAGER, "Businesscase van de verwerker doorgerekend"),
    (9, "2.5", DirectorRole.MANAGER, "Vergunningaanvraag van de verwerker geschreven"),
)
BELLEN = "Bellen met de verwerker"
CALLS = (16, 11, 4, 2)

COUNT = b"maand;matrassen;ton\r\njanuari;1150;23\r\nfebruari;980;19,6\r\nmaart;1320;26,4\r\n"


def add(scene: Scene) -> None:
    _hours(scene)
    _work(scene)
    _log(scene)
    _updates(scene)


def _hours(scene: Scene) -> None:
    processor = _party(scene, "Schuimwerk Voorbeeld BV")
    calls = [(days, "0.5", DirectorRole.BROKER, BELLEN, None) for days in CALLS]
    for days, hours, role, activity, party in [*((*one, processor) for one in SEATED), *calls]:
        book_hours(
            by=scene.director,
            on=scene.today,
            chain=scene.chain,
            worked_on=scene.today - timedelta(days=days),
            hours=Decimal(hours),
            role=role,
            activity=activity,
            for_party=party,
        )


def _work(scene: Scene) -> None:
    for work in (
        Work(
            title="Businesscase van de keten doorrekenen",
            description="Kosten en opbrengsten per schakel, met drie volumes.",
            phase=Phase.ASSEMBLE,
            hours=Decimal(40),
            cost=Decimal(4800),
            payer=WorkPayer.PARTY,
            paying_party=_party(scene, "Matras Retour Voorbeeld BV"),
            paying_other="",
            status=WorkStatus.ASKED,
        ),
        Work(
            title="Vezelproef met vermalen schuim",
            description="Vijf monsters, op veerkracht en hygiëne.",
            phase=Phase.EXPLORE,
            hours=Decimal(16),
            cost=Decimal(2750),
            payer=WorkPayer.PROGRAMME,
            paying_party=None,
            paying_other="",
            status=WorkStatus.COMMISSIONED,
        ),
        Work(
            title="Juridisch advies over de einde-afvalstatus",
            description="",
            phase=Phase.ASSEMBLE,
            hours=None,
            cost=None,
            payer=WorkPayer.UNKNOWN,
            paying_party=None,
            paying_other="",
            status=WorkStatus.IDEA,
        ),
    ):
        add_work(by=scene.director, chain=scene.chain, work=work)


def _log(scene: Scene) -> None:
    day = scene.today - timedelta(days=3)
    write_log_entry(
        by=scene.director,
        on=scene.today,
        chain=scene.chain,
        happened_on=day,
        topic=LogTopic.STREAM_SIZE,
        text="De inzamelaar heeft de aantallen van drie maanden gestuurd: minder nat dan gedacht.",
        about=[scene.parties["Matras Retour Voorbeeld BV"]],
        files=[NewFile("aantallen-per-maand.csv", COUNT)],
    )


def _updates(scene: Scene) -> None:
    """The first went out three weeks ago; the second has been begun today."""
    chain = scene.chain
    sent_on = scene.today - timedelta(weeks=3)
    sent_at = timezone.make_aware(datetime.combine(sent_on, time(16, 20)))
    draft = begin_update(
        by=scene.director, at=sent_at, chain=chain, starts_on=chain.started_on, ends_on=sent_on
    )
    with nothing_is_mailed():
        send_update(
            by=scene.director,
            at=sent_at,
            draft=draft,
            version=draft.version,
            as_pdf=lambda document: update_pdf(document, sent_on),
        )
    begin_update(
        by=scene.director,
        at=timezone.now(),
        chain=chain,
        starts_on=sent_on + timedelta(days=1),
        ends_on=scene.today - timedelta(days=4),
    )


def _party(scene: Scene, name: str) -> Participation:
    return scene.chain.participations.get(organisation=scene.parties[name])
