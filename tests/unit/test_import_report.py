"""The report of an import is a page: what is said of many rows is one line that names them all."""

import re

import pytest

from planbook.intake.imported import NAMES
from planbook.intake.importing import import_table
from planbook.reading.load import load_book
from tests.conftest import ROOT
from tests.office_samples import save_word

HEAD = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Lãnh đạo chỉ đạo", "Thời gian", "Kinh phí")
LEADS = ("Phòng NVY", "Sở Tài chính", "Văn phòng Sơ", "Sở Nội vụ; Phòng NVY", "Văn phòng Sở", "")
LEADERS = ("PGĐ Sở Lê Quang Đức", "Phó Chủ tịch Lê Bình", "")
TIMES = ("Quý V", "31/02/2025", "", "45900", "29/02/2025", "31/9/2025", "31/6/2025")


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """A programme of 176 rows, hardly one of which is without a doubt."""
    rows = [HEAD]
    for at in range(1, 177):
        number = str(at) if at % 12 else ""
        task = f"Thực hiện Quyết định {at}/QĐ-\nTTg" if at % 9 == 0 else f"Việc thứ {at}"
        names = LEADS[at % 6], LEADERS[at % 3]
        rows.append((number, task, *names, TIMES[at % 7], "12"))
        if at % 11 == 0:
            rows.append(("", "phần còn lại ở trang sau", "", "", "", ""))
    rows += [("900", "", lead, "", "", "") for lead in ("Phòng NVY; Văn phòng Sở", "Văn phòng Sở")]
    book, _ = load_book(ROOT / "tests/fixtures/department")
    place = save_word(tmp_path_factory.mktemp("a") / "chuong-trinh.docx", rows)
    return import_table(place, book, "chuong-trinh-6-thang-cuoi-2025")


def rows_named(text):
    """Read which rows a line names: “hàng 3–5, 9” are four."""
    rows = set()
    for runs in re.findall(r"hàng ((?:\d+(?:–\d+)?(?:, )?)+)", text):
        for run in re.findall(r"\d+(?:–\d+)?", runs):
            first, _, last = run.partition("–")
            rows |= set(range(int(first), int(last or first) + 1))
    return rows


@pytest.mark.parametrize("shown", [False, True])
def test_a_report_of_many_doubts_is_a_page(imported, shown):
    """At most sixty lines, and a row is named under each part that has a note on it."""
    lines = list(imported.report({file: "moi.yaml" for file in imported.names}, shown=shown))
    assert len(lines) <= 60
    starts = [at for at, line in enumerate(lines) if not line.startswith(" ")]
    for title, notes in imported.parts():
        start = next(at for at in starts if lines[at].startswith(f"{title}: "))
        end = next((at for at in starts if at > start), len(lines))
        assert (
            lines[start]
            == f"{title}: {sum(line.startswith('  - ') for line in lines[start:end]) or 'không có gì'}"
        )
        doubted = {int(place.rpartition(" ")[2]) for note in notes for place in note.places}
        doubted.discard(1)  # the number of the table
        assert doubted <= rows_named("\n".join(lines[start:end]))


def test_a_kind_of_doubt_is_said_once(imported):
    """Dates that no calendar has are one line, each with its rows; what is wrong and the advice stand once."""
    report = list(imported.report())
    (line,) = [each for each in report if "không có trong lịch" in each]
    for words in ("“Quý V”", "“31/02/2025”", "“29/02/2025”", "“31/9/2025”", "“31/6/2025”"):
        assert re.search(rf"{words} \(hàng \d", line)
    assert line.count("không có trong lịch") == line.count("chép sai thì sửa") == 1


def test_what_is_quoted_is_never_taken_for_advice(imported):
    """A semicolon between quotation marks is the file's own."""
    (line,) = [each for each in imported.report() if "không có nội dung nhiệm vụ" in each]
    rows = "“900 Phòng NVY; Văn phòng Sở” (hàng 194), “900 Văn phòng Sở” (hàng 195)"
    assert line == f"  - bảng 1, hàng 194–195: không có nội dung nhiệm vụ: {rows}."


def test_only_what_a_preview_shows_is_cut(imported):
    """Without one, the tasks of every note are listed to the last; of a name its rows are."""
    said = "\n".join(imported.report())
    assert " nữa" not in said
    notes = [note for title, notes in imported.parts() if title != NAMES for note in notes]
    noted = {place for note in notes for place in note.places}
    named = {id for place, ids in imported.ids.items() if place in noted for id in ids}
    assert all(id in said for id in named)
    assert re.search(r", … và \d+ nhiệm vụ nữa", "\n".join(imported.report(shown=True)))
