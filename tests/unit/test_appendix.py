"""Plans, units and months go out as Word, Excel and PDF in the official form, and come in again."""

import dataclasses
import datetime as dt
import io
import re
import time
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from planbook.intake.files import OfficeError
from planbook.intake.importing import import_table
from planbook.model import Book, Task, columns
from planbook.papers.form import MARGINS, MOTTO, NATION, PAGE, Heading, make_form
from planbook.papers.papers import PAPER_FORMATS, choose_papers, export_appendix
from planbook.reading.load import load_book
from tests.conftest import ROOT

PROGRAMME = "nhiem-vu-6-thang-cuoi-2025"
PLANS = [
    place.stem
    for place in sorted((ROOT / "content/plans").glob("*.md"))
    if place.stem not in ("index", "frame")
]
SELECTIONS = [*PLANS, "van-phong", "2025-10"]
PRINTED = ("id", "plan", "section", "number", "task", "lead_text", "support_text", "product",
           "leader_text", "when_text", "note")  # fmt: skip
HOSTILE = (
    '=HYPERLINK("http://x")',
    "+1",
    "@SUM(A1)",
    "<w:p/> & “ngoặc”",
    "https://example.vn",
    "007",
    "30/9/2025",
)
LONG = 5000  # rows
WORDY = "Lời văn rất dài " * 600


def printed(task):
    """Give the cells of a task as an import gives them."""
    return {name: getattr(task, name) for name in PRINTED if getattr(task, name)}


def pages_of(pdf):
    """Count the pages of a PDF and list their sizes in millimetres."""
    boxes = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
    return [tuple(round(float(each) / 72 * 25.4) for each in box) for box in boxes]


@pytest.mark.parametrize("to", ["docx", "xlsx"])
@pytest.mark.parametrize("plan", PLANS)
def test_each_document_goes_out_and_comes_in_again(book, tmp_path, plan, to):
    """The table of a document, exported and imported, is equal cell by cell, under the same ids."""
    place = tmp_path / f"a.{to}"
    place.write_bytes(export_appendix(book, plan, to))
    tasks = [printed(task) for task in book.tasks if task.plan == plan]
    imported = import_table(place, book, plan)
    assert list(imported.tasks) == tasks
    assert imported.doubts == ()
    without = dataclasses.replace(book, tasks=tuple(t for t in book.tasks if t.plan != plan))
    anew = import_table(place, without, plan)
    assert [task | {"id": ""} for task in anew.tasks] == [task | {"id": ""} for task in tasks]
    assert len({task["id"] for task in anew.tasks}) == len(tasks)


@pytest.mark.parametrize("to", PAPER_FORMATS)
@pytest.mark.parametrize("selection", SELECTIONS)
def test_the_same_book_gives_the_same_bytes(selection, to):
    """No clock, path or order of the machine goes into a file."""
    one, other = (load_book(ROOT)[0] for _ in range(2))
    first = export_appendix(one, selection, to)
    time.sleep(0.01)
    assert first == export_appendix(other, selection, to)
    if to != "pdf":
        with zipfile.ZipFile(io.BytesIO(first)) as package:
            assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_word_file_has_the_form_of_decree_30(book):
    """A4 landscape, margins 20/20/30/15 mm, Times New Roman 13, headings on every page."""
    document = docx.Document(io.BytesIO(export_appendix(book, PROGRAMME, "docx")))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(margin.mm) for margin in margins] == [20, 15, 20, 30]
    style = document.styles["Normal"]
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(13))
    head, table, end = document.tables
    assert NATION in head.cell(0, 1).text
    assert MOTTO in head.cell(0, 1).text
    assert "UBND TỈNH QUẢNG NGÃI" in head.cell(0, 0).text
    assert re.search(r"Số:\s+/QĐ-SKHCN", head.cell(0, 0).text)
    assert re.search(r"ngày\s+/9/2025", head.cell(0, 1).text)
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[0].cells][:2] == ["STT", "Nhiệm vụ"]
    assert "Nơi nhận:" in end.cell(0, 0).text
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    width = sum(int(each.get(qn("w:w"))) for each in table._tbl.tblGrid)
    assert abs(width / 1440 * 25.4 - (PAGE[0] - MARGINS[1] - MARGINS[3])) < 1


def test_the_signature_block_is_the_documents_own(book):
    """Who receives and who signs is printed where the document says so, in its words."""
    form = make_form(book, "ke-hoach-thuc-hien-40-kh-ubnd")
    assert form.office == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert form.signer == "Mai Thoan"
    assert form.recipients == book.plan["ke-hoach-thuc-hien-40-kh-ubnd"].recipients


def test_nothing_blank_is_filled(book):
    """Without number, date and signer there is room to write, and no word of our own."""
    form = make_form(book, "van-phong")
    assert not re.search(r"\d", form.number + form.date)
    assert form.office == form.recipients == ()
    assert form.signer == ""


def test_a_number_and_a_date_that_exist_are_printed(book):
    """A plan with its number and date has them in the form: a zero before small days and months."""
    plan = dataclasses.replace(
        book.plan[PROGRAMME], number="12/QĐ-SKHCN", issued=dt.date(2026, 2, 5)
    )
    form = make_form(dataclasses.replace(book, plans=(plan,)), PROGRAMME)
    assert form.number == "Số: 12/QĐ-SKHCN"
    assert form.date == "ngày 05 tháng 02 năm 2026"


def test_a_unit_and_a_month_list_their_tasks(book):
    """A unit prints what it leads and supports, a month what is due and what spans it."""
    lines = [row for row in make_form(book, "van-phong").rows if not isinstance(row, Heading)]
    assert len(lines) == sum(
        ("van-phong" in task.lead) + ("van-phong" in task.support) for task in book.tasks
    )
    rows = make_form(book, "2025-10").rows
    span = rows.index(Heading("Nhiệm vụ kéo dài qua tháng này"))
    due = [row for row in rows[:span] if not isinstance(row, Heading)]
    assert len(due) == sum("2025-10" in task.months for task in book.tasks)


@pytest.mark.parametrize("selection", ["van-phog", "2025-13x", "", "1999-01"])
def test_an_unknown_selection_is_told(book, selection):
    """What is no plan, unit or month with tasks is refused in a sentence."""
    with pytest.raises(OfficeError, match=r"[Kk]hông có"):
        export_appendix(book, selection, "docx")


def test_every_cell_is_text(book, tmp_path):
    """No formula, link, number or mark-up comes out of a cell's words, and all come in again."""
    plan = book.plan[PROGRAMME]
    tasks = tuple(
        Task(
            id=f"t-{at}",
            plan=PROGRAMME,
            url="",
            number=str(at),
            task=f"Việc {at}",
            lead_text=text,
            note=text,
        )
        for at, text in enumerate(HOSTILE, 1)
    )
    hostile = dataclasses.replace(book, plans=(plan,), tasks=tasks)
    for to in ("docx", "xlsx"):
        place = tmp_path / f"a.{to}"
        place.write_bytes(export_appendix(hostile, PROGRAMME, to))
        assert [task["note"] for task in import_table(place, hostile, PROGRAMME).tasks] == list(
            HOSTILE
        )
    sheet = openpyxl.load_workbook(place).active
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
    assert not any(cell.hyperlink for row in sheet for cell in row)
    assert export_appendix(hostile, PROGRAMME, "pdf").startswith(b"%PDF")


def test_the_pdf_is_a4_landscape_and_speaks_vietnamese(book):
    """Every page of the PDF lies on its side; its language, title and fonts are in it."""
    pdf = export_appendix(book, PROGRAMME, "pdf")
    sizes = pages_of(pdf)
    assert set(sizes) == {(297, 210)}
    assert len(sizes) > len(book.tasks) / 20
    assert b"/Lang (vi-VN)" in pdf
    assert b"LiberationSerif" in pdf


def test_a_document_named_by_a_year_is_no_month(book):
    """Papers of a document stand beside its own page, whatever its name begins with."""
    plan = dataclasses.replace(book.plan[PROGRAMME], slug="2025-07-a", url="plans/2025-07-a/")
    task = next(each for each in book.tasks if each.plan == PROGRAMME)
    few = dataclasses.replace(
        book, plans=(plan,), tasks=(dataclasses.replace(task, plan=plan.slug),)
    )
    chosen = choose_papers(few)
    assert chosen[plan.url] == plan.slug
    assert "months/2025-07-a/" not in chosen


@pytest.mark.parametrize("to", PAPER_FORMATS)
@pytest.mark.parametrize(
    ("plan", "task"),
    [
        ({}, {"product": WORDY}),
        ({}, {"section": WORDY}),
        ({}, {"number": "1" * 3_000}),
        ({}, {"task": "x" * 19_000}),
        ({"title": WORDY}, {}),
        ({"issuer": WORDY}, {}),
        ({"signer": WORDY}, {}),
        ({"number": WORDY}, {}),
        ({"recipients": tuple(map(str, range(300)))}, {}),
        ({"recipients": (WORDY,)}, {}),
    ],
)
def test_no_cell_is_too_long_for_paper(book, to, plan, task):
    """Whatever a document or the first row of a heading holds, each format can be written."""
    first = next(each for each in book.tasks if each.plan == PROGRAMME)
    tasks = [first] + [each for each in book.tasks if each.section == first.section][1:4]
    strange = dataclasses.replace(
        book,
        plans=(dataclasses.replace(book.plan[PROGRAMME], **plan),),
        tasks=(dataclasses.replace(first, **task), *tasks[1:]),
    )
    assert export_appendix(strange, PROGRAMME, to)


def test_a_row_longer_than_a_page_goes_on_upon_the_next(book):
    """No text is too long for a PDF."""
    task = Task(id="t-1", plan=PROGRAMME, url="", task="Rất dài. " * 2000, lead_text="Văn phòng Sở")
    long = dataclasses.replace(book, tasks=(task,))
    assert len(pages_of(export_appendix(long, PROGRAMME, "pdf"))) > 3


def test_five_thousand_rows_go_out_and_come_in(book, tmp_path):
    """A list far longer than any programme is exported and imported in seconds."""
    names = [each.name for each in columns(Task) if each.name in PRINTED]
    assert sorted(names) == sorted(PRINTED)
    model = next(task for task in book.tasks if task.plan == PROGRAMME)
    tasks = tuple(
        dataclasses.replace(model, id=f"2025h2-q3-{at}", number=str(at), task=f"Nhiệm vụ thứ {at}")
        for at in range(1, LONG + 1)
    )
    long = dataclasses.replace(book, tasks=tasks)
    assert isinstance(long, Book)
    place = tmp_path / "a.docx"
    start = time.monotonic()
    place.write_bytes(export_appendix(long, PROGRAMME, "docx"))
    imported = import_table(place, long, PROGRAMME)
    assert time.monotonic() - start < 60
    assert list(imported.tasks) == [printed(task) for task in tasks]
