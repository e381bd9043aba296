"""A task: something that waits for a person in a chain."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schakel.domain.chains.models import Chain, Participation


class TaskKind(StrEnum):
    ANSWER_INVITATION = "answer_invitation"
    SIGN_LETTER = "sign_letter"
    KEEP_PROMISE = "keep_promise"
    ANSWER_PROPOSAL = "answer_proposal"
    JUDGE_PROMISE = "judge_promise"
    APPOINT_DIRECTOR = "appoint_director"
    DECIDE_GATE = "decide_gate"
    SEND_UPDATE = "send_update"
    FEW_HOURS = "few_hours"
    MANY_HOURS = "many_hours"
    ASSESS_COMPLEXITY = "assess_complexity"
    FILL_LINKS = "fill_links"
    DRAFT_LETTER = "draft_letter"
    OPEN_LETTER = "open_letter"
    NOMINATE_DIRECTOR = "nominate_director"
    FIND_SUCCESSOR = "find_successor"
    DECIDE_CONFLICT = "decide_conflict"
    KNOW_CONFLICT = "know_conflict"
    DECLARE_INTERESTS = "declare_interests"
    WRITE_HANDOVER = "write_handover"
    GIVE_STANCE = "give_stance"
    WRITE_VALUES = "write_values"
    SETTLE_VALUES = "settle_values"
    NAME_PLAN_OWNER = "name_plan_owner"
    FILL_CANVAS = "fill_canvas"
    CALL_AFTER_MEETING = "call_after_meeting"
    DO_ACTION = "do_action"
    PULL_ACTIONS = "pull_actions"
    NUDGE_PARTIES = "nudge_parties"
    ANSWER_MEETING = "answer_meeting"
    RECORD_MEETING = "record_meeting"


@dataclass(frozen=True)
class Task:
    """Something to do in a chain; `since` tells how long it waits, `due` when it has to be done.

    `at` are the arguments of the address behind the chain, such as the number of a letter.
    """

    kind: TaskKind
    chain: Chain
    since: date | None = None
    due: date | None = None
    participation: Participation | None = None
    what: str = ""
    at: tuple[int | str, ...] = ()
