"""Exporting the register and importing the same file changes nothing, whatever the register."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.domain.register import choices
from schakel.domain.register.actions import apply_import, stage_import, write_initiatives
from schakel.domain.register.imports import complete_initiatives
from schakel.domain.register.models import Initiative
from schakel.domain.register.policies import known_codes
from schakel.domain.register.records import (
    InitiativeRecord,
    RecordRow,
    RegisterFile,
    SourceRecord,
    record_as_json,
    record_from_json,
    records_of,
)
from schakel.lib.text import is_plain, tidy
from schakel.transfer.initiatives import read_register, write_xlsx
from schakel.transfer.xlsx.reading import read_workbook
from schakel.transfer.xlsx.writing import Heading, Table, write_workbook

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SLOW = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
AWKWARD = [
    "=1+1",
    '=HYPERLINK("http://example.org")',
    "+31 30 123",
    "-5 %",
    "@SOM(A1)",
    "'apostrof",
    "_x000D_",
    "_x005F_x000D_",
    "_x0041_x0042_x0043_",
    "<r>a</r>",
    "<r><t>&amp;</t></r>",
    "012",
    "1,5",
    "31-12-2024",
    "ja",
    "#VERW!",
    "één, coöperatie, 's-Hertogenbosch, ĳ",
    "regel één\nregel twee\n\n- derde\tmet tab",
    "a;b; c",
    "\u200bnul breed\u200b",
    "\ufeffbom",
    "😀" * 16_383,
    "é" * 32_767,
    "x" * 32_766 + "_",
]
CHARACTERS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
ANY_TEXT = st.text(st.one_of(CHARACTERS, st.sampled_from("\n\t \u00a0_xX0<>&\"'=+-@")))
LONG = (st.sampled_from(AWKWARD) | ANY_TEXT).map(tidy)


def line(length: int) -> st.SearchStrategy[str]:
    return LONG.map(lambda text: tidy(text[:length]))


def euros(whole: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(0, whole, places=2, allow_nan=False)


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=4).map(tuple)


SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True).filter(
    lambda slug: slug not in ("importeren", "exporteren")
)
SOURCES = st.lists(
    st.builds(
        SourceRecord,
        address=st.from_regex(r"https://example\.org/[a-zé0-9?&=_+-]{0,20}", fullmatch=True),
        consulted_on=st.dates(date(1990, 1, 1), date(2100, 12, 31)),
        title=line(200),
    ),
    max_size=3,
    unique_by=lambda source: source.address,
).map(tuple)


def registers() -> st.SearchStrategy[list[InitiativeRecord]]:
    """Registers of up to four initiatives, over the real reference data."""
    known = known_codes()
    years = st.lists(st.integers(1950, 2100), min_size=2, max_size=2).map(sorted)

    @st.composite
    def records(draw: st.DrawFn) -> InitiativeRecord:
        first, last = draw(years)
        return InitiativeRecord(
            slug=draw(SLUGS),
            name=draw(line(200).filter(bool)),
            commissioner=draw(line(300)),
            stream_in=draw(line(300)),
            product_out=draw(line(300)),
            quantity=draw(line(300)),
            status_note=draw(line(300)),
            place=draw(line(120)),
            **{
                name: draw(LONG)
                for name in [
                    "summary",
                    "director_traits",
                    "need",
                    "goals",
                    "deployment",
                    "funding",
                    "results",
                    "lessons",
                    "parties",
                ]
            },
            hours=draw(st.none() | euros(9_999_999)),
            cost=draw(st.none() | euros(9_999_999_999)),
            waste_codes=draw(some(sorted(known.waste_codes))),
            green_stream=draw(st.sampled_from([None, True, False])),
            values=draw(some(choices.Value.values)),
            director_place=draw(st.sampled_from(["", *choices.DirectorPlace.values])),
            scale=draw(st.sampled_from(["", *choices.Scale.values])),
            place_bound=draw(st.sampled_from(["", *choices.PlaceBound.values])),
            initiator=draw(st.sampled_from(["", *choices.Initiator.values])),
            sectors=draw(some(sorted(known.sectors))),
            province=draw(st.sampled_from(["", *sorted(known.provinces)])),
            first_year=draw(st.sampled_from([None, first])),
            last_year=draw(st.sampled_from([None, last])),
            status=draw(st.sampled_from(["", *choices.Status.values])),
            sources=draw(SOURCES),
        )

    return st.lists(records(), max_size=4, unique_by=lambda record: record.slug)


@SLOW
@given(data=st.data())
def test_an_exported_register_imports_as_it_was(reference: None, data: st.DataObject) -> None:
    records = data.draw(registers())
    Initiative.objects.all().delete()
    given_file = RegisterFile(
        "eerste", "0" * 64, tuple(RecordRow(n, record) for n, record in enumerate(records, 2))
    )
    write_initiatives(by=None, at=AT, file=given_file)
    stored = records_of(complete_initiatives().order_by("slug"))
    assert stored == sorted(records, key=lambda record: record.slug)

    file = read_register("register.xlsx", write_xlsx(stored))

    assert file.faults == ()
    assert [row.record for row in file.rows] == stored
    staged = stage_import(by=None, at=AT, file=file)
    assert (staged.new_count, staged.changed_count) == (0, 0)
    assert staged.unchanged_count == len(records)
    apply_import(by=None, at=AT, staged=staged)
    assert records_of(complete_initiatives().order_by("slug")) == stored
    assert set(Initiative.objects.values_list("version", flat=True)) <= {1}


@SLOW
@given(texts=st.lists(st.sampled_from(AWKWARD) | ANY_TEXT, min_size=1, max_size=30))
def test_every_text_comes_out_of_a_cell_as_it_went_in(texts: list[str]) -> None:
    content = write_workbook([Table("A", [Heading("kop")], [[text] for text in texts])], {})
    rows = read_workbook(content).sheets[0].rows[1:]
    while len(rows) < len(texts):
        rows.append([None])
    assert [row[0] or "" for row in rows] == texts


@settings(deadline=None)
@given(text=st.text())
def test_tidied_text_is_plain_and_stays_so(text: str) -> None:
    assert is_plain(tidy(text))
    assert tidy(tidy(text)) == tidy(text)


def test_a_record_survives_json(reference: None) -> None:
    record = InitiativeRecord(
        slug="a",
        name="A",
        hours=Decimal("0.10"),
        values=("chain_case", "climate"),
        sources=(SourceRecord("https://example.org/", date(2024, 2, 29)),),
    )
    assert record_from_json(record_as_json(record)) == record


@pytest.mark.parametrize("length", [32_768, 40_000])
def test_a_text_that_does_not_fit_is_never_cut_off(length: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        write_workbook([Table("A", [Heading("kop")], [["x" * length]])], {})
