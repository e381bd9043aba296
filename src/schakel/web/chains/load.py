from django.db.models import Model
from django.shortcuts import get_object_or_404

from schakel.domain.accounts.permissions import require
from schakel.domain.chains import queries
from schakel.domain.chains.models import Chain
from schakel.domain.chains.policies.closed import may_now
from schakel.web.chains.closed import ChainClosed
from schakel.web.shell.middleware import READING
from schakel.web.shell.signed_in import SignedInRequest


def chain_or_404(request: SignedInRequest, slug: str) -> Chain:
    """The chain, if this person may see it; somebody else's is as absent as one that never was."""
    return get_object_or_404(queries.chains_for(request.user), slug=slug)


def require_now(
    request: SignedInRequest, permission: str, chain: Chain, about: Model | None = None
) -> None:
    """For a page that is a form: no form is shown that the closed chain would refuse.

    What is sent goes on to the action, which says why not and keeps what was typed.
    """
    require(request.user, permission, about or chain)
    if request.method in READING and not may_now(request.user, permission, chain, about):
        raise ChainClosed(chain)
