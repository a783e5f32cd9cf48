"""Names that no register knows are told once each, with the records that make them known."""

from pathlib import Path
from shutil import copytree

import pytest

from build import Settings, build
from planbook.checking.check import check_book
from planbook.cli import run
from planbook.editing.tidying import tidy_files
from planbook.intake.importing import import_table
from planbook.reading.load import UNITS, load, load_book
from planbook.reading.task_files import TASKS
from planbook.software import DEFAULT_PAGES
from tests.conftest import ROOT
from tests.office_samples import save_word

PLAN = "chuong-trinh-tinh-2026"
NAMES = (
    "Sở Tài chính",
    "UBND các xã, phường",
    "Công an tỉnh",
    "Báo và Phát thanh, Truyền hình",
    "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông và dân dụng",
    "Văn phòng UBND tỉnh",
)
HEAD = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Lãnh đạo chỉ đạo")
FRONT = """---
title: "Chương trình của tỉnh"
short: "Chương trình của tỉnh"
kind: plan
year: "2026"
summary: "Chương trình của tỉnh năm 2026"
issuer: "Ủy ban nhân dân tỉnh Bình An"
body: ubnd-binh-an
---
"""


@pytest.fixture
def root(tmp_path):
    """The department, with the page of a programme of another body, which has no units yet."""
    made = copytree(ROOT / "tests/fixtures/department", tmp_path / "root")
    (made / f"content/plans/{PLAN}.md").write_text(FRONT, encoding="utf-8")
    return made


def save(place: Path, leads, leaders=("",)):
    """Save a table with a task for each lead."""
    rows = [
        (str(at), f"Việc số {at}", lead, leads[at % len(leads)], leaders[at % len(leaders)])
        for at, lead in enumerate(leads, 1)
    ]
    return save_word(place, [HEAD, *rows])


def call(arguments):
    """Run the command line."""
    return run(Settings, build, arguments)


def append(root, path, text):
    """Put text at the end of a file, after a blank line, as the guide says."""
    with (root / path).open("a", encoding="utf-8") as file:
        file.write(f"\n{text}")


def test_a_programme_of_another_body_builds_after_one_paste(root, tmp_path, capsys):
    """Its units, its people and itself are unknown: warnings without the paste, nothing at all after it."""
    leads = (*NAMES, f"{NAMES[0]}; {NAMES[4]}", f"{NAMES[0]}, {NAMES[2]} và {NAMES[5]}", *NAMES)
    leaders = ("Phó Chủ tịch UBND tỉnh Lê Văn An", "Ông Trần Đức Bình", "Chủ tịch UBND tỉnh")
    file = save(tmp_path / "tỉnh.docx", leads, leaders)
    command = ["import", str(file), "--plan", PLAN, "--root", str(root)]
    assert call([*command, "--output", str(tmp_path / "moi.yaml")]) == 0
    told = capsys.readouterr().err
    append(root, TASKS, (tmp_path / "moi.yaml").read_text(encoding="utf-8"))
    append(root, "data/bodies.yaml", (tmp_path / "moi.bodies.yaml").read_text(encoding="utf-8"))
    problems = check_book(load(root, DEFAULT_PAGES))
    assert {each.severity for each in problems} == {"warning"}
    assert len(problems) == len(NAMES) + len(leaders)
    for each in (*NAMES, *leaders):
        assert told.count(f"không nhận ra “{each}”") == 1
    for name in ("units", "people"):
        text = (tmp_path / f"moi.{name}.yaml").read_text(encoding="utf-8")
        append(root, f"data/{name}.yaml", text)
    assert check_book(load(root, DEFAULT_PAGES)) == []
    assert [path for path, old, new in tidy_files(root) if old != new] == []
    book, _ = load_book(root)
    imported = import_table(file, book, PLAN)
    assert imported.names == {}
    assert all(task.lead and task.leaders for task in imported.understood)
    assert {each.office for each in book.people if each.body == "ubnd-binh-an"} == {
        "Phó Chủ tịch UBND tỉnh", "Chưa rõ chức vụ", "Chủ tịch UBND tỉnh",
    }  # fmt: skip


def test_a_name_is_told_with_all_its_rows(root, tmp_path):
    """Where it leads, alone or beside others, and where it supports."""
    leads = ("Sở Tài chính", "Sở Nội vụ; Sở Tài chính", "Sở Nội vụ", "Sở Tài chính và Sở Nội vụ")
    imported = import_table(save(tmp_path / "a.docx", leads), load_book(root)[0], PLAN)
    first, second = imported.unknown
    assert (first.name, first.places) == (
        "Sở Tài chính", tuple(f"bảng 1, hàng {at}" for at in (2, 3, 4, 5)),
    )  # fmt: skip
    assert second.name == "Sở Nội vụ"
    assert "“Đơn vị chủ trì”, “Đơn vị phối hợp”" in first.told
    assert not first.parted


def test_what_may_be_several_names_is_told(root, tmp_path):
    """A name taken out of a cell at “và” says of which; one that holds a comma is marked in its record."""
    leads = ("Sở Tài chính và Sở Nội vụ", "UBND các xã, phường")
    imported = import_table(save(tmp_path / "a.docx", leads), load_book(root)[0], PLAN)
    assert [each.parted for each in imported.unknown] == [leads[0], leads[0], ""]
    assert f"tách từ ô “{leads[0]}”" in imported.unknown[0].told
    assert imported.names[UNITS].count("# Nếu đây là nhiều tên") == 1


def test_words_behind_a_known_name_are_told_with_their_cell(root, tmp_path):
    """Of “Văn phòng Sở tỉnh” only the last word is unknown, which alone says nothing."""
    place = save(tmp_path / "a.docx", ["Văn phòng Sở tỉnh"])
    imported = import_table(place, load_book(root)[0], "chuong-trinh-6-thang-cuoi-2025")
    assert [each.name for each in imported.unknown] == ["tỉnh"]
    assert "tách từ ô “Văn phòng Sở tỉnh”" in imported.unknown[0].told


def test_names_that_stand_alone_elsewhere_part_a_cell(root, tmp_path):
    """Two names with nothing between them are two, once the file shows each by itself."""
    leads = ("Sở Tài chính Sở Nội vụ", "Sở Tài chính", "Sở Nội vụ")
    imported = import_table(save(tmp_path / "a.docx", leads), load_book(root)[0], PLAN)
    assert [each.name for each in imported.unknown] == ["Sở Tài chính", "Sở Nội vụ"]


def test_lines_of_a_cell_are_names_when_each_opens_as_one(root, tmp_path):
    """A name that the width of its column broke is one name, and so are an office and its holder."""
    leads = ("Sở Tài chính\nSở Nội vụ", "Ban Quản lý dự án\nđầu tư xây dựng")
    leaders = ("PCT Lê Văn An\nPCT Trần Đức Bình", "Phó Chủ tịch\nVõ Thị Cúc")
    file = save(tmp_path / "a.docx", leads, leaders[1:] + leaders[:1])
    imported = import_table(file, load_book(root)[0], PLAN)
    assert [each.name for each in imported.unknown] == [
        "Sở Tài chính", "Sở Nội vụ", "Ban Quản lý dự án đầu tư xây dựng",
        "PCT Lê Văn An", "PCT Trần Đức Bình", "Phó Chủ tịch Võ Thị Cúc",
    ]  # fmt: skip


def test_a_slip_of_an_own_name_is_no_new_name(root, tmp_path):
    """A letter wrong in the department's own unit is an error to mend; its record is only a comment."""
    plan = "chuong-trinh-6-thang-cuoi-2025"
    imported = import_table(
        save(tmp_path / "a.docx", ("Văn phòng Sơ", "Sở Tài chinh", "Sở Tài chính")),
        load_book(root)[0],
        plan,
    )
    slip, other, _ = imported.unknown
    assert "có phải “Văn phòng Sở”?" in slip.told
    assert "gần giống “Sở Tài chính”" in other.told
    assert "# - id: van-phong-so" in imported.names[UNITS]
    assert "\n- id: so-tai-chinh\n" in imported.names[UNITS]


def test_nothing_is_overwritten_and_nothing_half_written(root, tmp_path, capsys):
    """One file that stands stops the command before it writes the others."""
    file = save(tmp_path / "a.docx", ("Sở Tài chính",))
    stands = tmp_path / "moi.units.yaml"
    stands.write_text("của người khác", encoding="utf-8")
    command = ["import", str(file), "--plan", PLAN, "--root", str(root)]
    assert call([*command, "--output", str(tmp_path / "moi.yaml")]) == 1
    assert "moi.units.yaml đã có và không bị ghi đè" in capsys.readouterr().err
    assert stands.read_text(encoding="utf-8") == "của người khác"
    assert not (tmp_path / "moi.yaml").exists()
