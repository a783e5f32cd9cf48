"""Turn the changes of the book into Atom feeds beside the pages.

Moments come from the history of the data, never from a clock; hostile text stays text.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from planbook.history.compare import KINDS, Change, find_url
from planbook.model import Book, Files, Site, drop_forbidden

ENTRIES = 100  # of the newest changes in a feed

_ATOM = "http://www.w3.org/2005/Atom"


def export_feeds(
    book: Book, site: Site, changes: Sequence[Change], moment: dt.datetime | None = None
) -> Files:
    """Yield feed.atom for everything and for each unit, person and plan.

    `changes` are newest first; `moment` dates a feed that has none.
    """
    moment = moment or site.beginning
    entries = [_entry(change, book, site) for change in changes]
    yield "feed.atom", _feed("", site.name, entries, site, moment)
    concerning: dict[tuple[str, str], list[ET.Element]] = defaultdict(list)
    for change, entry in zip(changes, entries, strict=True):
        for name, ids in (
            ("plan", change.plans),
            ("unit", change.units),
            ("person", change.people),
        ):
            for id in ids:
                concerning[name, id].append(entry)
    owners = (
        *(("plan", plan.slug, book.plan_names[plan.slug], plan.url) for plan in book.plans),
        *(("unit", unit.id, book.unit_names[unit.id], unit.url) for unit in book.units),
        *(("person", person.id, person.name, person.url) for person in book.people),
    )
    for name, id, shown, url in owners:
        found = concerning[name, id]
        yield f"{url}feed.atom", _feed(url, f"{shown} – {site.name}", found, site, moment)


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
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


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
    child.text = drop_forbidden(text) if text else None
    return child


def _tag(site: Site, what: str) -> str:
    """Make an id that outlives a change of the site's address scheme (RFC 4151)."""
    return f"tag:{urlsplit(site.url).hostname},{site.since}:{what}"


def _rfc3339(time: dt.datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"
