"""Every permission of the product and the kinds of user that can have it, in one place.

A room's own permissions.py adds the person rule: not every director, but the director of this
chain. `docs/reference/permissions.md` is generated from this table.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from rules.permissions import add_perm
from rules.predicates import Predicate, always_true, predicate

from schakel.domain.accounts.choices import UserKind

MANAGER = UserKind.PROGRAMME_MANAGER
DIRECTOR = UserKind.DIRECTOR
PARTY = UserKind.PARTY
ASSESSOR = UserKind.ASSESSOR
ADMINISTRATOR = UserKind.ADMINISTRATOR

PERMISSIONS: dict[str, frozenset[UserKind]] = {
    "accounts.add_user": frozenset({ADMINISTRATOR}),
    "register.import_initiatives": frozenset({MANAGER, ADMINISTRATOR}),
    "programmes.view_programme": frozenset({MANAGER, DIRECTOR, ASSESSOR}),
    "programmes.start_programme": frozenset({MANAGER}),
    "programmes.change_norm": frozenset({MANAGER}),
    "programmes.change_role_weights": frozenset({MANAGER}),
    "programmes.change_size_rule": frozenset({MANAGER}),
    "programmes.change_region": frozenset({MANAGER}),
    "programmes.change_assets": frozenset({MANAGER}),
    "chains.start_chain": frozenset({MANAGER}),
    "chains.appoint_director": frozenset({MANAGER}),
    "chains.view_chain": frozenset({MANAGER, DIRECTOR, PARTY}),
    "chains.change_links": frozenset({DIRECTOR}),
    "chains.invite_party": frozenset({DIRECTOR}),
    "chains.change_party": frozenset({DIRECTOR}),
    "chains.write_values": frozenset({DIRECTOR}),
    "chains.give_stance": frozenset({PARTY}),
    "chains.change_structure": frozenset({DIRECTOR}),
    "chains.answer_invitation": frozenset({PARTY}),
    "chains.assess_complexity": frozenset({DIRECTOR}),
    "chains.estimate_size": frozenset({DIRECTOR}),
    "chains.choose_assets": frozenset({MANAGER, DIRECTOR}),
    "chains.draft_letter": frozenset({DIRECTOR}),
    "chains.view_draft_letter": frozenset({MANAGER, DIRECTOR}),
    "chains.sign_letter": frozenset({PARTY}),
    "chains.send_signing_link": frozenset({DIRECTOR}),
    "chains.report_promise": frozenset({DIRECTOR, PARTY}),
    "chains.judge_promise": frozenset({DIRECTOR}),
    "chains.set_level": frozenset({DIRECTOR}),
    "chains.view_level_reasons": frozenset({DIRECTOR, PARTY}),
    "chains.decide_gate": frozenset({MANAGER}),
    "chains.view_log": frozenset({MANAGER, DIRECTOR}),
    "chains.write_log": frozenset({DIRECTOR}),
    "chains.book_hours": frozenset({DIRECTOR}),
    "chains.change_hours": frozenset({DIRECTOR}),
    "chains.view_hours": frozenset({MANAGER, DIRECTOR}),
    "chains.outsource_work": frozenset({DIRECTOR}),
    "chains.view_updates": frozenset({MANAGER, DIRECTOR}),
    "chains.write_update": frozenset({DIRECTOR}),
    "chains.report_barrier": frozenset({DIRECTOR}),
    "chains.change_actions": frozenset({DIRECTOR}),
    "chains.do_own_action": frozenset({PARTY}),
    "chains.change_meetings": frozenset({DIRECTOR}),
    "chains.answer_meeting": frozenset({MANAGER, DIRECTOR, PARTY}),
    "chains.nudge_party": frozenset({DIRECTOR}),
    "chains.change_profile": frozenset({MANAGER}),
    "chains.assess_candidates": frozenset({MANAGER}),
    "chains.nominate_director": frozenset({PARTY}),
    "chains.view_own_profile": frozenset({DIRECTOR}),
    "chains.declare_interests": frozenset({DIRECTOR}),
    "chains.view_interests": frozenset({MANAGER, DIRECTOR}),
    "chains.handle_conflict": frozenset({MANAGER}),
    "chains.view_assignment": frozenset({MANAGER, DIRECTOR}),
    "chains.change_assignment": frozenset({MANAGER}),
    "chains.view_handover": frozenset({MANAGER, DIRECTOR}),
    "chains.hand_over": frozenset({MANAGER, DIRECTOR}),
    "chains.call_expert": frozenset({MANAGER, DIRECTOR}),
    "chains.edit_canvas": frozenset({DIRECTOR}),
    "chains.keep_pulse": frozenset({DIRECTOR}),
    "chains.change_pulse": frozenset({DIRECTOR}),
    "chains.change_call": frozenset({DIRECTOR}),
    "chains.view_pulse_coverage": frozenset({MANAGER}),
    "explorer.view_ideas": frozenset({MANAGER, DIRECTOR, PARTY}),
    "explorer.report_idea": frozenset({MANAGER, DIRECTOR, PARTY}),
    "explorer.change_idea": frozenset({MANAGER, DIRECTOR, PARTY}),
    "explorer.commission_exploration": frozenset({MANAGER}),
    "explorer.report_findings": frozenset({MANAGER, DIRECTOR}),
    "explorer.drop_idea": frozenset({MANAGER}),
    "reports.make_report": frozenset({MANAGER, DIRECTOR}),
}


def allow(permission: str, person_rule: Predicate = always_true) -> None:
    """Register a permission of the table above, narrowed by the room's person rule."""
    kinds = PERMISSIONS[permission]

    @predicate(f"kind may {permission}")
    def kind_may(user: Any) -> bool:
        return getattr(user, "kind", None) in kinds

    add_perm(permission, kind_may & person_rule)


def require(user: Any, permission: str, obj: object = None) -> None:
    """Raise PermissionDenied unless the user may. `None` is the system: the command line."""
    if user is not None and not user.has_perm(permission, obj):
        raise PermissionDenied(permission)


def require_kind(user: Any, permission: str) -> None:
    """Raise PermissionDenied where no object could make that this kind of user may."""
    if user.kind not in PERMISSIONS[permission]:
        raise PermissionDenied(permission)


allow("accounts.add_user")
