"""Who may do what with an idea for a chain."""

from rules.predicates import predicate

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import allow
from schakel.domain.explorer.models import Exploration, Idea
from schakel.domain.programmes.permissions import manages


@predicate
def manages_idea(user: User, idea: Idea) -> bool:
    return user.kind == UserKind.PROGRAMME_MANAGER and bool(manages(user, idea.programme))


@predicate
def reported(user: User, idea: Idea) -> bool:
    return idea.reported_by_id == user.pk


@predicate
def explores(user: User, exploration: Exploration) -> bool:
    """The director whom it was given to; the client reports for a bureau."""
    return exploration.explorer_id == user.pk or bool(manages_idea(user, exploration.idea))


allow("explorer.view_ideas")
allow("explorer.report_idea")
allow("explorer.change_idea", manages_idea | reported)
allow("explorer.commission_exploration", manages_idea)
allow("explorer.report_findings", explores)
allow("explorer.drop_idea", manages_idea)
