"""A real browser, and the department's site served at a path of its own."""

from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from planbook.press.settings import read_site
from tests.browser.serving import serve_folder
from tests.chromium import ARGUMENTS, find_chromium

PATIENCE = 100_000  # milliseconds for whatever a slow machine takes long for
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser():
    """A Chromium that lives through all browser tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=ARGUMENTS, timeout=PATIENCE
        )
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
    """The windows that no test uses just now, by what sets them apart: a new one costs more than what is done in it."""
    return {}


@pytest.fixture
def open_page(browser, base, windows):
    """Open a page of the site, or another address, in a window that remembers no other test.

    A reader may have a clock, a colour scheme and permissions; other options take a window of their own.
    """
    used = []

    def open_page(
        address="", size=(1280, 900), now=None, color_scheme=None, permissions=(), **options
    ):
        idle = windows.setdefault((now, str(options)), [])
        page = idle.pop() if idle else open_window(browser, now, options)
        used.append((idle, page))
        page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        if color_scheme:
            page.emulate_media(color_scheme=color_scheme)
        if permissions:
            page.context.grant_permissions(permissions)
        page.asked.clear()
        page.troubles.clear()
        go(page, urljoin(base, address))
        return page

    yield open_page
    for idle, page in used:
        forget(page)
        idle.append(page)


def open_window(browser, now, options):
    """Open a window that notes what it asks for and what goes wrong."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
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


def go(page, address):
    """Load an address anew, as the first of the window's history."""
    if (
        urlsplit(page.url).path == urlsplit(address).path
    ):  # or it might only scroll, or keep a state
        page.goto("about:blank")
    page.goto(address)
    page.session.send("Page.resetNavigationHistory")


def forget(page):
    """Leave of a window no choice, permission, pointer, media or route; what it shows, the next address replaces."""
    page.unroute_all()
    page.context.clear_permissions()
    page.emulate_media(media="null", color_scheme="null", forced_colors="null")
    page.mouse.move(-1, -1)
    page.evaluate("location.protocol === 'http:' && localStorage.clear()")


def file_at(site, url, base):
    """Find the file of a site that answers at an address below `base`."""
    path = url.removeprefix(base).partition("?")[0]
    return site / (path + "index.html" if path.endswith("/") or not path else path)


def settle(page):
    """Wait until a page shows all that it will: only the search fetches anything after its load."""
    if page.evaluate("!!document.querySelector('main [aria-busy]')"):  # a locator costs more
        page.wait_for_selector("main:not(:has([aria-busy]))")
