"""How the golden cases of the time grammar are written: in tests/cases, and of the documents in tests/data."""

from typing import Any

from planbook.vietnamese.when import When

YEAR = 2025  # of the plan, where a case gives no other


def expected(case: dict[str, Any]) -> When:
    """Read what a case expects."""
    told = ("words", "section", "year", "issued")
    fields = {name: value for name, value in case.items() if name not in told}
    lists = {name: tuple(fields[name]) for name in ("months", "doubts") if name in fields}
    return When(**fields | lists)


def words_of(case: dict[str, Any]) -> str:
    """Name a case by its words and the years that are known."""
    known = [str(case[name]) for name in ("year", "issued") if name in case]
    return " ".join([str(case.get("words", case.get("section"))), *known])
