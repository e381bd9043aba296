from datetime import timedelta
from typing import Any

from django.utils import timezone

from schakel.domain.chains.actions.actions import Doer, add_action
from schakel.domain.chains.actions.meetings import Guest, call_meeting
from tests import meeting
from tests.signing import TODAY, Case


def parameters(case: Case) -> dict[str, dict[str, Any]]:
    slug = {"slug": case.chain.slug}
    party = case.parties[0]
    action = add_action(
        by=case.director,
        on=TODAY,
        chain=case.chain,
        what="Offerte opvragen",
        doer=Doer(party),
        due_on=TODAY + timedelta(days=7),
    )
    planned = meeting.planned(case, [Guest(party), Guest(None)])
    call_meeting(by=case.director, at=timezone.now(), meeting=planned, post=meeting.POST)
    at_action, at_meeting = slug | {"pk": action.pk}, slug | {"pk": planned.pk}
    asked = planned.invitees.get(participation=party)
    of_action = ("action", "change_action", "move_action", "drop_action", "finish_action")
    of_meeting = ("meeting", "meeting_calendar", "change_meeting", "call_meeting", "agree")
    return {
        **{f"chains:{name}": at_action for name in (*of_action, "reopen_action", "remove_action")},
        **{
            f"chains:{name}": at_meeting
            for name in (
                *of_meeting,
                "cancel_meeting",
                "remove_meeting",
                "restore_meeting",
                "record_meeting",
            )
        },
        "chains:answer_meeting": at_meeting | {"invitee": asked.pk},
        "chains:nudge": slug | {"pk": party.pk},
        "chains:export_nudges_party": slug | {"pk": party.pk},
    }
