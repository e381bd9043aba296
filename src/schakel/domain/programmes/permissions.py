"""Who may do what with a programme."""

from rules.predicates import predicate

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import allow
from schakel.domain.programmes.models import Programme
from schakel.lib.asked_once import asked_once


@predicate
@asked_once
def manages(user: User, programme: Programme) -> bool:
    return programme.managers.filter(pk=user.pk).exists()


allow("programmes.view_programme")
allow("programmes.start_programme")
allow("programmes.change_norm", manages)
allow("programmes.change_role_weights", manages)
allow("programmes.change_size_rule", manages)
allow("programmes.change_region", manages)
allow("programmes.change_assets", manages)
