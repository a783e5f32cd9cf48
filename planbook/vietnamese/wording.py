"""Say periods, rules and timing in Vietnamese words, and compare a period with a day.

What a document prints is never reworded; these are the words for what was understood of it.
"""

import calendar
import datetime as dt
from dataclasses import dataclass

from planbook.model import Plan, Task


@dataclass(frozen=True, slots=True)
class Timing:
    """How a period lies to a day; it tells nothing about the work done."""

    kind: str  # ahead, running, past, unknown
    label: str


def tell_timing(task: Task, today: dt.date) -> Timing:
    """Compare the understood period of a task with a day."""
    if task.end is None:
        return Timing("unknown", f"không tính được hạn, vì {_tell_why_untimed(task)}")
    if today > task.end:
        return Timing("past", "đã qua thời hạn")
    if task.start and today < task.start:
        return Timing("ahead", "chưa đến hạn")
    return Timing("running", "trong hạn")


def _tell_why_untimed(task: Task) -> str:
    if task.condition == task.when_text and task.condition:
        return "còn tùy điều kiện"  # the words stand right beside
    if task.condition:
        return f"còn tùy điều kiện “{task.condition}”"
    if task.recurrence == "continuous":
        return "là việc thường xuyên"
    if task.recurrence:
        return "là việc lặp lại theo kỳ"
    if task.when_rest:
        return f"phần mềm chưa hiểu “{task.when_rest}”"
    if task.start:
        return "văn bản không ghi ngày kết thúc"
    return "văn bản không ghi thời gian"


def tell_when(task: Task, plan: Plan) -> str:
    """Tell the time of a task in the document's words, or where the document put it."""
    if task.when_text:
        return task.when_text
    if task.inherited and plan.period_text:
        return plan.period_text
    return ", ".join(map(name_month, task.months)) or (name_period(task.start, task.end) or "")


def name_month(month: str) -> str:
    """Write 2025-07 as Tháng 7/2025."""
    return f"Tháng {int(month[5:])}/{month[:4]}"


def name_period(start: dt.date | None, end: dt.date | None) -> str | None:
    """Name a period by the month, quarter, half or year that it fills, else by its two days."""
    if end is None:
        return f"từ {start:%d/%m/%Y}" if start else None
    if start is None:
        return f"đến {end:%d/%m/%Y}"
    last = calendar.monthrange(end.year, end.month)[1]
    if start.day == 1 and end.day == last and start.year == end.year:
        first, length = start.month, end.month - start.month + 1
        if length == 12:
            return f"Năm {start.year}"
        if length == 6 and first in (1, 7):
            return f"6 tháng {'đầu' if first == 1 else 'cuối'} năm {start.year}"
        if length == 3 and first in (1, 4, 7, 10):
            return f"Quý {('I', 'II', 'III', 'IV')[first // 3]}/{start.year}"
        if length == 1:
            return f"Tháng {first}/{start.year}"
        return f"Tháng {first}–{end.month}/{start.year}"
    if start == end:
        return f"ngày {start:%d/%m/%Y}"
    return f"{start:%d/%m/%Y} – {end:%d/%m/%Y}"


def name_recurrence(rule: str) -> str:
    """Write an RFC 5545 rule, or `continuous`, in words."""
    if rule == "continuous":
        return "Thường xuyên, liên tục"
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    every = int(parts.get("INTERVAL", "1")) if parts.get("INTERVAL", "1").isdigit() else 1
    words = {
        ("YEARLY", 1): "Hằng năm",
        ("MONTHLY", 1): "Hằng tháng",
        ("MONTHLY", 3): "Hằng quý",
        ("MONTHLY", 6): "Sáu tháng một lần",
        ("WEEKLY", 1): "Hằng tuần",
        ("DAILY", 1): "Hằng ngày",
    }.get((parts.get("FREQ", ""), every), f"Lặp lại theo quy tắc {rule}")
    months, day = parts.get("BYMONTH"), parts.get("BYMONTHDAY")
    if months and day and "," not in months:
        return f"{words}, ngày {day}/{months}"
    if months:
        return f"{words}, tháng {months.replace(',', ', ')}"
    return f"{words}, ngày {day}" if day else words
