"""What the home page shows on which day, whom to ask, and what the law asks of a public site."""

import datetime as dt
import json
from pathlib import Path

import jinja2
import pytest

from planbook.checking.registers import topics_find_tasks
from planbook.checking.rules import Scope
from planbook.model import Abbreviation, Body, Person, RefusedError, Site, Topic
from planbook.open_data.catalog import CATALOG, export_catalog
from planbook.press.settings import read_site
from planbook.reading.load import load_book
from planbook.site.render import dial
from planbook.software import TEMPLATES
from planbook.views.home import FIRST_DUE, view_home
from planbook.views.ledger import Ledger
from planbook.views.people import Tenure
from planbook.views.plans import view_plan
from planbook.views.site_map import view_site_map
from tests.first_pages import view_person
from tests.small_book import SITE, a_book, a_plan, a_task, a_unit

FIXTURES = Path(__file__).parents[1] / "fixtures"
SEPTEMBER = dt.date(2025, 9, 1)


def test_the_month_shows_first_what_is_important_and_open():
    """Then what is due earlier, then each unit's first before any unit's second; done tasks come last."""
    mark = {"priority": "Nhiệm vụ quan trọng"}
    month = {"months": ("2025-09",), "end": dt.date(2025, 9, 30)}
    tasks = (
        a_task("one", **month),
        a_task("two", **month),
        a_task("other", lead=("do-luong",), **month),
        a_task("soon", months=("2025-09",), end=dt.date(2025, 9, 5)),
        a_task("done", status="done", reported=dt.date(2025, 9, 2), **month, **mark),
        a_task("marked", **month, **mark),
    )
    view = view_home(Ledger(a_book(*tasks), SEPTEMBER))
    shown = [(title, [row.task.id for row in rows]) for title, rows in view.groups]
    assert shown == [
        ("Quan trọng", ["marked"]),
        ("Việc khác", ["soon", "one", "other", "two", "done"]),
    ]
    assert view.whole


def test_a_month_with_many_tasks_shows_the_first():
    """The rest is on the page of the month."""
    tasks = [a_task(f"t-{at}", months=("2025-09",)) for at in range(FIRST_DUE + 3)]
    view = view_home(Ledger(a_book(*tasks), SEPTEMBER))
    assert sum(len(rows) for _, rows in view.groups) == FIRST_DUE
    assert (view.due, view.whole, view.shown) == (FIRST_DUE + 3, False, "2025-09")


def test_a_month_of_nothing_shows_the_next_tasks_or_those_just_over():
    """What was over for longer is only linked."""
    book = a_book(a_task("a", months=("2025-12",), end=dt.date(2025, 12, 31)))
    for day, shown in (
        (dt.date(2025, 3, 1), "2025-12"),
        (dt.date(2026, 2, 1), "2025-12"),
        (dt.date(2026, 3, 1), None),
    ):
        view = view_home(Ledger(book, day))
        assert (view.shown, len(view.groups)) == (shown, 1 if shown else 0)


def test_a_programme_that_is_over_says_what_was_reported_of_it():
    """From the day after the last of its tasks; what nobody reported is called so."""
    end = {"end": dt.date(2025, 12, 31), "months": ("2025-12",)}
    book = a_book(
        a_task("a", status="done", reported=dt.date(2025, 12, 1), **end), a_task("b", **end)
    )
    assert view_home(Ledger(book, dt.date(2025, 12, 31))).programmes[0].ended is None
    (programme,) = view_home(Ledger(book, dt.date(2026, 1, 1))).programmes
    assert programme.ended == dt.date(2025, 12, 31)
    assert programme.states == ((1, "đã hoàn thành"), (1, "chưa có báo cáo"))


def test_the_newest_reports_come_first():
    """Those of the future, and of other bodies, are none; of one day those that the document has first."""
    days = {"a": 1, "b": 5, "c": 5, "late": 28}
    tasks = [a_task(id, status="done", reported=dt.date(2025, 9, day)) for id, day in days.items()]
    view = view_home(Ledger(a_book(*tasks), dt.date(2025, 9, 10)))
    assert [row.task.id for row in view.reports] == ["b", "c", "a"]


def test_important_tasks_ahead_are_open_and_due_after_this_month():
    """The others are folded, each task in one of the two."""
    mark = {"priority": "Nhiệm vụ quan trọng"}
    ends = {
        "now": (9, None),
        "later": (11, None),
        "next": (10, None),
        "done": (10, "done"),
        "past": (8, None),
    }
    tasks = [
        a_task(
            id, end=dt.date(2025, month, 28), months=(f"2025-{month:02}",), status=status, **mark
        )
        for id, (month, status) in ends.items()
    ]
    view = view_home(Ledger(a_book(*tasks), SEPTEMBER))
    assert [row.task.id for row in view.important] == ["next", "later"]
    assert [row.task.id for row in view.more_important] == ["now", "done", "past"]


def test_old_documents_are_no_news():
    """A document is new for a year and a half; one without a day until its year is so far back."""
    plans = (
        a_plan("cu", issued=dt.date(2024, 2, 28)),
        a_plan("moi", issued=dt.date(2024, 3, 1)),
        a_plan("nam-2024", year="2024"),
        a_plan("nam-2021", year="2021"),
    )
    view = view_home(Ledger(a_book(a_task(plan="moi"), plans=plans), dt.date(2025, 9, 15)))
    assert [entry.plan.slug for entry in view.plans] == ["moi", "nam-2024"]
    assert [entry.plan.slug for entry in view.older] == ["cu", "nam-2021"]


def test_office_and_holder_know_each_other():
    """By the document that says so; whoever holds none has no such line."""
    people = [
        Person(id=id, url=f"people/{id}/", name=id, office="Giám đốc", body="so", **more)
        for id, more in (
            ("giam-doc", {}),
            ("an", {"holds": "giam-doc", "stated_in": "ke-hoach"}),
            ("binh", {}),
        )
    ]
    ledger = Ledger(a_book(people=tuple(people)), SEPTEMBER)
    office, holder, other = (view_person(ledger, each).tenures for each in people)
    assert office == holder == (Tenure(people[1], people[0], ledger.book.plan["ke-hoach"]),)
    assert other == ()


def test_a_document_published_late_says_by_how_many_working_days():
    """Saturdays and Sundays do not count; up to five days nothing is said."""
    issued = dt.date(2025, 9, 1)  # a Monday
    for day, late in ((1, None), (8, None), (9, 6), (13, 9), (15, 10)):
        plan = a_plan(issued=issued, published=dt.date(2025, 9, day))
        ledger = Ledger(a_book(plans=(plan,)), issued)
        assert view_plan(ledger, plan).late == late


def test_the_map_leads_to_every_page_that_is_no_single_tasks():
    """Documents, units, people and months; where several publish, each names its own."""
    for name in ("book", "two_bodies"):
        ledger = Ledger(load_book(FIXTURES / name)[0], SEPTEMBER)
        view = view_site_map(ledger, [("Đơn vị", "units/"), ("Trang chủ", "")])
        labels, addresses = zip(
            *(link for _, links in view.sections for link in links), strict=True
        )
        book = ledger.book
        records = [*book.plans, *book.units, *book.people]
        assert set(addresses) >= {each.url for each in records}
        assert len(set(addresses)) == len(addresses)
        assert labels[:2] == ("Trang chủ", "Đơn vị")


def topics_missed(*labels):
    """Name the topics that no task of a small book has."""
    tasks = (
        a_task("a", task="Số hoá dữ liệu AT&TP"),
        a_task("b", task="Tập huấn", product="Kĩ năng số"),
    )
    abbreviations = (Abbreviation(short="AT&TP", long="an toàn và thực phẩm"),)
    book = a_book(
        *tasks, abbreviations=abbreviations, topics=tuple(Topic(label=each) for each in labels)
    )
    return [each.record for each in topics_find_tasks(Scope(book, {}, {}))]


def test_a_topic_is_found_in_one_task_however_it_is_written():
    """In any order, in the old spelling, in the product, short or long; words of two tasks are none."""
    found = ("Số hóa", "dữ liệu số", "Thực phẩm", "AT&TP", "Tập huấn kỹ năng")
    assert topics_missed(*found) == []
    assert topics_missed("Tập huấn thực phẩm", "Vũ trụ", "Tập") == ["Tập huấn thực phẩm", "Vũ trụ"]


# ── whom to ask ─────────────────────────────────────────────────────────────────────────────────


def ask(unit, body, site=SITE):
    """Render whom to ask, and leave out the tags."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["dial"] = dial
    module = environment.get_template("macros/page.html").module
    return " ".join(module.contact(unit, body, site).striptags().split())


BODY = Body(id="so", name="Sở Y tế", short="Sở", phone="0255 1", address="Số 1", hours="Sáng")


def test_a_unit_with_a_telephone_or_mailbox_is_asked_itself():
    """Where it has no address and hours of its own, those of its body hold."""
    unit = a_unit("van-phong", "Văn phòng", phone="0255 2", hours="Chiều")
    assert ask(unit, BODY) == "Văn phòng Điện thoại: 0255 2 Giờ làm việc: Chiều Địa chỉ: Số 1"


def test_for_a_unit_without_either_the_body_is_asked():
    """And the page says that it is not the unit's own."""
    said = ask(a_unit("van-phong", "Văn phòng"), BODY)
    assert said.startswith("Sở Y tế Điện thoại: 0255 1 Địa chỉ: Số 1 Giờ làm việc: Sáng")
    assert "Văn phòng chưa đăng số điện thoại, hộp thư riêng" in said
    assert "riêng" not in ask(None, BODY)


def test_where_nothing_is_filled_in_the_page_says_so():
    """With what else there is: the official site, and the repository where there is one."""
    body = Body(id="so", name="Sở Y tế", short="Sở", website="https://so.example.vn/")
    assert ask(None, body) == (
        "Sở Y tế Trang chính thức: so.example.vn Điện thoại, thư điện tử: chưa đăng"
    )
    site = Site("Kế hoạch", "https://so.example.vn/", "https://kho.example.vn/kho", "main")
    assert "gửi câu hỏi qua kho dữ liệu" in ask(None, body, site)


def test_a_telephone_is_dialled_without_its_punctuation():
    """Blanks, dots, brackets and hyphens are for people."""
    assert dial("+84 (255) 3.822-222") == "+842553822222"


# ── what the law asks ───────────────────────────────────────────────────────────────────────────


def catalogue(site=SITE, modified=None, **fields):
    """Export the catalogue of a small book and read it."""
    ((path, content),) = export_catalog(a_book(a_task(), **fields), site, modified)
    assert path == CATALOG
    return json.loads(content)


def test_the_catalogue_names_every_table_and_its_files():
    """A licence and a day stand there only where they are known."""
    bare = catalogue()
    assert [each["dct:title"] for each in bare["dcat:dataset"]][:2] == [
        "Nhiệm vụ",
        "Đề xuất điều chỉnh",
    ]
    files = [
        each["dcat:downloadURL"]["@id"] for each in bare["dcat:dataset"][0]["dcat:distribution"]
    ]
    assert files == [f"{SITE.url}data/tasks.{form}" for form in ("csv", "json", "xlsx")]
    assert not {"dct:license", "dct:modified"} & bare.keys()
    site = Site("K", "https://so.example.vn/", None, "main", licence="https://giay-phep.example/")
    bodies = (Body(id="so", name="Sở", short="Sở", own=True, code="H99.1"),)
    full = catalogue(site, dt.date(2025, 9, 1), bodies=bodies)
    for each in (full, *full["dcat:dataset"]):
        assert each["dct:license"] == {"@id": "https://giay-phep.example/"}
        assert each["dct:modified"]["@value"] == "2025-09-01"
        assert each["dct:publisher"]["dct:identifier"] == "H99.1"


def settings_with(folder, extra):
    """Write an mkdocs.yml with some lines under `extra` and read the site."""
    place = folder / "mkdocs.yml"
    place.write_text(
        f"site_name: K\nsite_url: https://so.example.vn/\nextra:\n  {extra}\n", "utf-8"
    )
    return read_site(place)


def test_the_notice_of_an_outage_stands_from_its_first_day_to_its_last(tmp_path):
    """Both included; where none is set there is none."""
    site = settings_with(tmp_path, "outage: {text: Tạm ngừng, from: 2026-03-10, until: 2026-03-14}")
    days = [day for day in range(1, 29) if site.notice_on(dt.date(2026, 3, day)) == "Tạm ngừng"]
    assert days == [10, 11, 12, 13, 14]
    assert settings_with(tmp_path, "outage:").outage is None


@pytest.mark.parametrize(
    "extra",
    [
        "outage: {text: Tạm ngừng, from: 2026-03-14, until: 2026-03-10}",
        "outage: {text: Tạm ngừng, from: ngày mai, until: 2026-03-10}",
        "outage: {from: 2026-03-01, until: 2026-03-10}",
        "outage: Tạm ngừng",
        "rating: danh-gia",
        "licence: javascript:alert(1)",
    ],
)
def test_a_setting_that_means_nothing_is_refused(tmp_path, extra):
    """The name of the setting is told, with what to write."""
    with pytest.raises(RefusedError, match=rf"mkdocs\.yml: `{extra.partition(':')[0]}`"):
        settings_with(tmp_path, extra)
