"""Robots, sitemap and security contact of a site."""

import datetime as dt
from itertools import chain
from xml.etree import ElementTree

import pytest

from planbook.model import Site
from planbook.site.pages import path_of
from planbook.site.signposts import MOST_URLS, SECURITY, signposts

SITE = Site("Kế hoạch", "https://example.vn/ke-hoach/", "https://example.vn/kho", "main")
TODAY = dt.date(2025, 11, 10)
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def make(addresses=(), site=SITE, today=TODAY) -> dict[str, str]:
    """Read what is yielded for the pages at some addresses as texts by path."""
    paths = map(path_of, addresses)
    return {path: content.decode() for path, content in signposts(paths, site, today)}


def locations(addresses) -> list[str]:
    """Read the sitemap back with an XML parser."""
    tree = ElementTree.fromstring(make(addresses)["sitemap.xml"])
    return [each.text for each in tree.iter(LOC)]


def security(**changes) -> dict[str, list[str]]:
    """Read security.txt back as {field: values}."""
    fields: dict[str, list[str]] = {}
    for line in make(**changes)[SECURITY].splitlines():
        if not line.startswith("#"):
            name, value = line.split(": ", 1)
            fields.setdefault(name, []).append(value)
    return fields


def test_the_sitemap_lists_every_page_but_404():
    """Each address is listed once, absolute, whatever the order it came in."""
    expected = ["https://example.vn/ke-hoach/" + each for each in ("", "tasks/a/", "units/")]
    assert locations(["units/", "404.html", "", "tasks/a/", "units/"]) == expected
    assert locations(["tasks/a/", "", "units/"]) == expected


def test_the_sitemap_keeps_strange_addresses_as_text():
    """An address cannot break the XML."""
    assert locations(["a&b/<c>/"]) == ["https://example.vn/ke-hoach/a&b/<c>/"]


def test_more_pages_than_a_sitemap_may_hold_are_listed_in_several():
    """Beyond 50,000 pages sitemap.xml lists sitemaps, and these together every page once."""
    pages = [f"tasks/{number:06}/" for number in range(MOST_URLS + 1)]
    files = make(pages)
    parts = [each.removeprefix(SITE.url) for each in locations(pages)]
    listed = [
        [each.text for each in ElementTree.fromstring(files[part]).iter(LOC)] for part in parts
    ]
    assert [len(each) for each in listed] == [MOST_URLS, 1]
    assert sorted(chain.from_iterable(listed)) == [SITE.url + page for page in pages]
    assert ElementTree.fromstring(files["sitemap.xml"]).tag.endswith("}sitemapindex")


def test_robots_may_read_all_and_find_the_sitemap():
    """Nothing is forbidden, and the sitemap's address is absolute."""
    assert make()["robots.txt"].split("\n") == [
        "User-agent: *",
        "Allow: /",
        "",
        "Sitemap: https://example.vn/ke-hoach/sitemap.xml",
        "",
    ]


@pytest.mark.parametrize(
    "today", [dt.date(2025, 1, 1), dt.date(2024, 2, 29), dt.date(2025, 12, 31)]
)
def test_security_txt_expires_within_a_year(today):
    """The contact is good for a time to come, and for less than a year."""
    (expires,) = security(today=today)["Expires"]
    left = dt.datetime.fromisoformat(expires).date() - today
    assert dt.timedelta(30) < left < dt.timedelta(365)


def test_security_txt_has_the_fields_of_rfc_9116():
    """The contact is an address that can be followed, private where it can be."""
    fields = security()
    assert fields.keys() == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    assert fields["Contact"] == [
        "https://example.vn/kho/security/advisories/new",
        "https://example.vn/ke-hoach/about/",
    ]
    assert fields["Canonical"] == ["https://example.vn/ke-hoach/.well-known/security.txt"]


def test_without_a_repository_the_contact_is_the_site():
    """A site whose sources are not public still has a contact."""
    alone = Site("Kế hoạch", "https://example.vn/", None, "main")
    assert security(site=alone)["Contact"] == ["https://example.vn/about/"]
