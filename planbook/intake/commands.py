"""What the command `import` does: an office file into YAML and a report; nothing is written."""

import datetime as dt
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from planbook.documents.files import Wishes
from planbook.editing.yaml_writing import write_records
from planbook.intake.importing import import_table
from planbook.intake.status_sheet import import_status
from planbook.intake.updating import compare_import, update_tasks
from planbook.reading.load import TASKS, load_book


def import_tasks(root: Path, file: Path, plan: str, wishes: Wishes) -> tuple[str, tuple[str, ...]]:
    """Read the tasks of a plan from a file: their records as YAML, and the report."""
    imported = import_table(file, load_book(root)[0], plan, wishes)
    return write_records(imported.tasks), tuple(imported.report())


def import_changes(
    root: Path, file: Path, plan: str, wishes: Wishes
) -> tuple[str, tuple[str, ...]]:
    """Read a new version of a plan: the new tasks.yaml, and the report."""
    book, _ = load_book(root)
    text = _read_tasks(root)
    imported = import_table(file, book, plan, wishes)
    comparison = compare_import(imported, book)
    report = (*imported.report(), *comparison.report())
    return update_tasks(text, comparison, book), report


def import_report(
    root: Path, file: Path, wishes: Wishes, today: dt.date
) -> tuple[str, tuple[str, ...]]:
    """Read what a unit reports until today: the new tasks.yaml, and the report."""
    return import_status(file, load_book(root)[0], _read_tasks(root), wishes, today)


def show_changes(root: Path, new: str) -> Iterator[str]:
    """Show by which lines a new text of tasks.yaml differs from the one that stands."""
    old = _read_tasks(root).splitlines(keepends=True)
    return unified_diff(old, new.splitlines(keepends=True), TASKS, TASKS, n=1)


def _read_tasks(root: Path) -> str:
    with (root / TASKS).open(encoding="utf-8", newline="") as file:
        return file.read()
