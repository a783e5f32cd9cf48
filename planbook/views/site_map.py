"""Show every page that is no single task's, for readers who would rather see all than search."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.model import Person, Unit
from planbook.vietnamese.alphabet import sort_key
from planbook.vietnamese.wording import name_month
from planbook.views.all_tasks import part_tasks
from planbook.views.by_time import find_parts, roles_of_unit
from planbook.views.ledger import Ledger

Link = tuple[str, str]  # label, address


@dataclass(frozen=True, slots=True)
class SiteMapView:
    """The pages of the site under a heading each kind."""

    sections: tuple[tuple[str, tuple[Link, ...]], ...]


def list_year_pages(ledger: Ledger) -> Iterator[Link]:
    """List the pages of years into which long lists are parted."""
    book, first = ledger.book, part_tasks(ledger)
    lists = [("Tất cả nhiệm vụ", "tasks/", first)]
    for unit in book.units:
        first = find_parts(roles_of_unit(ledger, unit.id), ledger.today)
        lists.append((book.unit_names[unit.id], unit.url, first))
    for person in book.people:
        first = find_parts({"direct": ledger.by_leader.get(person.id, ())}, ledger.today)
        lists.append((f"{person.listed} ({ledger.body_of(person).short})", person.url, first))
    for name, address, first in lists:
        for part in first.parts if first else ():
            yield f"{name}, {part.words}", address + part.path


def view_site_map(ledger: Ledger, written: Iterable[Link]) -> SiteMapView:
    """List the written pages in alphabetical order, then documents, units, people and months in theirs."""
    book = ledger.book

    def called(name: str, record: Unit | Person) -> str:
        return f"{name} ({ledger.body_of(record).short})" if ledger.several else name

    sections = (
        ("Trang chung", sorted(written, key=lambda link: (link[1] != "", sort_key(link[0])))),
        ("Văn bản", [(plan.title, plan.url) for plan in ledger.plans]),
        ("Đơn vị", [(called(unit.short, unit), unit.url) for unit in book.units]),
        ("Lãnh đạo", [(called(each.listed, each), each.url) for each in book.people]),
        ("Danh sách dài, theo năm", tuple(list_year_pages(ledger))),
        ("Theo tháng", [(name_month(month), f"months/{month}/") for month in ledger.months]),
    )
    return SiteMapView(tuple((title, tuple(links)) for title, links in sections if links))
