"""Holding people against what a chain asks: the competence profile of a chain director.

Source: the report on circular chain directors, chapters *Rollen* and *Competentieprofiel*. A
director copes with every trait and role "in outline"; what a chain needs above that is weighed per
chain.
"""

from schakel.engine.assess.profile import Fit, Gap, Standing, fit, role_needs

__all__ = ["Fit", "Gap", "Standing", "fit", "role_needs"]
