"""Every rule finds its mistake, says it in Vietnamese, and says all of them at once."""

import json
import re
import shutil
from pathlib import Path

import pytest

from planbook.checking.check import RULES, check_book
from planbook.printing import FORMATS, show_text
from planbook.reading.load import load
from tests.conftest import ROOT, run_build

HERE = Path(__file__).parents[1]
BROKEN = HERE / "fixtures" / "broken"
GOLDEN = HERE / "golden" / "broken.txt"


def problems_of(root):
    """Check the data under a root."""
    return check_book(load(root))


@pytest.fixture
def real(tmp_path):
    """A copy of the real data, to be spoilt."""
    for folder in ("data", "content"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


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


def test_the_real_data_has_no_error():
    """The data that we publish has no error; its warnings are slips that the documents print."""
    problems = problems_of(ROOT)
    assert not [problem for problem in problems if problem.severity == "error"]
    assert [problem.field for problem in problems] == ["month_remark"]


def test_every_rule_says_what_it_is():
    """The docstring of a rule is the rule, in one sentence."""
    for each in RULES:
        assert re.fullmatch(r"[^.]+(?:\.[^.]+)*\.", each.__doc__.strip(), re.S), each.__name__


MISTAKES = {
    "an unknown unit leads": (
        'lead_text: "Phòng QLTCĐLCL"', 'lead_text: "Phòng QLTCĐLC"', "lead_text", "phòng qltcđlcl"),
    "a row is lost": ('  number: "35"\n', '  number: "36"\n', "number", "số 36 đứng sau số 34"),
    "a heading and its rows disagree": (
        "(96 nhiệm vụ) › Tháng 7", "(97 nhiệm vụ) › Tháng 7", "section", "97"),
    "a unit's name gets a letter wrong in support": (
        'support_text: "Văn Phòng Sở"', 'support_text: "Văn Phòng Sờ"', "support_text", "văn phòng sở"),
    "a leader is unknown": (
        'leader_text: "PGĐ Sở Mai Thoan"', 'leader_text: "PGĐ Sở Mai Thoàn"', "leader_text", "mai thoan"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_the_real_data_is_found(real, name):
    """One wrong cell in the real data gives a problem at its line, with what to write."""
    before, after, field, hint = MISTAKES[name]
    spoil(real, "data/tasks.yaml", before, after)
    lines = (real / "data/tasks.yaml").read_text(encoding="utf-8").splitlines()
    found = [p for p in problems_of(real) if p.field == field]
    assert found
    assert hint in found[0].message
    assert after.strip().splitlines()[0] in lines[found[0].line - 1]


def test_what_is_near_a_known_name_is_only_suspected(real):
    """A slip in a support cell warns and does not stop the build, for outside bodies stand there too."""
    spoil(real, "data/tasks.yaml", 'support_text: "Văn Phòng Sở"', 'support_text: "Văn Phòng Sờ"')
    assert {p.severity for p in problems_of(real) if p.field == "support_text"} == {"warning"}


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
def test_hostile_input_is_only_a_problem(real, name):
    """Whatever bytes stand in the data, check answers with lines and no traceback."""
    (real / "data/tasks.yaml").write_bytes(HOSTILE[name])
    run = run_build("check", "--root", str(real))
    assert "Traceback" not in run.stderr + run.stdout
    assert "ngoài dự tính" not in run.stdout
    assert not run.stderr
    assert run.returncode == 1


def test_a_link_out_of_the_tree_is_refused(real, tmp_path):
    """A symlink that leaves the root is not followed."""
    outside = tmp_path.parent / "outside.yaml"
    outside.write_text("- id: a\n")
    (real / "data/units.yaml").unlink()
    (real / "data/units.yaml").symlink_to(outside)
    assert any(
        "trỏ ra ngoài" in p.message for p in problems_of(real) if p.path == "data/units.yaml"
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


def test_a_github_annotation_cannot_be_broken_out_of(real):
    """Line breaks and percent signs of the data are escaped in a workflow command."""
    spoil(real, "data/tasks.yaml", "plan: nhiem-vu-6-thang-cuoi-2025", 'plan: "x%0A::error::y"')
    lines = list(FORMATS["github"](problems_of(real)))
    assert any("%250A" in line for line in lines)


def test_check_exits_by_errors():
    """`check` exits 1 with errors and 0 with warnings alone."""
    assert run_build("check", "--root", str(BROKEN)).returncode == 1
    assert run_build("check").returncode == 0


CONTENT = {
    "a script file": ("content/x.html", "<script>alert(1)</script>", "không được đăng"),
    "a second title": ("content/plans/ke-hoach-thuc-hien-40-kh-ubnd.md", "\n# Đề mục\n", "bậc một"),
    "a page of a record": ("content/units/van-phong.md", '---\ntitle: "A"\ndescription: "B"\n---\n', "trùng địa chỉ"),
    "a picture that is made": ("content/plans/og.png", "", "máy làm ra"),
    "a page without a name": ("content/trang.md", "Chữ\n", "chưa có tên"),
    "a link to nowhere": ("content/about.md", "\n[x](khong-co.md)\n", "không có tệp này"),
    "an absolute link": ("content/about.md", "\n[x](/units/)\n", "đường dẫn tương đối"),
    "a picture from elsewhere": ("content/about.md", "\n![x](https://a.vn/b.png)\n", "hình của trang khác"),
    "a hidden scheme": ("content/about.md", "\n[x](&#106;avascript:alert(1))\n", "không được phép"),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTENT)
def test_what_may_not_stand_in_content_is_told(real, name):
    """Files, titles and links that would break the site or run on it are errors with their line."""
    path, text, hint = CONTENT[name]
    before = (real / path).read_text(encoding="utf-8") if (real / path).exists() else ""
    (real / path).write_text(before + text, encoding="utf-8")
    found = [problem for problem in problems_of(real) if problem.severity == "error"]
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
    ]
    + ["Mật", "TỐI MẬT", "(Mật) Kế hoạch", "Độ mật: thường"],
)
def test_what_is_personal_or_secret_is_refused(real, text):
    """A telephone number however it is written, an identity number or a mark of secrecy is an error."""
    spoil(real, "data/tasks.yaml", '  product: "', f'  note: "{text}"\n  product: "')
    assert [p.field for p in problems_of(real) if p.severity == "error"] == ["note"]


@pytest.mark.parametrize(
    "text",
    [
        "08-10-2025 14:00",
        "từ 08-10 đến 09-10-2025",
        "01/2025/TT-BKHCN ngày 01/01/2025",
        "(0255) 3822 456",
    ]
    + ["1.234.567.890 đồng", "bí mật kinh doanh", "(bảo mật)", "000.00.18.H48"],
)
def test_what_only_looks_like_it_passes(real, text):
    """Dates, sums, codes, an office's own telephone and common words are none of it."""
    spoil(real, "data/tasks.yaml", '  product: "', f'  note: "{text}"\n  product: "')
    assert not [p for p in problems_of(real) if p.severity == "error"]


NO_NUMBERS = {
    "an old number": ("data/adjustments.yaml", '  number: "3"', '  number: "3a"'),
    "an index": ("data/adjustments.yaml", '  index: "1"', '  index: "²"'),
    "a long index": ("data/adjustments.yaml", '  index: "1"', f'  index: "{"9" * 5_000}"'),
    "a number": ("data/tasks.yaml", '  number: "70"', '  number: "²"'),
    "a long number": ("data/tasks.yaml", '  number: "70"', f'  number: "{"9" * 5_000}"'),
    "a count": ("data/tasks.yaml", "(96 nhiệm vụ)", f"({'9' * 5_000} nhiệm vụ)"),
    "a year": ("content/plans/nhiem-vu-6-thang-cuoi-2025.md", 'year: "2025"', 'year: "²²²²"'),
    "a long year": (
        "content/plans/nhiem-vu-6-thang-cuoi-2025.md",
        'year: "2025"',
        f'year: "{"2" * 5_000}"',
    ),
    "a source": (
        "content/plans/nhiem-vu-6-thang-cuoi-2025.md",
        'source: "',
        f'source: "{"x" * 5_000}',
    ),
}


@pytest.mark.parametrize("name", NO_NUMBERS)
def test_what_only_looks_like_a_number_breaks_nothing(real, name):
    """Digits of other kinds, very many digits and names of files that no disk takes are only problems."""
    spoil(real, *NO_NUMBERS[name])
    assert problems_of(real)


def test_a_year_that_is_far_off_is_refused(real):
    """A date set by hand with a slip in its year is an error; a far vision is none."""
    spoil(real, "data/tasks.yaml", '  product: "', '  end: 2091-01-01\n  product: "')
    (problem,) = [p for p in problems_of(real) if p.severity == "error"]
    assert (problem.field, "cách năm của văn bản" in problem.message) == ("end", True)
    spoil(real, "data/tasks.yaml", "2091-01-01", "2050-12-31")
    assert not [p for p in problems_of(real) if p.severity == "error"]


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
def test_a_rule_that_no_calendar_knows_is_refused(real, rule):
    """A recurrence that RFC 5545 does not allow is an error; one that it allows is none."""
    spoil(
        real,
        "data/tasks.yaml",
        '  lead_text: "',
        f'  recurrence: "{rule or "FREQ=YEARLY;BYMONTH=4,5"}"\n  lead_text: "',
    )
    assert bool([p for p in problems_of(real) if p.field == "recurrence"]) == bool(rule)


def test_a_lone_dash_is_a_blank_cell(real):
    """Documents print a dash for nothing; it is read as nothing."""
    spoil(
        real,
        "data/tasks.yaml",
        '  lead_text: "Phòng QLTCĐLCL"\n',
        '  lead_text: "Phòng QLTCĐLCL"\n  when_text: "–"\n',
    )
    assert not [p for p in problems_of(real) if p.field == "when_text"]
