"""Does a chain fit the strengths of its region? The table of the report, and the judgement.

Source: the report, *Geleerde lessen* 2: join in where the strength of the region lies, where the
knowledge infrastructure is as well. This module reads no database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_noop as msgid


@dataclass(frozen=True)
class Strength:
    """A sector in which a region is strong. Shares in percent, None where they are not known."""

    sector: str
    province: str
    region: str
    share: Decimal | None
    national_share: Decimal | None
    knowledge: str
    source: str
    stated_on: date

    @property
    def quotient(self) -> Decimal | None:
        """The location quotient: above 1 the region has more of the sector than the country."""
        if self.share is None or not self.national_share:
            return None
        return (self.share / self.national_share).quantize(Decimal("0.01"))

    @property
    def is_strong(self) -> bool:
        """Named as a strength, and not contradicted by its shares."""
        return self.quotient is None or self.quotient > 1


REPORT = msgid("report on circular chain directors, lesson 2")
_REPORT_READ_ON = date(2026, 1, 5)

OF_THE_REPORT = (
    Strength("mobility", "PV26", "Utrecht", None, None, "", REPORT, _REPORT_READ_ON),
    Strength("textile", "PV23", "Twente", None, None, "", REPORT, _REPORT_READ_ON),
)
"""The two that the report names. Logistics is the sector mobility: NACE 49 and 52 stand there."""


class Fit(StrEnum):
    FITS = "fits"
    NO_FIT = "no_fit"
    NO_SECTOR = "no_sector"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class RegionFit:
    fit: Fit
    strong: tuple[Strength, ...]
    """The strengths that the chain shares where it fits, else those that the region has."""


def judge_fit(
    sectors: Iterable[str], provinces: Iterable[str], strengths: Iterable[Strength]
) -> RegionFit:
    """Hold a chain's sectors against the strengths of its provinces.

    A strength without a province belongs to the whole region of the programme.
    """
    own, places = set(sectors), set(provinces)
    strong = tuple(
        one for one in strengths if one.is_strong and (not one.province or one.province in places)
    )
    if not strong:
        return RegionFit(Fit.NO_DATA, ())
    if not own:
        return RegionFit(Fit.NO_SECTOR, strong)
    shared = tuple(one for one in strong if one.sector in own)
    return RegionFit(Fit.FITS, shared) if shared else RegionFit(Fit.NO_FIT, strong)
