"""The shipped register: every row sourced, nothing of the sources left out, nobody named."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from schakel.domain.journal.models import Entry
from schakel.domain.reference.actions import load_reference
from schakel.domain.register import policies
from schakel.domain.register.actions import load_shipped
from schakel.domain.register.models import Initiative
from schakel.domain.register.records import record_of
from schakel.domain.register.shipped import shipped_initiatives

PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT.parent / "shared"
NAMED_IN_THE_REPORT = {
    "plennid": "https://plennid.com/tag/ketenregisseur/",
    "gbn": "https://www.gbn.nl/producten/advies/",
    "waardewenders": "https://www.waardewenders.nl/",
    "seedscope": "http://seedscope.nl/diensten/ketenregie/",
    "fungi-factory": "https://fungifactory.nl/",
    "deblauwewijkeconomie": "https://mijnspijkerkwartier.nl/pagina/deblauwewijkeconomie",
    "i-did": "https://www.i-did.nl/",
    "rebottled": "https://rebottled.com/nl",
    "spaakcs": "http://spaakcs.nl/",
    "enviu": "https://enviu.org/",
}


def shared_text(pattern: str) -> str:
    files = sorted(SHARED.glob(pattern))
    if not files:
        pytest.skip(f"{pattern} is not at hand to compare with")
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def addresses() -> set[str]:
    return {source.address for record in shipped_initiatives() for source in record.sources}


def test_every_initiative_has_a_source_with_a_date() -> None:
    for record in shipped_initiatives():
        assert record.sources, record.slug
        assert all(source.consulted_on <= date(2026, 11, 23) for source in record.sources)


def test_every_initiative_says_what_it_is() -> None:
    records = shipped_initiatives()
    assert len({record.slug for record in records}) == len(records) == 38
    assert all(record.summary and record.goals + record.deployment for record in records)


def test_all_collected_chains_are_there() -> None:
    rows = list(csv.DictReader(shared_text("data/initiatives_nl/*.csv").splitlines()))
    assert len(rows) == 28
    assert {row["source_url"] for row in rows} <= addresses()
    names = len(shipped_initiatives()) - len(NAMED_IN_THE_REPORT)
    assert names == len(rows)


def test_all_initiatives_that_the_report_names_are_there() -> None:
    by_slug = {record.slug: record for record in shipped_initiatives()}
    for slug, address in NAMED_IN_THE_REPORT.items():
        assert address in {source.address for source in by_slug[slug].sources}
    report = shared_text("seed/*.txt")
    assert all(address in report for address in NAMED_IN_THE_REPORT.values())


def sentences(text: str) -> Iterator[str]:
    for sentence in re.split(r"[.!?;\n]", " ".join(text.split())):
        if len(sentence.split()) >= 8:
            yield sentence.strip().casefold()


def test_no_sentence_of_the_report_is_copied() -> None:
    report = " ".join(shared_text("seed/*.txt").split()).casefold()
    for record in shipped_initiatives():
        texts = (record.summary, record.need, record.goals, record.deployment, record.lessons)
        for sentence in sentences("\n".join(texts)):
            words = sentence.split()
            runs = (" ".join(words[n : n + 8]) for n in range(len(words) - 7))
            assert not any(run in report for run in runs), (record.slug, sentence)


def interviewed(report: str) -> set[str]:
    """First name and surname of the people the report lists or quotes, read where they stand."""
    start = report.index("interviews zijn gehouden met")
    listed = report[start : report.index("Conclusie stap 2", start)]
    name = r"[A-Z][a-zé-]+(?: (?:de|ten|van|der))* [A-Z][a-zé]+"
    lines = re.findall(rf"^(?:\d+\. |• )({name})(?: en ({name}))?(?:,| van)", listed, re.MULTILINE)
    quoted = re.findall(rf"Als ketenregisseur is ({name})", report)
    also = re.findall(rf"Ook was ({name})", listed)
    return {found for pair in lines for found in pair if found} | set(quoted) | set(also)


def test_nobody_of_the_report_is_named_in_the_product() -> None:
    people = interviewed(shared_text("seed/*.txt"))
    assert len(people) >= 14
    kinds = {".py", ".csv", ".html", ".md", ".po", ".typ", ".json", ".txt"}
    for folder in ("src", "docs", "locale", "benchmarks", "tests"):
        for path in (PROJECT / folder).rglob("*"):
            if path.suffix in kinds and path.is_file():
                text = path.read_text(encoding="utf-8", errors="ignore")
                assert not [name for name in people if name in text], path


@pytest.mark.django_db
def test_every_initiative_may_stand_in_the_register() -> None:
    load_reference(by=None)
    known = policies.known_codes()
    for record in shipped_initiatives():
        assert list(policies.problems_of(record, known)) == []


@pytest.mark.django_db
def test_loading_gives_back_what_is_shipped_and_a_second_time_nothing() -> None:
    load_reference(by=None)
    assert load_shipped(by=None, at=timezone.now()).new == 38
    entries = Entry.objects.count()
    written = {initiative.slug: record_of(initiative) for initiative in Initiative.objects.all()}
    assert written == {record.slug: record for record in shipped_initiatives()}
    assert load_shipped(by=None, at=timezone.now()).new == 0
    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_loading_never_overwrites_and_adds_what_is_missing() -> None:
    load_reference(by=None)
    load_shipped(by=None, at=timezone.now())
    Initiative.objects.filter(slug="rebottled").update(name="Bettered", version=2)
    Initiative.objects.filter(slug="enviu").delete()
    assert load_shipped(by=None, at=timezone.now()).new == 1
    assert Initiative.objects.get(slug="rebottled").name == "Bettered"
    assert Initiative.objects.filter(slug="enviu").exists()
