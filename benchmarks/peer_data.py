"""Turn a root into the JSON that the peers make their pages of: tasks.json, pages.json, site.json.

The tasks are read, checked, understood, grouped and counted here by our own code, so the peers
only render; what this takes is not counted for them, though ours pays for it in every build.
"""

import argparse
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from planbook.model import Abbreviation
from planbook.press.settings import read_site
from planbook.press.sources import gather_sources
from planbook.reading.content import list_content
from planbook.reading.load import load_book
from planbook.site.pages import Page, list_pages
from planbook.site.render import show_date
from planbook.site.written import read_written
from planbook.vietnamese.wording import name_month
from planbook.views.all_tasks import TasksView
from planbook.views.by_time import Listing
from planbook.views.grid import Grid, GridRow
from planbook.views.home import HomeView
from planbook.views.ledger import Item, Ledger, Row, Share
from planbook.views.listing import Group
from planbook.views.months import MonthsView, MonthView
from planbook.views.people import PeopleView, PersonView
from planbook.views.plans import PlanEntry, PlansView, PlanView
from planbook.views.standing import StandingView
from planbook.views.tasks import TaskView
from planbook.views.units import UnitsView, UnitView

Json = dict[str, Any]


def export_peer_data(root: Path, folder: Path, today: dt.date) -> None:
    """Write the three files into `folder`."""
    book, problems = load_book(root)
    if any(problem.severity == "error" for problem in problems):
        raise SystemExit(f"{root}: {len(problems)} problems")
    site = read_site(root / "mkdocs.yml")
    tasks: dict[str, Json] = {}
    pages: list[Json] = []
    written = read_written(gather_sources(root / "content", list_content(root)), site)
    batches = list_pages(Ledger(book, today), written)
    for page in (page for batch in batches for page in batch.make()):
        common = {
            "address": page.address,
            "title": page.title,
            "description": page.description,
            "trail": [{"label": label, "address": address} for label, address in page.trail],
        }
        if isinstance(page.view, TaskView):
            tasks[page.view.row.task.id] = common | _row(page.view.row) | _task(page.view)
        elif content := _content(page):
            pages.append(common | {"sections": [], "tables": [], "abbreviations": []} | content)
    folder.mkdir(parents=True, exist_ok=True)
    publisher = book.publisher
    told = {"name": site.name, "url": site.url, "repository": site.repository}
    told |= {"body": publisher.name if publisher else site.name}
    told |= {"parent": (publisher and publisher.parent) or ""}
    for name, value in (("tasks", tasks), ("pages", pages), ("site", told)):
        (folder / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")


def _row(row: Row) -> Json:
    """Tell what a line of a list shows."""
    task = row.task
    return {
        "id": task.id,
        "number": task.number or "",
        "task": task.task,
        "note": task.note or "",
        "priority": task.priority or "",
        "plan": row.plan.short,
        "own": row.own,
        "lead": task.lead_text or "",
        "support": task.support_text or "",
        "when": row.when,
        "start": f"{task.start or ''}",
        "end": f"{task.end}" if row.timing.dated else "",
        "kind": row.timing.kind,
        "timing": row.timing.label,
        "product": task.product or "",
        "leader": task.leader_text or "",
    }


def _task(view: TaskView) -> Json:
    """Tell what the page of a task shows beside its line."""
    return {
        "plan_url": view.row.plan.url,
        "section": view.row.task.section or "",
        "status": view.status,
        "line": view.row.task.line,
        "facts": [
            *(
                {
                    "label": fact.label,
                    "printed": fact.text,
                    "understood": [
                        {"text": link.text, "url": link.url or ""} for link in fact.understood
                    ],
                }
                for fact in (*view.who, view.when)
            ),
            *(
                {"label": label, "printed": text or "", "understood": []}
                for label, text in (
                    ("Sản phẩm", view.row.task.product),
                    ("Ghi chú", view.row.task.note),
                )
            ),
        ],
        "neighbours": [
            {"rel": rel, "url": task.url, "number": task.number or "", "task": task.task[:80]}
            for rel, task in (("prev", view.previous), ("next", view.next))
            if task
        ],
        "abbreviations": _abbreviations(view.abbreviations),
    }


def _content(page: Page) -> Json | None:
    """Tell what any other page shows: paragraphs, tables of counts, sections of tasks."""
    match page.view:
        case HomeView() as view:
            return {
                "heading": page.title,
                "tables": [
                    _table(
                        ("", "Số"), ((_link(label, url), _link(n)) for n, label, url in view.counts)
                    ),
                    *(_grid(each.grid) for each in view.programmes),
                    _plans("Văn bản mới", view.plans),
                ],
                "sections": [_important((*view.important, *view.more_important))],
            }
        case PlansView() as view:
            return {
                "heading": "Văn bản",
                "tables": [
                    _plans("Văn bản của Sở", view.own),
                    _plans("Văn bản của cơ quan khác", view.others),
                ],
            }
        case PlanView(plan=plan) as view:
            record = (
                ("Loại văn bản", view.kind),
                ("Số/Ký hiệu", plan.number or "Chưa có số"),
                ("Ngày ban hành", show_date(plan.issued) or "Chưa có ngày"),
                ("Cơ quan ban hành", plan.issuer),
                ("Người ký", plan.signer or "Không in"),
                ("Trích yếu", plan.summary),
                *(("Căn cứ", each) for each in plan.basis),
                *(("Thành phần", each) for each in plan.participants),
                *(("Nơi nhận", each) for each in plan.recipients),
                ("Ghi chú của trang", plan.note or ""),
            )
            targets = ((_link(each.content), _link(each.value)) for each in plan.targets)
            adjustments = (
                (
                    _link(each.adjustment.number or ""),
                    _link(each.adjustment.task),
                    _link(each.kind or ""),
                )
                for each in view.adjustments
            )
            return {
                "heading": plan.title,
                "markdown": re.sub(r"<!--.*?-->", "", plan.text),
                "tables": [
                    _table(("Bản ghi", ""), ((_link(name), _link(text)) for name, text in record)),
                    _table(("Chỉ tiêu", "Mức"), targets),
                    _table(("Số cũ", "Nhiệm vụ", "Đề xuất"), adjustments),
                ],
                "sections": [_section("tasks", "Nhiệm vụ", view.groups)],
                "abbreviations": _abbreviations(view.abbreviations),
            }
        case UnitsView() as view:
            return {
                "heading": "Đơn vị",
                "tables": [
                    _table(
                        ("Đơn vị", "Chủ trì", "Phối hợp"),
                        (
                            (
                                _link(each.unit.name, each.unit.url),
                                _link(each.leads),
                                _link(each.supports),
                            )
                            for each in entries
                        ),
                    )
                    for entries in (
                        _groups(view.current),
                        _groups(view.ended),
                        view.others,
                    )
                ],
            }
        case UnitView() as view:
            return {
                "kicker": f"{view.kind} · {view.body.short}",
                "heading": view.unit.name,
                "sections": [_listing(each, each.role) for each in view.listings],
                "abbreviations": _abbreviations(view.abbreviations),
            }
        case MonthsView() as view:
            return {
                "heading": "Nhiệm vụ theo tháng",
                "tables": [
                    _table(
                        (f"Năm {year}", "Đến hạn", "Kéo dài qua tháng"),
                        (
                            (
                                _link(name_month(each.month), f"months/{each.month}/"),
                                _link(each.due),
                                _link(each.spanning),
                            )
                            for each in entries
                        ),
                    )
                    for year, entries in view.years
                ],
            }
        case MonthView() as view:
            sections = (
                ("due", "Đến hạn trong tháng", _groups(view.due)),
                ("repeated", "Lặp lại hằng năm", _groups(view.repeated)),
                ("spanning", "Kéo dài qua tháng", _groups(view.spanning)),
                ("others", "Của cơ quan khác", view.others),
            )
            return {
                "heading": name_month(view.month),
                "sections": [
                    _section(key, title, groups, several=True)
                    for key, title, groups in sections
                    if groups
                ],
                "abbreviations": _abbreviations(view.abbreviations),
            }
        case PeopleView() as view:
            return {
                "heading": "Lãnh đạo chỉ đạo",
                "tables": [
                    _table(
                        ("Họ tên", "Chỉ đạo", "Văn bản ký"),
                        (
                            (
                                _link(each.person.name, each.person.url),
                                _link(each.count),
                                _link(each.signed),
                            )
                            for each in entries
                        ),
                    )
                    for entries in (_groups(view.current), view.others)
                ],
            }
        case PersonView() as view:
            return {
                "kicker": f"{view.person.office} · {view.body.short}",
                "heading": view.person.name,
                "sections": list(map(_listing, view.listings)),
                "abbreviations": _abbreviations(view.abbreviations),
            }
        case StandingView() as view:
            return {
                "heading": page.title,
                "sections": [_section("standing", page.title, _groups(view.shares), several=True)],
                "abbreviations": _abbreviations(view.abbreviations),
            }
        case TasksView() as view:
            return {
                "heading": "Tất cả nhiệm vụ",
                "sections": [
                    _section(f"v{at}", each.entry.plan.short, each.groups)
                    for at, each in enumerate(
                        (plan for year in view.years for plan in year.plans), start=1
                    )
                ],
            }
    return None


def _groups(shares: Iterable[Share[Item]]) -> list[Item]:
    return [item for share in shares for item in share.items]


def _listing(listing: Listing, role: str = "") -> Json:
    return _section(listing.role, listing.title, listing.groups, role, several=True)


def _section(
    key: str, title: str, groups: Iterable[Group], role: str = "", several: bool = False
) -> Json:
    """Tell a list of tasks; a task is named by its id, and looked up when it is rendered."""
    told = [
        {
            "key": group.key,
            "title": group.title,
            "url": group.url or "",
            "rows": [row.task.id for row in group.rows],
            "also": [row.task.id for row in group.also],
        }
        for group in groups
    ]
    count = sum(len(group["rows"]) for group in told)
    return {
        "id": key,
        "title": title,
        "count": count,
        "role": role,
        "several": several,
        "groups": told,
    }


def _important(rows: Iterable[Row]) -> Json:
    title = "Nhiệm vụ quan trọng"
    return _section("important", title, [Group("important-1", "", None, tuple(rows))])


def _table(head: Iterable[str], rows: Iterable[Iterable[Json]]) -> Json:
    return {"head": list(head), "rows": [list(row) for row in rows]}


def _link(text: object, url: str | None = None) -> Json:
    return {"text": str(text), "url": url or ""}


def _plans(title: str, entries: Iterable[PlanEntry]) -> Json:
    rows = (
        (
            _link(each.plan.title, each.plan.url),
            _link(each.kind),
            _link(each.plan.year),
            _link(each.count),
        )
        for each in entries
    )
    return _table((title, "Loại", "Năm", "Nhiệm vụ"), rows)


def _grid(grid: Grid) -> Json:
    head = ("Đơn vị chủ trì", *map(name_month, grid.months), "Khác", "Cộng")
    return _table(head, map(_grid_row, grid.rows))


def _grid_row(row: GridRow) -> Iterator[Json]:
    yield _link(row.unit.short, row.unit.url)
    yield from (_link(cell.count, cell.url) for cell in (*row.cells, row.rest, row.total))


def _abbreviations(found: Iterable[Abbreviation]) -> list[Json]:
    return [{"short": each.short, "long": each.long} for each in found]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--today", type=dt.date.fromisoformat, required=True)
    options = parser.parse_args()
    export_peer_data(options.root, options.folder, options.today)
