"""A business case year by year and draw by draw, in plain loops."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

MASK = 2**64 - 1
HALF_A_CENT = 0.005


def net_present_value(amounts: Sequence[float], rate: float) -> float:
    worth = 0.0
    for year, amount in enumerate(amounts):
        worth += amount / (1 + rate) ** year
    return worth


def payback(amounts: Sequence[float], rate: float) -> float | None:
    """Walk back from the end for as long as the sum so far is not below 0."""
    sums = []
    total = 0.0
    for year, amount in enumerate(amounts):
        total += amount / (1 + rate) ** year
        sums.append(total)
    if sums[-1] < -HALF_A_CENT:
        return None
    year = len(sums) - 1
    while year > 0 and sums[year - 1] >= -HALF_A_CENT:
        year -= 1
    if year == 0:
        return 0.0
    return year - 1 + -sums[year - 1] / (sums[year] - sums[year - 1])


def count_rates(amounts: Sequence[int]) -> int:
    """How many different rates above -1 there are: Sturm's theorem, in whole fractions."""
    terms = [Fraction(amount) for amount in amounts]
    while terms and not terms[0]:
        terms.pop(0)
    chain = [_trim(terms), _trim([power * term for power, term in enumerate(terms)][1:])]
    if len(chain[0]) < 2:
        return 0
    while len(chain[-1]) > 1:
        rest = _remainder(chain[-2], chain[-1])
        if not rest:
            break
        chain.append([-term for term in rest])
    at_zero = [each[0] for each in chain]
    at_infinity = [each[-1] for each in chain]
    return _changes(at_zero) - _changes(at_infinity)


def uniform(start: int, number: int) -> float:
    """SplitMix64 (Steele, Lea and Flood, 2014), 53 bits of it."""
    mixed = (start + (number + 1) * 0x9E3779B97F4A7C15) & MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
    mixed ^= mixed >> 31
    return (mixed >> 11) / 2**53


def triangular(chance: float, low: float, mode: float, high: float) -> float:
    if low == high:
        return mode
    if chance < (mode - low) / (high - low):
        return low + (chance * (high - low) * (mode - low)) ** 0.5
    return high - ((1 - chance) * (high - low) * (high - mode)) ** 0.5


def worth_of_draw(  # noqa: PLR0913, PLR0917
    parties: Sequence[str],
    lines: Sequence[tuple[str, Sequence[float], Sequence[str]]],
    inputs: Sequence[tuple[str, float, float, float, str]],
    rate: float,
    start: int,
    draw: int,
) -> list[float]:
    """Every input in every year, then every line in every year.

    Lines are (party, amounts, names of inputs), inputs (name, low, mode, high, course).
    """
    years = len(lines[0][1])
    factors = _factors(inputs, years, start, draw)
    worth = [0.0] * len(parties)
    for party, amounts, names in lines:
        for year in range(years):
            amount = amounts[year]
            for name in names:
                amount *= factors[name][year]
            worth[list(parties).index(party)] += amount / (1 + rate) ** year
    return worth


def _factors(
    inputs: Sequence[tuple[str, float, float, float, str]], years: int, start: int, draw: int
) -> dict[str, list[float]]:
    """Of every input in every year, as a share of its mode."""
    per_draw = sum(1 if one[4] == "once" else years for one in inputs)
    number = draw * per_draw
    factors: dict[str, list[float]] = {}
    for name, low, mode, high, course in inputs:
        drawn = []
        for _ in range(1 if course == "once" else years):
            drawn.append(triangular(uniform(start, number), low / mode, 1.0, high / mode))
            number += 1
        if course == "once":
            drawn = drawn * years
        if course == "adds_up":
            for year in range(1, years):
                drawn[year] *= drawn[year - 1]
        factors[name] = drawn
    return factors


def _trim(terms: list[Fraction]) -> list[Fraction]:
    while terms and not terms[-1]:
        terms = terms[:-1]
    return terms


def _remainder(above: list[Fraction], below: list[Fraction]) -> list[Fraction]:
    rest = list(above)
    while len(rest) >= len(below):
        times = rest[-1] / below[-1]
        shift = len(rest) - len(below)
        for power, term in enumerate(below):
            rest[shift + power] -= times * term
        rest = _trim(rest[:-1])
    return rest


def _changes(terms: Sequence[Fraction]) -> int:
    signs = [term > 0 for term in terms if term]
    return sum(one != other for one, other in pairwise(signs))
