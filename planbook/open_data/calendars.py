"""Turn the tasks into calendars (iCalendar) beside the pages of units, people and plans.

Moments come from the history of the data, never from a clock; hostile text stays text.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from planbook.history.compare import Change, Kind
from planbook.model import (
    STATUSES,
    UNREPORTED,
    Book,
    Files,
    Person,
    Plan,
    Site,
    Task,
    Unit,
    Yearly,
    read_yearly,
)
from planbook.vietnamese.wording import name_period, name_recurrence, tell_when

SPAN_DAYS = 7  # a period that is longer is shown on its last day only

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
Record = Unit | Person | Plan


def export_calendars(
    book: Book, site: Site, changes: Sequence[Change] = (), moment: dt.datetime | None = None
) -> Files:
    """Yield tasks.ics for each unit, person and plan: one entry per task that has an `end`.

    Beside the page of each such task the same entry stands alone, as task.ics.

    An entry is a VEVENT, because the calendars that people subscribe with (Google, Outlook,
    phones) show no VTODO of a subscription. It lasts all day and keeps nobody busy. A period of up
    to a week is shown day by day; a longer one on its last day, as what is due, for thirty bars
    through a whole month would hide each other. `moment` dates what the changes do not tell.
    """
    stamps = _date_tasks(changes)
    undated = (moment or site.beginning, 0)
    events = {
        task.id: _event(task, task.end, book, site, *stamps.get(task.id, undated))
        for task in book.tasks
        if task.end
    }
    for record, name, tasks in _list_calendars(book):
        head, *end = _calendar(record, name, site).rpartition(b"END:VCALENDAR")
        body = (events[task.id] for task in tasks if task.id in events)
        yield f"{record.url}tasks.ics", b"".join((head, *body, *end))
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_name_maker(site)}", "METHOD:PUBLISH")
    before, after = b"".join(map(fold_line, lines)), fold_line("END:VCALENDAR")
    for task in book.tasks:
        if task.id in events:
            yield f"{task.url}task.ics", before + events[task.id] + after


def _list_calendars(book: Book) -> Iterator[tuple[Record, str, Sequence[Task]]]:
    """List who has a calendar, with its name and its tasks in document order."""
    for plan in book.plans:
        yield plan, book.plan_names[plan.slug], book.tasks_of.get(plan.slug, ())
    for unit in book.units:
        yield unit, book.unit_names[unit.id], book.tasks_led_or_supported_by.get(unit.id, ())
    for person in book.people:
        yield person, person.name, book.tasks_directed_by.get(person.id, ())


def _date_tasks(changes: Sequence[Change]) -> Mapping[str, tuple[dt.datetime, int]]:
    """Tell when each task last changed and how often since it came; `changes` are newest first."""
    stamps: dict[str, tuple[dt.datetime, int]] = {}
    counted: set[tuple[str, str]] = set()
    for change in reversed(changes):
        for id in change.ids if change.record == "task" else ():
            if (id, change.commit) not in counted:
                counted.add((id, change.commit))
                revised = id in stamps or change.kind is not Kind.ADDED
                stamps[id] = change.time, stamps.get(id, (None, 0))[1] + revised
    return stamps


def _name_maker(site: Site) -> str:
    return f"-//{urlsplit(site.url).hostname}//planbook//VI"


def _calendar(record: Record, name: str, site: Site) -> bytes:
    """Write an empty calendar; its time zone makes it valid even when it has no entry."""
    import icalendar as ical  # takes longer than most commands, which do not need it

    title = f"Nhiệm vụ: {name}"
    calendar = ical.Calendar()
    calendar.add("prodid", _name_maker(site))
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-caldesc", site.name)
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("refresh-interval", dt.timedelta(days=1), {"value": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    calendar.add("url", site.url + record.url)
    zone, standard = ical.Timezone(), ical.TimezoneStandard()
    zone.add("tzid", "Asia/Ho_Chi_Minh")
    standard.add("dtstart", dt.datetime(1975, 6, 13))
    standard.add("tzoffsetfrom", dt.timedelta(hours=7))
    standard.add("tzoffsetto", dt.timedelta(hours=7))
    zone.add_component(standard)
    calendar.add_component(zone)
    written: bytes = calendar.to_ical()
    return written


def _event(
    task: Task, due: dt.date, book: Book, site: Site, time: dt.datetime, sequence: int
) -> bytes:
    """Write one entry; docs/decisions/0009-calendar-entries.md says why not by the library's class."""
    first, last = _days(task.start, due)
    rule = _recurrence(task.recurrence, first) if task.recurrence else None
    categories = (_ical_text(book.unit[id].short) for id in task.lead)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{task.id}@{urlsplit(site.url).hostname}",
        f"DTSTAMP:{time:%Y%m%dT%H%M%SZ}",
        f"LAST-MODIFIED:{time:%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{sequence}",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + dt.timedelta(days=1):%Y%m%d}",
        f"RRULE:{rule}" if rule else "",
        f"SUMMARY:{_ical_text(task.task)}",
        f"DESCRIPTION:{_ical_text(_describe(task, book))}",
        f"URL:{site.url}{task.url}",
        f"CATEGORIES:{','.join(categories)}" if task.lead else "",
        f"STATUS:{'CANCELLED' if task.status == 'dropped' else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return b"".join(fold_line(line) for line in lines if line)


def _days(start: dt.date | None, end: dt.date) -> tuple[dt.date, dt.date]:
    """Choose the days on which a period is shown, first and last."""
    return (start, end) if start and (end - start).days < SPAN_DAYS else (end, end)


def _ical_text(text: str) -> str:
    from icalendar import vText

    return bytes(vText(_CONTROL.sub("", text)).to_ical()).decode()


def fold_line(line: str) -> bytes:
    """Break a content line at 75 octets, never inside a character, and end it (RFC 5545, 3.1)."""
    raw = line.encode()
    pieces, start, room = [], 0, 75
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        pieces.append(raw[start:end])
        start, room = end, 74  # the space before the rest counts
    return b"\r\n ".join([*pieces, raw[start:]]) + b"\r\n"


def _recurrence(rule: str, first: dt.date) -> str | None:
    """Write a rule that holds from the first day on, or nothing where it cannot.

    The understood rule may only name months ("Quý II hàng năm"): then the last day of the last
    month is meant. A rule that does not fall on the first day itself has no meaning (RFC 5545).
    """
    if yearly := read_yearly(rule):
        return _yearly(rule, yearly, first)
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    last = (first + dt.timedelta(days=1)).day == 1
    if last and not parts.keys() & {"BYMONTHDAY", "BYDAY"}:
        if parts.get("FREQ") == "YEARLY":
            parts["BYMONTH"] = parts.get("BYMONTH", str(first.month)).split(",")[-1]
        if parts.get("FREQ") in ("YEARLY", "MONTHLY"):
            parts["BYMONTHDAY"] = "-1"
    allowed = {
        "BYMONTH": {str(first.month)},
        "BYMONTHDAY": {str(first.day), "-1"} if last else {str(first.day)},
        "BYDAY": {("MO", "TU", "WE", "TH", "FR", "SA", "SU")[first.weekday()]},
    }
    for name, days in allowed.items():
        if name in parts and not days & set(parts[name].split(",")):
            return None
    if parts.keys() - {"FREQ", "INTERVAL", "COUNT", "UNTIL", *allowed}:
        return None
    if "FREQ" not in parts or "0" in (parts.get("INTERVAL"), parts.get("COUNT")):
        return None
    from icalendar import vRecur

    try:
        return bytes(vRecur.from_ical(";".join(map("=".join, parts.items()))).to_ical()).decode()
    except ValueError:
        return None


def _yearly(rule: str, yearly: Yearly, day: dt.date) -> str | None:
    """Write a yearly rule by the day on which each of its occurrences is shown, as the first is."""
    shown = [_days(*days)[0] for days in yearly.occurrences_in(day.year)]
    months, days = sorted({each.month for each in shown}), sorted({each.day for each in shown})
    if yearly.days in ((), (-1,)):
        days = [-1]
    if day not in shown or len(shown) != len(months) * len(days):
        return None
    ends = [part for part in rule.split(";") if part.startswith(("INTERVAL", "UNTIL"))]
    by = (f"BYMONTH={','.join(map(str, months))}", f"BYMONTHDAY={','.join(map(str, days))}")
    return ";".join(["FREQ=YEARLY", *ends, *by])


def _describe(task: Task, book: Book) -> str:
    """Write what the entry's reader needs beside the task itself."""
    plan = book.plan[task.plan]
    facts = (
        ("Hạn", f"{task.end:%d/%m/%Y}"),
        ("Thời gian theo văn bản", tell_when(task, plan)),
        ("Hiểu là", name_period(task.start, task.end)),
        ("Lặp lại", name_recurrence(task.recurrence) if task.recurrence else None),
        ("Chủ trì", task.lead_text),
        ("Phối hợp", task.support_text),
        ("Sản phẩm", task.product),
        ("Lãnh đạo chỉ đạo", task.leader_text),
        ("Tình trạng", STATUSES.get(task.status or "", UNREPORTED)),
        ("Văn bản", plan.title),
        ("Đề mục", task.section),
        ("Số thứ tự", task.number),
    )
    return "\n".join(f"{label}: {text}" for label, text in facts if text)
