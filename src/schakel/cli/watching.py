"""Long calculations on a terminal: how far they are, and Ctrl-C that stops with the best so far."""

import math
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, current_thread, main_thread
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Watcher:
    """Whether somebody stopped it, and where to say how far it is."""

    stopped: Callable[[], bool]
    say: Callable[[str], None]

    def report(self, progress: Any) -> None:
        self.say(how_far(progress))

    def earning(self, progress: Any) -> None:
        """The same of what is to be as much as possible, which is a cost below zero."""
        self.say(how_far(progress, sign=-1))


@contextmanager
def watching(stderr: Any, text: str) -> Iterator[Watcher]:
    """Show seconds, the best answer, the bound and the gap on a terminal."""
    with stoppable() as stopped:
        if not stderr.isatty():
            yield Watcher(stopped, lambda _text: None)
            return
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(text, total=None)
            yield Watcher(stopped, lambda text: bar.update(task, description=text))


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl-C asks to stop with what was found so far; a second one ends it at once."""
    asked = Event()
    if current_thread() is not main_thread():
        yield asked.is_set
        return
    before = signal.getsignal(signal.SIGINT)

    def ask(_number: int, _frame: Any) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def how_far(progress: Any, sign: int = 1) -> str:
    """Bound and gap while the work goes on."""
    if not math.isfinite(progress.bound):
        return _("no bound yet")
    if progress.gap == math.inf:
        return _("bound %(bound)s, no answer yet") % {"bound": _shown(sign * progress.bound)}
    return _("best %(best)s, bound %(bound)s, gap %(gap)s %%") % {
        "best": _shown(sign * progress.objective),
        "bound": _shown(sign * progress.bound),
        "gap": number_format(100 * progress.gap, 3),
    }


def _shown(figure: float) -> str:
    return number_format(round(figure), use_l10n=True, force_grouping=True)
