"""The six indicators of complexity in the words of the report (chapter Tijdsinvestering)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.choices import Level

Text = str | Promise


@dataclass(frozen=True)
class Indicator:
    """What is asked, why it takes time, and what low, medium and high mean."""

    key: str
    label: Text
    why: Text
    levels: dict[Level, Text]


INDICATORS = (
    Indicator(
        "players",
        _("Number of players"),
        _("The smaller the number of players involved, the less time is needed."),
        {
            Level.LOW: _("Few players"),
            Level.MEDIUM: _("Several players"),
            Level.HIGH: _("Many players"),
        },
    ),
    Indicator(
        "technology",
        _("Technical complexity"),
        _(
            "Partners want to understand a complex technique well, and the risks that come with "
            "it. That takes time."
        ),
        {
            Level.LOW: _("Not very complex, such as felled city trees that go to a sawmill"),
            Level.MEDIUM: _("Known technique, new to some of the partners"),
            Level.HIGH: _("Complex, such as chemical recycling of cotton"),
        },
    ),
    Indicator(
        "scale",
        _("Scale"),
        _("The scale of a city or region takes less time than a national or international chain."),
        {
            Level.LOW: _("A city or region"),
            Level.MEDIUM: _("National"),
            Level.HIGH: _("International"),
        },
    ),
    Indicator(
        "crossing_sectors",
        _("Crossing sectors"),
        _("Sectors that do not know each other need more time to work together."),
        {
            Level.LOW: _("Within one sector, such as wood from the city"),
            Level.MEDIUM: _("Two sectors that know each other"),
            Level.HIGH: _("Sectors that do not know each other"),
        },
    ),
    Indicator(
        "confidentiality",
        _("Confidentiality"),
        _("Patents and other intellectual property take time: agreements about confidentiality."),
        {
            Level.LOW: _("No patents or other intellectual property"),
            Level.MEDIUM: _("Some confidential knowledge, agreements are simple"),
            Level.HIGH: _("Patents or licences that have to be agreed on"),
        },
    ),
    Indicator(
        "regulation",
        _("Law and regulation"),
        _(
            "Finding out what the law on waste allows, and getting the room for it, takes time. "
            "A lot of time."
        ),
        {
            Level.LOW: _("No questions of law"),
            Level.MEDIUM: _("Permits have to be looked into"),
            Level.HIGH: _("End-of-waste status or room to experiment is needed"),
        },
    ),
)
