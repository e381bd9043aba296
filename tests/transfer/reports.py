"""A report with everything in it, and with text made to break a file."""

from datetime import date

from schakel.domain.chains.choices import LogHeading
from schakel.domain.journal.queries import Head
from schakel.domain.reports import format as words
from schakel.domain.reports.accountability import (
    AccountabilityReport,
    Block,
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
        Section(words.DIRECTOR, blocks=(Items((text, "Tweede")),)),
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


def table(text: str) -> Table:
    rows = tuple((f"Partij {number}", text, f"{number}") for number in range(60))
    return Table("Deelnemers", ("Partij", "Schakel", "Aantal"), rows, numeric=(2,))
