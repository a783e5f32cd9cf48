"""The site's table of contents: which address shows which view, in which frame and template.

It renders nothing and writes nothing; titles and descriptions are unique by the ids they end in.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.views import page_views as views
from planbook.changes.history import Change
from planbook.book.model import Book, Site
from planbook.views.references import view_references
from planbook.views.reports import progress_report
from planbook.views.page_views import Ledger, name_month, view_task_pages

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


def list_pages(
    book: Book,
    site: Site,
    today: dt.date,
    changes: Iterable[Change] = (),
    note: str | None = None,
) -> Iterator[Page]:
    """List every page that shows records; plain written pages need no entry.

    `changes` and `note` come from the history of the data; the note says what is not known of it.
    """
    ledger = Ledger(book, today)
    yield _home(ledger, site)
    yield from _plans(ledger)
    yield from _units(ledger)
    yield from _months(ledger)
    yield from _people(ledger)
    yield from _tasks(ledger)
    yield from _reports(ledger)
    yield from _others(ledger)
    yield _index(
        "references/",
        "references",
        "Văn bản được nhắc đến",
        "Chỉ thị, quyết định, kế hoạch mà các văn bản và nhiệm vụ trên trang nhắc đến: văn bản nào thực "
        "hiện văn bản nào, nhiệm vụ nào thực hiện chúng.",
        view_references(book),
    )
    yield _index(
        "search/",
        "search",
        "Tìm kiếm",
        "Tìm nhiệm vụ, văn bản, đơn vị, lãnh đạo: gõ có dấu, không dấu hay viết tắt đều được; lọc theo "
        "đơn vị, tháng, văn bản.",
        None,
    )
    yield _index(
        "changes/",
        "changes",
        "Nhật ký thay đổi",
        "Những gì đã thêm, bỏ, sửa trong dữ liệu nhiệm vụ và văn bản, mới nhất ở trên.",
        views.view_changes(ledger, changes, note),
    )


def _index(
    address: str, template: str, title: str, description: str, view: object, place: str = ""
) -> Page:
    """Make the page of a written index that fills itself."""
    trail = (_HOME, (place or title, address))
    return Page(address, address, f"pages/{template}.html", title, description, view, trail)


def _home(ledger: Ledger, site: Site) -> Page:
    return Page(
        address="",
        frame="",
        template="pages/home.html",
        title=site.name,
        description="Tra cứu nhiệm vụ trong kế hoạch, thông báo kết luận và chương trình công tác của "
        "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi: theo đơn vị, theo tháng, theo lãnh đạo.",
        view=views.view_home(ledger),
        trail=(_HOME,),
    )


def _plans(ledger: Ledger) -> Iterator[Page]:
    yield _index(
        "plans/",
        "plans",
        "Văn bản",
        "Danh mục kế hoạch, thông báo kết luận và phụ lục quyết định giao nhiệm vụ của Sở "
        "Khoa học và Công nghệ tỉnh Quảng Ngãi.",
        views.view_plans(ledger),
    )
    for plan in ledger.book.plans:
        view = views.view_plan(ledger, plan)
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


def _units(ledger: Ledger) -> Iterator[Page]:
    yield _index(
        "units/",
        "units",
        "Đơn vị",
        "Các phòng, trung tâm của Sở Khoa học và Công nghệ tỉnh Quảng Ngãi: chủ trì bao nhiêu nhiệm vụ, "
        "phối hợp bao nhiêu nhiệm vụ.",
        views.view_units(ledger),
    )
    for unit in ledger.book.units:
        view = views.view_unit(ledger, unit)
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


def _months(ledger: Ledger) -> Iterator[Page]:
    yield _index(
        "months/",
        "months",
        "Nhiệm vụ theo tháng",
        "Nhiệm vụ đến hạn từng tháng và nhiệm vụ kéo dài cả quý, cả năm của Sở Khoa học và Công nghệ "
        "tỉnh Quảng Ngãi.",
        views.view_months(ledger),
        "Theo tháng",
    )
    for month in ledger.months:
        view = views.view_month(ledger, month)
        yield Page(
            address=f"months/{month}/",
            frame="months/frame/",
            template="pages/month.html",
            title=f"Nhiệm vụ {name_month(month).lower()}",
            description=f"{name_month(month)}: {view.due_count} nhiệm vụ đến hạn, xếp theo đơn vị chủ trì; "
            f"{view.spanning_count} nhiệm vụ kéo dài qua tháng.",
            view=view,
            trail=(_HOME, _MONTHS, (name_month(month), f"months/{month}/")),
        )


def _people(ledger: Ledger) -> Iterator[Page]:
    yield _index(
        "people/",
        "people",
        "Lãnh đạo chỉ đạo",
        "Lãnh đạo Sở Khoa học và Công nghệ tỉnh Quảng Ngãi và số nhiệm vụ được phân công chỉ đạo.",
        views.view_people(ledger),
        "Lãnh đạo",
    )
    for person in ledger.book.people:
        view = views.view_person(ledger, person)
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


def _tasks(ledger: Ledger) -> Iterator[Page]:
    yield _index(
        "tasks/",
        "tasks",
        "Tất cả nhiệm vụ",
        "Toàn bộ nhiệm vụ trong các văn bản đã đăng, xếp theo văn bản và đề mục, đọc được không cần "
        "JavaScript.",
        views.view_tasks(ledger),
        "Nhiệm vụ",
    )
    for view in view_task_pages(ledger):
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


def _reports(ledger: Ledger) -> Iterator[Page]:
    for unit in ledger.book.units:
        report = progress_report(ledger, unit)
        yield Page(
            address=f"{unit.url}report/",
            frame="units/frame/",
            template="pages/report.html",
            title=f"Báo cáo tiến độ – {unit.short}",
            description=f"{unit.short}: tiến độ, kết quả, khó khăn vướng mắc của {report.count} nhiệm vụ "
            f"chủ trì; {report.reported} nhiệm vụ đã báo cáo.",
            view=report,
            trail=(
                _HOME,
                _UNITS,
                (unit.short, unit.url),
                ("Báo cáo tiến độ", f"{unit.url}report/"),
            ),
        )


def _others(ledger: Ledger) -> Iterator[Page]:
    yield _index(
        "standing/",
        "standing",
        "Nhiệm vụ không gắn với tháng",
        "Nhiệm vụ làm thường xuyên, lặp lại hằng năm, tùy điều kiện hoặc không ghi "
        "thời gian.",
        views.view_standing(ledger),
        "Không theo tháng",
    )
    yield _index(
        "data/",
        "data",
        "Dữ liệu mở",
        "Toàn bộ nhiệm vụ, văn bản, đơn vị dưới dạng JSON, CSV, Excel, lịch và tin Atom, kèm mô tả từng "
        "trường.",
        views.view_data(ledger),
    )
    yield _index(
        "abbreviations/",
        "abbreviations",
        "Từ viết tắt",
        "Các chữ viết tắt gặp trong văn bản và cách viết đầy đủ.",
        views.view_abbreviations(ledger),
    )
    yield Page(
        address="404.html",
        frame="404.html",
        template="pages/404.html",
        title="Không tìm thấy trang",
        description="Trang này không có hoặc đã đổi địa chỉ; tìm nhiệm vụ, văn bản, đơn vị tại đây.",
        trail=(_HOME,),
    )


def _cut(text: str, length: int) -> str:
    """Shorten a text at a space."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.-–") + "…"
