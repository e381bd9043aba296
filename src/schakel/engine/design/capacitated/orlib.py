"""The format of OR-Library (Beasley 1990) for capacitated warehouse location."""

import numpy as np

from schakel.engine.design.capacitated.siting import Siting
from schakel.engine.design.numbers import numbers_in
from schakel.engine.errors import BadInput, Phrase
from schakel.engine.solver import Floats


def read_orlib(text: str, record: str) -> Siting:
    """Numbers in free format: facilities and customers; per facility capacity and fixed cost; per
    customer demand and the cost of all its demand from each facility. `record` names the file."""
    numbers = numbers_in(text, record)
    facilities, customers = _sizes(numbers, record)
    expected = 2 + 2 * facilities + customers * (facilities + 1)
    if len(numbers) != expected:
        raise BadInput(
            record,
            Phrase("length"),
            "has %(numbers)s numbers; %(facilities)s facilities and %(customers)s customers "
            "need %(expected)s",
            numbers=len(numbers),
            facilities=facilities,
            customers=customers,
            expected=expected,
        )
    per_facility = numbers[2 : 2 + 2 * facilities].reshape(facilities, 2)
    per_customer = numbers[2 + 2 * facilities :].reshape(customers, facilities + 1)
    return Siting(
        capacity=per_facility[:, 0].copy(),
        fixed=per_facility[:, 1].copy(),
        demand=per_customer[:, 0].copy(),
        cost=np.ascontiguousarray(per_customer[:, 1:].T),
    )


def _sizes(numbers: Floats, record: str) -> tuple[int, int]:
    sizes = numbers[:2]
    if len(sizes) < 2 or not np.isfinite(sizes).all() or (sizes < 1).any() or (sizes % 1).any():
        raise BadInput(
            record,
            Phrase("first line"),
            "must start with the numbers of facilities and customers; correct it",
        )
    return int(sizes[0]), int(sizes[1])
