"""What the engine calculates with: one system of units, checked once at the door."""

from schakel.engine.model.market import Conversions, Market, Needs, Offers, Sites
from schakel.engine.model.scenario import Scenario

__all__ = ["Conversions", "Market", "Needs", "Offers", "Scenario", "Sites"]
