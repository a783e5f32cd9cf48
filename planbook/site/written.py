"""Read what the written pages call themselves and say of themselves: the front matter of content/.

Pages that the book fills have their title and description there too, so that no department stands
in the software.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from planbook.model import Site
from planbook.reading.content import FRONT
from planbook.reading.yaml_records import Loader


@dataclass(frozen=True, slots=True)
class Written:
    """What a written page says of itself."""

    title: str
    label: str  # in the menu and in the trail
    description: str
    intro: str  # said under the title, where the page's template leaves it to the page
    searched: bool = True  # unless it says `search: {exclude: true}`


def read_written(sources: Mapping[str, Path], site: Site) -> Mapping[str, Written]:
    """Read the front matter of the pages among what the press reads, by address; a frame is no page."""
    labels = dict(site.nav)
    return {
        _address_of(path): _read(place, labels.get(path))
        for path, place in sources.items()
        if place.suffix == ".md" and place.name != "frame.md"
    }


def _read(place: Path, label: str | None) -> Written:
    front = FRONT.match(place.read_text(encoding="utf-8"))
    said = yaml.load(front[1], Loader) if front else None
    said = said if isinstance(said, dict) else {}
    title = str(said.get("title") or label or place.stem)
    search = said.get("search")
    return Written(
        title=title,
        label=label or title,
        description=str(said.get("description") or title),
        intro=str(said.get("intro") or ""),
        searched=not (isinstance(search, dict) and search.get("exclude")),
    )


def _address_of(path: str) -> str:
    """Give the address at which the press puts a page: units/index.md is units/."""
    stem = path.removesuffix(".md")
    return stem.removesuffix("index") if f"/{stem}".endswith("/index") else f"{stem}/"
