"""Barriers as CSV, of one chain or across chains."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from schakel.domain.chains.choices.barriers import StepKind
from schakel.domain.chains.models import Barrier
from schakel.transfer.sheet_csv import Cell, sheet_csv

TYPED = ("title", "rule", "article")
QUESTIONS = ("activities", "problem", "consequences", "tried", "solutions")


def barriers_csv(found: QuerySet[Barrier]) -> bytes:
    """One row a barrier, with the last answer of the authority."""
    names = {field.name: field.verbose_name for field in Barrier._meta.fields}
    headings = [
        _("Number"),
        _("Chain"),
        *(str(names[name]).capitalize() for name in TYPED),
        _("Kind of rule"),
        _("Competent authority"),
        _("Status"),
        _("Recorded on"),
        *(names[name] for name in QUESTIONS),
        _("Answered on"),
        _("Answered by"),
        _("Answer"),
    ]
    return sheet_csv(headings, found.prefetch_related("steps"), _cells)


def _cells(barrier: Barrier) -> list[Cell]:
    answers = [step for step in barrier.steps.all() if step.kind == StepKind.ANSWER]
    last = answers[-1] if answers else None
    return [
        barrier.pk,
        barrier.chain.name,
        *(getattr(barrier, name) for name in TYPED),
        barrier.get_rule_kind_display(),
        barrier.authority,
        barrier.get_status_display(),
        barrier.reported_on,
        *(getattr(barrier, name) for name in QUESTIONS),
        last.happened_on if last else None,
        last.authority if last else None,
        last.text if last else None,
    ]
