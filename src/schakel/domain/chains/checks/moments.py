"""The checks on commitment, and on what is asked at its own moment: canvas, update, conditions."""

from django.utils.translation import gettext_noop as msgid

from schakel.domain.chains.checks.facts import CheckFacts
from schakel.domain.chains.checks.lines import Check, Judged, State
from schakel.domain.chains.gates import Missing


def _ladder(facts: CheckFacts) -> Judged:
    ladder = facts.ladder
    if not ladder.parties:
        return Judged(State.MISSING, msgid("Nobody takes part yet."))
    params = {"signed": ladder.signed, "parties": ladder.parties, "stuck": len(ladder.stuck)}
    if ladder.stuck:
        return Judged(
            State.ATTENTION,
            msgid(
                "Signed or further: %(signed)s of %(parties)s parties. Longer than six weeks on "
                "the same step before the signature: %(stuck)s."
            ),
            params,
            tuple(Missing("party", pk, name) for pk, name in ladder.stuck),
        )
    return Judged(
        State.DONE,
        msgid("Signed or further: %(signed)s of %(parties)s parties. Nobody stands still."),
        params,
    )


def _canvas(facts: CheckFacts) -> Judged:
    canvas = facts.canvas
    if canvas.late:
        return Judged(
            State.ATTENTION,
            msgid("Not fixed in time: %(moments)s."),
            {"moments": ", ".join(str(moment.label) for moment in canvas.late)},
        )
    if canvas.next_on is None:
        return Judged(State.DONE, msgid("No canvas is due."))
    return Judged(
        State.DONE,
        msgid("No canvas is late; the next one is due on %(due_on)s."),
        {"due_on": canvas.next_on.isoformat()},
    )


def _updates(facts: CheckFacts) -> Judged:
    update = facts.update
    params = {"due_on": update.due_on.isoformat()}
    if update.due_on < facts.gate.on:
        return Judged(
            State.ATTENTION,
            msgid("The update to the platform manager was due on %(due_on)s."),
            params,
        )
    if update.last_on is None:
        return Judged(State.DONE, msgid("The first update is due on %(due_on)s."), params)
    return Judged(
        State.DONE,
        msgid("Last sent on %(last_on)s; the next one is due on %(due_on)s."),
        params | {"last_on": update.last_on.isoformat()},
    )


def _conditions(facts: CheckFacts) -> Judged:
    decision = facts.decision
    if decision is None:
        return Judged(State.DONE, msgid("No decision has been taken yet."))
    params = {"day_on": decision.on.isoformat(), "conditions": decision.conditions}
    if not decision.conditions:
        return Judged(State.DONE, msgid("The decision of %(day_on)s set no conditions."), params)
    return Judged(
        State.ATTENTION,
        msgid(
            "Set with the decision of %(day_on)s, to be done before the next one: %(conditions)s"
        ),
        params,
    )


LADDER = Check(
    "ladder",
    msgid("The commitment of the parties grows"),
    msgid("report, lesson 1"),
    _ladder,
)
CANVAS = Check(
    "canvas",
    msgid("The Business Model Canvas is there when it is asked"),
    msgid("report, Bijlage 2, document 2"),
    _canvas,
)
UPDATES = Check(
    "updates",
    msgid("The updates to the platform manager are sent in time"),
    msgid("report, Bijlage 2, document 2"),
    _updates,
)
CONDITIONS = Check(
    "conditions",
    msgid("The conditions of the last go or no-go are met"),
    msgid("report, conclusion 6"),
    _conditions,
)
