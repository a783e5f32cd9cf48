"""Rules about tasks: who does them, when, in which order."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from planbook.checking.rules import Finding, Scope, rule
from planbook.model import Task, quote
from planbook.reading.names import Register
from planbook.reading.new_names import part_office, propose_id
from planbook.reading.yaml_records import (
    whole_number,
)
from planbook.vietnamese.when import When, when_of_section

_LIST = r"{0}(,{0})*"
_RRULE_PARTS = {  # of RFC 5545, those that a plan's words can mean
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d{0,2}",
    "COUNT": r"[1-9]\d{0,2}",
    "BYMONTH": _LIST.format("([1-9]|1[0-2])"),
    "BYMONTHDAY": _LIST.format("-?([1-9]|[12]\\d|3[01])"),
    "BYDAY": _LIST.format("([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)"),
}
# Of what is left of a time, the words that may be a date; others are mostly about the work.
_DATED = re.compile(r"\d ?[/-] ?\d|\b(?:ngày|tuần|tháng|quý|(?<!thứ )năm|rằm|âm lịch|âl)\b", re.I)
_COUNTED = re.compile(r"\((\d+) nhiệm vụ\)")
FAR = 50  # years: no plan looks so far
BACK, AHEAD = 10, 30  # years: as far as plans look, to 2045 or 2050
_DOUBTED = "chép sai thì sửa; văn bản ghi như vậy thì ghi thêm `start` và `end`, ví dụ 2025-09-30"
_NOT_UNDERSTOOD = (
    "nếu biết, ghi `start` và `end` (2025-09-30) bên cạnh lời văn; không thì để nguyên"
)


@rule
def leads_are_registered(scope: Scope) -> Iterator[Finding]:
    """Every name in a lead cell is one that the register of units knows; a slip of one is an error."""
    told: set[tuple[str, str]] = set()
    for task in scope.book.tasks:
        registers = scope.registers_of(task)
        if not registers:
            continue
        if not task.lead_text:
            yield Finding.of(
                task,
                "lead_text",
                'chưa có đơn vị chủ trì; chép ô Đơn vị chủ trì, ví dụ `lead_text: "Văn phòng Sở"`',
                "warning",
            )
            continue
        for unknown in _unknown_names(registers.leads, task.lead_text, task.lead):
            meant = scope.book.unit.get(registers.leads.find_slip(unknown) or "")
            guess = registers.leads.nearest(unknown)
            hint = f"có phải “{guess}”? " if guess else ""
            said = f"{quote(task.lead_text)}: không nhận ra {quote(unknown)}; {hint}"
            if meant and meant.kind != "outside":
                said += (
                    "sửa cho đúng văn bản hoặc thêm cách viết này vào `names` của đơn vị trong "
                    "data/units.yaml"
                )
                yield Finding.of(task, "lead_text", said)
            elif (place := (task.plan, unknown.casefold())) not in told:
                told.add(place)
                said += f"nơi mới thì thêm vào data/units.yaml, {_example(scope, task, unknown)}"
                yield Finding.of(task, "lead_text", said, "warning")


def _example(scope: Scope, task: Task, name: str) -> str:
    """Show with which line the record of a new name begins."""
    book = scope.book
    return (
        f"ví dụ `- id: {propose_id(name, book.plan[task.plan].body, {*book.unit, *book.person})}`"
    )


def _unknown_names(register: Register, cell: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """List the names in a cell that a register does not know, unless an editor has said who is meant."""
    found = register.recognise(cell)
    if ids != found.ids:
        return ()
    return found.unknown or (() if found.ids else (cell,))


@rule
def ids_agree_with_cells(scope: Scope) -> Iterator[Finding]:
    """Of the ids that an editor set, one at least is named in the cell; a group may stand for many."""
    groups = {unit.id for unit in scope.book.units if unit.kind == "group"}
    for task in scope.book.tasks:
        registers = scope.registers_of(task)
        if not registers:
            continue
        for field, cell, register, known in (
            ("lead", task.lead_text or "", registers.leads, scope.book.unit),
            ("support", task.support_text or "", registers.leads, scope.book.unit),
            ("leaders", task.leader_text or "", registers.people, scope.book.person),
        ):
            ids = [each for each in getattr(task, field) if each in known]
            found = register.recognise(cell).ids if ids else ()
            if found and not {*found} & {*ids} and not groups & {*found, *ids}:
                message = (
                    f"{', '.join(ids)} không có trong ô {quote(cell)}, mà ô ghi {', '.join(found)}; "
                    f"sửa hoặc bỏ dòng `{field}`"
                )
                yield Finding.of(task, field, message, "warning")


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
                yield Finding.of(
                    task,
                    "support_text",
                    f"{quote(piece)} gần giống “{registers.supports.nearest(piece)}”; sửa nếu gõ nhầm, "
                    "hoặc thêm cách viết này vào `names` trong data/units.yaml",
                    "warning",
                )


@rule
def leaders_are_registered(scope: Scope) -> Iterator[Finding]:
    """Every name in a leader cell is one that the register of people knows; a slip of one is an error."""
    told: set[tuple[str, str]] = set()
    for task in scope.book.tasks:
        registers = scope.registers_of(task)
        if not registers or not task.leader_text:
            continue
        for unknown in _unknown_names(registers.people, task.leader_text, task.leaders):
            name = part_office(unknown)[1] or unknown
            guess = registers.people.nearest(name)
            hint = f"có phải “{guess}”? " if guess else ""
            said = f"{quote(task.leader_text)}: không nhận ra {quote(unknown)}; {hint}"
            if registers.people.find_slip(name):
                said += "sửa cho đúng văn bản hoặc thêm người này vào data/people.yaml"
                yield Finding.of(task, "leader_text", said)
            elif (place := (task.plan, unknown.casefold())) not in told:
                told.add(place)
                said += f"người mới thì thêm vào data/people.yaml, {_example(scope, task, name)}"
                yield Finding.of(task, "leader_text", said, "warning")


@rule
def periods_run_forward(scope: Scope) -> Iterator[Finding]:
    """A period does not end before it starts."""
    for task in scope.book.tasks:
        if task.start and task.end and task.end < task.start:
            yield Finding.of(
                task,
                "end",
                f"“{task.end}” trước ngày bắt đầu “{task.start}”; sửa lại một trong hai ngày",
            )


@rule
def years_are_near(scope: Scope) -> Iterator[Finding]:
    """A date set by hand is of the decades of its document; fifty years off, a digit is wrong."""
    for task in scope.book.tasks:
        plan = scope.book.plan.get(task.plan)
        year = whole_number(plan.year) if plan else None
        for field in ("start", "end", "reported"):
            day = getattr(task, field)
            if day and year and abs(day.year - year) > FAR:
                message = f"“{day}” cách năm của văn bản ({year}) hơn {FAR} năm; sửa lại năm"
                yield Finding.of(task, field, message)
            elif day and year and not (-BACK <= day.year - year <= AHEAD):
                message = f"“{day}” xa năm của văn bản ({year}); gõ nhầm thì sửa lại năm"
                yield Finding.of(task, field, message, "warning")


@rule
def times_are_understood(scope: Scope) -> Iterator[Finding]:
    """What a task or its heading says of time is understood, or an editor says what it means."""
    told: set[tuple[str, str | None]] = set()  # headings of which the doubt was told
    for task in scope.book.tasks:
        if task.plan not in scope.book.plan:  # whose year completes what is said
            continue
        when = scope.said.get(task.place, When())
        # Dates set by hand settle a slip that the document itself prints.
        by_hand = (task.start, task.end) != (when.start, when.end)
        severity = "warning" if by_hand else "error"
        field, place = "when_text" if task.when_text else "section", (task.plan, task.section)
        if when.doubts and field == "section" and (place in told or by_hand):
            continue
        told.add(place)
        for doubt in when.doubts:
            message = f"{doubt}; {'đã theo ngày ghi tay' if by_hand else _DOUBTED}"
            yield Finding.of(task, field, message, severity)
        rest = task.when_rest or ""
        known = task.start or task.end or task.recurrence or task.condition or when.doubts
        if task.when_text and not known:
            message = f"chưa hiểu thời gian {quote(task.when_text)}; {_NOT_UNDERSTOOD}"
            yield Finding.of(task, "when_text", message, "warning")
        elif task.when_text and task.place not in scope.said and _DATED.search(rest):
            message = f"{quote(task.when_text)}: chưa hiểu {quote(rest)}; {_NOT_UNDERSTOOD}"
            yield Finding.of(task, "when_text", message, "warning")


@rule
def periods_agree_with_words(scope: Scope) -> Iterator[Finding]:
    """A period set by hand lies within what the words say, and that of a cell touches its heading's."""
    for task in scope.book.tasks:
        plan = scope.book.plan.get(task.plan)
        if task.status == "moved" or not plan:
            continue
        if (when := scope.said.get(task.place)) and not (when.doubts or when.recurrence):
            late = task.end and when.end and task.end > when.end
            early = task.start and when.start and task.start < when.start
            if late or early or _apart(task, when):
                field = "end" if task.end and (late or not task.start) else "start"
                words = task.when_text or task.section or plan.period_text or ""
                message = (
                    f"“{getattr(task, field)}” ghi tay trái với lời văn {quote(words)}; sửa ngày, "
                    "hoặc sửa lời văn cho đúng văn bản"
                )
                yield Finding.of(task, field, message, "warning")
        elif task.when_text and task.section and not when:
            heading = when_of_section(task.section, whole_number(plan.year))
            if _apart(task, heading):
                message = (
                    f"{quote(task.when_text)} trái với thời gian của đề mục {quote(task.section)}; "
                    "chép sai thì sửa; văn bản ghi như vậy thì để nguyên"
                )
                yield Finding.of(task, "when_text", message, "warning")


def _apart(task: Task, when: When) -> bool:
    """Tell whether a task and some words have no day in common."""
    return bool(
        (task.start and when.end and task.start > when.end)
        or (task.end and when.start and task.end < when.start)
    )


@rule
def recurrences_are_rules(scope: Scope) -> Iterator[Finding]:
    """A recurrence is `continuous` or a rule of RFC 5545."""
    for task in scope.book.tasks:
        if task.recurrence not in (None, "continuous") and not _is_rule(task.recurrence):
            message = (
                f"{quote(task.recurrence)}; viết continuous hoặc quy tắc lặp, ví dụ FREQ=YEARLY"
            )
            yield Finding.of(task, "recurrence", message)


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
            yield Finding.of(task, "status", message, "warning")
        for field in ("result", "difficulty", "evidence", "reported"):
            if getattr(task, field) and not task.status:
                message = (
                    "có nội dung báo cáo mà chưa có tình trạng; thêm ví dụ `status: in-progress`"
                )
                yield Finding.of(task, field, message)
                break


@rule
def reports_are_of_the_past(scope: Scope) -> Iterator[Finding]:
    """Nobody reports on a day that has not come."""
    for task in scope.book.tasks:
        if scope.today and task.reported and task.reported > scope.today:
            message = f"“{task.reported}” sau hôm nay ({scope.today}); sửa lại ngày báo cáo"
            yield Finding.of(task, "reported", message, "warning")


@rule
def headings_count_their_tasks(scope: Scope) -> Iterator[Finding]:
    """A heading that says “96 nhiệm vụ” stands over 96 tasks; those that were dropped may be more."""
    counted: dict[tuple[str, str, str], list[Task]] = defaultdict(list)
    for task in scope.book.tasks:
        for heading in (task.section or "").split(" › "):
            if found := _COUNTED.search(heading):
                counted[task.plan, heading, found[1]].append(task)
    for (plan, heading, number), tasks in counted.items():
        said, count, task = whole_number(number), len(tasks), tasks[0]
        standing = sum(each.status != "dropped" for each in tasks)
        if said is not None and said not in (count, standing) and plan not in scope.torn:
            message = f"{quote(heading)} ghi {said} nhiệm vụ mà dữ liệu có {count}; thêm hoặc bỏ cho đúng văn bản"
            yield Finding.of(task, "section", message)


@rule
def no_task_is_called_like_a_year(scope: Scope) -> Iterator[Finding]:
    """The id of a task is no year: the tasks of a year may have a page at that address."""
    for task in scope.book.tasks:
        if re.fullmatch(r"\d{4}", task.id):
            said = f"{quote(task.id)} là địa chỉ của trang các nhiệm vụ năm {task.id}; thêm chữ, ví dụ nv-{task.id}"
            yield Finding.of(task, "id", said)


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
            yield Finding.of(task, "number", message)
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
        if twin.path == task.path and twin is not task:
            message = f"giống hệt nhiệm vụ {twin.id} ở dòng {twin.line}; xóa một bản nếu chép thừa"
            yield Finding.of(task, "task", message, "warning")
