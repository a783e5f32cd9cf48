"""What an office sets of its look in mkdocs.yml, in Material's words, is seen in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from planbook.software import THEME
from tests.browser.offices import build_office, replace_block, serve_office
from tests.browser.test_pages import find_pale

SWITCH = """
    - media: "(prefers-color-scheme)"
      toggle: {icon: material/brightness-auto, name: Chuyển sang nền sáng}
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: indigo
      accent: pink
      toggle: {icon: material/brightness-7, name: Chuyển sang nền tối}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: brown
      accent: lime
      toggle: {icon: material/brightness-4, name: Chuyển theo máy}
"""
SETTINGS = f"""theme:
  name: material
  language: vi
  custom_dir: overrides
  logo: assets/mark.svg
  favicon: pictures/small.svg
  font: {{text: Chữ thử, code: Mã thử}}
  icon: {{admonition: {{warning: octicons/tag-16}}}}
  palette:{SWITCH}
copyright: Bản quyền © Sở Y tế
extra_css: [stylesheets/extra.css, assets/own.css]
extra_javascript: [assets/own.js, {{path: assets/module.mjs, type: module}}]
"""
SOCIAL = """extra:
  social:
    - {icon: fontawesome/brands/facebook, link: "https://mang.example/so-y-te", name: Trang của Sở}
    - {icon: material/email, link: "mailto:so@binhan.example"}
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1H0z"/></svg>'
FILES = {
    "overrides/main.html": """{% extends "base.html" %}
{% block announce %}Lịch tiêm tháng này đã có{% endblock %}
{% block extrahead %}<meta name="author" content="Phòng thử">{% endblock %}
{% block footer %}{{ super() }}<aside id="below">Chân trang riêng</aside>{% endblock %}
""",
    "overrides/partials/copyright.html": '<p id="rights">{{ config.copyright }}, riêng</p>\n',
    "overrides/assets/mark.svg": DRAWING,
    "overrides/assets/own.css": "@font-face { font-family: 'Chữ thử'; src: url('own.woff2') }\n"
    "@font-face { font-family: 'Mã thử'; src: local('Courier') }\n"
    "#rights { background: url('dot.png'); text-indent: 3px }\n"
    ".md-typeset .admonition.warning { border-color: rgb(1, 2, 3) }\n",
    "overrides/assets/own.woff2": (THEME / "assets/serif-regular.woff2").read_bytes(),
    "overrides/assets/dot.png": "",
    # Names that scripts of the shell have too.
    "overrides/assets/own.js": "const now = 1, root = document.documentElement, contents = now, header = now;\n"
    "const palettes = 1, notice = 1, words = 1;\nroot.dataset.own = document.readyState;\n",
    "overrides/assets/module.mjs": "document.documentElement.dataset.module = 'ran';\n",
    "content/stylesheets/extra.css": '[data-md-color-scheme="slate"] { --md-default-bg-color: #101018 }\n',
    "content/pictures/small.svg": DRAWING,
}
AT_FIRST = """new MutationObserver(() => {
    if (document.body) document.documentElement.dataset.atFirst ??= getComputedStyle(document.documentElement).colorScheme;
}).observe(document, {childList: true, subtree: true})"""
INDIGO, BROWN = "rgb(64, 81, 181)", "rgb(121, 86, 73)"


def set_look(text):
    """Give an mkdocs.yml a look of its own."""
    return replace_block(text, "theme", SETTINGS).replace("extra:\n", SOCIAL, 1)


@pytest.fixture(scope="module")
def office(once, root, site):
    """The address of the invented department with a look of its own, built once its site has papers to share."""
    kept = root / ".cache"
    with serve_office(
        once("office", lambda folder: build_office(folder, kept, set_look, FILES))
    ) as address:
        yield address


@pytest.fixture
def visit(open_page, office):
    """Open a page of the office for a reader with settings of their own."""
    return lambda address="", **reader: open_page(office + address, **reader)


def band(page):
    """Give the colour of the band over a page."""
    return page.locator("header.top").evaluate("each => getComputedStyle(each).backgroundColor")


def scheme(page):
    """Tell whether a page is drawn for the day or for the night."""
    return page.evaluate("getComputedStyle(document.documentElement).colorScheme")


@pytest.mark.parametrize("system, colour", [("light", INDIGO), ("dark", BROWN)])
def test_colours_follow_the_system_until_a_reader_chooses(visit, system, colour):
    """An automatic palette takes the colours of the day and of the night from the others."""
    assert band(visit(color_scheme=system)) == colour


def test_a_choice_is_made_by_keyboard_and_remembered(visit):
    """The switch leads to the next palette, is reached by the keyboard, and the next page keeps the choice."""
    page = visit(color_scheme="dark")
    page.get_by_role("radio", name="Chuyển sang nền sáng").focus()
    page.keyboard.press("Space")
    assert (band(page), scheme(page)) == (INDIGO, "light")
    page.keyboard.press("ArrowRight")
    assert (band(page), scheme(page)) == (BROWN, "dark")
    expect(page.locator("html")).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("#menu a").nth(1).click()
    assert (band(page), scheme(page)) == (BROWN, "dark")
    page.get_by_title("Chuyển theo máy").click()
    page.reload()
    assert scheme(page) == "light dark"
    assert not page.troubles


def test_a_remembered_choice_is_there_before_anything_is_drawn(visit):
    """Nothing is drawn in other colours first: the choice stands before the page has a body."""
    page = visit(color_scheme="light")
    page.get_by_title("Chuyển sang nền sáng").click()
    page.get_by_title("Chuyển sang nền tối").click()
    page.session.send("Page.enable")
    first = page.session.send("Page.addScriptToEvaluateOnNewDocument", {"source": AT_FIRST})
    page.reload()
    page.session.send("Page.removeScriptToEvaluateOnNewDocument", first)
    page.session.send("Page.disable")
    expect(page.locator("html")).to_have_attribute("data-at-first", "dark")


def test_the_switch_works_without_a_script(visit):
    """Without JavaScript the system decides, and the switch works for the page that is open."""
    page = visit(color_scheme="dark", java_script_enabled=False)
    label = page.locator(".scheme label:visible")
    expect(label).to_have_count(1)
    label.click()
    expect(page.locator("header.top")).to_have_css("background-color", INDIGO)
    label.click()
    expect(page.locator("header.top")).to_have_css("background-color", BROWN)


def test_own_files_load_under_the_strict_policy(visit, office):
    """Mark, icon, style sheets, fonts and scripts of the office load where mkdocs.yml says they are."""
    page = visit("units/")
    mark = page.locator(".brand img")
    expect(mark).to_have_js_property("complete", True)
    assert mark.bounding_box() | {"x": 0, "y": 0} == {"x": 0, "y": 0, "width": 96, "height": 48}
    icon = page.locator("link[rel=icon]").evaluate("each => each.href")
    assert icon == f"{office}pictures/small.svg" and page.request.get(icon).ok
    assert page.request.get(f"{office}assets/own.woff2").ok
    expect(page.locator("#rights")).to_have_css("text-indent", "3px")
    expect(page.locator("html")).to_have_attribute("data-own", "interactive")
    expect(page.locator("html")).to_have_attribute("data-module", "ran")
    assert not page.troubles  # no name of a script meets one of ours
    expect(page.locator("body")).to_have_css("font-family", re.compile("Chữ thử"))
    expect(visit("writing/").locator("code").first).to_have_css("font-family", re.compile("Mã thử"))


def test_own_css_finds_materials_names(visit):
    """A rule for Material's dark scheme and its variables holds on the dark palette."""
    page = visit(color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(16, 16, 24)")
    expect(visit(color_scheme="light").locator("body")).not_to_have_css(
        "background-color", "rgb(16, 16, 24)"
    )


def test_own_templates_fill_materials_blocks(visit):
    """Blocks and partials of the office's own stand in every kind of page."""
    for address in ("", "about/", "tasks/2025h2-q3-17/"):
        page = visit(address)
        expect(page.get_by_text("Lịch tiêm tháng này đã có")).to_be_visible()
        expect(page.locator("meta[name=author]")).to_have_attribute("content", "Phòng thử")
        expect(page.locator("#below")).to_have_text("Chân trang riêng")
        expect(page.locator("#rights")).to_have_text("Bản quyền © Sở Y tế, riêng")
    assert not page.request.get(f"{page.url}../../main.html").ok  # templates are not published


def test_other_places_of_the_office_are_named_icons(visit):
    """Links of `extra.social` stand in the footer, drawn as icons and named for who cannot see them."""
    page = visit("about/")
    links = page.locator("footer .social a")
    expect(links).to_have_count(2)
    expect(page.get_by_role("link", name="Trang của Sở")).to_have_attribute(
        "href", "https://mang.example/so-y-te"
    )
    expect(page.get_by_role("link", name="mailto:so@binhan.example")).to_be_visible()
    assert links.first.locator("svg").bounding_box()["width"] >= 20


@pytest.mark.parametrize("system, width", [("light", 1280), ("dark", 360)])
@pytest.mark.parametrize("address", ["units/nghiep-vu-y/", "writing/"])
def test_every_palette_is_readable_by_everyone(visit, address, system, width):
    """Every text is read in either palette, on a desk and on a phone; all else is the same as without one."""
    page = visit(address, color_scheme=system, size=(width, 800))
    assert not find_pale(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not page.troubles


def test_paper_knows_no_palette(visit):
    """On paper the words are black on white, whatever palette is on the screen."""
    page = visit(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("#main a:visible").first).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator(".scheme")).to_be_hidden()


def test_boxes_of_written_pages_take_the_icons_and_rules_of_an_office(visit):
    """An icon of theme.icon.admonition is drawn, and a rule for Material's class of written text counts."""
    box = visit("writing/").locator(".admonition.warning").first
    expect(box).to_have_css("border-left-color", "rgb(1, 2, 3)")
    drawn = box.locator("p").first.evaluate("each => getComputedStyle(each, '::before').maskImage")
    assert "%3Csvg" in drawn and "M1 7.775" in drawn.replace("%20", " ")
