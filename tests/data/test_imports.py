"""Two documents of this repository, read from their texts by `import`, as they once came in."""

import re

import pytest

from planbook.intake.importing import import_table
from tests.conftest import ROOT
from tests.sources import fold, read_source

SPACED = ("004_3c36ad24d5c15ece.txt", "nhiem-vu-6-thang-cuoi-2025")
TABBED = ("001_01bb209fa60ff27c.txt", "ke-hoach-thuc-hien-40-kh-ubnd")


@pytest.mark.parametrize(("file", "plan"), [SPACED, TABBED])
def test_every_cell_is_printed_in_the_document(real_book, file, plan):
    """What import reads stands in the text as it is, word for word."""
    printed = fold(read_source(ROOT / "data/sources" / file))
    for task in import_table(ROOT / "data/sources" / file, real_book, plan).tasks:
        for name, text in task.items():
            if name not in ("id", "plan", "section"):
                assert fold(text) in printed, (task["id"], name)


def test_a_document_of_no_break_spaces_has_all_its_rows(real_book):
    """The programme has as many tasks under each heading as the heading says, none of another list."""
    imported = import_table(ROOT / "data/sources" / SPACED[0], real_book, SPACED[1])
    said = {
        heading: (int(found[1]), count)
        for _, heading, count in imported.counts
        if (found := re.search(r"\((\d+) nhiệm vụ\)", heading))
    }
    assert said and all(printed == count for printed, count in said.values())
    assert len(imported.tasks) == sum(count for _, count in said.values())
    assert any("không nối tiếp bảng trước" in str(note) for note in imported.left_out)


def test_a_document_of_tabs_is_read_without_a_doubt(real_book):
    """Tabs leave nothing to guess."""
    imported = import_table(ROOT / "data/sources" / TABBED[0], real_book, TABBED[1])
    assert imported.tasks
    assert not [note for note in imported.doubts if "ranh giới" in str(note)]
