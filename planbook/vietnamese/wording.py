"""Say numbers, periods, rules and timing in Vietnamese words, and compare a period with a day.

What a document prints is never reworded; these are the words for what was understood of it.
"""

import calendar
import datetime as dt
from dataclasses import dataclass

from planbook.model import SETTLED, Plan, Task, Yearly, is_settled, yearly_rule


@dataclass(frozen=True, slots=True)
class Timing:
    """How a period lies to a day; it tells nothing about the work done."""

    kind: str  # ahead, running, past; yearly, waiting, settled or unknown where no one day decides
    label: str  # empty where there is nothing to say

    @property
    def dated(self) -> bool:
        """Tell whether the label follows from the period and the day alone."""
        return self.kind in _TIMINGS


def tell_timing(task: Task, today: dt.date) -> Timing:
    """Compare the understood period of a task with a day.

    What was reported as done, dropped or moved has no deadline any more; what waits for something
    is never past; what comes back every year, done before or not, is told by its next time.
    """
    rule = yearly_rule(task)
    if is_settled(task):
        return Timing("settled", "")
    if task.condition:
        # The words may stand right beside.
        same = task.condition == task.when_text
        return Timing("waiting", "Chờ điều kiện này" if same else f"Chờ: {task.condition}")
    if task.end is None:
        return Timing("unknown", _tell_why_untimed(task))
    start, end = next_days(task.start, task.end, rule, today)
    kind = "past" if today > end else "ahead" if start and today < start else "running"
    if kind != "past" and rule:
        near = "lần này" if start and kind == "running" else "lần tới"
        time = f"{near} {name_period(start, end)}" if start else f"hạn tới {end:%d/%m/%Y}"
        return Timing("yearly", f"Hằng năm, {time}")
    if task.status in SETTLED:
        return Timing("settled", "")
    return Timing(kind, _TIMINGS[kind])


_TIMINGS = {"past": "đã qua thời hạn", "ahead": "chưa đến hạn", "running": "trong hạn"}


def next_days(
    start: dt.date | None, end: dt.date, rule: Yearly | None, today: dt.date
) -> tuple[dt.date | None, dt.date]:
    """Give a period, or of its yearly occurrences the next that has not passed, else the last."""
    days = start, end
    if end < today and rule:
        for first, last in rule.after(end, today.year + rule.interval):
            days = start and first, last
            if last >= today:
                break
    return days


def _tell_why_untimed(task: Task) -> str:
    if task.recurrence == "continuous":
        return "Việc thường xuyên, không có hạn"
    if task.recurrence:
        return f"{name_recurrence(task.recurrence)}, không ghi hạn"
    if task.when_rest:
        return f"Không rõ hạn: “{task.when_rest}”"
    if task.start:
        return "Không ghi ngày kết thúc"
    return "Không ghi thời hạn"


def tell_when(task: Task, plan: Plan) -> str:
    """Tell the time of a task in the document's words, or where the document put it."""
    if task.when_text:
        return task.when_text
    if task.inherited and plan.period_text:
        return plan.period_text
    return ", ".join(map(name_month, task.months)) or (name_period(task.start, task.end) or "")


def show_number(number: int) -> str:
    """Write a number with dots between thousands: 1.234."""
    return f"{number:,}".replace(",", ".")


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
    if day == "-1":
        day = "cuối"
    if months and day and "," not in months:
        words += f", ngày cuối tháng {months}" if day == "cuối" else f", ngày {day}/{months}"
    elif months:
        words += f", tháng {months.replace(',', ', ')}"
    elif day:
        words += f", ngày {day}"
    return f"{words}, đến năm {until[:4]}" if (until := parts.get("UNTIL")) else words
