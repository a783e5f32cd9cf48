"""The pages in a real browser: readable by everyone, at every size, in light, dark and on paper."""

import gzip
import io
import re

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import settle

PHONE, DESK, NARROW = (360, 740), (1280, 900), (320, 640)
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RULES = {"type": "tag", "values": LEVELS}
# All that another colour scheme can break, for the elements stay the same.
COLOURS = {"type": "rule", "values": ("color-contrast", "link-in-text-block")}
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
    "changes": "changes/",
    "data": "data/",
    "about": "about/",
    "abbreviations": "abbreviations/",
    "not-found": "404.html",
}
AXE = Axe()
# WCAG 1.4.12: what a reader may set, and nothing may be lost.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
# Where the data's words stand, put one that cannot be broken.
LENGTHEN = """() => {
    const places = "h1, h2, h3, [data-task] *, [data-result] *, [scope=row] *, .trail a, .turn span, .printed, dd";
    for (const each of document.querySelectorAll(`:is(${places})`))
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

every_kind = pytest.mark.parametrize("kind", KINDS)


def resize(page, size):
    """Give the window another width and height."""
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))


def find_violations(page, rules):
    """Run axe over what a page shows and list what it finds: the rule and the first element."""
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = AXE.run(page, options=options)
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found.response["violations"]]


@every_kind
def test_axe_finds_nothing(open_page, kind):
    """No rule of WCAG 2.2 AA that axe can test is broken, light on a desk or dark on a phone; the console stays silent."""
    page = open_page(KINDS[kind], DESK)
    settle(page)
    assert not find_violations(page, RULES)
    resize(page, PHONE)
    page.emulate_media(color_scheme="dark")
    assert not find_violations(page, RULES)
    assert not page.troubles


@pytest.mark.parametrize("kind", ["home", "month", "reported-task", "search"])
def test_colours_are_told_apart(open_page, kind):
    """What only one size shows (the menu, the heads of tables) has contrast in the other scheme too."""
    page = open_page(KINDS[kind], PHONE)
    settle(page)
    assert not find_violations(page, COLOURS)
    resize(page, DESK)
    page.emulate_media(color_scheme="dark")
    assert not find_violations(page, COLOURS)


@every_kind
def test_nothing_is_cut_on_a_phone(open_page, kind):
    """No page of 320 or 360 CSS pixels scrolls sideways or hides words: as it is, spaced out, with long words."""
    page = open_page(KINDS[kind], NARROW, bypass_csp=True)
    settle(page)
    assert not page.evaluate(CUT)
    page.evaluate(LENGTHEN)
    for size in (NARROW, PHONE):
        resize(page, size)
        assert not page.evaluate(CUT), size
    page.add_style_tag(content=SPACING)  # now both
    assert not page.evaluate(CUT)


@every_kind
def test_targets_are_large_enough(open_page, kind):
    """Links and buttons that do not stand in running text are at least 24 pixels each way."""
    page = open_page(KINDS[kind], PHONE)
    settle(page)
    for size in (PHONE, DESK):
        resize(page, size)
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, input, select, summary, nav a, .downloads a')]
                .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true}))
                .map(each => [each.outerHTML.slice(0, 120), each.getBoundingClientRect()])
                .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
                .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
        )
        assert not small, size


def test_forced_colours_keep_what_colour_tells(open_page):
    """Where the system forces its colours, how full a month is stays visible, and so does focus."""
    page = open_page("", forced_colors="active")
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
    page = open_page("404.html")
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(base + address)
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(base) for url in loaded)
    weights = {}
    for url in loaded:
        path = url.removeprefix(base).split("?")[0]
        file = site / (path + "index.html" if path.endswith("/") or not path else path)
        weights[path] = len(gzip.compress(file.read_bytes()))
    assert len(loaded) <= 12
    assert sum(weights.values()) <= 60_000, weights


def test_a_month_prints_whole(open_page, book):
    """A month prints all its tasks in landscape, none cut."""
    page = open_page("months/2025-09/")
    shown = page.locator("[data-task]").evaluate_all("all => all.map(e => e.dataset.task)")
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    for sheet in pdf.pages:
        assert sheet.mediabox.width > sheet.mediabox.height
    text = re.sub(r"\s+", "", "".join(sheet.extract_text() for sheet in pdf.pages))
    titles = page.locator("[data-task] a").evaluate_all("all => all.map(e => e.textContent)")
    assert {task.id for task in book.tasks_due_in["2025-09"]} <= set(shown)
    missing = [title for title in titles if re.sub(r"\s+", "", title) not in text]
    assert not missing
