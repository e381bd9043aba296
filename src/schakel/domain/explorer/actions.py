"""Reporting ideas, having them explored, and what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions.chains import NewLink
from schakel.domain.chains.actions.chains import start_chain as start_the_chain
from schakel.domain.chains.choices import StartPoint
from schakel.domain.chains.models import Chain
from schakel.domain.explorer import policies
from schakel.domain.explorer.choices import Advice, IdeaState, IdeaStep
from schakel.domain.explorer.models import Exploration, Idea
from schakel.domain.explorer.permissions import manages_idea
from schakel.domain.journal import actions as journal
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.models import Programme
from schakel.domain.reference.models import Province, Sector
from schakel.domain.register.models import Initiative
from schakel.lib.hashing import sha256_hex


@dataclass(frozen=True)
class IdeaAnswers:
    """An idea as it is told; tonnes and euro a year from low to high, None where not known."""

    title: str
    what: str
    sectors: tuple[Sector, ...] = ()
    province: Province | None = None
    region: str = ""
    tonnes_low: Decimal | None = None
    tonnes_high: Decimal | None = None
    value_low: Decimal | None = None
    value_high: Decimal | None = None
    source: str = ""


@dataclass(frozen=True)
class Commission:
    """Who explores (a director or a bureau), what is asked, for how much (euro) and until when."""

    question: str
    starts_on: date
    ends_on: date
    explorer: User | None = None
    bureau: str = ""
    budget: Decimal | None = None


@journal.in_turn
def report_idea(
    *,
    by: User,
    on: date,
    programme: Programme,
    answers: IdeaAnswers,
    organisation: Organisation | None = None,
    initiative: Initiative | None = None,
    is_example: bool = False,
) -> Idea:
    """Put an idea in the queue of a programme. Who works for a party brings it in for that party.

    The same idea sent twice by one person on one day is one idea.
    """
    require(by, "explorer.report_idea")
    brought_in_by = by.organisation if by.kind == "party" else organisation
    sent = Idea.objects.filter(
        programme=programme, reported_by=by, reported_on=on, title=" ".join(answers.title.split())
    ).first()
    if sent:
        return sent
    idea = Idea(
        programme=programme,
        organisation=brought_in_by,
        initiative=initiative,
        reported_by=by,
        reported_on=on,
        waiting_since=on,
        is_example=is_example,
    )
    _write(idea, answers)
    _record(
        by,
        "explorer.report_idea",
        idea,
        {
            "programme": programme.pk,
            "organisation": brought_in_by.pk if brought_in_by else None,
            "initiative": initiative.pk if initiative else None,
            "what_sha256": sha256_hex(idea.what),
        },
    )
    return idea


@journal.in_turn
def change_idea(*, by: User, idea: Idea, version: int, answers: IdeaAnswers) -> Idea:
    """Change what an idea says, if `version` is still the one that the person started from."""
    idea = journal.present(idea, "programme")
    require(by, "explorer.change_idea", idea)
    policies.check_may_be_changed(idea, by_manager=bool(manages_idea(by, idea)))
    policies.check_version(idea, version)
    idea.version += 1
    _write(idea, answers)
    _record(by, "explorer.change_idea", idea, {"what_sha256": sha256_hex(idea.what)})
    return idea


@journal.in_turn
def commission_exploration(
    *, by: User, on: date, idea: Idea, commission: Commission
) -> Exploration:
    """Have a waiting idea explored, by a director or by a bureau."""
    idea = journal.present(idea, "programme")
    require(by, "explorer.commission_exploration", idea)
    target = policies.check_step(idea, IdeaStep.COMMISSION)
    policies.check_may_explore(commission.explorer)
    policies.check_period(commission.starts_on, commission.ends_on)
    exploration = Exploration(
        idea=idea,
        explorer=commission.explorer,
        bureau=" ".join(commission.bureau.split()),
        question=policies.check_written(
            commission.question, _("Write down what the exploration has to answer.")
        ),
        budget=commission.budget,
        starts_on=commission.starts_on,
        ends_on=commission.ends_on,
        commissioned_by=by,
        commissioned_on=on,
    )
    exploration.full_clean()
    exploration.save(force_insert=True)
    _move(idea, target)
    _record(
        by,
        "explorer.commission_exploration",
        idea,
        {
            "exploration": exploration.pk,
            "explorer": commission.explorer.pk if commission.explorer else None,
            "budget": None if commission.budget is None else str(commission.budget),
            "ends_on": commission.ends_on.isoformat(),
            "question_sha256": sha256_hex(exploration.question),
        },
    )
    return exploration


@journal.in_turn
def withdraw_exploration(*, by: User, on: date, exploration: Exploration, reason: str) -> Idea:
    """Take back a commission: the idea waits for an explorer again, since today."""
    exploration, idea = _open(exploration)
    require(by, "explorer.commission_exploration", idea)
    target = policies.check_step(idea, IdeaStep.WITHDRAW)
    exploration.withdrawn_on = on
    exploration.withdrawal_reason = policies.check_written(
        reason, _("Write down why the exploration is withdrawn.")
    )
    exploration.full_clean()
    exploration.save(update_fields=["withdrawn_on", "withdrawal_reason"])
    _move(idea, target, waiting_since=on)
    _record(
        by,
        "explorer.withdraw_exploration",
        idea,
        {
            "exploration": exploration.pk,
            "reason_sha256": sha256_hex(exploration.withdrawal_reason),
        },
    )
    return idea


@journal.in_turn
def report_findings(
    *, by: User, on: date, exploration: Exploration, findings: str, advice: Advice | str
) -> Exploration:
    """Report what the exploration found, with its advice: go or no-go."""
    exploration, idea = _open(exploration)
    require(by, "explorer.report_findings", exploration)
    target = policies.check_step(idea, IdeaStep.REPORT)
    exploration.findings = policies.check_written(findings, _("Write down what was found."))
    exploration.advice = Advice(advice)
    exploration.reported_by = by
    exploration.reported_on = on
    exploration.full_clean()
    exploration.save(update_fields=["findings", "advice", "reported_by", "reported_on"])
    _move(idea, target)
    _record(
        by,
        "explorer.report_findings",
        idea,
        {
            "exploration": exploration.pk,
            "advice": str(exploration.advice),
            "findings_sha256": sha256_hex(exploration.findings),
        },
    )
    return exploration


@journal.in_turn
def drop_idea(*, by: User, idea: Idea, reason: str, lesson: str) -> Idea:
    """Leave an idea, with the reason and with what others can learn from it."""
    idea = journal.present(idea, "programme")
    require(by, "explorer.drop_idea", idea)
    target = policies.check_step(idea, IdeaStep.DROP)
    idea.drop_reason = policies.check_written(reason, _("Write down why the idea is dropped."))
    idea.lesson = policies.check_written(
        lesson, _("Write down what others can learn from this idea.")
    )
    _move(idea, target)
    _record(
        by,
        "explorer.drop_idea",
        idea,
        {
            "reason_sha256": sha256_hex(idea.drop_reason),
            "lesson_sha256": sha256_hex(idea.lesson),
        },
    )
    return idea


@journal.in_turn
def bring_back_idea(*, by: User, on: date, idea: Idea) -> Idea:
    """Put a dropped idea in the queue again, since today; its reason and lesson stay."""
    idea = journal.present(idea, "programme")
    require(by, "explorer.drop_idea", idea)
    _move(idea, policies.check_step(idea, IdeaStep.BRING_BACK), waiting_since=on)
    _record(by, "explorer.bring_back_idea", idea, {})
    return idea


@journal.in_turn
def start_chain(
    *,
    by: User,
    on: date,
    idea: Idea,
    programme: Programme,
    name: str,
    purpose: str,
    start_point: StartPoint | str,
    links: Sequence[NewLink],
) -> Chain:
    """Start a chain from an idea, under the idea's programme; the idea keeps which one."""
    idea = journal.present(idea, "programme", "initiative")
    policies.check_same_programme(idea, programme)
    target = policies.check_step(idea, IdeaStep.START)
    chain = start_the_chain(
        by=by,
        on=on,
        programme=programme,
        name=name,
        purpose=purpose,
        start_point=start_point,
        links=links,
        initiative=idea.initiative,
        is_example=idea.is_example,
    )
    idea.chain = chain
    _move(idea, target)
    _record(by, "explorer.start_chain", idea, {"chain": chain.pk})
    return chain


def _open(given: Exploration) -> tuple[Exploration, Idea]:
    """A commission as it is now; refuses one that has ended."""
    exploration = journal.present(given, "idea__programme")
    policies.check_open(exploration)
    return exploration, exploration.idea


def _write(idea: Idea, answers: IdeaAnswers) -> None:
    idea.title = " ".join(answers.title.split())
    idea.what = answers.what.strip()
    idea.province = answers.province
    idea.region = " ".join(answers.region.split())
    idea.tonnes_low, idea.tonnes_high = _ends(answers.tonnes_low, answers.tonnes_high)
    idea.value_low, idea.value_high = _ends(answers.value_low, answers.value_high)
    idea.source = answers.source.strip()
    idea.full_clean()
    idea.save()
    idea.sectors.set(answers.sectors)


def _ends(low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Both ends of a range of which one may be given alone."""
    return (high if low is None else low), (low if high is None else high)


def _move(idea: Idea, target: IdeaState, waiting_since: date | None = None) -> None:
    idea.state = target
    idea.waiting_since = waiting_since or idea.waiting_since
    idea.full_clean()
    idea.save(update_fields=["state", "waiting_since", "chain", "drop_reason", "lesson"])


def _record(by: User, action: str, idea: Idea, details: dict[str, Any]) -> None:
    journal.record(by=by, action=action, subject=idea, details={"version": idea.version} | details)
