"""Rules about plans and the adjustments that they propose."""

import re
from collections import defaultdict
from collections.abc import Iterator
from posixpath import normpath

from planbook.checking.rules import Finding, Scope, path_of_plan, rule
from planbook.model import ID_PATTERN, LINK_PATTERN, Person, Plan, Task, Unit, quote
from planbook.reading.load import ADJUSTMENTS
from planbook.reading.sources import SOURCES, is_source_name
from planbook.reading.yaml_records import whole_number
from planbook.vietnamese.alphabet import fold
from planbook.vietnamese.when import parse_when, years_of_title

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@rule
def plans_are_whole(scope: Scope) -> Iterator[Finding]:
    """A plan has a year of four digits, an ASCII file name, and a source that is kept."""
    for plan in scope.book.plans:
        path = path_of_plan(plan.slug)
        if not re.fullmatch(ID_PATTERN, plan.slug):
            message = f"tên tệp {quote(plan.slug)}; chỉ dùng chữ thường không dấu, số và dấu nối"
            yield Finding(path, 1, plan.slug, "", message)
        if plan.year and not re.fullmatch(r"(19|20)\d\d", plan.year):
            message = f'{quote(plan.year)} không phải năm; viết ví dụ "2025"'
            yield Finding(path, plan.line, plan.slug, "year", message)
        if plan.source:
            if not is_source_name(plan.source):
                message = f"{quote(plan.source)}; chỉ viết tên tệp nằm trong data/sources/"
                yield Finding(path, plan.line, plan.slug, "source", message)
            elif not (scope.root / SOURCES / plan.source).is_file():
                message = f"không có tệp data/sources/{plan.source}; thêm tệp hoặc sửa tên"
                yield Finding(path, plan.line, plan.slug, "source", message)


@rule
def years_agree_with_titles(scope: Scope) -> Iterator[Finding]:
    """A plan whose title names the next year alone is of that year: it completes dates without one."""
    for plan in scope.book.plans:
        # A plan in the making may lack its title.
        named = [str(each) for each in years_of_title(plan.title or "")]
        # Another year may be of what the title looks back on, or of a goal.
        if len(named) == 1 and int(named[0]) - 1 == whole_number(plan.year):
            message = (
                f"“{plan.year}” trước năm {named[0]} ở tên văn bản, nên “tháng 3” được hiểu là tháng "
                f'3/{plan.year}; viết `year: "{named[0]}"`; việc làm trong năm {plan.year} thì để nguyên'
            )
            yield Finding(path_of_plan(plan.slug), plan.line, plan.slug, "year", message, "warning")


@rule
def plans_are_not_of_the_future(scope: Scope) -> Iterator[Finding]:
    """No plan has been issued in a year that has not come."""
    for plan in scope.book.plans:
        if scope.today and plan.issued and plan.issued.year > scope.today.year:
            message = f"“{plan.issued}” sau năm nay ({scope.today.year}); sửa lại năm ban hành"
            yield Finding(
                path_of_plan(plan.slug), plan.line, plan.slug, "issued", message, "warning"
            )


@rule
def plans_are_published_after_issue(scope: Scope) -> Iterator[Finding]:
    """A plan is not made public before the day it bears."""
    for plan in scope.book.plans:
        if plan.issued and plan.published and plan.published < plan.issued:
            message = f"“{plan.published}” trước ngày ban hành “{plan.issued}”; sửa lại"
            yield Finding(path_of_plan(plan.slug), plan.line, plan.slug, "published", message)


@rule
def documents_are_entered_once(scope: Scope) -> Iterator[Finding]:
    """No two plans have one number of one day: two files of one document would count its tasks twice."""
    first: dict[tuple[object, ...], Plan] = {}
    for plan in scope.book.plans:
        if not plan.number:
            continue
        other = first.setdefault((fold(plan.number), plan.issued, plan.year, plan.body), plan)
        if other is not plan:
            day = f" ngày {plan.issued:%d/%m/%Y}" if plan.issued else ""
            message = (
                f"{quote(plan.number)}{day} đã có ở {path_of_plan(other.slug)}, nhiệm vụ sẽ đếm hai "
                "lần; xóa một trong hai, hai phần của một văn bản thì để nguyên"
            )
            path = path_of_plan(plan.slug)
            yield Finding(path, plan.line, plan.slug, "number", message, "warning")


@rule
def periods_of_plans_are_understood(scope: Scope) -> Iterator[Finding]:
    """The period of a plan, which its tasks inherit, is one that the calendar has."""
    for plan in scope.book.plans:
        year = whole_number(plan.year)
        for doubt in parse_when(plan.period_text or "", issued=plan.issued, year=year).doubts:
            message = f"{doubt}; chép sai thì sửa, văn bản ghi như vậy thì để nguyên"
            yield Finding(
                path_of_plan(plan.slug), plan.line, plan.slug, "period_text", message, "warning"
            )


@rule
def links_lead_somewhere(scope: Scope) -> Iterator[Finding]:
    """Attachments and papers of a dossier are https addresses, files of content/ or pages of this site."""
    book = scope.book
    files = set(scope.files)
    records: tuple[Plan | Task | Unit | Person, ...] = (
        *book.plans, *book.tasks, *book.units, *book.people
    )  # fmt: skip
    files |= {each.url.rstrip("/") for each in records}
    files |= {path.removeprefix("content/").removesuffix(".md") for path in scope.unreadable}
    for plan in book.plans:
        # As the page of a plan reads them: an attachment from its own address, a paper from the root.
        linked = [("attachments", each, f"plans/{plan.slug}/{each}") for each in plan.attachments]
        linked += [("dossier", each.link, each.link) for each in plan.dossier if each.link]
        for field, link, file in linked:
            below = re.fullmatch(r"[^/:%\\][^:%\\]*", link) and "//" not in link
            if (below and normpath(file) in files) or re.fullmatch(LINK_PATTERN, link):
                continue
            example = "../ban-ky.pdf" if field == "attachments" else "plans/ban-ky.pdf"
            message = (
                f"{quote(link)} không phải địa chỉ https, cũng không dẫn tới tệp nào trong content/; "
                f"viết https://… đầy đủ, hoặc {example} cho tệp content/plans/ban-ky.pdf"
            )
            yield Finding(path_of_plan(plan.slug), plan.line, plan.slug, field, message)


@rule
def adjustments_are_whole(scope: Scope) -> Iterator[Finding]:
    """An adjustment has a whole number as index and a month that exists."""
    for row in scope.book.adjustments:
        name = row.number or ""
        if row.index < 1:
            message = 'thứ tự phải là số nguyên; viết ví dụ `index: "1"`'
            yield Finding(ADJUSTMENTS, row.line, name, "index", message)
        if row.month and not _MONTH.fullmatch(row.month):
            message = f"{quote(row.month)} không phải tháng; viết ví dụ 2025-07"
            yield Finding(ADJUSTMENTS, row.line, name, "month", message)


@rule
def adjustments_agree_with_remarks(scope: Scope) -> Iterator[Finding]:
    """The numbers that a month's remark names are the numbers of that month's rows."""
    groups = defaultdict(list)
    for row in scope.book.adjustments:
        if row.month_remark:
            groups[row.plan, row.month_remark].append(row)
    for (_, remark), rows in groups.items():
        have = {row.number for row in rows}
        for found in re.finditer(r"nhiệm vụ ((?:\d+(?:, ?)?)+)", remark):
            named = set(re.findall(r"\d+", found[1]))
            strange = sorted(named - have, key=_by_size)
            if not strange:
                continue
            missing = ", ".join(sorted(have - named, key=_by_size))
            meant = f", có lẽ là số {missing}" if missing else ""
            message = (
                f"{quote(remark)} nêu số {', '.join(strange)} mà các hàng của tháng không có{meant}; "
                "giữ nguyên nếu văn bản in như vậy"
            )
            yield Finding(
                ADJUSTMENTS, rows[0].line, rows[0].number, "month_remark", message, "warning"
            )


def _by_size(number: str) -> tuple[int, str]:
    """Order what is printed as numbers, which need not be any."""
    return len(number), number
