"""The figures of the statistics: every count true to the book, other bodies left out."""

import datetime as dt
import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from planbook.history.compare import Revision, list_changes
from planbook.model import Body
from planbook.open_data.tables import write_rows
from planbook.reading.load import load_book
from planbook.site.charts import WIDTH, draw_png, draw_svg, lay_out
from planbook.views.ledger import Ledger
from planbook.views.reported import find_periods, name_status_on
from planbook.views.statistics import list_figures, list_products, view_statistics
from planbook.views.years import MOST_ROWS, Bar, view_year
from tests.conftest import ROOT
from tests.small_book import HOSTILE, SITE, a_book, a_plan, a_task, a_unit

TODAY = dt.date(2025, 9, 15)


def open_ledger(name):
    """Open a fixture book."""
    return Ledger(load_book(ROOT / "tests/fixtures" / name)[0], TODAY)


def figures_of(ledger):
    """Give the figures of a book by their names."""
    return {figure.id: figure for figure in list_figures(ledger)}


def counts_of(figure, at=0):
    """Give the counts of one part of a figure that are not all nothing."""
    rows = ((line.label, [cell.count for cell in line.cells]) for line in figure.parts[at].lines)
    return {label: counts for label, counts in rows if any(counts)}


# ---- counting ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def department():
    """The invented department."""
    return open_ledger("department")


def test_counts_are_those_of_the_lists(department):
    """Months, units and states count what their own pages list, and each sum is that of its column."""
    figures = figures_of(department)
    own = [row for row in department.rows if row.own]
    assert counts_of(figures["months"])["Tháng 9"][1] == department.due_counts["2025-09"]
    for line in figures["units"].parts[0].lines:
        (unit,) = (each for each in department.book.units if each.short == line.label)
        led = [row for row in department.by_lead.get(unit.id, ()) if row.own]
        assert line.cells[0].count == len(led), unit.id
    assert sum(counts[0] for counts in counts_of(figures["status"]).values()) == len(own)
    assert sum(counts[1] for counts in counts_of(figures["products"]).values()) == len(own)
    for figure in figures.values():
        for part in figure.parts:
            for at, total in enumerate(part.totals):
                assert total in (None, sum(line.cells[at].count for line in part.lines))


def test_bars_are_drawn_to_one_scale(department):
    """The largest count of a figure fills its column, and nothing has no bar."""
    for figure in figures_of(department).values():
        cells = [cell for part in figure.parts for line in part.lines for cell in line.cells]
        most = max(cell.count for cell in cells)
        assert all(cell.width == round(cell.count * 100 / most, 1) for cell in cells)


def test_other_bodies_count_nowhere(department):
    """Tasks of another province are told apart and left out; the search is asked for own bodies alone."""
    view = view_statistics(department)
    assert view.others == sum(not row.own for row in department.rows) > 0
    assert [done.count for done in view.done] == [len(department.rows) - view.others]
    (report,) = (line for line in figures_of(department)["products"].parts[0].lines[1:2])
    assert report.cells[0].url == ("search/?product=report&body=syt-binh-an&body=syt-binh-an-2020")


def test_several_organisations_have_their_own_parts():
    """Where several publish, each figure has a part for each, and their table says whose a row is."""
    figure = figures_of(open_ledger("two_bodies"))["months"]
    assert [part.body.id for part in figure.parts] == ["so", "chi-cuc", "so-cu"]
    assert figure.table[0] == ("Cơ quan", "Tháng", "Năm 2020", "Năm 2025")
    assert ("Sở Y tế", "Tháng 9", 0, 1) in figure.table


def test_a_book_without_tasks_has_no_figures():
    """Nothing is drawn of nothing; a book with tasks of other bodies alone says how many these are."""
    view = view_statistics(Ledger(a_book(tasks=()), TODAY))
    assert (view.figures, view.done, view.products, view.years) == ((), (), (), ())
    other = a_book(bodies=(Body(id="so", name="Sở bạn", short="Sở bạn"),))
    assert view_statistics(Ledger(other, TODAY)).others == len(other.tasks)


def test_the_share_that_is_done_is_written_as_here():
    """With a comma, and without a nought after it."""
    for done, percent in ((1, "33,3"), (3, "100"), (0, "0")):
        tasks = [a_task(f"kh-{at}", status="done" if at < done else None) for at in range(3)]
        (told,) = view_statistics(Ledger(a_book(*tasks), TODAY)).done
        assert (told.done, told.unreported, told.percent) == (done, 3 - done, percent)


def test_what_is_past_without_a_report_is_told_apart():
    """A task whose time is past counts only where nobody reported on it, as the search that it leads to has it."""
    past = {"start": dt.date(2025, 7, 1), "end": dt.date(2025, 7, 31)}
    tasks = (a_task("kh-1", **past), a_task("kh-2", status="done", **past), a_task("kh-3"))
    (told,) = view_statistics(Ledger(a_book(*tasks), dt.date(2025, 8, 1))).done
    assert (told.unreported, told.past) == (2, 1)
    assert told.past_url == "search/?due=past&status=none"


def test_every_product_can_be_traced(department):
    """The page has every wording under one family, and the file names the tasks of each."""
    view = view_statistics(department)
    printed = [row.task.product for row in department.rows if row.own and row.task.product]
    assert sum(each.count for each in view.products) == len(printed)
    shown = [text for each in view.products for text, _ in each.wordings]
    assert sorted(shown) == sorted(set(printed))
    _, *rows = list_products(department)
    assert sum(len(ids) for _, _, _, ids in rows) == len(printed)
    assert all(families for _, families, _, _ in rows)


# ---- the state of then ---------------------------------------------------------------------------

DAYS = [dt.date(2025, 8, 5), dt.date(2025, 8, 20), dt.date(2025, 9, 3)]


def ledger_of(*versions):
    """Make a ledger of the last version of a task, with the history of all of them."""
    books = [a_book(a_task(**version)) for version in versions]
    moments = [dt.datetime(2025, 10, at, tzinfo=dt.UTC) for at in range(1, len(books))]
    revisions = [
        Revision(moment, "c0ffee", before, after)
        for moment, before, after in zip(moments, books, books[1:], strict=False)
    ]
    return Ledger(books[-1], TODAY, list_changes(revisions))


def states(ledger):
    """Name the state of the task on each of the days."""
    (row,) = ledger.rows
    return [name_status_on(ledger, row.task, day) for day in DAYS]


def test_the_state_is_frozen_on_each_day_of_a_report():
    """What was reported up to a day is known of that day, although the data tells only the last report."""
    first = {"status": "in-progress", "reported": DAYS[0]}
    last = {"status": "done", "reported": DAYS[2]}
    ledger = ledger_of({}, first, last)
    assert states(ledger) == ["Đang thực hiện", "Đang thực hiện", "Đã hoàn thành"]
    assert find_periods(ledger, ledger.rows) == (DAYS[0], DAYS[2])
    heads = figures_of(ledger)["periods"].heads
    assert heads == ("Kỳ trước (đến 05/08/2025)", "Kỳ này (đến 03/09/2025)")
    assert counts_of(figures_of(ledger)["periods"]) == {
        "Đang thực hiện": [1, 0],
        "Đã hoàn thành": [0, 1],
    }


def test_a_report_that_was_mended_counts_as_mended():
    """A correction of the same day replaces what it corrects; one that was taken back counts nowhere."""
    wrong, right = ({"status": status, "reported": DAYS[1]} for status in ("dropped", "moved"))
    assert states(ledger_of({}, wrong, right)) == [
        "Chưa có báo cáo",
        "Đã chuyển thời gian",
        "Đã chuyển thời gian",
    ]
    taken_back = ledger_of({}, wrong, {})
    assert states(taken_back) == ["Chưa có báo cáo"] * 3
    assert find_periods(taken_back, taken_back.rows) == ()


def test_a_report_without_a_state_says_no_more():
    """It is a report, yet tells no state; one without a day is of no day."""
    undated = {"status": "done"}
    assert states(ledger_of({"reported": DAYS[1], "result": "Đã trình"})) == [
        "Chưa có báo cáo",
        "Có báo cáo, không nêu tình trạng",
        "Có báo cáo, không nêu tình trạng",
    ]
    assert states(ledger_of(undated)) == ["Chưa có báo cáo"] * 3


def test_two_periods_make_a_table(department):
    """One month with reports is nothing to compare; the department has several, and shows the last two."""
    one = ledger_of({}, {"status": "done", "reported": DAYS[1]})
    assert "periods" not in figures_of(one)
    figure = figures_of(department)["periods"]
    assert [head.partition("(")[0].strip() for head in figure.heads] == ["Kỳ trước", "Kỳ này"]
    now = figures_of(department)["status"].parts[0].lines
    then = figure.parts[0].lines
    assert [line.cells[1].count for line in then] == [line.cells[0].count for line in now]
    assert counts_of(figure)["Đã hoàn thành"] == [7, 8]


# ---- a year --------------------------------------------------------------------------------------


def bars_of(year="2025", **fields):
    """Draw a task in a year."""
    view = view_year(Ledger(a_book(a_task(**fields)), TODAY), year)
    (row,) = (row for group in view.groups for row in group.rows)
    return row.bars


@pytest.mark.parametrize(
    ("fields", "bars"),
    [
        ({"start": dt.date(2025, 7, 1), "end": dt.date(2025, 9, 30)}, (Bar(6, 3),)),
        ({"start": dt.date(2024, 11, 1), "end": dt.date(2026, 3, 31)}, (Bar(0, 12),)),
        ({"start": dt.date(2025, 9, 16), "end": dt.date(2025, 9, 30)}, (Bar(8.5, 0.5),)),
        ({"months": ("2025-03", "2025-09")}, (Bar(2, 1), Bar(8, 1))),
        ({"end": dt.date(2025, 12, 31)}, (Bar(11.9, 0.1),)),
        ({"condition": "Sau khi ban hành"}, ()),
    ],
)
def test_a_task_is_drawn_where_its_time_lies(fields, bars):
    """A span as a span, a day as a day, months each for itself; what has no time has no bar."""
    fields |= {} if bars else {"id": "kh-2"}
    book = a_book(a_task(**fields), a_task("kh-3", months=("2025-01",)))
    view = view_year(Ledger(book, TODAY), "2025")
    rows = {row.row.task.id: row for group in view.groups for row in group.rows}
    assert rows[fields.get("id", "kh-1")].bars == bars


def test_a_year_has_each_of_its_tasks_once(department):
    """Due, spanning or of no time, under the first lead, the earliest first; years lead to each other."""
    assert department.years == ("2020", "2025", "2026", "2030")
    view = view_year(department, "2025")
    ids = [row.row.task.id for group in view.groups for row in group.rows]
    assert len(ids) == len(set(ids)) == view.due + view.spanning + view.undated
    assert (view.previous, view.next, view.month) == ("2020", "2026", 9)
    for group in view.groups[:-1]:
        starts = [row.bars[0].start for row in group.rows]
        assert starts == sorted(starts)
    assert view.groups[-1].key == "undated"
    assert not any(row.bars for row in view.groups[-1].rows)


def test_what_comes_back_every_year_is_drawn_in_each(department):
    """A yearly task stands in the year of its first time as due, and in later ones as coming back."""
    again = view_year(department, "2026")
    rows = [row for group in again.groups for row in group.rows]
    (row,) = (row for row in rows if row.row.task.months[0] < "2026")
    assert (again.due, again.repeated, row.bars) == (len(rows) - 1, 1, (Bar(10, 1),))
    first = view_year(department, "2025")
    assert row.row.task.id in {row.row.task.id for group in first.groups for row in group.rows}
    assert first.repeated == 0
    assert any("lần đầu" in note for note in figures_of(department)["months"].notes)


def test_a_year_of_very_many_tasks_shows_their_numbers():
    """Beyond what one page can bear the year tells how many tasks each unit has."""
    tasks = [a_task(f"kh-{at}", months=("2025-05",)) for at in range(MOST_ROWS + 1)]
    view = view_year(Ledger(a_book(*tasks), TODAY), "2025")
    assert (view.groups, view.due) == ((), MOST_ROWS + 1)
    assert counts_of(view.counts) == {"Văn phòng Sở": [MOST_ROWS + 1, 0]}


# ---- files ---------------------------------------------------------------------------------------


def test_a_figure_is_drawn_for_papers_and_for_screens(department):
    """The SVG is whole by itself, needs no style and names itself; the PNG is as large and small in bytes."""
    for figure in list_figures(department):
        chart = lay_out(figure, department.book.publisher, SITE, TODAY)
        drawn = draw_svg(chart)
        svg = ElementTree.fromstring(drawn)
        assert svg.find("{*}title").text == figure.title
        texts = [each.text for each in svg.findall("{*}text")]
        assert f"{SITE.url}{figure.url}" in texts
        assert f"Nguồn: {department.book.publisher.name}, dữ liệu đến ngày 15/09/2025" in texts
        assert b"style" not in drawn
        png = draw_png(chart)
        assert Image.open(io.BytesIO(png)).size == (WIDTH * 2, chart.height * 2)
        assert len(png) < 100_000


def test_one_task_among_a_thousand_has_a_bar():
    """A bar that is thinner than a pixel is drawn as one pixel."""
    tasks = [a_task(f"kh-{at}", product="Báo cáo" if at else "Kế hoạch") for at in range(1000)]
    figure = figures_of(Ledger(a_book(*tasks), TODAY))["products"]
    assert figure.parts[0].lines[0].cells[0].width == 0.1
    assert draw_png(lay_out(figure, None, SITE, None))


def test_words_of_the_data_stay_words():
    """What means harm is text in a picture and in a spreadsheet; a long name is cut, never drawn over a bar."""
    units = (a_unit("van-phong", HOSTILE), a_unit("do-luong", "Đ" * 300))
    book = a_book(a_task(product="=1+1"), a_task("kh-2", lead=("do-luong",)), units=units)
    figures = figures_of(Ledger(book, TODAY))
    svg = draw_svg(lay_out(figures["units"], None, SITE, None)).decode()
    assert "<script" not in svg
    assert "Đ…</text>" in svg
    assert b"'=HYPERLINK" in write_rows(figures["units"].table)
    assert b"'=1+1" in write_rows(list_products(Ledger(book, TODAY)))


def test_a_unit_of_no_register_is_told():
    """A task whose lead nobody recognised is counted, under words that say so."""
    book = a_book(a_task(lead=()), plans=(a_plan(),))
    assert counts_of(figures_of(Ledger(book, TODAY))["units"]) == {
        "Không ghi hoặc chưa nhận ra đơn vị": [1, 0]
    }
