from django.db.models import QuerySet

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import PERMISSIONS
from schakel.domain.programmes.choices import WORKING_PHASES, DirectorRole, Phase
from schakel.domain.programmes.models import Programme
from schakel.lib.hashing import sha256_of


def programmes_for(user: User) -> QuerySet[Programme]:
    """The programmes this person may see. A programme's terms are public among professionals."""
    programmes = Programme.objects.select_related("client")
    if user.kind in PERMISSIONS["programmes.view_programme"]:
        return programmes
    return programmes.none()


def managed_by(user: User) -> QuerySet[Programme]:
    return Programme.objects.filter(managers=user)


def norm_values(programme: Programme) -> dict[str, str | int | None]:
    """The norm and the rhythm of updates as plain values."""
    hours = programme.norm_hours_per_week
    return {
        "hours_per_week": None if hours is None else str(hours),
        "months": programme.norm_months,
        "update_every_weeks": programme.update_every_weeks,
    }


def norm_sha256(programme: Programme) -> str:
    """What a page shows of the norm, so that a stale edit is found."""
    return sha256_of(norm_values(programme))


def role_weights_sha256(programme: Programme) -> str:
    """What a page shows of the role weights, so that a stale edit is found."""
    return sha256_of(role_weights(programme))


def role_weights(programme: Programme) -> dict[DirectorRole, dict[Phase, int]]:
    """How heavy each role weighs in each working phase; a weight that is not there is 0."""
    stored = {(one.role, one.phase): one.weight for one in programme.role_weights.all()}
    return {
        role: {phase: stored.get((role, phase), 0) for phase in WORKING_PHASES}
        for role in DirectorRole
    }
