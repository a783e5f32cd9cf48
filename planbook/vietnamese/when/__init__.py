"""Understand what Vietnamese official words say of time, and say what was not understood.

Words become a period, a recurrence or a condition.
"""

from planbook.vietnamese.when.grammar import CONTINUOUS
from planbook.vietnamese.when.meaning import (
    When,
    as_json,
    document_day,
    parse_when,
    when_of_section,
    years_of_title,
)

__all__ = [
    "CONTINUOUS",
    "When",
    "as_json",
    "document_day",
    "parse_when",
    "when_of_section",
    "years_of_title",
]
