"""What the command `import` does: an office file into records, files and a report."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from planbook.documents.opening.files import Wishes
from planbook.editing.yaml_writing import write_records
from planbook.intake.changes.adjusting import adjust_register, adjust_tasks, read_adjusting
from planbook.intake.changes.updating import compare_import, update_tasks
from planbook.intake.imported import Imported
from planbook.intake.importing import import_table
from planbook.intake.plans.new_plan import make_plan
from planbook.intake.preview import render_preview
from planbook.intake.reports.status_sheet import import_status
from planbook.model import Book
from planbook.reading.load import ADJUSTMENTS, PLANS, TASKS, load_book

_CHECK = "Chạy python build.py check; hết lỗi thì mở pull request."


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a file, and where the data is that it belongs to."""

    root: Path
    file: Path
    plan: str  # empty for the report of a unit
    wishes: Wishes
    output: Path | None = None
    preview: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the command gives: a report, and what may be written."""

    report: tuple[str, ...]
    text: str  # the records, or the whole new text of the file that holds them
    new: Mapping[Path, bytes] = field(default_factory=dict)  # files that are laid down beside
    changed: Mapping[str, str] = field(default_factory=dict)  # new texts of data files, by path
    steps: tuple[str, ...] = ()  # what an editor does next, once it is written


def import_tasks(asked: Request) -> Outcome:
    """Read the tasks of a plan.

    Beside the records in `output` go those of the names that no register knows, one file for each
    register.
    """
    book, _ = load_book(asked.root)
    imported = import_table(asked.file, book, asked.plan, asked.wishes)
    named, laid = _lay_names(imported, asked.output)
    report = tuple(imported.report(laid, shown=bool(asked.preview)))
    new = named | _lay_preview(imported, book, asked.preview)
    steps = (
        *_list_steps(imported, asked, laid),
        f"Chép cả {asked.output} vào cuối {TASKS}, sau một dòng trống.",
        _CHECK,
    )
    return Outcome(report, write_records(imported.tasks), new, steps=steps)


def import_plan(asked: Request) -> Outcome:
    """Read a new plan: its page and its original, and its tasks at the end of those that stand."""
    made = make_plan(asked.root, asked.file, asked.plan, asked.wishes, shown=bool(asked.preview))
    new = {asked.root / path: content for path, content in made.files.items()}
    if made.imported:
        new |= _lay_preview(made.imported, made.book, asked.preview)
    steps = (
        *_list_steps(made.imported, asked, made.names),
        f"Xem rồi xóa từng dòng “# xem lại” trong {PLANS}/{asked.plan}.md.",
        _CHECK,
    )
    return Outcome(made.report, made.tasks, new, made.changed, steps)


def import_changes(asked: Request) -> Outcome:
    """Read a new version of a plan."""
    book, _ = load_book(asked.root)
    imported = import_table(asked.file, book, asked.plan, asked.wishes)
    comparison = compare_import(imported, book)
    report = imported.report(shown=bool(asked.preview), compared=comparison.report())
    text = update_tasks(_read(asked.root, TASKS), comparison, book)
    new = _lay_preview(imported, book, asked.preview)
    return Outcome(tuple(report), text, new, {TASKS: text}, (_CHECK,))


def import_report(asked: Request, today: dt.date) -> Outcome:
    """Read what a unit reports until today."""
    book, _ = load_book(asked.root)
    standing = _read(asked.root, TASKS)
    text, report = import_status(asked.file, book, standing, asked.wishes, today)
    return Outcome(report, text, changed={TASKS: text}, steps=(_CHECK,))


def import_adjustments(asked: Request) -> Outcome:
    """Read a decision that adjusts a plan: changed tasks, and what it says in the register."""
    book, _ = load_book(asked.root)
    adjusting = read_adjusting(asked.file, book, asked.plan, asked.wishes)
    text = adjust_tasks(_read(asked.root, TASKS), adjusting, book)
    changed = {TASKS: text}
    if adjusting.adjustments:
        changed[ADJUSTMENTS] = adjust_register(_read(asked.root, ADJUSTMENTS), adjusting)
    return Outcome(tuple(adjusting.report()), text, changed=changed, steps=(_CHECK,))


def show_changes(root: Path, path: str, new: str) -> Iterator[str]:
    """Show by which lines a new text of a data file differs from the one that stands."""
    old = _read(root, path).splitlines(keepends=True)
    return unified_diff(old, new.splitlines(keepends=True), path, path, n=1)


def _lay_names(imported: Imported, output: Path | None) -> tuple[dict[Path, bytes], dict[str, str]]:
    """Give the files of new names beside the output, and what each is called by its register."""
    if not output:
        return {}, {}
    places = {path: output.with_suffix(f".{Path(path).name}") for path in imported.names}
    files = {place: imported.names[path].encode() for path, place in places.items()}
    return files, {path: place.name for path, place in places.items()}


def _list_steps(
    imported: Imported | None, asked: Request, laid: Mapping[str, str]
) -> Iterator[str]:
    """Tell how to look at what was read, and where new names go."""
    if imported:
        shown = f"Mở {asked.preview} bằng trình duyệt" if asked.preview else f"Mở {asked.file.name}"
        yield f"{shown}, so từng hàng với bản ghi."
    for path, name in laid.items():
        yield f"Xem từng tên trong {name}, bỏ tên gõ nhầm, rồi chép vào cuối {path}, sau một dòng trống."


def _lay_preview(imported: Imported, book: Book, place: Path | None) -> dict[Path, bytes]:
    return {place: render_preview(imported, book).encode()} if place else {}


def _read(root: Path, path: str) -> str:
    """Read a data file as it stands; one that is not there yet is empty."""
    if not (root / path).exists():
        return ""
    with (root / path).open(encoding="utf-8", newline="") as file:
        return file.read()
