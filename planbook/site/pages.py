"""The site's table of contents: which address shows which view, in which frame and template.

It renders nothing and writes nothing; titles and descriptions are unique by the ids they end in.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from operator import itemgetter
from typing import NamedTuple

from planbook.model import Person, Plan, RefusedError, Unit
from planbook.site.written import Written
from planbook.vietnamese.wording import name_month
from planbook.views.abbreviations import view_abbreviations
from planbook.views.all_tasks import TasksView, view_tasks_pages
from planbook.views.changes import ChangesView, view_changes_pages
from planbook.views.data import view_data
from planbook.views.home import view_home
from planbook.views.ledger import Ledger
from planbook.views.months import view_month, view_months
from planbook.views.parts import Turn
from planbook.views.people import view_people, view_person_pages
from planbook.views.plans import view_plan, view_plans
from planbook.views.references import Reference, references, view_references
from planbook.views.reports import report_pages
from planbook.views.site_map import view_site_map
from planbook.views.standing import StandingView, view_standing_pages
from planbook.views.statistics import list_figures, view_statistics
from planbook.views.tasks import view_task_pages
from planbook.views.units import view_unit_pages, view_units
from planbook.views.years import view_year

TITLE_LENGTH = 70
DESCRIPTION_LENGTH = 150
NOT_FOUND = "404.html"  # answered at any depth, so no relative link holds there


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site: the pressed page it fills, the template, what it shows."""

    address: str  # from the site's root: "", "units/van-phong/", "404.html"
    frame: str  # address of the pressed page
    template: str
    title: str = ""
    description: str = ""
    intro: str = ""
    view: object = None
    trail: tuple[tuple[str, str], ...] = ()  # labels and addresses, from home to this page


_Parted = TasksView | StandingView | ChangesView


class Batch(NamedTuple):
    """Pages that are made together: a page, its parts, the tasks of a document."""

    addresses: Collection[str]  # at which they are, or below which
    make: Callable[[], Iterable[Page]]


def path_of(address: str) -> str:
    """Name the file that answers at an address."""
    return address + "index.html" if address == "" or address.endswith("/") else address


def address_of(path: str) -> str:
    """Give the address that a file answers at."""
    return path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path


def list_pages(
    ledger: Ledger,
    written: Mapping[str, Written],
    note: str | None = None,
) -> Iterator[Batch]:
    """List what makes the pages of the site; nothing is viewed yet.

    `written` holds the written pages by address; `note` says what is not known of the history.
    """
    book, records = ledger.book, _Records(ledger, written)
    for unit in book.units:
        yield Batch((unit.url,), partial(records.unit, unit))
        yield Batch((f"{unit.url}report/",), partial(records.report, unit))
    for person in book.people:
        yield Batch((person.url,), partial(records.person, person))
    for plan in book.plans:
        yield Batch((plan.url,), partial(records.plan, plan))
        tasks = [task.url for task in book.tasks_of.get(plan.slug, ())]
        yield Batch(tasks, partial(records.tasks, plan))
    for month in ledger.months:
        yield Batch((f"months/{month}/",), partial(records.month, month))
    for year in ledger.years:
        yield Batch((f"years/{year}/",), partial(records.year, year))
    yield Batch(("statistics/",), records.figures)
    indexes: dict[str, tuple[str, Callable[[], object]]] = {
        "": ("home", lambda: view_home(ledger)),
        "plans/": ("plans", lambda: view_plans(ledger)),
        "units/": ("units", lambda: view_units(ledger)),
        "months/": ("months", lambda: view_months(ledger)),
        "people/": ("people", lambda: view_people(ledger)),
        "statistics/": ("statistics", lambda: view_statistics(ledger)),
        "search/": ("search", lambda: None),
        "data/": ("data", lambda: view_data(ledger)),
        "abbreviations/": ("abbreviations", lambda: view_abbreviations(ledger)),
        "sitemap/": ("sitemap", lambda: view_site_map(ledger, records.written)),
    }
    for address, (template, view) in indexes.items():
        yield Batch((address,), partial(records.index, address, template, view))
    parted: dict[str, Callable[[], Iterable[_Parted]]] = {
        "tasks": lambda: view_tasks_pages(ledger),
        "standing": lambda: view_standing_pages(ledger),
        "changes": lambda: view_changes_pages(ledger, note),
    }
    for name, views in parted.items():
        yield Batch((f"{name}/",), partial(records.parted, f"{name}/", name, views))
    yield Batch(("references/",), records.references)
    yield Batch((NOT_FOUND,), _missing)
    taken = {*indexes, *(f"{name}/" for name in parted), "references/"}
    taken |= {plan.url for plan in book.plans}
    for address in written:
        if address not in taken:
            yield Batch((address,), partial(_written, address))


def find_page(batches: Iterable[Batch], address: str) -> Page | None:
    """Make the page of an address, and as few others as can be."""
    near = [
        (len(start), batch)
        for batch in batches
        for start in batch.addresses
        if address == start or (start and address.startswith(start))
    ]
    for _, batch in sorted(near, key=itemgetter(0), reverse=True):
        for page in batch.make():
            if page.address == address:
                return page
    return None


class _Records:
    """Makes the pages of records, whose trail begins at the written pages."""

    def __init__(self, ledger: Ledger, written: Mapping[str, Written]):
        self._ledger = ledger
        self._written = written
        self._plan_names = ledger.book.tell_apart(
            {plan.slug: (plan, plan.title) for plan in ledger.book.plans}
        )
        self._unit_names = ledger.book.unit_names

    @property
    def written(self) -> Iterator[tuple[str, str]]:
        """List the written pages that are no document: what the menu calls them, and their address."""
        plans = {plan.url for plan in self._ledger.book.plans}
        for address, said in self._written.items():
            if address not in plans:
                yield said.label, address

    def index(self, address: str, template: str, view: Callable[[], object]) -> Iterator[Page]:
        """Make a written page that the book fills."""
        yield self._index_page(address, template, view())

    def _index_page(self, address: str, template: str, view: object) -> Page:
        said = self._find(address)
        return Page(
            address=address,
            frame=address,
            template=f"pages/{template}.html",
            title=said.title,
            description=said.description,
            intro=said.intro,
            view=view,
            trail=self._trail(address),
        )

    def parted(
        self, address: str, template: str, views: Callable[[], Iterable[_Parted]]
    ) -> Iterator[Page]:
        """Make a written page that the book fills, and the further pages of a list too long for it."""
        for view in views():
            yield _turn(view.turn, self._index_page(address, template, view))

    def plan(self, plan: Plan) -> Iterator[Page]:
        """Make the page of a document."""
        view = view_plan(self._ledger, plan, self._named_by.get(plan.slug, ()))
        yield Page(
            address=plan.url,
            frame=plan.url,
            template="pages/plan.html",
            title=self._plan_names[plan.slug],
            description=f"{view.kind}: {shorten(plan.summary, DESCRIPTION_LENGTH)} – {view.count} nhiệm vụ, "
            f"toàn văn và bản ghi ({plan.slug}).",
            view=view,
            trail=(*self._trail("plans/"), (plan.short, plan.url)),
        )

    def unit(self, unit: Unit) -> Iterator[Page]:
        """Make the page of a unit, or its pages."""
        called = self._unit_names[unit.id]
        for view in view_unit_pages(self._ledger, unit):
            counts = [f"{each.title.lower()} {each.total} nhiệm vụ" for each in view.listings]
            yield _turn(
                view.turn,
                Page(
                    address=unit.url,
                    frame="units/frame/",
                    template="pages/unit.html",
                    title=called if unit.short == unit.name else f"{called} – {unit.name}",
                    description=f"{unit.short} ({view.body.short}) "
                    f"{' và '.join(counts) or 'chưa có nhiệm vụ'}, xếp theo tháng.",
                    view=view,
                    trail=(*self._trail("units/"), (unit.short, unit.url)),
                ),
            )

    def report(self, unit: Unit) -> Iterator[Page]:
        """Make the progress report of a unit, on one page or on several."""
        address, called = f"{unit.url}report/", self._unit_names[unit.id]
        for view in report_pages(self._ledger, unit):
            yield _turn(
                view.turn,
                Page(
                    address=address,
                    frame="units/frame/",
                    template="pages/report.html",
                    title=f"Báo cáo tiến độ – {called}",
                    description=f"{called}: tiến độ, kết quả, khó khăn vướng mắc của {view.count} nhiệm vụ "
                    f"chủ trì; {view.reported} nhiệm vụ đã báo cáo.",
                    view=view,
                    trail=(
                        *self._trail("units/"),
                        (unit.short, unit.url),
                        ("Báo cáo tiến độ", address),
                    ),
                ),
            )

    def month(self, month: str) -> Iterator[Page]:
        """Make the page of a month."""
        view = view_month(self._ledger, month)
        address, name = f"months/{month}/", name_month(month)
        more = f"; {view.repeated_count} việc lặp lại hằng năm" if view.repeated else ""
        more += f"; {view.other_count} của cơ quan khác" if view.others else ""
        yield Page(
            address=address,
            frame="months/frame/",
            template="pages/month.html",
            title=f"Nhiệm vụ {name.lower()}",
            description=f"{name}: {view.due_count} nhiệm vụ đến hạn, xếp theo đơn vị chủ trì; "
            f"{view.spanning_count} nhiệm vụ kéo dài qua tháng{more}.",
            view=view,
            trail=(*self._trail("months/"), (name, address)),
        )

    def year(self, year: str) -> Iterator[Page]:
        """Make the page of a year."""
        view = view_year(self._ledger, year)
        address, name = f"years/{year}/", f"Năm {year}"
        yield Page(
            address=address,
            frame="years/frame/",
            template="pages/year.html",
            title=f"Nhiệm vụ năm {year}",
            description=f"{name}: {view.due} nhiệm vụ có tháng đến hạn và {view.spanning} nhiệm vụ kéo dài, "
            "mỗi nhiệm vụ một vạch trên mười hai tháng.",
            view=view,
            trail=(*self._trail("statistics/"), (name, address)),
        )

    def figures(self) -> Iterator[Page]:
        """Make the pages on which each figure stands alone, for other sites to show."""
        for figure in list_figures(self._ledger):
            yield Page(
                address=figure.url,
                frame="statistics/frame/",
                template="pages/figure.html",
                title=figure.title,
                description=figure.told,
                view=figure,
                trail=(*self._trail("statistics/"), (figure.title, figure.url)),
            )

    def person(self, person: Person) -> Iterator[Page]:
        """Make the page of a leader, or the pages."""
        for view in view_person_pages(self._ledger, person):
            yield _turn(
                view.turn,
                Page(
                    address=person.url,
                    frame="people/frame/",
                    template="pages/person.html",
                    title=f"{person.listed} ({view.body.short})",
                    description=f"{person.listed}, {view.body.name}: chỉ đạo {view.count} nhiệm vụ, xếp theo tháng.",
                    view=view,
                    trail=(*self._trail("people/"), (person.name, person.url)),
                ),
            )

    def tasks(self, plan: Plan) -> Iterator[Page]:
        """Make the page of each task of a document."""
        to_plan = (*self._trail("plans/"), (plan.short, plan.url))
        for view in view_task_pages(self._ledger, plan):
            task = view.row.task
            number = f"Nhiệm vụ {task.number}" if task.number else "Nhiệm vụ"
            lead = f" Chủ trì: {task.lead_text}." if task.lead_text else ""
            yield Page(
                address=task.url,
                frame="tasks/frame/",
                template="pages/task.html",
                title=f"{shorten(task.task, TITLE_LENGTH)} ({task.id})",
                description=f"{number}, {plan.short}: {shorten(task.task, DESCRIPTION_LENGTH)}{lead} Mã {task.id}.",
                view=view,
                trail=(*to_plan, (number, task.url)),
            )

    def references(self) -> Iterator[Page]:
        """Make the list of the documents that are referred to, and the page of each."""
        everything, each_alone = view_references(self._ledger, self._references)
        yield from self.index("references/", "references", lambda: everything)
        for view in each_alone:
            found = view.reference
            texts = (
                (len(found.plans) + len(found.cited_by), "văn bản"),
                (len(found.tasks), "nhiệm vụ"),
            )
            counts = [f"{count} {what}" for count, what in texts if count]
            yield Page(
                address=found.url,
                frame="references/frame/",
                template="pages/reference.html",
                title=f"{found.name} ({found.id})",
                description=f"{found.name}: {' và '.join(counts)} trên trang này nhắc đến ({found.id}).",
                view=view,
                trail=(*self._trail("references/"), (found.name, found.url)),
            )

    @cached_property
    def _references(self) -> tuple[Reference, ...]:
        return references(self._ledger.book)

    @cached_property
    def _named_by(self) -> Mapping[str, Sequence[Reference]]:
        """Find what each document names in its summary or as its basis."""
        found: dict[str, list[Reference]] = defaultdict(list)
        for each in self._references:
            for slug in each.plans:
                found[slug].append(each)
        return found

    def _trail(self, address: str) -> tuple[tuple[str, str], ...]:
        home = (self._find("").label, "")
        return (home, (self._find(address).label, address)) if address else (home,)

    def _find(self, address: str) -> Written:
        if address not in self._written:
            raise RefusedError(
                f"Thiếu trang /{address}: viết content/{address}index.md, đầu tệp có `title` và "
                "`description`, dưới là dòng <!-- slot: main -->."
            )
        return self._written[address]


def _turn(turn: Turn | None, page: Page) -> Page:
    """Give a page of a parted list what tells it from the first one, which has the list's own address."""
    if turn is None or turn.first:
        return page
    words = turn.part.words
    return replace(
        page,
        address=turn.url,
        title=f"{page.title}, {words}",
        description=f"{turn.part.name}: {page.description}",
        trail=(*page.trail, *turn.trail),
    )


def shorten(text: str, length: int) -> str:
    """Shorten a text at a space."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.-–") + "…"


def _written(address: str) -> Iterator[Page]:
    """Make a plain written page, which the shell and its Markdown fill."""
    yield Page(address=address, frame=address, template="pages/written.html")


def _missing() -> Iterator[Page]:
    """Make the page that answers where there is none."""
    yield Page(
        address=NOT_FOUND,
        frame=NOT_FOUND,
        template="pages/404.html",
        title="Không tìm thấy trang",
        description="Trang này không có hoặc đã đổi địa chỉ; tìm nhiệm vụ, văn bản, đơn vị tại đây.",
    )
