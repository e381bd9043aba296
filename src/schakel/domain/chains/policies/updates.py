"""What the state of the chain allows with an update to the platform manager."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from schakel.domain.chains.choices import LogHeading
from schakel.domain.chains.models import Chain, UpdateDraft
from schakel.lib.errors import Refused

LONGEST_SECTION = 60_000


def check_period(chain: Chain, starts_on: date, ends_on: date, on: date) -> None:
    """Refuse a period that ends before it begins, or tells of days to come."""
    if ends_on < starts_on:
        raise Refused(_("The last day lies before the first. Correct one of them."))
    if ends_on > on:
        raise Refused(_("The last day is still to come. Enter today or an earlier day."))
    if ends_on < chain.started_on:
        raise Refused(_("The chain had not started yet. Choose a later period."))


def check_sections(sections: Mapping[str, str]) -> None:
    """Refuse headings that are not of the report, and text without an end."""
    if not set(sections) <= set(LogHeading.values):
        raise Refused(_("There is no such heading in the accountability report."))
    if any(len(text) > LONGEST_SECTION for text in sections.values()):
        raise Refused(
            _("At most %(most)s characters go under one heading. Make the text shorter.")
            % {"most": LONGEST_SECTION}
        )


def check_can_be_sent(draft: UpdateDraft) -> None:
    """Refuse an update that tells nothing, and one that nobody would receive."""
    if not any(text.strip() for text in draft.sections.values()):
        raise Refused(_("The update tells nothing yet. Write under at least one heading."))
    if not draft.chain.programme.managers.filter(is_active=True).exists():
        raise Refused(
            _("The programme has no manager to receive the update. Ask the client to name one.")
        )
