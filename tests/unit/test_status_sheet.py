"""A unit's sheet goes out with room to report, and comes back as changed lines and nothing else."""

import dataclasses
import datetime as dt
import difflib
import io

import openpyxl
import pytest

from planbook.documents.opening.files import OfficeError
from planbook.editing.yaml_writing import change_records
from planbook.intake.reports.status_sheet import import_status
from planbook.model import STATUSES, RefusedError
from planbook.papers.papers import list_status_sheets
from planbook.papers.status_sheet import make_status_sheet, render_status_sheet
from planbook.reading.load import load_book
from tests.conftest import ROOT
from tests.office_samples import HEAD, save_excel, save_word
from tests.small_book import a_book, a_task

UNIT = "van-phong"
FIXTURE = ROOT / "tests/fixtures/book"
TASKS = (FIXTURE / "data/tasks.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def book():
    """A book that was loaded from YAML and Markdown."""
    return load_book(FIXTURE)[0]


@pytest.fixture
def sheet(book):
    """Open the sheet of a unit, with a function that finds the cell of a task and a column."""
    workbook = openpyxl.load_workbook(
        io.BytesIO(render_status_sheet(make_status_sheet(book, UNIT)))
    )
    found = workbook.active
    head = next(row for row in found.iter_rows() if row[0].value == "Mã nhiệm vụ")
    rows = {row[0].value: row for row in found.iter_rows(min_row=head[0].row + 1)}
    places = {cell.value: at for at, cell in enumerate(head)}
    found.at = lambda id, label: rows[id][places[label]]
    found.ids = list(rows)
    return found


@pytest.fixture
def send(book, sheet, tmp_path):
    """Save the filled sheet and import it."""

    def save_and_import():
        place = tmp_path / "bao-cao.xlsx"
        sheet.parent.save(place)
        changes, report = import_status(place, book)
        return change_records(TASKS, changes), report

    return save_and_import


def diff(after):
    """List the lines of data/tasks.yaml that an import takes out and puts in."""
    lines = difflib.ndiff(TASKS.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_a_sheet_holds_the_open_tasks_that_a_unit_leads(book, sheet):
    """Every task a unit leads that is not closed has a row, and a list to choose its status from."""
    assert sheet.ids == [
        task.id for task in book.tasks if UNIT in task.lead and task.status in (None, "in-progress")
    ]
    validation = next(each for each in sheet.data_validations.dataValidation if each.type == "list")
    assert validation.formula1.strip('"').split(",") == list(STATUSES.values())
    for id in sheet.ids:
        assert sheet.at(id, "Tình trạng").coordinate in validation.sqref
        assert not sheet.at(id, "Tình trạng").protection.locked
        assert sheet.at(id, "Mã nhiệm vụ").protection.locked
    assert sheet.protection.sheet


def test_what_comes_back_every_year_stays_on_the_sheet_once_it_is_done():
    """Its next time can be reported on; what is done for good, or dropped, cannot."""
    fields = {"months": ("2025-11",), "end": dt.date(2025, 11, 15)}
    yearly = fields | {"recurrence": "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"}
    book = a_book(
        a_task("hang-nam", **yearly, status="done"),
        a_task("bo", **yearly, status="dropped"),
        a_task("mot-lan", **fields, status="done"),
    )
    assert [row[0] for row in make_status_sheet(book, "van-phong").rows] == ["hang-nam"]


def test_a_sheet_sent_back_untouched_changes_nothing(send):
    """Blank cells say nothing."""
    text, report = send()
    assert text == TASKS
    assert report == ("Tệp “bao-cao.xlsx”: 0 nhiệm vụ có báo cáo mới.",)


def test_a_filled_sheet_changes_its_lines_and_nothing_else(sheet, send):
    """Status, day, result, difficulty and links become lines of their task, in order."""
    first, second = sheet.ids[:2]
    for label, value in (
        ("Tình trạng", "Đã hoàn thành"),
        ("Ngày báo cáo", dt.datetime(2025, 11, 10)),
        ("Kết quả", 'Đã trình "dự thảo"\nKế hoạch'),
        ("Khó khăn, vướng mắc", "Chưa có kinh phí"),
        ("Minh chứng", "https://example.vn/a\nhttps://example.vn/b"),
    ):
        sheet.at(first, label).value = value
    sheet.at(second, "Tình trạng").value = "đang thực hiện"
    sheet.at(second, "Ngày báo cáo").value = "9/11/2025"
    text, report = send()
    assert diff(text) == [
        "+   status: done",
        "+   reported: 2025-11-10",
        '+   result: "Đã trình \\"dự thảo\\" Kế hoạch"',
        '+   difficulty: "Chưa có kinh phí"',
        "+   evidence:",
        '+     - "https://example.vn/a"',
        '+     - "https://example.vn/b"',
        "+   status: in-progress",
        "+   reported: 2025-11-09",
    ]
    assert f"{first}: Tình trạng: (trống) → “Đã hoàn thành”" in report


@pytest.mark.parametrize(
    ("label", "value", "reason"),
    [
        ("Tình trạng", "xong rồi", "chọn một trong: Đang thực hiện"),
        ("Ngày báo cáo", "31/2/2025", "viết ngày/tháng/năm"),
        ("Minh chứng", "http://example.vn", "https://"),
        ("Kết quả", "Đã xong", "chưa chọn tình trạng"),
        ("Mã nhiệm vụ", "khong-co", "không có nhiệm vụ “khong-co”"),
        ("Nhiệm vụ", "Việc khác hẳn", "có thể bị xáo trộn"),
    ],
)
def test_what_cannot_be_taken_is_told(sheet, send, label, value, reason):
    """A wrong word, day or link, a row without status or of another task changes nothing."""
    id = sheet.ids[0]
    cell = sheet.at(id, label)
    cell.value = value
    text, report = send()
    assert text == TASKS
    assert any(reason in line and f"hàng {cell.row}" in line for line in report)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Hoàn thành", "Đã hoàn thành"),
        ("đã xong.", "Đã hoàn thành"),
        ("100%", "Đã hoàn thành"),
        (1, "Đã hoàn thành"),
        ("Đang TH", "Đang thực hiện"),
        ("đang triển khai", "Đang thực hiện"),
    ],
)
def test_words_that_can_mean_one_status_are_understood_and_told(sheet, send, written, label):
    """Another word for a status is taken, and the report says as what."""
    cell = sheet.at(sheet.ids[0], "Tình trạng")
    cell.value = written
    cell.number_format = "0%"
    text, report = send()
    assert f"status: {next(key for key, each in STATUSES.items() if each == label)}" in text
    assert any("hiểu là" in line and f"hàng {cell.row}:" in line for line in report)
    assert f"{sheet.ids[0]}: Tình trạng: (trống) → “{label}”" in report


@pytest.mark.parametrize(
    "written",
    ["Chưa thực hiện", "Chưa TH", "Tạm dừng", "Quá hạn", "60%", "100", "Hoàn thành một phần", "Bộ"],
)
def test_progress_is_never_inferred(sheet, send, written):
    """Words that are no status, or may be more than one, are asked about by their row."""
    cell = sheet.at(sheet.ids[0], "Tình trạng")
    cell.value = written
    text, report = send()
    assert text == TASKS
    assert any(f"hàng {cell.row}: bỏ lại: ô Tình trạng “{written}”" in line for line in report)


@pytest.mark.parametrize(
    "written", ["10/11/25", "ngày 10/11/2025", "10.11.2025", "10 tháng 11 năm 2025", "45971"]
)
def test_a_day_in_other_words_is_understood_and_told(sheet, send, written):
    """The report says as which day it is read."""
    sheet.at(sheet.ids[0], "Tình trạng").value = "Đang thực hiện"
    sheet.at(sheet.ids[0], "Ngày báo cáo").value = written
    text, report = send()
    assert "+   reported: 2025-11-10" in diff(text)
    assert any(f"“{written}” hiểu là 10/11/2025" in line for line in report)


@pytest.mark.parametrize(
    ("label", "written", "reason"),
    [
        ("Ngày báo cáo", "01/12/2025", "ngày chưa đến (hôm nay 30/11/2025)"),
        ("Ngày báo cáo", "01/02/2025", "trước ngày ban hành văn bản"),
        ("Ngày báo cáo", "11/2025", "viết ngày/tháng/năm"),
        ("Kết quả", "Liên hệ anh An 0912 345 678", "giống số điện thoại"),
        ("Khó khăn, vướng mắc", "Căn cước 001099012345", "giống số căn cước"),
        ("Minh chứng", "www.example.vn/a", "https://"),
    ],
)
def test_what_a_unit_cannot_mean_is_asked_about(sheet, book, tmp_path, label, written, reason):
    """A day to come or before the plan, a number of a person and half a link are told by their row."""
    place = tmp_path / "a.xlsx"
    plans = tuple(dataclasses.replace(each, issued=dt.date(2025, 7, 1)) for each in book.plans)
    issued = dataclasses.replace(book, plans=plans)
    id = sheet.ids[0]
    sheet.at(id, "Tình trạng").value = "Đang thực hiện"
    cell = sheet.at(id, label)
    cell.value = written
    sheet.parent.save(place)
    changes, report = import_status(place, issued, today=dt.date(2025, 11, 30))
    text = change_records(TASKS, changes)
    assert diff(text) == ["+   status: in-progress"]
    assert any(reason in line and f"hàng {cell.row}: bỏ lại" in line for line in report)


def test_the_number_of_a_letter_is_kept_as_a_result(sheet, send):
    """Words among the links are no link: they are kept where words may stand, and told."""
    id = sheet.ids[0]
    sheet.at(id, "Tình trạng").value = "Đã hoàn thành"
    sheet.at(id, "Kết quả").value = "Đã trình"
    sheet.at(id, "Minh chứng").value = "CV số 123/SYT-NVY; https://example.vn/a"
    text, report = send()
    assert '+   result: "Đã trình; CV số 123/SYT-NVY"' in diff(text)
    assert '+     - "https://example.vn/a"' in diff(text)
    assert any("không phải đường dẫn, ghi vào Kết quả" in line for line in report)


def test_what_a_unit_changed_of_the_sheet_itself_is_told(sheet, send):
    """Hidden rows, formulas without results, new columns, new sheets and blank headings are told."""
    first, second, *_ = sheet.ids
    hidden = sheet.at(first, "Tình trạng")
    hidden.value = "Đã hoàn thành"
    sheet.row_dimensions[hidden.row].hidden = True
    formula = sheet.at(second, "Kết quả")
    formula.value = '=CONCATENATE("a";"b")'
    head = next(row for row in sheet.iter_rows() if row[0].value == "Mã nhiệm vụ")
    next(cell for cell in head if cell.value == "Khó khăn, vướng mắc").value = "Điều khác"
    sheet.cell(head[0].row, 15, "Người báo cáo")
    sheet.cell(formula.row, 15, "Anh Ba")
    sheet.parent.create_sheet("Ghi chú").append(["Kính gửi phòng", "xin xem"])
    text, report = send()
    told = "\n".join(report)
    assert text == TASKS
    assert f"hàng {hidden.row}: bỏ lại: hàng ẩn" in told
    assert f"hàng {formula.row}: ô Kết quả có công thức mà tệp không giữ kết quả" in told
    assert "không thấy cột Khó khăn, vướng mắc" in told
    assert f"bỏ lại cột “Người báo cáo”, không có trong bảng gốc, hàng {formula.row}" in told
    assert "trang tính “Ghi chú”: bỏ lại" in told


def test_a_unit_reports_on_its_own_tasks_alone(book, sheet, send):
    """A row of another unit's task in the sheet of one is left out, and asked about."""
    other = next(each for each in book.tasks if UNIT not in each.lead and not each.status)
    row = [sheet.at(sheet.ids[0], label) for label in ("Mã nhiệm vụ", "Nhiệm vụ", "Tình trạng")]
    for cell, value in zip(row, (other.id, other.task, "Đã hoàn thành"), strict=True):
        cell.value = value
    text, report = send()
    assert text == TASKS
    assert any(f"hàng {row[0].row}: bỏ lại: nhiệm vụ {other.id} do" in line for line in report)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_sheet_comes_back_as_csv(book, sheet, tmp_path, encoding):
    """What was saved as CSV in rows of another order is read like the sheet itself."""
    sheet.at(sheet.ids[0], "Tình trạng").value = "Đã hoàn thành"
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    rows[5:] = rows[:4:-1]
    lines = (";".join('"' + text.replace('"', '""') + '"' for text in row) for row in rows)
    place = tmp_path / "a.csv"
    place.write_bytes("\r\n".join(lines).encode(encoding))
    text = change_records(TASKS, import_status(place, book)[0])
    assert diff(text) == ["+   status: done"]


def test_a_status_without_its_day_is_asked_for(sheet, send):
    """A status is taken without a day, and the report asks for it."""
    sheet.at(sheet.ids[0], "Tình trạng").value = "Đang thực hiện"
    text, report = send()
    assert diff(text) == ["+   status: in-progress"]
    assert any("chưa có ngày báo cáo" in line for line in report)


def test_two_rows_of_one_task_are_told(sheet, send):
    """Of two rows with one id the first counts."""
    first, second = sheet.ids[:2]
    for id in (first, second):
        sheet.at(id, "Tình trạng").value = "Đã hoàn thành"
    sheet.at(second, "Nhiệm vụ").value = sheet.at(first, "Nhiệm vụ").value
    sheet.at(second, "Mã nhiệm vụ").value = first
    text, report = send()
    assert diff(text) == ["+   status: done"]
    assert any("có hai hàng" in line for line in report)


def test_other_files_are_refused(book, tmp_path):
    """A Word file, a workbook without the columns and an unknown unit are refused in a sentence."""
    with pytest.raises(OfficeError, match="không phải bảng báo cáo"):
        import_status(save_word(tmp_path / "a.docx", [HEAD]), book)
    with pytest.raises(OfficeError, match="không phải bảng báo cáo"):
        import_status(save_excel(tmp_path / "a.xlsx", [HEAD]), book)
    with pytest.raises(RefusedError, match="có phải “van-phong”"):
        make_status_sheet(book, "van-phog")


def test_the_same_book_gives_the_same_sheet(book):
    """A sheet has no clock in it."""
    assert render_status_sheet(make_status_sheet(book, UNIT)) == render_status_sheet(
        make_status_sheet(book, UNIT)
    )


def test_a_sheet_is_offered_beside_the_report_of_each_unit_that_has_open_tasks(book):
    """The sheet to download holds that unit's open tasks alone, with what it reported before."""
    papers = {paper.path("xlsx"): paper.lay_out() for paper in list_status_sheets(book)}
    for unit in book.units:
        ids = [
            task.id
            for task in book.tasks_led_by.get(unit.id, ())
            if task.status in (None, "in-progress")
        ]
        sheet = papers.get(f"{unit.url}report/status.xlsx")
        assert ([row[0] for row in sheet.rows] if sheet else []) == ids
