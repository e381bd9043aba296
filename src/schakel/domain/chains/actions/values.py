"""The values of a chain and its dot on the horizon, and what each party says of them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import Answer, StatementKind
from schakel.domain.chains.models import Chain, Stance, Statement, StatementVersion
from schakel.domain.chains.policies import values as policies
from schakel.domain.chains.queries.letters import own_participation
from schakel.domain.journal import actions as journal
from schakel.lib.hashing import sha256_of


@dataclass(frozen=True)
class StatementText:
    """What is stated; the target is optional, and in the unit that stands beside it."""

    title: str
    text: str
    indicator: str = ""
    target: Decimal | None = None
    unit: str = ""


@journal.in_turn
def state(
    *, by: User, at: datetime, chain: Chain, kind: StatementKind | str, text: StatementText
) -> Statement:
    """Write down a value or the dot on the horizon. The same value twice is written once."""
    require(by, "chains.write_values", chain)
    chain = journal.present(chain)
    policies.check_open_to_change(chain)
    if same := _same(chain, kind, text):
        return same
    if kind == StatementKind.DOT:
        policies.check_first_dot(chain)
    statement = Statement(chain=chain, kind=kind)
    statement.full_clean()
    statement.save(force_insert=True)
    _write(by, at, statement, text, "chains.state_value")
    return statement


@journal.in_turn
def change_statement(
    *, by: User, at: datetime, statement: Statement, version: int, text: StatementText
) -> Statement:
    """Give it a new text, if `version` is the one the person started from.

    Every party is asked again. A text that stays the same asks nobody anything.
    """
    current = journal.present(statement, "chain")
    require(by, "chains.write_values", current.chain)
    policies.check_present(current)
    policies.check_version(current, version)
    if _text_of(current) == text:
        return current
    current.current += 1
    current.save(update_fields=["current"])
    _write(by, at, current, text, "chains.change_value")
    return current


@journal.in_turn
def remove_statement(*, by: User, at: datetime, statement: Statement) -> Statement:
    """Take a value away; its texts and answers are kept, so that this can be undone."""
    current = journal.present(statement, "chain")
    require(by, "chains.write_values", current.chain)
    policies.check_may_be_removed(current)
    if current.removed_at:
        return current
    return _mark(by, current, at, "chains.remove_value")


@journal.in_turn
def restore_statement(*, by: User, statement: Statement) -> Statement:
    """Put a removed value back, with the answers it had."""
    current = journal.present(statement, "chain")
    require(by, "chains.write_values", current.chain)
    policies.check_open_to_change(current.chain)
    if current.removed_at is None:
        return current
    return _mark(by, current, None, "chains.restore_value")


@journal.in_turn
def give_stance(
    *,
    by: User,
    at: datetime,
    statement: Statement,
    version: int,
    answer: Answer | str,
    remark: str = "",
) -> Stance:
    """Say for the own party what it thinks of the text it read; the newest answer counts."""
    current = journal.present(statement, "chain")
    require(by, "chains.give_stance", current.chain)
    policies.check_present(current)
    policies.check_read(current, version)
    policies.check_says_why(answer, remark)
    own = own_participation(by, current.chain)
    assert own, "the permission asks that the party takes part"
    text = StatementVersion.objects.get(statement=current, number=version)
    last = text.stances.filter(participation=own).last()
    remark = remark.strip()
    if last and (last.answer, last.remark) == (answer, remark):
        return last
    stance = Stance(
        version=text, participation=own, answer=answer, remark=remark, given_by=by, given_at=at
    )
    stance.full_clean()
    stance.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.give_stance",
        subject=stance,
        details={
            "chain": current.chain_id,
            "statement": current.pk,
            "version": version,
            "participation": own.pk,
            "answer": str(answer),
            "remark_sha256": sha256_of(remark),
        },
    )
    return stance


def _same(chain: Chain, kind: str, text: StatementText) -> Statement | None:
    found = StatementVersion.objects.filter(
        statement__chain=chain,
        statement__kind=kind,
        statement__removed_at=None,
        number=F("statement__current"),
        **asdict(text),
    ).select_related("statement")
    version = found.first()
    return version.statement if version else None


def _text_of(statement: Statement) -> StatementText:
    version = statement.versions.get(number=statement.current)
    return StatementText(
        version.title, version.text, version.indicator, version.target, version.unit
    )


def _write(
    by: User, at: datetime, statement: Statement, text: StatementText, action: str
) -> StatementVersion:
    version = StatementVersion(
        statement=statement,
        number=statement.current,
        written_by=by,
        written_at=at,
        **asdict(text),
    )
    version.full_clean()
    version.save(force_insert=True)
    journal.record(
        by=by,
        action=action,
        subject=statement,
        details={
            "chain": statement.chain_id,
            "kind": str(statement.kind),
            "version": version.number,
            "text_sha256": sha256_of([text.title, text.text, text.indicator, text.unit]),
        },
    )
    return version


def _mark(by: User, statement: Statement, moment: datetime | None, action: str) -> Statement:
    statement.removed_at = moment
    statement.save(update_fields=["removed_at"])
    journal.record(by=by, action=action, subject=statement, details={"chain": statement.chain_id})
    return statement
