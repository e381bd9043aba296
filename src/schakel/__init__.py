"""Schakel: software for circulaire ketenregie."""

__version__ = "0.1.0"
