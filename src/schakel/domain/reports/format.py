"""The format of the accountability report, word for word, as data.

Source: report, Bijlage 2, document 3 (Provincie Flevoland, Format verantwoording). A report is
always in Dutch, so its own words stand here and are not translated.
"""

from dataclasses import dataclass

from schakel.domain.chains.choices import LogHeading, LogTopic

TITLE = "Verantwoording keteninitiatief"
NAME = "Naam Keteninitiatief"
PARTICIPANTS = "Deelnemers keteninitiatief"
DIRECTOR = "Naam ketenmanager"
NOTHING = "Over dit onderdeel is in deze periode niets vastgelegd."
NOTHING_ABOUT = "In deze periode is niets vastgelegd over:"


@dataclass(frozen=True)
class Heading:
    """A heading; `points` are what it asks to go into, each with its topic of the logbook."""

    title: str
    guidance: str
    points: tuple[tuple[LogTopic, str], ...]


HEADINGS: dict[LogHeading, Heading] = {
    LogHeading.REVIEW: Heading(
        "Terugblik afgelopen periode (periode {start} – {end})", "", ((LogTopic.REVIEW, ""),)
    ),
    LogHeading.CASE: Heading(
        "Businesscase ontwikkeling",
        "Voor dit onderdeel wordt gevraagd de verschillende onderdelen van het businessmodel "
        "canvas te gebruiken. Ook wordt gevraagd in te gaan op: de kansen (haalbaarheid) – wat "
        "zijn knelpunten – ontwikkeling draagvlak en draagkracht bij deelnemers – zicht op "
        "verwerking/bedrijvigheid in de regio – zicht op organisatievorm – schaalbaarheid",
        (
            (LogTopic.CASE_FEASIBILITY, "De kansen (haalbaarheid)"),
            (LogTopic.CASE_OBSTACLES, "Wat zijn knelpunten"),
            (LogTopic.CASE_SUPPORT, "Ontwikkeling draagvlak en draagkracht bij deelnemers"),
            (LogTopic.CASE_REGION, "Zicht op verwerking/bedrijvigheid in de regio"),
            (LogTopic.CASE_ORGANISATION, "Zicht op organisatievorm"),
            (LogTopic.CASE_SCALE, "Schaalbaarheid"),
        ),
    ),
    LogHeading.FINANCE: Heading(
        "Vraagstukken financiën",
        "Schets vervolg financiering van de keten – eigen middelen / op eigen benen, fondsen "
        "voor schaling, fondsen voor kennisontwikkeling, subsidies",
        (
            (LogTopic.FINANCE_OWN_MEANS, "Eigen middelen / op eigen benen"),
            (LogTopic.FINANCE_SCALING, "Fondsen voor schaling"),
            (LogTopic.FINANCE_KNOWLEDGE, "Fondsen voor kennisontwikkeling"),
            (LogTopic.FINANCE_SUBSIDY, "Subsidies"),
        ),
    ),
    LogHeading.STREAMS: Heading(
        "Effect op grondstofstromen",
        "Ingaan op: welke stromen – hoe groot is de stroom (volume, kg/tonnen) – potentiële "
        "verwerkingsvolumes (in – uit) – niche of massa",
        (
            (LogTopic.STREAM_WHICH, "Welke stromen"),
            (LogTopic.STREAM_SIZE, "Hoe groot is de stroom (volume, kg/tonnen)"),
            (LogTopic.STREAM_PROCESSING, "Potentiële verwerkingsvolumes (in – uit)"),
            (LogTopic.STREAM_NICHE_OR_MASS, "Niche of massa"),
        ),
    ),
    LogHeading.PARTNERS: Heading(
        "Samenwerking ketenpartners",
        "Ingaan op: betrokkenheid ketenpartners – uitbreiding ketenpartners – contacten platform",
        (
            (LogTopic.PARTNERS_INVOLVEMENT, "Betrokkenheid ketenpartners"),
            (LogTopic.PARTNERS_EXPANSION, "Uitbreiding ketenpartners"),
            (LogTopic.PARTNERS_PLATFORM, "Contacten platform"),
        ),
    ),
    LogHeading.RULES: Heading(
        "Vraagstukken wet- en regelgeving (incl. ruimtelijk beleid)",
        "Ingaan op: vergunningensituatie nu en in de toekomst. Wanneer er belemmeringen zijn, "
        "worden ze in beeld gebracht aan de hand van vijf vragen.",
        ((LogTopic.RULES_PERMITS, "Vergunningensituatie nu en in de toekomst"),),
    ),
    LogHeading.RESULTS: Heading(
        "Resultaten/successen",
        "Ingaan op: tussenproducten – mijlpalen – successen",
        (
            (LogTopic.RESULT_INTERMEDIATE, "Tussenproducten"),
            (LogTopic.RESULT_MILESTONE, "Mijlpalen"),
            (LogTopic.RESULT_SUCCESS, "Successen"),
        ),
    ),
    LogHeading.OPPORTUNITIES: Heading("Kansen", "", ((LogTopic.OPPORTUNITY, ""),)),
    LogHeading.BOTTLENECKS: Heading("Knelpunten", "", ((LogTopic.BOTTLENECK, ""),)),
    LogHeading.LESSONS: Heading("Overige leerervaringen", "", ((LogTopic.LESSON, ""),)),
    LogHeading.OUTLOOK: Heading("Vooruitblik/nodig komende maanden", "", ((LogTopic.OUTLOOK, ""),)),
}

BARRIER_QUESTIONS: dict[str, str] = {
    "activities": "Wat voor een soort/type bedrijfsactiviteiten zijn hierbij aan de orde?",
    "problem": "Wat is concreet uw probleem met belemmerende wetgeving en/of beleid?",
    "consequences": "Wat zijn de consequenties van het probleem?",
    "tried": "Wat heeft u al gedaan om het probleem op te lossen?",
    "solutions": "Welke mogelijke oplossingen ziet u verder nog?",
}
