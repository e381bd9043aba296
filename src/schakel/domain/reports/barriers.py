"""The barriers by the five questions, with what the authority answered."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from django.utils.formats import date_format

from schakel.domain.chains.choices.barriers import StepKind
from schakel.domain.chains.models import Barrier, Chain
from schakel.domain.chains.queries.barriers import barriers
from schakel.domain.reports import format as words
from schakel.domain.reports.accountability import Block, Items, Paragraph, Part

_day = partial(date_format, format="j F Y")


def barrier_parts(chain: Chain, end: date) -> tuple[Part, ...]:
    """Every barrier that was recorded by then, oldest first."""
    found = barriers(chain).filter(reported_on__lte=end).order_by("reported_on", "pk")
    return tuple(_part(barrier, end) for barrier in found.prefetch_related("steps"))


def _part(barrier: Barrier, end: date) -> Part:
    facts = [f"Gemeld op {_day(barrier.reported_on)}."]
    if barrier.whole_rule:
        facts.append(f"Regel waar het om gaat: {barrier.whole_rule}.")
    if barrier.authority:
        facts.append(f"Bevoegd gezag: {barrier.authority}.")
    answers = (
        Paragraph(getattr(barrier, field), label=question)
        for field, question in words.BARRIER_QUESTIONS.items()
    )
    return Part(
        f"Belemmering: {barrier.title}",
        (Paragraph(" ".join(facts)), *answers, *_steps(barrier, end)),
    )


def _steps(barrier: Barrier, end: date) -> Iterator[Block]:
    lines = []
    for step in barrier.steps.all():
        if step.happened_on <= end:
            said = step.get_status_display() if step.kind == StepKind.ANSWER else ""
            about = ", ".join(part for part in (step.authority, said) if part)
            what = f"{step.get_kind_display()}{f' ({about})' if about else ''}"
            lines.append(f"{_day(step.happened_on)}: {what}: {step.text}")
    if lines:
        yield Items(tuple(lines))
