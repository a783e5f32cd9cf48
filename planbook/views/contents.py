"""List the parts of a long page, so that a reader sees where one is and goes to another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.views.listing import Group


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a page; a part without a key is only the name of what stands under it."""

    title: str
    key: str | None  # fragment of the page
    count: int | None = None  # of the tasks in it
    depth: int = 0


def list_groups(groups: Iterable[Group], depth: int = 1) -> Iterator[Entry]:
    """List the groups of a table; a heading that several are printed under is said once over them."""
    above: list[str] = []
    for group in groups:
        *outer, title = group.title.split(" › ")
        for at, each in enumerate(outer):
            if above[: at + 1] != outer[: at + 1]:
                yield Entry(each, None, depth=depth + at)
        above = [*outer, title]
        if title:
            yield Entry(title, group.key, len(group.rows), depth + len(outer))
