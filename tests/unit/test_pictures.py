"""The pictures of shared links: small, the same every time, and true to the book."""

import io

import pytest
from PIL import Image

from planbook.reading.load import load_book
from planbook.site.pictures import HEIGHT, WIDTH, Picture, cut, draw_picture, font, list_pictures
from planbook.views.ledger import Ledger
from tests.conftest import ROOT, TODAY
from tests.small_book import HOSTILE, SITE, a_book, a_task

MOST = 40_000  # bytes: what a slow line fetches without notice


@pytest.fixture(scope="module")
def book():
    """A book that was loaded from YAML and Markdown."""
    return load_book(ROOT / "tests/fixtures/book")[0]


def words(book):
    """Give what the pictures of a book say, by the address of the page."""
    listed = list_pictures(Ledger(book, TODAY), SITE)
    return {path.removesuffix("og.png"): picture for path, picture in listed}


def draw_all(book):
    """Draw the pictures of a book, by the address of the page."""
    return {address: draw_picture(each, SITE) for address, each in words(book).items()}


@pytest.fixture(scope="module")
def drawn(book):
    """The pictures of the book, by the address of the page."""
    return draw_all(book)


def test_a_picture_is_small_and_of_the_size_that_networks_ask_for(drawn):
    """1200 × 630, in few bytes, and readable by another decoder."""
    for path, content in drawn.items():
        assert len(content) <= MOST, path
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT)), path


def test_the_same_book_gives_the_same_bytes(book, drawn):
    """Nothing in a picture depends on the run."""
    assert draw_all(book) == drawn


def test_pictures_count_what_the_pages_count(book):
    """A plan's picture tells its tasks, a unit's what it leads and supports, a month's what is due."""
    told = words(book)
    for plan in book.plans:
        count = sum(task.plan == plan.slug for task in book.tasks)
        assert told[plan.url].facts == f"{count} nhiệm vụ"
    for unit in book.units:
        leads = sum(unit.id in task.lead for task in book.tasks)
        supports = sum(unit.id in task.support for task in book.tasks)
        assert (f"Chủ trì {leads} nhiệm vụ" in told[unit.url].facts) == bool(leads)
        assert (f"Phối hợp {supports} nhiệm vụ" in told[unit.url].facts) == bool(supports)
    own = {each.slug for each in book.plans if book.body[each.body].own}
    for address, picture in told.items():
        if address.startswith("months/"):
            month = address.split("/")[1]
            count = sum(task.plan in own and month in task.months for task in book.tasks)
            assert picture.facts.startswith(f"{count} nhiệm vụ đến hạn")
            assert dict(picture.months)[month] == count
            assert picture.current == month


def test_a_year_has_all_its_months_and_the_busiest_year_is_drawn():
    """Months without a task are drawn too; of two years the one with more tasks is shown."""
    book = a_book(
        a_task("a", months=("2024-12",)),
        a_task("b", months=("2025-02", "2025-03")),
    )
    months = dict(words(book)["plans/ke-hoach/"].months)
    assert list(months) == [f"2025-{month:02}" for month in range(1, 13)]
    assert {month: count for month, count in months.items() if count} == {
        "2025-02": 1,
        "2025-03": 1,
    }


def test_a_record_without_tasks_says_so():
    """A unit that leads and supports nothing has a picture without columns."""
    picture = words(a_book(a_task()))["units/do-luong/"]
    assert (picture.facts, picture.months) == ("Chưa có nhiệm vụ", ())


def test_a_title_never_leaves_the_picture():
    """However long or odd a title, its picture is drawn, and the margin stays empty."""
    margins = set()
    for title in ("Đề án", HOSTILE, "Đề án " * 60, "x" * 50, "\u0301", " "):
        content = draw_picture(Picture(None, "Đơn vị", title, "1 nhiệm vụ"), SITE)
        with Image.open(io.BytesIO(content)) as image:
            margins.add(_margin(image))
    assert len(margins) == 1


def test_a_picture_tells_all_that_it_is_drawn_of(book):
    """What is kept under its `repr` is good for every later build."""
    again = load_book(ROOT / "tests/fixtures/book")[0]
    assert repr(words(again)) == repr(words(book))
    assert " at 0x" not in repr(words(book))


def _margin(image):
    return image.crop((WIDTH - 40, 20, WIDTH, HEIGHT)).tobytes()


def test_the_fonts_have_every_letter_of_the_book(book):
    """No title or name shows a box for a letter that the cut-down font lacks."""
    from planbook.site.pictures import font

    texts = [book.publisher.name, book.publisher.parent, SITE.name]
    for picture in words(book).values():
        texts += [picture.kicker, picture.title, picture.facts]
    letters = set("".join(texts)) | set(
        "ĂÂĐÊÔƠƯăâđêôơưẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ–“”…"
    )
    for weight in ("Regular", "Bold"):
        face = font(weight, 40)
        missing = bytes(face.getmask("\uffff"))
        assert not [
            letter for letter in letters if letter != " " and bytes(face.getmask(letter)) == missing
        ]


def test_a_long_text_is_cut_between_words():
    """The last word is whole and no comma stands before the dots; only a single word is cut within."""
    face = font("Regular", 30)
    text = "Sở Khoa học, Công nghệ và Môi trường"
    found = {cut(text, face, room) for room in range(100, 600, 5)}
    assert {each.removesuffix("…") for each in found if " " in each} <= {
        "Sở Khoa",
        "Sở Khoa học",
        "Sở Khoa học, Công",
        "Sở Khoa học, Công nghệ",
        "Sở Khoa học, Công nghệ và",
        "Sở Khoa học, Công nghệ và Môi",
        text,
    }
    assert cut("Đ" * 300, face).endswith("Đ…")
