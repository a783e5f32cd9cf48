"""The software knows no office by name: what names the department stands in its data alone."""

import re
import subprocess
from collections.abc import Iterator

import pytest

from planbook.model import Book
from planbook.reading.load import load_book
from tests.conftest import ROOT
from tests.department import FIXTURE

FILES = ("build.py", "mkdocs_hook.py", "planbook", "templates", "theme", "deploy", ".github")
FILES += tuple(f"tests/{name}" for name in ("unit", "site", "browser", "fixtures", "golden"))
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
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *FILES]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    places = [ROOT / path for path in listed.split("\0")]
    offenders = {
        place.relative_to(ROOT).as_posix(): found[0]
        for place in places
        if place.suffix in TEXTS and place.is_file()
        if (found := own_names.search(place.read_text(encoding="utf-8").casefold()))
    }
    assert not offenders
