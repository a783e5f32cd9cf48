"""The command line: reads commands, calls the pipeline, prints what came of it.

No traceback ever reaches a user: what cannot be done is said in one Vietnamese sentence.
"""

import argparse
import datetime as dt
import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from difflib import unified_diff
from functools import partial
from pathlib import Path
from typing import Any

from planbook.checking.check import check_book
from planbook.command_line import Parser, a_date, a_port, add_import_options, settle_import
from planbook.editing.drafts import blank_plan, blank_task
from planbook.editing.moving_tasks import join_tasks, split_tasks
from planbook.editing.new_site import NewSite, write_new_site
from planbook.editing.tidying import tidy_files
from planbook.history.lost import list_lost
from planbook.history.summary import drop_standing, summarise_changes
from planbook.history.unread import drop_unread
from planbook.interrupts import INTERRUPTED, STOPPED, raise_interrupts
from planbook.model import RefusedError, read_yearly
from planbook.open_data.schema import main as write_schemas
from planbook.press.press import PLUGINS
from planbook.printing import FORMATS, has_error, show_count, show_problem, show_progress, show_text
from planbook.reading.load import load, load_book
from planbook.reading.task_files import find_home, list_task_files
from planbook.serving import Find, serve
from planbook.software import DEFAULT_PAGES, PACKAGE, TEMPLATES, THEME
from planbook.vietnamese.when import as_json, parse_when


class Steps:
    """Prints the name of each step as it begins, and knows afterwards how long each took."""

    def __init__(self, say: Callable[[str], None]):
        self._say = say
        self._begun: list[tuple[str, float]] = []

    def __call__(self, name: str) -> None:
        """Begin a step."""
        self._begun.append((name, time.perf_counter()))
        self._say(name)

    def show(self) -> Iterator[str]:
        """Write the seconds of all steps as a Markdown table, which a terminal shows as well."""
        ends = [*(start for _, start in self._begun[1:]), time.perf_counter()]
        rows = [
            (name, f"{end - start:.2f}")
            for (name, start), end in zip(self._begun, ends, strict=True)
        ]
        width = max(len(name) for name, _ in rows)
        yield f"| {'Bước':{width}} |  Giây |"
        yield f"| {'-' * width} | ----: |"
        for name, seconds in rows:
            yield f"| {name:{width}} | {seconds:>5} |"


def run(settings: type, build: Callable[..., Any], arguments: Sequence[str] | None = None) -> int:
    """Run a command around a pipeline and give its exit code."""
    options = read_command(arguments, settings, build)
    # Why a site is not built is a problem as others are; other commands print what they make.
    problems = options.run in (run_build, run_check, run_serve)
    try:
        raise_interrupts()
        return int(options.run(options))
    except KeyboardInterrupt:
        print(STOPPED)
        return INTERRUPTED
    except Exception as error:
        if options.debug and not isinstance(error, RefusedError):
            raise
        print(explain(error), file=sys.stdout if problems else sys.stderr)
    return 1


def explain(error: BaseException) -> str:
    """Say what keeps something from being done."""
    if isinstance(error, RefusedError):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: không đọc hoặc ghi được, {_name_cause(error)}; sửa đường dẫn hoặc quyền rồi chạy lại."
    return (
        f"Lỗi ngoài dự tính ({type(error).__name__}: {error}); trang cũ vẫn nguyên.\n"
        "Báo cho người phát triển kèm kết quả của lệnh này chạy với --debug."
    )


def _name_cause(error: OSError) -> str:
    """Say why a system would not read or write a file, in the system's own words where ours are missing."""
    match error:
        case FileNotFoundError():
            return "vì không có tệp hoặc thư mục ấy"
        case PermissionError():
            return "vì không có quyền"
        case NotADirectoryError() | IsADirectoryError() | FileExistsError():
            return "vì nơi ấy là tệp hay thư mục khác"
    return f"hệ thống nói “{error.strerror}”"


# ---- one function a command ----------------------------------------------------------------------


def run_build(options: argparse.Namespace) -> int:
    """Check, then build, unless the data has an error."""
    build_site(options, lambda find: None, lambda: None)
    return 0


def build_site(
    options: argparse.Namespace, show: Callable[[Find], None], go_on: Callable[[], None]
) -> None:
    """Build, and say what came of it; `show` gets what makes pages one by one, `go_on` raises where that is of no use any more."""

    def begin(step: str) -> None:
        go_on()
        print(step, flush=True)

    def progress(done: int, count: int) -> None:
        go_on()
        show_progress(done, count)

    steps = Steps(begin)
    settings = options.settings(
        options.root, options.output, options.today, steps, progress, show, options.allow_empty
    )
    problems, count = options.build(settings)
    if not count:
        told = *show_text(problems), "Chưa dựng trang: sửa các lỗi trên rồi chạy lại."
        raise RefusedError("\n".join(told))
    if options.timings:
        print(*steps.show(), sep="\n")
    # What data and text lack `check` tells; what plugins say only a build hears.
    print(
        *(f"{show_problem(each)}\n" for each in problems if each.field == PLUGINS), sep="", end=""
    )
    print(f"Đã dựng {count} tệp vào {options.output} ({show_count(problems)})", flush=True)


def run_check(options: argparse.Namespace) -> int:
    """Print every problem, or against another root only the errors, what is new and what is lost."""
    loaded = load(options.root, DEFAULT_PAGES, options.allow_empty)
    problems = check_book(loaded, options.today)
    if options.base:
        before = load(options.base, DEFAULT_PAGES, options.allow_empty)
        problems_before = check_book(before, options.today)
        new = drop_standing(problems, problems_before)
        if standing := len(problems) - len(new):
            print(f"{standing} cảnh báo có từ trước, không nhắc lại.", file=sys.stderr)
        readable = drop_unread(before.book, loaded.book, problems_before, problems)
        lost = list_lost(*readable[:2])
        problems = sorted([*new, *(each.warning for each in lost)])
    print(*FORMATS[options.format](problems), sep="\n")
    return int(has_error(problems))


def run_serve(options: argparse.Namespace) -> int:
    """Serve the site, and build it again whenever an input changes."""
    # What makes papers is read once, for the processes of each build would read it again.
    from planbook.papers import excel, pdf, word  # noqa: F401

    def tell(error: BaseException) -> str:
        if options.debug and not isinstance(error, RefusedError):
            traceback.print_exception(error)
        return explain(error)

    inputs = [
        options.root / name for name in ("data", "content", "mkdocs.yml", "templates", "theme")
    ]
    watched = dict.fromkeys((*inputs, DEFAULT_PAGES, TEMPLATES, THEME))
    serve(partial(build_site, options), options.output, watched, options.port, tell)
    return 0


def run_summary(options: argparse.Namespace) -> int:
    """Print what the data changes against another root, as Markdown."""
    before, after = (load(root, DEFAULT_PAGES) for root in (options.base, options.root))
    problems = [check_book(each, options.today) for each in (before, after)]
    print(summarise_changes(before.book, after.book, *problems), end="")
    return 0


def run_tidy(options: argparse.Namespace) -> int:
    """Show what has one right answer and stands otherwise, and mend it where that is asked for."""
    count = 0
    for path, old, new in tidy_files(options.root):
        if old == new:
            continue
        count += 1
        before, after = (text.splitlines(keepends=True) for text in (old, new))
        for line in unified_diff(before, after, path, path, n=1):
            print(line, end="" if line.endswith("\n") else "\n")
        if options.write:
            (options.root / path).write_bytes(new.encode())
    if not count:
        said = "Không có gì phải sửa."
    elif options.write:
        said = f"Đã sửa {count} tệp; xem lại bằng git diff, rồi chạy check."
    else:
        said = f"{count} tệp sẽ đổi như trên; thêm --write để ghi."
    print(said, file=sys.stderr)
    return 0


def run_move_tasks(options: argparse.Namespace) -> int:
    """Tell which tasks would go to which file, and move them where that is asked for."""
    moved = options.move(load(options.root), options.plans)
    for (source, home), count in moved.counts.items():
        print(f"{count} nhiệm vụ: {source} → {home}")
    if options.write:
        from planbook.intake.laying_down import lay_down

        lay_down({}, {options.root / path: text.encode() for path, text in moved.texts.items()})
        for path in moved.gone:
            (options.root / path).unlink()
            print(f"Đã xóa {path}, không còn nhiệm vụ nào.")
    if not moved.counts:
        said = "Không có gì phải chuyển."
    elif options.write:
        said = "Đã chuyển; lời văn và trang web không đổi. Chạy check rồi mở pull request."
    else:
        said = "Chưa chuyển gì; thêm --write để chuyển."
    print(said, file=sys.stderr)
    return 0


def run_new_task(options: argparse.Namespace) -> int:
    """Print the block of a new task."""
    book, _ = load_book(options.root)
    if options.plan not in book.plan:
        known = ", ".join(sorted(book.plan))
        raise RefusedError(f"Không có văn bản “{options.plan}”; các văn bản: {known}")
    print(blank_task(book, options.plan), end="", flush=True)
    home = find_home(list_task_files(options.root), options.plan)
    standing = book.tasks_of.get(options.plan)
    below = f"ngay dưới bản ghi {standing[-1].id}" if standing else "ở cuối"
    print(f"Chép vào {home}, {below}, sau một dòng trống.", file=sys.stderr)
    return 0


def run_new_plan(options: argparse.Namespace) -> int:
    """Print the file of a new plan."""
    print(blank_plan(), end="")
    return 0


def run_new_site(options: argparse.Namespace) -> int:
    """Lay down the site of another office."""
    asked = {
        "body": ("Tên cơ quan, ví dụ Sở Y tế tỉnh Bình An", True),
        "parent": ("Cơ quan cấp trên, ví dụ UBND tỉnh Bình An", True),
        "url": ("Địa chỉ công bố, ví dụ https://soyte.binhan.gov.vn/ke-hoach/", True),
        "repository": ("Kho trên GitHub, để trống nếu chưa có", False),
    }
    for name, (question, must) in asked.items():
        if getattr(options, name) is None:
            if not sys.stdin.isatty():
                if must:
                    raise RefusedError(f"Thiếu --{name}: {question}.")
                continue
            setattr(options, name, input(f"{question}: "))
    site = NewSite(options.body, options.parent, options.url, options.repository or "")
    paths = write_new_site(options.folder, site, options.today.year)
    write_schemas(options.folder / "data" / "schema")
    print(*(f"  {path}" for path in paths), sep="\n")
    print(
        f"Đã viết {len(paths)} tệp vào {options.folder}. Tiếp theo: cd {options.folder} && make site"
    )
    return 0


def run_schema(options: argparse.Namespace) -> int:
    """Write the schemas with which an editor helps while people type."""
    write_schemas(options.folder)
    return 0


def run_import(options: argparse.Namespace) -> int:
    """Read tasks, a new plan, what changes of one, or a unit's report, from an office file."""
    from planbook.documents.opening.files import Wishes
    from planbook.intake import commands, laying_down  # half a second that no other command needs

    wishes = Wishes(options.charset or "", options.footnotes == "note")
    asked = commands.Request(
        options.root, options.file, options.plan or "", wishes, options.output, options.preview
    )
    if options.status:
        outcome = commands.import_report(asked, options.today)
    elif options.new_plan:
        outcome = commands.import_plan(asked)
    elif options.adjust:
        outcome = commands.import_adjustments(asked)
    elif options.update:
        outcome = commands.import_changes(asked)
    else:
        outcome = commands.import_tasks(asked)
    print(*outcome.report, sep="\n", file=sys.stderr)
    laying_down.lay_down(outcome.new, outcome.changed)
    for place in outcome.new:
        inside = place.is_relative_to(options.root)
        shown = place.relative_to(options.root).as_posix() if inside else place
        print(f"Đã ghi {shown}", file=sys.stderr)
    for place in outcome.changed:
        print(f"Đã sửa {place.relative_to(options.root).as_posix()}", file=sys.stderr)
    print(outcome.printed, end="", flush=True)
    print(*outcome.steps, sep="\n", file=sys.stderr)
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Write a plan, a unit, a leader or a month as offices print and sign it, or a unit's sheet to report on."""
    from planbook.papers.form import make_form
    from planbook.papers.papers import render_paper
    from planbook.papers.status_sheet import make_status_sheet

    book, _ = load_book(options.root)
    if options.to == "status":
        sheet = make_status_sheet(book, options.selection)
        content, ending = render_paper(sheet, "xlsx"), "bao-cao.xlsx"
    else:
        form = make_form(book, options.selection, options.body)
        content, ending = render_paper(form, options.to), options.to
    write_new(options.output or Path(f"{options.selection}.{ending}"), content)
    return 0


def write_new(place: Path, content: bytes) -> None:
    """Write a file that is not there yet."""
    if place.exists():
        raise RefusedError(f"Tệp {place} đã có và không bị ghi đè; chọn tên khác cho --output.")
    place.write_bytes(content)
    print(f"Đã ghi {place}", file=sys.stderr)


def run_when(options: argparse.Namespace) -> int:
    """Print what the time grammar understands of some words."""
    when = parse_when(options.words, issued=options.issued)
    print(json.dumps(as_json(when), ensure_ascii=False, indent=2))
    for doubt in when.doubts:
        print(doubt, file=sys.stderr)
    if not options.issued and (when.rest or read_yearly(when.recurrence)):
        print("Lời văn thiếu năm thì thêm --issued, ví dụ --issued 2025-09-01.", file=sys.stderr)
    return 0


# ---- reading the command line --------------------------------------------------------------------


def read_command(
    arguments: Sequence[str] | None, settings: type, build: Callable[..., Any]
) -> argparse.Namespace:
    """Read the command line; options may stand before or after the command."""
    shared = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument(
        "--root", type=Path, metavar="THƯ_MỤC", help="thư mục có data/, content/ và mkdocs.yml"
    )
    shared.add_argument(
        "--output",
        type=Path,
        metavar="NƠI",
        help="nơi ghi: thư mục của trang dựng xong (mặc định: site/), hoặc tệp của import, export",
    )
    shared.add_argument(
        "--today", type=a_date, metavar="NGÀY", help="coi ngày này là hôm nay, ví dụ 2025-09-30"
    )
    shared.add_argument(
        "--allow-empty", action="store_true", help="cho qua danh sách trống hoặc không có"
    )
    shared.add_argument("--timings", action="store_true", help="in thời gian từng bước dựng trang")
    shared.add_argument("--debug", action="store_true", help="lỗi ngoài dự tính thì in đầy đủ")
    parser = Parser(description="Kiểm tra dữ liệu và dựng trang web.", parents=[shared])
    commands = parser.add_subparsers(metavar="LỆNH", title="Các lệnh")

    def command(name: str, run: Callable[[argparse.Namespace], int], help: str) -> Parser:
        added: Parser = commands.add_parser(name, help=help, description=help, parents=[shared])
        added.set_defaults(run=run)
        return added

    checking = command("check", run_check, "in mọi vấn đề của dữ liệu, mỗi vấn đề một dòng")
    checking.add_argument("--format", choices=FORMATS, default="text", help="dạng in ra")
    checking.add_argument(
        "--base",
        type=Path,
        metavar="THƯ_MỤC",
        help="thư mục cũ: cảnh báo đã có ở đó thì không in, địa chỉ mất đi thì báo",
    )
    serving = command("serve", run_serve, "xem trang tại máy, tự dựng lại khi sửa")
    serving.add_argument(
        "--port", type=a_port, default=8000, metavar="SỐ", help="cổng, mặc định 8000"
    )
    summary = command(
        "summary", run_summary, "in những gì dữ liệu thay đổi so với một thư mục khác"
    )
    summary.add_argument(
        "--base",
        type=Path,
        metavar="THƯ_MỤC",
        required=True,
        help="thư mục có data/ và content/ cũ",
    )
    tidying = command("tidy", run_tidy, "sửa dạng viết của dữ liệu ở chỗ chỉ có một cách đúng")
    tidying.add_argument("--write", action="store_true", help="ghi vào tệp, không chỉ in ra")
    for name, move, help in (
        ("split-tasks", split_tasks, "cho văn bản tệp nhiệm vụ riêng, data/tasks/MÃ.yaml"),
        ("join-tasks", join_tasks, "đưa nhiệm vụ của văn bản về chung data/tasks.yaml"),
    ):
        moving = command(name, run_move_tasks, help)
        moving.add_argument("plans", nargs="*", metavar="MÃ", help="mã văn bản; trống là tất cả")
        moving.add_argument("--write", action="store_true", help="chuyển thật, không chỉ nói trước")
        moving.set_defaults(move=move)
    task = command("new-task", run_new_task, "in khối YAML trống của một nhiệm vụ mới")
    task.add_argument("--plan", required=True, metavar="MÃ", help="mã văn bản")
    command("new-plan", run_new_plan, "in tệp mẫu của một văn bản mới")
    site = command("new-site", run_new_site, "viết ra trang mới cho một cơ quan khác")
    site.add_argument("folder", type=Path, metavar="THƯ_MỤC", help="thư mục mới")
    site.add_argument("--body", metavar="TÊN", help="tên cơ quan")
    site.add_argument("--parent", metavar="TÊN", help="cơ quan cấp trên")
    site.add_argument("--url", metavar="ĐỊA_CHỈ", help="địa chỉ công bố, https://…/")
    site.add_argument("--repository", metavar="KHO", help="kho trên GitHub")
    schema = command("schema", run_schema, "viết lược đồ JSON của dữ liệu, cho trình soạn thảo")
    schema.add_argument("folder", type=Path, metavar="THƯ_MỤC", help="ví dụ data/schema")
    importing = command(
        "import", run_import, "đưa tệp Word, Excel, PDF, CSV, văn bản dán vào dữ liệu"
    )
    add_import_options(importing)
    exporting = command(
        "export", run_export, "xuất văn bản, đơn vị, lãnh đạo hoặc tháng ra Word, Excel, PDF"
    )
    exporting.add_argument(
        "selection", metavar="MÃ", help="mã văn bản, đơn vị, lãnh đạo, hoặc tháng như 2025-07"
    )
    exporting.add_argument(
        "--body", metavar="MÃ", help="mã cơ quan, khi tháng có nhiệm vụ của nhiều cơ quan"
    )
    exporting.add_argument(
        "--to", choices=("docx", "xlsx", "pdf", "status"), required=True, help="dạng tệp"
    )
    when = command("when", run_when, "in những gì phần mềm hiểu từ lời văn về thời gian")
    when.add_argument("words", metavar="LỜI_VĂN", help="lời văn, trong ngoặc kép")
    when.add_argument(
        "--issued",
        type=a_date,
        metavar="NGÀY",
        help="ngày ban hành, để biết năm, lần đầu của việc hằng năm",
    )
    here = PACKAGE.parent if (PACKAGE.parent / "build.py").is_file() else Path()
    options = argparse.Namespace(
        root=here,
        today=None,
        debug=False,
        timings=False,
        allow_empty=False,
        output=None,
        run=run_build,
    )
    parser.parse_args(arguments, options)
    if options.run is run_import:
        settle_import(options, importing)
    options.root = options.root.resolve()
    if options.run in (run_build, run_serve):
        options.output = options.output or options.root / "site"
    options.today = options.today or dt.date.today()
    options.settings, options.build = settings, build
    return options
