"""Candidates, experts and interests as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from schakel.domain.chains.choices import Criterion
from schakel.domain.chains.models import DeclaredInterest, Expert
from schakel.domain.chains.queries.profile import Compared, Tally
from schakel.transfer.diary_csv import as_text


def candidates_csv(compared: Iterable[Compared]) -> bytes:
    """A row per candidate: how much of the need is met, and the mean score per trait and role."""
    heading = [
        _("Candidate"),
        _("E-mail address"),
        _("Need met for certain (%)"),
        _("Need met at best (%)"),
        _("Nominations"),
        *(criterion.label for criterion in Criterion),
    ]
    return _written(heading, (_candidate(one) for one in compared))


def nominations_csv(tally: Tally) -> bytes:
    """A row per party that takes part: whom it nominates, and since when."""
    heading = [_("Party"), _("Nominates"), _("Date")]
    rows = (
        [
            as_text(party.organisation.name),
            as_text(given.candidate.name) if given else "",
            _day(given.nominated_on) if given else "",
        ]
        for party, given in tally.lines
    )
    return _written(heading, rows)


def _candidate(one: Compared) -> list[str]:
    means = {standing.key: standing.mean for standing in one.fit.standings}
    scores = (means[criterion.value] for criterion in Criterion)
    return [
        as_text(one.candidate.name),
        as_text(one.candidate.email),
        str(one.lowest_percent),
        str(one.highest_percent),
        str(one.nominations),
        *("" if mean is None else localize(round(float(mean), 2)) for mean in scores),
    ]


def experts_csv(experts: Iterable[Expert]) -> bytes:
    heading = [
        _("Name"),
        _("Organisation"),
        _("For which gap"),
        _("Why, and for which work"),
        _("From"),
        _("Until"),
        _("Who pays"),
        _("Called in by"),
    ]
    return _written(heading, (_expert(one) for one in experts))


def _expert(one: Expert) -> list[str]:
    return [
        as_text(one.name),
        as_text(one.organisation),
        one.get_criterion_display(),
        as_text(one.why),
        _day(one.starts_on),
        _day(one.ends_on),
        one.get_payer_display(),
        as_text(one.called_by.name),
    ]


def interests_csv(interests: Iterable[DeclaredInterest]) -> bytes:
    heading = [
        _("Organisation"),
        _("Kind of interest"),
        _("What it is"),
        _("From"),
        _("Until"),
        _("Declared on"),
    ]
    return _written(heading, (_interest(one) for one in interests))


def _interest(one: DeclaredInterest) -> list[str]:
    return [
        as_text(one.organisation_name),
        one.get_kind_display(),
        as_text(one.description),
        _day(one.starts_on),
        _day(one.ends_on),
        _day(one.declared_on),
    ]


def _day(day: date | None) -> str:
    return date_format(day, "d-m-Y") if day else ""


def _written(heading: Sequence[object], rows: Iterable[Sequence[str]]) -> bytes:
    """For a spreadsheet in Dutch: semicolons, UTF-8 with a mark, text that cannot be a formula."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return file.getvalue().encode("utf-8-sig")
