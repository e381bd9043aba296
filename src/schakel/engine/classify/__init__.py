"""Free text about a waste to codes of the List of Waste, with confidence and "don't know".

A text is read as hashed runs of letters and words; a linear model scores every code; held-out
texts say what a score is worth. And which industries take a waste, out of known exchanges.
"""

from schakel.engine.classify.model import Model, Suggestions, suggest
from schakel.engine.classify.store import load, save, shipped, words
from schakel.engine.classify.train import train
from schakel.engine.classify.wordings import Wordings, gathered

__all__ = [
    "Model",
    "Suggestions",
    "Wordings",
    "gathered",
    "load",
    "save",
    "shipped",
    "suggest",
    "train",
    "words",
]
