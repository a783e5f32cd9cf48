"""A decision that adjusts a plan is shown as old and new, and is written only after a yes."""

import shutil

import docx
import pytest

from build import Settings, build
from planbook import cli
from planbook.documents.opening.files import OfficeError
from planbook.intake.changes.adjusted_rows import tell_kind
from planbook.intake.changes.adjusting import adjust_register, adjust_tasks, read_adjusting
from planbook.reading.load import ADJUSTMENTS, load_book
from planbook.reading.task_files import TASKS
from tests.conftest import ROOT

DEPARTMENT = ROOT / "tests/fixtures/department"
PLAN = "chuong-trinh-6-thang-cuoi-2025"
OLDER = "Tổ chức khám sức khỏe định kỳ cho người cao tuổi ở các xã miền núi"
TWICE = "Đăng tải kết luận thanh tra về mua sắm thuốc, vật tư"  # in August and in October
TIMES = ("STT", "Nhiệm vụ", "Thời gian đã giao", "Thời gian điều chỉnh", "Lý do")
CONTENTS = ("STT", "Nội dung theo Kế hoạch số 10/KH-SYT", "Nội dung điều chỉnh", "Lý do")


@pytest.fixture(scope="module")
def book():
    """Load the invented department."""
    return load_book(DEPARTMENT)[0]


@pytest.fixture
def decide(tmp_path):
    """Save a decision in Word: paragraphs, and tables as lists of rows."""

    def decide(*parts):
        document = docx.Document()
        for part in parts:
            if isinstance(part, str):
                document.add_paragraph(part)
                continue
            table = document.add_table(rows=0, cols=len(part[0]))
            for row in part:
                cells = table.add_row().cells
                for at, text in enumerate(row):
                    if isinstance(text, tuple):  # goes on from the cell to the left
                        cells[at - 1].merge(cells[at]).text = text[0]
                    else:
                        cells[at].text = text
        document.save(tmp_path / "quyet-dinh.docx")
        return tmp_path / "quyet-dinh.docx"

    return decide


@pytest.fixture
def adjust(book, decide):
    """Compare such a decision with the programme of the invented department."""
    return lambda *parts: read_adjusting(decide(*parts), book, PLAN)


def changes_of(adjusting):
    """List what changes, as id, field and new cell."""
    return [(each.id, each.field, each.after) for each in adjusting.changed]


def kinds_of(adjusting):
    """List the adjustments as kind and the task that each becomes."""
    return [(each.get("kind"), each.get("becomes")) for each in adjusting.adjustments]


def told_of(adjusting):
    """Join all that is told."""
    return "\n".join(adjusting.report())


def test_new_times_beside_old_ones(adjust):
    """A time in a column of its own becomes an edit and a proposal to move; “unchanged” stays."""
    made = adjust(
        [
            TIMES,
            ("1", OLDER, "Tháng 9", "Tháng 11/2025", "Chờ kinh phí"),
            ("2", TWICE, "Tháng 8", "Quý IV/2025", ""),
            ("3", "Giao ban công tác tháng 9", "", "Không thay đổi", ""),
        ]
    )
    assert changes_of(made) == [
        ("2025h2-q3-20", "when_text", "Tháng 11/2025"),
        ("2025h2-q3-13", "when_text", "Quý IV/2025"),  # of the two, the one of August
    ]
    assert kinds_of(made) == [
        ("move", "2025h2-q3-20"),
        ("move", "2025h2-q3-13"),
        ("keep", "2025h2-q3-22"),
    ]
    assert (
        made.adjustments[0]["remark"] == "Thời gian điều chỉnh: Tháng 11/2025; Lý do: Chờ kinh phí"
    )
    assert [each["index"] for each in made.adjustments] == ["5", "6", "7"]  # four stand already
    assert "2025h2-q3-20: Thời gian: (trống) → “Tháng 11/2025”" in told_of(made)


def test_contents_that_say_anything(adjust):
    """Free words drop, move, keep or reword a task; what they do not say clearly is told, not done."""
    made = adjust(
        [
            CONTENTS,
            ("20", OLDER, f"{OLDER}, biên giới", "Mở rộng địa bàn"),
            ("4", "Tuyên truyền hưởng ứng Ngày Sức khỏe tâm thần thế giới", "Bỏ nội dung này", ""),
            ("5", "Giao ban công tác tháng 7", "Chuyển sang tháng 11", ""),
            ("6", "Cập nhật sơ đồ ứng phó dịch bệnh của các trạm y tế", "Giao phòng khác", ""),
        ]
    )
    assert changes_of(made) == [
        ("2025h2-q3-20", "task", f"{OLDER}, biên giới"),
        ("2025h2-q3-5", "when_text", "tháng 11"),
    ]
    assert [kind for kind, _ in kinds_of(made)] == [None, "drop", "move", None]
    assert made.dropped == ["2025h2-q4-4"]
    assert "2025h2-q3-6: không rõ sửa ô nào thành gì" in told_of(made)
    assert "status: dropped" in told_of(made)  # for an editor, once a unit has reported it


@pytest.mark.parametrize(
    ("opinion", "kind", "change"),
    [
        (
            "Lùi thời gian hoàn thành đến ngày 30/11/2025",
            "move",
            ("when_text", "đến ngày 30/11/2025"),
        ),
        ("Tháng 10", "move", ("when_text", "Tháng 10")),
        ("Thời gian hoàn thành: Quý IV/2025", "move", ("when_text", "Quý IV/2025")),
        ("Đơn vị chủ trì: Phòng NVY", None, ("lead_text", "Phòng NVY")),
        ("Không thực hiện trong năm 2025, chuyển sang năm 2026", None, None),
        ("Điều chỉnh đơn vị chủ trì thành Văn phòng Sở", None, None),
    ],
)
def test_an_opinion_counts_as_far_as_its_words_are_clear(adjust, opinion, kind, change):
    """A time or a unit that is all that words say is taken; of others only the words are noted."""
    made = adjust(
        [("STT", "Nhiệm vụ", "Đơn vị đề nghị", "Đề xuất"), ("1", OLDER, "Phòng NVY", opinion)]
    )
    assert kinds_of(made) == [(kind, "2025h2-q3-20")]
    assert made.adjustments[0]["remark"] == opinion
    assert changes_of(made) == ([("2025h2-q3-20", *change)] if change else [])
    assert change or "không rõ sửa ô nào" in told_of(made)
    assert "cột “Đơn vị đề nghị” không dùng" in told_of(made)


def test_two_opinions_that_disagree_decide_nothing(adjust):
    """Where the unit would drop a task and another keep it, the kind stays open and is told."""
    made = adjust(
        [("TT", "Nhiệm vụ", "Ý kiến của đơn vị", "Ý kiến của Sở"), ("1", OLDER, "Bỏ", "Giữ")]
    )
    assert kinds_of(made) == [(None, "2025h2-q3-20")]
    assert "các ô nói khác nhau" in told_of(made)


def test_groups_of_one_table_say_what_becomes_of_their_rows(adjust):
    """Under “adjusted times” a time is the new one; under “added” a row is a new task."""
    made = adjust(
        [
            ("STT", "Nội dung nhiệm vụ", "Thời gian hoàn thành"),
            ("I", "Nhiệm vụ điều chỉnh thời gian", ""),
            ("1", OLDER, "Tháng 12/2025"),
            ("II", "Nhiệm vụ bổ sung", ""),
            ("1", "Xây dựng phần mềm quản lý tiêm chủng", "Tháng 11/2025"),
        ]
    )
    assert changes_of(made) == [("2025h2-q3-20", "when_text", "Tháng 12/2025")]
    assert [each["section"] for each in made.added] == ["II Nhiệm vụ bổ sung"]


def test_two_rows_of_headings_and_a_new_lead(adjust):
    """Cells under “given” and “adjusted” are told apart by the heading above both."""
    given, adjusted = "Nội dung đã giao", "Nội dung điều chỉnh"
    made = adjust(
        [
            ("STT", given, (given,), adjusted, (adjusted,)),
            ("", "Nhiệm vụ", "Chủ trì", "Chủ trì", "Thời gian"),
            ("1", OLDER, "Phòng TCCB", "Phòng NVY", "Tháng 10/2025"),
        ]
    )
    assert changes_of(made) == [
        ("2025h2-q3-20", "lead_text", "Phòng NVY"),
        ("2025h2-q3-20", "when_text", "Tháng 10/2025"),
    ]
    assert "cũ là “Phòng TCCB”, dữ liệu đang là “Các bệnh viện công lập”" in told_of(made)


def test_lists_under_headings_that_say_what_becomes_of_them(adjust):
    """A list to add, and a list to take out, need no column that says so."""
    made = adjust(
        "1. Bổ sung các nhiệm vụ:",
        [
            ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian"),
            ("1", "Xây dựng đề án tự chủ bệnh viện", "Phòng KH-TC", "Tháng 12/2025"),
            ("2", "Giao ban công tác tháng 8", "Văn phòng Sở", "Tháng 8"),
        ],
        "2. Đưa ra khỏi chương trình các nhiệm vụ:",
        [("STT", "Nhiệm vụ", "Lý do"), ("1", OLDER, "Không có kinh phí")],
    )
    assert [(each["id"], each["section"]) for each in made.added] == [
        ("2025h2-1-1", "1. Bổ sung các nhiệm vụ:")
    ]
    assert kinds_of(made) == [("drop", None), ("add", "2025h2-1-1")]
    assert "“Giao ban công tác tháng 8” đã có trong dữ liệu (2025h2-q3-14)" in told_of(made)


def test_a_row_of_no_task_or_of_two_is_told_and_never_guessed(adjust):
    """What is not in the plan, stands in it twice, or differs in a number, changes nothing."""
    made = adjust(
        [
            TIMES,
            ("1", "Nhiệm vụ không có trong chương trình", "", "Tháng 12/2025", ""),
            ("2", TWICE, "", "Tháng 12/2025", ""),
            ("3", "Giao ban công tác tháng 3", "", "Tháng 12/2025", ""),
        ],
        [
            ("STT trong Kế hoạch", "Thời gian điều chỉnh"),
            ("7", "Tháng 12/2025"),
            ("23", "Quý IV/2025"),
            ("24", "Bỏ"),
        ],
    )
    assert changes_of(made) == [("2025h2-q3-23", "when_text", "Quý IV/2025")]
    assert made.dropped == ["2025h2-q3-24"]
    told = told_of(made)
    assert "khớp với “Nhiệm vụ không có trong chương trình”" in told
    assert "có thể là 2025h2-q3-13, 2025h2-q4-2" in told
    assert "khớp với “Giao ban công tác tháng 3”" in told
    assert "số 7 có thể là 2025h2-q3-7, 2025h2-q4-7" in told


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (([("Họ tên", "Chức vụ"), ("An", "Trưởng phòng")],), "không có bảng điều chỉnh"),
        (("Điều 1. Điều chỉnh thời gian của nhiệm vụ số 5.",), "không có bảng điều chỉnh"),
    ],
)
def test_a_file_without_such_a_table_is_refused(adjust, parts, said):
    """What adjusts nothing is refused in words that say which columns are needed."""
    with pytest.raises(OfficeError, match=said):
        adjust(*parts)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Đề xuất bỏ vì đã tổ chức", "drop"),
        ("II. Các nhiệm vụ đưa ra khỏi kế hoạch", "drop"),
        ("Bổ sung mới", "add"),
        ("Danh mục nhiệm vụ bổ sung", "add"),
        ("Bổ sung nhiệm vụ", "add"),
        ("Bổ sung đơn vị phối hợp là Công an tỉnh", ""),
        ("Chuyển sang tháng 11", "move"),
        ("Chuyển Phòng NVY chủ trì", ""),
        ("Giữ nguyên", "keep"),
    ],
)
def test_words_that_say_what_becomes_of_a_task(words, kind):
    """Words count by how they begin; “bổ sung” that adds something else than a task says nothing."""
    assert tell_kind(words) == kind


def test_nothing_is_written_before_a_yes_and_both_files_after_it(decide, book, tmp_path, capfd):
    """The command shows both differences; with --output it writes them, and a second time nothing."""
    root = tmp_path / "so-y-te"
    shutil.copytree(DEPARTMENT, root)
    before = {name: (root / name).read_text(encoding="utf-8") for name in (TASKS, ADJUSTMENTS)}
    decision = decide([TIMES, ("1", OLDER, "", "Tháng 11/2025", "Chờ kinh phí")])
    command = ["import", str(decision), "--plan", PLAN, "--adjust", "--root", str(root)]
    written = [*command, "--output", str(root / TASKS)]
    assert cli.run(Settings, build, command) == 0
    shown = capfd.readouterr().out
    assert '+  when_text: "Tháng 11/2025"' in shown and "+- plan: chuong-trinh" in shown
    assert {name: (root / name).read_text(encoding="utf-8") for name in before} == before

    assert cli.run(Settings, build, written) == 0
    after = {name: (root / name).read_text(encoding="utf-8") for name in before}
    made = read_adjusting(decision, book, PLAN)
    assert after[TASKS] == adjust_tasks(before[TASKS], made, book) != before[TASKS]
    assert after[ADJUSTMENTS] == adjust_register(before[ADJUSTMENTS], made)
    assert after[ADJUSTMENTS].startswith(before[ADJUSTMENTS])

    assert cli.run(Settings, build, written) == 0
    assert {name: (root / name).read_text(encoding="utf-8") for name in before} == after
    assert "đã có trong data/adjustments.yaml" in capfd.readouterr().err
