"""Files of numbers in free format, as published location problems come."""

import numpy as np

from schakel.engine.errors import BadInput
from schakel.engine.solver import Floats


def numbers_in(text: str, record: str) -> Floats:
    """All numbers of the file that `record` names."""
    words = text.split()
    if not words:
        raise BadInput(record, "", "the file is empty; give one with a location problem")
    try:
        return np.array(words, dtype=float)
    except ValueError:
        wrong = next(word for word in words if not _is_number(word))
        raise BadInput(
            record, "", "“%(word)s” is not a number; replace it by one", word=wrong[:30]
        ) from None


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
