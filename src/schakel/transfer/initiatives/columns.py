"""Which columns the register's workbook has, and what stands in them.

Headings and words in the cells are the report's own, in Dutch whatever the language of the reader,
so that a file made by one person can be imported by another.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from schakel.domain.reference.models import Province, Sector, WasteCode
from schakel.domain.register.choices import (
    DirectorPlace,
    Initiator,
    PlaceBound,
    Scale,
    Status,
    Value,
)
from schakel.transfer.cells import (
    SEPARATOR,
    BadCell,
    Labels,
    WasteCodes,
    read_date,
    read_decimal,
    read_year,
    read_yes_no,
    write_yes_no,
)
from schakel.transfer.tables import Column

INITIATIVES, SOURCES, GUIDE = "Initiatieven", "Bronnen", "Toelichting"

VALUES = Labels(
    {
        Value.CLIMATE: "tegengaan van klimaatverandering",
        Value.LIVING_ENVIRONMENT: "kwaliteit van de leefomgeving",
        Value.SECURITY_OF_SUPPLY: "leveringszekerheid",
        Value.BIODIVERSITY: "biodiversiteit",
        Value.COMPANY_CASES: "businesscase van de bedrijven",
        Value.CHAIN_CASE: "financiële waarde van de keten als geheel",
    }
)
DIRECTOR_PLACES = Labels(
    {
        DirectorPlace.ADVICE: "adviesfunctie",
        DirectorPlace.BUSINESS_MODEL: "onderdeel van het businessmodel",
        DirectorPlace.INITIATOR: "initiator die uit de uitvoering stapt",
        DirectorPlace.INITIATOR_SPIN_OFF: "initiator die uitstapt via een spin-off",
        DirectorPlace.INITIATOR_SHARES: "initiator die aandelen houdt",
    }
)
SCALES = Labels(
    {
        Scale.NEIGHBOURHOOD: "wijk",
        Scale.CITY: "stad",
        Scale.REGION: "regio",
        Scale.NATIONAL: "landelijk",
        Scale.INTERNATIONAL: "internationaal",
    }
)
PLACE_BOUNDS = Labels(
    {PlaceBound.BOUND: "locatiegebonden", PlaceBound.NOT_BOUND: "niet locatiegebonden"}
)
INITIATORS = Labels(
    {
        Initiator.PUBLIC: "publiek",
        Initiator.PRIVATE: "privaat",
        Initiator.PUBLIC_PRIVATE: "publiek en privaat",
    }
)
STATUSES = Labels(
    {
        Status.EXPLORATION: "verkenning",
        Status.AGREED: "ketenakkoord getekend",
        Status.SUBSIDISED: "subsidie toegekend",
        Status.PILOT: "pilot",
        Status.OPERATIONAL: "operationeel",
        Status.STOPPED: "gestopt",
    }
)
LONG, MULTIPLE = 48, "Meer dan één: met een puntkomma ertussen."


@dataclass(frozen=True)
class Layout:
    """The columns of both sheets, with the reference words as they are in the database now."""

    initiatives: tuple[Column, ...]
    sources: tuple[Column, ...]


def layout() -> Layout:
    """Build the columns; three queries for the words of the reference data."""
    return Layout(initiatives=(*_told(), *_facets()), sources=_source_columns())


def _told() -> list[Column]:
    """The report's own questions (step 1, Bijlage 1)."""
    decimals = "Een getal, met ten hoogste twee decimalen."
    return [
        Column("slug", "Kenmerk", KEY_NOTE, width=28, keep_typed=True),
        Column("name", "Initiatief", "De naam. Verplicht.", width=32),
        Column("summary", "Wat het is", "In enkele zinnen.", width=LONG),
        Column("commissioner", "Opdrachtgever", "Wie de ketenregisseur inschakelt."),
        Column(
            "director_traits",
            "Kenmerken van de ketenregisseur",
            "Wat de ketenregisseur kenmerkt.",
            width=LONG,
        ),
        Column("need", "Behoefte", "Waarom er een ketenregisseur nodig is.", width=LONG),
        Column("goals", "Doelen", "Waarvoor de ketenregisseur wordt ingezet.", width=LONG),
        Column("deployment", "Inzet van de ketenregisseur", "Hoe, in woorden.", width=LONG),
        Column("hours", "Uren van de ketenregisseur", decimals, read=read_decimal, width=14),
        Column(
            "cost", "Kosten van de ketenregisseur (euro)", decimals, read=read_decimal, width=16
        ),
        Column("funding", "Financiering", "Wie het betaalt.", width=LONG),
        Column("results", "Resultaten", "Wat is bereikt.", width=LONG),
        Column("lessons", "Lessen", "Wat is geleerd.", width=LONG),
        Column("stream_in", "Reststroom of materiaal", "Waar het mee begint."),
        Column("product_out", "Product of toepassing", "Wat ervan wordt gemaakt."),
        Column(
            "quantity",
            "Hoeveelheid zoals vermeld",
            "In woorden, zoals de bron het zegt.",
            keep_typed=True,
        ),
        Column("parties", "Genoemde partijen", "Organisaties, geen personen.", width=LONG),
    ]


def _facets() -> list[Column]:
    """The report's main lines, and what goes with them."""
    sectors = Labels(dict(Sector.objects.values_list("code", "name_nl")))
    provinces = Labels(dict(Province.objects.values_list("code", "name")))
    waste = WasteCodes(dict(WasteCode.objects.values_list("code", "hazardous")))
    year = "Een jaartal van vier cijfers."
    return [
        Column(
            "waste_codes",
            "Afvalcodes (Eural)",
            f"Zoals 20 03 07. {MULTIPLE}",
            read=waste.read,
            write=waste.write,
            keep_typed=True,
        ),
        Column(
            "green_stream",
            "Groene reststroom",
            "ja, nee of leeg.",
            read=read_yes_no,
            write=write_yes_no,
            width=12,
            offers=("ja", "nee"),
        ),
        Column(
            "values",
            "Waardemodel",
            f"{MULTIPLE} Keuze uit: {SEPARATOR.join(VALUES.words.values())}.",
            read=VALUES.read_many,
            write=VALUES.write_many,
            width=LONG,
        ),
        _choice("director_place", "Rol in het businessmodel", DIRECTOR_PLACES),
        _choice("scale", "Schaal", SCALES),
        _choice("place_bound", "Locatiegebonden", PLACE_BOUNDS),
        _choice("initiator", "Publiek of privaat initiatief", INITIATORS),
        Column(
            "sectors",
            "Sectoren",
            f"{MULTIPLE} Keuze uit: {SEPARATOR.join(sectors.words.values())}.",
            read=sectors.read_many,
            write=sectors.write_many,
            width=32,
        ),
        _choice("province", "Provincie", provinces),
        Column("place", "Plaats", "Gemeente of plaats."),
        Column("first_year", "Vanaf jaar", year, read=read_year, width=10),
        Column("last_year", "Tot en met jaar", year, read=read_year, width=10),
        _choice("status", "Status", STATUSES),
        Column("status_note", "Status zoals vermeld", "Zoals de bron het zegt."),
    ]


KEY_NOTE = (
    "Verplicht, en voor elk initiatief anders: kleine letters, cijfers en streepjes. Een kenmerk "
    "dat al in het register staat wijzigt dat initiatief; een ander kenmerk voegt er een toe."
)


def _choice(field: str, text: str, labels: Labels) -> Column:
    words = tuple(labels.words.values())
    note = f"Leeg of een van: {SEPARATOR.join(words)}."
    return Column(field, text, note, read=labels.read, write=labels.write, offers=words)


def _source_columns() -> tuple[Column, ...]:
    return (
        Column("slug", "Kenmerk", "Het kenmerk van het initiatief.", width=28, keep_typed=True),
        Column("address", "Adres", "Volledig, met https://.", width=LONG),
        Column("title", "Titel", "Mag leeg blijven.", width=32),
        Column(
            "consulted_on",
            "Geraadpleegd op",
            "Een datum, of tekst als 31-12-2024.",
            read=_required_date,
            width=16,
        ),
    )


def _required_date(value: object) -> date:
    found = read_date(value)
    if found is None:
        raise BadCell(_("Fill in a date, as in 31-12-2024."))
    return found
