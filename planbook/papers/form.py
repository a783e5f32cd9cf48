"""Turn a plan, a unit, a leader or a month into the words of an official list, row by row.

The form is that of Nghị định 30/2020/NĐ-CP, Phụ lục I. What the document leaves blank stays blank:
no number, date, place or signer is made up. Nothing here knows of Word, Excel or PDF.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from planbook.model import (
    Body,
    Book,
    Person,
    Plan,
    RefusedError,
    Task,
    Unit,
    columns,
    nearest,
    quote,
)
from planbook.vietnamese.wording import name_month

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PAGE = (297, 210)  # A4 landscape, in millimetres
MARGINS = (20, 15, 20, 30)  # top, right, bottom, left
ROOM = PAGE[0] - MARGINS[1] - MARGINS[3]
FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # of every file and its parts: the earliest that ZIP can tell
FONT = "Times New Roman"
SIZE, TABLE_SIZE = 13, 12  # points, of the text and of the table
LINE = 1.15  # of the size of a text, as Word sets Times New Roman
PADDING = 2.6  # millimetres beside the text of a cell, both sides together
HEAD_SIZE, MOTTO_SIZE, TITLE_SIZE = 12, 13, 14  # of the bodies and the nation, the motto, the title

_COLUMNS = ("number", "task", "lead_text", "support_text", "product", "leader_text", "when_text",
            "note")  # fmt: skip
_ALWAYS = ("number", "task", "lead_text")  # without which an import would ask where they are
LABELS = {each.name: each.short for each in columns(Task)} | {"number": "STT"}
_MOST_WORDS = 40  # of the names of all columns
_LETTER, _CAPITAL = 0.47, 0.75  # of the size: how wide a letter is, on the safe side
_WORD = 30  # millimetres: a longer word is broken rather than given a column of its width
MONTH = re.compile(r"\d{4}-\d{2}")
_LABEL = re.compile(r"PHỤ LỤC [IVXLC\d]+\b", re.IGNORECASE)  # as a document calls itself
_BLANK = "\u00a0" * 10  # no-break spaces: room for a number to be written by hand


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that spans the table."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A task, one text for each column; a blank cell is an empty text."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of the table, its width in millimetres."""

    name: str
    label: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The words of a paper, from top to bottom."""

    parent: str
    issuer: str
    number: str
    date: str
    label: str
    title: str
    attached: str
    columns: tuple[FormColumn, ...]
    rows: tuple[Heading | Line, ...]
    recipients: tuple[str, ...]
    office: tuple[str, ...]  # one or two lines
    signer: str
    page: tuple[float, float] = PAGE
    margins: tuple[float, float, float, float] = MARGINS
    table_size: float = TABLE_SIZE
    signed: bool = True  # whether it ends with who receives and who signs
    source: str = ""  # at the foot of every page

    @property
    def left_share(self) -> float:
        """Give the share of the head that the issuer has; the nation's name stands on one line."""
        return 0.45 if self.page[0] > self.page[1] else 0.4

    @property
    def room(self) -> float:
        """Give the width of the text in millimetres."""
        return self.page[0] - self.margins[1] - self.margins[3]


def make_form(book: Book, selection: str, body: str | None = None) -> Form:
    """Make the form of a plan's slug, a unit's or a leader's id, or a month YYYY-MM.

    A month's form holds the tasks of one organisation: of the site's own where it names no other.
    Raises RefusedError for a selection that the book does not have.
    """
    if body and not MONTH.fullmatch(selection):
        raise RefusedError(
            f"Chỉ khi xuất một tháng mới chọn cơ quan; bỏ {quote(body)}, hoặc viết tháng như 2025-07."
        )
    if selection in book.plan:
        return _form_of_plan(book, book.plan[selection])
    if selection in book.unit:
        return _form_of_unit(book, book.unit[selection])
    if selection in book.person:
        return form_of_person(book, book.person[selection])
    if MONTH.fullmatch(selection):
        return _form_of_month(book, selection, body)
    guess = nearest(selection, [*book.plan, *book.unit, *book.person])
    hint = f"; có phải “{guess}”?" if guess else "."
    raise RefusedError(
        f"Không có văn bản, đơn vị, lãnh đạo hay tháng {quote(selection)}{hint} "
        "Viết mã văn bản, mã đơn vị, mã lãnh đạo hoặc tháng như 2025-07."
    )


def _form_of_plan(book: Book, plan: Plan) -> Form:
    tasks = book.tasks_of.get(plan.slug, ())
    title = plan.title if book.kind[plan.kind].programme else f"Nhiệm vụ theo {plan.title}"
    columns = _choose_columns(tasks, _find_labels(plan.text))
    return Form(
        parent=_parent_of(book.body[plan.body]),
        issuer=plan.issuer.upper(),
        number=_number_of(plan),
        date=_date_of(plan),
        label=found[0] if (found := _LABEL.match(plan.summary)) else "Phụ lục",
        title=title.upper(),
        attached=_attachment(book, plan),
        columns=columns,
        rows=_print_rows(_under_sections(tasks), columns),
        recipients=plan.recipients,
        office=_part_office(plan.signer_office or ""),
        signer=plan.signer or "",
    )


def _form_of_unit(book: Book, unit: Unit) -> Form:
    roles = (
        ("Chủ trì", book.tasks_led_by.get(unit.id, ())),
        ("Phối hợp", book.tasks_supported_by.get(unit.id, ())),
    )
    tasks = [task for _, found in roles for task in found]
    rows = [
        row
        for role, found in roles
        if found
        for row in (Heading(f"{role} ({len(found)} nhiệm vụ)"), *_under_plans(book, found))
    ]
    title = f"Danh mục nhiệm vụ của {unit.name}"
    return _form_of_list(book, book.body[unit.body], title, tasks, rows)


def form_of_person(book: Book, person: Person) -> Form:
    """Make the form of what a leader directs; an id may be a unit's too, so the record is given."""
    tasks = book.tasks_directed_by.get(person.id, ())
    title = f"Danh mục nhiệm vụ do {person.styled} chỉ đạo"
    return _form_of_list(book, book.body[person.body], title, tasks, _under_plans(book, tasks))


def _form_of_month(book: Book, month: str, body: str | None) -> Form:
    if body and body not in book.body:
        guess = nearest(body, book.body)
        hint = f"; có phải “{guess}”?" if guess else "; xem mã trong data/bodies.yaml."
        raise RefusedError(f"Không có cơ quan {quote(body)}{hint}")
    whose = bodies_of_month(book, month)
    if not whose:
        raise RefusedError(f"{name_month(month)} không có nhiệm vụ nào để in.")
    bodies = next((each for each in whose if body is None or body in each), None)
    if bodies is None:
        raise RefusedError(
            f"{name_month(month)} không có nhiệm vụ nào của {quote(body or '')}; "
            f"tháng này có của: {', '.join(each[0] for each in whose)}."
        )
    due, repeated, spanning = tasks_of_month(book, month, bodies)
    rows = list(_under_plans(book, due))
    if repeated:
        rows += [Heading("Nhiệm vụ lặp lại hằng năm"), *_under_plans(book, repeated)]
    if spanning:
        rows += [Heading("Nhiệm vụ kéo dài qua tháng này"), *_under_plans(book, spanning)]
    title = f"Danh mục nhiệm vụ {name_month(month)}"
    return _form_of_list(book, book.body[bodies[0]], title, [*due, *repeated, *spanning], rows)


def bodies_of_month(book: Book, month: str) -> list[tuple[str, ...]]:
    """List the letterheads under which a month is printed, each by the ids of its organisations.

    Those of the site's own come in the order of their register; others only where these have no
    task in the month.
    """
    busy = {book.plan[task.plan].body for index in _indexes(book) for task in index.get(month, ())}
    own = {each.id for each in book.bodies if each.own}
    wanted = busy & own or busy
    letterheads: dict[tuple[str | None, str], list[str]] = {}
    for each in book.bodies:
        if each.id in wanted:
            letterheads.setdefault((each.parent, each.name), []).append(each.id)
    return [tuple(ids) for ids in letterheads.values()]


def tasks_of_month(book: Book, month: str, bodies: Sequence[str]) -> tuple[Sequence[Task], ...]:
    """List the tasks of some organisations that are due in a month, come back in it, and span it."""
    return tuple(
        [task for task in index.get(month, ()) if book.plan[task.plan].body in bodies]
        for index in _indexes(book)
    )


def _indexes(book: Book) -> tuple[Mapping[str, Sequence[Task]], ...]:
    return book.tasks_due_in, book.tasks_repeated_in, book.tasks_spanning


def _form_of_list(
    book: Book, body: Body, title: str, tasks: Sequence[Task], rows: Iterable[Heading | Task]
) -> Form:
    """Make the form of a list that is drawn from several documents and is none itself."""
    plans = dict.fromkeys(book.plan[task.plan].short for task in tasks)
    columns = _choose_columns(tasks, {})
    return Form(
        parent=_parent_of(body),
        issuer=body.name.upper(),
        number=f"Số:{_BLANK}",
        date=_blank_date(""),
        label="Phụ lục",
        title=title.upper(),
        attached=f"(Trích từ: {'; '.join(plans)})" if plans else "",
        columns=columns,
        rows=_print_rows(rows, columns),
        recipients=(),
        office=(),
        signer="",
    )


# ---- the table -----------------------------------------------------------------------------------


def _choose_columns(tasks: Sequence[Task], printed: Mapping[str, str]) -> tuple[FormColumn, ...]:
    """Choose the columns that some task fills, and share the width out among them.

    A column that the document names is called what it is `printed` there.
    """
    labels = {**LABELS, **printed}
    names = [
        name for name in _COLUMNS if name in _ALWAYS or any(getattr(task, name) for task in tasks)
    ]
    texts = {name: [getattr(task, name) or "" for task in tasks] for name in names}
    widths = share_width({labels[name]: texts[name] for name in names}, labels["task"], ROOM)
    return tuple(
        FormColumn(name, labels[name], width) for name, width in zip(names, widths, strict=True)
    )


def _find_labels(text: str) -> dict[str, str]:
    """Find what a document calls its columns, where its text has kept the line of their names.

    Each name begins with a capital and holds the end of ours: “Lãnh đạo Sở chỉ đạo”, “Thời gian
    thực hiện”.
    """
    ends = {_end_of(LABELS[name]): name for name in _COLUMNS}
    for line in text.splitlines():
        number, *words = re.sub(r"[|*_]", " ", line).split() or [""]
        if number not in ("STT", "TT") or len(words) > _MOST_WORDS:
            continue
        found, label, last = {"number": number}, "", ""
        for word in words:
            if last and not label and word[0].islower():
                found[last] += f" {word}"
                continue
            label = f"{label} {word}".strip()
            if name := ends.get(_end_of(label)):
                found[name], label, last = label, "", name
        return found
    return {}


def _end_of(label: str) -> str:
    return " ".join(label.lower().split()[-2:])


def share_width(columns: Mapping[str, Sequence[str]], widest: str, room: float) -> list[float]:
    """Share a width out among columns, given by label and texts, so that the table comes to be low.

    The sum of the squares of all cells' heights is least when each width goes as the cube root of
    the sum of the squares of its texts' lengths. None is narrower than nearly all of its words.
    """
    least = [_widest_word(label, texts) for label, texts in columns.items()]
    needs = [sum(len(text) ** 2 for text in texts) ** (1 / 3) for texts in columns.values()]
    needs[list(columns).index(widest)] = max(needs)
    widths = list(least)
    free = set(range(len(widths)))
    while free:
        left = room - sum(widths[at] for at in range(len(widths)) if at not in free)
        share = left / (sum(needs[at] for at in free) or 1)
        low = {at for at in free if needs[at] * share < least[at]}
        if not low:
            for at in free:
                widths[at] = needs[at] * share
            break
        free -= low
    scale = room / sum(widths)
    return [width * scale for width in widths]


def _widest_word(label: str, texts: Iterable[str]) -> float:
    """Measure the room that a column's label and all but one in fifty of its words take."""
    words = sorted(_measure(word) for text in texts for word in text.split())
    common = words[len(words) * 49 // 50] if words else 0
    return max(*map(_measure, label.split()), min(common, _WORD)) + PADDING


def _measure(word: str) -> float:
    """Estimate the width of a word in millimetres."""
    capitals = sum(map(str.isupper, word))
    return (len(word) * _LETTER + capitals * (_CAPITAL - _LETTER)) * TABLE_SIZE / 72 * 25.4


def _print_rows(
    rows: Iterable[Heading | Task], columns: Sequence[FormColumn]
) -> tuple[Heading | Line, ...]:
    """Print each task as a line of the columns."""
    return tuple(
        row
        if isinstance(row, Heading)
        else Line(tuple(getattr(row, column.name) or "" for column in columns))
        for row in rows
    )


def _under_sections(tasks: Iterable[Task]) -> Iterator[Heading | Task]:
    """Put each heading of the document once over the tasks that it holds."""
    above: list[str] = []
    for task in tasks:
        headings = task.section.split(" › ") if task.section else []
        for depth, heading in enumerate(headings):
            if headings[: depth + 1] != above[: depth + 1]:
                yield Heading(heading)
        above = headings
        yield task


def _under_plans(book: Book, tasks: Sequence[Task]) -> Iterator[Heading | Task]:
    """Put the tasks of several documents under the names of these."""
    slugs = dict.fromkeys(task.plan for task in tasks)
    for slug in slugs:
        if len(slugs) > 1:
            yield Heading(book.plan[slug].short)
        yield from _under_sections(task for task in tasks if task.plan == slug)


# ---- the words around it -------------------------------------------------------------------------


def _parent_of(body: Body) -> str:
    return (body.parent or "").upper()


def _number_of(plan: Plan) -> str:
    """Print the number, with room where the document left it blank."""
    if plan.number:
        return f"Số: {plan.number}"
    found = re.search(r"/\s*(\S+)$", plan.number_text or "")
    return f"Số:{_BLANK}/{found[1]}" if found else f"Số:{_BLANK}"


def _date_of(plan: Plan) -> str:
    """Print the place and day, with room for what the document left blank."""
    place, named, _ = (plan.issued_text or "").partition(", ngày")
    place = f"{place}, " if named else ""
    if plan.issued:
        return f"{place}{say_day(plan.issued)}"
    found = re.fullmatch(
        r"(?:.*, )?(ngày tháng(?: \d+)? năm \d{4}|ngày /\d+/\d{4})", plan.issued_text or ""
    )
    return f"{place}{_widen(found[1])}" if found else _blank_date(place, plan.year)


def say_day(day: dt.date) -> str:
    """Write a day as documents are dated."""
    # Nghị định 30: a zero before days under 10 and before months 1 and 2.
    month = f"{day.month:02}" if day.month < 3 else day.month
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def _blank_date(place: str, year: str = "") -> str:
    return f"{place}ngày{_BLANK}tháng{_BLANK}năm {year or _BLANK}".rstrip(" ")


def _widen(text: str) -> str:
    """Leave room to write by hand where a printed text has a blank."""
    return re.sub(r"\b(ngày|tháng)(?= (?:tháng|năm|/))|\b([Ss]ố:?)(?= /)", rf"\g<0>{_BLANK}", text)


def _attachment(book: Book, plan: Plan) -> str:
    """Say what the appendix belongs to, in the document's words where it has them."""
    if (plan.number_text or "").startswith("Kèm theo"):
        printed = _widen(f"{plan.number_text} {plan.issued_text or 'ngày tháng năm'}")
        return f"({printed} của {plan.issuer})"
    kind = book.kind[plan.kind].name
    number = _number_of(plan).replace("Số:", "số")
    date = re.sub(r"^.*?, (?=ngày)", "", _date_of(plan))
    return f"(Kèm theo {kind} {number} {date} của {plan.issuer})"


def _part_office(office: str) -> tuple[str, ...]:
    """Part “KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC” into its two lines."""
    found = re.fullmatch(r"((?:TM|KT|TL|TUQ)\..+?) ((?:PHÓ|CHÁNH|TRƯỞNG) .+)", office)
    return found.groups() if found else tuple(filter(None, [office]))
