"""Make the page of a new plan out of its document, with its tasks and its original beside it.

What is not sure is marked by a comment in the page and told; a value that the document does not
print stays blank. All files are written, or none, and none that stands is overwritten.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from planbook.checking.plans import documents_are_entered_once
from planbook.checking.rules import Scope
from planbook.checking.texts import find_personal
from planbook.documents.cleaning.office import CannotCleanError
from planbook.documents.cleaning.original import Original, clean_original
from planbook.documents.document import Document, Table
from planbook.documents.opening.files import OfficeError, Wishes
from planbook.documents.reading import read_document
from planbook.editing.moving_tasks import head_of
from planbook.editing.yaml_writing import append_records, write_field, write_records
from planbook.intake.document_tasks import is_agenda
from planbook.intake.imported import Imported
from planbook.intake.importing import check_slug, import_document
from planbook.intake.laying_down import read_standing
from planbook.intake.plans.document_head import read_form
from planbook.intake.plans.document_lines import (
    Line,
    Piece,
    TaskTable,
    drop_spaced,
    lay_out,
    names_tasks,
)
from planbook.intake.plans.document_text import write_text
from planbook.intake.plans.plan_record import PlanDraft, draft_plan
from planbook.model import (
    PLAN_KINDS,
    Body,
    Book,
    Plan,
    PlanKind,
    RefusedError,
    Task,
    Typed,
    columns,
    typed_columns,
)
from planbook.reading.load import BODIES, KINDS, PLANS, load_book

_ASKED = ("number", "issued", "signer", "recipients", "basis")  # what a reader looks for


@dataclass(frozen=True, slots=True)
class NewPlan:
    """All that a document becomes: the contents of each file, by its path, and what is to be told."""

    files: Mapping[str, bytes]
    changed: Mapping[str, str]  # files that stand, with records added at their end
    tasks: str  # the records alone
    report: tuple[str, ...]  # on the page and the original; on the tasks only where there are none
    imported: Imported | None
    book: Book  # as it will be with the plan in it


def make_plan(root: Path, file: Path, slug: str, wishes: Wishes, home: str) -> NewPlan:
    """Read a document as a new plan, whose tasks go to the file `home`.

    Raises RefusedError where one of that name stands already.
    """
    check_slug(slug)
    book, _ = load_book(root)
    _refuse_what_stands(root, slug, book)
    document = read_document(file, wishes)
    _refuse_secrets(document, file.name)
    names = [each.name for each in book.kinds]
    pieces = lay_out(document, lambda table: names_tasks(table) and not is_agenda(table))
    form = read_form(pieces, names)
    first = next((each.text for each in pieces if isinstance(each, Line) and each.text), "")
    draft = draft_plan(form, document, book, slug, first)
    grown = _add_to(book, draft, slug)
    for each in documents_are_entered_once(Scope(grown, {}, {})):
        if each.record == slug:
            draft.doubts[each.field] = each.message
    imported, without = _import_tasks(document, file.name, grown, slug)
    if not (imported or form.kind or form.number_text or form.issued_text):
        raise OfficeError(
            f"{without} Tệp cũng không có tên loại, số hay ngày của một văn bản; "
            "mở tệp xem có phải tệp cần nhập."
        )
    original, why_not = _clean(file, document)
    if original:
        draft.values["attachments"] = (f"../{slug}{original.suffix}",)
    tasks, places = (imported.tasks, imported.places) if imported else ((), ())
    pieces = lay_out(document, lambda table: any(row.place in places for row in table.rows))
    pieces = _drop_headings(drop_spaced(pieces, places), tasks)
    page = _write_page(draft, write_text(pieces, read_form(pieces, names), names))
    files = {f"{PLANS}/{slug}.md": page.encode()}
    if original:
        files[f"{PLANS}/{slug}{original.suffix}"] = original.content
    report = [
        *(() if imported else (f"0 nhiệm vụ. {without}",)),
        *(
            f"{table.place}: giữ trong toàn văn như chương trình họp."
            for table in document.tables
            if is_agenda(table)
        ),
        *_report_page(draft, grown, slug, page),
        *_report_original(slug, original, why_not),
    ]
    changed = dict(_add_records(root, draft, tasks, home))
    return NewPlan(files, changed, write_records(tasks), tuple(report), imported, grown)


def _add_to(book: Book, draft: PlanDraft, slug: str) -> Book:
    """Give the book as it will be when the plan stands in it."""
    plan = Plan(slug=slug, url=f"plans/{slug}/", **draft.values)
    return replace(
        book,
        plans=(*book.plans, plan),
        bodies=(*book.bodies, *draft.bodies),
        kinds=(*book.kinds, *draft.kinds),
    )


def _import_tasks(
    document: Document, name: str, book: Book, slug: str
) -> tuple[Imported | None, str]:
    """Read the tasks, or tell why there are none."""
    try:
        return import_document(document, name, book, slug), ""
    except OfficeError as error:
        return None, str(error)


def _refuse_what_stands(root: Path, slug: str, book: Book) -> None:
    """Refuse a slug of which anything stands: page, original or tasks."""
    stands = sorted((root / PLANS).glob(f"{slug}.*"))
    if stands:
        path = stands[0].relative_to(root).as_posix()
        raise RefusedError(
            f"Đã có {path} nên không ghi gì; chọn mã khác, hoặc dùng --plan {slug} --update để so sánh."
        )
    if tasks := book.tasks_of.get(slug):
        raise RefusedError(
            f"{tasks[0].path} đã có nhiệm vụ của văn bản {slug} nên không ghi gì; chọn mã khác."
        )


def _refuse_secrets(document: Document, name: str) -> None:
    """Refuse a document that bears a mark of secrecy: not even its draft lies about."""
    for text in _list_texts(document):
        if found := next((each for each in find_personal(text) if "dấu mật" in each), ""):
            raise OfficeError(f"Tệp “{name}” có {found}; không ghi gì.")


def _list_texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from (cell.text for row in block.rows for cell in row.cells)
        else:
            yield block.text


def _clean(file: Path, document: Document) -> tuple[Original | None, str]:
    """Give the original without what it says of people, or why it may not be published."""
    personal = (each for text in _list_texts(document) for each in find_personal(text))
    if found := next(personal, ""):
        return None, f"văn bản có {found}, không đăng cả tệp"
    try:
        return clean_original(file, document), ""
    except CannotCleanError as error:
        return None, str(error)


def _drop_headings(
    pieces: Sequence[Piece], tasks: Sequence[Mapping[str, str]]
) -> tuple[Piece, ...]:
    """Leave out between tables of tasks what stands over the tasks already."""
    headings = {part for task in tasks for part in task.get("section", "").split(" › ")}
    tables = [at for at, each in enumerate(pieces) if isinstance(each, TaskTable)]
    inside = range(tables[0], tables[-1]) if tables else range(0)
    return tuple(
        each
        for at, each in enumerate(pieces)
        if not (at in inside and isinstance(each, Line) and each.text in headings)
    )


# ---- the files -----------------------------------------------------------------------------------


def _write_page(draft: PlanDraft, text: str) -> str:
    """Write the file of a plan; above what is not sure stands a comment."""
    lines = []
    for each in columns(Plan):
        if not each.typed or each.typed is Typed.ROWS:
            continue
        written = write_field(each, draft.values.get(each.name))
        if each.name in draft.doubts:
            lines.append(f"# xem lại: {draft.doubts[each.name]}")
        if not written and each.required:
            written = [f'{each.name}: ""']
        lines += written
    return "---\n" + "\n".join(lines) + f"\n---\n\n{text}"


def _add_records(
    root: Path, draft: PlanDraft, tasks: Sequence[Mapping[str, Any]], home: str
) -> Iterator[tuple[str, str]]:
    """Add records at the end of the files that hold their kind."""
    bodies = [*map(_list_values, draft.bodies)]
    kinds = [*map(_list_values, draft.kinds)]
    if kinds and not (root / KINDS).is_file():  # without the file every office has these
        kinds = [*map(_list_values, PLAN_KINDS), *kinds]
    added = ((BODIES, Body, bodies), (KINDS, PlanKind, kinds), (home, Task, tasks))
    for path, record, rows in added:
        if rows:
            above = read_standing(root, path) or head_of(path)
            yield path, append_records(above, rows, record)


def _list_values(record: Body | PlanKind) -> dict[str, Any]:
    kind = Body if isinstance(record, Body) else PlanKind
    return {name: getattr(record, name) for name in typed_columns(kind)}


# ---- the report ----------------------------------------------------------------------------------


def _report_page(draft: PlanDraft, book: Book, slug: str, page: str) -> Iterator[str]:
    """Tell what the page says of the document, what is blank, and what is to be looked at."""
    labels = {each.name: each.label for each in columns(Plan)}
    kinds = {each.id: each.name for each in book.kinds}
    yield f"Trang của văn bản ({PLANS}/{slug}.md), có toàn văn, cả những dòng không thành nhiệm vụ:"
    for name, label in labels.items():
        value = draft.values.get(name)
        if value and name not in ("title", "short", "attachments"):
            yield f"  {label}: {kinds[value] if name == 'kind' else _show(value)}"
    blank = [labels[name] for name in _ASKED if not draft.values.get(name)]
    yield f"Không thấy trong văn bản, để trống: {', '.join(blank) or 'không có gì'}"
    yield f"Xem lại ở các dòng “# xem lại” của trang: {len(draft.doubts) or 'không có gì'}"
    yield from (f"  - {labels[name]}: {said}." for name, said in draft.doubts.items())
    personal = [
        f"  - dòng {at}: {found}"
        for at, line in enumerate(page.split("\n"), 1)
        for found in find_personal(line)
    ]
    if personal:
        yield f"Không được đăng, bỏ khỏi trang trước khi check: {len(personal)}"
        yield from personal


def _show(value: object) -> str:
    if isinstance(value, tuple):
        return f"{len(value)} mục"
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)


def _report_original(slug: str, original: Original | None, why_not: str) -> Iterator[str]:
    if original:
        yield f"Tệp gốc: {PLANS}/{slug}{original.suffix}, đã bỏ tên người soạn, ngày giờ, nhận xét."
        if original.changed:
            yield (
                "  - tệp còn theo dõi thay đổi (Track Changes): tệp đặt cạnh trang coi như đã chấp nhận "
                "hết; văn bản chưa chốt thì xin bản cuối."
            )
    else:
        yield f"Không đặt tệp gốc cạnh trang: {why_not}."
