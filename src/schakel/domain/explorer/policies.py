"""What the state of an idea allows now."""

from datetime import date

from django.utils.translation import gettext as _

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.explorer.choices import STEPS, IdeaState, IdeaStep
from schakel.domain.explorer.models import Exploration, Idea
from schakel.domain.programmes.models import Programme
from schakel.lib.errors import Refused


def check_step(idea: Idea, step: IdeaStep) -> IdeaState:
    """Where the step leads; refuses one that cannot be made from the idea's state."""
    sources, target = STEPS[step]
    if idea.state not in sources:
        raise Refused(
            _("This idea %(state)s. Look at it again: this step cannot be made now.")
            % {"state": idea.get_state_display()}
        )
    return target


def check_may_be_changed(idea: Idea, *, by_manager: bool) -> None:
    """Refuse to change what is settled; who reported it changes it while it waits."""
    if idea.state in {IdeaState.STARTED, IdeaState.DROPPED}:
        raise Refused(_("This idea is settled. Bring it back first to change it."))
    if idea.state != IdeaState.WAITING and not by_manager:
        raise Refused(_("This idea is being explored. The programme manager can still change it."))


def check_version(idea: Idea, version: int) -> None:
    """Refuse an edit that began from a version somebody has changed since."""
    if idea.version != version:
        raise Refused(
            _(
                "Somebody changed this idea while you were typing. Compare your text with the "
                "present one, then save again."
            )
        )


def check_may_explore(explorer: User | None) -> None:
    if explorer and (explorer.kind != UserKind.DIRECTOR or not explorer.is_active):
        raise Refused(_("Choose a person whose account is of the kind chain director."))


def check_period(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused(_("The last day lies before the first day."))


def check_written(text: str, sentence: str) -> str:
    """The text without white space around it; refuses an empty one with this sentence."""
    if not text.strip():
        raise Refused(sentence)
    return text.strip()


def check_same_programme(idea: Idea, programme: Programme) -> None:
    """Refuse a chain under another programme than that of the client who had it explored."""
    if idea.programme_id != programme.pk:
        raise Refused(_("This idea belongs to the programme %(name)s.") % {"name": idea.programme})


def check_open(exploration: Exploration) -> None:
    """Refuse a commission that was answered or withdrawn already."""
    if exploration.reported_on or exploration.withdrawn_on:
        raise Refused(_("This exploration has ended. Look at the idea again."))
