"""Documents of this repository, read from their texts by `import`, as they once came in."""

import re
from functools import cache

import pytest

from planbook.documents.reading import read_document
from planbook.intake.changes.updating import compare_import
from planbook.intake.importing import import_table
from planbook.intake.plans.document_head import read_form
from planbook.intake.plans.document_lines import lay_out, names_tasks
from tests.conftest import ROOT
from tests.sources import fold, read_source

SOURCES = sorted((ROOT / "data/sources").glob("*.txt"))
SPACED = ("004_3c36ad24d5c15ece.txt", "nhiem-vu-6-thang-cuoi-2025")
TABBED = ("001_01bb209fa60ff27c.txt", "ke-hoach-thuc-hien-40-kh-ubnd")


@pytest.fixture(scope="module")
def imported(real_book):
    """Give what import reads of a document for a plan; each is read once."""
    return cache(lambda file, plan: import_table(ROOT / "data/sources" / file, real_book, plan))


@pytest.mark.parametrize(("file", "plan"), [SPACED, TABBED])
def test_every_cell_is_printed_in_the_document(imported, file, plan):
    """What import reads stands in the text as it is, word for word."""
    printed = fold(read_source(ROOT / "data/sources" / file))
    for task in imported(file, plan).tasks:
        for name, text in task.items():
            if name not in ("id", "plan", "section"):
                assert fold(text) in printed, (task["id"], name)


def test_a_document_of_no_break_spaces_has_all_its_rows(imported):
    """The programme has as many tasks under each heading as the heading says, none of another list."""
    read = imported(*SPACED)
    said = {
        heading: (int(found[1]), count)
        for _, heading, count in read.counts
        if (found := re.search(r"\((\d+) nhiệm vụ\)", heading))
    }
    assert said and all(printed == count for printed, count in said.values())
    assert len(read.tasks) == sum(count for _, count in said.values())
    assert any("không nối tiếp bảng trước" in str(note) for note in read.left_out)


@pytest.mark.parametrize("place", SOURCES, ids=lambda place: place.stem[:3])
def test_the_form_is_as_the_document_prints_it(place):
    """Whatever is found of number, date, summary, basis, recipients and signer stands in the text."""
    form = read_form(lay_out(read_document(place), names_tasks), ("Kế hoạch",))
    printed = fold(read_source(place))
    assert form.summary
    one = (form.number_text.removeprefix("Kèm theo "), form.issued_text, form.summary, form.signer)
    for text in (*one, form.issuer, form.superior, *form.basis, *form.recipients):
        assert fold(text) in printed, text
    assert bool(form.signer) == ("GIÁM ĐỐC" in read_source(place))


def test_a_document_of_tabs_is_read_without_a_doubt(imported):
    """Tabs leave nothing to guess."""
    read = imported(*TABBED)
    assert read.tasks
    assert not [note for note in read.doubts if "ranh giới" in str(note)]


PROSE = (
    ("003_7237106e5b7c97de.txt", "thong-bao-giao-ban-quy-1-2021"),
    ("002_4c55697b02fe2278.txt", "thong-bao-tong-ket-ttkt-tdc-quang-tri"),
    ("000_141b08ae9cedcbde.txt", "ke-hoach-lam-viec-don-vi-tdc"),
)


@pytest.mark.parametrize(("file", "plan"), PROSE)
def test_a_notice_in_prose_gives_the_tasks_that_editors_took(imported, real_book, file, plan):
    """Each task of the notice is found, none is invented, and a cell that differs is told."""
    read = imported(file, plan)
    compared = compare_import(read, real_book)
    assert not (compared.added or compared.removed or compared.changed)
    told = {place for note in read.doubts for place in note.places}
    for row, place in zip(read.tasks, read.places, strict=True):
        task = real_book.task[row["id"]]
        assert task.when_text == row.get("when_text") or place in told, row
