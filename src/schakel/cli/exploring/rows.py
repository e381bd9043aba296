"""What is found, as columns of a file."""

from collections.abc import Callable

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from schakel.cli.exploring.words import kind_word, reason_words
from schakel.engine.explore import Ideas, Kind, reasons_of
from schakel.engine.model import Market


def columns_of(
    market: Market, ideas: Ideas, chosen: NDArray | None, advance: Callable[[int], None]
) -> dict[str, NDArray]:
    """Column by column; `chosen` are the tonnes in the best set, when that was asked."""
    conversion = ideas.chains.conversion
    found = {"offer": market.offers.id[ideas.chains.offer]}
    names = np.append(market.conversions.id, "")
    for column in range(conversion.shape[1]):
        found[f"conversion_{column + 1}"] = names[conversion[:, column]]
    kinds = np.array([kind_word(kind) for kind in Kind])
    found |= {
        "need": market.needs.id[ideas.chains.need],
        "kind": kinds[ideas.kind],
        "tonnes": ideas.tonnes.round(3),
        "value_low": ideas.low.round(2),
        "value_high": ideas.high.round(2),
        "co2_tonnes": ideas.co2.round(3),
        "km": ideas.km.round(2),
        "pool_tonnes": ideas.pooled.round(3),
        "needed_tonnes": ideas.needed.round(3),
        "parties": ideas.parties,
        "director_hours": ideas.hours,
        "front": np.where(ideas.front, _("yes"), ""),
    }
    if chosen is not None:
        found["chosen_tonnes"] = chosen.round(3)
    reasons = []
    for row in range(len(ideas)):
        reasons.append(reason_words(reasons_of(market, ideas, row)))
        advance(1)
    return found | {"reasons": np.array(reasons, dtype=np.str_)}
