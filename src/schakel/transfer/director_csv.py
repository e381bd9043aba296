"""Candidates, experts and interests as CSV."""

from collections.abc import Iterable

from django.utils.formats import localize
from django.utils.translation import gettext as _

from schakel.domain.chains.choices import Criterion
from schakel.domain.chains.models import DeclaredInterest, Expert
from schakel.domain.chains.queries.profile import Compared, Tally
from schakel.transfer.sheet_csv import Cell, sheet_csv


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
    return sheet_csv(heading, compared, _candidate)


def nominations_csv(tally: Tally) -> bytes:
    """A row per party that takes part: whom it nominates, and since when."""
    heading = [_("Party"), _("Nominates"), _("Date")]
    rows = (
        [
            party.organisation.name,
            given.candidate.name if given else "",
            given.nominated_on if given else None,
        ]
        for party, given in tally.lines
    )
    return sheet_csv(heading, rows, list)


def _candidate(one: Compared) -> list[Cell]:
    means = {standing.key: standing.mean for standing in one.fit.standings}
    scores = (means[criterion.value] for criterion in Criterion)
    return [
        one.candidate.name,
        one.candidate.email,
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
    return sheet_csv(heading, experts, _expert)


def _expert(one: Expert) -> list[Cell]:
    return [
        one.name,
        one.organisation,
        one.get_criterion_display(),
        one.why,
        one.starts_on,
        one.ends_on,
        one.get_payer_display(),
        one.called_by.name,
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
    return sheet_csv(heading, interests, _interest)


def _interest(one: DeclaredInterest) -> list[Cell]:
    return [
        one.organisation_name,
        one.get_kind_display(),
        one.description,
        one.starts_on,
        one.ends_on,
        one.declared_on,
    ]
