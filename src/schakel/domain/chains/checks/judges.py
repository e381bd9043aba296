"""The checks of every phase as data: a row is a check, its source in the report and its judge."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as msgid

from schakel.domain.chains.checks.facts import CheckFacts
from schakel.domain.chains.checks.lines import Check, Judged, Line, State
from schakel.domain.chains.checks.moments import CANVAS, CONDITIONS, LADDER, UPDATES
from schakel.domain.chains.checks.size_words import size_words
from schakel.domain.chains.choices import StartPoint
from schakel.domain.chains.gates import Missing, judge
from schakel.domain.chains.phases import next_gate
from schakel.domain.parties.choices import PartyKind
from schakel.domain.programmes.choices import Phase
from schakel.domain.programmes.strengths import Fit
from schakel.engine.effort.size import SizeVerdict


@dataclass(frozen=True)
class PhaseCheck:
    """A phase with everything it needs."""

    phase: Phase
    lines: tuple[Line, ...]

    @property
    def conditions(self) -> tuple[Line, ...]:
        return tuple(line for line in self._open_first if line.is_condition)

    @property
    def lessons(self) -> tuple[Line, ...]:
        return tuple(line for line in self._open_first if not line.is_condition)

    @property
    def _open_first(self) -> list[Line]:
        """What is missing, then what asks attention, then what is done."""
        order = (State.MISSING, State.ATTENTION, State.DONE)
        return sorted(self.lines, key=lambda line: order.index(line.state))

    def count(self, state: State) -> int:
        return sum(line.state is state for line in self.lines)

    @property
    def done(self) -> int:
        return self.count(State.DONE)

    @property
    def open(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.state is not State.DONE)


def check_phase(phase: Phase, facts: CheckFacts) -> PhaseCheck:
    """The conditions of the gate after this phase, and the lessons of the report beside them."""
    gate = next_gate(phase)
    conditions = tuple(
        Line(
            key=found.key,
            label=found.label,
            source=found.source,
            judged=Judged(
                State.DONE if found.met else State.MISSING,
                found.detail,
                found.params,
                found.missing,
            ),
            is_condition=True,
        )
        for found in (judge(gate.gate, facts.gate) if gate else ())
    )
    lessons = tuple(
        Line(one.key, one.label, one.source, one.judge(facts), is_condition=False)
        for one in CHECKS.get(phase, ())
    )
    return PhaseCheck(phase, conditions + lessons)


def _start_point(facts: CheckFacts) -> Judged:
    if facts.start_point == StartPoint.FRONT_RUNNERS:
        return Judged(
            State.DONE,
            msgid("Front-runner companies look for counterparts with whom it clicks."),
        )
    return Judged(
        State.DONE,
        msgid("A government takes up a societal question and connects parties independently."),
    )


def _size(facts: CheckFacts) -> Judged:
    words = size_words(facts.size)
    if words.good:
        return Judged(State.DONE, words.text, words.params)
    unknown = facts.size.size.verdict is SizeVerdict.UNKNOWN
    return Judged(State.MISSING if unknown else State.ATTENTION, words.text, words.params)


def _region(facts: CheckFacts) -> Judged:
    region = facts.region
    params = {"strengths": "; ".join(region.strengths), "sectors": ", ".join(region.sectors)}
    match region.fit.fit:
        case Fit.FITS:
            return Judged(State.DONE, msgid("The chain joins in with: %(strengths)s."), params)
        case Fit.NO_FIT:
            return Judged(
                State.ATTENTION,
                msgid(
                    "The sectors of the chain (%(sectors)s) are no strength of the region. Strong "
                    "there: %(strengths)s."
                ),
                params,
            )
        case Fit.NO_SECTOR:
            return Judged(
                State.MISSING,
                msgid(
                    "No party of the chain has a sector yet, so the fit cannot be told. Strong in "
                    "the region: %(strengths)s."
                ),
                params,
            )
        case Fit.NO_DATA:
            return Judged(
                State.MISSING,
                msgid("The strengths of the region have not been noted down for this programme."),
            )


def _client(facts: CheckFacts) -> Judged:
    client = facts.client
    params = {"client": client.client, "used": "; ".join(client.used), "known": client.known}
    if client.used:
        return Judged(
            State.DONE,
            msgid(
                "The chain makes use of what %(client)s has: %(used)s. So one of the parties with "
                "a direct interest sits at the table."
            ),
            params,
        )
    if client.known:
        return Judged(
            State.ATTENTION,
            msgid(
                "Nothing of what %(client)s has is used in this chain. Noted down for the "
                "programme: %(known)s."
            ),
            params,
        )
    return Judged(
        State.MISSING,
        msgid("It is not noted down what %(client)s has or decides on."),
        params,
    )


def _network(facts: CheckFacts) -> Judged:
    if not facts.missing_kinds:
        return Judged(State.DONE, msgid("Every kind of party takes part."))
    kinds = ", ".join(
        gettext("an enterprise in every link") if kind is PartyKind.ENTERPRISE else str(kind.label)
        for kind in facts.missing_kinds
    )
    return Judged(State.ATTENTION, msgid("Nobody takes part yet of: %(kinds)s."), {"kinds": kinds})


def _moving(facts: CheckFacts) -> Judged:
    waiting = tuple(Missing("party", pk, name) for pk, name in facts.quiet)
    if waiting:
        return Judged(
            State.ATTENTION,
            msgid("Invitations that wait longer than four weeks: %(count)s. Call them."),
            {"count": len(waiting)},
            waiting,
        )
    if facts.late_actions:
        return Judged(
            State.ATTENTION,
            msgid("Actions whose date has passed: %(count)s. Ask what stands in the way."),
            {"count": facts.late_actions},
        )
    if facts.update_due_on < facts.gate.on:
        return Judged(
            State.ATTENTION,
            msgid("Nothing has been written in the logbook; it was due on %(due_on)s."),
            {"due_on": facts.update_due_on.isoformat()},
        )
    if facts.last_log_on is None:
        return Judged(State.DONE, msgid("Nothing is stuck, as far as the data tell."))
    return Judged(
        State.DONE,
        msgid("Nothing is stuck, as far as the data tell. Last in the logbook: %(last_on)s."),
        {"last_on": facts.last_log_on.isoformat()},
    )


def _promises_kept(facts: CheckFacts) -> Judged:
    if facts.gate.letter is None:
        return Judged(State.ATTENTION, msgid("There is no open letter with promises yet."))
    if facts.broken_promises:
        return Judged(
            State.ATTENTION,
            msgid("Promises whose date has passed: %(count)s; not kept: %(broken)s."),
            {"count": facts.overdue_promises, "broken": facts.broken_promises},
        )
    return Judged(
        State.ATTENTION if facts.overdue_promises else State.DONE,
        msgid("Promises whose date has passed: %(count)s."),
        {"count": facts.overdue_promises},
    )


def _values(facts: CheckFacts) -> Judged:
    values = facts.values
    if not values.stated:
        return Judged(State.MISSING, msgid("The values of the chain have not been put down yet."))
    params = {"agreed": values.agreed, "stated": values.stated}
    if values.agreed < values.stated:
        return Judged(
            State.ATTENTION,
            msgid("Values with which every party agrees: %(agreed)s of %(stated)s."),
            params,
        )
    if not values.has_dot:
        return Judged(
            State.ATTENTION,
            msgid("The parties agree on the values; the dot on the horizon is still missing."),
        )
    return Judged(
        State.DONE, msgid("Every party agrees with the %(stated)s values of the chain."), params
    )


def _structure(facts: CheckFacts) -> Judged:
    structure = facts.structure
    if not structure.plan_owner:
        return Judged(
            State.MISSING, msgid("It has not been agreed who is responsible for the business plan.")
        )
    return Judged(
        State.ATTENTION if structure.gaps else State.DONE,
        msgid("What the structure still misses: %(gaps)s points."),
        {"gaps": structure.gaps},
    )


START_POINT = Check(
    "start_point",
    msgid("The start point is known"),
    msgid("report, conclusion 3"),
    _start_point,
)
SIZE = Check(
    "size",
    msgid("The chain is small and simple, or large enough for its complexity"),
    msgid("report, lesson 5"),
    _size,
)
REGION = Check(
    "region",
    msgid("The chain joins in with the strength of the region"),
    msgid("report, lesson 2"),
    _region,
)
CLIENT = Check(
    "client",
    msgid("The chain fits the interest and the power of the client"),
    msgid("report, lesson 3"),
    _client,
)
NETWORK = Check(
    "network",
    msgid("All kinds of party are there"),
    msgid("report, lesson 6"),
    _network,
)
MOVING = Check("moving", msgid("Nothing is stuck"), msgid("report, lesson 4"), _moving)
PROMISES_KEPT = Check(
    "promises_kept",
    msgid("What was promised is kept"),
    msgid("report, lesson 1"),
    _promises_kept,
)

VALUES = Check(
    "values",
    msgid("The parties agree on the values"),
    msgid("report, conclusion 1"),
    _values,
)
STRUCTURE = Check(
    "structure",
    msgid("There is a clear structure"),
    msgid("report, lesson 7"),
    _structure,
)

CHECKS: dict[Phase, tuple[Check, ...]] = {
    Phase.EXPLORE: (
        START_POINT,
        VALUES,
        SIZE,
        REGION,
        CLIENT,
        NETWORK,
        LADDER,
        MOVING,
        CANVAS,
        UPDATES,
        CONDITIONS,
    ),
    Phase.ASSEMBLE: (
        VALUES,
        SIZE,
        CLIENT,
        NETWORK,
        LADDER,
        STRUCTURE,
        MOVING,
        PROMISES_KEPT,
        CANVAS,
        UPDATES,
        CONDITIONS,
    ),
    Phase.OPERATE: (
        VALUES,
        SIZE,
        NETWORK,
        LADDER,
        STRUCTURE,
        MOVING,
        PROMISES_KEPT,
        CANVAS,
        UPDATES,
        CONDITIONS,
    ),
}
