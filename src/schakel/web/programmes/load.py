from django.shortcuts import get_object_or_404

from schakel.domain.programmes import queries
from schakel.domain.programmes.models import Programme
from schakel.web.shell.signed_in import SignedInRequest


def programme_or_404(request: SignedInRequest, slug: str) -> Programme:
    """The programme, if this person may see it."""
    return get_object_or_404(queries.programmes_for(request.user), slug=slug)
