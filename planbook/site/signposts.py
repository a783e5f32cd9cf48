"""Turn the addresses of a site into the files that tell machines where things are.

Robots, sitemap and security contact: nothing here reads a clock, for `today` is an argument.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from planbook.model import Book, Files, Site
from planbook.site.pages import NOT_FOUND, address_of

SECURITY = ".well-known/security.txt"
SITEMAP = "sitemap.xml"
MOST_URLS = 50_000  # that the protocol of sitemaps allows in one file
VALID_DAYS = 180  # RFC 9116 asks for less than a year; the site is built anew every morning


def signposts(paths: Iterable[str], site: Site, today: dt.date) -> Files:
    """Yield robots.txt, sitemap.xml and security.txt for the HTML pages among the files of a site."""
    yield "robots.txt", _robots(site).encode()
    yield from _sitemaps((address_of(path) for path in paths if path.endswith(".html")), site)
    yield SECURITY, _security(site, today).encode()


def _robots(site: Site) -> str:
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.url}{SITEMAP}\n"


def _sitemaps(addresses: Iterable[str], site: Site) -> Files:
    """List every page but the one that says that there is none, in the order of the alphabet.

    More pages than one file may hold are listed in several, and those in sitemap.xml.
    """
    pages = sorted(set(addresses) - {NOT_FOUND})
    if len(pages) <= MOST_URLS:
        yield SITEMAP, _locations("urlset", "url", pages, site)
        return
    parts = {
        f"sitemap-{number}.xml": pages[at : at + MOST_URLS]
        for number, at in enumerate(range(0, len(pages), MOST_URLS), start=1)
    }
    yield SITEMAP, _locations("sitemapindex", "sitemap", parts, site)
    for path, some in parts.items():
        yield path, _locations("urlset", "url", some, site)


def _locations(root: str, entry: str, addresses: Iterable[str], site: Site) -> bytes:
    entries = "".join(
        f"<{entry}><loc>{escape(site.url + address)}</loc></{entry}>\n" for address in addresses
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}</{root}>\n"
    ).encode()


def _security(site: Site, today: dt.date) -> str:
    """Say how to report a weakness (RFC 9116): in private where there is a repository."""
    contacts = [f"{site.url}about/"]
    if site.repository:
        contacts.insert(0, f"{site.repository}/security/advisories/new")
    lines = [
        "# Báo lỗ hổng bảo mật của trang này. Cảm ơn bạn.",
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {today + dt.timedelta(VALID_DAYS)}T00:00:00Z",
        "Preferred-Languages: vi, en",
        f"Canonical: {site.url}{SECURITY}",
    ]
    return "\n".join(lines) + "\n"


def describe_build(
    book: Book, commit: str | None, data_date: dt.date | None, digests: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield build.json: what was built from what, with the SHA-256 of every other file."""
    counted = ("plans", "tasks", "adjustments", "units", "people")
    told = {
        "commit": commit,
        "data_date": data_date.isoformat() if data_date else None,
        "counts": {name: len(getattr(book, name)) for name in counted},
        "files": dict(sorted(digests.items())),
    }
    yield "build.json", json.dumps(told, ensure_ascii=False, indent=1)
