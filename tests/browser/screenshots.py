"""Photograph each kind of page at phone and desk size, light and dark: `make screenshots`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.serving import serve_folder
from tests.chromium import ARGUMENTS, find_chromium

PAGES = {
    "home": "",
    "plans": "plans/",
    "plan": "plans/ke-hoach-lam-viec-don-vi-tdc/",
    "programme": "plans/nhiem-vu-6-thang-cuoi-2025/",
    "other-body": "plans/thong-bao-tong-ket-ttkt-tdc-quang-tri/",
    "units": "units/",
    "unit": "units/ql-tcdlcl/",
    "month": "months/2025-09/",
    "person": "people/mai-thoan/",
    "task": "tasks/2025h2-q3-70/",
    "search": "search/?q=do+luong",
    "standing": "standing/",
    "report": "units/ql-tcdlcl/report/",
    "references": "references/",
    "changes": "changes/",
    "data": "data/",
}
SIZES = {"phone": (360, 740), "desk": (1280, 900)}


def main(site: Path, output: Path, names: list[str]) -> None:
    """Photograph the pages of a built site into a folder."""
    output.mkdir(parents=True, exist_ok=True)
    with serve_folder(site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme
                )
                page = context.new_page()
                for name in names or PAGES:
                    page.goto(base + PAGES[name])
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=output / f"{name}-{size}-{scheme}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
