"""Document numbers in texts, and the web of documents that they weave."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.views.references import find_mentions, make_id, references
from tests.small_book import a_book, a_plan, a_task


@pytest.mark.parametrize(
    ("text", "number", "kind", "id"),
    [
        (
            "Quyết định số 1703/QĐ-TTg ngày 31/12/2024 của",
            "1703/QĐ-TTg",
            "Quyết định",
            "1703-qd-ttg-2024",
        ),
        ("Chỉ thị số 38-CT/TW, ngày 30/7/2024", "38-CT/TW", "Chỉ thị", "38-ct-tw-2024"),
        (
            "Kế hoạch 140/KH-UBND ngày 09 tháng 9 năm 2025",
            "140/KH-UBND",
            "Kế hoạch",
            "140-kh-ubnd-2025",
        ),
        ("tại Thông báo kết luận 105/TB-UBND", "105/TB-UBND", "Thông báo", "105-tb-ubnd"),
        (
            "(Thay thế 45/2021/QĐ-UBND ngày 10/9/2021;",
            "45/2021/QĐ-UBND",
            "Quyết định",
            "45-2021-qd-ubnd",
        ),
        ("theo NĐ 85/2025/NĐ-CP", "85/2025/NĐ-CP", "Nghị định", "85-2025-nd-cp"),
        ("Luật số 93/2025/QH15", "93/2025/QH15", "Luật", "93-2025-qh15"),
        ("văn bản số 1552/BTTTT-TTH và", "1552/BTTTT-TTH", "Văn bản", "1552-btttt-tth"),
        ("Kế hoạch số 01/KH-ĐHQGHN-UBND", "01/KH-ĐHQGHN-UBND", "Kế hoạch", "1-kh-dhqghn-ubnd"),
        (
            "số 472/SYT-NVY&CĐS ngày 27/07/2025",
            "472/SYT-NVY&CĐS",
            None,
            "472-syt-nvy-cds-2025",
        ),
        ("Chương trình số 57-CTr/TU", "57-CTr/TU", "Chương trình", "57-ctr-tu"),
        ("nghị quyết số 05-NQ/TU, ngày 25-11-2021", "05-NQ/TU", "Nghị quyết", "5-nq-tu-2021"),
        ("Thông báo số 01/TB-SYT ngày 03/01;", "01/TB-SYT", "Thông báo", "1-tb-syt"),
    ],
)
def test_a_number_is_recognised(text, number, kind, id):
    """The number as printed, what kind it is, and an id with the year where one is printed."""
    (mention,) = find_mentions(text)
    assert (mention.number, mention.kind) == (number, kind)
    assert make_id(mention.number, mention.year) == id


@pytest.mark.parametrize(
    "text",
    [
        "Kèm theo Quyết định số /QĐ-SYT ngày /9/2025",
        "TCVN ISO 9001:2015, mã QR/RFID, 24/7, 05/10 xã, 2021-2025, 90-100%",
        "trước ngày 15/11 hàng năm; Quý IV/2025; 1 lần/năm",
        "Phòng 3/Tầng-Hai",
        "https://so.example.vn/12/KH-UBND",
        "",
    ],
)
def test_what_is_no_number_is_left_alone(text):
    """A blank number, a date, a share, a standard or an address names no document."""
    assert list(find_mentions(text)) == []


def test_the_printed_title_is_kept_and_ends_where_it_ends():
    """It runs through inner quotes and stops before another clause or document."""
    text = (
        "Nghị quyết số 57-NQ/TW của Bộ Chính trị, gắn với Chỉ thị số 38-CT/TW ngày 30/7/2024 của "
        'Ban Bí thư về "đo lường; chất lượng" đến năm 2030. Hoàn thành.'
    )
    assert [mention.words for mention in find_mentions(text)] == [
        "của Bộ Chính trị",
        'của Ban Bí thư về "đo lường; chất lượng" đến năm 2030',
    ]


def test_a_date_that_is_in_no_calendar_gives_its_year_only():
    """What is printed is kept; no day is invented."""
    (mention,) = find_mentions("Quyết định số 7/QĐ-UBND ngày 31/02/2024")
    assert (mention.year, mention.issued) == (2024, None)


def test_the_web_leads_from_the_party_directive_to_the_tasks():
    """A directive, the decision that carries it out, the province's plan, the plan of the book."""
    plan = a_plan(
        summary="Kế hoạch thực hiện Kế hoạch số 140/KH-UBND ngày 09/9/2025 của UBND tỉnh thực hiện "
        "Quyết định số 17/QĐ-TTg ngày 31/12/2024 thực hiện Chỉ thị số 38-CT/TW ngày 30/7/2024"
    )
    web = {each.number: each for each in references(a_book(plans=(plan,)))}
    directive, decision, provincial = web["38-CT/TW"], web["17/QĐ-TTg"], web["140/KH-UBND"]
    assert directive.carried_out_by == (decision.id,)
    assert decision.carried_out_by == (provincial.id,)
    assert provincial.carries_out == (decision.id,)
    assert provincial.plans == ("ke-hoach",)
    assert (provincial.issued, provincial.held) == (dt.date(2025, 9, 9), None)


def test_documents_that_stand_side_by_side_are_not_each_others_ground():
    """Only a title that says so makes one document carry out another."""
    text = "Nghị quyết số 57-NQ/TW, gắn với thực hiện Chỉ thị số 38-CT/TW và Nghị quyết số 3/NQ-CP"
    assert not any(each.carries_out for each in references(a_book(a_task(task=text))))


def test_a_bare_number_is_the_only_dated_one():
    """Two of the same number and different years are two documents; a bare one is then neither."""
    dated = "Kế hoạch 21/KH-UBND ngày 09/8/2025"
    one = references(a_book(a_task(task=dated), a_task("kh-2", task="theo 21/KH-UBND")))
    assert [(each.id, each.tasks) for each in one] == [("21-kh-ubnd-2025", ("kh-1", "kh-2"))]
    other = a_task("kh-3", task="Kế hoạch 21/KH-UBND ngày 01/2/2026")
    two = references(a_book(a_task(task=dated), a_task("kh-2", task="theo 21/KH-UBND"), other))
    assert [each.id for each in two] == ["21-kh-ubnd", "21-kh-ubnd-2025", "21-kh-ubnd-2026"]


def test_a_plan_carries_out_what_its_title_and_basis_name_and_cites_the_rest():
    """The ground of a document is told apart from what it mentions."""
    plan = a_plan(
        summary="Kế hoạch thực hiện Quyết định số 7/QĐ-UBND",
        basis=("Căn cứ Luật số 93/2025/QH15",),
        text="Theo *Quyết định*\nsố 7/QĐ-UBND và Nghị định số 85/2025/NĐ-CP.",
    )
    web = {each.number: (each.plans, each.cited_by) for each in references(a_book(plans=(plan,)))}
    assert web == {
        "7/QĐ-UBND": (("ke-hoach",), ()),
        "93/2025/QH15": (("ke-hoach",), ()),
        "85/2025/NĐ-CP": ((), ("ke-hoach",)),
    }


def test_a_document_that_the_book_holds_is_known_as_such():
    """Its own number leads to the plan; another is a stub."""
    held = a_plan(number="812/KH-SYT", issued=dt.date(2025, 9, 30))
    task = a_task(task="Theo Kế hoạch 812/KH-SYT ngày 30/9/2025 và Kế hoạch 813/KH-SYT")
    web = {each.number: each.held for each in references(a_book(task, plans=(held,)))}
    assert web == {"812/KH-SYT": "ke-hoach", "813/KH-SYT": None}


@given(
    st.text(alphabet='0123456789/-.,()“" QĐTgKHCTUBNDngày tháng năm của thực hiện', max_size=200)
)
def test_any_text_is_read_without_harm(text):
    """Nothing fails, and no two documents have the same id."""
    known = references(a_book(a_task(task=text)))
    assert len({each.id for each in known}) == len(known)
