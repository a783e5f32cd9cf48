"""Rules about ids and registers: units, people, organisations, kinds."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any

from planbook.checking.rules import Finding, Scope, path_of_plan, rule
from planbook.model import LINK_PATTERN, Person, Task, Topic, Unit, nearest, quote
from planbook.reading.load import (
    ABBREVIATIONS,
    ADJUSTMENTS,
    BODIES,
    KINDS,
    PEOPLE,
    TOPICS,
    UNITS,
)
from planbook.reading.logos import find_logo_faults
from planbook.reading.task_files import path_of_tasks
from planbook.vietnamese.alphabet import canonical, normalise, words

_NO_WORDS: frozenset[str] = frozenset()
_TOKEN = re.compile(r"[\w&]+")
_REACHED = (
    ("website", LINK_PATTERN, "không phải địa chỉ https; viết đầy đủ https://…"),
    (
        "email",
        r"(?a:[\w.+-]+@[\w-]+(\.[\w-]+)+)",
        "không phải hộp thư; viết ví dụ lienhe@example.vn",
    ),
    ("phone", r"[+(]?[0-9][0-9 .()-]*", "không phải số điện thoại; viết ví dụ 0255 3822 222"),
)


@rule
def ids_are_unique(scope: Scope) -> Iterator[Finding]:
    """An id names one record only."""
    book = scope.book
    for records, path in (
        (book.tasks, ""),  # which say themselves where they stand
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


def _same(
    records: tuple[Any, ...], path: str, key: Callable[[Any], Any], field: str, what: str
) -> Iterator[Finding]:
    seen: dict[Any, Any] = {}
    for each in records:
        value = key(each)
        first = seen.setdefault(value, each)
        if first is each:
            continue
        place = f"dòng {first.line}"
        if isinstance(each, Task) and each.path != first.path:
            if each.plan == first.plan:
                continue  # that a plan stands in two files is told once, by another rule
            place = f"{first.path}, {place}"
        shown = value if isinstance(value, str) else " ".join(map(str, value))
        # Two bodies may have a unit of the same name: its id then begins with the body's.
        apart = isinstance(each, Unit) and each.body != first.body
        other = f"mã khác, ví dụ {each.body}-{each.id}," if apart else "mã khác"
        yield Finding(
            path or each.path,
            each.line,
            getattr(each, "id", shown),
            field,
            f"{what} {quote(shown)} đã có ở {place}; đặt {other} hoặc xóa bản ghi thừa",
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
        if kind == "văn bản" and path_of_plan(value or "") in scope.unreadable:
            return  # its file says what is wrong with it
        if value and value not in kinds[kind]:
            guess = _nearest_id(value, kinds[kind])
            hint = f"có phải “{guess}”?" if guess else f"thêm {kind} này trước"
            yield Finding(path, record.line, name, field, f"không có {kind} {quote(value)}; {hint}")

    told: set[str] = set()
    for task in book.tasks:
        # A plan is told once, and not of a file of tasks that bears its name, which says so itself.
        if task.plan not in told:
            told.add(task.plan)
            if task.path != path_of_tasks(task.plan):
                yield from missing(task.path, task, task.id, "plan", task.plan, "văn bản")
        for field, kind in (("lead", "đơn vị"), ("support", "đơn vị"), ("leaders", "lãnh đạo")):
            for value in getattr(task, field):
                yield from missing(task.path, task, task.id, field, value, kind)
    for row in book.adjustments:
        yield from missing(ADJUSTMENTS, row, row.number or "", "plan", row.plan, "văn bản")
        if row.plan in book.tasks_of:  # else its tasks could not be read at all
            yield from missing(
                ADJUSTMENTS, row, row.number or "", "becomes", row.becomes, "nhiệm vụ"
            )
    for unit in book.units:
        yield from missing(UNITS, unit, unit.id, "body", unit.body, "cơ quan")
        yield from missing(UNITS, unit, unit.id, "successor", unit.successor, "đơn vị")
    for person in book.people:
        yield from missing(PEOPLE, person, person.id, "body", person.body, "cơ quan")
        yield from missing(PEOPLE, person, person.id, "holds", person.holds, "lãnh đạo")
        yield from missing(PEOPLE, person, person.id, "stated_in", person.stated_in, "văn bản")
    for plan in book.plans:
        path = path_of_plan(plan.slug)
        yield from missing(path, plan, plan.slug, "body", plan.body, "cơ quan")
        yield from missing(path, plan, plan.slug, "kind", plan.kind, "loại văn bản")


@rule
def adjustments_become_what_is_worded_alike(scope: Scope) -> Iterator[Finding]:
    """An adjustment names the task of its document that has its words, when there is one."""
    book = scope.book
    worded: dict[tuple[str, str], str] = {}
    proposing = {each.plan for each in book.adjustments}
    for task in book.tasks:
        if task.plan in proposing:
            worded.setdefault((task.plan, canonical(task.task or "")), task.id)
    for each in book.adjustments:
        alike = worded.get((each.plan, canonical(each.task or "")))
        named = book.task.get(each.becomes or "")
        if (
            each.task
            and alike
            and each.kind != "drop"
            and (not named or named.task != book.task[alike].task)
        ):
            message = f"danh mục có nhiệm vụ {quote(alike)} cùng lời văn; viết becomes: {alike}"
            yield Finding(ADJUSTMENTS, each.line, each.number or "", "becomes", message, "warning")


def _nearest_id(value: str, ids: Collection[str]) -> str | None:
    """Find the most similar id, unless only the parts are alike that many ids have: `…-binh-an`."""
    guess = nearest(value, ids)
    if guess:
        here, there = value.split("-"), guess.split("-")
        rest = "-".join(each for each in here if each not in there)
        other = "-".join(each for each in there if each not in here)
        if rest and other and not nearest(rest, [other]):
            return None
    return guess


@rule
def marks_are_drawings(scope: Scope) -> Iterator[Finding]:
    """The mark of a body is an SVG file that runs nothing and fetches nothing."""
    for body in scope.book.bodies:
        for fault in find_logo_faults(scope.root, body.logo) if body.logo else ():
            yield Finding(BODIES, body.line, body.id, "logo", fault)


@rule
def names_mean_one_unit(scope: Scope) -> Iterator[Finding]:
    """A name means one unit, or one person, of its body."""
    for records, path in ((scope.book.units, UNITS), (scope.book.people, PEOPLE)):
        seen: dict[tuple[str, str], Unit | Person] = {}
        for each in records:
            short = each.short if isinstance(each, Unit) else None
            for name in sorted({*filter(None, (each.name, short)), *each.names}):
                other = seen.setdefault((each.body, normalise(name).casefold()), each)
                if other is not each:
                    message = f"cách viết {quote(name)} đã là của “{other.id}” (dòng {other.line}); mỗi cách viết chỉ một nơi"
                    yield Finding(path, each.line, each.id, "names", message)


@rule
def lives_run_forward(scope: Scope) -> Iterator[Finding]:
    """The last day of a unit, or of a person in an office, does not come before the first."""
    for records, path in ((scope.book.units, UNITS), (scope.book.people, PEOPLE)):
        for each in records:
            if each.first_day and each.last_day and each.last_day < each.first_day:
                message = f"“{each.last_day}” trước ngày bắt đầu “{each.first_day}”; sửa lại"
                yield Finding(path, each.line, each.id, "last_day", message)


@rule
def holders_are_stated(scope: Scope) -> Iterator[Finding]:
    """Who holds an office is said by a document, and is not that office."""
    for each in scope.book.people:
        if each.holds and each.holds == each.id:
            message = f"{quote(each.holds)} là chính bản ghi này; ghi ở người giữ chức"
            yield Finding(PEOPLE, each.line, each.id, "holds", message)
        elif each.holds and not each.stated_in:
            message = "chưa ghi theo văn bản nào; thêm dòng `stated_in: …`, mã văn bản nói điều này"
            yield Finding(PEOPLE, each.line, each.id, "holds", message)
        elif not each.holds and (each.stated_in or each.first_day or each.last_day):
            field = next(f for f in ("stated_in", "first_day", "last_day") if getattr(each, f))
            message = "chưa ghi giữ chức vụ nào; thêm dòng `holds: …`, mã của chức danh"
            yield Finding(PEOPLE, each.line, each.id, field, message)


@rule
def topics_find_tasks(scope: Scope) -> Iterator[Finding]:
    """The words of a topic stand together in some task, written short or long."""
    missed: dict[str, tuple[Topic, frozenset[str]]] = {}
    for topic in scope.book.topics:
        first, _ = missed.setdefault(
            topic.label, (topic, frozenset(words(topic.query or topic.label)))
        )
        if first is not topic:
            message = f"chủ đề {quote(topic.label)} đã có ở dòng {first.line}; xóa một bản"
            yield Finding(TOPICS, topic.line, topic.label, "label", message)
    longs = {each.short: each.long for each in scope.book.abbreviations}

    @cache
    def mean(token: str) -> frozenset[str]:
        """List the words of what is written together, and those that it is short for."""
        return frozenset(words(f"{token} {longs.get(token, '')}"))

    for task in scope.book.tasks:
        if not missed:
            break
        text = _NO_WORDS.union(*map(mean, _TOKEN.findall(f"{task.task} {task.product or ''}")))
        for label in [label for label, (_, asked) in missed.items() if asked <= text]:
            del missed[label]
    for topic, _ in missed.values() if scope.book.tasks else ():
        field = "query" if topic.query else "label"
        message = (
            f"{quote(topic.query or topic.label)} không có trong nhiệm vụ nào; "
            "chọn từ khác hoặc bỏ chủ đề này"
        )
        yield Finding(TOPICS, topic.line, topic.label, field, message, "warning")


@rule
def whom_to_ask_can_be_reached(scope: Scope) -> Iterator[Finding]:
    """What pages link to for an organisation or a unit is an https address, a mailbox and a telephone number."""
    for records, path in ((scope.book.bodies, BODIES), (scope.book.units, UNITS)):
        for each in records:
            for field, pattern, hint in _REACHED:
                value = getattr(each, field, None)
                if value and not re.fullmatch(pattern, value):
                    yield Finding(path, each.line, each.id, field, f"{quote(value)} {hint}")
