"""The business case: cash flows per party and of the chain, their value and their uncertainty.

Amounts are in EUR a year, the first year is now, rates are shares a year.
"""

from schakel.engine.finance.case import Case, Course, Input, Line, Swing, break_even, tornado
from schakel.engine.finance.cash import (
    CHAIN,
    CashFlows,
    discount_factors,
    net_present_value,
    net_present_values,
    payback,
)
from schakel.engine.finance.chance import Chances, simulate
from schakel.engine.finance.irr import internal_rate_each, internal_rates

__all__ = [
    "CHAIN",
    "Case",
    "CashFlows",
    "Chances",
    "Course",
    "Input",
    "Line",
    "Swing",
    "break_even",
    "discount_factors",
    "internal_rate_each",
    "internal_rates",
    "net_present_value",
    "net_present_values",
    "payback",
    "simulate",
    "tornado",
]
