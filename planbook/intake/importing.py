"""Turn a file with a table of tasks into records of one plan, and a report of every doubt.

Reads the one file and writes nothing. What is understood of names and times is checked by the same
rules as the data; the cells themselves are kept to the letter.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from planbook.checking import tasks as task_rules
from planbook.checking import texts
from planbook.checking.rules import Scope
from planbook.documents.files import NO_WISHES, OfficeError, Wishes
from planbook.documents.reading import read_document
from planbook.editing.yaml_writing import write_records
from planbook.intake.document_tasks import read_document_tasks
from planbook.intake.table_reading import Remark, TaskRow
from planbook.intake.task_ids import make_ids, match_rows
from planbook.model import Book, Plan, Task, columns, quote
from planbook.reading.load import Understanding
from planbook.reading.names import make_registers

LABELS = {each.name: each.short for each in columns(Task)}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# Which rules speak of an imported table, and under which heading of the report.
_RULES = (
    (
        "Tên chưa nhận ra",
        (
            task_rules.leads_are_registered,
            task_rules.near_supports_are_suspect,
            task_rules.leaders_are_registered,
        ),
    ),
    ("Thời gian chưa hiểu", (task_rules.times_are_understood,)),
    (
        "Số lượng và thứ tự",
        (
            task_rules.headings_count_their_tasks,
            task_rules.numbers_have_no_gaps,
            task_rules.twins_are_suspect,
        ),
    ),
    ("Không được đăng", (texts.nothing_personal_is_published,)),
)


@dataclass(frozen=True, slots=True)
class Imported:
    """The tasks of a file, ready to be written, with all that an editor must look at."""

    file: str
    plan: str
    tasks: tuple[dict[str, str], ...]  # fields in the order of the model
    places: tuple[str, ...]  # of the tasks in the file
    columns: tuple[str, ...]  # the fields that the file has columns for
    read: int
    left_out: tuple[Remark, ...]
    doubts: tuple[Remark, ...]
    findings: tuple[tuple[str, tuple[str, ...]], ...]  # by heading of the report
    counts: tuple[tuple[int, str, int], ...]  # depth, heading, number of tasks
    kept: int  # tasks that the data has already, under the same ids

    def report(self) -> Iterator[str]:
        """Tell what was read, what was left out and what is doubtful, in Vietnamese."""
        yield f"Tệp “{self.file}” → văn bản {self.plan}"
        yield f"Đọc {self.read} hàng, được {len(self.tasks)} nhiệm vụ."
        yield f"Các cột: {', '.join(LABELS[name] for name in self.columns)}."
        if self.kept:
            yield (
                f"{self.kept} nhiệm vụ đã có trong data/tasks.yaml và giữ nguyên mã; "
                "thêm --update để so sánh từng ô."
            )
        yield "Số nhiệm vụ theo đề mục (so với số ghi trong ngoặc, nếu có):"
        for depth, heading, count in self.counts:
            yield f"{'  ' * (depth + 1)}{heading}: {count}"
        parts = (("Bỏ lại", self.left_out), ("Chưa chắc, cần xem lại", self.doubts), *self.findings)
        ids = {place: task["id"] for place, task in zip(self.places, self.tasks, strict=True)}
        for title, notes in parts:
            yield f"{title}: {len(notes) or 'không có gì'}"
            for note in notes:
                yield f"  - {note}"
                if isinstance(note, Remark) and (
                    named := [ids[p] for p in note.places if p in ids]
                ):
                    yield f"    ở: {', '.join(named)}"


def import_table(path: Path, book: Book, plan: str, wishes: Wishes = NO_WISHES) -> Imported:
    """Read the tasks of a plan from a DOCX, XLSX or text file; raises OfficeError with the reason."""
    if not _SLUG.fullmatch(plan):
        raise OfficeError(
            f"Mã văn bản {quote(plan)} chưa đúng; chỉ dùng chữ thường không dấu, số và dấu nối, "
            "ví dụ nhiem-vu-6-thang-dau-2026."
        )
    document = read_document(path, wishes)
    record, assumed = _find_plan(book, plan)
    registers = make_registers(book.units, book.people, [record.body])[record.body]
    _, reading = read_document_tasks(document, registers, path.name)
    if not reading.rows:
        raise OfficeError(f"Bảng trong tệp “{path.name}” không có nhiệm vụ nào dưới hàng tên cột.")
    rows = [_typed(row, plan) for row in reading.rows]
    matched = match_rows(rows, [task for task in book.tasks if task.plan == plan])
    ids = make_ids(rows, matched, plan, book)
    tasks = tuple({"id": each} | row for each, row in zip(ids, rows, strict=True))
    return Imported(
        file=path.name,
        plan=plan,
        tasks=tasks,
        places=tuple(row.place for row in reading.rows),
        columns=reading.columns,
        read=reading.read,
        left_out=reading.left_out,
        doubts=(*assumed, *reading.doubts),
        findings=tuple(_check(tasks, reading.rows, record, book)),
        counts=tuple(_count(tasks)),
        kept=sum(task is not None for task in matched),
    )


def _find_plan(book: Book, slug: str) -> tuple[Plan, tuple[Remark, ...]]:
    """Find the plan, or assume one of the department's own, and say so."""
    if slug in book.plan:
        return book.plan[slug], ()
    bodies = [each for each in book.bodies if each.own] or list(book.bodies)
    if not bodies:
        raise OfficeError("Chưa có cơ quan nào trong data/bodies.yaml; thêm cơ quan rồi nhập lại.")
    body = max(bodies, key=lambda each: sum(u.body == each.id and not u.ended for u in book.units))
    written = re.search(r"(?:19|20)\d\d", slug)
    year = written[0] if written else max((each.year for each in book.plans), default="")
    plan = Plan(
        slug=slug, url="", title=slug, short=slug, kind="programme", year=year,
        summary=slug, issuer=body.name, body=body.id,
    )  # fmt: skip
    doubt = (
        f"Chưa có content/plans/{slug}.md: tên và thời gian tạm hiểu theo {body.short}, năm {year}; "
        "thêm tệp ấy rồi nhập lại"
    )
    return plan, (Remark(doubt),)


def _typed(row: TaskRow, plan: str) -> dict[str, str]:
    """Put the cells of a row into the fields of a record, in the order of the model."""
    values = {"plan": plan, "section": " › ".join(row.section), **row.cells}
    return {each.name: values[each.name] for each in columns(Task) if values.get(each.name)}


def _check(
    tasks: Sequence[dict[str, str]], rows: Sequence[TaskRow], plan: Plan, book: Book
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Run the rules of the data on the tasks; lines in their words are lines of the YAML to come."""
    registers = make_registers(book.units, book.people, [plan.body])
    marks = {each.id: each.important for each in book.bodies}
    understand = Understanding({plan.slug: plan}, registers, marks)
    line = 1
    understood: list[Task] = []
    places: dict[int, str] = {}
    for task, row in zip(tasks, rows, strict=True):
        understood.append(understand.task(dict(task), line))
        places[line] = row.place
        line += write_records([task]).count("\n") + 1
    draft = Book(
        plans=(plan,), tasks=tuple(understood), units=book.units, people=book.people,
        bodies=book.bodies,
    )  # fmt: skip
    scope = Scope(draft, registers, understand.said)
    for title, rules in _RULES:
        found = [finding for rule in rules for finding in rule(scope)]
        yield title, tuple(f"{places[f.line]}, {f.record}: {f.message}" for f in found)


def _count(tasks: Sequence[dict[str, str]]) -> Iterator[tuple[int, str, int]]:
    """Count the tasks under each heading, in document order."""
    counts: Counter[tuple[str, ...]] = Counter()
    for task in tasks:
        headings = tuple(task.get("section", "(không có đề mục)").split(" › "))
        counts.update(headings[:depth] for depth in range(1, len(headings) + 1))
    for headings, count in counts.items():
        yield len(headings) - 1, headings[-1], count
