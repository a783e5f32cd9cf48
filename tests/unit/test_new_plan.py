"""A document becomes a plan's page, its tasks and its original: all of them, or nothing at all."""

import datetime as dt
import re
import shutil
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from planbook import cli
from planbook.checking.check import check_book
from planbook.documents.document import Document, Paragraph, Table, TableCell, TableRow
from planbook.documents.opening.files import NO_WISHES
from planbook.intake.laying_down import lay_down
from planbook.intake.plans.document_head import read_form
from planbook.intake.plans.document_lines import lay_out, names_tasks
from planbook.intake.plans.document_text import escape
from planbook.intake.plans.new_plan import make_plan
from planbook.intake.tables.table_reading import clean
from planbook.model import RefusedError
from planbook.printing import has_error
from planbook.reading.load import load, load_book
from planbook.reading.task_files import TASKS
from planbook.software import DEFAULT_PAGES
from tests import plan_samples as sample
from tests.conftest import ROOT, run_command
from tests.department import FIXTURE
from tests.plan_samples import save_document

SLUG = "ke-hoach-kiem-tra-2026"
PAGE = f"content/plans/{SLUG}.md"
GOLDEN = ROOT / "tests/golden/new-plan.md"
KINDS = ("Kế hoạch", "Thông báo kết luận", "Chương trình công tác")


@pytest.fixture
def office(tmp_path):
    """A copy of the department, for a clerk to add to."""
    root = tmp_path / "office"
    shutil.copytree(FIXTURE, root)
    return root


def make_document(*parts) -> Document:
    """Make a document of paragraphs, or of the lines of one text, and tables, as a reader gives it."""
    blocks: list[Paragraph | Table] = []
    for at, part in enumerate(parts, 1):
        if isinstance(part, str):
            blocks.append(Paragraph(part, f"đoạn {at}"))
        else:
            rows = [
                TableRow(
                    f"bảng {at}, hàng {n}", tuple(TableCell(text, c) for c, text in enumerate(row))
                )
                for n, row in enumerate(part, 1)
            ]
            blocks.append(Table(f"bảng {at}", tuple(rows)))
    return Document(tuple(blocks))


def make_text(text: str) -> Document:
    """Make a document of a text's lines."""
    lines = enumerate(text.split("\n"), 1)
    return Document(tuple(Paragraph(line, f"dòng {at}") for at, line in lines))


def form_of(document: Document):
    """Find the form of a document."""
    return read_form(lay_out(document, names_tasks), KINDS)


def add(root, place, output=None) -> tuple[str, ...]:
    """Add a plan out of a file by the command, and give its report."""
    wanted = ["--output", str(output)] if output else []
    run = run_command("import", str(place), "--new-plan", SLUG, "--root", str(root), *wanted)
    if run.returncode:
        raise RefusedError(run.stderr)
    return tuple(run.stderr.split("\n"))


def problems_of(root) -> list:
    """Check the data under a root."""
    return check_book(load(root, DEFAULT_PAGES))


# ---- one document, from the file to the data -----------------------------------------------------


def test_a_word_document_becomes_a_plan(office, tmp_path):
    """Its page is written to the letter, its tasks stand at the end, and `check` finds nothing."""
    before = (office / "data/tasks.yaml").read_text(encoding="utf-8")
    report = add(office, save_document(tmp_path / "a.docx"))
    assert (office / PAGE).read_text(encoding="utf-8") == GOLDEN.read_text(encoding="utf-8")
    after = (office / "data/tasks.yaml").read_text(encoding="utf-8")
    assert after.startswith(before + "\n- id: ")
    assert [task.task for task in load_book(office)[0].tasks if task.plan == SLUG] == [
        row[1] for row in sample.TASKS[1:]
    ]
    assert not problems_of(office)
    assert f"Đã ghi {PAGE}" in report
    assert any(each.startswith("Tệp gốc:") for each in report)


def test_the_command_writes_all_or_nothing(office, tmp_path):
    """Asked for once more, it says in one sentence what stands, and no file changes."""
    place = save_document(tmp_path / "a.docx")
    asked = ("import", str(place), "--new-plan", SLUG, "--root", str(office))
    first = run_command(*asked)
    assert first.returncode == 0 and not first.stdout and "Tiếp theo" in first.stderr
    files = {each: each.read_bytes() for each in office.rglob("*") if each.is_file()}
    assert office / f"content/plans/{SLUG}.docx" in files
    again = run_command(*asked)
    assert again.returncode == 1
    assert (
        again.stderr
        == f"Đã có content/plans/{SLUG}.docx nên không ghi gì; chọn mã khác, hoặc dùng "
        f"--plan {SLUG} --update để so sánh.\n"
    )
    assert files == {each: each.read_bytes() for each in office.rglob("*") if each.is_file()}


def test_a_document_that_stands_under_another_slug_is_doubted(office, tmp_path):
    """It is written all the same, and the report, the page and `check` name the file that has it."""
    place = save_document(tmp_path / "a.docx")
    add(office, place)
    run = run_command("import", str(place), "--new-plan", "trung", "--root", str(office))
    said = f"“12/KH-SYT” ngày 05/01/2026 đã có ở {PAGE}"
    assert f"  - Số/Ký hiệu: {said}" in run.stderr
    assert f"# xem lại: {said}" in (office / "content/plans/trung.md").read_text(encoding="utf-8")
    (problem,) = [
        each for each in problems_of(office) if each.field == "number" and each.record == "trung"
    ]
    assert (problem.path, problem.severity) == ("content/plans/trung.md", "warning")
    assert problem.message.startswith(said)


@pytest.mark.parametrize(
    "words",
    [
        ("FILE", "--plan", SLUG, "--new-plan"),
        ("--plan", SLUG, "--new-plan", "FILE"),
        ("FILE", "--new-plan", SLUG, "--plan", SLUG),
    ],
)
def test_the_slug_may_stand_at_either_option(words, office, tmp_path):
    """--new-plan SLUG, and --plan SLUG --new-plan, are one wish."""
    place = save_document(tmp_path / "a.docx")
    words = [str(place) if each == "FILE" else each for each in words]
    assert run_command("import", *words, "--root", str(office)).returncode == 0
    assert (office / PAGE).is_file()


def test_names_that_no_register_has_lie_beside(office, tmp_path):
    """Their records stand in a file of their own, and pasted where the last lines say they are known."""
    tasks = [list(row) for row in sample.TASKS]
    tasks[1][2] = "Sở Tài chính"
    parts = (*sample.WHOLE[:-1], tasks)
    report = add(office, save_document(tmp_path / "a.docx", parts))
    assert not any("- id:" in each for each in report)
    names = office / f"{SLUG}.units.yaml"
    assert any(
        f"{names.name}, bỏ tên gõ nhầm" in each for each in report[report.index("Tiếp theo:") :]
    )
    assert [each.field for each in problems_of(office)] == ["lead_text"]
    units = office / "data/units.yaml"
    units.write_text(f"{units.read_text('utf-8')}\n{names.read_text('utf-8')}", encoding="utf-8")
    assert not problems_of(office)


def test_a_name_of_the_country_broken_by_its_column_is_no_body():
    """As a PDF gives it, over two lines of which others stand between, it hides no body."""
    form = form_of(
        make_document(
            "UBND TỈNH BÌNH AN", "CỘNG HÒA XÃ HỘI CHỦ", "SỞ Y TẾ", "NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc", sample.NUMBER, sample.DATE, "KẾ HOẠCH", "Phòng dịch",
        )
    )  # fmt: skip
    assert (form.superior, form.issuer) == ("UBND TỈNH BÌNH AN", "SỞ Y TẾ")


def test_what_is_no_document_makes_no_page(office, tmp_path):
    """A file of some words, without a task, a kind, a number or a day, is refused."""
    place = tmp_path / "a.docx"
    place.write_text("ghi chép", encoding="utf-8")
    with pytest.raises(RefusedError, match=r"không có bảng nào.*cũng không có tên loại"):
        add(office, place)
    assert not (office / PAGE).exists()


def test_a_table_without_a_header_is_told_what_it_needs(office, tmp_path):
    """A file that is nothing but rows of tasks is refused with the names that its columns lack."""
    place = save_document(tmp_path / "a.docx", (sample.TASKS[1:],))
    with pytest.raises(RefusedError, match="hàng đầu bảng cần có tên cột, ví dụ: STT, Nhiệm vụ"):
        add(office, place)
    assert not (office / PAGE).exists()


@pytest.mark.parametrize(
    "words",
    [("--new-plan",), ("--new-plan", SLUG, "--status"), ("--new-plan", SLUG, "--plan", "khac"), ()],
)
def test_a_wish_that_cannot_be_is_refused(words, office, tmp_path, capsys):
    """No slug, two slugs, or two kinds of import: a sentence, and nothing written."""
    place = save_document(tmp_path / "a.docx")
    words = ["import", str(place), *words, "--root", str(office)]
    with pytest.raises(SystemExit) as refused:
        cli.read_command(words, object, print)
    assert refused.value.code == 2
    assert capsys.readouterr().err.startswith("Lệnh chưa đúng")
    assert not (office / PAGE).exists()


def test_the_tasks_may_go_elsewhere(office, tmp_path):
    """With --output the records stand in a file of their own, and tasks.yaml stays."""
    before = (office / "data/tasks.yaml").read_bytes()
    output = tmp_path / "moi.yaml"
    add(office, save_document(tmp_path / "a.docx"), output)
    assert output.read_text(encoding="utf-8").count("- id: ") == 2
    assert (office / "data/tasks.yaml").read_bytes() == before
    with pytest.raises(RefusedError, match="không bị ghi đè"):
        shutil.rmtree(office)
        shutil.copytree(FIXTURE, office)
        add(office, tmp_path / "a.docx", output)
    assert not (office / PAGE).exists()


def test_new_names_lie_beside_the_output(office, tmp_path):
    """With --output the records of names that no register knows are files, as of other imports."""
    table = [sample.TASKS[0], ("1", "Tập huấn", "Phòng Quản lý Gạo", *sample.TASKS[1][3:])]
    place = save_document(tmp_path / "a.docx", (*sample.WHOLE[:-1], table))
    report = add(office, place, tmp_path / "moi.yaml")
    written = (tmp_path / "moi.units.yaml").read_text(encoding="utf-8")
    assert 'name: "Phòng Quản lý Gạo"' in written
    assert any(each.startswith("Bản ghi của các tên mới ở moi.units.yaml") for each in report)


def test_what_was_begun_is_put_back(office, tmp_path, monkeypatch):
    """Where a file cannot be written, those that were are as before."""
    tasks = office / "data/tasks.yaml"
    files = {each: each.read_bytes() for each in office.rglob("*") if each.is_file()}
    new = make_plan(office, save_document(tmp_path / "a.docx"), SLUG, NO_WISHES, TASKS)
    pages = {office / path: content for path, content in new.files.items()}
    with pytest.raises(RefusedError, match="trả mọi tệp về như cũ"):
        lay_down(pages, {tasks: b"", office / "data": b""})  # a folder takes no bytes
    assert files == {each: each.read_bytes() for each in office.rglob("*") if each.is_file()}
    assert tasks in files


def test_a_list_that_is_empty_gives_way(office, tmp_path):
    """In a new site the marks of an empty list do not stand above the first records."""
    tasks = office / "data/tasks.yaml"
    tasks.write_bytes("# Nhiệm vụ\r\n\r\n[]\r\n".encode())
    (office / "data/adjustments.yaml").write_text("[]\n")
    add(office, save_document(tmp_path / "a.docx"))
    text = tasks.read_bytes().decode()
    assert text.startswith("# Nhiệm vụ\r\n\r\n- id: ") and "[]" not in text
    assert text.count("\n") == text.count("\r\n")


def test_a_document_without_a_table_becomes_a_page(office, tmp_path):
    """It is told to have no tasks, and its text stands whole, with room for them."""
    parts = (sample.HEAD, "BÁO CÁO", "Kết quả năm 2025", *sample.BODY, sample.FOOT)
    report = add(office, save_document(tmp_path / "a.docx", parts))
    assert any(each.startswith("0 nhiệm vụ") for each in report)
    page = (office / PAGE).read_text(encoding="utf-8")
    assert page.endswith("<!-- slot: tasks -->\n")
    assert not problems_of(office)


@pytest.mark.parametrize(
    ("summary", "year", "doubted"),
    [
        ("Kiểm tra bệnh viện", "2026", False),
        ("KIỂM TRA BỆNH VIỆN NĂM 2027", "2027", True),
        ("Chương trình công tác tháng 01/2027", "2027", True),
        ("Thực hiện Đề án giai đoạn 2026 – 2030, năm 2027", "2027", True),
        ("Tổng kết năm 2026, triển khai nhiệm vụ năm 2027", "2026", True),
        ("Tổng kết công tác kiểm tra năm 2025", "2026", False),
        ("Kiểm tra bệnh viện năm học 2026-2027", "2026", False),
        ("Kiểm tra bệnh viện đến hết năm 2027, định hướng năm 2030", "2026", False),
        ("Kiểm tra bệnh viện trong năm 2030", "2026", False),
        ("Nâng cao chất lượng bệnh viện từ năm 2027 đến năm 2030", "2026", False),
        ("Thực hiện Kế hoạch số 40/KH-UBND ngày 04 tháng 3 năm 2027", "2026", False),
    ],
)
def test_a_plan_for_the_next_year_is_of_that_year(summary, year, doubted, office, tmp_path):
    """The later year that a summary alone names is the plan's, and that it differs is told."""
    parts = (sample.HEAD, "KẾ HOẠCH", summary, *sample.OPENING, *sample.BODY, sample.FOOT)
    document = save_document(tmp_path / "a.docx", parts)
    add(office, document)
    page = (office / PAGE).read_text(encoding="utf-8")
    assert f'\nyear: "{year}"\n' in page
    assert bool(re.search(r"\n# xem lại: trích yếu nêu năm .*\nyear:", page)) == doubted


def test_a_kind_and_a_body_that_are_not_known_are_added(office, tmp_path):
    """They are what the document prints, they are told, and `check` finds nothing wrong with them."""
    head = (("ỦY BAN NHÂN DÂN\nXÃ TÂN HÒA", sample.MOTTO), ("Số: 7/PA-UBND", sample.DATE))
    parts = (
        head,
        "PHƯƠNG ÁN",
        "Phòng, chống dịch năm 2026",
        "Ủy ban nhân dân xã Tân Hòa ban hành:",
        *sample.BODY,
    )
    report = "\n".join(add(office, save_document(tmp_path / "a.docx", parts)))
    book, _ = load_book(office)
    body = book.body[book.plan[SLUG].body]
    assert (body.name, body.own) == ("Ủy ban nhân dân xã Tân Hòa", None)
    assert book.kind[book.plan[SLUG].kind].name == "Phương án"
    assert "data/bodies.yaml nên được thêm" in report and "data/kinds.yaml nên được thêm" in report
    assert not has_error(problems_of(office))


def test_what_is_personal_is_told_and_no_original_is_laid(office, tmp_path):
    """A telephone number stands in the report with its line, and the file itself stays away."""
    parts = (*sample.WHOLE[:-1], "Liên hệ: 0912 345 678", sample.TASKS)
    report = add(office, save_document(tmp_path / "a.docx", parts))
    lines = (office / PAGE).read_text(encoding="utf-8").split("\n")
    at = lines.index("Liên hệ: 0912 345 678") + 1
    assert any(each.startswith(f"  - dòng {at}: “0912 345 678”") for each in report)
    assert any(each.startswith("Không đặt tệp gốc cạnh trang") for each in report)
    assert not (office / f"content/plans/{SLUG}.docx").exists()


def test_an_agenda_is_no_list_of_tasks(office, tmp_path):
    """A table of hours stays in the text as a table."""
    agenda = (
        ("Thời gian", "Nội dung", "Chủ trì"),
        ("8h00", "Khai mạc", "Văn phòng Sở"),
        ("9h30", "Nghỉ", ""),
    )
    report = add(office, save_document(tmp_path / "a.docx", (*sample.WHOLE[:-1], agenda)))
    assert "| 8h00 | Khai mạc | Văn phòng Sở |" in (office / PAGE).read_text(encoding="utf-8")
    assert any("chương trình họp" in each for each in report)
    assert not [task for task in load_book(office)[0].tasks if task.plan == SLUG]


# ---- the form ------------------------------------------------------------------------------------

REST = ("", "KẾ HOẠCH", sample.SUMMARY, "", *sample.OPENING, *sample.END)
FORM = {
    "superior": "UBND TỈNH BÌNH AN",
    "issuer": "SỞ Y TẾ",
    "number": "12/KH-SYT",
    "number_text": "Số: 12/KH-SYT",
    "issued": dt.date(2026, 1, 5),
    "issued_text": sample.DATE,
    "kind": "KẾ HOẠCH",
    "summary": sample.SUMMARY,
    "basis": (sample.OPENING[0], "Thực hiện Kế hoạch số 125/KH-UBND ngày 15/7/2025 của UBND tỉnh"),
    "recipients": sample.RECIPIENTS,
    "signer": "Lê Quang Đức",
    "signer_office": "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
}
LEFT, RIGHT = sample.FOOT[0]
MOTTO = sample.MOTTO.split("\n")[:2]
BROKEN = f"""UBND TỈNH BÌNH AN {MOTTO[0]}
SỞ Y TẾ {MOTTO[1]}

Số: 12/KH-SYT Bình An, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Kiểm tra chất lượng bệnh viện
năm 2026

Căn cứ Luật Khám bệnh, chữa bệnh ngày 09 tháng 01
năm 2023;
Thực hiện Kế hoạch số 125/KH-UBND ngày 15/7/2025 của
UBND tỉnh, Sở Y tế ban hành Kế hoạch kiểm tra chất
lượng bệnh viện năm 2026 như sau:
I. MỤC ĐÍCH
Nâng cao chất lượng khám bệnh của tất cả các bệnh viện
công lập trên địa bàn tỉnh.
Nơi nhận: KT. GIÁM ĐỐC
- UBND tỉnh (b/c); PHÓ GIÁM ĐỐC
- Các phòng, đơn vị;
- Lưu: VT, NVY.
Lê Quang Đức
"""


def side_by_side(head) -> tuple[str, ...]:
    """Write a head as lines with a tab between what stands left and right."""
    return tuple(" ".join(row) for row in head)


@pytest.mark.parametrize(
    ("document", "other"),
    [
        (make_document(sample.HEAD, *REST, sample.FOOT), {}),
        (make_document([[f"UBND TỈNH BÌNH AN\nSỞ Y TẾ\n{sample.NUMBER}", f"{sample.MOTTO}\n{sample.DATE}"]], *REST, sample.FOOT), {}),
        (make_document([["UBND TỈNH BÌNH AN", MOTTO[0]], ["SỞ Y TẾ", MOTTO[1]], [sample.NUMBER, sample.DATE]], *REST, sample.FOOT), {}),
        (make_document(f"UBND TỈNH BÌNH AN {MOTTO[0]}", f"SỞ Y TẾ {MOTTO[1]}", f"{sample.NUMBER} {sample.DATE}", *REST, sample.FOOT), {}),
        (make_document("DỰ THẢO", sample.HEAD, "HỎA TỐC", "KẾ HOẠCH\nKiểm tra chất lượng bệnh viện\nnăm 2026", *REST[3:], sample.FOOT), {}),
        (make_document(sample.HEAD, *REST, *LEFT.split("\n"), *RIGHT.split("\n")), {}),
        (make_document(sample.HEAD, *REST, *RIGHT.split("\n"), *LEFT.split("\n")), {}),
        (make_document(sample.HEAD, *REST, [[LEFT.replace("- ", ""), RIGHT.replace("\n\n", "\n(Đã ký)\n", 1)]]), {}),
        (make_text(BROKEN), {}),
        (
            make_document(
                [sample.HEAD[0], [sample.NUMBER, sample.DATE.replace(" năm", "\nnăm")]],
                "K Ế H O Ạ C H",
                sample.SUMMARY,
                "",
                f"- {sample.OPENING[0]}",
                *REST[5:],
                sample.FOOT,
            ),
            {},
        ),
        (
            make_document([sample.HEAD[0], ["Số:        /KH-SYT", "Bình An, ngày    tháng 01 năm 2026"]], *REST, sample.FOOT),
            {"number": "", "number_text": "Số: /KH-SYT", "issued": None, "issued_text": "Bình An, ngày tháng 01 năm 2026"},
        ),
        (
            make_document(*REST, sample.FOOT, *sample.APPENDIX),
            {"superior": "", "issuer": "Sở Y tế", "number_text": "số 12/KH-SYT", "issued_text": "ngày 05/01/2026"},
        ),
        (
            make_document([["ĐẢNG BỘ TỈNH BÌNH AN\nĐẢNG ỦY SỞ Y TẾ\n*\nSố 12-KH/ĐU", f"ĐẢNG CỘNG SẢN VIỆT NAM\n{sample.DATE}"]], *REST, sample.FOOT),
            {"superior": "ĐẢNG BỘ TỈNH BÌNH AN", "issuer": "ĐẢNG ỦY SỞ Y TẾ", "number": "12-KH/ĐU", "number_text": "Số 12-KH/ĐU"},
        ),
        (
            make_document(sample.HEAD, "KẾ HOẠCH KIỂM TRA BỆNH VIỆN", "NĂM 2026", *REST[3:], [[LEFT, "GIÁM ĐỐC\n\nBS.CKII. Trần Minh Khuê"]]),
            {"summary": "KẾ HOẠCH KIỂM TRA BỆNH VIỆN NĂM 2026", "signer": "BS.CKII. Trần Minh Khuê", "signer_office": "GIÁM ĐỐC"},
        ),
        (
            make_document(
                sample.HEAD, "QUYẾT ĐỊNH", "Về việc ban hành Chương trình", "GIÁM ĐỐC SỞ Y TẾ", "Căn cứ Luật Tổ chức chính quyền;",
                "Theo đề nghị của Chánh Văn phòng.", "QUYẾT ĐỊNH:", "Điều 1. Ban hành Chương trình.", [["Nơi nhận:\n- Như Điều 3;", RIGHT]],
            ),
            {
                "kind": "QUYẾT ĐỊNH", "summary": "Về việc ban hành Chương trình", "recipients": ("Như Điều 3;",),
                "basis": ("Căn cứ Luật Tổ chức chính quyền;", "Theo đề nghị của Chánh Văn phòng."),
            },
        ),
    ],
)  # fmt: skip
def test_the_form_is_found_however_it_is_set(document, other):
    """Tables, tabs, lines side by side, broken lines and blanks: each field is as printed."""
    form = form_of(document)
    assert {name: getattr(form, name) for name in FORM} == FORM | other


def test_what_is_not_printed_stays_blank():
    """A document without head and foot gives nothing but its text."""
    form = form_of(make_document("Các phòng báo cáo trước ngày 15.", "Văn phòng tổng hợp."))
    assert not [name for name in FORM if getattr(form, name)]


# ---- the text ------------------------------------------------------------------------------------


class _Words(HTMLParser):
    """Gathers the words of a page, and every element that is not of a paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.elements: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)

    def handle_data(self, data):
        self.words.append(data)


@given(st.text(st.sampled_from("ăbC 1.)(*_`~#+-=|<>[]{}!:&;\\\"'/^$@ngl"), min_size=1, max_size=40))
def test_a_paragraph_is_shown_to_the_letter(text):
    """Whatever marks a text holds, Markdown makes a paragraph of it that reads the same."""
    text = clean(text)
    if not text or not re.search(r"\w", text):
        return
    shown = _Words()
    shown.feed(Markdown(extensions=["abbr", "tables", "footnotes", "toc"]).convert(escape(text)))
    assert shown.elements == {"p"}
    assert " ".join("".join(shown.words).split()) == text
