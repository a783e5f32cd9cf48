"""The software knows no office by name: what names the department stands in its data alone."""

import re
from collections.abc import Iterator

import pytest

from planbook.model import Book
from planbook.reading.load import load_book
from tests.conftest import ROOT
from tests.department import FIXTURE

FOLDERS = ("planbook", "templates", "theme", "deploy", ".github")
FOLDERS += tuple(f"tests/{name}" for name in ("unit", "site", "browser", "fixtures", "golden"))
TEXTS = {".py", ".html", ".css", ".js", ".svg", ".md", ".yml", ".yaml", ".sh", ".conf", ".txt", ""}
# Ordinary words, which many an office has among its names.
ORDINARY = {"các đơn vị sự nghiệp"}


def names_of(book: Book) -> Iterator[str]:
    """List what a book's records are called: ids, names, and a body's field and province alone."""
    for body in book.bodies:
        yield from (body.id, body.name, body.short)
        if parts := re.fullmatch(r"\w+ (.+) tỉnh ([^()]+)", body.name):
            yield from parts.groups()
    for unit in book.units:
        yield from (unit.id, unit.name, unit.short)
    for person in book.people:
        yield from (person.id, person.name)
    for plan in book.plans:
        yield from (plan.slug, plan.title, plan.short)


@pytest.fixture(scope="module")
def own_names(real_book):
    """Match what only the published data is called, not what any office has."""
    invented = load_book(FIXTURE)[0]
    found, common = (
        {name.strip().casefold() for name in names_of(book)} for book in (real_book, invented)
    )
    names = sorted(found - common - ORDINARY, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")


def test_no_file_of_the_software_names_the_department(own_names):
    """No code, template, style, workflow, fixture or test of the code holds a name of the data."""
    places = [ROOT / "build.py", ROOT / "mkdocs_hook.py"]
    places += [
        place for name in FOLDERS for place in sorted((ROOT / name).rglob("*")) if place.is_file()
    ]
    offenders = {
        place.relative_to(ROOT).as_posix(): found[0]
        for place in places
        if place.suffix in TEXTS
        if (found := own_names.search(place.read_text(encoding="utf-8").casefold()))
    }
    assert not offenders
