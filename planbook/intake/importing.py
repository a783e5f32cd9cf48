"""Turn a file with a table of tasks into records of one plan, and a report of every doubt.

Reads the one file and writes nothing. What is understood of names and times is checked by the same
rules as the data; the cells themselves are kept to the letter.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from planbook.checking import tasks as task_rules
from planbook.checking import texts
from planbook.checking.rules import Scope
from planbook.documents.document import Document
from planbook.documents.opening.files import NO_WISHES, OfficeError, Wishes
from planbook.documents.reading import read_document
from planbook.intake.document_tasks import read_document_tasks
from planbook.intake.imported import LABELS, NAMES, Imported
from planbook.intake.tables.cell_text import clean
from planbook.intake.tables.hidden_rows import explain_gaps
from planbook.intake.tables.remarks import Remark, Remarks
from planbook.intake.tables.task_rows import TaskRow
from planbook.intake.task_ids import make_ids, match_rows
from planbook.intake.unknown_names import UnknownName, find_unknown_names, write_names
from planbook.model import Body, Book, Plan, Task, columns, quote
from planbook.reading.load import Understanding
from planbook.reading.names import Registers, make_registers
from planbook.reading.task_files import TASKS

_LINE = re.compile(r" \(dòng \d+\)")  # of data that is not written yet
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# Which rules speak of an imported table, and under which heading of the report.
_RULES = (
    (NAMES, (task_rules.near_supports_are_suspect,)),  # beside the names that no register knows
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


def import_table(path: Path, book: Book, plan: str, wishes: Wishes = NO_WISHES) -> Imported:
    """Read the tasks of a plan from a DOCX, XLSX or text file; raises OfficeError with the reason."""
    check_slug(plan)
    return import_document(read_document(path, wishes), path.name, book, plan)


def check_slug(plan: str) -> None:
    """Refuse what cannot name a plan."""
    if not _SLUG.fullmatch(plan):
        raise OfficeError(
            f"Mã văn bản {quote(plan)} chưa đúng; chỉ dùng chữ thường không dấu, số và dấu nối, "
            "ví dụ nhiem-vu-6-thang-dau-2026."
        )


def import_document(document: Document, name: str, book: Book, plan: str) -> Imported:
    """Read the tasks of a plan from the document of a file; raises OfficeError with the reason."""
    record, assumed = _find_plan(book, plan)
    registers = make_registers(book.units, book.people, [record.body], book.bodies)[record.body]
    document, reading = read_document_tasks(document, registers, name)
    if not reading.rows:
        raise OfficeError(f"Bảng trong tệp “{name}” không có nhiệm vụ nào dưới hàng tên cột.")
    rows = [_typed(row, plan) for row in reading.rows]
    matched = match_rows(rows, [task for task in book.tasks if task.plan == plan])
    ids = make_ids(rows, matched, plan, book)
    tasks = tuple({"id": each} | row for each, row in zip(ids, rows, strict=True))
    places = tuple(row.place for row in reading.rows)
    numbers = [row.cells.get("number", "") for row in reading.rows]
    left_out, explained = explain_gaps(reading.left_out, places, numbers)
    understood, findings = _check(tasks, places, record, registers, book, explained)
    unknown = find_unknown_names(understood, places, record, registers, book, _list_lines(document))
    told = {note.words for note in reading.doubts}
    return Imported(
        file=name,
        plan=plan,
        tasks=tasks,
        understood=understood,
        places=places,
        columns=reading.columns,
        read=reading.read,
        left_out=left_out,
        doubts=(
            *assumed,
            *(Remark(words) for words in document.doubts if words not in told),
            *reading.doubts,
        ),
        findings=_add_names(findings, unknown, understood, places),
        counts=tuple(_count(tasks)),
        kept=sum(task is not None for task in matched),
        unknown=unknown,
        names=write_names(unknown, record, book),
        document=document,
        joined=reading.joined,
        framing=reading.framing,
        prose=reading.prose,
    )


def _list_lines(document: Document) -> dict[str, list[str]]:
    """List the lines of the cells that have several, by the cell as one line."""
    texts = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return {
        clean(text): [line for line in map(clean, text.split("\n")) if line]
        for text in texts
        if "\n" in text
    }


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


_Findings = tuple[tuple[str, tuple[Remark, ...]], ...]  # by heading of the report


def _check(
    tasks: Sequence[dict[str, str]],
    places: Sequence[str],
    plan: Plan,
    registers: Registers,
    book: Book,
    explained: frozenset[str],
) -> tuple[tuple[Task, ...], _Findings]:
    """Understand the tasks and run the rules of the data, which speak of a task by a line: here its turn.

    Gaps in the numbers that are `explained` are told already.
    """
    known = {plan.body: registers}
    marks = {each.id: each.important for each in book.bodies}
    understand = Understanding({plan.slug: plan}, known, marks)
    understood = tuple(understand.task(dict(task), TASKS, at) for at, task in enumerate(tasks))
    body = Body(id=plan.body, name=plan.issuer, short=plan.issuer)
    bodies = book.bodies if plan.body in book.body else (*book.bodies, body)
    draft = Book(  # nothing else, for the rules are to speak of these tasks alone
        plans=(plan,), tasks=understood, units=book.units, people=book.people, bodies=bodies
    )
    scope = Scope(draft, known, understand.said)
    findings = []
    for title, rules in _RULES:
        notes = Remarks()
        for rule in rules:
            for found in rule(scope):
                place = places[found.line]
                if rule is not task_rules.numbers_have_no_gaps or place not in explained:
                    notes.add(_LINE.sub("", found.message), place)
        findings.append((title, tuple(notes)))
    return understood, tuple(findings)


def _add_names(
    findings: _Findings,
    unknown: Sequence[UnknownName],
    tasks: Sequence[Task],
    places: Sequence[str],
) -> _Findings:
    """Add to what the rules found the names that no register knows, and the rows that name nobody."""
    named = [Remark(each.told, each.places) for each in unknown]
    blank = tuple(place for task, place in zip(tasks, places, strict=True) if not task.lead_text)
    if blank:
        named.append(Remark(f"cột “{LABELS['lead_text']}” để trống", blank))
    return tuple(
        (title, (*named, *notes) if title == NAMES else notes) for title, notes in findings
    )


def _count(tasks: Sequence[dict[str, str]]) -> Iterator[tuple[int, str, int]]:
    """Count the tasks under each heading, in document order."""
    counts: Counter[tuple[str, ...]] = Counter()
    for task in tasks:
        headings = tuple(task.get("section", "(không có đề mục)").split(" › "))
        counts.update(headings[:depth] for depth in range(1, len(headings) + 1))
    for headings, count in counts.items():
        yield len(headings) - 1, headings[-1], count
