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

__all__ = [
    "DEFAULT_SORT",
    "Candidate",
    "IdeaFilter",
    "Queue",
    "Sort",
    "explorations_of",
    "explorer_work",
    "ideas_for",
    "queue",
    "rows",
    "startable_ideas",
    "who_could_explore",
]
