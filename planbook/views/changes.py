"""Show what changed in the data, day by day."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from planbook.history.compare import Change, find_url
from planbook.views.ledger import Ledger


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """A change of the data, and the page it concerns."""

    change: Change
    url: str | None


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What changed in the data, day by day, newest first; `note` says what is not known."""

    days: tuple[tuple[dt.date, tuple[ChangeEntry, ...]], ...]
    note: str | None


def view_changes(ledger: Ledger, note: str | None) -> ChangesView:
    """Show the changes of the data."""
    days: dict[dt.date, list[ChangeEntry]] = defaultdict(list)
    for change in ledger.changes:
        days[change.date].append(ChangeEntry(change, find_url(change, ledger.book)))
    return ChangesView(tuple((day, tuple(entries)) for day, entries in days.items()), note)
