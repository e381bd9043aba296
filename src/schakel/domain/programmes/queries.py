from django.db.models import QuerySet

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import PERMISSIONS
from schakel.domain.programmes.choices import WORKING_PHASES, DirectorRole, Phase
from schakel.domain.programmes.models import ClientAsset, Programme, RegionalStrength
from schakel.domain.programmes.strengths import OF_THE_REPORT, Strength
from schakel.lib.hashing import sha256_of


def programmes_for(user: User) -> QuerySet[Programme]:
    """The programmes this person may see. A programme's terms are public among professionals."""
    programmes = Programme.objects.select_related("client")
    if user.kind in PERMISSIONS["programmes.view_programme"]:
        return programmes
    return programmes.none()


def managed_by(user: User) -> QuerySet[Programme]:
    return Programme.objects.filter(managers=user)


def open_to_ideas() -> QuerySet[Programme]:
    """The programmes for which anybody who is signed in can report an idea."""
    return Programme.objects.select_related("client")


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


def size_rule_values(programme: Programme) -> dict[str, str | int | None]:
    """What the programme asks of impact and size, as plain values."""
    value = programme.full_value
    return {
        "simple_points": programme.simple_points,
        "full_tonnes": f"{programme.full_tonnes:.0f}",
        "full_value": None if value is None else f"{value:.0f}",
    }


def size_rule_sha256(programme: Programme) -> str:
    """What a page shows of the rule, so that a stale edit is found."""
    return sha256_of(size_rule_values(programme))


def regional_strengths(programme: Programme) -> QuerySet[RegionalStrength]:
    """What the client noted down of its region."""
    present = programme.strengths.filter(removed_at=None)
    return present.select_related("sector", "province")


def strengths_of(programme: Programme) -> tuple[Strength, ...]:
    """What the client noted down, and after it the two strengths that the report names."""
    own = tuple(one.as_strength for one in regional_strengths(programme))
    return own + OF_THE_REPORT


def client_assets(programme: Programme) -> QuerySet[ClientAsset]:
    """What the client has or decides on."""
    return programme.assets.filter(removed_at=None)
