"""Make the page of a new plan out of its document, with its tasks and its original beside it.

What is not sure is marked by a comment in the page and told; a value that the document does not
print stays blank. All files are written, or none, and none that stands is overwritten.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from planbook.checking.texts import find_personal
from planbook.documents.cleaning import Original, clean_original
from planbook.documents.cleaning_office import CannotCleanError
from planbook.documents.document import Document, Table
from planbook.documents.files import OfficeError, Wishes
from planbook.documents.reading import read_document
from planbook.editing.yaml_writing import write_field, write_records
from planbook.intake.document_head import DocumentForm, read_form
from planbook.intake.document_lines import (
    Line,
    Piece,
    TaskTable,
    drop_spaced,
    is_agenda,
    lay_out,
    names_tasks,
)
from planbook.intake.document_text import write_text
from planbook.intake.importing import check_slug, import_document
from planbook.model import (
    PLAN_KINDS,
    Body,
    Book,
    Plan,
    PlanKind,
    RefusedError,
    Typed,
    columns,
    quote,
)
from planbook.reading.load import BODIES, KINDS, PLANS, TASKS, load_book
from planbook.reading.yaml_records import suggest_id
from planbook.vietnamese.alphabet import canonical, fold

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SAID_YEAR = re.compile(r"(?:năm\s+|/)((?:19|20)\d\d)(?!\d)", re.I)
_FORMER = re.compile(r"\s*\((?:năm|đến năm|trước năm)\s[^()]*\)\s*$")
_OF_PLACE = re.compile(r"\s+(?:tỉnh|thành phố|TP\.?|huyện|thị xã|quận|xã|phường)\s.+$", re.I)
_PROVINCE = re.compile(r"(?:tỉnh|thành phố)\s+([^()]+?)\s*(?:\(|$)")
_SHORT = 60  # characters of a name in narrow lists
_ASKED = ("number", "issued", "signer", "recipients", "basis")  # what a reader looks for
_EMPTY_LIST = re.compile(r"^\[\]\s*\Z", re.M)


@dataclass(slots=True)
class _Draft:
    """The record of a plan as it grows, with what is not sure of each field."""

    values: dict[str, Any] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    added: list[Body | PlanKind] = field(default_factory=list)  # what the registers do not have yet


@dataclass(frozen=True, slots=True)
class NewPlan:
    """All that a document becomes: the text or bytes of each file, by its path, and the report."""

    files: Mapping[str, bytes]
    changed: Mapping[str, bytes]  # files that stand, with records added at their end
    tasks: str  # the records alone
    report: tuple[str, ...]


def make_plan(root: Path, file: Path, slug: str, wishes: Wishes) -> NewPlan:
    """Read a document as a new plan; raises RefusedError where one of that name stands already."""
    check_slug(slug)
    book, _ = load_book(root)
    _refuse_what_stands(root, slug, book)
    document = read_document(file, wishes)
    names = [each.name for each in book.kinds]
    form = read_form(lay_out(document, _may_hold_tasks), names)
    draft = _draft_plan(form, document, book, slug)
    plan = Plan(slug=slug, url=f"plans/{slug}/", **draft.values)
    known = replace(
        book,
        plans=(*book.plans, plan),
        bodies=(*book.bodies, *(each for each in draft.added if isinstance(each, Body))),
        kinds=(*book.kinds, *(each for each in draft.added if isinstance(each, PlanKind))),
    )
    agendas = [table for table in document.tables if is_agenda(table)]
    blocks = tuple(each for each in document.blocks if each not in agendas)
    try:
        imported = import_document(replace(document, blocks=blocks), file.name, known, slug)
        without = ""
    except OfficeError as error:
        imported, without = None, str(error)
    original, why_not = _clean(file, document)
    if original:
        draft.values["attachments"] = (f"../{slug}{original.suffix}",)
    places = imported.places if imported else ()
    pieces = drop_spaced(lay_out(document, _choose_tables(places)), places)
    pieces = _drop_headings(pieces, imported.tasks if imported else ())
    page = _write_page(draft, write_text(pieces, read_form(pieces, names), names))
    personal = [
        f"dòng {at}: {found}"
        for at, line in enumerate(page.split("\n"), 1)
        for found in find_personal(line)
    ]
    files = {f"{PLANS}/{slug}.md": page.encode()}
    if original:
        files[f"{PLANS}/{slug}{original.suffix}"] = original.content
    tasks = imported.tasks if imported else ()
    changed = dict(_add_records(root, draft, tasks))
    report = (
        *(imported.report() if imported else (f"0 nhiệm vụ. {without}",)),
        *(
            f"{each.place}: giữ trong toàn văn như chương trình họp, không là nhiệm vụ."
            for each in agendas
        ),
        *_report(draft, slug, personal, original, why_not),
    )
    return NewPlan(files, changed, write_records(tasks), tuple(report))


def _refuse_what_stands(root: Path, slug: str, book: Book) -> None:
    """Refuse a slug of which anything stands: page, original or tasks."""
    stands = sorted((root / PLANS).glob(f"{slug}.*"))
    if stands:
        path = stands[0].relative_to(root).as_posix()
        raise RefusedError(
            f"Đã có {path} nên không ghi gì; chọn mã khác, hoặc dùng --plan {slug} --update để so sánh."
        )
    if any(task.plan == slug for task in book.tasks):
        raise RefusedError(
            f"data/tasks.yaml đã có nhiệm vụ của văn bản {slug} nên không ghi gì; chọn mã khác."
        )


def _clean(file: Path, document: Document) -> tuple[Original | None, str]:
    """Give the original without what it says of people, or why it may not be published."""
    for block in document.blocks:
        texts = (
            [block.text]
            if not isinstance(block, Table)
            else [cell.text for row in block.rows for cell in row.cells]
        )
        for text in texts:
            for found in find_personal(text):
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


def _may_hold_tasks(table: Table) -> bool:
    return names_tasks(table) and not is_agenda(table)


def _choose_tables(places: Collection[str]) -> Callable[[Table], bool]:

    def holds_tasks(table: Table) -> bool:
        return any(row.place in places for row in table.rows)

    return holds_tasks


# ---- the record ----------------------------------------------------------------------------------


def _draft_plan(form: DocumentForm, document: Document, book: Book, slug: str) -> _Draft:
    draft = _Draft(doubts=dict(form.doubts))
    _choose_year(draft, form, document, book, slug)
    _choose_body(draft, form, document, book)
    _choose_kind(draft, form, book)
    summary = form.summary or _first_line(document) or slug
    if not form.summary:
        draft.doubts["summary"] = "không thấy trích yếu ở chỗ thường có; chép lại đúng từng chữ"
    title = _name_plan(form.kind, summary, book)
    draft.values |= {
        "title": title,
        "short": _shorten(title, form),
        "number": form.number or None,
        "number_text": form.number_text or None,
        "issued": form.issued,
        "issued_text": form.issued_text or None,
        "summary": summary,
        "signer": form.signer or None,
        "signer_office": form.signer_office or None,
        "recipients": form.recipients,
        "basis": form.basis,
    }
    draft.doubts["title"] = "máy ghép loại văn bản với trích yếu; sửa cho dễ đọc"
    if draft.values["short"] != title:
        draft.doubts["short"] = "máy rút gọn; sửa cho dễ đọc"
    return draft


def _choose_year(
    draft: _Draft, form: DocumentForm, document: Document, book: Book, slug: str
) -> None:
    if form.issued:
        draft.values["year"] = str(form.issued.year)
        return
    text = "\n".join(each.text for each in document.paragraphs)
    counts = Counter(_SAID_YEAR.findall(text)).most_common(1)
    sources = (
        ("dòng ngày ban hành", _YEAR.findall(form.issued_text)),
        ("trích yếu", _YEAR.findall(form.summary)),
        ("mã văn bản", _YEAR.findall(slug)),
        ("năm được nhắc nhiều nhất trong văn bản", [each for each, _ in counts]),
        ("văn bản mới nhất của trang", [max((each.year for each in book.plans), default="")]),
    )
    for source, years in sources:
        if years and years[0]:
            draft.values["year"] = years[0]
            draft.doubts["year"] = f"văn bản không in đủ ngày ban hành; năm lấy ở {source}"
            return
    draft.values["year"] = ""
    draft.doubts["year"] = "không biết năm của văn bản; điền vào"


def _choose_body(draft: _Draft, form: DocumentForm, document: Document, book: Book) -> None:
    """Find the issuing body among those known; one that is printed and not known is added."""
    year = draft.values["year"]
    town = form.issued_text.partition(",")[0] if "," in form.issued_text else ""
    found = _find_bodies(form.issuer, form.superior, town, book)
    if found:
        body = next((each for each in found if year and year in each.name), found[0])
        draft.values |= {"issuer": _FORMER.sub("", body.name), "body": body.id}
        others = ", ".join(
            each.id for each in found if each is not body and not _FORMER.search(each.name)
        )
        if others:
            draft.doubts["body"] = f"còn cơ quan khác cùng tên ({others})"
        return
    above = _find_bodies(form.superior, "", "", book)
    if form.issuer and above:
        draft.values |= {"issuer": form.issuer, "body": above[0].id}
        draft.doubts["body"] = (
            "cơ quan ban hành chưa có trong data/bodies.yaml, lấy cơ quan cấp trên"
        )
        return
    own = _assume_body(book, town, year)
    if form.issuer and form.kind_at >= 0 and "issuer" not in draft.doubts:
        name = _as_written(form.issuer, document)
        superior = _as_written(form.superior, document) if form.superior else None
        body = Body(
            id=_free_id(suggest_id(name), book.body), name=name, short=name, parent=superior
        )
        draft.added.append(body)
        draft.values |= {"issuer": name, "body": body.id}
        draft.doubts["body"] = (
            "cơ quan này chưa có trong data/bodies.yaml nên được thêm vào cuối tệp ấy; nếu là cách viết "
            "khác của cơ quan đã có thì xóa khối vừa thêm và sửa dòng này"
        )
        return
    if own is None:
        raise OfficeError("Chưa có cơ quan nào trong data/bodies.yaml; thêm cơ quan rồi nhập lại.")
    draft.values |= {"issuer": _FORMER.sub("", own.name), "body": own.id}
    draft.doubts["body"] = (
        "văn bản không in rõ tên cơ quan ban hành; tạm ghi theo nơi ở dòng ngày, hoặc cơ quan của trang"
    )


def _assume_body(book: Book, town: str, year: str) -> Body | None:
    """Choose a body where none is printed: of the town in the date line, else the site's own."""
    there = [each for each in book.bodies if town and fold(town) in _place_of(each.name)]
    publisher = book.publisher or next(iter(book.bodies), None)
    if publisher is None or (there and publisher not in there):
        return there[0] if there else None
    name = _FORMER.sub("", publisher.name)
    former = [each for each in book.bodies if each.name != name and name in each.name]
    return next((each for each in former if year and year in each.name), publisher)


def _find_bodies(name: str, superior: str, town: str, book: Book) -> list[Body]:
    """Find the bodies that a printed name means; the place may be left to the superior's name."""
    if not name:
        return []
    printed = _name_key(name)
    places = {_place_of(name), _place_of(superior)} - {""}
    exact, alike = [], []
    for each in book.bodies:
        plain = _FORMER.sub("", each.name)
        if printed in (_name_key(plain), _name_key(each.short)):
            exact.append(each)
        elif printed == _name_key(_OF_PLACE.sub("", plain)):
            place = _place_of(plain) or _place_of(each.parent or "")
            if not places or not place or place in places:
                alike.append(each)
    found = exact or alike

    def rank(body: Body) -> tuple[bool, bool, bool]:
        elsewhere = not (town and fold(town) in _place_of(_FORMER.sub("", body.name)))
        return elsewhere, _FORMER.search(body.name) is not None, not body.own

    return sorted(found, key=rank)


def _name_key(name: str) -> str:
    return re.sub(r"^uy ban nhan dan\b", "ubnd", fold(name)).replace("&", " va ")


def _place_of(name: str) -> str:
    found = _OF_PLACE.search(name)
    return fold(found[0]) if found else ""


def _as_written(printed: str, document: Document) -> str:
    """Write a name in capitals as the document writes it elsewhere, else as it is printed."""
    pattern = re.compile(rf"\b{re.escape(printed)}\b", re.I)
    for each in document.paragraphs:
        for found in pattern.findall(each.text):
            if not found.isupper():
                return str(found)
    return printed


def _choose_kind(draft: _Draft, form: DocumentForm, book: Book) -> None:
    """Find the kind by the words at the head; one that is printed and not known is added."""
    head = canonical(f"{form.kind} {form.summary}")
    printed = canonical(form.kind)
    begun = [each for each in book.kinds if f"{head} ".startswith(f"{canonical(each.name)} ")]
    if begun:
        draft.values["kind"] = max(begun, key=lambda each: len(each.name)).id
        return
    longer = [
        each for each in book.kinds if printed and f" {printed} " in f" {canonical(each.name)} "
    ]
    if not printed:
        longer = [e for e in book.kinds if canonical(e.name).startswith(head.split(" ")[0] + " ")]
        if head.startswith("phụ lục"):
            longer = [e for e in book.kinds if canonical(e.name).startswith("phụ lục")] or longer
    if longer:
        draft.values["kind"] = longer[0].id
        draft.doubts["kind"] = (
            f"văn bản in {quote(form.kind or form.summary)}, gần nhất là loại này"
        )
        return
    if printed:
        name = form.kind.capitalize()
        known = {each.id: each for each in book.kinds}
        kind = PlanKind(id=_free_id(suggest_id(form.kind.lower()), known), name=name)
        draft.added.append(kind)
        draft.values["kind"] = kind.id
        draft.doubts["kind"] = (
            "loại này chưa có trong data/kinds.yaml nên được thêm vào cuối tệp ấy; là chương trình công "
            "tác thì ghi thêm programme: true"
        )
        return
    draft.values["kind"] = book.kinds[0].id
    draft.doubts["kind"] = "văn bản không in loại, tạm ghi loại đầu tiên"


def _free_id(wanted: str, taken: Mapping[str, object]) -> str:
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted}-{count}"
    return name


def _name_plan(kind: str, summary: str, book: Book) -> str:
    """Name a plan by its kind and its summary, as people say it."""
    words = kind.capitalize()
    if summary.isupper():
        summary = _write_small(summary, book)
    if not words or canonical(summary).startswith(canonical(words)):
        return summary[:1].upper() + summary[1:]
    first = summary.split(" ", 1)[0]
    small = summary if first.isupper() and len(first) > 1 else summary[:1].lower() + summary[1:]
    return f"{words} {small}"


def _write_small(text: str, book: Book) -> str:
    """Write a text in capitals in small letters, but for the names that the registers know."""
    names = {each.name for each in book.bodies} | {each.name for each in book.units}
    names |= {each.name for each in book.people} | {"UBND", "HĐND"}
    names |= {found[1] for each in book.bodies if (found := _PROVINCE.search(each.name))}
    names |= {_OF_PLACE.sub("", _FORMER.sub("", each.name)) for each in book.bodies}
    small = text.lower()
    for name in sorted(names, key=lambda each: (-len(each), each)):
        small = re.sub(rf"\b{re.escape(name.lower())}\b", name.replace("\\", ""), small)
    return re.sub(r"\b(?:quý )[ivx]+\b", lambda found: found[0][:4] + found[0][4:].upper(), small)


def _shorten(title: str, form: DocumentForm) -> str:
    if len(title) <= _SHORT:
        return title
    if form.number:
        return f"{form.kind.capitalize()} số {form.number}".strip()
    return title[: _SHORT - 1].rsplit(" ", 1)[0] + "…"


def _first_line(document: Document) -> str:
    for piece in lay_out(document, _may_hold_tasks):
        if isinstance(piece, Line) and piece.text:
            return piece.text
    return ""


# ---- the files -----------------------------------------------------------------------------------


def _write_page(draft: _Draft, text: str) -> str:
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
    root: Path, draft: _Draft, tasks: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, bytes]]:
    """Add records at the end of the files that hold their kind."""
    bodies = [_list_values(each) for each in draft.added if isinstance(each, Body)]
    kinds = [_list_values(each) for each in draft.added if isinstance(each, PlanKind)]
    if kinds and not (root / KINDS).is_file():  # without the file every office has these
        kinds = [*map(_list_values, PLAN_KINDS), *kinds]
    for path, record, rows in ((BODIES, Body, bodies), (KINDS, PlanKind, kinds)):
        if rows:
            place = root / path
            old = _read(place) if place.is_file() else ""
            yield path, _append(old, write_records(rows, record))
    if tasks:
        yield TASKS, _append(_read(root / TASKS), write_records(tasks))


def _read(place: Path) -> str:
    with place.open(encoding="utf-8", newline="") as file:
        return file.read()


def _append(text: str, records: str) -> bytes:
    """Put records at the end of a text, set off by a blank line; an empty list gives way."""
    text = _EMPTY_LIST.sub("", text)
    end = "\r\n" if "\r\n" in text else "\n"
    head = f"{text.rstrip()}{end}{end}" if text.strip() else ""
    return (head + records.replace("\n", end)).encode()


def _list_values(record: Body | PlanKind) -> dict[str, Any]:
    kind = Body if isinstance(record, Body) else PlanKind
    return {each.name: getattr(record, each.name) for each in columns(kind) if each.typed}


def write_plan(root: Path, new: NewPlan, output: Path | None) -> Iterator[str]:
    """Write all files of a new plan, or none, and tell them; with `output` the tasks go there instead."""
    changed = dict(new.changed)
    files = {root / path: content for path, content in new.files.items()}
    if output:
        changed.pop(TASKS, None)
        files[output] = new.tasks.encode()
    if stands := [each for each in files if each.exists()]:
        raise RefusedError(f"Tệp {stands[0]} đã có và không bị ghi đè; không ghi gì.")
    before = {root / path: _old_bytes(root / path) for path in changed}
    written: list[Path] = []
    try:
        for place, content in files.items():
            written.append(place)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        for path, content in changed.items():
            written.append(root / path)
            (root / path).write_bytes(content)
    except OSError as error:
        for place in written:
            with suppress(OSError):  # the one that could not be written has not changed
                _put_back(place, before.get(place))
        raise RefusedError(
            f"Không ghi được {written[-1]} ({error.strerror}); đã trả mọi tệp về như cũ."
        ) from error
    for place in files:
        yield f"Đã ghi {_name(root, place)}"
    for path in changed:
        yield f"Đã thêm vào cuối {path}"


def _old_bytes(place: Path) -> bytes | None:
    return place.read_bytes() if place.is_file() else None


def _put_back(place: Path, old: bytes | None) -> None:
    if old is None:
        place.unlink(missing_ok=True)
    else:
        place.write_bytes(old)


def _name(root: Path, place: Path) -> str:
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else str(place)


# ---- the report ----------------------------------------------------------------------------------


def _report(
    draft: _Draft, slug: str, personal: Sequence[str], original: Original | None, why_not: str
) -> Iterator[str]:
    """Tell what the page says of the document, what is blank, and what is to be looked at."""
    yield f"Trang của văn bản ({PLANS}/{slug}.md):"
    blank = []
    for each in columns(Plan):
        value = draft.values.get(each.name)
        if not each.typed or each.name in ("attachments", "title", "short"):
            continue
        if value:
            shown = (
                value
                if isinstance(value, str)
                else f"{len(value)} mục"
                if isinstance(value, tuple)
                else f"{value:%d/%m/%Y}"
            )
            yield f"  {each.label}: {shown}"
        elif each.name in _ASKED:
            blank.append(each.label)
    yield f"Không thấy trong văn bản, để trống: {', '.join(blank) or 'không có gì'}"
    yield f"Xem lại ở các dòng “# xem lại” của trang: {len(draft.doubts) or 'không có gì'}"
    labels = {each.name: each.label for each in columns(Plan)}
    for name, said in draft.doubts.items():
        yield f"  - {labels[name]}: {said}."
    if personal:
        yield f"Không được đăng, bỏ khỏi trang trước khi check: {len(personal)}"
        yield from (f"  - {each}" for each in personal)
    if original:
        yield f"Tệp gốc: {PLANS}/{slug}{original.suffix}, đã bỏ tên người soạn, ngày giờ, nhận xét."
    else:
        yield f"Không đặt tệp gốc cạnh trang: {why_not}."
    yield "Tiếp theo: xem lại trang, chạy python build.py check, rồi mở pull request."
