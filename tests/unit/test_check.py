"""Every rule finds its mistake, says it in Vietnamese, and says all of them at once."""

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import pytest

from planbook.checking.check import RULES, check_book
from planbook.checking.texts import find_old_code
from planbook.printing import FORMATS, show_text
from planbook.reading.load import load
from planbook.software import DEFAULT_PAGES
from tests.conftest import run_build, run_command

HERE = Path(__file__).parents[1]
VALID = HERE / "fixtures" / "valid"
BROKEN = HERE / "fixtures" / "broken"
GOLDEN = HERE / "golden" / "broken.txt"


def problems_of(root):
    """Check the data under a root."""
    return check_book(load(root, DEFAULT_PAGES))


@pytest.fixture
def root(tmp_path):
    """A copy of valid data, to be spoilt."""
    shutil.copytree(VALID, tmp_path / "root")
    return tmp_path / "root"


def spoil(root, path, before, after):
    """Replace the first occurrence of some text in a file."""
    place = root / path
    text = place.read_text(encoding="utf-8")
    assert before in text
    place.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_broken_specimen_gives_all_its_problems_in_order():
    """One broken root holds every mistake that we know of; the whole list is told at once."""
    assert "\n".join(show_text(problems_of(BROKEN))) + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_no_message_speaks_python():
    """No message holds a word of Python or of YAML's own parser."""
    said = GOLDEN.read_text(encoding="utf-8")
    assert not re.search(r"Traceback|Error|None|yaml\.|<class|expected|NoneType|found ", said)


def test_valid_data_has_no_problem(root):
    """Nothing is said of data without a mistake, so what the tests below find is theirs."""
    assert problems_of(root) == []


def test_every_rule_says_what_it_is():
    """The docstring of a rule is the rule, in one sentence."""
    for each in RULES:
        assert re.fullmatch(r"[^.]+(?:\.[^.]+)*\.", each.__doc__.strip(), re.S), each.__name__


@pytest.mark.parametrize("said", ["1", "2"])
def test_a_heading_may_count_what_was_dropped_or_not(root, said):
    """A new version prints the tasks without the one that was dropped, which keeps its address."""
    spoil(root, "data/tasks.yaml", "status: done", "status: dropped")
    place = root / "data/tasks.yaml"
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("Quý III (2 nhiệm vụ)", f"Quý III ({said} nhiệm vụ)"), "utf-8")
    assert not any("mà dữ liệu có" in each.message for each in problems_of(root))


MISTAKES = {
    "an unknown unit leads": ("lead_text", 'lead_text: "Văn phòng Sở"', 'lead_text: "Văn phong Sơ"', "Văn phòng Sở"),
    "a row is lost": ("number", '  number: "2"\n', '  number: "3"\n', "số 3 đứng sau số 1"),
    "a heading and its rows disagree": ("section", "(2 nhiệm vụ) › Tháng 9", "(3 nhiệm vụ) › Tháng 9", "ghi 3"),
    "a unit's name gets a letter wrong in support": (
        "support_text", 'support_text: "Văn Phòng Sở"', 'support_text: "Văn Phòng Sờ"', "“Văn phòng Sở”"),
    "a leader is unknown": (
        "leader_text", 'leader_text: "PGĐ Sở Mai Lan"', 'leader_text: "PGĐ Sở Mai Lam"', "“Mai Lan”"),
    "a time contradicts itself": (
        "when_text", "trước ngày 15/10/2025", "từ ngày 15/10/2025 đến ngày 01/10/2025", "kết thúc trước"),
    "no year has the quarter": (
        "when_text", "trước ngày 15/10/2025", "Quý V năm 2025", "“Quý V năm 2025” không có trong lịch"),
    "no year has the month of a heading": (
        "section", "› Tháng 12", "› Tháng 13", "“Tháng 13” không có trong lịch"),
    "a period set by hand goes beyond its words": (
        "end", '  when_text: "trước', '  end: 2025-12-31\n  when_text: "trước', "trái với lời văn “trước ngày 15/10/2025”"),
    "a period set by hand is of other decades": (
        "end", '  when_text: "trước', '  end: 2070-12-31\n  when_text: "trước', "xa năm của văn bản (2025)"),
    "a cell contradicts its heading": (
        "when_text", "trước ngày 15/10/2025", "Quý I/2026", "“Quý I/2026” trái với thời gian của đề mục"),
    "a day is in no month": ("end", '  when_text: "trước', '  end: 31/9/2025\n  when_text: "trước', "không có trong lịch"),
    "a day stands first": ("end", '  when_text: "trước', '  end: 30/9/2025\n  when_text: "trước', "viết 2025-09-30"),
    "a list has a tag": ("product", 'product: "Báo cáo"', "product: !!python/name:x [a]", "“!!python/name:x [a]”"),
    "a number is mistyped": ("task", "12/KH-UBND", "12/KH-UBnd", "“12/KH-UBnd” giống số văn bản"),
    "a text is not quoted": ("number", '  number: "1"\n', "  number: 1\n", 'viết `number: "1"`'),
    "an id is quoted": ("plan", "  plan: ke-hoach", '  plan: "ke-hoach"', "viết `plan: ke-hoach`"),
    "ids set by hand are of nobody in the cell": (
        "lead", '  support_text: "Văn', '  lead: [van-phong]\n  support_text: "Văn', "van-phong không có trong ô"),
    "a secret title ends with its mark": ("task", "an toàn người bệnh", "an toàn người bệnh (Mật)", "dấu mật"),
    "letters are of TCVN3": ("task", "Tổ chức hội nghị", "Tæ chøc héi nghÞ", "bảng mã cũ"),
    "letters are of VNI": ("product", '"Hội nghị"', '"Keá hoaïch"', "“Keá hoaïch”: chữ của bảng mã cũ"),
    "an id is in single quotes": ("plan", "  plan: ke-hoach", "  plan: 'ke-hoach'", "viết `plan: ke-hoach`"),
    "an id is the address of a year": ("id", "- id: kh-1", "- id: 2024", "thêm chữ, ví dụ nv-2024"),
    "a text stands on the lines below": (
        "product", 'product: "Báo cáo"', "product: |\n    Báo cáo", 'dưới; viết tất cả trên một dòng, `product: "…"`'),
    "a text goes on below": ("product", 'product: "Báo cáo"', "product: Báo\n    cáo", 'viết `product: "Báo cáo"`'),
    "a blank is spelt": ("product", 'product: "Báo cáo"', "product: ~", "bỏ cả dòng; lệnh `tidy"),
    "letters are decomposed": ("", "Rà soát", "Ra\u0300 soát", "Unicode dựng sẵn"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_task_is_found(root, name):
    """One wrong cell gives a problem at its line, with what to write."""
    field, before, after, hint = MISTAKES[name]
    spoil(root, "data/tasks.yaml", before, after)
    lines = (root / "data/tasks.yaml").read_text(encoding="utf-8").splitlines()
    found = [p for p in problems_of(root) if hint in p.message and p.record]
    assert {p.path for p in found} == {"data/tasks.yaml"}
    at = next(at for at, line in enumerate(lines, 1) if after.strip().splitlines()[0] in line)
    if field:
        assert (found[0].field, found[0].line) == (field, at)
    else:
        assert lines[found[0].line - 1] == "- id: kh-1"


@pytest.mark.parametrize(
    ("path", "before", "after", "cause"),
    [
        ("data/tasks.yaml", 'người bệnh"', "người bệnh", "ngoặc kép mở mà không đóng"),
        ("data/tasks.yaml", 'product: "Hội nghị"', 'product: "Hội nghị', "ngoặc kép mở mà không đóng"),
        ("data/tasks.yaml", 'product: "Hội', 'product:"Hội', "thiếu dấu cách sau dấu hai chấm"),
        ("data/tasks.yaml", '  product: "Hội', '\tproduct: "Hội', "dấu Tab"),
        ("data/tasks.yaml", '  product: "Hội', '  \tproduct: "Hội', "“U+0009”: dấu Tab"),
        ("content/plans/ke-hoach.md", 'hành chính"', "hành chính", "ngoặc kép mở mà không đóng"),
        ("data/tasks.yaml", '  product: "Hội', '   product: "Hội', "dòng thụt sai"),
        ("content/plans/ke-hoach.md", "kind: plan", "  kind: plan", "dòng thụt sai"),
        ("content/plans/ke-hoach.md", "issued:", "   issued:", "dòng thụt sai"),
        ("mkdocs.yml", "docs_dir:", "   docs_dir:", "dòng thụt sai"),
        ("mkdocs.yml", "  language: vi", "    language: vi", "dòng thụt sai"),
        ("content/plans/ke-hoach.md", "Xem [", "<!--slot:tasks--> [", "viết đúng như sau: <!-- slot: tasks -->"),
        ("content/plans/ke-hoach.md", "Xem [", "<!-- slot: nhiem-vu --> [", "không có chỗ nào tên như vậy"),
        ("content/plans/ke-hoach.md", "body: syt-binh-an", "body: ubnd-binh-an", "thêm cơ quan này"),
    ],
)  # fmt: skip
def test_one_slip_is_told_once_on_its_own_line(root, path, before, after, cause):
    """With its own cause, and nothing beside it that would mislead."""
    spoil(root, path, before, after)
    (problem,) = problems_of(root)
    line = (root / path).read_text(encoding="utf-8").split("\n")[problem.line - 1]
    assert after in line
    assert cause in problem.message


OLD_CODES = (
    "Së KH vµ CN",
    "b¸o c¸o",
    "nhiÖm vô",
    "®­îc",
    "§Ò ¸n",
    "Sôû KH vaø CN",
    "nhieäm vuï",
    "UÛy ban nhaân daân",
)
NEW_CODES = (
    *("naïve", "Citroën", "août 2025", "Malmö", "España", "El Niño, La Niña", "Seán", "São Paulo"),
    *("m², 10 µm", "Windows® 11 © Sở", "«abc»", "ghi chú¹ và²", "§5", "a × b", "khoẻ, hoà, thuỷ"),
)  # fmt: skip


@pytest.mark.parametrize("text", [*OLD_CODES, *NEW_CODES])
def test_letters_of_old_codes_are_told_and_no_others(text):
    """TCVN3 and VNI are known by what no language has; foreign names, units and signs are none."""
    assert bool(find_old_code(text)) == (text in OLD_CODES)


def test_decomposed_letters_of_a_written_page_are_told(root):
    """In the text of a plan and in its record, at their line."""
    spoil(root, "content/plans/ke-hoach.md", "cải cách", "ca\u0309i cách")
    (problem,) = [p for p in problems_of(root) if "dựng sẵn" in p.message]
    assert (problem.line, problem.severity) == (2, "warning")
    (root / "content/about.md").write_text("---\ntitle: A\n---\nca\u0309i cách\n", encoding="utf-8")
    assert any(p.path == "content/about.md" and p.line == 4 for p in problems_of(root))


def test_every_blank_required_field_is_told_at_its_own_line(root):
    """Line and column are those of the field, of one record after the other."""
    spoil(root, "data/tasks.yaml", '  task: "Kiểm tra', '  task: # "Kiểm tra')
    spoil(root, "data/tasks.yaml", '  task: "Tổ chức', '  task: ""# "Tổ chức')
    spoil(root, "data/tasks.yaml", '""# ', '"" # ')
    found = [p for p in problems_of(root) if "để trống" in p.message]
    assert [(p.line, p.column, p.record, p.field) for p in found] == [
        (7, 3, "ct-1", "task"),
        (17, 3, "ct-2", "task"),
    ]


@pytest.mark.parametrize("value", ['"' + "x" * 200_000 + '"', "[" * 501])
def test_what_is_too_much_to_parse_is_told_where_it_stands(root, value):
    """A record that is too long, or has too many brackets, is told at the field that makes it so."""
    spoil(root, "data/tasks.yaml", '"Hội nghị"', value)
    (problem,) = [p for p in problems_of(root) if p.record == "ct-2" and not p.field]
    assert (problem.line, problem.column) == (19, 12)
    assert problem.message.startswith("“product: ")


def test_fields_in_another_order_are_told_once_a_record(root):
    """The warning stands at the first field that comes too late, and gives the order."""
    lead, task = '  lead_text: "Văn phòng Sở"\n', '  task: "Rà soát quy trình"\n'
    spoil(root, "data/tasks.yaml", task + lead, lead + task)
    (problem,) = problems_of(root)
    assert (problem.record, problem.field, problem.severity) == ("kh-1", "task", "warning")
    assert "xếp các trường theo thứ tự: id, plan, task, lead_text, when_text" in problem.message


def test_what_is_only_suspected_stops_nothing(root):
    """A near name, a mistyped number, decomposed letters and a contradicted source are warnings."""
    for name in ("a unit's name gets a letter wrong in support", "a number is mistyped"):
        spoil(root, "data/tasks.yaml", *MISTAKES[name][1:3])
    spoil(root, "data/tasks.yaml", *MISTAKES["letters are decomposed"][1:3])
    assert {p.severity for p in problems_of(root)} == {"warning"}


# ---- the data against its sources ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "field", "before", "after", "printed"),
    [
        ("data/tasks.yaml", "task", "an toàn người bệnh", "an toàn người bịnh", "an toàn người bệnh"),
        ("data/tasks.yaml", "task", "12/KH-UBND", "13/KH-UBND", "số 12/KH-UBND"),
        ("data/tasks.yaml", "section", "› Tháng 12", "› Tháng Chạp", ""),
        ("data/tasks.yaml", "product", '"Báo cáo"', '"Bảng kê"', ""),
        ("data/tasks.yaml", "leader_text", "Các PGĐ Sở: Mai Lan; Võ", "Các PGĐ Sở: Mai Lan, Võ", ""),
        ("data/adjustments.yaml", "remark", "tháng 12", "tháng 11", "tháng 12"),
    ],
)  # fmt: skip
def test_a_cell_that_the_source_does_not_print_is_a_warning(
    root, path, field, before, after, printed
):
    """It names the field, what stands in the source instead, and what to do."""
    spoil(root, path, before, after)
    (problem,) = [p for p in problems_of(root) if "data/sources/" in p.message]
    assert (problem.path, problem.field, problem.severity) == (path, field, "warning")
    assert printed in problem.message
    assert "chép lại cho đúng văn bản" in problem.message


def test_a_source_that_is_another_text_is_told_once(root):
    """Where most cells are missing, it is the source that is wrong."""
    (root / "data/sources/chuong-trinh.txt").write_text("Một văn bản khác.", encoding="utf-8")
    (problem,) = problems_of(root)
    assert (problem.record, problem.field) == ("chuong-trinh", "source")


def test_a_source_in_other_letters_is_told(root):
    """A text that is not UTF-8 cannot be compared, and says so."""
    (root / "data/sources/chuong-trinh.txt").write_bytes("Chương trình".encode("utf-16"))
    (problem,) = problems_of(root)
    assert "UTF-8" in problem.message


@pytest.mark.parametrize("name", ["tasks", "units", "people", "bodies"])
@pytest.mark.parametrize("text", [None, "", "# Không có gì\n"])
def test_a_list_that_is_gone_is_named(root, name, text):
    """A missing or emptied list is an accident, unless it says [] or it is allowed."""
    place = root / f"data/{name}.yaml"
    place.unlink() if text is None else place.write_text(text)
    problems = [p for p in problems_of(root) if p.path == f"data/{name}.yaml"]
    assert [(p.line, p.severity) for p in problems] == [(1, "error")]
    path = f"data/{name}.yaml"
    assert not [p for p in check_book(load(root, allow_empty=True)) if p.path == path]
    place.write_text("# Không có gì\n\n[]\n")
    assert not [p for p in problems_of(root) if p.path == path]


@pytest.mark.parametrize(
    ("path", "beside", "advice"),
    [
        ("data/people.yaml", "data/people.yml", "đổi tên “people.yml” thành people.yaml"),
        ("data/tasks.yaml", "data/tasks.yaml.txt", "đổi tên “tasks.yaml.txt” thành tasks.yaml"),
        ("mkdocs.yml", "mkdocs.yaml", "đổi tên “mkdocs.yaml” thành mkdocs.yml"),
    ],
)
def test_a_file_that_is_missing_is_told_with_the_one_that_may_be_meant(root, path, beside, advice):
    """With a misnamed mkdocs.yml no site is made: that of the checkout would name another office."""
    (root / path).rename(root / beside)
    (problem,) = [each for each in problems_of(root) if each.path == path]
    assert problem.message == f"không có tệp này; {advice}"
    run = run_command("--root", str(root))
    assert run.returncode == 1 and f"{path}:1:1: không có tệp này; {advice}" in run.stdout


def test_one_mistake_is_told_once(root):
    """What follows from a plan that cannot be read is not told beside it."""
    plan, tasks = root / "content/plans/chuong-trinh.md", root / "data/tasks.yaml"
    plan.write_text(plan.read_text("utf-8").replace("---\n", "---\n: hỏng\n", 1), "utf-8")
    tasks.write_text(tasks.read_text("utf-8").replace("trước ngày 15/10/2025", "Quý I"), "utf-8")
    assert {each.path for each in problems_of(root)} == {"content/plans/chuong-trinh.md"}


def test_other_lists_may_be_empty(root):
    """Not every office proposes adjustments or has words to explain."""
    (root / "data/adjustments.yaml").write_text("# Không có gì\n")
    (root / "data/abbreviations.yaml").write_text("")
    assert problems_of(root) == []


def test_a_site_without_a_task_is_built_where_that_is_allowed(root, tmp_path):
    """The option goes through check and build; without it the build stops."""
    for name in ("tasks", "people"):
        (root / f"data/{name}.yaml").unlink()
    (root / "data/adjustments.yaml").write_text("")
    shutil.copy(HERE / "fixtures/department/mkdocs.yml", root)
    shutil.rmtree(root / "content")
    command = ("--root", str(root), "--output", str(tmp_path / "site"), "--today", "2025-10-15")
    assert run_command(*command).returncode == 1
    assert run_command("check", "--allow-empty", "--root", str(root)).returncode == 0
    run = run_build(*command, "--allow-empty")
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    assert (tmp_path / "site/index.html").is_file()


@pytest.mark.parametrize(
    ("path", "before", "after", "field"),
    [
        ("chuong-trinh", "../chuong-trinh.pdf", "javascript:alert(1)", "attachments"),
        ("chuong-trinh", "../chuong-trinh.pdf", "khong-co.pdf", "attachments"),
        # What would lead back to a page, were it no other kind of address.
        (
            "chuong-trinh",
            "../chuong-trinh.pdf",
            "javascript:alert(1)//../../../units/nvy",
            "attachments",
        ),
        ("chuong-trinh", "../chuong-trinh.pdf", "//example.vn/../../../units/nvy", "attachments"),
        ("ke-hoach", "plans/chuong-trinh.pdf", "javascript:alert(1)//../units/nvy", "dossier"),
        ("ke-hoach", "plans/chuong-trinh.pdf", "java%73cript:x/../units/nvy", "dossier"),
        ("chuong-trinh", "../chuong-trinh.pdf", "../../../etc/passwd", "attachments"),
        ("ke-hoach", "plans/chuong-trinh.pdf", "javascript://example.vn/", "dossier"),
        ("ke-hoach", "plans/chuong-trinh.pdf", "http://example.vn/a", "dossier"),
        ("ke-hoach", "plans/chuong-trinh.pdf", "plans/khong-co.pdf", "dossier"),
    ],
)
def test_a_link_of_a_plan_that_leads_nowhere_is_refused(root, path, before, after, field):
    """Attachments and papers are https addresses or files that are there."""
    spoil(root, f"content/plans/{path}.md", before, after)
    (problem,) = problems_of(root)
    assert (problem.field, problem.severity) == (field, "error")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("website", "javascript:alert(1)"),
        ("website", "http://example.vn"),
        ("email", "a@example.vn?bcc=b@example.vn"),
        ("email", "hộp thư chung"),
        ("phone", "gọi văn phòng"),
    ],
)
def test_an_address_of_a_body_is_one(root, field, value):
    """What pages link to for a body is an https address, a mailbox and a number, and nothing else."""
    spoil(root, "data/bodies.yaml", "  own: true\n", f'  own: true\n  {field}: "{value}"\n')
    (problem,) = [each for each in problems_of(root) if each.severity == "error"]
    assert (problem.path, problem.field) == ("data/bodies.yaml", field)


def test_units_of_two_bodies_are_told_apart(root):
    """A name is looked up in the body of the document, and an id that is taken gets its body's before it."""
    spoil(root, "data/units.yaml", "- id: syt-binh-tan-van-phong", "- id: van-phong")
    (problem,) = problems_of(root)
    assert "syt-binh-tan-van-phong" in problem.message


HOSTILE = {
    "not UTF-8": b"- id: a\n  task: \xff\n",
    "a bomb of aliases": b"- id: a\n  task: &a [x,x]\n  note: &b [*a,*a]\n  product: [*b,*b]\n",
    "a Python object": b"- id: a\n  task: !!python/object/apply:os.system [ls]\n",
    "ten megabytes in one cell": b'- id: a\n  task: "' + b"x" * 10_000_000 + b'"\n',
    "brackets without end": b"- id: a\n  task: " + b"[" * 100_000 + b"\n",
    "NUL": b'- id: a\n  task: "a\x00b"\n',
    "an empty file": b"",
    "only a dash": b"-",
    "two documents": b"- id: a\n---\n- id: b\n",
    "a mapping": b"tasks:\n  - id: a\n",
    "a lone surrogate": b'- id: a\n  task: "\\ud800"\n',
    "a million line breaks": b"- id: a\n" + b"\n" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_only_a_problem(root, name):
    """Whatever bytes stand in the data, check answers with lines and no traceback."""
    (root / "data/tasks.yaml").write_bytes(HOSTILE[name])
    run = run_command("check", "--root", str(root))
    assert "Traceback" not in run.stderr + run.stdout
    assert "ngoài dự tính" not in run.stdout
    assert not run.stderr
    assert run.returncode == 1


def test_a_link_out_of_the_tree_is_refused(root, tmp_path):
    """A symlink that leaves the root is not followed."""
    outside = tmp_path.parent / "outside.yaml"
    outside.write_text("- id: a\n")
    (root / "data/units.yaml").unlink()
    (root / "data/units.yaml").symlink_to(outside)
    assert any(
        "trỏ ra ngoài" in p.message for p in problems_of(root) if p.path == "data/units.yaml"
    )


def test_json_holds_every_problem():
    """The JSON form has the fields of the contract for each problem."""
    problems = problems_of(BROKEN)
    told = json.loads("\n".join(FORMATS["json"](problems)))
    assert len(told) == len(problems)
    fields = {"path", "line", "column", "record", "field", "message", "severity"}
    assert all(each.keys() == fields for each in told)


def test_github_shows_nine_and_says_how_many_more():
    """GitHub shows ten annotations a step: nine problems, errors first, and a count of the rest."""
    problems = problems_of(BROKEN)
    commands = [line for line in FORMATS["github"](problems) if line.startswith("::")]
    assert len(commands) == 10
    assert commands[-1].startswith(f"::notice::Còn {len(problems) - 9} ")
    assert all(line.startswith("::error ") for line in commands[:9])


def test_a_github_annotation_cannot_be_broken_out_of(root):
    """Line breaks and percent signs of the data are escaped in a workflow command."""
    spoil(root, "data/tasks.yaml", "plan: chuong-trinh", 'plan: "x%0A::error::y"')
    lines = list(FORMATS["github"](problems_of(root)))
    assert any("%250A" in line for line in lines)


def test_check_exits_by_errors():
    """`check` exits 1 with errors and 0 with warnings alone."""
    assert run_command("check", "--root", str(BROKEN)).returncode == 1
    assert run_command("check", "--root", str(VALID)).returncode == 0


CONTENT = {
    "a script file": ("content/x.html", "<script>alert(1)</script>", "không được đăng"),
    "a second title": ("content/plans/ke-hoach.md", "\n# Đề mục\n", "bậc một"),
    "a page of a record": ("content/units/van-phong.md", '---\ntitle: "A"\ndescription: "B"\n---\n', "trùng địa chỉ"),
    "a paper that is made": ("content/plans/phu-luc.pdf", "%PDF-1.4", "máy làm ra"),
    "a brief that is made": ("content/units/brief.pdf", "%PDF-1.4", "máy làm ra"),
    "a page of reports": ("content/units/van-phong/report.md", '---\ntitle: "A"\ndescription: "B"\n---\n', "trùng địa chỉ"),
    "a page without a name": ("content/trang.md", "Chữ\n", "chưa có tên"),
    "a link to nowhere": ("content/about.md", "\n[x](khong-co.md)\n", "không có tệp này"),
    "an absolute link": ("content/about.md", "\n[x](/units/)\n", "đường dẫn tương đối"),
    "a picture from elsewhere": ("content/about.md", "\n![x](https://a.vn/b.png)\n", "hình của trang khác"),
    "a hidden scheme": ("content/about.md", "\n[x](&#106;avascript:alert(1))\n", "không được phép"),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTENT)
def test_what_may_not_stand_in_content_is_told(root, name):
    """Files, titles and links that would break the site or run on it are errors with their line."""
    path, text, hint = CONTENT[name]
    before = (root / path).read_text(encoding="utf-8") if (root / path).exists() else ""
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text(before + text, encoding="utf-8")
    found = [problem for problem in problems_of(root) if problem.severity == "error"]
    assert [problem.path for problem in found] == [path]
    assert hint in found[0].message


@pytest.mark.parametrize(
    "text",
    [
        "0905123456",
        "0905 123 456",
        "091-234-5678",
        "(+84) 912345678",
        "+84-91-234-5678",
        "051012345678",
        *("Mật", "TỐI MẬT", "(Mật) Kế hoạch", "Độ mật: thường"),
    ],
)
def test_what_is_personal_or_secret_is_refused(root, text):
    """A telephone number however it is written, an identity number or a mark of secrecy is an error."""
    spoil(root, "data/tasks.yaml", '  product: "', f'  note: "{text}"\n  product: "')
    assert [p.field for p in problems_of(root) if p.severity == "error"] == ["note"]


@pytest.mark.parametrize(
    "text",
    [
        "08-10-2025 14:00",
        "từ 08-10 đến 09-10-2025",
        "01/2025/TT-BKHCN ngày 01/01/2025",
        "(0255) 3822 456",
        *("1.234.567.890 đồng", "bí mật kinh doanh", "(bảo mật)", "000.00.18.H48"),
    ],
)
def test_what_only_looks_like_it_passes(root, text):
    """Dates, sums, codes, an office's own telephone and common words are none of it."""
    spoil(root, "data/tasks.yaml", '  product: "', f'  note: "{text}"\n  product: "')
    assert not [p for p in problems_of(root) if p.severity == "error"]


NO_NUMBERS = {
    "an old number": ("data/adjustments.yaml", '  number: "7"', '  number: "7a"'),
    "an index": ("data/adjustments.yaml", '  index: "1"', '  index: "²"'),
    "a long index": ("data/adjustments.yaml", '  index: "1"', f'  index: "{"9" * 5_000}"'),
    "a number": ("data/tasks.yaml", '  number: "1"', '  number: "²"'),
    "a long number": ("data/tasks.yaml", '  number: "1"', f'  number: "{"9" * 5_000}"'),
    "a count": ("data/tasks.yaml", "(2 nhiệm vụ)", f"({'9' * 5_000} nhiệm vụ)"),
    "a year": ("content/plans/chuong-trinh.md", 'year: "2025"', 'year: "²²²²"'),
    "a long year": (
        "content/plans/chuong-trinh.md",
        'year: "2025"',
        f'year: "{"2" * 5_000}"',
    ),
    "a source": (
        "content/plans/chuong-trinh.md",
        'source: "',
        f'source: "{"x" * 5_000}',
    ),
}


@pytest.mark.parametrize("name", NO_NUMBERS)
def test_what_only_looks_like_a_number_breaks_nothing(root, name):
    """Digits of other kinds, very many digits and names of files that no disk takes are only problems."""
    spoil(root, *NO_NUMBERS[name])
    problems_of(root)


def test_a_year_that_is_far_off_is_refused(root):
    """A date set by hand with a slip in its year is an error; a far vision is none."""
    spoil(root, "data/tasks.yaml", '  product: "', '  end: 2091-01-01\n  product: "')
    (problem,) = [p for p in problems_of(root) if p.severity == "error"]
    assert (problem.field, "cách năm của văn bản" in problem.message) == ("end", True)
    spoil(root, "data/tasks.yaml", "2091-01-01", "2050-12-31")
    assert not [p for p in problems_of(root) if p.severity == "error"]


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("15/6 và 20/12 hằng năm", "và 20/12"),
        ("Hằng năm, rằm tháng 8", "rằm tháng 8"),
        ("Quý I/2026 và các năm tiếp theo", "và các năm tiếp theo"),
        ("Quý IV/2025 (02 lớp)", None),
        ("Quý IV/2025 ban hành. Thực hiện theo kế hoạch", None),
    ],
)
def test_a_time_of_which_a_part_is_not_understood_is_told(root, words, rest):
    """What is left may be a date: the editor hears of it, and dates set by hand settle it."""
    spoil(root, "data/tasks.yaml", "1 lần/năm", words)
    told = [each.message for each in problems_of(root)]
    assert [f"“{words}”: chưa hiểu “{rest}”" in each for each in told] == [True] * bool(rest)
    spoil(root, "data/tasks.yaml", f'"{words}"', f'"{words}"\n  end: 2026-01-31')
    assert not any("chưa hiểu" in each.message for each in problems_of(root))


def test_a_plan_of_the_future_is_suspect(root):
    """No plan has been issued in a year that has not come; of this year it may be laid ready."""
    spoil(root, "content/plans/ke-hoach.md", "issued: 2025-08-05", "issued: 2026-08-05")
    loaded = load(root, DEFAULT_PAGES)
    (told,) = check_book(loaded, dt.date(2025, 12, 31))
    assert (told.line, told.field, told.severity) == (6, "issued", "warning")
    assert not check_book(loaded, dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    "title",
    [
        *("Kế hoạch đến năm 2026", "Kế hoạch đến hết quý IV/2026", "Định hướng năm 2026"),
        *("Kế hoạch 2026-2030", "Trong năm 2030", "Tổng kết năm 2024", "Năm 2025 và năm 2026"),
    ],
)
def test_a_title_may_name_other_years(root, title):
    """Goals, several years and what is past are not the year of a plan."""
    spoil(root, "content/plans/ke-hoach.md", "Kế hoạch cải cách hành chính", title)
    assert problems_of(root) == []


def test_a_report_of_the_future_is_suspect(root):
    """Nobody has reported yet on a day after the one for which the site is made."""
    after, on = (check_book(load(root), dt.date(2025, 10, day)) for day in (1, 2))
    assert [(p.record, p.field, p.severity) for p in after] == [("ct-2", "reported", "warning")]
    assert on == []


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=MONTHLY;INTERVAL=0",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=YEARLY;X=1",
        "",
    ],
)
def test_a_rule_that_no_calendar_knows_is_refused(root, rule):
    """A recurrence that RFC 5545 does not allow is an error; one that it allows is none."""
    spoil(
        root,
        "data/tasks.yaml",
        '  lead_text: "',
        f'  recurrence: "{rule or "FREQ=YEARLY;BYMONTH=4,5"}"\n  lead_text: "',
    )
    assert bool([p for p in problems_of(root) if p.field == "recurrence"]) == bool(rule)


def test_a_lone_dash_is_a_blank_cell(root):
    """Documents print a dash for nothing; it is read as nothing."""
    spoil(
        root,
        "data/tasks.yaml",
        '  lead_text: "Phòng NVY"\n',
        '  lead_text: "Phòng NVY"\n  when_text: "–"\n',
    )
    assert not [p for p in problems_of(root) if p.field == "when_text"]


def test_a_doubtful_time_of_many_tasks_is_told_once(root):
    """A heading's time is told at its first task, a plan's at the plan; no task takes a whole year for it."""
    spoil(root, "data/tasks.yaml", "› Tháng 9", "› Tháng 13")
    spoil(root, "data/tasks.yaml", "› Tháng 9", "› Tháng 13")
    (problem,) = [p for p in problems_of(root) if "không có trong lịch" in p.message]
    assert (problem.record, problem.field) == ("ct-1", "section")
    assert {task.end for task in load(root).book.tasks[:2]} == {None}
    spoil(
        root,
        "content/plans/chuong-trinh.md",
        '6 tháng cuối năm 2025"\nsource',
        'Quý V/2025"\nsource',
    )
    (problem,) = [p for p in problems_of(root) if p.field == "period_text"]
    assert (problem.line, problem.severity) == (11, "warning")
