"""Check a book against the rules of the data: every rule yields what it finds, none prints.

The docstring of a rule is the rule. A finding names a record by file and line; where the field
stands is looked up only for records that have one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from planbook.model import (
    CONTENT_SUFFIXES,
    ID_PATTERN,
    SLOTS,
    Book,
    Problem,
    Role,
    Task,
    Typed,
    columns,
    fields_of,
)
from planbook.reading.load import (
    ABBREVIATIONS,
    ADJUSTMENTS,
    BODIES,
    KINDS,
    PEOPLE,
    PLANS,
    TASKS,
    UNITS,
)
from planbook.reading.logos import find_logo_faults
from planbook.reading.names import Register, Registers, make_registers
from planbook.reading.yaml_records import (
    Block,
    fold,
    locate,
    nearest,
    quote,
    split_records,
    whole_number,
)
from planbook.vietnamese.when import When, parse_when

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_LIST = r"{0}(,{0})*"
_RRULE_PARTS = {  # of RFC 5545, those that a plan's words can mean
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d{0,2}",
    "COUNT": r"[1-9]\d{0,2}",
    "BYMONTH": _LIST.format("([1-9]|1[0-2])"),
    "BYMONTHDAY": _LIST.format("-?([1-9]|[12]\\d|3[01])"),
    "BYDAY": _LIST.format("([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)"),
}
_COUNTED = re.compile(r"\((\d+) nhiệm vụ\)")
_GRADES = "(?i:tuyệt mật|tối mật|mật)"
_SECRET = re.compile(
    rf"^\W*{_GRADES}\W*$|^\W*\({_GRADES}\)|(?i:\bđộ mật\s*:)|\b(TUYỆT MẬT|TỐI MẬT)\b"
)
# Of a person: ten digits, or nine after +84. Hyphens stand in dates too, so they need its groups.
_PHONE = re.compile(
    r"(?<![\d/.,-])(?:(?:\(?\+84\)?|0)(?:[ .]?\d){9}|(?:\+84-|0)\d{2,3}-\d{3,4}-\d{3,4})(?![\d/])"
)
_ID_NUMBER = re.compile(r"(?<![\d/.,-])0\d{11}(?![\d/.,-])")
_RAW_HTML = re.compile(r"<(?:/?[a-zA-Z]|!|\?)[^>\n]*>?")
_SLOT = re.compile(r"<!-- slot: ([a-z_]+) -->")
_LINK = re.compile(
    r"(?P<image>!?)\[[^\]\n]*\]\(\s*<?(?P<link>[^)\s>]*)|^ {0,3}\[[^\]]+\]:\s*<?(?P<name>\S+)", re.M
)
_MADE = ("og.png", "phu-luc.pdf")  # beside pages: the picture of a shared link, the paper
_TOP_HEADING = re.compile(r"^#(?!#)\s.*$|^=+[ \t]*$", re.M)
_LINK_ALLOWED = re.compile(r"https?://|mailto:|[^:]*$|[^:]*[/?#]", re.I)


_DOUBTED = "chép sai thì sửa; văn bản ghi như vậy thì ghi thêm `start` và `end`, ví dụ 2025-09-30"
_NOT_UNDERSTOOD = (
    "nếu biết, ghi `start` và `end` (2025-09-30) bên cạnh lời văn; không thì để nguyên"
)
FAR = 50  # years: plans look as far ahead as 2045 or 2050
_REPORTED = fields_of(Task, Role.REPORTED)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem found in a record, before its place in the file is known to the column."""

    path: str
    line: int
    record: str
    field: str
    message: str
    severity: str = "error"


Rule = Callable[["Scope"], Iterator[Finding]]
RULES: list[Rule] = []


@dataclass(frozen=True)
class Scope:
    """What the rules look at."""

    book: Book
    registers: Mapping[str, Registers]
    root: Path
    unreadable: frozenset[str] = (
        frozenset()
    )  # plans' files of which something could not be read at all
    torn: frozenset[str] = (
        frozenset()
    )  # plans of which a task could not be read, so that counting says nothing

    def registers_of(self, task: Task) -> Registers | None:
        """Give the registers that a task's names are read with."""
        plan = self.book.plan.get(task.plan)
        return self.registers.get(plan.body) if plan else None


def rule(function: Rule) -> Rule:
    """Add a rule to those that `check_book` runs."""
    RULES.append(function)
    return function


def check_book(book: Book, root: Path, known: list[Problem]) -> list[Problem]:
    """Run all rules, add what they find to the known problems, and order all by file and line.

    A finding about a field that could not even be read is left out: one mistake, one line.
    """
    unread = {(problem.path, problem.record, problem.field) for problem in known}
    reports = {(path, record) for path, record, field in unread if field in _REPORTED}
    unread |= {(*place, field) for place in reports for field in _REPORTED}
    registers = make_registers(book.units, book.people, book.body)
    lost = [p for p in known if p.severity == "error" and not p.field]
    torn = {
        next((task.plan for task in reversed(book.tasks) if task.line < p.line), "")
        for p in lost
        if p.path == TASKS
    }
    scope = Scope(book, registers, root, frozenset(p.path for p in lost), frozenset(torn))
    findings = [finding for each in RULES for finding in each(scope)]
    places = _Places(root)
    found = [
        Problem(f.path, *places.find(f), f.record, f.field, f.message, f.severity)
        for f in findings
        if (f.path, f.record, f.field) not in unread
    ]
    return sorted([*known, *found])


class _Places:
    """Looks up where the fields of records stand, reading each file once."""

    def __init__(self, root: Path):
        self._root = root
        self._blocks: dict[str, dict[int, Block]] = {}

    def find(self, finding: Finding) -> tuple[int, int]:
        path = finding.path
        if path.endswith(".md"):
            text = (self._root / path).read_text(encoding="utf-8")
            if finding.field and text.startswith("---\n"):
                front = text[4 : text.index("\n---", 3) + 1]
                return locate(Block(path, 2, front), finding.field)
            return finding.line, 1
        if path not in self._blocks:
            text = (self._root / path).read_text(encoding="utf-8").removeprefix("\ufeff")
            blocks, _ = split_records(path, text.replace("\r\n", "\n"))
            self._blocks[path] = {each.line: each for each in blocks}
        block = self._blocks[path].get(finding.line)
        if block is None or not finding.field:
            return finding.line, 1
        return locate(block, finding.field)


def _same(
    records: tuple[Any, ...], path: str, key: Callable[[Any], Any], field: str, what: str
) -> Iterator[Finding]:
    seen: dict[Any, Any] = {}
    for each in records:
        value = key(each)
        first = seen.setdefault(value, each)
        if first is not each:
            shown = value if isinstance(value, str) else " ".join(map(str, value))
            yield Finding(
                path,
                each.line,
                getattr(each, "id", shown),
                field,
                f"{what} {quote(shown)} đã có ở dòng {first.line}; đặt mã khác hoặc xóa bản ghi thừa",
            )


@rule
def ids_are_unique(scope: Scope) -> Iterator[Finding]:
    """An id names one record only."""
    book = scope.book
    for records, path in (
        (book.tasks, TASKS),
        (book.units, UNITS),
        (book.people, PEOPLE),
        (book.bodies, BODIES),
        (book.kinds, KINDS),
    ):
        yield from _same(records, path, lambda each: each.id, "id", "mã")
    yield from _same(
        book.adjustments, ADJUSTMENTS, lambda each: (each.plan, each.index), "index", "thứ tự"
    )
    yield from _same(
        book.abbreviations, ABBREVIATIONS, lambda each: (each.short, each.long), "short", "mục"
    )


@rule
def references_are_known(scope: Scope) -> Iterator[Finding]:
    """What names another record names one that exists."""
    book = scope.book
    kinds = {
        "văn bản": book.plan,
        "đơn vị": book.unit,
        "lãnh đạo": book.person,
        "nhiệm vụ": book.task,
        "cơ quan": book.body,
        "loại văn bản": book.kind,
    }

    def missing(
        path: str, record: Any, name: str, field: str, value: str | None, kind: str
    ) -> Iterator[Finding]:
        if value and value not in kinds[kind]:
            guess = nearest(value, kinds[kind])
            hint = f"có phải “{guess}”?" if guess else f"thêm {kind} này trước"
            yield Finding(path, record.line, name, field, f"không có {kind} {quote(value)}; {hint}")

    told: set[str] = set()
    for task in book.tasks:
        # A plan is told once, and not when its own file says what is wrong with it.
        if task.plan not in told and f"{PLANS}/{task.plan}.md" not in scope.unreadable:
            yield from missing(TASKS, task, task.id, "plan", task.plan, "văn bản")
        told.add(task.plan)
        for field, kind in (("lead", "đơn vị"), ("support", "đơn vị"), ("leaders", "lãnh đạo")):
            for value in getattr(task, field):
                yield from missing(TASKS, task, task.id, field, value, kind)
    for row in book.adjustments:
        yield from missing(ADJUSTMENTS, row, row.number or "", "plan", row.plan, "văn bản")
        yield from missing(ADJUSTMENTS, row, row.number or "", "becomes", row.becomes, "nhiệm vụ")
    for unit in book.units:
        yield from missing(UNITS, unit, unit.id, "body", unit.body, "cơ quan")
        yield from missing(UNITS, unit, unit.id, "successor", unit.successor, "đơn vị")
    for person in book.people:
        yield from missing(PEOPLE, person, person.id, "body", person.body, "cơ quan")
    for plan in book.plans:
        path = f"{PLANS}/{plan.slug}.md"
        yield from missing(path, plan, plan.slug, "body", plan.body, "cơ quan")
        yield from missing(path, plan, plan.slug, "kind", plan.kind, "loại văn bản")


@rule
def leads_are_registered(scope: Scope) -> Iterator[Finding]:
    """Every name in a lead cell is one that the register of units knows."""
    for task in scope.book.tasks:
        registers = scope.registers_of(task)
        if not registers:
            continue
        if not task.lead_text:
            yield Finding(
                TASKS,
                task.line,
                task.id,
                "lead_text",
                'chưa có đơn vị chủ trì; chép ô Đơn vị chủ trì, ví dụ `lead_text: "Văn phòng Sở"`',
                "warning",
            )
            continue
        for unknown in _unknown_names(registers.leads, task.lead_text, task.lead):
            guess = registers.leads.nearest(unknown) or registers.leads.nearest(task.lead_text)
            hint = f"có phải “{guess}”? " if guess else ""
            yield Finding(
                TASKS,
                task.line,
                task.id,
                "lead_text",
                f"{quote(task.lead_text)}: không nhận ra {quote(unknown)}; {hint}sửa cho đúng văn bản "
                "hoặc thêm cách viết này vào `names` của đơn vị trong data/units.yaml",
            )


def _unknown_names(register: Register, cell: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """List the names in a cell that a register does not know, unless an editor has said who is meant."""
    found = register.recognise(cell)
    if ids != found.ids:
        return ()
    return found.unknown or (() if found.ids else (cell,))


@rule
def near_supports_are_suspect(scope: Scope) -> Iterator[Finding]:
    """A name in a support cell that is almost a known unit is probably a slip."""
    for task in scope.book.tasks:
        registers = scope.registers_of(task)
        if not registers or not task.support_text:
            continue
        found = registers.supports.recognise(task.support_text)
        if task.support == found.ids and found.unknown:
            piece = registers.supports.nearly(task.support_text)
            if piece:
                yield Finding(
                    TASKS,
                    task.line,
                    task.id,
                    "support_text",
                    f"{quote(piece)} gần giống “{registers.supports.nearest(piece)}”; sửa nếu gõ nhầm, "
                    "hoặc thêm cách viết này vào `names` trong data/units.yaml",
                    "warning",
                )


@rule
def leaders_are_registered(scope: Scope) -> Iterator[Finding]:
    """Every name in a leader cell is one that the register of people knows."""
    for task in scope.book.tasks:
        registers = scope.registers_of(task)
        if not registers or not task.leader_text:
            continue
        for unknown in _unknown_names(registers.people, task.leader_text, task.leaders):
            guess = registers.people.nearest(unknown)
            hint = f"có phải “{guess}”? " if guess else ""
            yield Finding(
                TASKS,
                task.line,
                task.id,
                "leader_text",
                f"{quote(task.leader_text)}: không nhận ra {quote(unknown)}; {hint}sửa cho đúng văn "
                "bản hoặc thêm người này vào data/people.yaml",
            )


@rule
def periods_run_forward(scope: Scope) -> Iterator[Finding]:
    """A period does not end before it starts."""
    for task in scope.book.tasks:
        if task.start and task.end and task.end < task.start:
            yield Finding(
                TASKS,
                task.line,
                task.id,
                "end",
                f"“{task.end}” trước ngày bắt đầu “{task.start}”; sửa lại một trong hai ngày",
            )


@rule
def years_are_near(scope: Scope) -> Iterator[Finding]:
    """A date set by hand lies within fifty years of its document: further off, a digit is wrong."""
    for task in scope.book.tasks:
        plan = scope.book.plan.get(task.plan)
        year = whole_number(plan.year) if plan else None
        for field in ("start", "end", "reported"):
            day = getattr(task, field)
            if day and year and abs(day.year - year) > FAR:
                message = f"“{day}” cách năm của văn bản ({year}) hơn {FAR} năm; sửa lại năm"
                yield Finding(TASKS, task.line, task.id, field, message)


@rule
def times_are_understood(scope: Scope) -> Iterator[Finding]:
    """What a task says of its time is understood, or an editor says what it means."""
    read: dict[tuple[str, Any, Any], When] = {}
    for task in scope.book.tasks:
        if not task.when_text:
            continue
        plan = scope.book.plan.get(task.plan)
        year = whole_number(plan.year) if plan else None
        key = (task.when_text, plan.issued if plan else None, year)
        if key not in read:
            read[key] = parse_when(key[0], issued=key[1], year=key[2])
        when = read[key]
        # Dates set by hand settle a slip that the document itself prints.
        by_hand = (task.start, task.end) != (when.start, when.end)
        for doubt in when.doubts:
            message = f"{doubt}; {'đã theo ngày ghi tay' if by_hand else _DOUBTED}"
            severity = "warning" if by_hand else "error"
            yield Finding(TASKS, task.line, task.id, "when_text", message, severity)
        if not (task.start or task.end or task.recurrence or task.condition or when.doubts):
            message = f"chưa hiểu thời gian {quote(task.when_text)}; {_NOT_UNDERSTOOD}"
            yield Finding(TASKS, task.line, task.id, "when_text", message, "warning")


@rule
def recurrences_are_rules(scope: Scope) -> Iterator[Finding]:
    """A recurrence is `continuous` or a rule of RFC 5545."""
    for task in scope.book.tasks:
        if task.recurrence not in (None, "continuous") and not _is_rule(task.recurrence):
            message = (
                f"{quote(task.recurrence)}; viết continuous hoặc quy tắc lặp, ví dụ FREQ=YEARLY"
            )
            yield Finding(TASKS, task.line, task.id, "recurrence", message)


def _is_rule(text: str) -> bool:
    """Tell whether a text is a recurrence rule: known parts, each once, with values in range."""
    parts = [part.partition("=")[::2] for part in text.split(";")]
    names = [name for name, _ in parts]
    return (
        names[0] == "FREQ"
        and len(set(names)) == len(names)
        and all(re.fullmatch(_RRULE_PARTS.get(name, "(?!)"), value) for name, value in parts)
    )


@rule
def reports_are_whole(scope: Scope) -> Iterator[Finding]:
    """A reported result, difficulty or proof comes with a status, and a status with its date."""
    for task in scope.book.tasks:
        if task.status and not task.reported:
            message = "có tình trạng mà chưa có ngày báo cáo; thêm ví dụ `reported: 2025-11-10`"
            yield Finding(TASKS, task.line, task.id, "status", message, "warning")
        for field in ("result", "difficulty", "evidence", "reported"):
            if getattr(task, field) and not task.status:
                message = (
                    "có nội dung báo cáo mà chưa có tình trạng; thêm ví dụ `status: in-progress`"
                )
                yield Finding(TASKS, task.line, task.id, field, message)
                break


@rule
def headings_count_their_tasks(scope: Scope) -> Iterator[Finding]:
    """A heading that says “96 nhiệm vụ” stands over 96 tasks."""
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Task] = {}
    for task in scope.book.tasks:
        for heading in (task.section or "").split(" › "):
            if _COUNTED.search(heading):
                counts[task.plan, heading] += 1
                first.setdefault((task.plan, heading), task)
    for (plan, heading), count in counts.items():
        said = whole_number(_COUNTED.search(heading)[1])
        if said is not None and said != count and plan not in scope.torn:
            task = first[plan, heading]
            message = f"{quote(heading)} ghi {said} nhiệm vụ mà dữ liệu có {count}; thêm hoặc bỏ cho đúng văn bản"
            yield Finding(TASKS, task.line, task.id, "section", message)


@rule
def numbers_have_no_gaps(scope: Scope) -> Iterator[Finding]:
    """Numbers under a heading run on by one, as the document prints them."""
    last: dict[tuple[str, str], tuple[int, Task]] = {}
    for task in scope.book.tasks:
        number = whole_number(task.number)
        if number is None or task.plan in scope.torn:
            continue
        outer = (task.plan, _run_of(task.section or ""))
        if outer in last and number not in (last[outer][0], last[outer][0] + 1):
            message = (
                f"số {number} đứng sau số {last[outer][0]} (dòng {last[outer][1].line}); "
                "xếp lại thứ tự, thêm hàng thiếu hoặc sửa số cho đúng văn bản"
            )
            yield Finding(TASKS, task.line, task.id, "number", message)
        last[outer] = number, task


def _run_of(section: str) -> str:
    """Name the headings within which the numbers of a list run on."""
    headings = section.split(" › ")
    counted = [at for at, each in enumerate(headings) if _COUNTED.search(each)]
    return " › ".join(headings[: counted[-1] + 1]) if counted else section


@rule
def twins_are_suspect(scope: Scope) -> Iterator[Finding]:
    """Two rows of one heading with the same text and the same lead are probably one row."""
    seen: dict[Any, Task] = {}
    for task in scope.book.tasks:
        key = (task.plan, task.section, task.task or task.id, task.lead_text)
        twin = seen.setdefault(key, task)
        if twin is not task:
            message = f"giống hệt nhiệm vụ {twin.id} ở dòng {twin.line}; xóa một bản nếu chép thừa"
            yield Finding(TASKS, task.line, task.id, "task", message, "warning")


@rule
def adjustments_are_whole(scope: Scope) -> Iterator[Finding]:
    """An adjustment has a whole number as index and a month that exists."""
    for row in scope.book.adjustments:
        name = row.number or ""
        if row.index < 1:
            message = 'thứ tự phải là số nguyên; viết ví dụ `index: "1"`'
            yield Finding(ADJUSTMENTS, row.line, name, "index", message)
        if row.month and not _MONTH.fullmatch(row.month):
            message = f"{quote(row.month)} không phải tháng; viết ví dụ 2025-07"
            yield Finding(ADJUSTMENTS, row.line, name, "month", message)


@rule
def adjustments_agree_with_remarks(scope: Scope) -> Iterator[Finding]:
    """The numbers that a month's remark names are the numbers of that month's rows."""
    groups = defaultdict(list)
    for row in scope.book.adjustments:
        if row.month_remark:
            groups[row.plan, row.month_remark].append(row)
    for (_, remark), rows in groups.items():
        have = {row.number for row in rows}
        for found in re.finditer(r"nhiệm vụ ((?:\d+(?:, ?)?)+)", remark):
            named = set(re.findall(r"\d+", found[1]))
            strange = sorted(named - have, key=_by_size)
            if not strange:
                continue
            missing = ", ".join(sorted(have - named, key=_by_size))
            meant = f", có lẽ là số {missing}" if missing else ""
            message = (
                f"{quote(remark)} nêu số {', '.join(strange)} mà các hàng của tháng không có{meant}; "
                "giữ nguyên nếu văn bản in như vậy"
            )
            yield Finding(
                ADJUSTMENTS, rows[0].line, rows[0].number, "month_remark", message, "warning"
            )


def _by_size(number: str) -> tuple[int, str]:
    """Order what is printed as numbers, which need not be any."""
    return len(number), number


@rule
def names_mean_one_unit(scope: Scope) -> Iterator[Finding]:
    """A name means one unit, or one person, of its body."""
    for records, path in ((scope.book.units, UNITS), (scope.book.people, PEOPLE)):
        seen: dict[tuple[str, str], Any] = {}
        for each in records:
            own = {each.name, getattr(each, "short", None), *each.names} - {None}
            for name in sorted(own):
                other = seen.setdefault((each.body, fold(name).casefold()), each)
                if other is not each:
                    message = f"cách viết {quote(name)} đã là của “{other.id}” (dòng {other.line}); mỗi cách viết chỉ một nơi"
                    yield Finding(path, each.line, each.id, "names", message)


@rule
def lives_run_forward(scope: Scope) -> Iterator[Finding]:
    """A unit's last day does not come before its first."""
    for unit in scope.book.units:
        if unit.first_day and unit.last_day and unit.last_day < unit.first_day:
            message = f"“{unit.last_day}” trước ngày bắt đầu “{unit.first_day}”; sửa lại"
            yield Finding(UNITS, unit.line, unit.id, "last_day", message)


@rule
def plans_are_whole(scope: Scope) -> Iterator[Finding]:
    """A plan has a year of four digits, an ASCII file name, and a source that is kept."""
    for plan in scope.book.plans:
        path = f"{PLANS}/{plan.slug}.md"
        if not re.fullmatch(ID_PATTERN, plan.slug):
            message = f"tên tệp {quote(plan.slug)}; chỉ dùng chữ thường không dấu, số và dấu nối"
            yield Finding(path, 1, plan.slug, "", message)
        if plan.year and not re.fullmatch(r"(19|20)\d\d", plan.year):
            message = f'{quote(plan.year)} không phải năm; viết ví dụ "2025"'
            yield Finding(path, plan.line, plan.slug, "year", message)
        if plan.source:
            if not re.fullmatch(r"[\w.-]{1,80}", plan.source, re.ASCII) or ".." in plan.source:
                message = f"{quote(plan.source)}; chỉ viết tên tệp nằm trong data/sources/"
                yield Finding(path, plan.line, plan.slug, "source", message)
            elif not (scope.root / "data/sources" / plan.source).is_file():
                message = f"không có tệp data/sources/{plan.source}; thêm tệp hoặc sửa tên"
                yield Finding(path, plan.line, plan.slug, "source", message)


@rule
def nothing_personal_is_published(scope: Scope) -> Iterator[Finding]:
    """No secrecy mark, phone number or identity number stands in a field."""
    for path, records in _records(scope.book):
        for record in records:
            for field, text in _texts(record):
                for message in _personal(text):
                    name = getattr(record, "id", "") or getattr(record, "slug", "")
                    yield Finding(
                        path or f"{PLANS}/{record.slug}.md", record.line, name, field, message
                    )


def _records(book: Book) -> Iterator[tuple[str, tuple[Any, ...]]]:
    yield TASKS, book.tasks
    yield ADJUSTMENTS, book.adjustments
    yield UNITS, book.units
    yield PEOPLE, book.people
    yield "", book.plans


def _texts(record: Any) -> Iterator[tuple[str, str]]:
    for name in _text_columns(type(record)):
        value = getattr(record, name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                yield name, text


@cache
def _text_columns(record: type) -> tuple[str, ...]:
    free = (Typed.TEXT, Typed.TEXTS)
    return tuple(each.name for each in columns(record) if each.typed in free and not each.choices)


@lru_cache(maxsize=1 << 16)  # most cells repeat: units, sections, times
def _personal(text: str) -> tuple[str, ...]:
    return tuple(
        f"{quote(found[0].strip())}: {meaning}; {hint}"
        for pattern, meaning, hint in (
            (_SECRET, "dấu mật", "không đưa văn bản mật lên trang"),
            (_ID_NUMBER, "giống số căn cước", "bỏ số này"),
            (_PHONE, "giống số điện thoại", "bỏ số này"),
        )
        if (found := pattern.search(text))
    )


@rule
def markdown_is_plain(scope: Scope) -> Iterator[Finding]:
    """Markdown holds no raw HTML but slots, and links only to http(s), mailto or this site."""
    for place in sorted((scope.root / "content").rglob("*.md")):
        path = place.relative_to(scope.root).as_posix()
        if place.is_symlink() and not place.resolve().is_relative_to(scope.root.resolve()):
            yield Finding(path, 1, place.stem, "", "liên kết ra ngoài thư mục; thay bằng tệp thật")
            continue
        text = place.read_text(encoding="utf-8", errors="replace")
        start = text.find("\n---", 3) + 4 if text.startswith("---\n") else 0
        for at, line in enumerate(text[start:].split("\n"), text.count("\n", 0, start) + 1):
            for message in _personal(line):
                yield Finding(path, at, place.stem, "", message)
        for found in _RAW_HTML.finditer(text, start):
            line = text.count("\n", 0, found.start()) + 1
            if slot := _SLOT.fullmatch(found[0]):
                if slot[1] not in SLOTS:
                    guess = nearest(slot[1], SLOTS)
                    hint = f"có phải “{guess}”?" if guess else f"dùng một trong: {', '.join(SLOTS)}"
                    message = f"{quote(found[0])}: không có chỗ nào tên như vậy; {hint}"
                    yield Finding(path, line, place.stem, "", message)
            else:
                message = f"{quote(found[0])}: thẻ HTML; dùng Markdown, hoặc viết &lt; cho dấu <"
                yield Finding(path, line, place.stem, "", message)
        for found in _LINK.finditer(text, start):
            target = re.sub(r"[\s\x00-\x1f]", "", unescape(found["link"] or found["name"] or ""))
            if message := _refuse_link(target, place, bool(found["image"])):
                line = text.count("\n", 0, found.start()) + 1
                yield Finding(path, line, place.stem, "", f"{quote(target)}: {message}")
        for found in _TOP_HEADING.finditer(text, start):
            line = text.count("\n", 0, found.start()) + 1
            message = (
                f"{quote(found[0].strip())}: đề mục bậc một là tên trang, đã có sẵn; bắt đầu từ ##"
            )
            yield Finding(path, line, place.stem, "", message)


def _refuse_link(target: str, place: Path, image: bool) -> str | None:
    """Say why a link of a Markdown file may not stand, if it may not."""
    if not _LINK_ALLOWED.match(target):
        return "địa chỉ không được phép; chỉ dùng https, mailto hoặc trang trong website"
    if target.startswith("/"):
        return "đường dẫn tuyệt đối; viết đường dẫn tương đối tới tệp .md, ví dụ ../units/index.md"
    if re.match(r"[a-z]+:", target, re.I):
        return "hình của trang khác; chép hình vào content/ rồi dẫn tới tệp ấy" if image else None
    file = target.partition("#")[0].partition("?")[0]
    if file and not (place.parent / unquote(file)).is_file():
        return "không có tệp này trong content/; sửa đường dẫn"
    return None


@rule
def content_is_text_and_pictures(scope: Scope) -> Iterator[Finding]:
    """In content/ stand Markdown, pictures and PDF files, and nothing that a browser would run."""
    for place in sorted((scope.root / "content").rglob("*")):
        if place.is_file() and place.suffix.lower() not in CONTENT_SUFFIXES:
            path = place.relative_to(scope.root).as_posix()
            kinds = ", ".join(sorted(CONTENT_SUFFIXES))
            message = (
                f"loại tệp {quote(place.suffix or place.name)} không được đăng; chỉ dùng {kinds}"
            )
            yield Finding(path, 1, place.stem, "", message)


@rule
def content_leaves_room_for_what_is_made(scope: Scope) -> Iterator[Finding]:
    """No file of content/ has an address at which the build puts one of its own."""
    book, content = scope.book, scope.root / "content"
    taken = {each.url for each in (*book.tasks, *book.units, *book.people)}
    taken |= {f"months/{month}/" for task in book.tasks for month in task.months}
    for place in sorted(content.rglob("*")):
        path = place.relative_to(scope.root).as_posix()
        page = place.relative_to(content)
        address = page.parent if page.stem == "index" else page.with_suffix("")
        if page.suffix == ".md" and f"{address.as_posix()}/" in taken:
            message = "trang này trùng địa chỉ với trang được dựng từ dữ liệu; đặt tên tệp khác"
            yield Finding(path, 1, place.stem, "", message)
        elif place.name in _MADE:
            message = f"tên {quote(place.name)} dành cho tệp do máy làm ra; đặt tên khác"
            yield Finding(path, 1, place.stem, "", message)


@rule
def marks_are_drawings(scope: Scope) -> Iterator[Finding]:
    """The mark of a body is an SVG file that runs nothing and fetches nothing."""
    for body in scope.book.bodies:
        for fault in find_logo_faults(scope.root, body.logo) if body.logo else ():
            yield Finding(BODIES, body.line, body.id, "logo", fault)


@rule
def pages_have_names_of_their_own(scope: Scope) -> Iterator[Finding]:
    """A written page has a title that no other has, and a description where it has no slot."""
    seen: dict[str, str] = {}
    for place in sorted((scope.root / "content").rglob("*.md")):
        path = place.relative_to(scope.root).as_posix()
        if (path.startswith(f"{PLANS}/") and place.name != "index.md") or place.name == "frame.md":
            continue
        text = place.read_text(encoding="utf-8", errors="replace")
        front = text[4 : text.find("\n---", 3)] if text.startswith("---\n") else ""
        title = re.search(r"^title: *(\S.*)$", front, re.M)
        if not title:
            message = 'trang chưa có tên; thêm đầu tệp ba dòng: ---, title: "Tên trang", ---'
            yield Finding(path, 1, place.stem, "", message)
            continue
        other = seen.setdefault(title[1], path)
        if other != path:
            yield Finding(
                path,
                1,
                place.stem,
                "title",
                f"tên {quote(title[1])} đã là của {other}; đặt tên khác",
            )
        if "<!-- slot: main -->" not in text and not re.search(r"^description: *\S", front, re.M):
            message = (
                'trang chưa có lời giới thiệu; thêm `description: "Một câu nói trang này có gì."`'
            )
            yield Finding(path, 1, place.stem, "", message)
