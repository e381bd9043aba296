"""The canvas of the example chain: fixed at the start, gone on with after 3 months."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from schakel.cli.examples.scene import Scene
from schakel.domain.chains.actions.canvas import BlockEdit, begin_canvas, fix_canvas, save_canvas
from schakel.domain.chains.choices.canvas import CanvasBlock, CanvasMoment
from schakel.domain.chains.models import Canvas
from schakel.domain.chains.models.canvas import base_of

AT_THE_START = {
    CanvasBlock.KEY_PARTNERS: "Milieustraten van drie gemeenten\nInzamelaar\n"
    "Verwerker van schuim\nMaker van matrassen",
    CanvasBlock.KEY_ACTIVITIES: "Inzamelen en droog opslaan\nDemonteren\n"
    "Schuim vermalen tot vulling",
    CanvasBlock.KEY_RESOURCES: "Overkapte opslag\nDemontagelijn\nVergunning voor het verwerken",
    CanvasBlock.VALUE_PROPOSITIONS: "Nieuwe matrassen met gebruikt schuim: minder verbranding, "
    "minder nieuw schuim en werk in de regio.",
    CanvasBlock.CUSTOMER_RELATIONSHIPS: "Langlopende afspraken over kwaliteit en hoeveelheid",
    CanvasBlock.CHANNELS: "Rechtstreeks aan hotels\nInkoop van de provincie",
    CanvasBlock.CUSTOMER_SEGMENTS: "Hotels\nZorginstellingen",
    CanvasBlock.COST_STRUCTURE: "Inzamelen en vervoer is de grootste post; daarna demonteren.",
    CanvasBlock.REVENUE_STREAMS: "Verwerkingstarief van de gemeenten\nVerkoop van vulling per ton",
}

AFTER_THREE_MONTHS = {
    CanvasBlock.KEY_PARTNERS: "Milieustraten van vijf gemeenten\nInzamelaar\nVerwerker van schuim\n"
    "Maker van matrassen\nHotelgroep\nOmgevingsdienst",
    CanvasBlock.KEY_RESOURCES: "Overkapte opslag bij de inzamelaar\nDemontagelijn\n"
    "Rechtsoordeel over de einde-afvalstatus",
    CanvasBlock.CUSTOMER_SEGMENTS: "Hotels: eerst 400 bedden van één hotelgroep\nZorginstellingen",
    CanvasBlock.COST_STRUCTURE: "Demonteren is de grootste post: 11 minuten per matras. Daarna "
    "inzamelen en vervoer.",
}


def add(scene: Scene) -> None:
    begun = scene.chain.started_on + timedelta(days=10)
    first = begin_canvas(
        by=scene.director, at=_noon(begun), chain=scene.chain, moment=CanvasMoment.START
    )
    first = _fill(scene, first, AT_THE_START, begun)
    fix_canvas(
        by=scene.director,
        on=begun + timedelta(days=4),
        canvas=first,
        seen_sha256=first.compute_hash(),
    )
    later = scene.today - timedelta(days=2)
    second = begin_canvas(
        by=scene.director, at=_noon(later), chain=scene.chain, moment=CanvasMoment.THREE_MONTHS
    )
    _fill(scene, second, AFTER_THREE_MONTHS, later)


def _fill(scene: Scene, canvas: Canvas, texts: dict[CanvasBlock, str], day: date) -> Canvas:
    edits = {block: BlockEdit(text, base_of(canvas.texts[block])) for block, text in texts.items()}
    return save_canvas(by=scene.director, at=_noon(day), canvas=canvas, edits=edits).canvas


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
