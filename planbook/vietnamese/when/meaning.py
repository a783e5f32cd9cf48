"""What expressions of time mean together: one period, a recurrence, a condition, or a doubt.

No date comes from nothing. Nothing here knows what day it is.
"""

import calendar
import datetime as dt
import re
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from planbook.model import Plan, months_of, read_yearly
from planbook.vietnamese.alphabet import normalise
from planbook.vietnamese.when.grammar import (
    CONTINUOUS,
    INSIDE,
    LUNAR,
    MONTHLY,
    REFERENCE,
    YEARLY,
    Expression,
    PeriodExpression,
    read_clauses,
    read_expressions,
    simplify,
)

_CLAUSE_END = re.compile(r";|\. ")
# A leftover without such words says nothing of time.
_TIMELY = re.compile(
    r"\d|\b(?:ngày|tuần|tháng|quý|năm|trước|sau|khi|đến|hạn|kỳ|tết|rằm|âm lịch|âl|hè|thứ|chủ nhật|"
    r"đột xuất)\b"
)
# The month and year of a date whose day is still blank: "ngày /9/2025", "ngày tháng năm 2025".
_ISSUED = re.compile(r"(?:(?:tháng|/) ?(?P<month>\d{1,2}) ?)?(?:/|năm) ?(?P<year>(?:19|20)\d\d)")
# A year of its own: not of a day, a school year or several years.
_TITLED = re.compile(
    r"ngày ?\d* ?(?:tháng|/) ?\d* ?,? ?(?:năm|/) ?\d+"
    r"|(?:(?<!trước )năm|(?:tháng|quý) ?[\divx]+ ?/) ?(?P<year>20\d\d)(?!\d| ?- ?(?:năm )?\d)"
)
# Where a title looks ahead to a goal, its years say nothing of when its tasks are due.
_GOAL = re.compile(r"\b(?:đến|tới|định hướng|tầm nhìn|mục tiêu)\b")
_FILLER = re.compile(
    r"(?:ban hành|kế hoạch|báo cáo|thực hiện|hoàn thành|tổ chức|triển khai|trình|dự kiến|định kỳ|"
    r"thời gian|thời hạn|(?:lần|đợt|bước|giai đoạn) \d+|năm nay|và|trong|vào|ngay|là|của|theo|từ|"
    r"đến|cuối|đầu|giữa|khoảng|bắt đầu|kết thúc|xong|gửi|[ ,:()\"“”'-])*"
)


@dataclass(frozen=True, slots=True)
class When:
    """What some words mean; all empty when they say nothing of time."""

    start: dt.date | None = None
    end: dt.date | None = None
    recurrence: str | None = None  # CONTINUOUS or an RRULE value of RFC 5545
    months: tuple[str, ...] = ()  # YYYY-MM in which the task is due
    condition: str | None = None  # the words on which the time depends
    rest: str | None = None  # the words that were not understood
    doubts: tuple[str, ...] = ()  # contradictions, in Vietnamese


def parse_when(words: str, *, issued: dt.date | None = None, year: int | None = None) -> When:
    """Understand words of time; `year` (else the year of issue) completes dates without one.

    What comes back every year in months that it names is given the dates of its first occurrence
    that ends on the day of issue or after it.
    """
    text = normalise(words)
    year = year or (issued.year if issued else None)
    clauses = [each.strip(" ,.") for each in _CLAUSE_END.split(text)]
    read = read_clauses(clauses, year)
    draft = _Draft(year)
    for clause, expressions in zip(clauses, read, strict=True):
        _add_clause(draft, clause, expressions)
    when = _join_spans(draft, text)
    return _find_first(when, draft, issued) if issued else when


def when_of_section(section: str, year: int | None) -> When:
    """Understand headings that are nothing but a period; the innermost one counts."""
    when = When()
    for heading in section.split(" › "):
        if LUNAR.search(simplify(heading)):
            continue
        bare = re.sub(r"\([^)]*\)", "", heading)
        bare = re.sub(r"^\s*(?:[IVX]+|\d+)[. )]+(?=\S)", "", bare).strip(" :.")
        match list(read_expressions(simplify(bare))):
            case [PeriodExpression(begin=0, end=end) as only] if end == len(bare):
                when = replace(parse_when(bare, year=year), rest=None)
                year = only.written_year or year
    return when


def years_of_title(title: str) -> frozenset[int]:
    """Give the years of which a title says that the document is about them."""
    text = simplify(normalise(title))
    found = () if _GOAL.search(text) else _TITLED.finditer(text)
    return frozenset(int(each["year"]) for each in found if each["year"])


def document_day(plan: Plan) -> dt.date | None:
    """Give the day from which a document counts: of issue, else the first that its printed part allows."""
    if plan.issued:
        return plan.issued
    printed = _ISSUED.search(normalise(plan.issued_text or "").lower())
    year, month = (printed["year"], printed["month"]) if printed else (plan.year, None)
    try:
        return dt.date(int(year or 0), int(month or 1), 1)  # a plan in the making may lack its year
    except ValueError:
        return None


def as_json(when: When) -> dict[str, Any]:
    """Give the fields that `build.py when` prints."""
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in asdict(when).items()
        if name != "doubts"
    }


# ---- meaning -------------------------------------------------------------------------------------

_CONTRADICTION = "các thời gian trái nhau"


@dataclass(frozen=True, slots=True)
class _Span:
    """A period in the calendar; an open side is None."""

    clause: int
    start: dt.date | None
    end: dt.date | None
    months: tuple[str, ...] = ()
    deadline: bool = False
    precision: str = ""

    def holds(self, other: "_Span") -> bool:
        """Tell whether another period lies in this one."""
        if not (self.start and self.end and other.start and other.end):
            return False
        return self.start <= other.start <= other.end <= self.end


@dataclass(slots=True)
class _Draft:
    """What was understood so far, clause by clause."""

    plan_year: int | None
    clauses: int = 0
    recurrence: str | None = None
    deadline: bool = False  # what comes back is only bounded by its days, as "trước ngày 15/11"
    spans: list[_Span] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def _add_clause(draft: _Draft, clause: str, expressions: list[Expression]) -> None:
    """Add what one clause says, and what of it was not understood."""
    draft.clauses += 1
    rules = [each.value for each in expressions if each.kind == "recurrence"]
    rule = next((each for each in rules if each != CONTINUOUS), CONTINUOUS if rules else None)
    comes = _Coming()
    understood = [each for each in expressions if _add(draft, each, clause, rule, comes)]
    draft.rest += _leftovers(clause, understood)
    rule = comes.narrow(rule)
    if draft.recurrence in (None, CONTINUOUS):
        draft.recurrence = rule or draft.recurrence
        draft.deadline = comes.deadline
    elif rule and rule.startswith(f"{draft.recurrence};BY"):
        draft.recurrence, draft.deadline = rule, comes.deadline
    elif rule and rule != CONTINUOUS and not (draft.recurrence or "").startswith(rule):
        draft.rest.append(clause)


def _add(
    draft: _Draft, expression: Expression, clause: str, rule: str | None, comes: "_Coming"
) -> bool:
    """Add what one expression says; False when it says nothing here."""
    words = clause[expression.begin : expression.end].strip(" ,")
    if isinstance(expression, PeriodExpression):
        if rule == YEARLY and not expression.written_year:
            if not {*expression.period.months, *expression.last.months} <= set(range(1, 13)):
                draft.doubts.append(f"“{words}” không có trong lịch")
            return comes.add(*_come_back(expression), expression.bound in ("before", "until"))
        return _add_period(draft, expression, words)
    match expression.kind:
        case "condition":
            draft.conditions.append(words)
        case "recurrence":
            return expression.value in (rule, CONTINUOUS)
        case "monthday" if rule == MONTHLY:
            comes.days.add(int(expression.value))
        case _:  # a reference, or a day of no month
            return False
    return True


@dataclass(slots=True)
class _Coming:
    """The months, and the days in them, in which something comes back."""

    months: set[int] = field(default_factory=set)
    days: set[int] = field(default_factory=set)
    deadline: bool = False  # the days bound it

    def add(self, months: set[int], days: set[int], deadline: bool) -> bool:
        """Add months with their days; False when there are none, or other days than those known."""
        if not months:
            return False
        if self.months and self.days != days:
            if not (_are_last(self.months, self.days) and _are_last(months, days)):
                return False
            self.days = days = {-1}
        self.months |= months
        self.days, self.deadline = days, deadline
        return True

    def narrow(self, rule: str | None) -> str | None:
        """Add the months and days to a rule."""
        for name, numbers in (("BYMONTH", self.months), ("BYMONTHDAY", self.days)):
            if rule and numbers:
                rule += f";{name}={','.join(map(str, sorted(numbers)))}"
        return rule


def _are_last(months: set[int], days: set[int]) -> bool:
    """Tell whether days are the last of each of their months, as 30/6 and 31/12; February has none."""
    lasts = [{calendar.monthrange(2025, month)[1]} for month in months if month != 2]
    return days == {-1} or lasts == [days] * len(months)


def _come_back(period: PeriodExpression) -> tuple[set[int], set[int]]:
    """Give the months and days in which a period comes back every year; none when it cannot."""
    first, last = period.period, period.last
    try:
        _ = first.dates(2024), last.dates(2024)
    except ValueError:
        return set(), set()
    if period.bound in ("since", "after"):
        return set(), set()
    if period.bound == "before":
        day = first.days[0] - 1 if first.days else 0
        return {first.months[0] if day else first.months[0] - 1 or 12}, {day or -1}
    if period.bound == "until" and not first.days:
        return {first.months[-1]}, set()
    if period.upto:
        return set(range(first.months[0], last.months[-1] + 1)), set()
    return set(first.months), set(first.days)


def _add_period(draft: _Draft, period: PeriodExpression, words: str) -> bool:
    """Add a period to the calendar; False when it has no place there."""
    if period.year is None:
        return False
    try:
        start, _ = period.period.dates(period.year)
        _, end = period.last.dates(period.year)
        span = _span(period, start, end, draft.clauses)
    except (ValueError, OverflowError):
        draft.doubts.append(f"“{words}” không có trong lịch")
        return False
    plan_year = draft.plan_year or period.year
    if end < start:
        draft.doubts.append(f"“{words}” kết thúc trước khi bắt đầu")
        return False
    if not (plan_year - 1 <= end.year and start.year <= plan_year + 30):
        draft.doubts.append(f"“{words}” xa năm {plan_year} của văn bản")
    last = draft.spans[-1] if draft.spans else None
    if not (last and last.clause == span.clause and INSIDE.fullmatch(period.gap)):
        draft.spans.append(span)
    elif last.holds(span):  # "Quý III (tháng 9)": the narrower one is meant
        draft.spans[-1] = span
    elif not span.holds(last):
        # "tháng 7 quý IV", but not "tháng 12/2025 tháng 01/2026"
        other = "," not in period.gap and last.precision != span.precision
        if ("(" in period.gap or other) and None not in (
            last.start,
            last.end,
            span.start,
            span.end,
        ):
            draft.doubts.append(_CONTRADICTION)
        draft.spans.append(span)
    return True


def _span(period: PeriodExpression, start: dt.date, end: dt.date, clause: int) -> _Span:
    """Place a period in the calendar as its bound says, with the months in which it is due."""
    precise = period.last.precision
    match period.bound:
        case "before" | "until":
            last = start - dt.timedelta(1) if period.bound == "before" else end
            due = (f"{last:%Y-%m}",) if precise in ("day", "month") else ()
            return _Span(clause, None, last, due, True, precise)
        case "since":
            return _Span(clause, start, None)
        case "after":
            return _Span(clause, end + dt.timedelta(1), None)
    months = tuple[str, ...]()
    if precise == "month" and not period.upto:
        months = tuple(f"{start.year}-{month:02}" for month in period.period.months)
    elif precise == "day" or (start.year, start.month) == (end.year, end.month):
        months = (f"{end:%Y-%m}",)
    return _Span(clause, start, end, months, precision=precise)


def _join_spans(draft: _Draft, text: str) -> When:
    """Join the periods of all clauses into one, or doubt that they agree."""
    spans: list[_Span] = []
    for span in draft.spans:
        begun = [each.start for each in spans if each.start]
        if span.deadline and begun and not spans[-1].deadline:
            if span.end and min(begun) <= span.end:  # it bounds what stands before it
                spans = [e if e.deadline else replace(e, end=None, months=()) for e in spans]
            elif span.clause == spans[-1].clause:
                draft.doubts.append(_CONTRADICTION)
        spans.append(span)
    start = min((each.start for each in spans if each.start), default=None)
    end = max((each.end for each in spans if each.end), default=None)
    if start and any(each.end and each.end < start for each in spans):
        start = None  # a part of the task ends before the dated beginning
    if end and any(each.start and each.start > end for each in spans):
        end = None  # a part of it goes on after the dated end
    months = tuple(sorted({month for each in spans for month in each.months}))
    condition, rest = "; ".join(draft.conditions) or None, "; ".join(draft.rest) or None
    if _CONTRADICTION in draft.doubts:
        start, end, months, rest = None, None, (), text
    return When(start, end, draft.recurrence, months, condition, rest, tuple(draft.doubts))


def _find_first(when: When, draft: _Draft, issued: dt.date) -> When:
    """Give a yearly time the dates of its first occurrence; a period of years bounds it."""
    rule, since = when.recurrence, issued
    match draft.spans:
        case []:
            pass
        case [_Span(precision="year", start=start, end=end)] if start and end and end > issued:
            rule, since = f"{rule};UNTIL={end:%Y%m%d}", max(start, issued)
        case _:
            return when
    yearly = read_yearly(rule)
    if yearly is None or not (days := yearly.first_since(since)):
        return when
    return replace(
        when,
        start=None if draft.deadline else days[0],
        end=days[1],
        recurrence=rule,
        months=months_of(days),
    )


def _leftovers(clause: str, understood: list[Expression]) -> list[str]:
    """List the words of a clause that were not understood and may speak of time."""
    read, found, at = simplify(clause), [], 0
    for each in [*understood, Expression("", len(clause), len(clause))]:
        plain = REFERENCE.sub("", read[at : each.begin]) if understood else read
        timely, filler = _TIMELY.search(plain), _FILLER.fullmatch(plain)
        if (timely and not filler) if understood else (timely or not filler):
            words = clause[at : each.begin].strip(" ,.:")
            whole = words.count("(") == words.count(")")
            found.append(words if whole else words.strip("() ,.:"))
        at = each.end
    return found
