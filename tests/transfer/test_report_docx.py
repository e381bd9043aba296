"""The Word file has real headings, tables and lists, and holds whatever was typed."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.domain.reports import format as words
from schakel.transfer.docx import make_template
from schakel.transfer.docx.accountability import accountability_docx
from tests.transfer.reports import HOSTILE, UNSEEN, pictures, report


def opened(content: bytes) -> Any:
    return Document(BytesIO(content))


def styled(document: Any, style: str) -> list[str]:
    return [line.text for line in document.paragraphs if line.style.name == style]


@pytest.fixture(scope="module")
def document() -> Any:
    return opened(accountability_docx(report()))


def test_every_heading_is_a_real_heading(document: Any) -> None:
    assert styled(document, "Heading 1") == [section.heading for section in report().sections]
    parts = [part.title for section in report().sections for part in section.parts]
    assert styled(document, "Heading 2") == parts
    assert styled(document, "Title") == [words.TITLE]


def test_an_empty_heading_says_so(document: Any) -> None:
    lines = [line.text for line in document.paragraphs]
    assert lines[lines.index("Knelpunten") + 1] == words.NOTHING
    assert any(line.startswith(f"{words.NOTHING_ABOUT} Fondsen voor schaling;") for line in lines)


def test_dates_text_and_lines_as_typed(document: Any) -> None:
    assert "3 februari 2026" in styled(document, "Label")
    assert "Tweede alinea.\nNieuwe regel." in styled(document, "Normal")
    assert styled(document, "List Bullet") == ["Overleg gevoerd.", "Tweede"]


def test_a_table_has_a_header_row_that_repeats(document: Any) -> None:
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Partij", "Schakel", "Aantal"]
    assert [cell.text for cell in table.rows[60].cells] == ["Partij 59", "Overleg gevoerd.", "59"]
    assert len(table.rows) == 61
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert styled(document, "Caption")[0] == "Deelnemers"


def test_a_picture_is_the_one_of_the_page_with_words_and_pixels_beside_it(document: Any) -> None:
    shapes = [shape._inline for shape in document.inline_shapes]
    assert len({shape.docPr.get("id") for shape in shapes}) == len(shapes) == 2
    for shape, picture in zip(shapes, pictures(), strict=True):
        assert picture.title in styled(document, "Caption")
        assert shape.docPr.get("title") == picture.title
        assert shape.docPr.get("descr") == picture.description
        (blip,) = shape.xpath(".//a:blip")
        assert document.part.related_parts[blip.embed].blob.startswith(b"\x89PNG")
        (over,) = [one for one in blip.iter() if one.tag.endswith("svgBlip")]
        part = document.part.related_parts[over.get(qn("r:embed"))]
        assert (part.content_type, part.blob.decode()) == ("image/svg+xml", picture.wide)


def test_it_is_dutch_with_a_title_and_nothing_of_the_template_left(document: Any) -> None:
    properties = document.core_properties
    assert properties.title == "Verantwoording keteninitiatief Matrassenketen"
    assert (properties.author, properties.language) == ("Provincie Voorbeeld", "nl-NL")
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL"}
    assert not any("{" in line.text for line in document.paragraphs)


def test_the_footer_has_the_page_and_the_head_of_the_journal(document: Any) -> None:
    section = document.sections[0]
    for footer in (section.footer, section.first_page_footer):
        assert "Matrassenketen · journaal 42, ab12ab12ab12ab12" in footer.paragraphs[0].text
        fields = [field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]


def test_hostile_text_is_only_text() -> None:
    document = opened(accountability_docx(report(HOSTILE, chain_name=HOSTILE, client="<&>")))
    assert HOSTILE in styled(document, "Normal")
    assert styled(document, "Subtitle") == [HOSTILE]
    assert document.tables[0].rows[1].cells[1].text == HOSTILE
    assert document.core_properties.title.endswith(HOSTILE)


def test_control_characters_go_and_emoji_stay() -> None:
    document = opened(accountability_docx(report(f"{UNSEEN} 🎉 汉")))
    assert "voorna 🎉 汉" in styled(document, "Normal")[0].replace("\u200d", "")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_file_that_opens(text: str) -> None:
    made = accountability_docx(report(text, chain_name=text, sections=report(text).sections[:1]))
    assert styled(opened(made), "Heading 1") == [words.NAME]


def test_the_template_is_the_one_that_its_script_makes(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parts(path: Any) -> dict[str, bytes]:
        with ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    fresh = tmp_path / "fresh.docx"
    committed = make_template.TEMPLATE
    monkeypatch.setattr(make_template, "TEMPLATE", fresh)
    make_template.make()
    assert parts(fresh) == parts(committed)
