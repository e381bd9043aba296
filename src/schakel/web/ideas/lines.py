"""An idea as a row of the list."""

from dataclasses import dataclass
from datetime import date

from schakel.domain.explorer.choices import IdeaState
from schakel.domain.explorer.models import Exploration, Idea
from schakel.domain.explorer.queries import WEEKS_TO_WAIT

TONES = {
    IdeaState.WAITING: "warning",
    IdeaState.EXPLORING: "info",
    IdeaState.EXPLORED: "accent",
    IdeaState.STARTED: "positive",
    IdeaState.DROPPED: "neutral",
}


@dataclass(frozen=True)
class IdeaLine:
    idea: Idea
    today: date

    @property
    def tone(self) -> str:
        return TONES[IdeaState(self.idea.state)]

    @property
    def waits(self) -> bool:
        return self.idea.state == IdeaState.WAITING

    @property
    def weeks(self) -> int:
        """How long it waits or, once it does not any more, how long ago it was reported."""
        since = self.idea.waiting_since if self.waits else self.idea.reported_on
        return max((self.today - since).days // 7, 0)

    @property
    def too_long(self) -> bool:
        return self.waits and self.weeks > WEEKS_TO_WAIT

    @property
    def exploration(self) -> Exploration | None:
        """The open one, from the prefetch of the list."""
        return next(iter(getattr(self.idea, "present", [])), None)
