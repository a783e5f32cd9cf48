"""Show the tasks without a month, by the reason."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.model import Abbreviation
from planbook.views.by_time import part_rows
from planbook.views.ledger import Ledger, Row, Share, is_standing
from planbook.views.listing import STANDING_KINDS, Group, Layout, fold, lay_out, standing_kind
from planbook.views.parts import Turn


@dataclass(frozen=True, slots=True)
class StandingView:
    """Tasks without a month, or those of some years' documents, by the reason."""

    turn: Turn | None  # where the page stands, if there are several
    shares: tuple[Share[Group], ...]
    others: tuple[Group, ...]  # of other bodies: shown, not counted
    layout: Layout
    count: int
    other_count: int
    abbreviations: tuple[Abbreviation, ...]


def view_standing_pages(ledger: Ledger) -> Iterator[StandingView]:
    """Show the tasks without a month; of too many, those of each year's documents on a page."""
    rows = tuple(row for row in ledger.rows if is_standing(row.task))
    for page in part_rows({"": rows}, "standing/", ledger.today):
        yield _view_page(ledger, page.turn, page.shown)


def _view_page(ledger: Ledger, turn: Turn | None, rows: Iterable[Row]) -> StandingView:
    """Show some tasks without a month, the site's own first."""
    own, others = [row for row in rows if row.own], [row for row in rows if not row.own]
    return StandingView(
        turn=turn,
        shares=tuple(
            Share(share.body, _group_by_kind(share.items, share.key))
            for share in ledger.share_rows(own)
        ),
        others=fold(_group_by_kind(others, "o-")),
        layout=lay_out(rows),
        count=len(own),
        other_count=len(others),
        abbreviations=ledger.explain(rows),
    )


def _group_by_kind(rows: Iterable[Row], key: str) -> tuple[Group, ...]:
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[standing_kind(row.task)].append(row)
    return tuple(
        Group(f"{key}{kind}", title, None, tuple(kinds[kind]))
        for kind, title in STANDING_KINDS.items()
        if kind in kinds
    )
