"""Show what changed in the data, day by day; of many changes, those of each year on a page."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.history.compare import Change, find_url
from planbook.views.ledger import Ledger
from planbook.views.parts import Turn, list_turns, part_by_time


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """A change of the data, and the page it concerns."""

    change: Change
    url: str | None


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What changed in the data, day by day, newest first; `note` says what is not known."""

    turn: Turn | None  # where the page stands, if there are several
    days: tuple[tuple[dt.date, tuple[ChangeEntry, ...]], ...]
    note: str | None


def view_changes_pages(ledger: Ledger, note: str | None) -> Iterator[ChangesView]:
    """Show the changes of the data, page by page."""
    counts = Counter(_month_of(change) for change in ledger.changes)
    first = part_by_time(counts, ledger.month)
    if first is None:
        yield _view_page(ledger, None, ledger.changes, note)
        return
    below = {
        part.path: sum(counts[month] for each in part.all for month in each.places)
        for part in first.all
    }
    below[""] = sum(counts[month] for month in first.places)
    for turn in list_turns(first, "changes/", below):
        shown = (each for each in ledger.changes if _month_of(each) in turn.part.places)
        yield _view_page(ledger, turn, shown, note)


def _view_page(
    ledger: Ledger, turn: Turn | None, changes: Iterable[Change], note: str | None
) -> ChangesView:
    days: dict[dt.date, list[ChangeEntry]] = defaultdict(list)
    for change in changes:
        days[change.date].append(ChangeEntry(change, find_url(change, ledger.book)))
    return ChangesView(turn, tuple((day, tuple(entries)) for day, entries in days.items()), note)


def _month_of(change: Change) -> str:
    return f"{change.date:%Y-%m}"
