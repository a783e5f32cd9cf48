"""Find the days on which a yearly rule of RFC 5545 comes back, where it names its months.

An occurrence is a run of days: "Quý II hàng năm" is April to June, "tháng 3 và tháng 9" are two.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

Days = tuple[dt.date, dt.date]  # the first and the last

_NUMBERS = re.compile(r"-?\d{1,2}(?:,-?\d{1,2})*")
_LEAP_YEARS = 8  # so far apart are two 29ths of February at most


@dataclass(frozen=True, slots=True)
class Yearly:
    """A rule that names its months, and perhaps the days in them (-1 is the last)."""

    months: tuple[int, ...]
    days: tuple[int, ...] = ()
    interval: int = 1
    until: dt.date = dt.date.max

    def occurrences_in(self, year: int) -> tuple[Days, ...]:
        """List the runs of days in a year."""
        return _runs(self, year)

    def first_since(self, day: dt.date) -> Days | None:
        """Find the first occurrence that ends on a day or after it."""
        for year in range(day.year, min(day.year + _LEAP_YEARS, dt.MAXYEAR) + 1):
            for first, last in self.occurrences_in(year):
                if last >= day:
                    return (first, last) if first <= self.until else None
        return None

    def after(self, day: dt.date, until_year: int) -> Iterator[Days]:
        """Yield the occurrences after one that ends on a day, up to a year."""
        for year in range(day.year, until_year + 1):
            for first, last in self.occurrences_in(year):
                due = (year - day.year) % self.interval == 0
                if due and day < first <= self.until:
                    yield first, last


@cache
def read_yearly(rule: str | None) -> Yearly | None:
    """Read a rule such as FREQ=YEARLY;BYMONTH=4,5,6; nothing when it is another, or names no month."""
    parts = dict(part.partition("=")[::2] for part in (rule or "").split(";"))
    until = _date(parts.pop("UNTIL", "99991231"))
    interval = parts.pop("INTERVAL", "1")
    months, days = parts.pop("BYMONTH", ""), parts.pop("BYMONTHDAY", "")
    if parts != {"FREQ": "YEARLY"} or until is None or not re.fullmatch("[1-9]", interval):
        return None
    if not _NUMBERS.fullmatch(months) or (days and not _NUMBERS.fullmatch(days)):
        return None
    yearly = Yearly(_numbers(months), _numbers(days), int(interval), until)
    return yearly if yearly.occurrences_in(2024) else None


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(","))) if text else ()


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:8])
    except ValueError:
        return None


@cache
def _runs(yearly: Yearly, year: int) -> tuple[Days, ...]:
    runs: list[Days] = []
    for month in sorted({*yearly.months} & {*range(1, 13)}):
        last = calendar.monthrange(year, month)[1]
        wanted = {last if day == -1 else day for day in yearly.days or range(1, last + 1)}
        for day in sorted(wanted & {*range(1, last + 1)}):
            each = dt.date(year, month, day)
            if runs and (each - runs[-1][1]).days == 1:
                runs[-1] = runs[-1][0], each
            else:
                runs.append((each, each))
    return tuple(runs)
