"""What the state of a value or of the dot on the horizon allows now."""

from django.utils.translation import gettext as _

from schakel.domain.chains.choices import Answer, StatementKind
from schakel.domain.chains.models import Chain, Statement
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.lib.errors import Refused


def check_open_to_change(chain: Chain) -> None:
    check_not_closed(chain)


def check_first_dot(chain: Chain) -> None:
    """A chain has one dot on the horizon: who comes second changes the one that is there."""
    if chain.statements.filter(kind=StatementKind.DOT).exists():
        raise Refused(
            _(
                "Somebody wrote the dot on the horizon in the meantime. Compare both texts, then "
                "save again."
            )
        )


def check_present(statement: Statement) -> None:
    check_not_closed(statement.chain)
    if statement.removed_at:
        raise Refused(_("This value was removed. Put it back first."))


def check_version(statement: Statement, version: int) -> None:
    """Refuse an edit that began from a version somebody has replaced since."""
    if statement.current != version:
        raise Refused(
            _(
                "Somebody changed this text while you were typing. Compare your text with the "
                "present one, then save again."
            )
        )


def check_read(statement: Statement, version: int) -> None:
    """An answer holds for the text that was read, so refuse one to an earlier text."""
    if statement.current != version:
        raise Refused(_("The text was changed while you read it. Read the new text, then answer."))


def check_says_why(answer: str, remark: str) -> None:
    if answer != Answer.AGREE and not remark.strip():
        raise Refused(_("Say why: without it nobody can do something with the answer."))


def check_may_be_removed(statement: Statement) -> None:
    check_not_closed(statement.chain)
    if statement.is_dot:
        raise Refused(_("The dot on the horizon is not removed. Change its text instead."))
