"""Finding, choosing and appointing a chain director."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Criterion(TextChoices):
    """The nine traits and four roles of a director (report, Competentieprofiel and Rollen)."""

    INDEPENDENT = "independent", _("independent")
    VISION = "vision", _("vision")
    CONNECTING = "connecting", _("connecting on content")
    COACHING = "coaching", _("coach (trait)")
    RELATIONS = "relations", _("relationship management")
    PRACTICAL = "practical", _("practical and concrete")
    FINANCIAL = "financial", _("financially grounded")
    NETWORK = "network", _("network")
    PERSEVERING = "persevering", _("perseverance")
    ROLE_ARCHITECT = "role_architect", _("chain architect")
    ROLE_BROKER = "role_broker", _("chain broker")
    ROLE_MANAGER = "role_manager", _("chain manager")
    ROLE_COACH = "role_coach", _("coach (role)")


class Strength(IntegerChoices):
    """How much a chain needs of a trait or role, and how much of it a person showed."""

    NONE = 0, _("not shown")
    OUTLINE = 1, _("in outline")
    SOLID = 2, _("solid")
    STRONG = 3, _("strong")


class InterestKind(TextChoices):
    """What ties a person to an organisation."""

    EMPLOYMENT = "employment", _("employment")
    SHAREHOLDING = "shareholding", _("shareholding")
    CLIENT = "client", _("paid assignment")
    SUPERVISORY = "supervisory", _("supervisory or board role")
    FAMILY = "family", _("family")
    OTHER = "other", _("other tie")


class ConflictGround(TextChoices):
    """How a tie touches a party: directly, or through a group or shares."""

    SAME = "same", _("the party itself")
    GROUP = "group", _("same group")
    HOLDS = "holds", _("holds shares in the party")
    HELD = "held", _("the party holds shares in it")


class HandlingOutcome(TextChoices):
    ACCEPTED = "accepted", _("accepted, with a measure")
    NOT_ACCEPTED = "not_accepted", _("not accepted")


class RateKind(TextChoices):
    HOURLY = "hourly", _("euro an hour")
    FIXED = "fixed", _("fixed amount in euro")


class StandardTask(TextChoices):
    """The tasks of a chain manager (report, Bijlage 2, document 2, Provincie Flevoland)."""

    SECRETARY = "secretary", _("Secretary of the chain initiative")
    QUESTIONS = "questions", _("Bring the questions into view, and describe them")
    BARRIERS = "barriers", _("Describe barriers and opportunities, for scaling up")
    NEW_PARTIES = (
        "new_parties",
        _("Approach new participants in consultation with the participants, to grow and speed up"),
    )
    PLATFORM = "platform", _("Keep contact with the platform manager of the client")
    COMMUNICATION = "communication", _("Think and work along on communication about the initiative")
    REPORTING = "reporting", _("Reporting")


class EndReason(TextChoices):
    COMPLETED = "completed", _("the assignment is completed")
    PERIOD = "period", _("the period is over")
    SUCCESSION = "succession", _("somebody else takes over")
    OWN_REQUEST = "own_request", _("at the director's own request")
    CONFLICT = "conflict", _("a conflict of interest")
    OTHER = "other", _("another reason")


class Payer(TextChoices):
    """Who pays an expert."""

    CLIENT = "client", _("the client")
    DIRECTOR = "director", _("the director, out of the assignment")
    PARTIES = "parties", _("the parties together")
    ONE_PARTY = "one_party", _("one party")
    NOBODY = "nobody", _("nobody: the expert helps for free")
