"""What the command `import` does: an office file into records, files and a report."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from planbook.documents.opening.files import Wishes
from planbook.editing.yaml_writing import write_records
from planbook.intake.changes.adjusting import adjust_register, adjust_tasks, read_adjusting
from planbook.intake.changes.updating import compare_import, update_tasks
from planbook.intake.imported import Imported
from planbook.intake.importing import import_table
from planbook.intake.laying_down import read_standing
from planbook.intake.plans.new_plan import make_plan
from planbook.intake.preview import render_preview
from planbook.intake.reports.status_sheet import import_status
from planbook.model import Book
from planbook.reading.load import ADJUSTMENTS, PLANS, TASKS, load_book

_CHECK = "Chạy python build.py check; hết lỗi thì mở pull request."
_COMPARE = f"Đừng chép nhiệm vụ đã có vào {TASKS} lần nữa; chạy lại với --update để so sánh."


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
    """What the command gives: a report, what it prints, and what it writes."""

    report: tuple[str, ...]
    printed: str = ""  # records, or what would change, where they are not written
    new: Mapping[Path, bytes] = field(default_factory=dict)
    changed: Mapping[Path, bytes] = field(default_factory=dict)  # new contents of data files
    steps: tuple[str, ...] = ()  # what an editor does next


def import_tasks(asked: Request) -> Outcome:
    """Read the tasks of a plan: on the standard output, or into `output`, beside it the new names."""
    book, _ = load_book(asked.root)
    imported = import_table(asked.file, book, asked.plan, asked.wishes)
    report, new, steps = _tell(imported, book, asked, asked.output)
    records = write_records(imported.tasks)
    if not asked.output:
        return Outcome(report, records, new, steps=_advise_output("moi.yaml"))
    new[asked.output] = records.encode()
    if imported.kept:  # pasted, they would stand there twice
        return Outcome(report, new=new, steps=_number(*steps, _COMPARE))
    return Outcome(report, new=new, steps=_number(*steps, _paste(asked.output), _CHECK))


def import_plan(asked: Request) -> Outcome:
    """Read a new plan, which only adds and so is written at once.

    Its tasks stand at the end of the others, or in `output`.
    """
    made = make_plan(asked.root, asked.file, asked.plan, asked.wishes)
    report: tuple[str, ...] = ()
    new: dict[Path, bytes] = {}
    steps: tuple[str, ...] = ()
    if made.imported:
        beside = asked.output or asked.root / f"{asked.plan}.yaml"
        report, new, steps = _tell(made.imported, made.book, asked, beside)
    new = {asked.root / path: content for path, content in made.files.items()} | new
    changed = dict(made.changed)
    if asked.output:
        new[asked.output] = made.tasks.encode()
        changed.pop(TASKS, None)
        steps = (*steps, _paste(asked.output))
    page = f"Xem rồi xóa từng dòng “# xem lại” trong {PLANS}/{asked.plan}.md."
    written = _encode(asked.root, changed)
    return Outcome((*report, *made.report), "", new, written, _number(*steps, page, _CHECK))


def import_changes(asked: Request) -> Outcome:
    """Read a new version of a plan."""
    book, _ = load_book(asked.root)
    imported = import_table(asked.file, book, asked.plan, asked.wishes)
    comparison = compare_import(imported, book)
    report = imported.report(shown=bool(asked.preview), compared=comparison.report())
    text = update_tasks(read_standing(asked.root, TASKS), comparison, book)
    return _propose(asked, report, {TASKS: text}, _lay_preview(imported, book, asked.preview))


def import_report(asked: Request, today: dt.date) -> Outcome:
    """Read what a unit reports until today."""
    book, _ = load_book(asked.root)
    standing = read_standing(asked.root, TASKS)
    text, report = import_status(asked.file, book, standing, asked.wishes, today)
    return _propose(asked, report, {TASKS: text}, {})


def import_adjustments(asked: Request) -> Outcome:
    """Read a decision that adjusts a plan: changed tasks, and what it says in the register."""
    book, _ = load_book(asked.root)
    adjusting = read_adjusting(asked.file, book, asked.plan, asked.wishes)
    changed = {TASKS: adjust_tasks(read_standing(asked.root, TASKS), adjusting, book)}
    if adjusting.adjustments:
        changed[ADJUSTMENTS] = adjust_register(read_standing(asked.root, ADJUSTMENTS), adjusting)
    return _propose(asked, adjusting.report(), changed, {})


def _propose(
    asked: Request, report: Iterable[str], changed: dict[str, str], new: dict[Path, bytes]
) -> Outcome:
    """Show what would change; `output` says yes where it is the file of the tasks itself."""
    if asked.output and asked.output.resolve() == (asked.root / TASKS).resolve():
        return Outcome(tuple(report), "", new, _encode(asked.root, changed), _number(_CHECK))
    if asked.output:
        new[asked.output] = changed.pop(TASKS).encode()
    shown = "".join(
        line for path, text in changed.items() for line in _show_changes(asked.root, path, text)
    )
    steps = _advise_output(TASKS) if shown else ("Không có gì phải đổi trong dữ liệu.",)
    return Outcome(tuple(report), shown, new, steps=() if asked.output else steps)


def _show_changes(root: Path, path: str, new: str) -> Iterator[str]:
    """Show by which lines a new text of a data file differs from the one that stands."""
    old = read_standing(root, path).splitlines(keepends=True)
    return unified_diff(old, new.splitlines(keepends=True), path, path, n=1)


def _encode(root: Path, texts: Mapping[str, str]) -> dict[Path, bytes]:
    return {root / path: text.encode() for path, text in texts.items()}


def _tell(
    imported: Imported, book: Book, asked: Request, beside: Path | None
) -> tuple[tuple[str, ...], dict[Path, bytes], tuple[str, ...]]:
    """Report tasks; give what is laid down, and how an editor goes on with it.

    That is the preview, and `beside` a file for each register of new names.
    """
    new = _lay_preview(imported, book, asked.preview)
    shown = f"Mở {asked.preview} bằng trình duyệt" if asked.preview else f"Mở {asked.file.name}"
    steps = [f"{shown}, so từng hàng với bản ghi."]
    laid = {}
    for path, records in imported.names.items():
        if not beside:
            break
        place = beside.with_suffix(f".{Path(path).name}")
        laid[path] = place.name
        new[place] = records.encode()
        steps.append(
            f"Xem từng tên trong {place.name}, bỏ tên gõ nhầm, rồi chép vào cuối {path}, sau một dòng trống."
        )
    return tuple(imported.report(laid, shown=bool(asked.preview))), new, tuple(steps)


def _paste(output: Path) -> str:
    return f"Chép cả {output} vào cuối {TASKS}, sau một dòng trống."


def _number(*steps: str) -> tuple[str, ...]:
    return ("Tiếp theo:", *(f"  {at}. {step}" for at, step in enumerate(steps, 1)))


def _advise_output(place: str) -> tuple[str, ...]:
    return (f"Dữ liệu chưa đổi; đồng ý thì chạy lại, thêm --output {place}.",)


def _lay_preview(imported: Imported, book: Book, place: Path | None) -> dict[Path, bytes]:
    return {place: render_preview(imported, book).encode()} if place else {}
