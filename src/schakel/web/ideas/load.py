from django.shortcuts import get_object_or_404

from schakel.domain.accounts.permissions import require
from schakel.domain.explorer import queries
from schakel.domain.explorer.models import Idea
from schakel.web.shell.signed_in import SignedInRequest


def idea_or_404(request: SignedInRequest, pk: int) -> Idea:
    """The idea, if this person may see it; another's is as absent as one that never was."""
    require(request.user, "explorer.view_ideas")
    return get_object_or_404(queries.ideas_for(request.user), pk=pk)
