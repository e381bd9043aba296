"""What a chain does besides money: CO2 caused and avoided, and other values in their own units.

Every figure carries where it comes from. A factor without a source or a year is refused, and none
is known here: factors come in with the lines. Scopes are those of the Greenhouse Gas Protocol
(World Resources Institute and WBCSD, 2004).
"""

from schakel.engine.impact.carbon import Carbon, Effect, Factor, Scope, carbon_of
from schakel.engine.impact.other import OtherTotal, OtherValue, totals_of

__all__ = [
    "Carbon",
    "Effect",
    "Factor",
    "OtherTotal",
    "OtherValue",
    "Scope",
    "carbon_of",
    "totals_of",
]
