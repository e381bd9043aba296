"""What to ask about before building on what was found: it can be right, so it stops nothing."""

from collections.abc import Iterator, Sequence

import numpy as np
from django.utils.translation import ngettext

from schakel.cli.base import in_one_line
from schakel.engine.errors import BadInput
from schakel.engine.explore import Ideas, outlying, unmet
from schakel.engine.model import Market, Needs, Offers

NAMED = 3


def doubts(market: Market, ideas: Ideas, steps: int) -> Iterator[str]:
    yield from _amounts("offer", market.offers)
    yield from _amounts("need", market.needs)
    alone = np.setdiff1d(unmet(market, steps), ideas.chains.need)
    if names := market.needs.id[alone].tolist():
        yield ngettext(
            "%(count)d need asks for a material that nobody offers or makes: %(names)s. Check its "
            "code, or look for an offer.",
            "%(count)d needs ask for a material that nobody offers or makes: %(names)s. Check "
            "their codes, or look for offers.",
            len(names),
        ) % {"count": len(names), "names": _first(names)}


def _amounts(table: str, records: Offers | Needs) -> Iterator[str]:
    """The amounts that are furthest from those of others with the same code."""
    far = np.abs(outlying(records.tonnes, records.code))
    for row in np.argsort(-far, kind="stable")[: min(NAMED, np.count_nonzero(far))]:
        doubt = BadInput(
            f"{table} {records.id[row]}",
            "tonnes",
            "%(tonnes)s t is far from what others with this code give; is that right?",
            tonnes=float(records.tonnes[row]),
        )
        yield in_one_line(doubt)


def _first(names: Sequence[str]) -> str:
    return ", ".join([*names[:NAMED], *(["…"] if len(names) > NAMED else [])])
