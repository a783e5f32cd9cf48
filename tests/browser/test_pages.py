"""The pages in a real browser: readable by everyone, at every size, in light, dark and on paper."""

import gzip
import io
import json
import re
from urllib.parse import urlsplit

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import file_at, settle

PHONE, DESK, NARROW = (360, 740), (1280, 900), (320, 640)
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# All that another colour scheme can break, for the elements stay the same; all the rest is quickly looked at.
COLOURS = {"type": "rule", "values": ("color-contrast", "link-in-text-block")}
RULES = {"type": "tag", "values": LEVELS}
KINDS = {
    "home": "",
    "plans": "plans/",
    "meeting": "plans/ke-hoach-hop-benh-an-dien-tu/",
    "programme": "plans/chuong-trinh-6-thang-cuoi-2025/",
    "other-body": "plans/ket-luan-benh-vien-an-hai/",
    "units": "units/",
    "unit": "units/nghiep-vu-y/",
    "empty-unit": "units/cac-phong-don-vi/",
    "ended-unit": "units/tt-ytdp-2020/",
    "report": "units/nghiep-vu-y/report/",
    "statistics": "statistics/",
    "figure": "statistics/months/",
    "year": "years/2025/",
    "months": "months/",
    "month": "months/2025-09/",
    "people": "people/",
    "person": "people/dang-thi-uyen/",
    "tasks": "tasks/",
    "hostile-task": "tasks/2025h2-q3-23/",
    "reported-task": "tasks/2025h2-q3-17/",
    "search": "search/?q=dieu+duong",
    "standing": "standing/",
    "references": "references/",
    "reference": "references/125-kh-ubnd-2025/",
    "changes": "changes/",
    "data": "data/",
    "about": "about/",
    "abbreviations": "abbreviations/",
    "writing": "writing/",
    "sitemap": "sitemap/",
    "not-found": "404.html",
}
AXE = Axe()
# Mark what is drawn as another element before it: same names, classes and states, in the same elements and column.
ALIKE = """() => {
    const words = /^(href|id|for|title|datetime|name|value|headers|src|data-.*|aria-(label.*|controls|describedby))$/;
    const seen = new Set();
    const mark = (each, above) => {
        const look = [...each.attributes].filter(({ name }) => !words.test(name)).map(({ name, value }) => `${name}=${value}`);
        const path = `${above}>${each.localName}${each.cellIndex ?? ""}[${look}]`;
        const alike = [...each.children].map((child) => mark(child, path)).every(Boolean) && seen.has(path);
        seen.add(path);
        each.toggleAttribute("data-alike", alike);
        return alike;
    };
    mark(document.body, "");
}"""
# WCAG 1.4.12: what a reader may set, and nothing may be lost.
SPACE = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets.push(sheet);
}"""
# Where the data's words stand, put one that cannot be broken.
LENGTHEN = """() => {
    const places = "h1, h2, h3, [data-task] *, [data-result] *, [scope=row] *, .trail a, .turn span, .printed, dd";
    for (const each of document.querySelectorAll(`:is(${places}):not([data-alike])`))
        for (const node of each.childNodes)
            if (node.nodeType === 3 && node.data.trim()) node.data += "Đ".repeat(300);
}"""
# What stands beyond the right edge, or is hidden because its box is too small.
CUT = """() => [...document.querySelectorAll("body *")]
    .filter(each => each.checkVisibility() && !each.closest(".hidden, .skip, .scroll, thead, input"))
    .filter(each => {
        const { overflowX, overflowY } = getComputedStyle(each);
        return each.getBoundingClientRect().right > innerWidth + 1
            || overflowX !== "visible" && each.scrollWidth > each.clientWidth + 1
            || overflowY !== "visible" && each.scrollHeight > each.clientHeight + 1;
    })
    .map(each => each.outerHTML.slice(0, 120)).slice(0, 5)"""

# Links and buttons outside running text that are less than 24 pixels wide or high.
SMALL = """() => [...document.querySelectorAll("button, input, select, summary, nav a, .downloads a")]
    .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .map(each => [each.outerHTML.slice(0, 120), each.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
    .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""

ANSWER = ("Chủ trì", "Phối hợp", "Chỉ đạo", "Thời hạn", "Tình trạng", "Sản phẩm")

# Colours are looked at wherever they differ on the kinds that together show every part of the shell,
# and on the others within it.
LOOKS = {DESK: ("light",), PHONE: ("dark",)}
ALL_LOOKS = {DESK: ("light", "dark"), PHONE: ("dark", "light")}
IN_ALL_LOOKS = {"home", "month", "reported-task", "search"}
# Another page of a template, of which it shows a notice or an empty place more: a phone is where these are cut.
SECOND = {"other-body", "empty-unit", "ended-unit", "hostile-task", "about"}


def resize(page, size):
    """Give the window another width and height."""
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))


def find_barriers(page, looks, left_out):
    """Name what breaks a rule of axe, the rule and the first element, and what is too small to be hit."""
    for at, (size, schemes) in enumerate(looks.items()):
        resize(page, size)
        if at and page.evaluate("!!document.querySelector('main details')"):
            page.reload()  # what folds on a phone does so once
            settle(page)
        yield from (
            (size, *each) for each in break_rules(page, RULES, "document", COLOURS["values"])
        )
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            yield from ((size, scheme, *each) for each in find_pale(page, left_out))
        yield from ((size, "small", each) for each in page.evaluate(SMALL))


def find_pale(page, left_out=""):
    """Name what is hard to read on its ground: of what is drawn alike the first is looked at."""
    return break_rules(page, COLOURS, f"{{exclude: '[data-alike]{left_out}'}}")


def break_rules(page, rules, place, left_out=()):
    """Name the rules of axe that are broken somewhere, each with the first element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
        page.evaluate(ALIKE)
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    options["rules"] = {each: {"enabled": False} for each in left_out}
    script = f"axe.run({place}, {json.dumps(options)}).then(all => all.violations)"
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in page.evaluate(script)]


def find_cuts(page):
    """Name what is cut or widens a page: as it is, unfolded, with long words, and spaced out besides."""
    resize(page, NARROW)
    yield from (("cut", each) for each in page.evaluate(CUT))
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    yield from (("cut when unfolded", each) for each in page.evaluate(CUT))
    page.evaluate(LENGTHEN)
    for width in (DESK[0], 750):  # with tables, and where they have just become cards
        resize(page, (width, 900))
        if (found := page.evaluate("document.documentElement.scrollWidth")) != width:
            yield "widened", width, found
    for size in (NARROW, PHONE):
        resize(page, size)
        yield from ((size, "cut by long words", each) for each in page.evaluate(CUT))
    page.evaluate(SPACE)
    yield from (("cut by spacing", each) for each in page.evaluate(CUT))


@pytest.mark.parametrize("kind", KINDS)
def test_everyone_can_use_a_page(open_page, kind):
    """axe finds no rule of WCAG 2.2 AA broken, nothing is small, cut or wider than a phone, and the console is silent."""
    looks = ALL_LOOKS if kind in IN_ALL_LOOKS else {PHONE: ("dark",)} if kind in SECOND else LOOKS
    page = open_page(KINDS[kind], next(iter(looks)))
    settle(page)
    shell = "" if kind in IN_ALL_LOOKS else ", body > header, body > footer"
    found = [*find_barriers(page, looks, shell), *find_cuts(page), *page.troubles]
    assert not found, "\n".join(map(str, found))


def test_a_citation_is_copied_with_one_press(open_page):
    """Unfolded, the whole of it is copied, with its quotation marks, and the button says so."""
    allowed = ["clipboard-read", "clipboard-write"]
    page = open_page(KINDS["reported-task"], PHONE, permissions=allowed)
    page.get_by_text("Trích dẫn nhiệm vụ này").click()
    page.get_by_role("button", name="Chép").click()
    page.get_by_role("button", name="Đã chép").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".citation").text_content()
    assert "“Tổ chức Hội nghị" in copied and copied.endswith("/tasks/2025h2-q3-17/")


def test_the_answer_stands_on_the_first_screen(open_page):
    """Who leads, by when and how far it is, without scrolling on a desk."""
    page = open_page(KINDS["reported-task"], DESK)
    boxes = [page.locator(f".answer dt:text-is('{word}')").bounding_box() for word in ANSWER]
    assert all(box["y"] + box["height"] < DESK[1] for box in boxes)


def test_forced_colours_keep_what_colour_tells(open_page):
    """Where the system forces its colours, how full a month is stays visible, and so does focus."""
    page = open_page()
    page.emulate_media(forced_colors="active")
    full = page.locator(".lv3, .lv4, .lv5")
    assert full.count()
    styles = full.evaluate_all("all => all.map(each => getComputedStyle(each).outlineStyle)")
    assert set(styles) == {"solid"}
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_the_menu_works_by_keyboard_on_a_phone(open_page):
    """Tab reaches the menu button, Enter opens the menu, Escape closes it and focus comes back."""
    page = open_page("units/", PHONE)
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button.menu')"):
            break
    assert page.evaluate("document.activeElement.matches('button.menu')")
    assert not page.is_visible("nav#menu a")
    page.keyboard.press("Enter")
    assert page.is_visible("nav#menu a")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('nav#menu') !== null")
    page.keyboard.press("Escape")
    assert not page.is_visible("nav#menu a")
    assert page.evaluate("document.activeElement.matches('button.menu')")


def test_the_contents_of_a_page_tell_where_the_reader_is(open_page):
    """The part at the top of the window is marked, down and up again; the list stays in view."""
    page = open_page(KINDS["programme"])
    last = page.locator("#contents a[href^='#muc-']").last
    last.click()
    current = page.locator("#contents [aria-current]")
    expect(current).to_have_attribute("href", last.get_attribute("href"))
    assert current.count() == 1
    assert page.evaluate("document.querySelector('#contents').getBoundingClientRect().top >= 0")
    page.click("#contents a[href='#main']")
    expect(page.locator("#contents a[href^='#muc-'][aria-current]")).to_have_count(0)


def test_the_contents_of_a_page_are_one_button_on_a_phone(open_page):
    """The button opens them, a part closes them; without scripts they open too."""
    page = open_page(KINDS["programme"], PHONE)
    assert not page.is_visible("#contents")
    page.click("button[popovertarget=contents]")
    page.click("#contents a[href='#adjustments']")
    assert not page.is_visible("#contents")
    assert page.evaluate("document.querySelector('#adjustments').getBoundingClientRect().top < 200")
    page = open_page(KINDS["programme"], PHONE, java_script_enabled=False)
    page.click("button[popovertarget=contents]")
    assert page.is_visible("#contents")


def test_what_an_address_points_at_is_unfolded(open_page):
    """The whole text, folded at first, is open where the address or the contents lead to it."""
    page = open_page(KINDS["programme"])
    assert not page.is_visible("#text")
    page.click("#contents a[href='#text']")
    page.wait_for_selector("#text", state="visible")
    assert page.locator("#text [data-task]").count() == 0
    page = open_page(KINDS["tasks"] + "#v1-2")
    assert page.is_visible("#v1-2 [data-task]")


def test_an_address_that_points_at_nothing_harms_nothing(open_page):
    """A fragment that is cut in the middle of a letter stops no script."""
    page = open_page(KINDS["programme"] + "#%E1%BA")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"


def test_every_task_stands_on_a_page_that_is_soon_read(open_page, book):
    """Folded, the page of all tasks is a few screens high, and all stand there."""
    page = open_page(KINDS["tasks"])
    shown = page.locator("[data-task]").evaluate_all("all => all.map(e => e.dataset.task)")
    assert sorted(shown) == sorted(task.id for task in book.tasks)
    assert page.evaluate("document.documentElement.scrollHeight") < 4000


def test_focus_is_always_visible(open_page):
    """Each element that Tab reaches on a month page shows an outline."""
    page = open_page("months/2025-09/")
    for _ in range(30):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(({outlineStyle, outlineWidth, boxShadow}) => [outlineStyle, outlineWidth, boxShadow])"
            "(getComputedStyle(document.activeElement))"
        )
        assert (style[0] != "none" and style[1] != "0px") or style[2] != "none", page.evaluate(
            "document.activeElement.outerHTML"
        )


def test_a_slash_goes_to_the_search_field(open_page):
    """The key `/` focuses the search field, and Enter leads to the search page with the words."""
    page = open_page("units/")
    page.keyboard.press("/")
    page.keyboard.type("dieu duong")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=dieu\+duong"))


def test_pages_can_be_read_without_scripts(open_page, book):
    """With scripts off the lists, the menu and the way to all tasks are there."""
    page = open_page("months/2025-09/", PHONE, java_script_enabled=False)
    shown = page.locator("[data-task]").evaluate_all("all => all.map(e => e.dataset.task)")
    assert {task.id for task in book.tasks_due_in["2025-09"]} <= set(shown)
    page.click("button.menu")
    assert page.is_visible("nav#menu a")


@pytest.mark.parametrize(
    "address",
    [
        "months/2025-09/",
        "units/van-phong/",
        "units/nghiep-vu-y/",
        "statistics/",
        "years/2025/",
    ],
)
def test_a_list_weighs_little(site, open_page, base, address):
    """A page of many tasks, with everything that it loads, is at most 60 KB on the wire in 12 requests."""
    page = open_page(address)
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(base) for url in page.asked)
    weights = {url: len(gzip.compress(file_at(site, url, base).read_bytes())) for url in page.asked}
    assert len(page.asked) <= 12
    assert sum(weights.values()) <= 60_000, weights


def print_sheets(page):
    """Print a page and give the text of each sheet: it tells the address, and no heading ends it."""
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    sheets = [sheet.extract_text().strip() for sheet in pdf.pages]
    headings = page.locator(".tasks .group h3").all_inner_texts()
    for text in sheets:
        assert urlsplit(page.url).path.partition("/")[2].partition("/")[2] in text
        last = text.partition("Dữ liệu đến ngày")[0].split("\n")[-1].strip()
        assert not any(each and last.startswith(each) for each in headings)
    return sheets


def test_a_month_prints_whole(open_page, book):
    """A month prints all its tasks, none cut, and as many on the first sheet as it can hold."""
    page = open_page("months/2025-09/")
    shown = page.locator("[data-task]").evaluate_all("all => all.map(e => e.dataset.task)")
    sheets = [re.sub(r"\s+", "", sheet) for sheet in print_sheets(page)]
    titles = page.locator("[data-task] a").evaluate_all("all => all.map(e => e.textContent)")
    assert {task.id for task in book.tasks_due_in["2025-09"]} <= set(shown)
    assert not [title for title in titles if re.sub(r"\s+", "", title) not in "".join(sheets)]
    first = sum(re.sub(r"\s+", "", title) in sheets[0] for title in titles)
    assert first >= min(20, len(titles))


def test_no_printed_sheet_ends_with_a_heading(open_page):
    """A heading of a group stands on the sheet of its first row, and every sheet tells its address."""
    for address in ("units/van-phong/", "plans/chuong-trinh-6-thang-cuoi-2025/"):
        assert print_sheets(open_page(address))


def test_paper_tells_the_choice_that_it_shows(open_page):
    """A sheet printed of a filtered list names the filter, and its address holds it."""
    for address, words in {
        "units/van-phong/?loc=qua-han": "Đang lọc, còn",
        "years/2025/?unit=van-phong": "Văn phòng",
        "search/?q=kế+hoạch&unit=van-phong": "Lọc:",
    }.items():
        page = open_page(address)
        page.wait_for_load_state("networkidle")
        text = re.sub(r"\s+", "", "".join(print_sheets(page)))
        assert re.sub(r"\s+", "", words) in text
        assert urlsplit(page.url).query in text
    text = print_sheets(open_page("units/van-phong/"))[0]
    assert "Đang lọc" not in text


def test_letters_twice_as_large_leave_a_page_whole(open_page):
    """On a phone set to large letters nothing is cut at the side, and the header takes less than half."""
    for address in ("", "units/van-phong/", "people/pham-hoa-binh/", "years/2025/", "statistics/"):
        page = open_page(address, size=(360, 740), bypass_csp=True)
        page.add_style_tag(content=":root { font-size: 200% !important }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 362, address
        assert page.locator(".top").bounding_box()["height"] < 370, address
        assert (
            page.locator(".skip").bounding_box()["y"]
            < -page.locator(".skip").bounding_box()["height"]
        )


def test_a_month_that_only_repeats_is_seen_when_an_address_leads_there(open_page):
    """A heading under which nothing new stands waits until somebody asks for it by its address."""
    page = open_page("units/tram-y-te/")
    again = page.locator("tbody.again").first
    assert not again.is_visible()
    key = again.locator("h3").get_attribute("id")
    page.goto(f"{page.url}#{key}")
    assert page.locator(f"#{key}").is_visible()
    assert page.locator(f"tbody:has(#{key}) .also").first.is_visible()
