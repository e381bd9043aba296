"""The conditions of every gate as data, judged on plain facts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_noop as msgid

from schakel.domain.chains.choices import (
    DEMAND_SIDE,
    SUPPLY_SIDE,
    Level,
    LinkKind,
    ParticipationStatus,
)
from schakel.domain.chains.gates.evidence import Finding, Missing
from schakel.domain.chains.gates.facts import Facts, PartyFacts, PromiseFacts

# RVO asks at least three enterprises that commit themselves (report, Rol opdrachtgevende partijen).
MINIMUM_ENTERPRISES = 3


@dataclass(frozen=True)
class Verdict:
    met: bool
    detail: str
    params: dict[str, int | str] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Condition:
    """One condition of a gate; `source` says where in the report it comes from."""

    key: str
    label: str
    source: str
    judge: Callable[[Facts], Verdict]


def judge(gate: str, facts: Facts) -> tuple[Finding, ...]:
    """Judge every condition of a gate; a gate without conditions gives no findings."""
    findings = []
    for condition in GATES.get(gate, ()):
        verdict = condition.judge(facts)
        findings.append(
            Finding(
                key=condition.key,
                label=condition.label,
                source=condition.source,
                met=verdict.met,
                detail=verdict.detail,
                params=verdict.params,
                missing=verdict.missing,
            )
        )
    return tuple(findings)


def _parties(parties: Iterable[PartyFacts]) -> tuple[Missing, ...]:
    return tuple(Missing("party", party.id, party.name) for party in parties)


def _purpose(facts: Facts) -> Verdict:
    if facts.purpose.strip():
        return Verdict(True, msgid("The purpose of the chain is written down."))
    return Verdict(False, msgid("The chain has no purpose yet."))


def _director(facts: Facts) -> Verdict:
    if not facts.has_director:
        return Verdict(False, msgid("Nobody directs the chain at this moment."))
    if facts.director_until:
        return Verdict(
            True,
            msgid("The chain has a director until %(until_on)s."),
            {"until_on": facts.director_until.isoformat()},
        )
    return Verdict(True, msgid("The chain has a director, without an end date."))


def _complexity(facts: Facts) -> Verdict:
    if facts.assessed_on is None:
        return Verdict(False, msgid("The six indicators of complexity have not been answered."))
    return Verdict(
        True,
        msgid("The six indicators were answered on %(assessed_on)s."),
        {"assessed_on": facts.assessed_on.isoformat()},
    )


def _side(kinds: tuple[LinkKind, ...]) -> Callable[[Facts], Verdict]:
    def judge_side(facts: Facts) -> Verdict:
        count = sum(party.link_kind in kinds for party in facts.joined)
        return Verdict(
            count > 0, msgid("Parties that take part on this side: %(count)s."), {"count": count}
        )

    return judge_side


def _enterprises(facts: Facts) -> Verdict:
    links = {party.link for party in facts.joined if party.is_enterprise and party.link}
    return Verdict(
        len(links) >= MINIMUM_ENTERPRISES,
        msgid("Links in which an enterprise takes part: %(count)s. Needed: %(needed)s."),
        {"count": len(links), "needed": MINIMUM_ENTERPRISES},
    )


def _answers(facts: Facts) -> Verdict:
    waiting = _parties(one for one in facts.parties if one.status == ParticipationStatus.INVITED)
    return Verdict(
        not waiting,
        msgid("Invitations without an answer: %(count)s."),
        {"count": len(waiting)},
        waiting,
    )


def _letter_open(facts: Facts) -> Verdict:
    if facts.letter is None:
        return Verdict(False, msgid("No version of the letter is open for signing."))
    return Verdict(
        True,
        msgid("Version %(number)s is open for signing since %(opened_on)s."),
        {"number": facts.letter.number, "opened_on": facts.letter.opened_on.isoformat()},
    )


def _letter_signed(facts: Facts) -> Verdict:
    signers = [party for party in facts.joined if party.must_sign]
    missing = _parties(party for party in signers if not party.signed)
    return Verdict(
        facts.letter is not None and bool(signers) and not missing,
        msgid("Signed: %(signed)s of %(needed)s parties that have to sign."),
        {"signed": len(signers) - len(missing), "needed": len(signers)},
        missing,
    )


def _promises_measurable(facts: Facts) -> Verdict:
    promises = facts.letter.promises if facts.letter else ()
    vague = {
        one.party: Missing("party", one.party, one.party_name)
        for one in promises
        if facts.letter and not _measurable(one, facts.letter.opened_on)
    }
    return Verdict(
        bool(promises) and not vague,
        msgid("Promises in the open letter: %(count)s."),
        {"count": len(promises)},
        tuple(vague.values()),
    )


def _measurable(promise: PromiseFacts, opened_on: date) -> bool:
    return promise.amount > 0 and bool(promise.unit) and promise.due_on > opened_on


def _promise_each(facts: Facts) -> Verdict:
    bound = [party for party in facts.joined if party.must_promise]
    missing = _parties(party for party in bound if not party.promises)
    return Verdict(
        bool(bound) and not missing,
        msgid("Parties with a promise: %(count)s of %(needed)s."),
        {"count": len(bound) - len(missing), "needed": len(bound)},
        missing,
    )


def _links_filled(facts: Facts) -> Verdict:
    held = {party.link for party in facts.joined}
    empty = tuple(
        Missing("link", link.id, link.name) for link in facts.links if link.id not in held
    )
    return Verdict(
        bool(facts.links) and not empty,
        msgid("Links with a party: %(count)s of %(needed)s."),
        {"count": len(facts.links) - len(empty), "needed": len(facts.links)},
        empty,
    )


def _barriers_known(facts: Facts) -> Verdict:
    if facts.barriers == 0 and facts.regulation == Level.LOW:
        return Verdict(
            True, msgid("Law and regulation were assessed as simple; no barrier is reported.")
        )
    return Verdict(
        facts.barriers > 0,
        msgid("Barriers in law and policy that are described: %(count)s."),
        {"count": facts.barriers},
    )


def _lesson(facts: Facts) -> Verdict:
    return Verdict(
        facts.lessons > 0, msgid("Lessons in the logbook: %(count)s."), {"count": facts.lessons}
    )


PURPOSE = Condition(
    "purpose",
    msgid("The purpose and the why are written down"),
    msgid("report, conclusion 1"),
    _purpose,
)
DIRECTOR = Condition(
    "director", msgid("A chain director is appointed"), msgid("report, conclusion 6"), _director
)
COMPLEXITY = Condition(
    "complexity",
    msgid("The complexity is assessed"),
    msgid("report, conclusion 8, lesson 5"),
    _complexity,
)
SUPPLY = Condition(
    "supply",
    msgid("The supply side takes part"),
    msgid("report, phases of the chain"),
    _side(SUPPLY_SIDE),
)
DEMAND = Condition(
    "demand",
    msgid("The demand side takes part"),
    msgid("report, phases of the chain"),
    _side(DEMAND_SIDE),
)
ENTERPRISES = Condition(
    "enterprises",
    msgid("At least three enterprises from different links take part"),
    msgid("report, lesson 6, role of the client 1"),
    _enterprises,
)
ANSWERS = Condition(
    "answers", msgid("Every invitation is answered"), msgid("report, lesson 1"), _answers
)
LETTER_OPEN = Condition(
    "letter_open",
    msgid("The letter of commitment is open for signing"),
    msgid("report, lesson 7"),
    _letter_open,
)
LETTER_SIGNED = Condition(
    "letter_signed",
    msgid("Every participating enterprise has signed the letter of commitment"),
    msgid("report, lesson 1, conclusion 6"),
    _letter_signed,
)
PROMISES_MEASURABLE = Condition(
    "promises_measurable",
    msgid("Every promise is dated and measurable"),
    msgid("report, lesson 1"),
    _promises_measurable,
)
PROMISE_EACH = Condition(
    "promise_each",
    msgid("Nobody just joins in: every party in a link has made a promise"),
    msgid("report, lesson 1"),
    _promise_each,
)
LINKS_FILLED = Condition(
    "links_filled",
    msgid("Every link of the chain is filled"),
    msgid("report, lesson 6"),
    _links_filled,
)
BARRIERS_KNOWN = Condition(
    "barriers_known",
    msgid("The barriers in law and policy are known"),
    msgid("report, time investment 6"),
    _barriers_known,
)
LESSON = Condition(
    "lesson",
    msgid("The lessons of the chain are in the logbook"),
    msgid("report, conclusion 6"),
    _lesson,
)

GATES: dict[str, tuple[Condition, ...]] = {
    "explore-assemble": (
        PURPOSE,
        DIRECTOR,
        COMPLEXITY,
        SUPPLY,
        DEMAND,
        ENTERPRISES,
        ANSWERS,
        LETTER_OPEN,
        PROMISES_MEASURABLE,
        PROMISE_EACH,
        LETTER_SIGNED,
    ),
    "assemble-operate": (
        DIRECTOR,
        LINKS_FILLED,
        ANSWERS,
        LETTER_OPEN,
        PROMISES_MEASURABLE,
        PROMISE_EACH,
        LETTER_SIGNED,
        BARRIERS_KNOWN,
    ),
    "operate-closed": (LESSON,),
}
