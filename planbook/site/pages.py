"""The site's table of contents: which address shows which view, in which frame and template.

It renders nothing and writes nothing; titles and descriptions are unique by the ids they end in.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from planbook.history.compare import Change
from planbook.model import Book, Site
from planbook.vietnamese.wording import name_month
from planbook.views import page_views as views
from planbook.views.ledger import Ledger
from planbook.views.references import view_references
from planbook.views.reports import ProgressReport, progress_report

TITLE_LENGTH = 70
DESCRIPTION_LENGTH = 150

Trail = tuple[tuple[str, str], ...]

_HOME = ("Trang chủ", "")
_PLANS = ("Văn bản", "plans/")
_UNITS = ("Đơn vị", "units/")
_MONTHS = ("Theo tháng", "months/")
_PEOPLE = ("Lãnh đạo", "people/")
_TASKS = ("Nhiệm vụ", "tasks/")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site: the pressed page it fills, the template, what it shows."""

    address: str  # from the site's root: "", "units/van-phong/", "404.html"
    frame: str  # address of the pressed page
    template: str
    title: str = ""
    description: str = ""
    view: object = None
    trail: Trail = ()  # labels and addresses, from the home page to this one


@dataclass(frozen=True, slots=True)
class Chapter:
    """Pages of one frame that are made together out of what is read of the ledger."""

    name: str
    frame: str
    read: Callable[[], Any]
    pages: Callable[[Any], Iterable[Page]]


def list_chapters(
    ledger: Ledger,
    site: Site,
    changes: Iterable[Change] = (),
    note: str | None = None,
) -> Iterator[Chapter]:
    """List all pages that show records, chapter by chapter; plain written pages need no entry.

    Nothing is read yet. `changes` and `note` come from the history of the data; the note says what
    is not known of it.
    """
    book = ledger.book
    yield _index(
        "tasks/",
        "tasks",
        "Tất cả nhiệm vụ",
        "Toàn bộ nhiệm vụ trong các văn bản đã đăng, xếp theo văn bản và đề mục, đọc được không cần "
        "JavaScript.",
        lambda: views.view_tasks(ledger),
        "Nhiệm vụ",
    )
    for unit in book.units:
        yield Chapter(unit.url, "units/frame/", partial(views.view_unit, ledger, unit), _unit)
    for person in book.people:
        read = partial(views.view_person, ledger, person)
        yield Chapter(person.url, "people/frame/", read, _person)
    for plan in book.plans:
        yield Chapter(plan.url, plan.url, partial(views.view_plan, ledger, plan), _plan)
        read = partial(views.view_task_rows, ledger, plan)
        yield Chapter(f"tasks/{plan.slug}", "tasks/frame/", read, partial(_tasks, ledger))
    for month in ledger.months:
        read = partial(views.view_month, ledger, month)
        yield Chapter(f"months/{month}/", "months/frame/", read, _month)
    for unit in book.units:
        read = partial(progress_report, ledger, unit)
        yield Chapter(f"{unit.url}report/", "units/frame/", read, _report)
    yield Chapter("", "", lambda: views.view_home(ledger), partial(_home, site))
    yield from _indexes(ledger, changes, note)


def list_pages(
    book: Book,
    site: Site,
    today: dt.date,
    changes: Iterable[Change] = (),
    note: str | None = None,
) -> Iterator[Page]:
    """List every page of every chapter."""
    for chapter in list_chapters(Ledger(book, today), site, changes, note):
        yield from chapter.pages(chapter.read())


def _index(
    address: str,
    template: str,
    title: str,
    description: str,
    read: Callable[[], Any] = lambda: None,
    place: str = "",
) -> Chapter:
    """Make the chapter of a written index that fills itself."""
    trail = (_HOME, (place or title, address))

    def pages(view: object) -> Iterator[Page]:
        yield Page(address, address, f"pages/{template}.html", title, description, view, trail)

    return Chapter(address, address, read, pages)


def _home(site: Site, view: views.HomeView) -> Iterator[Page]:
    yield Page(
        address="",
        frame="",
        template="pages/home.html",
        title=site.name,
        description="Tra cứu nhiệm vụ trong kế hoạch, thông báo kết luận và chương trình công tác của "
        "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi: theo đơn vị, theo tháng, theo lãnh đạo.",
        view=view,
        trail=(_HOME,),
    )


def _plan(view: views.PlanView) -> Iterator[Page]:
    plan = view.plan
    yield Page(
        address=plan.url,
        frame=plan.url,
        template="pages/plan.html",
        title=plan.title,
        description=f"{view.kind}: {_cut(plan.summary, DESCRIPTION_LENGTH)} – {view.count} nhiệm vụ, "
        f"toàn văn và bản ghi ({plan.slug}).",
        view=view,
        trail=(_HOME, _PLANS, (plan.short, plan.url)),
    )


def _unit(view: views.UnitView) -> Iterator[Page]:
    unit = view.unit
    counts = [f"{each.title.lower()} {each.count} nhiệm vụ" for each in view.listings]
    yield Page(
        address=unit.url,
        frame="units/frame/",
        template="pages/unit.html",
        title=unit.short if unit.short == unit.name else f"{unit.short} – {unit.name}",
        description=f"{unit.short} ({view.body.short}) {' và '.join(counts) or 'chưa có nhiệm vụ'}, "
        "xếp theo tháng.",
        view=view,
        trail=(_HOME, _UNITS, (unit.short, unit.url)),
    )


def _month(view: views.MonthView) -> Iterator[Page]:
    address, name = f"months/{view.month}/", name_month(view.month)
    yield Page(
        address=address,
        frame="months/frame/",
        template="pages/month.html",
        title=f"Nhiệm vụ {name.lower()}",
        description=f"{name}: {view.due_count} nhiệm vụ đến hạn, xếp theo đơn vị chủ trì; "
        f"{view.spanning_count} nhiệm vụ kéo dài qua tháng.",
        view=view,
        trail=(_HOME, _MONTHS, (name, address)),
    )


def _person(view: views.PersonView) -> Iterator[Page]:
    person = view.person
    named = person.name if person.name == person.office else f"{person.name}, {person.office}"
    yield Page(
        address=person.url,
        frame="people/frame/",
        template="pages/person.html",
        title=f"{named} ({view.body.short})",
        description=f"{named}, {view.body.name}: chỉ đạo {view.listing.count} nhiệm vụ, xếp theo tháng.",
        view=view,
        trail=(_HOME, _PEOPLE, (person.name, person.url)),
    )


def _tasks(ledger: Ledger, shown: views.TaskRows) -> Iterator[Page]:
    for view in views.view_task_pages(ledger, shown):
        task, plan = view.row.task, view.row.plan
        number = f"Nhiệm vụ {task.number}" if task.number else "Nhiệm vụ"
        lead = f" Chủ trì: {task.lead_text}." if task.lead_text else ""
        yield Page(
            address=task.url,
            frame="tasks/frame/",
            template="pages/task.html",
            title=f"{_cut(task.task, TITLE_LENGTH)} ({task.id})",
            description=f"{number}, {plan.short}: {_cut(task.task, DESCRIPTION_LENGTH)}{lead} Mã {task.id}.",
            view=view,
            trail=(_HOME, _PLANS, (plan.short, plan.url), (number, task.url)),
        )


def _report(view: ProgressReport) -> Iterator[Page]:
    unit, address = view.unit, f"{view.unit.url}report/"
    yield Page(
        address=address,
        frame="units/frame/",
        template="pages/report.html",
        title=f"Báo cáo tiến độ – {unit.short}",
        description=f"{unit.short}: tiến độ, kết quả, khó khăn vướng mắc của {view.count} nhiệm vụ "
        f"chủ trì; {view.reported} nhiệm vụ đã báo cáo.",
        view=view,
        trail=(_HOME, _UNITS, (unit.short, unit.url), ("Báo cáo tiến độ", address)),
    )


def _indexes(ledger: Ledger, changes: Iterable[Change], note: str | None) -> Iterator[Chapter]:
    """List the pages that lead to others or stand alone."""
    yield _index(
        "plans/",
        "plans",
        "Văn bản",
        "Danh mục kế hoạch, thông báo kết luận và phụ lục quyết định giao nhiệm vụ của Sở "
        "Khoa học và Công nghệ tỉnh Quảng Ngãi.",
        lambda: views.view_plans(ledger),
    )
    yield _index(
        "units/",
        "units",
        "Đơn vị",
        "Các phòng, trung tâm của Sở Khoa học và Công nghệ tỉnh Quảng Ngãi: chủ trì bao nhiêu nhiệm vụ, "
        "phối hợp bao nhiêu nhiệm vụ.",
        lambda: views.view_units(ledger),
    )
    yield _index(
        "months/",
        "months",
        "Nhiệm vụ theo tháng",
        "Nhiệm vụ đến hạn từng tháng và nhiệm vụ kéo dài cả quý, cả năm của Sở Khoa học và Công nghệ "
        "tỉnh Quảng Ngãi.",
        lambda: views.view_months(ledger),
        "Theo tháng",
    )
    yield _index(
        "people/",
        "people",
        "Lãnh đạo chỉ đạo",
        "Lãnh đạo Sở Khoa học và Công nghệ tỉnh Quảng Ngãi và số nhiệm vụ được phân công chỉ đạo.",
        lambda: views.view_people(ledger),
        "Lãnh đạo",
    )
    yield _index(
        "standing/",
        "standing",
        "Nhiệm vụ không gắn với tháng",
        "Nhiệm vụ làm thường xuyên, lặp lại hằng năm, tùy điều kiện hoặc không ghi thời gian.",
        lambda: views.view_standing(ledger),
        "Không theo tháng",
    )
    yield _index(
        "data/",
        "data",
        "Dữ liệu mở",
        "Toàn bộ nhiệm vụ, văn bản, đơn vị dưới dạng JSON, CSV, Excel, lịch và tin Atom, kèm mô tả từng "
        "trường.",
        lambda: views.view_data(ledger),
    )
    yield _index(
        "abbreviations/",
        "abbreviations",
        "Từ viết tắt",
        "Các chữ viết tắt gặp trong văn bản và cách viết đầy đủ.",
        lambda: views.view_abbreviations(ledger),
    )
    yield _index(
        "references/",
        "references",
        "Văn bản được nhắc đến",
        "Chỉ thị, quyết định, kế hoạch mà các văn bản và nhiệm vụ trên trang nhắc đến: văn bản nào thực "
        "hiện văn bản nào, nhiệm vụ nào thực hiện chúng.",
        lambda: view_references(ledger.book),
    )
    yield _index(
        "search/",
        "search",
        "Tìm kiếm",
        "Tìm nhiệm vụ, văn bản, đơn vị, lãnh đạo: gõ có dấu, không dấu hay viết tắt đều được; lọc theo "
        "đơn vị, tháng, văn bản.",
    )
    yield _index(
        "changes/",
        "changes",
        "Nhật ký thay đổi",
        "Những gì đã thêm, bỏ, sửa trong dữ liệu nhiệm vụ và văn bản, mới nhất ở trên.",
        lambda: views.view_changes(ledger, changes, note),
    )
    missing = Page(
        address="404.html",
        frame="404.html",
        template="pages/404.html",
        title="Không tìm thấy trang",
        description="Trang này không có hoặc đã đổi địa chỉ; tìm nhiệm vụ, văn bản, đơn vị tại đây.",
        trail=(_HOME,),
    )
    yield Chapter("404.html", "404.html", lambda: missing, lambda page: [page])


def _cut(text: str, length: int) -> str:
    """Shorten a text at a space."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.-–") + "…"
