"""Count the site's own tasks: by month, year, unit, kind of product, reported state, document.

Each figure is a table of counts, each with its share of the largest, so that a bar can be drawn.
Nothing is inferred and nobody is ranked: rows keep the order of the calendar or of the registers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from planbook.model import STATUSES, UNREPORTED, Body
from planbook.vietnamese.alphabet import sort_key
from planbook.vietnamese.products import FAMILIES, PRODUCT_WORDS, find_families
from planbook.views.ledger import Ledger, Row, Share, count_own
from planbook.views.reported import (
    NO_STATUS,
    STATUS_NAMES,
    find_periods,
    is_past_unreported,
    name_status,
    name_status_on,
)

NEWEST_YEARS = 3  # side by side; the years before them stand in the figure of years
NO_PRODUCT = "Văn bản không ghi sản phẩm"
NO_LEAD = "Không ghi hoặc chưa nhận ra đơn vị"
MOST_WORDINGS = 200  # shown of a family; the file has them all


@dataclass(frozen=True, slots=True)
class Cell:
    """A count, its percentage of the figure's largest, and where what it counts is listed."""

    count: int
    width: float
    url: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a figure."""

    label: str
    url: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one organisation, with the sums that are true; without a body it needs no heading."""

    body: Body | None
    lines: tuple[Line, ...]
    totals: tuple[int | None, ...]

    @property
    def sums(self) -> bool:
        """Tell whether there is a sum to show."""
        return any(total is not None for total in self.totals)


@dataclass(frozen=True, slots=True)
class Figure:
    """A table of counts with its name; it stands on a page of its own too, to be shown elsewhere."""

    id: str
    title: str
    told: str  # what is counted, in one sentence
    head: str  # over the labels
    heads: tuple[str, ...]  # over the counts
    parts: tuple[Part, ...]
    notes: tuple[str, ...]

    @property
    def short(self) -> str:
        """Give the title for a link among others, without what all figures count."""
        rest = self.title.removeprefix("Nhiệm vụ ")
        return rest[0].upper() + rest[1:]

    @property
    def url(self) -> str:
        """Give the address of the page on which it stands alone."""
        return f"{self.stem}/"

    @property
    def stem(self) -> str:
        """Give the beginning of its addresses: of its page and its files."""
        return f"statistics/{self.id}"

    @property
    def height(self) -> int:
        """Reckon the height of that page, in CSS pixels where it is narrow."""
        lines = sum(len(part.lines) + 3 for part in self.parts)
        return 240 + 44 * lines + 60 * len(self.notes)

    @property
    def table(self) -> tuple[tuple[object, ...], ...]:
        """Give the figure as rows of plain values, the first of them the heads."""
        several = any(part.body for part in self.parts)
        first = ("Cơ quan",) if several else ()
        return (
            (*first, self.head, *self.heads),
            *(
                (
                    *((part.body.short if part.body else "",) if several else ()),
                    line.label,
                    *(cell.count for cell in line.cells),
                )
                for part in self.parts
                for line in part.lines
            ),
        )


@dataclass(frozen=True, slots=True)
class Done:
    """How many of the tasks of an organisation were reported as done, and on how many nobody reported."""

    body: Body | None
    done: int
    unreported: int
    past: int  # of these, tasks whose time is past
    past_url: str
    count: int

    @property
    def percent(self) -> str:
        """Give the share as it is written here: 12,5."""
        share = f"{self.done * 100 / self.count:.1f}" if self.count else "0"
        return share.removesuffix(".0").replace(".", ",")


@dataclass(frozen=True, slots=True)
class Wordings:
    """How the documents print the products of one family, and how often each."""

    family: str
    words: tuple[str, ...]  # that make a product one of the family
    count: int
    wordings: tuple[tuple[str, int], ...]
    more: int  # that the page leaves to the file


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """All figures, how much is reported as done, and how products are told apart."""

    done: tuple[Done, ...]
    figures: tuple[Figure, ...]
    products: tuple[Wordings, ...]
    years: tuple[str, ...]
    others: int  # tasks of other bodies, which count nowhere


_Counts = Sequence[tuple[int, str | None]]  # each count, and where its tasks are listed
_Lines = Iterable[tuple[str, str | None, _Counts]]
_Totals = tuple[int | None, ...]
_Counted = tuple[_Lines, _Totals]


def view_statistics(ledger: Ledger) -> StatisticsView:
    """Show every figure."""
    return StatisticsView(
        done=count_done(ledger),
        figures=list_figures(ledger),
        products=tuple(_list_wordings(ledger.own)) if ledger.own else (),
        years=ledger.years,
        others=len(ledger.rows) - len(ledger.own),
    )


def count_done(ledger: Ledger) -> tuple[Done, ...]:
    """Count what was reported as done, and what was not reported on, for each organisation."""
    return tuple(_count_done(ledger, share) for share in ledger.share_rows(ledger.own))


def list_figures(ledger: Ledger) -> tuple[Figure, ...]:
    """List the figures that the book gives; an empty one gives none."""
    own = ledger.own
    makers = (_by_month, count_by_unit, _by_product, _by_status, _by_period, _by_plan, _by_year)
    return tuple(figure for make in makers if own and (figure := make(ledger, own)))


def list_products(ledger: Ledger) -> Iterator[tuple[object, ...]]:
    """List each wording of own products with its families, how often it stands, and where."""
    yield "Sản phẩm (nguyên văn)", "Loại", "Số nhiệm vụ", "Mã nhiệm vụ"
    found: dict[str, list[str]] = {}
    for row in ledger.own:
        if row.task.product:
            found.setdefault(row.task.product, []).append(row.task.id)
    for text in sorted(found, key=sort_key):
        families = tuple(FAMILIES[id] for id in find_families(text))
        yield text, families, len(found[text]), tuple(found[text])


# ---- the figures ---------------------------------------------------------------------------------


def _by_month(ledger: Ledger, own: Iterable[Row]) -> Figure | None:
    years = sorted({month[:4] for row in own for month in row.task.months})[-NEWEST_YEARS:]

    def count(share: Share[Row]) -> _Counted:
        due = Counter(month for row in share.items for month in row.task.months)
        months = [[f"{year}-{month:02}" for year in years] for month in range(1, 13)]
        lines = (
            (
                f"Tháng {at}",
                None,
                [(due[each], f"months/{each}/" if each in ledger.months else None) for each in row],
            )
            for at, row in enumerate(months, start=1)
        )
        return lines, tuple(sum(due[row[at]] for row in months) for at in range(len(years)))

    return _make(
        ledger,
        own,
        count,
        id="months",
        title="Nhiệm vụ đến hạn theo tháng",
        told="Số nhiệm vụ đến hạn trong từng tháng, các năm mới nhất cạnh nhau.",
        head="Tháng",
        heads=tuple(f"Năm {year}" for year in years),
        notes=(
            "Nhiệm vụ đến hạn trong nhiều tháng được tính ở mỗi tháng ấy.",
            *_note_repeats(ledger),
        ),
    )


def count_by_unit(ledger: Ledger, own: Iterable[Row]) -> Figure | None:
    """Count what each unit leads and supports of some own tasks."""
    shared = sum(len(row.task.lead) > 1 for row in own)

    def count(share: Share[Row]) -> _Counted:
        leads = Counter(unit for row in share.items for unit in dict.fromkeys(row.task.lead))
        supports = Counter(unit for row in share.items for unit in dict.fromkeys(row.task.support))
        lines: list[tuple[str, str | None, _Counts]] = [
            (
                unit.short,
                unit.url,
                [
                    (leads[unit.id], _search(ledger, share, lead=unit.id)),
                    (supports[unit.id], _search(ledger, share, support=unit.id)),
                ],
            )
            for unit in ledger.book.units
            if unit.id in leads or unit.id in supports
        ]
        if nobody := sum(not row.task.lead for row in share.items):
            lines.append((NO_LEAD, None, [(nobody, None), (0, None)]))
        return lines, (None, None)

    notes = f"{shared} nhiệm vụ có nhiều đơn vị cùng chủ trì: tính ở hàng của mỗi đơn vị."
    return _make(
        ledger,
        own,
        count,
        id="units",
        title="Nhiệm vụ theo đơn vị",
        told="Số nhiệm vụ mỗi đơn vị chủ trì và phối hợp, theo thứ tự của danh mục đơn vị.",
        head="Đơn vị",
        heads=("Chủ trì", "Phối hợp"),
        notes=(notes,) if shared else (),
    )


def _by_product(ledger: Ledger, own: Iterable[Row]) -> Figure | None:
    def count(share: Share[Row]) -> _Counted:
        families = [find_families(row.task.product) for row in share.items]
        any_place = Counter(id for found in families for id in found)
        first = Counter(found[0] for found in families if found)
        lines: list[tuple[str, str | None, _Counts]] = [
            (label, None, [(any_place[id], _search(ledger, share, product=id)), (first[id], None)])
            for id, label in FAMILIES.items()
        ]
        blank = sum(not found for found in families)
        lines.append((NO_PRODUCT, None, [(blank, None), (blank, None)]))
        return lines, (None, len(families))

    return _make(
        ledger,
        own,
        count,
        id="products",
        title="Nhiệm vụ theo loại sản phẩm",
        told="Số nhiệm vụ theo sản phẩm mà văn bản yêu cầu, xếp vào bảy loại theo lời văn.",
        head="Loại sản phẩm",
        heads=("Có loại này", "Tính một lần"),
        notes=(
            "Sản phẩm thuộc nhiều loại (như “Kế hoạch, báo cáo”) được tính ở mỗi loại trong cột “Có loại "
            "này”, và chỉ ở loại đứng trước trong cột “Tính một lần”.",
        ),
    )


def _by_plan(ledger: Ledger, own: Iterable[Row]) -> Figure | None:
    def count(share: Share[Row]) -> _Counted:
        all_, done, silent = (Counter[str]() for _ in range(3))
        for row in share.items:
            all_[row.plan.slug] += 1
            done[row.plan.slug] += row.task.status == "done"
            silent[row.plan.slug] += name_status(row.task) == UNREPORTED
        lines = (
            (
                plan.short,
                plan.url,
                [
                    (all_[plan.slug], plan.url),
                    (
                        done[plan.slug],
                        f"search/?{urlencode({'plan': plan.slug, 'status': 'done'})}",
                    ),
                    (silent[plan.slug], None),
                ],
            )
            for plan in ledger.plans
            if plan.slug in all_
        )
        return lines, tuple(sum(each.values()) for each in (all_, done, silent))

    return _make(
        ledger,
        own,
        count,
        id="plans",
        title="Nhiệm vụ theo văn bản",
        told="Số nhiệm vụ của mỗi văn bản, văn bản mới đứng trước, và trong đó đã báo cáo hoàn thành.",
        head="Văn bản",
        heads=("Nhiệm vụ", "Đã báo cáo hoàn thành", UNREPORTED),
        notes=(),
    )


def _by_status(ledger: Ledger, own: Iterable[Row]) -> Figure | None:
    ids = {label: id for id, label in STATUSES.items()}

    def count(share: Share[Row]) -> _Counted:
        found = Counter(name_status(row.task) for row in share.items)
        # The search has one name for all that tells no state.
        ids_here = ids if found[NO_STATUS] else ids | {UNREPORTED: "none"}
        lines = (
            (
                name,
                None,
                [
                    (
                        found[name],
                        _search(ledger, share, status=ids_here[name]) if name in ids_here else None,
                    )
                ],
            )
            for name in STATUS_NAMES
            if name != NO_STATUS or found[name]
        )
        return lines, (len(share.items),)

    return _make(
        ledger,
        own,
        count,
        id="status",
        title="Nhiệm vụ theo tình trạng báo cáo",
        told="Số nhiệm vụ theo tình trạng do đơn vị báo cáo; không suy ra từ thời hạn.",
        head="Tình trạng",
        heads=("Số nhiệm vụ",),
        notes=(),
    )


def _by_period(ledger: Ledger, own: Iterable[Row]) -> Figure | None:
    days = find_periods(ledger, own)[-2:]
    if len(days) < 2:
        return None

    def count(share: Share[Row]) -> _Counted:
        found = [
            Counter(name_status_on(ledger, row.task, day) for row in share.items) for day in days
        ]
        lines = (
            (name, None, [(each[name], None) for each in found])
            for name in STATUS_NAMES
            if name != NO_STATUS or any(each[name] for each in found)
        )
        return lines, (len(share.items),) * 2

    names = ("Kỳ trước", "Kỳ này")
    return _make(
        ledger,
        own,
        count,
        id="periods",
        title="Tình trạng kỳ này và kỳ trước",
        told="Tình trạng báo cáo ở hai kỳ gần nhất; mỗi kỳ là một tháng có báo cáo.",
        head="Tình trạng",
        heads=tuple(f"{name} (đến {day:%d/%m/%Y})" for name, day in zip(names, days, strict=True)),
        notes=(
            "Mỗi kỳ chỉ tính các báo cáo ghi ngày không muộn hơn ngày ấy; báo cáo không ghi ngày thì "
            "không tính ở bảng này.",
        ),
    )


def _by_year(ledger: Ledger, own: Iterable[Row]) -> Figure | None:
    def count(share: Share[Row]) -> _Counted:
        due: Counter[str] = Counter()
        spanning: Counter[str] = Counter()
        done: Counter[str] = Counter()
        for row in share.items:
            years = ledger.years_of[row.task.id]
            in_months = {month[:4] for month in row.task.months}
            due.update(in_months)
            spanning.update({*years} - in_months)
            done.update(years if row.task.status == "done" else ())
        lines = (
            (
                f"Năm {year}",
                f"years/{year}/",
                [(each[year], f"years/{year}/") for each in (due, spanning, done)],
            )
            for year in ledger.years
        )
        return lines, (None, None, None)

    return _make(
        ledger,
        own,
        count,
        id="years",
        title="Nhiệm vụ theo năm",
        told="Số nhiệm vụ có tháng đến hạn trong năm, kéo dài trong năm, và đã báo cáo hoàn thành.",
        head="Năm",
        heads=("Đến hạn", "Kéo dài", "Đã báo cáo hoàn thành"),
        notes=("Nhiệm vụ kéo dài qua nhiều năm được tính ở mỗi năm ấy.", *_note_repeats(ledger)),
    )


# ---- parts of them -------------------------------------------------------------------------------


def _make(
    ledger: Ledger,
    own: Iterable[Row],
    count: Callable[[Share[Row]], _Counted],
    *,
    id: str,
    title: str,
    told: str,
    head: str,
    heads: tuple[str, ...],
    notes: tuple[str, ...],
) -> Figure | None:
    """Count for each organisation, and measure every count by the largest of the figure."""
    counted = []
    for share in ledger.share_rows(own):
        lines, totals = count(share)
        counted.append((share.body, tuple(lines), totals))
    numbers = [number for _, lines, _ in counted for line in lines for number, _ in line[2]]
    if not any(numbers):
        return None
    most = max(numbers)
    parts = tuple(
        Part(
            body,
            tuple(
                Line(
                    label,
                    url,
                    tuple(
                        Cell(number, round(number * 100 / most, 1), to if number else None)
                        for number, to in counts
                    ),
                )
                for label, url, counts in lines
            ),
            totals,
        )
        for body, lines, totals in counted
    )
    return Figure(id, title, told, head, heads, parts, notes)


def _note_repeats(ledger: Ledger) -> tuple[str, ...]:
    if not any(map(count_own, ledger.repeated.values())):
        return ()
    return ("Nhiệm vụ lặp lại hằng năm chỉ tính ở lần đầu; trang của từng tháng, từng năm có đủ.",)


def _search(ledger: Ledger, share: Share[Row], **filters: str) -> str:
    """Lead to the search for the tasks that a number counts: those of these organisations alone."""
    bodies = [share.body] if share.body else [each for each in ledger.book.bodies if each.own]
    wanted = (
        [] if len(bodies) == len(ledger.book.bodies) else [("body", each.id) for each in bodies]
    )
    return f"search/?{urlencode([*filters.items(), *wanted])}"


def _count_done(ledger: Ledger, share: Share[Row]) -> Done:
    found = Counter(name_status(row.task) for row in share.items)
    return Done(
        body=share.body,
        done=found[STATUSES["done"]],
        unreported=found[UNREPORTED],
        past=sum(map(is_past_unreported, share.items)),
        past_url=_search(ledger, share, due="past", status="none"),
        count=len(share.items),
    )


def _list_wordings(own: Iterable[Row]) -> Iterator[Wordings]:
    """List the wordings of each family, under the family that counts in sums; the most frequent first."""
    found: dict[str, Counter[str]] = {id: Counter() for id in FAMILIES}
    for row in own:
        if families := find_families(row.task.product):
            found[families[0]][row.task.product or ""] += 1
    for id, label in FAMILIES.items():
        wordings = sorted(found[id].items(), key=lambda item: (-item[1], sort_key(item[0])))
        yield Wordings(
            family=label,
            words=PRODUCT_WORDS.get(id, ()),
            count=sum(found[id].values()),
            wordings=tuple(wordings[:MOST_WORDINGS]),
            more=max(0, len(wordings) - MOST_WORDINGS),
        )
