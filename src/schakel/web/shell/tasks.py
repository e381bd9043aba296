"""What a task asks, why, and where it is done."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.queries.work import Task, TaskKind
from schakel.domain.chains.queries.work.urgency import Urgency, urgency

Text = str | Promise


@dataclass(frozen=True)
class Words:
    title: Text
    reason: Text
    view: str


WORDS = {
    TaskKind.ANSWER_INVITATION: Words(
        _("Answer the invitation"), _("Your party is asked to take part."), "invitation:answer"
    ),
    TaskKind.SIGN_LETTER: Words(
        _("Sign the letter of commitment"), _("Your signature is awaited."), "chains:sign_letter"
    ),
    TaskKind.KEEP_PROMISE: Words(
        _("Keep your promise"), _("You promised this in the letter."), "chains:promise"
    ),
    TaskKind.ANSWER_PROPOSAL: Words(
        _("Answer a proposal for new terms"),
        _("The other side proposes another amount or day."),
        "chains:promise",
    ),
    TaskKind.JUDGE_PROMISE: Words(
        _("Settle a promise whose day has passed"),
        _("Kept, not kept, or new terms?"),
        "chains:promise",
    ),
    TaskKind.APPOINT_DIRECTOR: Words(
        _("Appoint a director"), _("Nobody directs this chain."), "chains:appoint"
    ),
    TaskKind.DECIDE_GATE: Words(
        _("Decide go or no-go"),
        _("Everyone who has to sign the letter has done so."),
        "chains:gate",
    ),
    TaskKind.SEND_UPDATE: Words(
        _("Send the update to the platform manager"),
        _("The programme expects one in its own rhythm."),
        "chains:updates",
    ),
    TaskKind.FEW_HOURS: Words(
        _("Look at the hours: fewer than the norm"),
        _("A director needs enough time to build the chain well."),
        "chains:norm",
    ),
    TaskKind.MANY_HOURS: Words(
        _("Look at the hours: more than the norm"),
        _("With too much time the director ends up in the seat of the entrepreneurs."),
        "chains:norm",
    ),
    TaskKind.ASSESS_COMPLEXITY: Words(
        _("Assess the complexity"),
        _("The six indicators give the hours a week."),
        "chains:complexity",
    ),
    TaskKind.FILL_LINKS: Words(
        _("Fill the empty links"), _("A link has no party yet."), "chains:parties"
    ),
    TaskKind.DRAFT_LETTER: Words(
        _("Draft the letter of commitment"),
        _("Without serious commitment a chain does not start."),
        "chains:letter",
    ),
    TaskKind.OPEN_LETTER: Words(
        _("Open the letter for signing"), _("A draft is waiting."), "chains:letter"
    ),
    TaskKind.CALL_AFTER_MEETING: Words(
        _("Call after the meeting"),
        _("Talk it over with the party:"),
        "chains:call_after",
    ),
    TaskKind.NOMINATE_DIRECTOR: Words(
        _("Nominate a director"),
        _("The parties nominate one person together."),
        "chains:nominate",
    ),
    TaskKind.FIND_SUCCESSOR: Words(
        _("Appoint again, or a successor"),
        _("The appointment of the director ends, and nobody follows."),
        "chains:director",
    ),
    TaskKind.DECIDE_CONFLICT: Words(
        _("Decide on a conflict of interest"),
        _("A tie of the director touches a party:"),
        "chains:independence",
    ),
    TaskKind.KNOW_CONFLICT: Words(
        _("A conflict of interest to talk about"),
        _("The client has to decide on your tie with:"),
        "chains:own_profile",
    ),
    TaskKind.DECLARE_INTERESTS: Words(
        _("Declare your interests"),
        _("A director is independent, and shows it."),
        "chains:own_profile",
    ),
    TaskKind.WRITE_HANDOVER: Words(
        _("Write the handover"),
        _("Your appointment ends; whoever comes next has to know."),
        "chains:handover",
    ),
    TaskKind.GIVE_STANCE: Words(
        _("Say whether your party agrees"),
        _("What value, and do we agree on it?"),
        "chains:values",
    ),
    TaskKind.WRITE_VALUES: Words(
        _("Write down the values"),
        _("A chain starts with the purpose and the why."),
        "chains:values",
    ),
    TaskKind.SETTLE_VALUES: Words(
        _("Talk about where the parties differ"),
        _("A party does not agree with a value or with the dot on the horizon."),
        "chains:values",
    ),
    TaskKind.NAME_PLAN_OWNER: Words(
        _("Name the owner of the business plan"),
        _("Nobody owns the business plan of this chain."),
        "chains:structure",
    ),
    TaskKind.FILL_CANVAS: Words(
        _("Fill in and fix the canvas"),
        _("The client asks for a Business Model Canvas:"),
        "chains:canvas",
    ),
    TaskKind.DO_ACTION: Words(_("Do what was agreed"), _("This is due:"), "chains:action"),
    TaskKind.PULL_ACTIONS: Words(
        _("Pull at what slips"), _("Late, or moved again and again:"), "chains:actions"
    ),
    TaskKind.NUDGE_PARTIES: Words(
        _("Seek who has gone quiet"), _("No sign of life for weeks:"), "chains:nudges"
    ),
    TaskKind.ANSWER_MEETING: Words(
        _("Say whether you come"), _("You are invited to a meeting:"), "chains:meeting"
    ),
    TaskKind.RECORD_MEETING: Words(
        _("Record who was there"),
        _("The meeting is over, and its agreements are not actions yet:"),
        "chains:record_meeting",
    ),
}


HEADINGS = {
    Urgency.LATE: _("Late"),
    Urgency.THIS_WEEK: _("This week"),
    Urgency.LATER: _("Later"),
    Urgency.NO_DATE: _("Without a date"),
}


@dataclass(frozen=True)
class Line:
    """A task as a person reads it."""

    task: Task
    words: Words
    urgency: Urgency

    @property
    def heading(self) -> str:
        return str(HEADINGS[self.urgency])

    @property
    def url(self) -> str:
        return place_of(self.task, self.words)


def place_of(task: Task, words: Words) -> str:
    """Where the task is done."""
    if task.participation:
        return reverse(words.view, args=[task.participation.pk])
    return reverse(words.view, args=[task.chain.slug, *task.at])


def line(task: Task, on: date) -> Line:
    return Line(task, WORDS[task.kind], urgency(task, on))
