"""The words of the report about ways of taking part and about the roles of a director."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.programmes.choices import DirectorRole, ProgrammeKind

Text = str | Promise

KINDS: dict[ProgrammeKind, Text] = {
    ProgrammeKind.OPEN_SUBSIDY: _(
        "Every party that meets the criteria can get funding, in the order of the applications. "
        "There is no steering on region or on certain chains."
    ),
    ProgrammeKind.CLIENT: _(
        "The client has an interest in the chain itself, makes means available, and is one of the "
        "parties that initiate and steer."
    ),
    ProgrammeKind.PUBLIC_INTEREST: _(
        "The client has no direct interest in the chain, but steers on a specific public interest "
        "with hours of its people and with means for this chain."
    ),
}

ROLES: dict[DirectorRole, Text] = {
    DirectorRole.ARCHITECT: _(
        "Has the idea for the new chain and sees its possible impact; initiates working together "
        "from the mission and vision behind the chain."
    ),
    DirectorRole.BROKER: _(
        "Gets more and different parties to join, from the demand side and the supply side, public "
        "and private."
    ),
    DirectorRole.MANAGER: _(
        "Drives the collaboration on, works out agreements and sees to it that parties keep them; "
        "explores a shared business model and makes the business case."
    ),
    DirectorRole.COACH: _(
        "Senses what lives under the iceberg, calls after a meeting, reflects, and so builds the "
        "trust in the chain."
    ),
}
