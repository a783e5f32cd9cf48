"""Whatever an editor may write by the guide is published: it fails neither `check` nor a test of the data."""

import datetime as dt
import io
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from planbook.editing.yaml_writing import append_records, change_records
from planbook.model import CONTENT_SUFFIXES, Book, Person, Task, Unit
from planbook.reading.load import load_book
from planbook.reading.task_files import TASKS
from tests.built_site import EverySite
from tests.conftest import build_site

PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".gif": "GIF"}
PLAN = """\
---
title: "Kế hoạch công tác năm {year}"
short: "Kế hoạch {year}"
kind: {kind}
number: "{number}/KH-VP"
issued: {year}-01-15
year: "{year}"
summary: "Kế hoạch công tác năm {year}"
issuer: "{issuer}"
body: {body}
signer: "Nguyễn Văn A"
signer_office: "GIÁM ĐỐC"
attachments:
{attachments}
source: "{source}"
---

## KẾ HOẠCH

Kèm theo [bản có chữ ký]({slug}/tep.pdf) và hình:

![Sơ đồ tổ chức thực hiện]({slug}/tep.png)

<!-- slot: tasks -->
"""


def edit(real_root: Path, real_book: Book, root: Path) -> None:
    """Copy the data, and edit the copy through a busy month."""
    for name in ("data", "content"):
        shutil.copytree(real_root / name, root / name)
    shutil.copy(real_root / "mkdocs.yml", root)
    year = max(int(plan.year) for plan in real_book.plans) + 1
    active = [each for each in real_book.units if real_book.is_own(each) and not each.ended]
    add_people(root, real_book)
    end_unit(root, active[0])
    add_plans(root, real_book, year)
    add_tasks(root, real_book, active[-1], year)
    report(root, real_book, 30)


def append(place: Path, records: list[dict], record: type) -> None:
    """Add records at the end of a data file."""
    text = place.read_text(encoding="utf-8")
    place.write_text(append_records(text, records, record), encoding="utf-8")


def add_people(root: Path, book: Book) -> None:
    """Add a unit and a leader, who sign and direct from now on."""
    body = book.publisher.id
    unit = {"id": "don-vi-moi-lap", "name": "Trung tâm mới lập", "short": "Trung tâm mới lập"}
    append(root / "data/units.yaml", [unit | {"kind": "centre", "body": body}], Unit)
    person = {"id": "nguoi-moi-bo-nhiem", "name": "Nguyễn Văn A", "office": "Phó Giám đốc"}
    append(root / "data/people.yaml", [person | {"body": body}], Person)


def end_unit(root: Path, unit: Unit) -> None:
    """End a unit: the new one goes on with its work."""
    place = root / "data/units.yaml"
    ended = {"ended": True, "last_day": dt.date(2026, 1, 31), "successor": "don-vi-moi-lap"}
    text = place.read_text(encoding="utf-8")
    place.write_text(change_records(text, {unit.id: ended}, Unit), encoding="utf-8")


def add_plans(root: Path, book: Book, year: int) -> None:
    """Add two plans of the next year: with a Word and a PDF original, and all kinds of attachments."""
    body = book.publisher
    for number, original in enumerate((".docx", ".pdf"), 1):
        slug = f"ke-hoach-moi-{year}-{number}"
        folder = root / "content/plans" / slug
        folder.mkdir()
        for suffix in CONTENT_SUFFIXES - {".md"}:
            (folder / f"tep{suffix}").write_bytes(make_file(suffix))
        sources = root / "data/sources"
        sources.mkdir(exist_ok=True)
        (sources / f"{slug}{original}").write_bytes(make_file(original))
        text = PLAN.format(
            attachments="\n".join(
                f'  - "tep{suffix}"' for suffix in sorted(CONTENT_SUFFIXES - {".md"})
            ),
            kind=book.kinds[0].id,
            number=number,
            year=year,
            issuer=body.name,
            body=body.id,
            source=f"{slug}{original}",
            slug=slug,
        ).replace(f"năm {year}", f"năm {year}, phần {number}")
        (folder.parent / f"{slug}.md").write_text(text, encoding="utf-8")


def make_file(suffix: str) -> bytes:
    """Make a small file of a format."""
    buffer = io.BytesIO()
    if suffix in PICTURES:
        Image.new("RGB", (64, 32), "teal").save(buffer, PICTURES[suffix])
    elif suffix == ".docx":
        document = docx.Document()
        document.core_properties.author = ""  # of whom nothing is published
        document.save(buffer)
    elif suffix == ".xlsx":
        workbook = openpyxl.Workbook()
        workbook.properties.creator = None
        workbook.save(buffer)
    else:
        canvas = Canvas(buffer)
        canvas.drawString(72, 720, "1/KH-VP")
        canvas.save()
    return buffer.getvalue()


def add_tasks(root: Path, book: Book, support: Unit, year: int) -> None:
    """Add 25 tasks of every time that a plan may name."""
    times = (f"Quý II/{year}", "Thường xuyên", "Hàng năm", f"trước ngày 15/9/{year}", None)
    tasks = [
        {
            "id": f"moi-{year}-{number}",
            "plan": f"ke-hoach-moi-{year}-{1 + number % 2}",
            "section": f"Tháng {1 + number % 12}",
            "task": f"Việc mới thứ {number}: rà soát, “báo cáo” & kiến nghị <{number}>",
            "lead_text": "Trung tâm mới lập",
            "support_text": support.name,
            "leader_text": "Nguyễn Văn A",
            "when_text": times[number % len(times)],
        }
        for number in range(1, 26)
    ]
    tasks.sort(key=lambda each: each["plan"])
    append(root / TASKS, tasks, Task)


def report(root: Path, book: Book, count: int) -> None:
    """Report on tasks that nobody has reported on yet."""
    reported = {
        "status": "in-progress",
        "reported": dt.date(2025, 10, 10),
        "result": "Đã trình dự thảo",
        "difficulty": "Chưa bố trí được kinh phí",
        "evidence": ("https://example.vn/du-thao.pdf",),
    }
    silent = [task for task in book.tasks if not task.status][:count]
    for path in {task.path for task in silent}:
        here = dict.fromkeys((task.id for task in silent if task.path == path), reported)
        place = root / path
        place.write_text(change_records(place.read_text("utf-8"), here), encoding="utf-8")


class TestWhatEditorsAddIsPublished(EverySite):
    """After a month's edits by the guide the site is built, and what is true of every site is true of it."""

    @pytest.fixture(scope="class")
    @classmethod
    def root(cls, once, real_root, real_book):
        return once("edited", lambda root: edit(real_root, real_book, root))

    @pytest.fixture(scope="class")
    @classmethod
    def book(cls, root):
        return load_book(root)[0]

    @pytest.fixture(scope="class")
    @classmethod
    def site(cls, once, root, real_root, real_site):
        """Built after the published site, so that only the papers that differ are made anew."""

        def build(output):
            (root / ".cache").symlink_to(real_root / ".cache")
            build_site(root, output)

        return once("edited-site", build)
