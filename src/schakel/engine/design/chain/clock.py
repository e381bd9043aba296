"""The limits of a run over several questions, one after the other."""

import math
import time
from dataclasses import replace

from schakel.engine.solver import Run


class Clock:
    """Starts when it is made; nobody watches the questions that it gives time to."""

    def __init__(self, run: Run) -> None:
        self._run = replace(run, report=None)
        self._until = time.perf_counter() + run.seconds

    def left(self, share: float = 1.0) -> Run:
        """The run with this share of the time that is left."""
        seconds = max(self._until - time.perf_counter(), 0.0)
        return replace(self._run, seconds=seconds if math.isinf(seconds) else seconds * share)

    @property
    def over(self) -> bool:
        """Whether the time is up, or somebody stopped it."""
        stopped = self._run.cancelled is not None and self._run.cancelled()
        return stopped or time.perf_counter() >= self._until
