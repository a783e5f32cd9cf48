"""Show the abbreviations in the order of the Vietnamese alphabet."""

from dataclasses import dataclass

from planbook.model import Abbreviation
from planbook.vietnamese.alphabet import sort_key
from planbook.views.ledger import Ledger


@dataclass(frozen=True, slots=True)
class AbbreviationsView:
    """All abbreviations in alphabetical order."""

    abbreviations: tuple[Abbreviation, ...]


def view_abbreviations(ledger: Ledger) -> AbbreviationsView:
    """List the abbreviations in the order of the Vietnamese alphabet."""
    found = sorted(ledger.book.abbreviations, key=lambda each: sort_key(each.short))
    return AbbreviationsView(tuple(found))
