from django.db.models import TextChoices
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _


class CommitmentLevel(TextChoices):
    """The ladder from interested to invested, lowest first (report, lesson 1)."""

    INTERESTED = "interested", _("is interested")
    TALKING = "talking", _("takes part in the talks")
    INTENDING = "intending", _("has declared its commitment")
    SIGNED = "signed", _("has signed")
    INVESTED = "invested", _("invests")

    @property
    def place(self) -> int:
        """How high on the ladder, from 1."""
        return list(CommitmentLevel).index(self) + 1


LEVEL_MEANING: dict[CommitmentLevel, str | LazyText] = {
    CommitmentLevel.INTERESTED: _("Said yes to the invitation. Nothing is promised yet."),
    CommitmentLevel.TALKING: _("Sits at the table and shares what it knows and needs."),
    CommitmentLevel.INTENDING: _("Told the others what it is going to do, not yet on paper."),
    CommitmentLevel.SIGNED: _("Everyone who signs for the party has signed the letter."),
    CommitmentLevel.INVESTED: _("Puts in hours, money or material: what was promised gets done."),
}


class CommitmentEventKind(TextChoices):
    """What can happen to a promise after the letter was signed."""

    PROGRESS = "progress", _("progress noted")
    FULFILLED = "fulfilled", _("fulfilled")
    BROKEN = "broken", _("broken")
    REOPENED = "reopened", _("opened again")
    PROPOSED = "proposed", _("new terms proposed")
    ACCEPTED = "accepted", _("new terms accepted")
    DECLINED = "declined", _("new terms declined")
    WITHDRAWN = "withdrawn", _("proposal withdrawn")


DELIVERIES = (CommitmentEventKind.PROGRESS, CommitmentEventKind.FULFILLED)
VERDICTS = (
    CommitmentEventKind.FULFILLED,
    CommitmentEventKind.BROKEN,
    CommitmentEventKind.REOPENED,
)
SETTLED = (CommitmentEventKind.FULFILLED, CommitmentEventKind.BROKEN)
ANSWERS = (
    CommitmentEventKind.ACCEPTED,
    CommitmentEventKind.DECLINED,
    CommitmentEventKind.WITHDRAWN,
)


class Side(TextChoices):
    """For whom somebody speaks about a promise: the chain, or the party that made it."""

    DIRECTOR = "director", _("chain director")
    PARTY = "party", _("party")


class Standing(TextChoices):
    """How a promise stands on a day, by the terms that hold then."""

    OPEN = "open", _("open")
    DUE = "due", _("due soon")
    LATE = "late", _("late")
    FULFILLED = "fulfilled", _("kept")
    BROKEN = "broken", _("not kept")
