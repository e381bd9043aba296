"""Barriers as CSV, of one chain or across chains."""

import csv
import io

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.domain.chains.choices.barriers import StepKind
from schakel.domain.chains.models import Barrier
from schakel.transfer.diary_csv import as_text

TYPED = ("title", "rule", "article")
QUESTIONS = ("activities", "problem", "consequences", "tried", "solutions")


def barriers_csv(found: QuerySet[Barrier]) -> bytes:
    """For a spreadsheet in Dutch: one row a barrier, with the last answer of the authority."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    names = {field.name: field.verbose_name for field in Barrier._meta.fields}
    writer.writerow(
        [
            _("Number"),
            _("Chain"),
            *(str(names[name]).capitalize() for name in TYPED),
            _("Kind of rule"),
            _("Competent authority"),
            _("Status"),
            _("Recorded on"),
            *(str(names[name]) for name in QUESTIONS),
            _("Answered on"),
            _("Answered by"),
            _("Answer"),
        ]
    )
    for barrier in found.prefetch_related("steps"):
        answers = [step for step in barrier.steps.all() if step.kind == StepKind.ANSWER]
        last = answers[-1] if answers else None
        writer.writerow(
            [
                barrier.pk,
                as_text(barrier.chain.name),
                *(as_text(getattr(barrier, name)) for name in TYPED),
                barrier.get_rule_kind_display(),
                as_text(barrier.authority),
                barrier.get_status_display(),
                date_format(barrier.reported_on, "d-m-Y"),
                *(as_text(getattr(barrier, name)) for name in QUESTIONS),
                date_format(last.happened_on, "d-m-Y") if last else "",
                as_text(last.authority) if last else "",
                as_text(last.text) if last else "",
            ]
        )
    return file.getvalue().encode("utf-8-sig")
