"""A real browser, and the department's site served at a path of its own."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from planbook.press.settings import read_site
from tests.browser.serving import serve_folder
from tests.chromium import ARGUMENTS, find_chromium


@pytest.fixture(scope="session")
def browser():
    """A Chromium that lives through all browser tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def base(root, site, tmp_path_factory):
    """The address of the site, under its own path, as on a department's server."""
    folder = tmp_path_factory.mktemp("served")
    path = urlsplit(read_site(root / "mkdocs.yml").url).path.strip("/")
    (folder / path).symlink_to(site)
    with serve_folder(folder) as address:
        yield f"{address}{path}/"


@pytest.fixture(scope="session")
def windows(browser):
    """The windows that no test uses just now, by what they allow: a new one costs more than what is done in it."""
    return {}


@pytest.fixture
def open_page(browser, base, windows):
    """Open a page at a size and for a reader's clock, in a window that remembers no other test."""
    used = []

    def open_page(address="", size=(1280, 900), now=None, **options):
        idle = windows.setdefault((now, str(options)), [])
        page = idle.pop() if idle else open_window(browser, now, options)
        used.append((idle, page))
        page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        page.asked.clear()
        page.troubles.clear()
        page.goto(base + address)
        return page

    yield open_page
    for idle, page in used:
        forget(page)
        idle.append(page)


@pytest.fixture
def visit_as(browser):
    """Open an address for a reader with settings of their own, who is new to the site."""
    contexts = []

    def visit_as(address, **options):
        page = open_window(browser, None, options)
        contexts.append(page.context)
        page.goto(address)
        return page

    yield visit_as
    for context in contexts:
        context.close()


def open_window(browser, now, options):
    """Open a window that notes what it asks for and what goes wrong."""
    context = browser.new_context(**options)
    if now:
        context.clock.set_fixed_time(now)
    page = context.new_page()
    page.asked, page.troubles = [], []
    page.session = context.new_cdp_session(page)
    page.on("request", lambda request: page.asked.append(request.url))
    page.on(
        "console",
        lambda m: page.troubles.append(m.text) if m.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    return page


def forget(page):
    """Leave of a window no address, history, pointer, media or route; the site stores nothing in it."""
    page.unroute_all()
    page.emulate_media(media="null", color_scheme="null", forced_colors="null")
    page.mouse.move(-1, -1)
    page.goto("about:blank")
    page.session.send("Page.resetNavigationHistory")


def settle(page):
    """Wait until a page shows all that it will: only the search fetches anything after its load."""
    page.wait_for_selector("main:not(:has([aria-busy]))")
