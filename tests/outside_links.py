"""Try every link that leads out of a built site: `python -m tests.outside_links site`.

Only an answer that says “not there” is a fault. Servers that refuse robots, are slow or stand behind
a border are listed as unsure, for a reader to try by hand.
"""

import sys
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from planbook.press.settings import read_site

ROOT = Path(__file__).parents[1]
AGENT = "Mozilla/5.0 (compatible; link check once a week)"
GONE = {404, 410}
SECONDS = 30


class _Links(HTMLParser):
    """Gathers the addresses that a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def find_links(site: Path, own: str) -> dict[str, str]:
    """List the outside addresses of a site, each with the first page that links there."""
    links: dict[str, str] = {}
    for place in sorted(site.rglob("*.html")):
        parser = _Links()
        parser.feed(place.read_text(encoding="utf-8"))
        for link in parser.found:
            if link.startswith(("http://", "https://")) and not link.startswith(own):
                links.setdefault(urldefrag(link).url, place.relative_to(site).as_posix())
    return links


def try_links(links: list[str]) -> Iterator[tuple[str, str]]:
    """Ask for addresses of one server, one after the other, and yield each with the answer."""
    for link in links:
        request = urllib.request.Request(link, headers={"User-Agent": AGENT})
        try:
            with urllib.request.urlopen(request, timeout=SECONDS):
                yield link, "ok"
        except urllib.error.HTTPError as error:
            yield link, "hỏng" if error.code in GONE else f"chưa rõ (HTTP {error.code})"
        except (OSError, ValueError) as error:
            yield link, f"chưa rõ ({getattr(error, 'reason', error)})"


def main(site: str) -> int:
    """Print what does not answer, and fail when something is gone."""
    links = find_links(Path(site), read_site(ROOT / "mkdocs.yml").url)
    servers: dict[str, list[str]] = defaultdict(list)
    for link in links:
        servers[urlsplit(link).netloc].append(link)
    with ThreadPoolExecutor(8) as pool:
        answers = [
            answer
            for group in pool.map(lambda s: list(try_links(s)), servers.values())
            for answer in group
        ]
    for link, answer in sorted(answers, key=lambda each: (each[1], each[0])):
        if answer != "ok":
            print(f"{answer}: {link} (trang {links[link]})")
    gone = sum(answer == "hỏng" for _, answer in answers)
    print(f"{len(answers)} liên kết ra ngoài, {gone} hỏng")
    return int(gone > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
