from django.http import HttpRequest

from schakel.domain.accounts.models import User


class SignedInRequest(HttpRequest):
    """What every view gets that is not marked `login_not_required`: the middleware saw to it."""

    user: User
