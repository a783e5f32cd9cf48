"""What the command `import` does: an office file into YAML and a report; nothing is written."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from planbook.documents.files import Wishes
from planbook.editing.yaml_writing import write_records
from planbook.intake.importing import import_table
from planbook.intake.preview import render_preview
from planbook.intake.status_sheet import import_status
from planbook.intake.updating import compare_import, update_tasks
from planbook.reading.load import TASKS, load_book


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the command gives: the text to write, the report, and what may be laid beside."""

    text: str
    report: tuple[str, ...]
    beside: Mapping[Path, str] = field(default_factory=dict)


def import_tasks(
    root: Path,
    file: Path,
    plan: str,
    wishes: Wishes,
    output: Path | None = None,
    preview: Path | None = None,
) -> Outcome:
    """Read the tasks of a plan from a file: their records as YAML, and the report.

    Beside the records in `output` go those of the names that no register knows, one file for each
    register; a preview shows the file's rows beside what they became.
    """
    book, _ = load_book(root)
    imported = import_table(file, book, plan, wishes)
    places = {
        target: output.with_suffix(f".{Path(target).name}") for target in imported.names if output
    }
    laid = {target: place.name for target, place in places.items()}
    named = {place: imported.names[target] for target, place in places.items()}
    report = tuple(imported.report(laid, shown=bool(preview)))
    shown = {preview: render_preview(imported, book)} if preview else {}
    return Outcome(write_records(imported.tasks), report, named | shown)


def import_changes(
    root: Path, file: Path, plan: str, wishes: Wishes, preview: Path | None = None
) -> Outcome:
    """Read a new version of a plan: the new tasks.yaml, and the report."""
    book, _ = load_book(root)
    text = _read_tasks(root)
    imported = import_table(file, book, plan, wishes)
    comparison = compare_import(imported, book)
    report = tuple(imported.report(shown=bool(preview), compared=comparison.report()))
    shown = {preview: render_preview(imported, book)} if preview else {}
    return Outcome(update_tasks(text, comparison, book), report, shown)


def import_report(root: Path, file: Path, wishes: Wishes, today: dt.date) -> Outcome:
    """Read what a unit reports until today: the new tasks.yaml, and the report."""
    return Outcome(*import_status(file, load_book(root)[0], _read_tasks(root), wishes, today))


def show_changes(root: Path, new: str) -> Iterator[str]:
    """Show by which lines a new text of tasks.yaml differs from the one that stands."""
    old = _read_tasks(root).splitlines(keepends=True)
    return unified_diff(old, new.splitlines(keepends=True), TASKS, TASKS, n=1)


def _read_tasks(root: Path) -> str:
    with (root / TASKS).open(encoding="utf-8", newline="") as file:
        return file.read()
