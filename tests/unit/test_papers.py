"""Plans, units and months go out as Word, Excel and PDF in the official form, and come in again."""

import dataclasses
import datetime as dt
import io
import os
import re
import subprocess
import sys
import time
import zipfile
from collections import defaultdict
from itertools import product
from pathlib import Path
from unicodedata import normalize

import docx
import openpyxl
import pdfplumber
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from planbook.intake.importing import import_table
from planbook.model import Body, Book, RefusedError, Task, columns
from planbook.papers.fonts import (
    BOLD,
    POINTS,
    REGULAR,
    break_lines,
    count_lines,
    measure,
    open_face,
)
from planbook.papers.form import (
    MARGINS,
    MOTTO,
    NATION,
    PADDING,
    PAGE,
    ROOM,
    SIZE,
    TABLE_SIZE,
    Heading,
    make_form,
)
from planbook.papers.papers import (
    MAX_ROWS,
    PAPER_FORMATS,
    list_appendices,
    name_papers,
    render_paper,
)
from planbook.papers.tagged_pdf import Canvas
from planbook.reading.load import load_book
from tests.conftest import ROOT
from tests.small_book import a_book, a_plan, a_task, a_unit

FIXTURE = ROOT / "tests/fixtures/book"
PROGRAMME, PLANS = "chuong-trinh", ("chuong-trinh", "ke-hoach", "thong-bao-ban")
SELECTIONS = [*PLANS, "van-phong", "2025-09"]
PRINTED = ("id", "plan", "section", "number", "task", "lead_text", "support_text", "product",
           "leader_text", "when_text", "note")  # fmt: skip
HOSTILE = (
    '=HYPERLINK("http://x")',
    "+1",
    "@SUM(A1)",
    "<w:p/> & “ngoặc”",
    "https://example.vn",
    "007",
    "<r><t>x</t></r>",
    "30/9/2025",
)
LONG = 400  # rows
WORDY = "Lời văn rất dài " * 600


@pytest.fixture(scope="module")
def book():
    """A small book of three documents."""
    return load_book(FIXTURE)[0]


def export_paper(book, selection, to, body=None):
    """Render what the command `export` writes."""
    return render_paper(make_form(book, selection, body), to)


def export_all(folder):
    """Write all papers of the small book into a folder."""
    book = load_book(FIXTURE)[0]
    for selection, to in product(SELECTIONS, PAPER_FORMATS):
        Path(folder, f"{selection}.{to}").write_bytes(export_paper(book, selection, to))


@pytest.fixture(scope="module")
def earlier(tmp_path_factory):
    """A folder of the papers that another process made, with another order of sets, time zone and second."""
    folder = tmp_path_factory.mktemp("papers")
    script = f"from {__name__} import *; export_all({str(folder)!r})"
    other = os.environ | {"PYTHONHASHSEED": "1", "TZ": "XXX-9"}
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=other, check=True)
    made = int(time.time())
    while int(time.time()) == made:
        time.sleep(0.02)
    return folder


def printed(task):
    """Give the cells of a task as an import gives them."""
    return {name: getattr(task, name) for name in PRINTED if getattr(task, name)}


def pages_of(pdf):
    """Count the pages of a PDF and list their sizes in millimetres."""
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
    return [(round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) for box in boxes]


def hear(pdf):
    """Give what a program that reads aloud finds in a PDF: elements and their words, and the words of none."""
    said, unsaid = defaultdict(str), ""
    with pdfplumber.open(io.BytesIO(pdf)) as read:
        for number, page in enumerate(read.pages):
            for char in page.chars:
                if char["mcid"] is None:
                    unsaid += char["text"]
                else:
                    said[number, char["mcid"]] += char["text"]
    reader = PdfReader(io.BytesIO(pdf))
    pages = {page.indirect_reference: number for number, page in enumerate(reader.pages)}

    def walk(element):
        kids = [each.get_object() for each in element.get("/K", ())]
        if any("/S" in each for each in kids):
            return element["/S"], [walk(each) for each in kids]
        places = ((pages[each.raw_get("/Pg")], each["/MCID"]) for each in kids)
        return element["/S"], "".join(map(said.pop, places))

    told = walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    assert not said
    return told, unsaid


@pytest.mark.parametrize("to", PAPER_FORMATS)
@pytest.mark.parametrize("plan", PLANS)
def test_each_document_goes_out_and_comes_in_again(book, tmp_path, plan, to):
    """The table of a document, exported and imported, is equal cell by cell, under the same ids."""
    place = tmp_path / f"a.{to}"
    place.write_bytes(export_paper(book, plan, to))
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
def test_the_same_book_gives_the_same_bytes(earlier, book, selection, to):
    """No clock, path or order of the machine goes into a file."""
    first = (earlier / f"{selection}.{to}").read_bytes()
    assert first == export_paper(book, selection, to)
    if to != "pdf":
        with zipfile.ZipFile(io.BytesIO(first)) as package:
            assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


SIGNED = {
    "number_text": "Kèm theo Quyết định số: /QĐ-SVD",
    "issued_text": "ngày /9/2025",
    "signer_office": "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
    "signer": "Đặng An",
    "recipients": ("Như trên", "Lưu: VT"),
}


def change_plan(book, **fields):
    """Give a book whose programme has other fields."""
    plans = tuple(
        dataclasses.replace(each, **fields) if each.slug == PROGRAMME else each
        for each in book.plans
    )
    return dataclasses.replace(book, plans=plans)


def test_the_word_file_has_the_form_of_decree_30(book):
    """A4 landscape, margins 20/20/30/15 mm, Times New Roman 13, headings on every page."""
    signed = change_plan(book, **SIGNED)
    document = docx.Document(io.BytesIO(export_paper(signed, PROGRAMME, "docx")))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(margin.mm) for margin in margins] == [20, 15, 20, 30]
    style = document.styles["Normal"]
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(13))
    head, table = document.tables
    assert NATION in head.cell(0, 1).text
    assert MOTTO in head.cell(0, 1).text
    assert book.publisher.parent.upper() in head.cell(0, 0).text
    assert re.search(r"Số:\s+/QĐ-SVD", head.cell(0, 0).text)
    assert re.search(r"ngày\s+/9/2025", head.cell(0, 1).text)
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[0].cells][:2] == ["STT", "Nhiệm vụ"]
    assert "Nơi nhận:" in table.rows[-1].cells[0].text
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    width = sum(int(each.get(qn("w:w"))) for each in table._tbl.tblGrid)
    assert abs(width / 1440 * 25.4 - (PAGE[0] - MARGINS[1] - MARGINS[3])) < 1


def test_the_signature_block_is_the_documents_own(book):
    """Who receives and who signs is printed where the document says so, in its words."""
    form = make_form(change_plan(book, **SIGNED), PROGRAMME)
    assert form.office == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert form.signer == "Đặng An"
    assert form.recipients == ("Như trên", "Lưu: VT")


def test_nothing_blank_is_filled(book):
    """Without number, date and signer there is room to write, and no word of our own."""
    form = make_form(book, "van-phong")
    assert not re.search(r"\d", form.number + form.date)
    assert form.office == form.recipients == ()
    assert form.signer == ""


def test_a_number_and_a_date_that_exist_are_printed(book):
    """A plan with its number and date has them in the form: a zero before small days and months."""
    form = make_form(change_plan(book, number="12/QĐ-SVD", issued=dt.date(2026, 2, 5)), PROGRAMME)
    assert form.number == "Số: 12/QĐ-SVD"
    assert form.date == "ngày 05 tháng 02 năm 2026"


def lines_of(form):
    """List the tasks of a form by their text."""
    at = [column.name for column in form.columns].index("task")
    return [row.cells[at] for row in form.rows if not isinstance(row, Heading)]


def test_a_unit_and_a_month_list_their_tasks(book):
    """A unit prints what it leads and supports, a month what is due and what spans it."""
    lines = lines_of(make_form(book, "van-phong"))
    assert len(lines) == sum(
        ("van-phong" in task.lead) + ("van-phong" in task.support) for task in book.tasks
    )
    tasks = (
        a_task("a", task="Đến hạn", months=("2025-08",)),
        a_task(
            "b", task="Kéo dài", months=("2025-09",),
            start=dt.date(2025, 7, 1), end=dt.date(2025, 9, 30),
        ),
    )  # fmt: skip
    form = make_form(a_book(*tasks), "2025-08")
    assert lines_of(form) == ["Đến hạn", "Kéo dài"]
    assert form.rows[1] == Heading("Nhiệm vụ kéo dài qua tháng này")


BODIES = (
    Body(id="so", name="Sở Một", short="Sở 1", parent="UBND tỉnh", own=True),
    Body(id="chi-cuc", name="Chi cục Hai", short="Chi cục 2", parent="Sở Một", own=True),
    Body(id="so-moi", name="Sở Một", short="Sở 1 (mới)", parent="UBND tỉnh", own=True),
    Body(id="ban", name="Sở Bạn", short="Bạn"),
)


def several_bodies(*bodies, **fields):
    """Make a book in which each of some bodies has a document with a task in July."""
    return a_book(
        *(a_task(each, plan=each, task=f"Việc của {each}", months=("2025-07",)) for each in bodies),
        bodies=BODIES,
        plans=tuple(a_plan(each, body=each, short=each) for each in bodies),
        **fields,
    )


def test_a_months_paper_holds_the_tasks_of_one_letterhead():
    """Each own body has a paper of its own, one that prints the same head shares it, others none."""
    book = several_bodies("chi-cuc", "so", "so-moi", "ban")
    papers = {paper.path("pdf"): paper.lay_out() for paper in list_appendices(book)}
    first = papers["months/2025-07/phu-luc.pdf"]
    assert (first.issuer, first.parent) == ("SỞ MỘT", "UBND TỈNH")
    assert lines_of(first) == ["Việc của so", "Việc của so-moi"]
    second = papers["months/2025-07/phu-luc-chi-cuc.pdf"]
    assert second.issuer == "CHI CỤC HAI"
    assert lines_of(second) == ["Việc của chi-cuc"]
    assert sum(path.startswith("months/") for path in papers) == 2
    named = name_papers(list_appendices(book))
    assert named["months/2025-07/"] == {"phu-luc": "Sở 1", "phu-luc-chi-cuc": "Chi cục 2"}
    assert named["plans/so/"] == {"phu-luc": None}


def test_a_month_in_which_something_only_comes_back_has_a_paper():
    """A yearly task is on paper in every month on whose page it stands as due."""
    yearly = a_task(
        "kh-1", months=("2025-04",), end=dt.date(2025, 4, 30), recurrence="FREQ=YEARLY;BYMONTH=4"
    )
    book = a_book(yearly, a_task("kh-2", months=("2026-01",)))
    papers = {paper.address: paper.lay_out().rows for paper in list_appendices(book)}
    assert papers["months/2026-04/"][0] == Heading("Nhiệm vụ lặp lại hằng năm")


def test_a_month_is_exported_for_a_body():
    """Without a name it is the first of the site's own; others only when these have nothing."""
    book = several_bodies("chi-cuc", "so", "ban")
    assert lines_of(make_form(book, "2025-07")) == ["Việc của so"]
    assert lines_of(make_form(book, "2025-07", "chi-cuc")) == ["Việc của chi-cuc"]
    assert make_form(several_bodies("ban"), "2025-07").issuer == "SỞ BẠN"
    with pytest.raises(RefusedError, match="của “ban”; tháng này có của: so, chi-cuc"):
        make_form(book, "2025-07", "ban")
    with pytest.raises(RefusedError, match="có phải “chi-cuc”"):
        make_form(book, "2025-07", "chi-cu")
    with pytest.raises(RefusedError, match="Chỉ khi xuất một tháng"):
        make_form(book, "so", "so")


def test_the_rows_of_all_papers_have_a_limit():
    """The newest months come first, and what no longer fits is left out."""
    many = [a_task(f"t-{at}", months=("2025-07",)) for at in range(MAX_ROWS // 2 - 1)]
    few = [a_task(f"v-{at}", months=("2025-08",), lead=()) for at in range(3)]
    book = a_book(*many, *few, units=(a_unit("van-phong", "Văn phòng"),))
    assert list(name_papers(list_appendices(book))) == ["months/2025-08/", "months/2025-07/"]


def test_a_form_tells_all_that_its_files_are_made_of(book):
    """What is kept under its `repr` is good for every later build."""
    forms = {paper.path(""): repr(paper.lay_out()) for paper in list_appendices(book)}
    again = load_book(FIXTURE)[0]
    assert {paper.path(""): repr(paper.lay_out()) for paper in list_appendices(again)} == forms
    assert not any(" at 0x" in each for each in forms.values())


@pytest.mark.parametrize("selection", ["van-phog", "2025-13x", "2025-13", "", "1999-01"])
def test_an_unknown_selection_is_told(book, selection):
    """What is no plan, unit or month with tasks is refused in a sentence."""
    with pytest.raises(RefusedError, match=r"[Kk]hông có"):
        export_paper(book, selection, "docx")


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
        place.write_bytes(export_paper(hostile, PROGRAMME, to))
        assert [task["note"] for task in import_table(place, hostile, PROGRAMME).tasks] == list(
            HOSTILE
        )
    sheet = openpyxl.load_workbook(place).active
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
    assert not any(cell.hyperlink for row in sheet for cell in row)
    assert export_paper(hostile, PROGRAMME, "pdf").startswith(b"%PDF")


def test_the_pdf_is_a4_landscape_and_speaks_vietnamese():
    """Every page of the PDF lies on its side; its language, title and fonts are in it."""
    book = a_book(*(a_task(f"t-{at}", task="Việc " * 40) for at in range(40)))
    pdf = export_paper(book, "ke-hoach", "pdf")
    sizes = pages_of(pdf)
    assert set(sizes) == {(297, 210)}
    assert len(sizes) > 2
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"
    assert reader.metadata.title == make_form(book, "ke-hoach").title
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    assert all("+PlanbookSerif" in font.get_object()["/BaseFont"] for font in fonts)


@pytest.mark.parametrize(
    ("title", "first"),
    [("Kế hoạch", "Việc."), ("Kế hoạch", "Việc dài. " * 300), ("Kế hoạch dài. " * 150, "Việc.")],
)
def test_a_pdf_is_heard_as_it_is_meant(title, first):
    """Its title is a heading, its list one table over all pages, each cell whole and once; what a page repeats is silent."""
    names = (first, *(f"Việc ({at}) \\ " * 60 for at in range(20)))
    tasks = [
        a_task(f"t-{at}", task=name, section=f"Phần {at // 9}") for at, name in enumerate(names)
    ]
    form = make_form(a_book(*tasks, plans=(a_plan(title=title),)), "ke-hoach")
    pdf = render_paper(form, "pdf")
    (kind, parts), unsaid = hear(pdf)
    assert kind == "/Document"
    assert all(words.split() for kind, words in parts if kind != "/Table")
    heading = [word for kind, words in parts if kind == "/H1" for word in words.split()]
    assert heading == form.title.split()
    (table,) = (rows for kind, rows in parts if kind == "/Table")
    heard = [[(kind, words.split()) for kind, words in cells] for _, cells in table]
    labels = [("/TH", column.label.split()) for column in form.columns]
    assert heard == [
        labels,
        *(
            [("/TH", row.text.split())]
            if isinstance(row, Heading)
            else [("/TD", text.split()) for text in row.cells]
            for row in form.rows
        ),
    ]
    text = "".join(unsaid.split())
    repeated = "".join("".join(column.label for column in form.columns).split())
    for page in range(2, len(pages_of(pdf)) + 1):
        assert text.startswith(str(page))
        text = text.removeprefix(str(page)).removeprefix(repeated)
    assert not text


def test_room_to_write_stands_in_the_middle_with_its_words(book):
    """The number of a list of several documents is written in by hand: the room for it counts as words do."""
    form = make_form(book, "van-phong")
    assert form.number.endswith("\u00a0")
    with pdfplumber.open(io.BytesIO(render_paper(form, "pdf"))) as read:
        words = read.pages[0].extract_words()
    begin = next(word["x0"] for word in words if word["text"].startswith("Số:"))
    middle = (form.margins[3] + form.room * form.left_share / 2) * POINTS
    assert begin + measure(form.number, SIZE) / 2 == pytest.approx(middle, abs=0.1)


def test_every_letter_of_the_font_is_read_back():
    """Whatever number a letter has in the font, it is written so that programs read it."""
    letters = [char for char in map(chr, open_face(REGULAR).face.unicodes) if char.isalpha()]
    assert len(letters) > 1000
    canvas = Canvas((600, 800), "", "", "vi-VN")
    for each in letters:
        canvas.turn()
        canvas.write([(9, 9, each)], REGULAR, 12, None)
    read = PdfDocument(canvas.save())
    found = [page.get_textpage().get_text_range() for page in read]
    # Some readers part ﬁ into its letters.
    assert [normalize("NFKC", each) for each in found] == [
        normalize("NFKC", each) for each in letters
    ]


def test_a_document_named_by_a_year_is_no_month():
    """Papers of a document stand beside its own page, whatever its name begins with."""
    book = a_book(a_task(plan="2025-07-a"), plans=(a_plan("2025-07-a"),))
    addresses = [paper.address for paper in list_appendices(book)]
    assert addresses[0] == "plans/2025-07-a/"
    assert "months/2025-07-a/" not in addresses


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
    tasks = [first, *(each for each in book.tasks if each.section == first.section)][:4]
    strange = dataclasses.replace(
        book,
        plans=(dataclasses.replace(book.plan[PROGRAMME], **plan),),
        tasks=(dataclasses.replace(first, **task), *tasks[1:]),
    )
    assert export_paper(strange, PROGRAMME, to)


def test_a_row_longer_than_a_page_goes_on_upon_the_next(book):
    """No text is too long for a PDF."""
    task = Task(id="t-1", plan=PROGRAMME, url="", task="Rất dài. " * 2000, lead_text="Văn phòng Sở")
    long = dataclasses.replace(book, tasks=(task,))
    assert len(pages_of(export_paper(long, PROGRAMME, "pdf"))) > 3


def test_hundreds_of_rows_go_out_and_come_in(book, tmp_path):
    """A list far longer than any programme is exported and imported whole."""
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
    place.write_bytes(export_paper(long, PROGRAMME, "docx"))
    imported = import_table(place, long, PROGRAMME)
    assert list(imported.tasks) == [printed(task) for task in tasks]


def widths_of(form):
    """Tell how wide each column of a form is."""
    return {column.name: column.width for column in form.columns}


def test_the_task_has_the_widest_column_and_a_blank_column_is_left_out(book):
    """Widths follow the texts; a column with one short text takes little room, one with none is not there."""
    few = a_task("it", when_text="Quý IV", task="Việc dài " * 20, lead_text="Văn phòng Sở")
    many = [a_task(f"t-{at}", task="Việc dài " * 20, lead_text="Văn phòng Sở") for at in range(30)]
    widths = widths_of(make_form(a_book(few, *many), "ke-hoach"))
    assert list(widths) == ["number", "task", "lead_text", "when_text"]
    assert max(widths, key=widths.get) == "task"
    assert widths["when_text"] < 25
    for selection in SELECTIONS:
        form = make_form(book, selection)
        assert max(form.columns, key=lambda column: column.width).name == "task"
        assert abs(sum(widths_of(form).values()) - ROOM) < 0.01
        texts = [row.cells for row in form.rows if not isinstance(row, Heading)]
        for column, cells in zip(form.columns, zip(*texts, strict=True), strict=True):
            assert any(cells) or column.name == "number"


def test_no_label_is_broken_within_a_word(book):
    """STT, and every other word over a column, stands on one line."""
    for selection in SELECTIONS:
        for column in make_form(book, selection).columns:
            words = column.label.split()
            assert all(
                count_lines(word, column.width - PADDING, TABLE_SIZE, BOLD) == 1 for word in words
            )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Văn bản số 472/SKHCN-BCVT ngày", ["Văn bản số ", "472/SKHCN-", "BCVT ngày"]),
        ("theo Kế hoạch số\u00a040", ["theo Kế ", "hoạch số\u00a040"]),
        ("Đ" * 14, ["Đ" * 7, "Đ" * 7]),
        ("một\n hai  ba", ["một hai ba"]),
        ("", []),
    ],
)
def test_a_cell_is_broken_where_a_reader_would(text, lines):
    """Between words, after a mark in a word too long, else anywhere; a no-break space is no gap."""
    assert break_lines(text, 24, TABLE_SIZE) == lines


def test_a_word_file_names_nothing_that_it_lacks(book):
    """It asks for no style, no theme and no part that is not in it."""
    with zipfile.ZipFile(io.BytesIO(export_paper(book, PROGRAMME, "docx"))) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    said = "".join(text for name, text in parts.items() if name.startswith("word/"))
    assert "theme" not in said.lower()
    styles = set(re.findall(r'w:styleId="([^"]+)"', parts["word/styles.xml"]))
    asked = r'<w:(?:[prt]\w*Style|basedOn|next|link) w:val="([^"]+)"'
    assert set(re.findall(asked, said)) <= styles
    for target in re.findall(r'Target="([^"]+)"', parts["word/_rels/document.xml.rels"]):
        assert f"word/{target}" in parts


@pytest.mark.parametrize("rows", range(1, 30))
def test_no_signature_stands_alone(rows):
    """The last page of a PDF holds a row of the table beside the signature, however long the table is."""
    tasks = (a_task(f"t-{at}", number=str(at), task="Việc dài " * 20) for at in range(rows))
    pdf = PdfReader(io.BytesIO(export_paper(a_book(*tasks), "ke-hoach", "pdf")))
    last = pdf.pages[-1].extract_text()
    assert "Nơi nhận" in last
    assert "Việc dài" in last


def test_the_signature_of_a_word_file_stays_with_the_last_row(book):
    """The signature is the last row of the table, and the row of the last task is kept with it."""
    document = docx.Document(io.BytesIO(export_paper(book, PROGRAMME, "docx")))
    *_, last, end = document.tables[1].rows
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in last.cells)
    assert not any(cell.paragraphs[0].paragraph_format.keep_with_next for cell in end.cells)
    assert end._tr.trPr.find(qn("w:cantSplit")) is not None


def test_a_leader_has_the_papers_of_a_unit():
    """What a leader directs is offered as Word, Excel and PDF beside the leader's page."""
    book = a_book(a_task(leaders=("mai",)), a_task("kh-2"))
    paper = next(each for each in list_appendices(book) if each.address == "people/mai/")
    assert [paper.path(to) for to in paper.formats] == [
        f"people/mai/phu-luc.{to}" for to in PAPER_FORMATS
    ]
    form = paper.lay_out()
    assert lines_of(form) == ["Xây dựng báo cáo"]
    assert form.title == "DANH MỤC NHIỆM VỤ DO PHÓ GIÁM ĐỐC MAI CHỈ ĐẠO"


def test_an_appendix_is_called_what_the_document_calls_it(book):
    """The number of an appendix is that of its summary; where there is none it has none."""
    summary = "PHỤ LỤC II. Nhiệm vụ cụ thể"
    assert make_form(change_plan(book, summary=summary), PROGRAMME).label == "PHỤ LỤC II"
    assert make_form(change_plan(book, summary="Chương trình"), PROGRAMME).label == "Phụ lục"


def test_a_column_is_called_what_the_document_calls_it(book, tmp_path):
    """Where the text has kept the line of the names, the paper has them, and imports again."""
    text = "## I\n\nTT Nội dung nhiệm vụ Cơ quan chủ trì thực hiện Sản phẩm Lãnh đạo Sở chỉ đạo Ghi chú\n"
    named = change_plan(book, text=text)
    labels = {column.name: column.label for column in make_form(named, PROGRAMME).columns}
    assert labels["leader_text"] == "Lãnh đạo Sở chỉ đạo"
    assert labels["number"] == "TT"
    assert labels["task"] == "Nội dung nhiệm vụ"
    assert labels["lead_text"] == "Cơ quan chủ trì thực hiện"
    assert labels["support_text"] == "Đơn vị phối hợp"
    place = tmp_path / "a.docx"
    place.write_bytes(export_paper(named, PROGRAMME, "docx"))
    tasks = [printed(task) for task in book.tasks if task.plan == PROGRAMME]
    assert list(import_table(place, named, PROGRAMME).tasks) == tasks
