"""What `theme.features` and `nav` in mkdocs.yml switch on is seen in a real browser."""

import contextlib
import re
from functools import cache, partial

import pytest
from playwright.sync_api import expect

from tests.browser.offices import build_office, replace_block, serve_office
from tests.browser.test_pages import COLOURS, RULES, break_rules, find_pale
from tests.department import FIXTURE

FEATURES = {
    "all": """[header.autohide, navigation.top, navigation.footer, navigation.path, toc.follow, toc.integrate,
      content.action.edit, content.action.view, content.code.copy, content.tooltips, announce.dismiss]""",
    "tabs": "[navigation.tabs, navigation.tabs.sticky]",
}
NAV = """nav:
  - Trang chủ: index.md
  - Văn bản: plans/index.md
  - Tra cứu:
    - Đơn vị: units/index.md
    - Theo tháng: months/index.md
    - Con người:
      - Lãnh đạo: people/index.md
  - Hướng dẫn:
    - Cách viết: writing.md
    - Giới thiệu: about.md
    - Cổng của tỉnh: https://tinh.example/
  - Liên kết:
    - Cổng của bộ: https://bo.example/
"""
OVERRIDE = """{% extends "base.html" %}
{% block announce %}<p>Cổng tạm ngừng chiều thứ bảy.</p>{% endblock %}
"""
OWN = "  font: false\n  custom_dir: own\n  features: {}\n"
REPOSITORY = """repo_url: https://kho.example/so/du-lieu
repo_name: so/du-lieu
edit_uri: edit/main/content/
"""
PLAIN_CODE = "\n\n``` { .text .no-copy }\nkhông chép\n```\n"
DESK, PHONE = (1280, 800), (360, 740)


def switch_on(features, text):
    """Give an mkdocs.yml some features, sections in its menu and a repository."""
    text = replace_block(text, "nav", NAV).replace("  font: false\n", OWN.format(features))
    return text + REPOSITORY


@pytest.fixture(scope="module")
def offices(once, root, site):
    """Give the address of the site with a set of features, built once its plain site has papers to share."""
    kept = root / ".cache"
    about = (FIXTURE / "content/about.md").read_text("utf-8") + PLAIN_CODE
    files = {"own/main.html": OVERRIDE, "content/about.md": about}
    with contextlib.ExitStack() as served:

        @cache
        def give(name):
            change = partial(switch_on, FEATURES[name])
            folder = once(
                f"features-{name}", lambda folder: build_office(folder, kept, change, files)
            )
            return served.enter_context(serve_office(folder))

        yield give


@pytest.fixture
def visit(open_page, offices):
    """Open a page of a site with some features, on a desk unless another size is said."""

    def visit(address="", features="all", size=DESK, **reader):
        return open_page(offices(features) + address, size, **reader)

    return visit


SCROLL = """(top) => new Promise((done) => {
  addEventListener("scroll", () => requestAnimationFrame(() => requestAnimationFrame(done)), { once: true });
  scrollTo(0, top);
})"""


def scroll(page, *tops):
    """Scroll as a reader does, step by step."""
    for top in tops:
        page.evaluate(SCROLL, top)


def test_a_section_of_the_menu_opens_as_a_list(visit):
    """Without tabs a section opens by mouse and keyboard, tells where the reader is, and lies over the page."""
    page = visit("months/2025-09/")
    summary = page.locator("#menu summary", has_text="Tra cứu")
    assert page.locator("#menu details.here").inner_text().startswith("Tra cứu")
    summary.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Lãnh đạo", exact=True).first.click()
    expect(page).to_have_url(re.compile("/people/$"))
    page.locator("#menu summary", has_text="Hướng dẫn").click()
    link = page.get_by_role("link", name="Cổng của tỉnh")
    expect(link).to_have_attribute("href", "https://tinh.example/")
    assert link.bounding_box()["y"] < 400


def test_a_section_unfolds_in_the_menu_of_a_phone(visit):
    """On a phone the menu shows the pages of a section below its name."""
    page = visit(size=PHONE)
    page.get_by_role("button", name="Danh mục").click()
    page.locator("#menu summary", has_text="Tra cứu").click()
    page.get_by_role("link", name="Đơn vị", exact=True).first.click()
    expect(page).to_have_url(re.compile("/units/$"))


def test_tabs_lead_to_the_first_page_and_show_the_others(visit):
    """With navigation.tabs a section leads to its first page, and its pages stand in a second row."""
    page = visit(features="tabs")
    expect(page.locator("#menu .second")).to_have_count(0)
    page.locator("#menu").get_by_role("link", name="Tra cứu").click()
    expect(page).to_have_url(re.compile("/units/$"))
    expect(page.locator("#menu [aria-current=true]")).to_have_text("Tra cứu")
    away = page.locator("#menu").get_by_role("link", name="Liên kết")
    expect(away).to_have_attribute("href", "https://bo.example/")
    expect(page.locator("#menu .second [aria-current=page]")).to_have_text("Đơn vị")
    page.locator("#menu .second").get_by_role("link", name="Lãnh đạo").click()
    expect(page).to_have_url(re.compile("/people/$"))


def test_sticky_tabs_stay_and_cover_nothing(visit):
    """With navigation.tabs.sticky the menu stays in view, of one row or two, and the head of a long table right below it."""
    for address, top in [("plans/chuong-trinh-6-thang-cuoi-2025/", 2500), ("months/2025-09/", 700)]:
        page = visit(address, "tabs")
        scroll(page, top)
        check_stuck(page)


def check_stuck(page):
    """Look that the menu is at the top and the head of the list in view right below."""
    menu = page.locator("#menu").bounding_box()
    head = page.locator(".tasks thead th").first.bounding_box()
    assert -1 <= menu["y"] <= 1
    assert abs(head["y"] - (menu["height"] + 4)) <= 2


def test_the_header_hides_on_the_way_down(visit):
    """With header.autohide the header leaves while a reader scrolls down, and returns on the way up and for the keyboard."""
    page = visit("plans/chuong-trinh-6-thang-cuoi-2025/")
    header = page.locator("header.top")
    scroll(page, 800, 1600)
    expect(header).not_to_be_in_viewport()
    scroll(page, 1500)
    expect(header).to_be_in_viewport()
    height = header.bounding_box()["height"]
    assert abs(page.locator(".tasks thead th").first.bounding_box()["y"] - height) <= 2
    scroll(page, 2400)
    expect(header).not_to_be_in_viewport()
    page.locator("#find").focus()
    expect(header).to_be_in_viewport()


def test_the_way_to_the_top_comes_on_the_way_up(visit):
    """With navigation.top a way to the top is shown once a reader scrolls up, and works."""
    page = visit("plans/chuong-trinh-6-thang-cuoi-2025/")
    top = page.locator(".to-top")
    scroll(page, 1800)
    expect(top).to_be_hidden()
    scroll(page, 1500)
    top.click()
    expect(page.locator("#main")).to_be_in_viewport()


def test_pages_of_the_menu_follow_each_other(visit):
    """With navigation.footer a written page leads to those before and after it in the menu."""
    page = visit("writing/")
    page.locator(".turn [rel=next]").click()
    expect(page).to_have_url(re.compile("/about/$"))
    expect(page.locator(".turn [rel=prev]")).to_have_text("Cách viết")


def test_the_way_to_a_page_names_its_section(visit):
    """With navigation.path the trail of a written page names the sections above it, without it only the page."""
    steps = visit("about/").locator(".trail li")
    expect(steps).to_have_text(["Trang chủ", "Hướng dẫn", "Giới thiệu"])
    expect(visit("about/", "tabs").locator(".trail li")).to_have_text(["Trang chủ", "Giới thiệu"])


def test_contents_stand_beside_a_written_page(visit):
    """A long written page has its contents at the right, with toc.integrate at the left; toc.follow keeps the place in view."""
    words = "main .prose"
    page = visit("writing/", size=(1280, 260))
    assert page.locator("#contents").bounding_box()["x"] < page.locator(words).bounding_box()["x"]
    page.locator(".prose h2").nth(7).evaluate("each => each.scrollIntoView()")
    expect(page.locator("#contents [aria-current]")).to_be_in_viewport()
    page = visit("writing/", "tabs")
    assert page.locator("#contents").bounding_box()["x"] > page.locator(words).bounding_box()["x"]
    page.locator("#contents a").nth(3).click()
    assert page.locator(".prose h2").nth(3).bounding_box()["y"] >= 40  # below the menu that stays


def test_the_source_of_a_written_page_is_a_step_away(visit):
    """With content.action.* a written page leads to its source, to change and to read; a default page has none."""
    page = visit("about/")
    place = "https://kho.example/so/du-lieu/{}/main/content/about.md"
    expect(page.get_by_role("link", name="Chỉnh sửa")).to_have_attribute(
        "href", place.format("edit")
    )
    view = page.get_by_role("link", name="Xem mã nguồn của trang")
    expect(view).to_have_attribute("href", place.format("raw"))
    expect(page.locator("footer").get_by_role("link", name="so/du-lieu")).to_be_visible()


def test_code_is_copied_by_one_press(visit):
    """With content.code.copy a block of code is copied by its button."""
    page = visit("writing/", permissions=["clipboard-read", "clipboard-write"])
    block = page.locator("main pre").first
    block.get_by_role("button", name="Sao chép").click()
    expect(block.get_by_role("button", name="Đã sao chép")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied and copied == block.locator("code").inner_text().rstrip()
    page.emulate_media(media="print")
    expect(block.locator("button")).to_be_hidden()
    page.goto(page.url.replace("writing/", "about/"))
    expect(page.locator("main .no-copy code")).to_be_visible()
    expect(page.locator("main .no-copy button")).to_have_count(0)


def test_an_abbreviation_is_told_to_the_keyboard_too(visit):
    """With content.tooltips the words behind an abbreviation are shown on focus, and go with Escape."""
    page = visit("writing/")
    short = page.locator("main abbr").first
    short.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    expect(page.get_by_role("tooltip")).to_have_text(short.get_attribute("data-tip"))
    page.keyboard.press("Escape")
    expect(page.locator("#tip")).to_be_hidden()


def test_a_notice_that_was_put_away_stays_away(visit):
    """With announce.dismiss a reader puts the notice away for all pages; without a script it stays."""
    page = visit()
    notice = page.get_by_text("Cổng tạm ngừng chiều thứ bảy.")
    page.get_by_role("button", name="Không hiển thị lại").click()
    expect(notice).to_be_hidden()
    page.locator("#menu a").nth(1).click()
    expect(notice).to_be_hidden()
    page.evaluate("localStorage.setItem('announce', 'lời cũ')")
    page.reload()
    expect(notice).to_be_visible()
    plain = visit(java_script_enabled=False)
    expect(plain.get_by_text("Cổng tạm ngừng chiều thứ bảy.")).to_be_visible()
    expect(plain.get_by_role("button", name="Không hiển thị lại")).to_be_hidden()


@pytest.mark.parametrize(
    ("address", "features", "size"),
    [("writing/", "all", DESK), ("units/nghiep-vu-y/", "tabs", PHONE)],
)
def test_features_keep_every_page_readable(visit, address, features, size):
    """No rule of accessibility is broken with the features on, and nothing stands out of the page."""
    page = visit(address, features, size=size)
    assert not break_rules(page, RULES, "document", COLOURS["values"]) + find_pale(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not page.troubles
