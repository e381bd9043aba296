from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProgrammeKind(TextChoices):
    """Three ways for a government to take part (report, Rol opdrachtgevende partijen)."""

    OPEN_SUBSIDY = "open_subsidy", _("open, on the basis of subsidy")
    CLIENT = "client", _("client and stakeholder in the chain")
    PUBLIC_INTEREST = "public_interest", _("directed from a specific public interest")


class Phase(TextChoices):
    """The phases of working together in a chain (report, Fasen in de ketensamenwerking)."""

    EXPLORE = "explore", _("explorer phase")
    ASSEMBLE = "assemble", _("assembly phase")
    OPERATE = "operate", _("operation phase")
    CLOSED = "closed", _("closed")


class DirectorRole(TextChoices):
    """The four roles of a chain director (report, Rollen)."""

    ARCHITECT = "architect", _("chain architect")
    BROKER = "broker", _("chain broker")
    MANAGER = "manager", _("chain manager")
    COACH = "coach", _("coach")


class AssetKind(TextChoices):
    """What a client has or decides on (report, Geleerde lessen 3)."""

    LAND = "land", _("land")
    ROAD = "road", _("roads")
    VIADUCT = "viaduct", _("viaducts and bridges")
    BUILDING = "building", _("buildings")
    MANDATE = "mandate", _("mandate and permits")
    PURCHASING = "purchasing", _("purchasing")
    OTHER = "other", _("other")


WORKING_PHASES = (Phase.EXPLORE, Phase.ASSEMBLE, Phase.OPERATE)

DEFAULT_ROLE_WEIGHTS: dict[DirectorRole, dict[Phase, int]] = {
    DirectorRole.ARCHITECT: {Phase.EXPLORE: 4, Phase.ASSEMBLE: 2, Phase.OPERATE: 1},
    DirectorRole.BROKER: {Phase.EXPLORE: 3, Phase.ASSEMBLE: 4, Phase.OPERATE: 1},
    DirectorRole.MANAGER: {Phase.EXPLORE: 1, Phase.ASSEMBLE: 2, Phase.OPERATE: 4},
    DirectorRole.COACH: {Phase.EXPLORE: 2, Phase.ASSEMBLE: 4, Phase.OPERATE: 4},
}
"""Inferred from the report's prose: its figure (Rollen per fase) is not in the text."""
