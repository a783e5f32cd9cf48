"""What the command `import` does: an office file into records, files and a report."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from planbook.documents.opening.files import Wishes
from planbook.editing.moving_tasks import head_of
from planbook.editing.yaml_writing import change_records, write_records
from planbook.intake.changes.adjusting import adjust_register, adjust_tasks, read_adjusting
from planbook.intake.changes.updating import compare_import, update_tasks
from planbook.intake.imported import Imported
from planbook.intake.importing import import_table
from planbook.intake.laying_down import read_standing
from planbook.intake.plans.new_plan import make_plan
from planbook.intake.preview import render_preview
from planbook.intake.reports.status_sheet import import_status
from planbook.model import Book, RefusedError
from planbook.reading.load import ADJUSTMENTS, PLANS, load_book
from planbook.reading.task_files import (
    TASKS_BY_PLAN,
    find_home,
    is_task_file,
    list_task_files,
    path_of_tasks,
    plan_of_file,
)

_CHECK = "Chạy lệnh check; hết lỗi thì mở pull request."
_COMPARE = "Đừng chép nhiệm vụ đã có vào dữ liệu lần nữa; chạy lại với --update để so sánh."


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
    own = _own_file(asked)
    beside = asked.output and _beside(asked, own)
    report, new, steps = _tell(imported, book, asked, beside)
    records = write_records(imported.tasks)
    if not asked.output:
        return Outcome(report, records, new, steps=_advise_output("moi.yaml"))
    new[asked.output] = (head_of(own) + records).encode()
    if imported.kept:  # pasted, they would stand there twice
        return Outcome(report, new=new, steps=_number(*steps, _COMPARE))
    paste = () if own else (_paste(asked),)
    return Outcome(report, new=new, steps=_number(*steps, *paste, _CHECK))


def import_plan(asked: Request) -> Outcome:
    """Read a new plan, which only adds and so is written at once.

    Its tasks stand where tasks of the plan belong, or in `output`, which may begin its own file.
    """
    own = _own_file(asked)
    home = own or _find_home(asked)
    made = make_plan(asked.root, asked.file, asked.plan, asked.wishes, home)
    report: tuple[str, ...] = ()
    new: dict[Path, bytes] = {}
    steps: tuple[str, ...] = ()
    if made.imported:
        report, new, steps = _tell(made.imported, made.book, asked, _beside(asked, own))
    new = {asked.root / path: content for path, content in made.files.items()} | new
    changed = dict(made.changed)
    if asked.output and not own:
        new[asked.output] = made.tasks.encode()
        changed.pop(home, None)
        steps = (*steps, _paste(asked))
    page = f"Xem rồi xóa từng dòng “# xem lại” trong {PLANS}/{asked.plan}.md."
    written = _encode(asked.root, changed)
    return Outcome((*report, *made.report), "", new, written, _number(*steps, page, _CHECK))


def import_changes(asked: Request) -> Outcome:
    """Read a new version of a plan."""
    book, _ = load_book(asked.root)
    imported = import_table(asked.file, book, asked.plan, asked.wishes)
    comparison = compare_import(imported, book)
    report = imported.report(shown=bool(asked.preview), compared=comparison.report())
    path = _find_tasks(asked, book)
    text = update_tasks(read_standing(asked.root, path), comparison, book)
    return _propose(asked, report, {path: text}, _lay_preview(imported, book, asked.preview))


def import_report(asked: Request, today: dt.date) -> Outcome:
    """Read what a unit reports until today."""
    book, _ = load_book(asked.root)
    changes, report = import_status(asked.file, book, asked.wishes, today)
    changed = {}
    for path in dict.fromkeys(book.task[id].path for id in changes):
        here = {id: said for id, said in changes.items() if book.task[id].path == path}
        changed[path] = change_records(read_standing(asked.root, path), here)
    return _propose(asked, report, changed, {})


def import_adjustments(asked: Request) -> Outcome:
    """Read a decision that adjusts a plan: changed tasks, and what it says in the register."""
    book, _ = load_book(asked.root)
    adjusting = read_adjusting(asked.file, book, asked.plan, asked.wishes)
    path = _find_tasks(asked, book)
    changed = {path: adjust_tasks(read_standing(asked.root, path), adjusting, book)}
    if adjusting.adjustments:
        changed[ADJUSTMENTS] = adjust_register(read_standing(asked.root, ADJUSTMENTS), adjusting)
    return _propose(asked, adjusting.report(), changed, {})


def _propose(
    asked: Request, report: Iterable[str], changed: dict[str, str], new: dict[Path, bytes]
) -> Outcome:
    """Show what would change; `output` says yes where it is a file of tasks, or the folder of them."""
    tasks = [path for path in changed if is_task_file(path)]
    output = _output_path(asked)
    if output == TASKS_BY_PLAN or is_task_file(output):
        return Outcome(tuple(report), "", new, _encode(asked.root, changed), _number(_CHECK))
    if asked.output and len(tasks) > 1:
        raise RefusedError(
            f"Các thay đổi nằm ở {len(tasks)} tệp ({', '.join(tasks)}) nên không ghi vào một tệp khác "
            f"được; dùng --output {TASKS_BY_PLAN} để ghi vào chính các tệp ấy."
        )
    if asked.output and tasks:
        new[asked.output] = changed.pop(tasks[0]).encode()
    shown = "".join(
        line for path, text in changed.items() for line in _show_changes(asked.root, path, text)
    )
    place = tasks[0] if len(tasks) == 1 else TASKS_BY_PLAN
    steps = _advise_output(place) if shown else ("Không có gì phải đổi trong dữ liệu.",)
    return Outcome(tuple(report), shown, new, steps=() if asked.output else steps)


def _find_home(asked: Request) -> str:
    """Say in which file new tasks of the plan belong."""
    return find_home(list_task_files(asked.root), asked.plan)


def _find_tasks(asked: Request, book: Book) -> str:
    """Say in which file the tasks of the plan stand; refuse to write where they are in several."""
    home = _find_home(asked)
    if others := {task.path for task in book.tasks_of.get(asked.plan, ())} - {home}:
        raise RefusedError(
            f"Nhiệm vụ của văn bản {asked.plan} phải nằm ở {home} mà còn ở {', '.join(sorted(others))}; "
            "chạy lệnh check, sửa rồi nhập lại."
        )
    return home


def _output_path(asked: Request) -> str:
    """Give the path of the output below the root; empty where it is elsewhere."""
    if asked.output:
        output, root = asked.output.resolve(), asked.root.resolve()
        if output.is_relative_to(root):
            return output.relative_to(root).as_posix()
    return ""


def _own_file(asked: Request) -> str:
    """Give the path of the plan's own file of tasks where the output is to begin it; else nothing."""
    path, own = _output_path(asked), path_of_tasks(asked.plan)
    if plan_of_file(path) and path != own:
        raise RefusedError(
            f"{path} không phải tệp nhiệm vụ của văn bản {asked.plan}; dùng --output {own}."
        )
    return own if path == own else ""


def _beside(asked: Request, own: str) -> Path:
    """Say beside which file the new names are laid: not in the folder of tasks, where all is read."""
    return asked.output if asked.output and not own else asked.root / f"{asked.plan}.yaml"


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


def _paste(asked: Request) -> str:
    return f"Chép cả {asked.output} vào cuối {_find_home(asked)}, sau một dòng trống."


def _number(*steps: str) -> tuple[str, ...]:
    return ("Tiếp theo:", *(f"  {at}. {step}" for at, step in enumerate(steps, 1)))


def _advise_output(place: str) -> tuple[str, ...]:
    return (f"Dữ liệu chưa đổi; đồng ý thì chạy lại, thêm --output {place}.",)


def _lay_preview(imported: Imported, book: Book, place: Path | None) -> dict[Path, bytes]:
    return {place: render_preview(imported, book).encode()} if place else {}
