"""Hypothesis asks what holds, not how fast: a busy machine fails nothing."""

from hypothesis import settings

settings.register_profile("schakel", deadline=None)
settings.load_profile("schakel")
