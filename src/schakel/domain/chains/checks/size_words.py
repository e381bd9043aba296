"""What the verdict about impact and size says, and which way leads out."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as msgid

from schakel.domain.chains.checks.facts import SizeFacts
from schakel.domain.chains.gates.evidence import shown
from schakel.engine.effort.size import Range, SizeVerdict

Params = Mapping[str, int | str | Decimal]


@dataclass(frozen=True)
class SizeWords:
    """`good`: nothing stands in the way. `doubt`: something is not known well enough."""

    text: str
    params: Params
    good: bool = False
    doubt: bool = False

    def __str__(self) -> str:
        return gettext(self.text) % {key: shown(key, one) for key, one in self.params.items()}


def size_words(facts: SizeFacts) -> SizeWords:
    size = facts.size
    if size.points is None:
        return SizeWords(
            msgid("The complexity has not been assessed, so the size cannot be judged."),
            {},
            doubt=True,
        )
    params: dict[str, int | str | Decimal] = {"points": size.points}
    if size.verdict is SizeVerdict.SIMPLE:
        return SizeWords(
            msgid("Small and simple: complexity %(points)s of 12. Chains like this get built."),
            params,
            good=True,
        )
    params |= {"needed": size.needed or Decimal(0)}
    if facts.tonnes is None:
        return SizeWords(
            msgid(
                "The volume has not been estimated. A chain of this complexity (%(points)s of 12) "
                "needs %(needed)s tonnes a year."
            ),
            params,
            doubt=True,
        )
    params |= _of(facts.tonnes)
    params |= {"missing": size.missing or Decimal(0), "fits": size.fits_points or 0}
    if not size.missing:
        return _with_enough_volume(facts, params)
    if facts.tonnes.high >= (size.needed or 0):
        return SizeWords(
            msgid(
                "It hangs on the volume: %(low)s to %(high)s tonnes a year, where this complexity "
                "(%(points)s of 12) needs %(needed)s. Make the estimate more certain, or find "
                "%(missing)s tonnes more."
            ),
            params,
            doubt=True,
        )
    return SizeWords(
        msgid(
            "Neither small and simple nor large enough: a complexity of %(points)s of 12 needs "
            "%(needed)s tonnes a year and there are %(low)s to %(high)s. In between no good "
            "process can be set up. Two ways out: make the chain smaller and simpler (this volume "
            "carries a complexity of %(fits)s of 12), or find %(missing)s tonnes a year more."
        ),
        params,
    )


def _with_enough_volume(facts: SizeFacts, params: dict[str, int | str | Decimal]) -> SizeWords:
    """The volume is there; where the programme asks so, the value counts as well."""
    needed = facts.size.needed_value
    if facts.size.verdict is SizeVerdict.ENOUGH or needed is None:
        return SizeWords(
            msgid(
                "Complex (%(points)s of 12) and large enough: at least %(low)s tonnes a year, "
                "where %(needed)s are needed."
            ),
            params,
            good=True,
        )
    params |= {"needed_value": needed}
    if facts.value is None:
        return SizeWords(
            msgid(
                "The volume is large enough, but the value has not been estimated. The programme "
                "asks %(needed_value)s euro a year."
            ),
            params,
            doubt=True,
        )
    return SizeWords(
        msgid(
            "The volume is large enough, the value not surely: %(value_low)s to %(value_high)s "
            "euro a year, where the programme asks %(needed_value)s."
        ),
        params | {"value_low": facts.value.low, "value_high": facts.value.high},
        doubt=facts.size.verdict is SizeVerdict.UNCERTAIN,
    )


def _of(tonnes: Range) -> dict[str, Decimal]:
    return {"low": tonnes.low, "high": tonnes.high}
