"""Turn the book and its changes into calendars (iCalendar) and feeds (Atom) beside the pages.

Moments come from the history of the data, never from a clock; hostile text stays text.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from types import ModuleType
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from planbook.history.compare import KINDS, Change, Kind, find_url
from planbook.model import STATUSES, UNREPORTED, Book, Person, Plan, Site, Task, Unit
from planbook.open_data.exports import NOT_XML
from planbook.vietnamese.wording import name_period, name_recurrence, tell_when

UNKNOWN = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)  # the moment of data that has no history
SPAN_DAYS = 7  # a period that is longer is shown on its last day only
ENTRIES = 100  # of the newest changes in a feed

_ATOM = "http://www.w3.org/2005/Atom"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
Record = Unit | Person | Plan


# ── calendars ───────────────────────────────────────────────────────────────────────────────────


def calendars(
    book: Book, site: Site, changes: Sequence[Change] = (), moment: dt.datetime = UNKNOWN
) -> Iterator[tuple[str, bytes]]:
    """Yield tasks.ics for each unit, person and plan: one entry per task that has an `end`.

    An entry is a VEVENT, because the calendars that people subscribe with (Google, Outlook,
    phones) show no VTODO of a subscription. It lasts all day and keeps nobody busy. A period of up
    to a week is shown day by day; a longer one on its last day, as what is due, for thirty bars
    through a whole month would hide each other. `moment` dates what the changes do not tell.
    """
    stamps = _date_tasks(changes)
    events = {
        task.id: _event(task, task.end, book, site, *stamps.get(task.id, (moment, 0)))
        for task in book.tasks
        if task.end
    }
    for record, name, tasks in _list_calendars(book):
        head, *end = _calendar(record, name, site).rpartition(b"END:VCALENDAR")
        body = (events[task.id] for task in tasks if task.id in events)
        yield f"{record.url}tasks.ics", b"".join((head, *body, *end))


def _list_calendars(book: Book) -> Iterator[tuple[Record, str, Iterable[Task]]]:
    """List who has a calendar, with its name and its tasks in document order."""
    places: dict[tuple[type, str], dict[str, Task]] = {}
    for task in book.tasks:
        keys: list[tuple[type, str]] = [(Plan, task.plan)]
        keys += [(Unit, id) for id in task.lead + task.support]
        keys += [(Person, id) for id in task.leaders]
        for key in keys:
            places.setdefault(key, {})[task.id] = task
    for plan in book.plans:
        yield plan, plan.short, places.get((Plan, plan.slug), {}).values()
    for unit in book.units:
        yield unit, unit.short, places.get((Unit, unit.id), {}).values()
    for person in book.people:
        yield person, person.name, places.get((Person, person.id), {}).values()


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


@cache
def _ical() -> ModuleType:
    """Import the library of calendars, which takes longer than most commands, when it is needed."""
    import icalendar

    return icalendar


def _calendar(record: Record, name: str, site: Site) -> bytes:
    """Write an empty calendar; its time zone makes it valid even when it has no entry."""
    ical = _ical()
    title = f"Nhiệm vụ: {name}"
    calendar = ical.Calendar()
    calendar.add("prodid", f"-//{urlsplit(site.url).hostname}//planbook//VI")
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
    return calendar.to_ical()


def _event(
    task: Task, due: dt.date, book: Book, site: Site, time: dt.datetime, sequence: int
) -> bytes:
    """Write one entry; the library's Event class would take ten times as long."""
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
    return _ical().vText(_CONTROL.sub("", text)).to_ical().decode()


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


@cache
def _recurrence(rule: str, first: dt.date) -> str | None:
    """Write a rule that holds from the first day on, or nothing where it cannot.

    The understood rule may only name months ("Quý II hàng năm"): then the last day of the last
    month is meant. A rule that does not fall on the first day itself has no meaning (RFC 5545).
    """
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
    try:
        return _ical().vRecur.from_ical(";".join(map("=".join, parts.items()))).to_ical().decode()
    except ValueError:
        return None


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


# ── feeds ───────────────────────────────────────────────────────────────────────────────────────


def feeds(
    book: Book, site: Site, changes: Sequence[Change], moment: dt.datetime = UNKNOWN
) -> Iterator[tuple[str, bytes]]:
    """Yield feed.atom for everything and for each unit, person and plan.

    `changes` are newest first; `moment` dates a feed that has none.
    """
    entries = [(change, _entry(change, book, site)) for change in changes]
    yield "feed.atom", _feed("", site.name, [entry for _, entry in entries], site, moment)
    for record, name, concerns in _list_feeds(book):
        found = [entry for change, entry in entries if concerns(change)]
        title = f"{name} – {site.name}"
        yield f"{record.url}feed.atom", _feed(record.url, title, found, site, moment)


def _list_feeds(book: Book) -> Iterator[tuple[Record, str, Callable[[Change], bool]]]:
    """List who has a feed, with its name and what belongs in it."""
    for plan in book.plans:
        yield plan, plan.short, lambda change, id=plan.slug: id in change.plans
    for unit in book.units:
        yield unit, unit.short, lambda change, id=unit.id: id in change.units
    for person in book.people:
        yield person, person.name, lambda change, id=person.id: id in change.people


def _feed(
    address: str, title: str, entries: Sequence[ET.Element], site: Site, moment: dt.datetime
) -> bytes:
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "vi"})
    moments = [entry.findtext("updated", "") for entry in entries]
    _add(feed, "id", _tag(site, f"{address}feed.atom"))
    _add(feed, "title", f"Thay đổi: {title}")
    _add(feed, "updated", max(moments, default=_rfc3339(moment)))
    _add(_add(feed, "author"), "name", site.name)
    here = f"{site.url}{address}feed.atom"
    _add(feed, "link", rel="self", type="application/atom+xml", href=here)
    _add(feed, "link", rel="alternate", type="text/html", href=site.url + (address or "changes/"))
    feed.extend(entries[:ENTRIES])
    ET.indent(feed)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(change: Change, book: Book, site: Site) -> ET.Element:
    what = change.ids[0] if len(change.ids) == 1 else "+".join(change.plans) or "all"
    place = f"changes/{change.commit[:12]}/{change.kind}/{change.record}/{what}"
    page = site.url + (find_url(change, book) or "changes/")
    entry = ET.Element("entry")
    _add(entry, "id", _tag(site, place))
    _add(entry, "title", change.headline)
    _add(entry, "updated", _rfc3339(change.time))
    _add(entry, "link", rel="alternate", type="text/html", href=page)
    _add(entry, "category", term=change.kind, label=KINDS[change.kind])
    _add(entry, "content", _show_cells(change), type="html")
    return entry


def _show_cells(change: Change) -> str:
    """Write a change as HTML for feed readers: each cell, from what to what."""
    items = "".join(
        f"<li>{escape(cell.label)}: <del>{escape(cell.before or 'để trống')}</del>"
        f" → <ins>{escape(cell.after or 'để trống')}</ins></li>"
        for cell in change.cells
    )
    return f"<p>{escape(change.headline)}</p>" + (f"<ul>{items}</ul>" if items else "")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, name, attributes)
    child.text = NOT_XML.sub("", text) if text else None
    return child


def _tag(site: Site, what: str) -> str:
    """Make an id that outlives a change of the site's address scheme (RFC 4151)."""
    return f"tag:{urlsplit(site.url).hostname},2025:{what}"


def _rfc3339(time: dt.datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"
