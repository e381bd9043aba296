"""A report with everything in it, and with text made to break a file."""

from datetime import date
from decimal import Decimal

from django.utils import translation

from schakel.domain.chains.charts import Picture, role_picture
from schakel.domain.chains.choices import LogHeading
from schakel.domain.chains.queries.diary import RoleShare
from schakel.domain.journal.queries import Head
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.domain.reports import format as words
from schakel.domain.reports.accountability import (
    AccountabilityReport,
    Block,
    Figure,
    Items,
    Paragraph,
    Part,
    Section,
    Table,
)

HOSTILE = "<b>&amp; {{ chain }} {% if %} #let x = 1; $y$ *a* _b_ @c \\ \"q\" 'r' ]] --> é € ½"
UNSEEN = "voor\x00\x01\x0b\x1b\x7f\u200d\ufffe\ud800na"


def report(text: str = "Overleg gevoerd.", **fields: object) -> AccountabilityReport:
    """Three fixed sections, and every heading of the format with each kind of block."""
    start, end = "5 januari 2026", "31 maart 2026"
    block: tuple[Block, ...] = (
        Paragraph(f"{text}\n\nTweede alinea.\nNieuwe regel.", label="3 februari 2026"),
    )
    sections = [
        Section(words.NAME, blocks=(Paragraph(text),)),
        Section(words.PARTICIPANTS, blocks=(table(text),)),
        Section(
            words.DIRECTOR,
            blocks=(Items((text, "Tweede")), figure(Phase.EXPLORE), figure(Phase.ASSEMBLE)),
        ),
    ]
    for heading, form in words.HEADINGS.items():
        titles = [title for _, title in form.points if title]
        empty = heading == LogHeading.BOTTLENECKS
        sections.append(
            Section(
                form.title.format(start=start, end=end),
                form.guidance,
                blocks=() if titles or empty else block,
                parts=tuple(Part(title, block) for title in titles[:1]),
                empty_points=tuple(titles[1:]),
                log_heading=heading,
            )
        )
    defaults = {
        "title": words.TITLE,
        "chain_name": "Matrassenketen",
        "chain_slug": "matrassen",
        "programme": "Groene grondstoffen",
        "client": "Provincie Voorbeeld",
        "start": date(2026, 1, 5),
        "end": date(2026, 3, 31),
        "made_on": date(2026, 3, 31),
        "period": f"{start} – {end}",
        "made_on_text": end,
        "head": Head(42, "ab12" * 16),
        "sections": tuple(sections),
    }
    return AccountabilityReport(**(defaults | fields))  # type: ignore[arg-type]


def pictures() -> list[Picture]:
    """The pictures of the report, in the order they stand in."""
    blocks = [block for section in report().sections for block in section.blocks]
    return [block.picture for block in blocks if isinstance(block, Figure)]


def figure(phase: Phase) -> Figure:
    shares = [RoleShare(role, Decimal(5), 25, 40) for role in DirectorRole]
    with translation.override("nl"):
        return Figure(role_picture(shares, phase))


def table(text: str) -> Table:
    rows = tuple((f"Partij {number}", text, f"{number}") for number in range(60))
    return Table("Deelnemers", ("Partij", "Schakel", "Aantal"), rows, numeric=(2,))
