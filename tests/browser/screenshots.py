"""Photograph each kind of page at phone and desk size, light and dark: `make screenshots`."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from playwright.sync_api import sync_playwright

from planbook.model import Book, Person, Task, Unit
from planbook.reading.load import load_book
from tests.browser.serving import serve_folder
from tests.chromium import ARGUMENTS, find_chromium

ROOT = Path(__file__).parents[2]
SIZES = {"phone": (360, 740), "desk": (1280, 900)}


def list_kinds(book: Book) -> dict[str, str]:
    """Choose a page of each kind, by what most stands on: {kind: address}."""

    def fullest(records: Iterable[Unit | Person], tasks: Mapping[str, tuple[Task, ...]]) -> str:
        return max(records, key=lambda each: len(tasks.get(each.id, ()))).url

    month = max(book.tasks_due_in, key=lambda each: len(book.tasks_due_in[each]))
    unit = fullest(book.units, book.tasks_led_by)
    plans = {}
    for plan in book.plans:
        own = "programme" if book.kind[plan.kind].programme else "plan"
        plans[own if book.is_own(plan) else "other-body"] = plan.url
    return {
        "home": "",
        "plans": "plans/",
        **plans,
        "units": "units/",
        "unit": unit,
        "month": f"months/{month}/",
        "year": f"years/{month[:4]}/",
        "statistics": "statistics/",
        "figure": "statistics/units/",
        "person": fullest(book.people, book.tasks_directed_by),
        "task": max(book.tasks, key=lambda each: len(each.task)).url,
        "search": "search/?q=ke+hoach",
        "standing": "standing/",
        "report": f"{unit}report/",
        "references": "references/",
        "changes": "changes/",
        "data": "data/",
    }


def main(site: Path, output: Path, names: list[str]) -> None:
    """Photograph the pages of a built site into a folder."""
    pages = list_kinds(load_book(ROOT)[0])
    output.mkdir(parents=True, exist_ok=True)
    with serve_folder(site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme
                )
                page = context.new_page()
                for name in names or pages:
                    page.goto(base + pages[name])
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=output / f"{name}-{size}-{scheme}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
