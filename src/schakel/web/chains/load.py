from django.shortcuts import get_object_or_404

from schakel.domain.chains import queries
from schakel.domain.chains.models import Chain
from schakel.web.shell.signed_in import SignedInRequest


def chain_or_404(request: SignedInRequest, slug: str) -> Chain:
    """The chain, if this person may see it; somebody else's is as absent as one that never was."""
    return get_object_or_404(queries.chains_for(request.user), slug=slug)
