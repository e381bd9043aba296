"""What is left to do in a closed chain. Every page asks here which of its buttons would work."""

from django.db.models import Model

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import PERMISSIONS
from schakel.domain.chains.models import Chain
from schakel.domain.programmes.choices import Phase

HOLD_WHEN_CLOSED = frozenset(
    {permission for permission in PERMISSIONS if permission.startswith("chains.view_")}
    | {"chains.decide_gate", "reports.make_report"}
)


def works_in(chain: Chain, permission: str) -> bool:
    return chain.phase != Phase.CLOSED or permission in HOLD_WHEN_CLOSED


def may_now(user: User, permission: str, chain: Chain, about: Model | None = None) -> bool:
    """Whether this person may, and the chain is open for it.

    `about` is what the permission is about, where that is not the chain.
    """
    return works_in(chain, permission) and user.has_perm(permission, about or chain)
