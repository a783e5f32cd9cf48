"""A notice in prose becomes tasks by its numbered lists; what assigns nothing is left out and told."""

import textwrap

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.documents.document import Document, Paragraph
from planbook.documents.opening.files import OfficeError
from planbook.intake.importing import import_table
from planbook.intake.prose.assignments import Assignments, read_times
from planbook.intake.prose.item_lists import read_items
from planbook.intake.prose.notices import PROSE, read_prose
from planbook.intake.tables.table_reading import clean
from planbook.reading.load import load_book
from planbook.reading.names import make_registers
from tests.conftest import ROOT

FIELDS = ("section", "number", "task", "lead_text", "support_text", "when_text")

NOTICE = """SỞ Y TẾ BÌNH AN
THÔNG BÁO
Kết luận của Giám đốc Sở tại cuộc họp giao ban tháng 9 năm 2025
Sau khi nghe báo cáo, Giám đốc Sở kết luận:
I. Đánh giá chung
Trong tháng 8, các phòng, đơn vị đã hoàn thành tốt nhiệm vụ.
1. Tồn tại: một số nhiệm vụ còn chậm.
II. Nhiệm vụ trọng tâm tháng 9
1. Phòng Nghiệp vụ Y:
(1) Tham mưu Kế hoạch kiểm tra các cơ sở khám bệnh, chữa bệnh tư nhân trên địa bàn tỉnh theo \
Quyết định số 120/QĐ-SYT ngày 05/8/2025, hoàn thành trước ngày 20/9/2025.
(2) Kiểm tra công tác khám bệnh, trong đó:
- Kiểm tra tại 05 bệnh viện;
- Kiểm tra tại 10 trạm y tế.
2. Phòng Công tác xã hội
2.1. Công tác chuẩn bị
- Lập danh sách hộ nghèo.
2.2. Công tác tổ chức
- Báo cáo kết quả trước ngày 25 hằng tháng.
3. Văn phòng Sở
Đôn đốc các phòng, đơn vị gửi báo cáo.
4. Giao Phòng Nghiệp vụ Y chủ trì, phối hợp với Trung tâm Kiểm soát bệnh tật và các đơn vị liên \
quan tham mưu Công điện phòng, chống dịch trong tháng 9/2025.
5. Giao Phòng Kế hoạch - Tài chính và Phòng Tổ chức cán bộ thực hiện:
a) Rà soát dự toán năm 2026;
b) Rà soát biên chế.
6. Phòng, chống dịch bệnh: tiếp tục giám sát tại cửa khẩu.
Trên đây là kết luận của Giám đốc Sở, đề nghị các phòng, đơn vị thực hiện./.
Nơi nhận:
- Lãnh đạo Sở;
- Lưu: VT."""
BUSY = "II. Nhiệm vụ trọng tâm tháng 9"
GIVEN = "5. Giao Phòng Kế hoạch - Tài chính và Phòng Tổ chức cán bộ thực hiện:"
BOTH = "Phòng Kế hoạch - Tài chính và Phòng Tổ chức cán bộ"
TASKS = [
    (
        f"{BUSY} › 1. Phòng Nghiệp vụ Y:",
        "1",
        "Tham mưu Kế hoạch kiểm tra các cơ sở khám bệnh, chữa bệnh tư nhân trên địa bàn tỉnh theo "
        "Quyết định số 120/QĐ-SYT ngày 05/8/2025, hoàn thành trước ngày 20/9/2025.",
        "Phòng Nghiệp vụ Y",
        "",
        "trước ngày 20/9/2025",
    ),
    (
        f"{BUSY} › 1. Phòng Nghiệp vụ Y:",
        "2",
        "Kiểm tra công tác khám bệnh, trong đó: - Kiểm tra tại 05 bệnh viện; - Kiểm tra tại 10 trạm y tế.",
        "Phòng Nghiệp vụ Y",
        "",
        "",
    ),
    (
        f"{BUSY} › 2. Phòng Công tác xã hội › 2.1. Công tác chuẩn bị",
        "",
        "Lập danh sách hộ nghèo.",
        "Phòng Công tác xã hội",
        "",
        "",
    ),
    (
        f"{BUSY} › 2. Phòng Công tác xã hội › 2.2. Công tác tổ chức",
        "",
        "Báo cáo kết quả trước ngày 25 hằng tháng.",
        "Phòng Công tác xã hội",
        "",
        "trước ngày 25 hằng tháng",
    ),
    (
        f"{BUSY} › 3. Văn phòng Sở",
        "",
        "Đôn đốc các phòng, đơn vị gửi báo cáo.",
        "Văn phòng Sở",
        "",
        "",
    ),
    (
        BUSY,
        "4",
        "Giao Phòng Nghiệp vụ Y chủ trì, phối hợp với Trung tâm Kiểm soát bệnh tật và các đơn vị liên "
        "quan tham mưu Công điện phòng, chống dịch trong tháng 9/2025.",
        "Phòng Nghiệp vụ Y",
        "Trung tâm Kiểm soát bệnh tật và các đơn vị liên quan",
        "trong tháng 9/2025",
    ),
    (f"{BUSY} › {GIVEN}", "a", "Rà soát dự toán năm 2026;", BOTH, "", ""),
    (f"{BUSY} › {GIVEN}", "b", "Rà soát biên chế.", BOTH, "", ""),
    (BUSY, "6", "Phòng, chống dịch bệnh: tiếp tục giám sát tại cửa khẩu.", "", "", ""),
]


@pytest.fixture(scope="module")
def book():
    """Load the invented department."""
    return load_book(ROOT / "tests/fixtures/department")[0]


@pytest.fixture
def read(book, tmp_path):
    """Import a text as a notice, from a file of lines."""

    def read(text, name="a.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return import_table(tmp_path / name, book, "ket-luan-thang-9-2025")

    return read


def rows_of(imported):
    """List the tasks as the fields that prose can give."""
    return [tuple(task.get(name, "") for name in FIELDS) for task in imported.tasks]


def told_of(imported):
    """Join all that the report tells."""
    return "\n".join(imported.report())


def broken(text):
    """Break the lines of a text as the dump of a PDF does, with blank lines and page numbers."""
    lines = [
        line
        for paragraph in text.split("\n")
        for line in textwrap.wrap(paragraph, 76, break_on_hyphens=False)
    ]
    return "\n\n".join([*lines[:12], "2", *lines[12:]])


def as_word(text, place):
    """Save the paragraphs of a text in Word, with the table that its first lines stand in."""
    document = docx.Document()
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(place)
    return place


def test_a_notice_becomes_tasks_however_its_lines_are_broken(read, book, tmp_path):
    """Whole paragraphs, the broken lines of a dump, and Word give the same tasks to the letter."""
    word = as_word(NOTICE, tmp_path / "a.docx")
    assert rows_of(read(NOTICE)) == TASKS
    assert rows_of(read(broken(NOTICE))) == TASKS
    assert rows_of(import_table(word, book, "ket-luan-thang-9-2025")) == TASKS


def test_what_assigns_nothing_and_what_is_doubtful_is_told(read):
    """The report says once that it read prose, and names what was left out, joined or not found."""
    imported = read(broken(NOTICE))
    told = told_of(imported)
    assert told.count(PROSE) == 1
    assert "mục “I. Đánh giá chung” không giao việc" in told
    assert "dòng chỉ có số trang" in told
    assert "từ “Trên đây là kết luận" in told
    assert "“Phòng Công tác xã hội”" in told  # no register knows it
    doubts = {ids: str(note) for note in imported.doubts for ids in note.places}
    by_task = dict(zip((task["task"] for task in imported.tasks), imported.places, strict=True))
    assert "gạch đầu dòng" in doubts[by_task[TASKS[1][2]]]
    assert "không thấy đơn vị" in doubts[by_task[TASKS[-1][2]]]


def test_a_list_in_one_paragraph_a_heading_without_number_and_words_that_count(read):
    """Items run into a paragraph, a name over dashes, and “Một là” are items as well."""
    text = """THÔNG BÁO
1. Phòng Nghiệp vụ Y: (1) Rà soát quy trình; (2) Trả lời kiến nghị.
Văn phòng Sở:
- Chuẩn bị hội nghị.
Đồng chí Phó Giám đốc:
- Chỉ đạo chung.
Giám đốc Sở yêu cầu các bệnh viện công lập thực hiện:
Một là, công khai giá dịch vụ.
Nơi nhận:"""
    found = [(row[0].rpartition(" › ")[2], *row[1:4]) for row in rows_of(read(text))]
    assert (
        found
        == [
            ("1. Phòng Nghiệp vụ Y:", "1", "Rà soát quy trình;", "Phòng Nghiệp vụ Y"),
            ("1. Phòng Nghiệp vụ Y:", "2", "Trả lời kiến nghị.", "Phòng Nghiệp vụ Y"),
            ("Văn phòng Sở:", "", "Chuẩn bị hội nghị.", "Văn phòng Sở"),
            ("Đồng chí Phó Giám đốc:", "", "Chỉ đạo chung.", ""),
            ("", "Một là", "công khai giá dịch vụ.", "các bệnh viện công lập"),
        ]
        or found
    )
    assert "“Đồng chí Phó Giám đốc:” là của đơn vị nào" in told_of(read(text))


def test_work_given_to_several_is_not_parted_by_guess(read):
    """A sentence that gives work to two units, or names another in midst, leaves the cell blank, told."""
    imported = read(
        "1. Về nhân lực: Giao Phòng Tổ chức cán bộ rà soát biên chế; giao Văn phòng Sở bố trí phòng.\n"
        "2. Giao Phòng Nghiệp vụ Y chủ trì, phối hợp với Trung tâm KSBT và Công an tỉnh kiểm tra.\n"
        "3. Phòng Nghiệp vụ Y đã hoàn thành rà soát."
    )
    assert [row[3:5] for row in rows_of(imported)] == [
        ("", ""),
        ("Phòng Nghiệp vụ Y", ""),
        ("", ""),
    ]
    assert "giao cho nhiều nơi (Phòng Tổ chức cán bộ; Văn phòng Sở)" in told_of(imported)
    assert "không tách ra “Đơn vị phối hợp”" in told_of(imported)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Đề nghị Sở Tài chính xem xét cấp kinh phí.", "Sở Tài chính"),
        ("Trong tháng 12/2025, Văn phòng Sở tham mưu tổng kết năm.", "Văn phòng Sở"),
        ("Về tài chính: Phòng Tổ chức hành chính xây dựng quy chế.", "Phòng Tổ chức hành chính"),
        (
            "Giám đốc các bệnh viện công lập chỉ đạo khắc phục.",
            "Giám đốc các bệnh viện công lập",
        ),
        ("Các đơn vị được kiểm tra báo cáo kết quả.", "Các đơn vị được kiểm tra"),
        ("Phòng, chống dịch: tiếp tục giám sát.", ""),
        ("Ban hành kế hoạch truyền thông.", ""),
        ("Nhiệm vụ được giao Văn phòng Sở còn chậm.", ""),
    ],
)
def test_who_is_to_act_is_read_to_the_end_of_the_name(book, text, lead):
    """A name that no register knows ends where it is told to do something, and not within."""
    registers = make_registers(book.units, book.people, ["syt-binh-an"])["syt-binh-an"]
    found = Assignments(registers).sentence(text)
    assert (found.lead if found else "") == lead


@pytest.mark.parametrize(
    ("text", "when", "others"),
    [
        ("Trình UBND tỉnh trước 30/6/2025.", "trước 30/6/2025", ()),
        ("Xây dựng đề án (hoàn thành trong năm 2025).", "trong năm 2025", ()),
        (
            "Gửi báo cáo chậm nhất 3 ngày sau buổi làm việc.",
            "chậm nhất 3 ngày sau buổi làm việc",
            (),
        ),
        ("Hằng năm tổ chức đánh giá. Chỉ tiêu năm 2025 là 90%.", "Hằng năm", ("năm 2025",)),
        ("Thực hiện Kế hoạch số 76/KH-SYT ngày 20/01/2025.", "", ()),
        ("Báo cáo số liệu tính đến ngày 30/9/2025.", "", ("đến ngày 30/9/2025",)),
        ("Hoàn thành báo cáo quý III năm 2025.", "", ("quý III năm 2025",)),
        (
            "Trước 15/10/2025, trình dự thảo; trước ngày 30/10/2025 hoàn thiện.",
            "",
            ("Trước 15/10/2025", "trước ngày 30/10/2025"),
        ),
    ],
)
def test_a_time_counts_where_it_is_surely_the_deadline(text, when, others):
    """What closes a clause as a deadline is taken to the letter; other words of time are handed back."""
    times = read_times(text)
    assert (times.when, times.others) == (when, others)


def test_a_number_that_a_line_happens_to_begin_with_opens_no_item():
    """A broken line that begins with “12.” goes on with its sentence."""
    text = (
        "1. Văn phòng Sở tổng hợp kết quả thực hiện nhiệm vụ của các đơn vị trong tháng\n"
        "12. Báo cáo nêu rõ việc chưa làm được và nguyên nhân của từng việc để Giám đốc\n"
        "xem xét, chỉ đạo.\n"
        "2. Phòng Nghiệp vụ Y rà soát."
    )
    lines = [Paragraph(line, f"dòng {at}") for at, line in enumerate(text.split("\n"), 1)]
    assert [item.number for item in read_items(lines)] == ["1", "2"]


def test_lines_that_a_pdf_shows_as_one_paragraph_are_weighed_anew():
    """A full line may end its paragraph, and the next paragraph of a page is never joined by width."""
    lines = (
        "- Trình Giám đốc Sở ban hành Kế hoạch theo Quyết định số 12/QĐ-\nSYT ngày 12/10/2025.\n"
        "Văn phòng Sở:",
        "- Chuẩn bị tốt mọi điều kiện của hội nghị giao ban toàn ngành",
        "Tham mưu lịch làm việc.",
        "-",
        "Đôn đốc.",
        "(1) Rà soát; (2) Báo cáo. (4) Họp.",
        "a) In tài liệu. b) Gửi.",
        "- Gửi giấy mời. - Đưa tin; - In tài\nliệu; - nếu cần. – Báo cáo.",
    )
    document = [Paragraph(text, f"trang 1, dòng {at}") for at, text in enumerate(lines, 1)]
    assert [clean(item.title) for item in read_items(document)] == [
        "- Trình Giám đốc Sở ban hành Kế hoạch theo Quyết định số 12/QĐ-SYT ngày 12/10/2025.",
        "Văn phòng Sở:",
        "- Chuẩn bị tốt mọi điều kiện của hội nghị giao ban toàn ngành",
        "Tham mưu lịch làm việc.",
        "- Đôn đốc.",
        "(1) Rà soát;",
        "(2) Báo cáo. (4) Họp.",
        "a) In tài liệu.",
        "b) Gửi.",
        "- Gửi giấy mời.",
        "- Đưa tin;",
        "- In tài liệu; - nếu cần.",
        "– Báo cáo.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "BÁO CÁO\nI. KẾT QUẢ\n1. Khám chữa bệnh: đạt 95%.\n2. Dự phòng: tiêm 12.000 liều.",
        "STT\nNhiệm vụ\nĐơn vị chủ trì\n1. Giao Văn phòng Sở đôn đốc.",
        "STT Nhiệm vụ Đơn vị chủ trì Ghi chú\n1. Văn phòng Sở tổ chức hội nghị Văn phòng Sở",
    ],
)
def test_prose_that_gives_nothing_and_lines_of_a_table_are_refused(read, text):
    """A report gives no tasks, and a table without cells is not read as if it were prose."""
    with pytest.raises(OfficeError, match="không có bảng nào"):
        read(text)


def add_table(place, *rows):
    """Add a table to a document that stands."""
    document = docx.Document(place)
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(place)
    return place


def test_a_table_of_tasks_counts_before_the_prose_around_it(book, tmp_path):
    """Where a document has a table of tasks, its lists give none, which is told."""
    place = as_word("1. Giao Văn phòng Sở đôn đốc.", tmp_path / "a.docx")
    add_table(place, ("STT", "Nhiệm vụ"), ("1", "Tổ chức hội nghị"))
    imported = import_table(place, book, "ket-luan-thang-9-2025")
    assert [task["task"] for task in imported.tasks] == ["Tổ chức hội nghị"]
    assert "đoạn 1: văn xuôi ngoài bảng có vẻ giao việc" in told_of(imported)


def test_the_agenda_of_a_meeting_is_no_table_of_tasks(book, tmp_path):
    """Rows of hours give no tasks, whatever stands over their columns; the lists beside them do."""
    place = as_word("1. Giao Văn phòng Sở đôn đốc.", tmp_path / "a.docx")
    add_table(
        place,
        ("Thời gian", "Nội dung", "Chủ trì"),
        ("7h30-8h00", "Đón tiếp đại biểu", "Văn phòng Sở"),
        ("8 giờ 00", "Khai mạc", "Giám đốc Sở"),
    )
    imported = import_table(place, book, "ket-luan-thang-9-2025")
    assert [task["task"] for task in imported.tasks] == ["Giao Văn phòng Sở đôn đốc."]
    assert "bảng 2: chương trình theo giờ, không phải nhiệm vụ" in told_of(imported)


_MARKS = ("", "I. ", "1. ", "2. ", "1.1. ", "(1) ", "a) ", "- ", "+ ", "Một là, ", "1.")
_WORDS = (
    "",
    "Phòng Nghiệp vụ Y:",
    "Phòng Nghiệp vụ Y: (1) rà soát; (2) báo cáo.",
    "Văn phòng Sở rà soát hồ sơ.",
    "Giao Văn phòng Sở thực hiện các nội dung sau:",
    "Phòng, chống dịch: (1) rà soát; (2) báo cáo.",
    "Yêu cầu các bệnh viện công lập báo cáo; giao Văn phòng Sở theo dõi.",
    "Nhiệm vụ trọng tâm",
    "Đánh giá chung",
    "Ghi nhận kết quả.",
    "rà soát thủ tục trước ngày 10/10/2025",
    "GIÁM ĐỐC",
    "12",
    "Kết thúc./.",
)


@given(
    st.lists(st.builds(str.__add__, st.sampled_from(_MARKS), st.sampled_from(_WORDS)), max_size=12)
)
def test_no_paragraph_is_lost_in_silence(book, lines):
    """Whatever lists a notice holds, each of its items is in a task, in a heading, or told."""
    registers = make_registers(book.units, book.people, ["syt-binh-an"])["syt-binh-an"]
    document = Document(tuple(Paragraph(each, f"đoạn {at}") for at, each in enumerate(lines, 1)))
    reading = read_prose(document, registers)
    if reading is None:
        return
    told = {place for note in (*reading.left_out, *reading.doubts) for place in note.places}
    printed = " ".join(text for row in reading.rows for text in (*row.section, row.cells["task"]))
    for item in read_items(document.paragraphs):
        assert item.place in told or clean(item.text) in printed
