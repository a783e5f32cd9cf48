"""Every built page is valid: parsed strictly, described to machines, with a picture to share."""

import json
import struct

import html5lib
import pytest

from planbook.press.settings import read_site
from planbook.site.pictures import NAME
from tests.built_site import MONTH_PAGE, address_of


@pytest.fixture(scope="module")
def url(root):
    """The address at which the site will stand."""
    return read_site(root / "mkdocs.yml").url


@pytest.fixture(scope="module")
def trees(site):
    """Every page of the site by address, with the errors that a strict parser finds."""
    trees = {}
    for place in sorted(site.rglob("*.html")):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(place.read_text(encoding="utf-8"))
        trees[address_of(place.relative_to(site).as_posix())] = (tree, parser.errors)
    return trees


def linked_data(tree):
    """Parse the JSON-LD blocks of a page into one list of things."""
    blocks = [
        json.loads(each.text)
        for each in tree.iter("script")
        if each.get("type") == "application/ld+json"
    ]
    assert all(block["@context"] == "https://schema.org" for block in blocks)
    return [thing for block in blocks for thing in block["@graph"]]


def metas(tree):
    """Give the metas of a page by name or property."""
    return {
        each.get("name") or each.get("property"): each.get("content") for each in tree.iter("meta")
    }


def test_a_strict_parser_finds_no_error(trees):
    """No page breaks the syntax of HTML."""
    found = {address: errors[:3] for address, (_, errors) in trees.items() if errors}
    assert not found


def test_every_page_of_a_record_tells_where_it_stands(trees, book, url):
    """The breadcrumbs for machines are those for people: same labels, same addresses, in order."""
    records = [each.url for each in (*book.plans, *book.tasks, *book.units, *book.people)]
    months = [address for address in trees if MONTH_PAGE.fullmatch(address)]
    for address in records + months:
        tree = trees[address][0]
        (crumbs,) = (t for t in linked_data(tree) if t["@type"] == "BreadcrumbList")
        steps = crumbs["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert steps[0]["item"] == url
        assert steps[-1]["item"] == url + address
        (trail,) = (nav for nav in tree.iter("nav") if nav.get("class") == "trail")
        assert [step["name"] for step in steps] == [link.text for link in trail.iter("a")]


def test_the_home_page_tells_whose_site_it_is(trees, book, url):
    """The department stands in the register, and the site is published by it."""
    things = {thing["@type"]: thing for thing in linked_data(trees[""][0])}
    body = book.publisher
    organisation, website = things["GovernmentOrganization"], things["WebSite"]
    assert organisation["name"] == body.name
    assert organisation["parentOrganization"]["name"] == body.parent
    assert website["url"] == url
    assert website["publisher"] == {"@id": organisation["@id"]}


def test_a_document_is_told_by_its_record(trees, book):
    """What the record leaves blank is not told; the issuer is the one that the document names."""
    for plan in book.plans:
        things = linked_data(trees[plan.url][0])
        (document,) = (thing for thing in things if thing["@type"] == "DigitalDocument")
        assert document["name"] == plan.title
        assert document["abstract"] == plan.summary
        assert document["genre"] == book.kind[plan.kind].name
        assert document["author"]["name"] == plan.issuer
        assert document.get("identifier") == plan.number
        assert document.get("datePublished") == (plan.issued and plan.issued.isoformat())


def test_a_shared_link_has_a_picture(site, trees, book, url):
    """The home page, each unit, month and plan name a picture of the size they tell; no other does."""
    months = {address for address in trees if MONTH_PAGE.fullmatch(address)}
    expected = {"", *months, *(unit.url for unit in book.units), *(plan.url for plan in book.plans)}
    told = {address: metas(tree) for address, (tree, _) in trees.items()}
    assert {address for address, meta in told.items() if "og:image" in meta} == expected
    for address in expected:
        meta = told[address]
        assert meta["og:image"] == url + address + NAME
        assert meta["og:image:alt"]
        assert meta["twitter:card"] == "summary_large_image"
        picture = (site / address / NAME).read_bytes()
        size = struct.unpack(">II", picture[16:24])
        assert size == (int(meta["og:image:width"]), int(meta["og:image:height"])) == (1200, 630)
    assert len(list(site.rglob(NAME))) == len(expected)
