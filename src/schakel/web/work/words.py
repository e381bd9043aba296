"""What a task asks, why, and where it is done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.queries.work import Task, TaskKind

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
        _("Sign the letter of commitment"), _("Your signature is awaited."), "chains:letter"
    ),
    TaskKind.KEEP_PROMISE: Words(
        _("Keep your promise"), _("You promised this in the letter."), "chains:commitments"
    ),
    TaskKind.APPOINT_DIRECTOR: Words(
        _("Appoint a director"), _("Nobody directs this chain."), "chains:appoint"
    ),
    TaskKind.DECIDE_GATE: Words(
        _("Decide go or no-go"),
        _("Everyone who has to sign the letter has done so."),
        "chains:gate",
    ),
    TaskKind.UPDATE_LOG: Words(
        _("Update the logbook"), _("The programme expects an update."), "chains:log"
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
    TaskKind.FILL_CANVAS: Words(
        _("Fill in and fix the canvas"),
        _("The client asks for a Business Model Canvas:"),
        "chains:canvas",
    ),
}


@dataclass(frozen=True)
class Line:
    """A task as a person reads it."""

    task: Task
    words: Words

    @property
    def url(self) -> str:
        if self.task.participation:
            return reverse(self.words.view, args=[self.task.participation.pk])
        return reverse(self.words.view, args=[self.task.chain.slug, *self.task.at])
