"""Who could take an empty place in a chain: ranked, with the reasons."""

from schakel.engine.match.candidates import (
    Candidate,
    Place,
    Ranked,
    Reason,
    rank,
    reasons_for,
    score,
)

__all__ = ["Candidate", "Place", "Ranked", "Reason", "rank", "reasons_for", "score"]
