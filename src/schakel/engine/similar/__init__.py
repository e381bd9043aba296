"""Which texts are about the same, with the reasons: the same law, the same words.

A text is compared by the runs of four letters in its words, so that *matras* is like *matrassen*.
A run that occurs in few texts weighs more than one that occurs in many.
"""

from schakel.engine.similar.likeness import THRESHOLD, Likeness, Text, alike, law_of

__all__ = ["THRESHOLD", "Likeness", "Text", "alike", "law_of"]
