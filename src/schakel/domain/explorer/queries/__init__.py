from schakel.domain.explorer.queries.explorers import Candidate, who_could_explore
from schakel.domain.explorer.queries.ideas import (
    DEFAULT_SORT,
    IdeaFilter,
    Queue,
    Sort,
    explorations_of,
    explorer_work,
    ideas_for,
    queue,
    rows,
    startable_ideas,
)
from schakel.domain.explorer.queries.work import (
    WEEKS_TO_WAIT,
    IdeaTask,
    IdeaTaskKind,
    idea_tasks,
)

__all__ = [
    "DEFAULT_SORT",
    "WEEKS_TO_WAIT",
    "Candidate",
    "IdeaFilter",
    "IdeaTask",
    "IdeaTaskKind",
    "Queue",
    "Sort",
    "explorations_of",
    "explorer_work",
    "idea_tasks",
    "ideas_for",
    "queue",
    "rows",
    "startable_ideas",
    "who_could_explore",
]
