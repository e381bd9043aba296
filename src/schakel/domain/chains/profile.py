"""The profile of a chain director in the words of the report, and what a chain needs of it.

Source: report, chapters *Rollen*, *Competentieprofiel*, *Geleerde lessen* and *Tijdsinvestering*.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices import Criterion, Level, Strength
from schakel.domain.programmes.choices import DirectorRole
from schakel.engine.assess import role_needs

Text = str | Promise

ROLES: dict[Criterion, DirectorRole] = {
    Criterion.ROLE_ARCHITECT: DirectorRole.ARCHITECT,
    Criterion.ROLE_BROKER: DirectorRole.BROKER,
    Criterion.ROLE_MANAGER: DirectorRole.MANAGER,
    Criterion.ROLE_COACH: DirectorRole.COACH,
}
TRAITS = tuple(one for one in Criterion if one not in ROLES)

MEANINGS: dict[Criterion, Text] = {
    Criterion.INDEPENDENT: _("Stands above the parties, without an own interest in the outcome."),
    Criterion.VISION: _("Sees the new chain before it is there, in the short and in the long run."),
    Criterion.CONNECTING: _(
        "Has a clear idea of circular chains and knows the sector in general, without being the "
        "expert: the parties are."
    ),
    Criterion.COACHING: _("Wins trust, and can talk about what lies under the iceberg."),
    Criterion.RELATIONS: _("Holds parties to the commitment they gave, and asks for more of it."),
    Criterion.PRACTICAL: _("Connects around concrete actions, not around generalities."),
    Criterion.FINANCIAL: _(
        "Can make the sums of the business case meet; part of it can go out to somebody else."
    ),
    Criterion.NETWORK: _(
        "Knows the network of enterprises, governments, citizens and science, and can call on it."
    ),
    Criterion.PERSEVERING: _("Goes on where it takes long and hurdles come up."),
    Criterion.ROLE_ARCHITECT: _("Has the idea of the chain and its impact, and starts it off."),
    Criterion.ROLE_BROKER: _("Brings in parties, of supply and demand, public and private."),
    Criterion.ROLE_MANAGER: _("Sees that agreements are made, worked out and kept."),
    Criterion.ROLE_COACH: _("Senses what is not said, talks it over, and keeps up the trust."),
}

NEUTRAL = _("The report weighs the traits alike.")


@dataclass(frozen=True)
class Need:
    """How much of a trait or role, and why."""

    criterion: Criterion
    strength: Strength
    reason: Text


def default_need(
    criterion: Criterion, levels: Mapping[str, str], roles: Mapping[DirectorRole, int]
) -> Need:
    """What the report, the complexity and the phase lead to, before the client says otherwise.

    `levels` are the indicators of complexity, empty as long as it was not assessed; `roles` the
    weights of the four roles in the present phase.
    """
    if criterion in ROLES:
        strength = role_needs({str(role): weight for role, weight in roles.items()})[
            ROLES[criterion]
        ]
        return Need(
            criterion, Strength(strength), _("By the weights of the programme in this phase.")
        )
    strength, reason = _trait(criterion, levels)
    return Need(criterion, strength, reason)


def _trait(criterion: Criterion, levels: Mapping[str, str]) -> tuple[Strength, Text]:
    if criterion == Criterion.INDEPENDENT:
        return Strength.STRONG, _("In every role the director is independent, and stays so.")
    if criterion == Criterion.FINANCIAL:
        return Strength.OUTLINE, _("The sums can partly go out to somebody else.")
    if criterion == Criterion.NETWORK and levels.get("crossing_sectors") == Level.HIGH:
        return Strength.STRONG, _(
            "The chain crosses sectors that do not know each other: a network in all of them."
        )
    if criterion == Criterion.PERSEVERING and levels.get("regulation") == Level.HIGH:
        return Strength.STRONG, _("Questions of law and regulation take a lot of time.")
    return Strength.SOLID, NEUTRAL
