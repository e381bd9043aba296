"""`schakel effort`: hours a week and months from the six indicators of complexity."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import CommandParser
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from schakel.cli.base import Command as BaseCommand
from schakel.domain.chains.choices import Level
from schakel.domain.chains.indicators import INDICATORS
from schakel.engine.effort import BadIndicators, Complexity, Effort, Estimate, estimate
from schakel.lib.errors import Refused


class Command(BaseCommand):
    help = _(
        "Calculate the time a chain director needs from six indicators: players, technology, "
        "scale, crossing_sectors, confidentiality and regulation, each low, medium or high."
    )
    example = (
        "schakel effort --indicators players=low,technology=high,scale=medium,"
        "crossing_sectors=high,confidentiality=low,regulation=medium\n"
        "schakel effort --indicators ... --norm-hours 8 --norm-months 6"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--indicators",
            required=True,
            metavar="NAME=LEVEL,...",
            help=_("all six indicators with their level"),
        )
        parser.add_argument("--norm-hours", help=_("hours a week that the programme sets"))
        parser.add_argument("--norm-months", type=int, help=_("months that the programme sets"))

    def handle(
        self,
        *,
        indicators: str,
        norm_hours: str | None,
        norm_months: int | None,
        **_options: Any,
    ) -> None:
        found = estimate(_complexity(indicators), _norm(norm_hours, norm_months))
        for line in _table(found):
            self.stdout.write(line)


def _complexity(text: str) -> Complexity:
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    names = [name.strip() for name, _sign, _level in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Refused(_("Given more than once: %(names)s.") % {"names": ", ".join(twice)})
    levels = {name.strip(): level.strip() for name, _sign, level in pairs}
    try:
        return Complexity.of(levels)
    except BadIndicators as error:
        raise Refused(_in_words(error)) from error


def _in_words(error: BadIndicators) -> str:
    sentences = []
    if error.missing:
        sentences.append(_("Missing indicators: %(names)s.") % {"names": ", ".join(error.missing)})
    if error.unknown:
        sentences.append(_("Unknown indicators: %(names)s.") % {"names": ", ".join(error.unknown)})
    for name, level in error.bad_levels.items():
        sentences.append(
            _("%(name)s is %(level)s: choose low, medium or high.")
            % {"name": name, "level": level or _("empty")}
        )
    return " ".join(sentences)


def _norm(hours: str | None, months: int | None) -> Effort | None:
    if hours is None and months is None:
        return None
    if hours is None or months is None:
        raise Refused(_("Give both hours a week and months, or neither."))
    norm = Effort(_hours(hours), months)
    if not (0 < norm.hours_per_week <= 40 and 0 < norm.months <= 120):
        raise Refused(
            _("A norm is more than 0 and at most 40 hours a week, during 1 to 120 months.")
        )
    return norm


def _hours(text: str) -> Decimal:
    try:
        hours = Decimal(text.replace(",", "."))
    except InvalidOperation:
        hours = Decimal("NaN")
    if not hours.is_finite():
        raise Refused(_("%(hours)s is not a number of hours.") % {"hours": text})
    return hours


def _table(found: Estimate) -> list[str]:
    words = {indicator.key: indicator for indicator in INDICATORS}
    rows = [(_("simple chain"), "", number_format(4), number_format(12))]
    rows += [
        (
            str(words[reason.indicator].label),
            str(Level(reason.level.value).label),
            f"+ {_shown(float(reason.hours_per_week))}",
            f"+ {_shown(float(reason.months))}",
        )
        for reason in found.reasons
    ]
    rows.append((_("calculated"), "", *_figures(found.calculated)))
    if found.norm:
        rows.append((_("norm of the programme (applies)"), "", *_figures(found.norm)))
    heads = (_("indicator"), _("level"), _("hours a week"), _("months"))
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(4)]
    lines = [
        f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:>{widths[2]}}  {d:>{widths[3]}}"
        for a, b, c, d in (heads, *rows)
    ]
    return [*lines, "", _total(found.applicable)]


def _figures(effort: Effort) -> tuple[str, str]:
    return _shown(float(effort.hours_per_week)), number_format(effort.months)


def _shown(value: float) -> str:
    text = number_format(round(value, 2), 2)
    return text.rstrip("0").rstrip(",.")


def _total(effort: Effort) -> str:
    return _(
        "Applies: %(hours)s hours a week during %(months)s months, %(total)s hours in total."
    ) % {
        "hours": _shown(float(effort.hours_per_week)),
        "months": effort.months,
        "total": number_format(effort.total_hours),
    }
