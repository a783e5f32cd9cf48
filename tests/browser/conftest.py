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
def contexts(browser):
    """The contexts that tests share, by what they allow: a new one costs more than a page and its checks."""
    return {}


@pytest.fixture
def open_page(browser, base, contexts):
    """Open a page at a size and for a reader's clock, and close it and what it opened after the test."""

    def open_page(address="", size=(1280, 900), now=None, **options):
        key = (now, str(options))
        if key not in contexts:
            contexts[key] = browser.new_context(**options)
            if now:
                contexts[key].clock.set_fixed_time(now)
            contexts[key].new_page()  # stays, for with its last page a context loses its process
        page = contexts[key].new_page()
        page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        page.troubles = []
        page.on("console", lambda m: page.troubles.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        page.goto(base + address)
        return page

    yield open_page
    for context in contexts.values():
        for page in context.pages[1:]:
            page.close()


def settle(page):
    """Wait until a page shows all that it will: only the search fetches anything after its load."""
    page.wait_for_selector("main:not(:has([aria-busy]))")
