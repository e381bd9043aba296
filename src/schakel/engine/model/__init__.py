"""What the engine calculates with: columns in one system of units, checked once at the door."""

from schakel.engine.model.market import Conversions, Market, Needs, Offers, Sites

__all__ = ["Conversions", "Market", "Needs", "Offers", "Sites"]
