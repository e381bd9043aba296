"""The words of every move between phases: what it is called, and what its form asks."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.phases import Move, Transition

Text = str | Promise


@dataclass(frozen=True)
class MoveWords:
    """`title` and `done` name the phase that the move leads to as %(phase)s, or do not."""

    title: Text
    lead: Text
    reasons: Text
    reasons_help: Text
    conditions: Text
    conditions_help: Text
    submit: Text
    confirm: Text
    done: Text


MOVES: dict[Move, MoveWords] = {
    Move.FORWARD: MoveWords(
        title=_("Go or no-go"),
        lead=_("From %(source)s to %(phase)s."),
        reasons=_("Reasons"),
        reasons_help=_("Why this decision, so that someone who was not there understands it."),
        conditions=_("Conditions for what follows"),
        conditions_help=_("What has to be done, by whom and by when."),
        submit=_("Record the decision"),
        confirm=_("Record this decision? It cannot be changed afterwards."),
        done=_("Go: the chain is now in the %(phase)s."),
    ),
    Move.BACK: MoveWords(
        title=_("Back to the %(phase)s"),
        lead=_(
            "Going back is no defeat: what is missing is built first. What was agreed and signed "
            "stays."
        ),
        reasons=_("Why the chain goes back"),
        reasons_help=_("What turned out to be missing, or what changed."),
        conditions=_("What has to be there before the next go"),
        conditions_help=_("What has to be done, by whom and by when."),
        submit=_("Go back a phase"),
        confirm=_("Let the chain go back a phase? The decision stays on record."),
        done=_("The chain went back to the %(phase)s."),
    ),
    Move.STOP: MoveWords(
        title=_("Stop the chain"),
        lead=_(
            "The chain is closed. Everything stays readable, nothing can be changed any more, and "
            "the programme manager can reopen it later."
        ),
        reasons=_("Why the chain stops"),
        reasons_help=_("What made going on make no sense, so that someone else understands it."),
        conditions=_("What could bring it back"),
        conditions_help=_("What would have to change to reopen the chain."),
        submit=_("Stop the chain"),
        confirm=_("Stop this chain? After this it can only be read, until it is reopened."),
        done=_("The chain has stopped. Its reason and its lesson are kept."),
    ),
    Move.REOPEN: MoveWords(
        title=_("Reopen in the %(phase)s"),
        lead=_("The chain goes on in the phase in which it was closed, with everything as it was."),
        reasons=_("Why the chain is reopened"),
        reasons_help=_("What changed since it was closed."),
        conditions=_("What has to be done first"),
        conditions_help=_("What has to be done, by whom and by when."),
        submit=_("Reopen the chain"),
        confirm=_("Reopen this chain? The decision stays on record."),
        done=_("The chain has been reopened in the %(phase)s."),
    ),
}


@dataclass(frozen=True)
class Step:
    """A move with its words."""

    move: Transition

    @property
    def words(self) -> MoveWords:
        return MOVES[self.move.move]

    @property
    def title(self) -> str:
        return str(self.words.title) % self._phases

    @property
    def lead(self) -> str:
        return str(self.words.lead) % self._phases

    @property
    def done(self) -> str:
        return str(self.words.done) % self._phases

    @property
    def _phases(self) -> dict[str, str]:
        return {"source": str(self.move.source.label), "phase": str(self.move.target.label)}
