"""The PDF is one that a screen reader reads and an archive keeps, whatever was typed."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from schakel.domain.reports import format as words
from schakel.transfer.pdf.accountability import accountability_pdf
from schakel.transfer.pdf.fonts import printable
from tests.transfer.reports import HOSTILE, UNSEEN, pictures, report


def opened(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def root(pdf: PdfReader) -> Any:
    return pdf.trailer["/Root"]


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def in_tree(node: Any, key: str) -> list[str]:
    """What the elements of the structure tree have under this key, in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [one for child in node for one in in_tree(child, key)]
    if not isinstance(node, dict):
        return []
    return [*([str(node[key])] if key in node else []), *in_tree(node.get("/K", []), key)]


def tags(pdf: PdfReader) -> list[str]:
    return in_tree(root(pdf)["/StructTreeRoot"], "/S")


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    return opened(accountability_pdf(report()))


def test_it_declares_ua_1_and_a_2a(pdf: PdfReader) -> None:
    metadata = root(pdf)["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert re.search("<pdfaid:conformance>A</pdfaid:conformance>", metadata)


def test_it_is_tagged_and_dutch_with_a_title_to_show(pdf: PdfReader) -> None:
    found = root(pdf)
    assert found["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in found
    assert found["/Lang"].startswith("nl")
    assert found["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Verantwoording keteninitiatief Matrassenketen"


def test_headings_tables_and_lists_are_real(pdf: PdfReader) -> None:
    found = tags(pdf)
    assert found.count("/H1") == 14
    assert found.count("/H2") == 6
    assert found.count("/TH") == 3
    assert found.count("/TD") == 180
    assert found.count("/LI") == 2
    assert "/Caption" in found


def test_every_heading_is_in_the_outline_and_in_the_text(pdf: PdfReader) -> None:
    headings = [section.heading for section in report().sections]
    assert [item.title for item in pdf.outline if not isinstance(item, list)] == headings
    text = text_of(pdf)
    for heading in headings:
        assert heading in text


def test_a_picture_is_a_drawing_with_a_text_for_who_cannot_see_it(pdf: PdfReader) -> None:
    assert tags(pdf).count("/Figure") == 2
    assert not any(page.images for page in pdf.pages)
    text = " ".join(text_of(pdf).split())
    for picture in pictures():
        assert picture.title in text
        assert picture.description in in_tree(root(pdf)["/StructTreeRoot"], "/Alt")


def test_an_empty_heading_says_so(pdf: PdfReader) -> None:
    text = text_of(pdf)
    assert text.count(words.NOTHING) == 1
    assert f"{words.NOTHING_ABOUT} Fondsen voor schaling;" in text


def test_every_page_has_its_number_and_the_head_of_the_journal(pdf: PdfReader) -> None:
    total = len(pdf.pages)
    assert total > 2
    for number, page in enumerate(pdf.pages, start=1):
        text = page.extract_text()
        assert f"Pagina {number} van {total}" in text
        assert "journaal 42, ab12ab12ab12ab12" in text.replace("\n", " ")
        assert "Matrassenketen" in text


def test_a_table_repeats_its_header_on_the_next_page(pdf: PdfReader) -> None:
    with_rows = [page for page in pdf.pages if "Partij 59" in page.extract_text()]
    assert "Schakel" in with_rows[0].extract_text()
    assert "Partij 0" not in with_rows[0].extract_text()


def test_text_is_never_read_as_markup() -> None:
    text = text_of(opened(accountability_pdf(report(HOSTILE))))
    assert HOSTILE in text


def test_what_cannot_be_printed_is_named_or_left_out() -> None:
    text = text_of(opened(accountability_pdf(report(f"{UNSEEN} 🎉 汉"))))
    assert "voorna" in text
    assert "[U+1F389 Party Popper]" in text
    assert "[U+6C49" in text


def test_dutch_letters_and_signs_are_printed_as_they_are() -> None:
    text = "Coöperatie Één, façade, ñ, ø, ß, €, ½, m², CO₂, „zo”, – — …"
    assert printable(text) == text
    shown = text_of(opened(accountability_pdf(report(text))))
    assert text.replace(" ", "") in shown.replace(" ", "")


def test_hostile_names_are_printed_too() -> None:
    made = accountability_pdf(report(chain_name=HOSTILE, client=UNSEEN, programme="🎉"))
    pdf = opened(made)
    assert pdf.metadata is not None
    assert HOSTILE in str(pdf.metadata.title)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert accountability_pdf(report()) == accountability_pdf(report())
    assert accountability_pdf(report()) != accountability_pdf(report(made_on=date(2026, 4, 1)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_file(text: str) -> None:
    assert accountability_pdf(report(text, sections=report(text).sections[:1])).startswith(b"%PDF-")
