"""Reference data: what is shipped equals the sources, loading twice writes once, codes found."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q

from schakel.domain.journal.models import Entry
from schakel.domain.reference import queries
from schakel.domain.reference.actions import load_reference
from schakel.domain.reference.models import Municipality, Province, Sector, WasteChapter, WasteCode
from schakel.domain.reference.tables import fields_by_code

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def shared_rows(name: str) -> list[dict[str, str]]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not at hand to compare with")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def law() -> dict[str, dict[str, str]]:
    rows = shared_rows("ewc/ewc_en_nl_merged.csv")
    return {row["code"]: row for row in rows if row["code"] != "000000"}


def test_waste_codes_are_those_of_the_law() -> None:
    entry_types = {
        "Absolute hazardous": "absolute_hazardous",
        "Absolute non-hazardous": "absolute_non_hazardous",
        "Mirror hazardous": "mirror_hazardous",
        "Mirror non-hazardous": "mirror_non_hazardous",
    }
    wanted = {
        code: (row["isHazardous"] == "True", entry_types[row["entryTypeDesc"]])
        for code, row in law().items()
    }
    ours = fields_by_code("waste_codes")
    assert len(ours) == 842
    assert {code: (row["hazardous"], row["entry_type"]) for code, row in ours.items()} == wanted


def test_the_names_of_waste_codes_are_our_own() -> None:
    ours, theirs = fields_by_code("waste_codes"), law()
    same = [
        code
        for code, row in ours.items()
        if row["name_nl"].casefold() == theirs[code]["name_nl_icer"].casefold()
        or row["name_en"].casefold() == theirs[code]["name_en"].casefold()
    ]
    assert same == []


def test_every_waste_code_has_its_chapters_and_a_name_of_its_own() -> None:
    codes, chapters = fields_by_code("waste_codes"), fields_by_code("waste_chapters")
    assert {code[:4] for code in codes} | {code[:2] for code in codes} == set(chapters)
    for language in ("name_nl", "name_en"):
        names = [(code[:4], row[language]) for code, row in codes.items()]
        assert len(set(names)) == len(names)
        assert all(row[language].strip() for row in (*codes.values(), *chapters.values()))


def test_the_hazard_flag_follows_from_the_entry_type() -> None:
    for code, row in fields_by_code("waste_codes").items():
        assert row["hazardous"] == (not row["entry_type"].endswith("non_hazardous")), code


def test_municipalities_and_provinces_are_those_of_statistics_netherlands() -> None:
    provinces, ours = fields_by_code("provinces"), fields_by_code("municipalities")
    assert list(provinces) == [f"PV{number}" for number in range(20, 32)]
    theirs = {
        row["gm_code"]: (row["name"], row["province"], float(row["lat"]), float(row["lon"]))
        for row in shared_rows("places_nl/gemeenten_2025_table.csv")
    }
    assert len(ours) == 342
    found = {
        code: (
            row["name"],
            provinces[row["province_id"]]["name"],
            row["latitude"],
            row["longitude"],
        )
        for code, row in ours.items()
    }
    assert found == theirs


def test_every_province_lies_among_its_municipalities() -> None:
    towns = fields_by_code("municipalities").values()
    for code, province in fields_by_code("provinces").items():
        own = [row for row in towns if row["province_id"] == code]
        for axis in ("latitude", "longitude"):
            assert min(row[axis] for row in own) < province[axis] < max(row[axis] for row in own)


def counts() -> dict[str, int]:
    models = (WasteChapter, WasteCode, Sector, Province, Municipality)
    return {model.__name__: model._default_manager.count() for model in models}


@pytest.mark.django_db
def test_loading_writes_everything_once(django_assert_max_num_queries: Any) -> None:
    written = load_reference(by=None)
    assert written["waste_codes"] == counts()["WasteCode"] == 842
    assert sum(written.values()) == sum(counts().values())
    assert Entry.objects.get(action="reference.load_reference").details == written
    with django_assert_max_num_queries(10):
        assert set(load_reference(by=None).values()) == {0}
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_loading_mends_what_differs_and_adds_what_is_missing() -> None:
    load_reference(by=None)
    WasteCode.objects.filter(code="170201").update(name_nl="oud", hazardous=True)
    Sector.objects.filter(code="wood").delete()
    written = load_reference(by=None)
    assert {table: count for table, count in written.items() if count} == {
        "waste_codes": 1,
        "sectors": 1,
    }
    assert WasteCode.objects.get(code="170201").name_nl != "oud"
    assert not WasteCode.objects.get(code="170201").hazardous


@pytest.fixture
def loaded(db: None) -> None:
    load_reference(by=None)


def found(text: str, chapter: str = "") -> list[str]:
    return [code.pk for code in queries.find_waste_codes(text, chapter)]


@pytest.mark.parametrize("text", ["170201", "17 02 01", "17.02.01", "17 02 01*"])
def test_a_code_is_found_however_it_is_written(loaded: None, text: str) -> None:
    assert found(text) == ["170201"]


def test_the_first_digits_find_a_chapter_in_order(loaded: None) -> None:
    expected = WasteCode.objects.filter(code__startswith="1702").order_by("code")
    assert found("17 02") == [code.pk for code in expected]


def test_every_word_must_be_found(loaded: None) -> None:
    both = set(found("hout gevaarlijke"))
    assert both
    assert both == set(found("hout")) & set(found("gevaarlijke"))


def test_whole_words_come_before_parts_of_words(loaded: None) -> None:
    results = found("hout")
    assert results.index("200138") < results.index("170201")


def test_english_names_are_searched_by_word_and_dutch_ones_inside_words(loaded: None) -> None:
    assert "150103" in found("wooden") or "150103" in found("wood")
    assert "170201" in found("sloophout")
    assert "170201" in found("hout")
    without = WasteCode.objects.filter(name_en__contains="without").exclude(
        Q(name_nl__contains="hout") | Q(subchapter__name_nl__contains="hout")
    )
    assert without.exists()
    assert not set(found("hout")) & {code.pk for code in without if code.pk[:2] not in ("03", "17")}


def test_capitals_and_accents_make_no_difference(loaded: None) -> None:
    assert found("HOUT") == found("hout") == found("hóut")


def test_a_word_of_the_chapter_is_enough(loaded: None) -> None:
    assert "200138" in found("huishoudelijk") or "200138" in found("ingezameld")


def test_search_within_a_chapter(loaded: None) -> None:
    assert found("hout", "20")
    assert all(code.startswith("20") for code in found("hout", "20"))


def test_nothing_is_found_for_nonsense_and_everything_for_nothing(loaded: None) -> None:
    assert found("xyzzy") == []
    assert len(found("")) == 842


@pytest.mark.parametrize("text", ["%", "_", "'", "\\", "*", "  ", "hout " * 200])
def test_odd_text_is_harmless(loaded: None, text: str) -> None:
    found(text)
